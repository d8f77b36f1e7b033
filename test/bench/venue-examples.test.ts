/** docs/venue-examples.md is what `npm run venues` prints. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lossInTheirScenarios } from "../../bench/venues/case-requirement.ts";
import { paradexCase } from "../../bench/venues/paradex-case.ts";
import { isUnexplained, venueRows, venueTableText } from "../../bench/venues/venue-table.ts";
import { parseDailyCloses } from "../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../src/market/history/parse-iv-history.ts";
import { hasShared, sharedPath } from "../support/market/shared-data.ts";
import { SAMPLE_PARAMS } from "../support/tables/small-tables.ts";

const DOCS = readFileSync(new URL("../../docs/venue-examples.md", import.meta.url), "utf8");
/** Cells without the padding that only a reader needs. */
const cells = (text: string) =>
	text
		.split("\n")
		.filter((line) => line.startsWith("| `"))
		.map((line) =>
			line
				.split("|")
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);

describe.skipIf(!hasShared)("venues' worked examples (skipped without the shared data folder)", () => {
	const folder = sharedPath("cases", "venues");
	const files = new Map(
		(hasShared ? readdirSync(folder) : []).map(
			(name) => [name.replace(/\.json$/, ""), JSON.parse(readFileSync(`${folder}/${name}`, "utf8"))] as const,
		),
	);
	const read = (file: string) => readFileSync(sharedPath("data", "market", file), "utf8");

	it("stand in the docs as they come out, each far ratio with a reason", { timeout: 120_000 }, () => {
		const rows = venueRows(files, {
			params: SAMPLE_PARAMS,
			closes: parseDailyCloses(read("daily-closes.csv")),
			ivHistory: parseIvHistory(read("deribit-iv-history.csv")),
		});
		expect(rows).toHaveLength(12);
		expect(rows.filter(isUnexplained)).toEqual([]);
		expect(cells(DOCS)).toEqual(cells(venueTableText(rows)));
	});

	it.each(["paradex_pm_short_strangle", "paradex_pm_calendar", "paradex_pm_perp_only_floor"])(
		"%s loses in the venue's own scenarios what the venue says, within a thousandth",
		(name) => {
			const given = paradexCase(files.get(name));
			if (given === undefined) throw new Error(`${name} is no such case`);
			expect(lossInTheirScenarios(given) / given.theirs.worst).toBeCloseTo(1, 3);
		},
	);
});
