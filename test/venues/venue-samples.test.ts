/**
 * Recorded answers that lie next to the repository on some machines. `node test/support/venues/sample-table.ts` writes
 * docs/venue-samples.md again.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { accountToJson, parseAccount } from "../../src/ledger/account-file.ts";
import { hasShared, sharedPath } from "../support/market/shared-data.ts";
import { SAMPLES_PAGE, sampleOutcomes, sampleTable } from "../support/venues/sample-table.ts";

describe.skipIf(!hasShared)("the recorded answers of venues (skipped: ../shared is not here)", () => {
	const outcomes = hasShared ? sampleOutcomes(sharedPath("data", "samples")) : [];

	test("are all imported or refused with a reason, as docs/venue-samples.md says", () => {
		expect(new Set(outcomes.map(({ file }) => file)).size).toBe(44);
		// Widths of table columns are the formatter's.
		const bare = (text: string) => text.replace(/[ -]+/g, " ");
		expect(bare(sampleTable(outcomes))).toBe(bare(readFileSync(SAMPLES_PAGE, "utf8")));
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
