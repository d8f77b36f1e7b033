import { describe, expect, it } from "vitest";
import { marginReportText } from "../../../src/cli/reports/margin-report-text.ts";
import { buildReportView } from "../../../src/cli/reports/view/build-report-view.ts";
import { type MarginReportRequest, marginReport } from "../../../src/risk/report/margin-report.ts";
import { HAND_HOLDINGS, HAND_MARKED, handTable } from "../../support/tables/hand-book.ts";

const table = handTable();
const viewOf = (request: MarginReportRequest) => buildReportView({ report: marginReport(request) });
const report = viewOf({
	table,
	holdings: HAND_HOLDINGS,
	marked: HAND_MARKED,
	surplusMicroUsd: 500_000_000_000n,
	dust: [{ instrument: "BTC", amount: "0.0000041" }],
});
const shortCalls = viewOf({ table, holdings: [{ id: 7, qtyLots: -500n }] });

describe("the text of a margin report", () => {
	it("reads like this", () => {
		expect(`\n${marginReportText(report).join("\n")}\n`).toMatchInlineSnapshot(`
			"
			MARGIN REPORT · maintenance level · marks of 2026-02-05 21:30:00 UTC · 12 positions
			════════════════════════════════════════════════════════════════════════════════════════════════════
			Solvent: free collateral of 464,390.43 USD
			A surplus of 500,000 USD cannot be proven: not enough free collateral, 35,609.57 USD missing
			equity 495,150.50 · requirement 30,760.07 · free collateral 464,390.43 · margin ratio 1,609.7 %

			POSITIONS                   size   mark value   stress loss    tail loss     charge
			  USD                    150,000   150,000.00          0.00         0.00      45.00
			  USDC                  80,000.5    80,000.50          0.00         0.00      24.01
			  BTC                        2.5   160,000.00    −25,600.00   −30,400.00     640.75
			  BTC-PERPETUAL             −1.5         0.00     15,360.00    18,240.00     480.01
			  BTC-27MAR26                 −2         0.00     20,480.00    24,320.00     640.01
			  BTC-27MAR26-60000-P          4    19,600.00     12,416.00    12,760.00     384.01
			  BTC-27MAR26-70000-C         −5   −20,500.00     23,358.00    30,255.84     612.51
			  BTC-27MAR26-80000-C          5     8,000.00    −12,120.00   −16,033.33     240.01
			  BTC-26JUN26-75000-C          3    16,500.00    −12,548.40   −16,093.00     312.01
			  ETH                         40    76,000.00          0.00   −14,440.00     305.20
			  ETH-27MAR26-2000-P          30     7,800.00          0.00     4,131.00     126.01
			  ETH-27MAR26-2400-C         −30    −2,250.00          0.00     3,980.50      72.01
			  total                            495,150.50     21,345.60    16,721.00   3,881.47

			Rounded away, against the account: 0.0000041 BTC

			FROM EQUITY TO FREE COLLATERAL                                                                   USD
			  Equity at the mark                                                                      495,150.50
			  Worst stress scenario: BTC alone: common +16 %, vol down                                −21,345.60
			  Haircuts, liquidity, fees, funding, borrow                                               −3,881.47
			  Basis: the curve moves apart from spot                                                   −1,662.00
			      BTC-27MAR26                                                     −1,432.50
			      ETH-27MAR26                                                       −229.50
			  Vega between expiries                                                                    −1,187.50
			      BTC-27MAR26                                                       −437.50
			      BTC-26JUN26                                                       −712.50
			      ETH-27MAR26                                                        −37.50
			  Short options not covered at their own strike                                            −1,137.50
			      BTC-27MAR26-70000                                               −1,025.00
			      ETH-27MAR26-2400                                                  −112.50
			  Net delta too large to close at once                                                     −1,546.00
			      BTC                                                             −1,345.00
			      ETH                                                               −201.00
			                                                                                 ───────────────────
			  Free collateral                                                                         464,390.43
			  Requirement (equity less free collateral)                                                30,760.07

			LINE, ▸ BINDS                of equity        loss   requirement        slack    behind ▸
			  ▸ stress      ░░░░░░░░░░       6.3 %   21,345.60     30,760.07   464,390.43
			    tail        ░░░░░░░░░░       5.3 %   16,721.00     26,135.47   469,015.03    4,624.60
			    floor       ░░░░░░░░░░       3.2 %    6,367.69     15,782.16   479,368.34   14,977.91

			WORST STRESS SCENARIOS                                         account value                    loss
			  BTC alone: common +16 %, vol down                               473,804.90               21,345.60
			  BTC alone: common +12 %, vol down                               476,796.10               18,354.40
			  BTC alone: common +16 %, vol flat                               478,404.90               16,745.60
			  common +16 %, vol down                                          479,008.50               16,142.00
			  common +12 %, vol down                                          480,560.50               14,590.00
			  BTC alone: common +8 %, vol down                                480,584.10               14,566.40

			WORST 3 OF 120 TAIL DAYS                                       account value                    loss
			  day 73                                                          478,320.50               16,830.00
			  day 22                                                          478,411.50               16,739.00
			  day 94                                                          478,556.50               16,594.00
			  their mean; its loss is the expected shortfall                  478,429.50               16,721.00

			GREEKS    delta, coins    delta, USD   gamma, USD/1 %   vega, USD/point   theta, USD/day
			  BTC          −2.1109   −135,097.74         4,379.06            705.62          −281.63
			  ETH          16.2262     30,829.69           124.09             11.83            −7.98
			  total                  −104,268.06         4,503.15            717.45          −289.61

			THE SAME LEGS IN SEPARATE ACCOUNTS                               requirement       one account saves
			  one per leg                                                     188,455.51                  83.6 %
			  one per underlying                                               37,670.94                  18.3 %
			  · cash                                                               69.01
			  · BTC                                                            31,311.27
			  · ETH                                                             6,290.67
			  this account                                                     30,760.07

			Risk table                0x13f51aa6aa70a54776a07e0aff3037ae5efb699d47b9b037438fe42abdfe23e1
			Listing                   0x0000000000000000000000000000000000000000000000000000000000000000
			Market                    0x0000000000000000000000000000000000000000000000000000000000000000
			Parameters and scenarios  0x0000000000000000000000000000000000000000000000000000000000000000
			Overflow bound            4,770,101.00 USD, must stay below 2,305,843,009,213.69 USD
			"
		`);
	});

	it("fits 100 columns and has no trailing spaces, at ten times the size too", () => {
		const tenfold = viewOf({
			table,
			holdings: HAND_HOLDINGS.map(({ id, qtyLots }) => ({ id, qtyLots: 10n * qtyLots })),
			marked: HAND_MARKED,
		});
		for (const line of [...marginReportText(report), ...marginReportText(tenfold)]) {
			expect([...line].length, line).toBeLessThanOrEqual(100);
			expect(line).toBe(line.trimEnd());
		}
	});

	it("says by how much an account is under water, and in which scenario it is worst", () => {
		const text = marginReportText(shortCalls).join("\n");
		expect(text).toMatch(/^Insolvent: equity is −20,500.00 USD, below maintenance margin by 63,482.67 USD$/m);
		expect(text).toContain("common +16 %, vol up");
		expect(text).toContain("no equity");
	});

	it("has no Greeks without marks, and no dust where there is none", () => {
		const text = marginReportText(shortCalls).join("\n");
		expect(text).not.toContain("GREEKS");
		expect(text).not.toContain("Dust");
	});

	it("prints an empty account", () => {
		const text = marginReportText(viewOf({ table, holdings: [] })).join("\n");
		expect(text).toContain("Solvent: free collateral of 0.00 USD");
		expect(text).toContain("nothing required");
	});

	it("names the floor's parts where the floor binds", () => {
		// Coins against coins: no common move hurts, but each side carries risk of its own.
		const pair = [
			{ id: 3, qtyLots: 2_500_000n },
			{ id: 10, qtyLots: -8_420_000n },
		];
		const text = marginReportText(viewOf({ table, holdings: pair })).join("\n");
		expect(text).toMatch(
			/Floor: each underlying must carry part of its own risk.*\n +BTC +−[0-9,.]+\n +ETH +−/,
		);
	});

	it("says the same with colour as without", () => {
		const plain = marginReportText(report);
		const coloured = marginReportText(report, { colour: true });
		expect(coloured).not.toEqual(plain);
		// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are control characters
		expect(coloured.map((line) => line.replace(/\u001b\[[0-9;]*m/g, ""))).toEqual(plain);
	});
});
