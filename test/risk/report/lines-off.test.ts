/** Profiles that switch lines off: lanes are honest, loaders check it, reports say it. */
import { beforeAll, describe, expect, it } from "vitest";
import { marginReportText } from "../../../src/cli/reports/margin-report-text.ts";
import { buildReportView } from "../../../src/cli/reports/view/build-report-view.ts";
import { linesOff } from "../../../src/risk/report/lines-off.ts";
import { marginReport } from "../../../src/risk/report/margin-report.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { checkRiskTable } from "../../../src/risk/table/check-risk-table.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { buildSmallTables, PMRM_LIKE_PARAMS } from "../../support/tables/small-tables.ts";

const CLOSES_OF_NOTHING = { symbols: [], dates: [], closes: [] };
const BTC = 6;

let sample: RiskTables;
let off: RiskTables;
beforeAll(async () => {
	sample = await buildSmallTables();
	off = await buildSmallTables({ params: PMRM_LIKE_PARAMS, closes: CLOSES_OF_NOTHING });
});

describe("tables of the pmrm-like profile", () => {
	it("repeat the mark in every tail lane, need no closes, and carry no floor, vega or size", () => {
		for (const table of [off.initial, off.maintenance]) {
			for (const row of table.rows) {
				expect(new Set([row.stressMicroUsd[0], ...row.tailMicroUsd]).size).toBe(1);
				expect(row).toMatchObject({
					standaloneDownMicroUsd: 0n,
					standaloneUpMicroUsd: 0n,
					vegaMicroUsd: 0n,
					deltaMicroUsd: 0n,
					freeDeltaMicroUsd: 0n,
				});
			}
		}
	});

	it("hold the mark, 7 × 3 common moves, two with rising volatility only, and six far ones", () => {
		const used = off.initial.labels.stress.filter((name) => !name.startsWith("mark"));
		expect(used).toHaveLength(29);
		expect(used).toContain("common +18 %, vol up");
		expect(used).not.toContain("common +18 %, vol flat");
		expect(used).toContain("far +300 %, vol up");
	});

	it("say which lines are off, and the default profile says none", () => {
		expect(linesOff(off.initial)).toEqual(["tail", "floor"]);
		expect(linesOff(sample.initial)).toEqual([]);
	});

	it("are refused when a lane that is said to repeat the mark does not (TABLE_MARK_LANE)", () => {
		const { rows, labels } = off.initial;
		const row = rows[BTC];
		if (row === undefined) throw new Error("the small market lost an instrument");
		const fall = { ...row, tailMicroUsd: row.tailMicroUsd.with(7, (row.tailMicroUsd[7] ?? 0n) - 1n) };
		const error = thrownBy(() => checkRiskTable(rows.with(BTC, fall), labels));
		expect(error).toMatchObject({ code: "TABLE_MARK_LANE", field: `rows[${BTC}].tail[7]` });
	});
});

describe("a margin report under the pmrm-like profile", () => {
	it("marks the lines that are off and lists no tail days", () => {
		const report = marginReport({ table: off.initial, holdings: [{ id: BTC, qtyLots: 1_000_000n }] });
		expect(report.linesOff).toEqual(["tail", "floor"]);
		expect(report.bindingLine).toBe("stress");
		const text = marginReportText(buildReportView({ report })).join("\n");
		expect(text).toContain("  tail (off)");
		expect(text).toContain("  floor (off)");
		expect(text).toContain("Tail days: off");
		expect(text).not.toContain("OF 120 TAIL DAYS");
	});
});
