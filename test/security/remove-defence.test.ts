/** Taking defences out of a copy of the repository, on those that need neither a circuit nor a contract. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REMOVALS } from "../../security/defences/all-removals.ts";
import { edit, named, type Removal } from "../../security/defences/removal.ts";
import { IntactRuns, problemOf, tryRemoval } from "../../security/defences/try-removal.ts";
import { ROOT, WorkingCopy } from "../../security/defences/working-copy.ts";

const CHECK_PACKAGE = "src/ledger/check-package.ts";
const ONLY_SOURCES = /^test\/(?:ledger|circuits\/source-rules)/;
const quick = REMOVALS.filter(({ noticedBy }) => noticedBy.every(({ file }) => ONLY_SOURCES.test(file)));

let copy: WorkingCopy;
let intactRuns: IntactRuns;
beforeAll(async () => {
	copy = await WorkingCopy.make();
	intactRuns = new IntactRuns(copy);
});
afterAll(() => copy.remove());

async function problems(removal: Removal): Promise<(string | undefined)[]> {
	return (await tryRemoval(copy, intactRuns, removal)).seen.map(problemOf);
}

describe("a defence", () => {
	it("is among the quick ones for several classes", () => {
		expect(new Set(quick.map(({ attackClass }) => attackClass)).size).toBeGreaterThanOrEqual(3);
	});

	it.each(quick)("$defence is missed by its tests", async (removal) => {
		expect(await problems(removal)).toEqual(removal.noticedBy.map(() => undefined));
	});
});

describe("a test", () => {
	const guessable = named("test/ledger/check-package.test.ts", "finds nothing in an honest one");
	const removal = (to: string, noticedBy = [guessable]): Removal => ({
		attackClass: 18,
		defence: "the check of a salt",
		edits: [edit(CHECK_PACKAGE, "if (isGuessable(record.salt)) {", to)],
		noticedBy,
	});

	it("that passes without the defence does not notice", async () => {
		expect(await problems(removal("if (false) {"))).toEqual(["does not notice"]);
	});

	it("that cannot be loaded, or crashes, is no evidence", async () => {
		expect(await problems(removal("if (isGuessable(record.salt)) {{"))).toEqual([
			expect.stringMatching(/^does not run without it: Transform failed/),
		]);
		expect(
			await problems(removal('if (isGuessable(record.salt)) {}\n\tthrow new TypeError("broken");\n\t{')),
		).toEqual([expect.stringMatching(/^fails by other than an assertion: TypeError: broken/)]);
	});

	it("that does not exist is found out before anything is taken out", async () => {
		const gone = named("test/ledger/check-package.test.ts", "finds what nobody looks for");
		expect(await problems(removal("if (false) {", [gone]))).toEqual([
			expect.stringMatching(/^does not run as it is/),
		]);
	});
});

it("puts sources back, and leaves nothing behind", async () => {
	const change = edit(CHECK_PACKAGE, "isGuessable(record.salt)", "false");
	const inCopy = () => readFile(join(copy.folder, CHECK_PACKAGE), "utf8");
	const original = await readFile(join(ROOT, CHECK_PACKAGE), "utf8");
	await copy.edited([change], async () => {
		expect(await inCopy()).toBe(original.replace("isGuessable(record.salt)", "false"));
	});
	expect(await inCopy()).toBe(original);
	const refused = copy.edited([change, change], async () => {});
	await expect(refused).rejects.toThrow("0 times, not once");
	expect(await inCopy()).toBe(original);
	const other = await WorkingCopy.make();
	await other.remove();
	expect(existsSync(other.folder)).toBe(false);
});
