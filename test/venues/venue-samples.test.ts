/**
 * Recorded answers that lie next to the repository on some machines. To write docs/venue-samples.md again:
 * `npx vitest run test/venues/venue-samples.test.ts -u`
 */
import { describe, expect, test } from "vitest";
import { accountToJson, parseAccount } from "../../src/ledger/account-file.ts";
import { hasShared, sharedPath } from "../support/market/shared-data.ts";
import { sampleOutcomes, sampleTable } from "../support/venues/sample-table.ts";

describe.skipIf(!hasShared)("the recorded answers of venues (skipped: ../shared is not here)", () => {
	const outcomes = hasShared ? sampleOutcomes(sharedPath("data", "samples")) : [];

	test("are all imported or refused with a reason, as docs/venue-samples.md says", async () => {
		expect(new Set(outcomes.map(({ file }) => file)).size).toBe(44);
		await expect(sampleTable(outcomes)).toMatchFileSnapshot("../../docs/venue-samples.md");
	});

	const imports = outcomes.flatMap(({ file, user, imported }) =>
		imported === undefined ? [] : [{ name: `${file} ${user ?? ""}`.trim(), imported }],
	);

	test.each(imports)("$name gives accounts that can be read back", ({ imported }) => {
		for (const account of [imported.account, ...imported.isolated]) {
			expect(parseAccount(JSON.parse(JSON.stringify(accountToJson(account))))).toMatchObject(account);
		}
	});

	test.each(imports)("$name: every difference to a printed figure has a reason", ({ imported }) => {
		const unexplained = imported.figures.filter(
			({ difference, because }) => difference !== "0" && because === undefined,
		);
		expect(unexplained).toEqual([]);
	});

	test("none of a live account differs by more than rounding where the answer holds all of it", () => {
		const live = outcomes.filter(
			({ file, imported }) => file.includes("live") && imported?.missing.length === 0,
		);
		expect(live.length).toBeGreaterThanOrEqual(4);
		for (const { file, imported } of live) {
			for (const { difference, because } of imported?.figures ?? []) {
				if (difference !== "0") expect(because, file).toMatch(/^rounding/);
			}
		}
	});
});
