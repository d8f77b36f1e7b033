import { describe, expect, it } from "vitest";
import { hedgeText, hedgeToJson } from "../../../src/cli/reports/hedge-report.ts";
import { marginReportText } from "../../../src/cli/reports/margin-report-text.ts";
import { marginReportToJson } from "../../../src/cli/reports/margin-report-to-json.ts";
import { buildReportView } from "../../../src/cli/reports/view/build-report-view.ts";
import { loadHighsSolver } from "../../../src/node/solver/highs-solver.ts";
import { findHedge } from "../../../src/risk/hedge/find-hedge.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { marginReport } from "../../../src/risk/report/margin-report.ts";
import { reportSections } from "../../../src/risk/report/report-sections.ts";
import { SMALL_MIXED_BOOK, SMALL_SOURCES, SMALL_TABLES, smallBook } from "../../support/tables/small-book.ts";

const sectionsOf = (holdings: readonly Holding[]) =>
	reportSections({ ...SMALL_SOURCES, holdings, maintenanceTable: SMALL_TABLES.maintenance });
const viewOf = (holdings: readonly Holding[]) =>
	buildReportView({ report: marginReport({ ...SMALL_SOURCES, holdings }), sections: sectionsOf(holdings) });
const textOf = (holdings: readonly Holding[]) => marginReportText(viewOf(holdings));
const jsonOf = (holdings: readonly Holding[]) => marginReportToJson(viewOf(holdings));

describe("the repriced sections as text", () => {
	it("fit 100 columns and have no trailing spaces, up to a thousand times the size", () => {
		for (const times of [1n, 10n, 1000n]) {
			const lines = textOf(SMALL_MIXED_BOOK.map(({ id, qtyLots }) => ({ id, qtyLots: times * qtyLots })));
			expect(lines.join("\n")).toContain("PROFIT OR LOSS AT ONCE");
			for (const line of lines) {
				expect([...line].length, line).toBeLessThanOrEqual(100);
				expect(line).toBe(line.trimEnd());
			}
		}
	});

	it("read like this", () => {
		const text = textOf(smallBook({ USD: "20000", "BTC-PERPETUAL": "-0.2", "BTC-27MAR26-100000-C": "-0.5" }));
		const from = text.findIndex((line) => line.startsWith("ONE DAY"));
		const to = text.findIndex((line) => line.startsWith("THE SAME LEGS"));
		expect(`\n${text.slice(from, to).join("\n")}`).toMatchInlineSnapshot(`
			"
			ONE DAY IN WHICH NOTHING MOVES                   full repricing   theta
			  BTC                                                      7.62    7.71
			  total                                                    7.62    7.71
			  this table's scenario "common 0 %, vol flat"             6.09
			"
		`);
	});

	it("count in thousands where dollars would not fit", () => {
		const book = smallBook({ USD: "20000" }).concat([
			{ id: smallBook({ BTC: "1" })[0]?.id ?? 0, qtyLots: 10n ** 12n },
		]);
		const lines = textOf(book.sort((a, b) => a.id - b.id));
		const from = lines.findIndex((line) => line.startsWith("PROFIT OR LOSS"));
		expect(lines[from]).toContain("thousand USD");
		for (const line of lines.slice(from, from + 11)) expect([...line].length).toBeLessThanOrEqual(100);
	});
});

