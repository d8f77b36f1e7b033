/** What solhint has no rule for. Its rules are in `.solhint.json`, and `npm run check` runs them. */
import { expect, test } from "vitest";
import { trackedFiles } from "../support/session/tracked-files.ts";

const LINE_LIMIT = 250;
const contracts = trackedFiles((path) => /^contracts\/(?!verifiers\/).*\.sol$/.test(path));

test(`every contract file has less than ${LINE_LIMIT} lines`, () => {
	expect(contracts.length).toBeGreaterThan(40);
	const long = contracts.filter(({ text }) => text.split("\n").length - 1 >= LINE_LIMIT);
	expect(long.map(({ path }) => path)).toEqual([]);
});

test("every error of an interface says when it is thrown", () => {
	const declared = contracts
		.filter(({ path }) => path.startsWith("contracts/interfaces/"))
		.flatMap(({ path, text }) =>
			[...text.matchAll(/^(.*)\n {4}error (\w+)\(/gm)].map((match) => ({ path, match })),
		);
	expect(declared.length).toBeGreaterThan(60);
	const silent = declared.filter(({ match: [, before = ""] }) => !before.trim().startsWith("/// "));
	expect(silent.map(({ path, match }) => `${path}: ${match[2]}`)).toEqual([]);
});

test("assembly outside of test contracts keeps to the memory that Solidity gave it", () => {
	const blocks = contracts
		.filter(({ path }) => !path.startsWith("contracts/test/"))
		.flatMap(({ path, text }) =>
			[...text.matchAll(/\bassembly\b[^{;\n]*\{/g)].map(([block]) => `${path}: ${block}`),
		);
	expect(blocks.length).toBeGreaterThan(0);
	expect(blocks.filter((block) => !block.endsWith('assembly ("memory-safe") {'))).toEqual([]);
});