describe("the repriced sections as JSON", () => {
	it("have the same keys for every account, and are null when they were not computed", () => {
		const keys = Object.keys(jsonOf(SMALL_MIXED_BOOK));
		expect(Object.keys(jsonOf([]))).toEqual(keys);
		const bare = marginReportToJson(
			buildReportView({ report: marginReport({ ...SMALL_SOURCES, holdings: [] }) }),
		);
		expect(Object.keys(bare)).toEqual(keys);
		expect(bare).toMatchObject({ matrix: null, oneDay: null, thresholds: null });
	});

	it("keep their schema", () => {
		const json = jsonOf(smallBook({ USD: "12000", "BTC-PERPETUAL": "1" }));
		expect(json.matrix?.moveRatios).toEqual(
			["-0.16", "-0.12", "-0.08", "-0.04", "0.00", "0.04", "0.08", "0.12", "0.16"].map(
				(text) => `${text}0000`,
			),
		);
		expect(json.matrix?.profitsUsd.map((cells) => cells.length)).toEqual(new Array(9).fill(5));
		expect(json.matrix?.worst).toEqual({ row: 0, column: 0, profitUsd: "-10215.120000" });
		expect(json.oneDay).toEqual({
			profitUsd: "0.000000",
			underlyings: [{ underlying: "BTC", profitUsd: "0.000000" }],
			thetaUsdPerDay: 0,
			tableScenario: { name: "common 0 %, vol flat", profitUsd: "0.000000" },
		});
		expect(json.thresholds).toMatchObject({
			level: "maintenance",
			freeCollateralUsd: json.freeCollateralUsd,
			moves: [{ underlyings: ["BTC"], spotUsd: "63718.970000", up: null, highestMoveRatio: "3.000000" }],
		});
		const down = json.thresholds?.moves[0]?.down;
		expect(Number(down?.spotUsd)).toBeCloseTo(63_718.97 * (1 + Number(down?.moveRatio)), 5);
	});

	it("say how far each line is behind the binding one", () => {
		const { lines, bindingTest, equityUsd } = jsonOf(SMALL_MIXED_BOOK);
		const microUsd = (text: string) => BigInt(text.replace(".", ""));
		expect(lines[bindingTest].behindBindingUsd).toBe("0.000000");
		for (const line of Object.values(lines)) {
			expect(microUsd(line.requirementUsd) + microUsd(line.slackUsd)).toBe(microUsd(equityUsd));
			expect(microUsd(line.behindBindingUsd)).toBe(
				microUsd(line.slackUsd) - microUsd(lines[bindingTest].slackUsd),
			);
		}
	});
});

describe("a hedge in print", () => {
	const book = smallBook({ USD: "12000", "BTC-PERPETUAL": "1" });
	const found = async (targetMicroUsd: bigint) =>
		findHedge({
			...SMALL_SOURCES,
			holdings: book,
			targetMicroUsd,
			mostLines: 16,
			solve: await loadHighsSolver(),
		});

	it("reads like this and fits 100 columns", async () => {
		const text = hedgeText(await found(6_000_000_000n), "maintenance");
		for (const line of text) expect([...line].length).toBeLessThanOrEqual(100);
		expect(`\n${text.join("\n")}`).toMatchInlineSnapshot(`
			"
			HEDGE · 6,000.00 USD of free collateral at maintenance level
			The account has 3,598.03 USD.

			TRADE                  size     price, USD   notional, USD   fee and slippage
			  sell BTC-PERPETUAL   0.29   63,748.73325       18,514.91              27.78
			  total                                          18,514.91              27.78

			Afterwards 6,006.82 USD of free collateral, costs paid. To see the account then:
			  --add BTC-PERPETUAL:-0.29@63748.73325"
		`);
	});

	it("says that nothing is to do, and why a target is out of reach", async () => {
		expect(hedgeText(await found(0n), "maintenance")[0]).toMatch(/^NOTHING TO DO/);
		const text = hedgeText(await found(20_000_000_000n), "maintenance").join("\n");
		expect(text).toContain("OUT OF REACH");
		expect(text).toContain("Free collateral never exceeds equity");
		expect(text).toMatch(/Still missing [0-9,.]+ USD after these trades/);
	});

	it("has the same keys for every outcome", async () => {
		const [none, hedge, out] = await Promise.all(
			[0n, 6_000_000_000n, 20_000_000_000n].map(async (target) =>
				hedgeToJson(await found(target), "maintenance"),
			),
		);
		expect(none).toMatchObject({ outcome: "satisfied", reason: null, trades: [], costUsd: "0.000000" });
		expect(hedge).toMatchObject({ outcome: "hedged", reason: null, missingUsd: "0.000000" });
		expect(hedge?.trades[0]?.add).toMatch(/^BTC-PERPETUAL:-0\.\d+@\d+\.\d+$/);
		expect(out).toMatchObject({ outcome: "outOfReach", reason: "EQUITY_BELOW_TARGET" });
		expect(Object.keys(hedge ?? {})).toEqual(Object.keys(none ?? {}));
		expect(Object.keys(out ?? {})).toEqual(Object.keys(none ?? {}));
	});
});
