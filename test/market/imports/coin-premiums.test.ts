/**
 * Deribit's premiums are paid in coin: an option's dollar value is its mark times the index, whatever
 * its forward. On every row of the published chains, and on both importers' forms by hand.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importDeribitCsv } from "../../../src/market/imports/import-deribit-csv.ts";
import { parseInstrumentName } from "../../../src/market/instruments/parse-instrument-name.ts";
import { blackPrice, MS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import { assembleMarket } from "../../../src/market/snapshot/assemble-market.ts";
import { coinPremiumDiscount } from "../../../src/market/snapshot/coin-premium-discount.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import { MARK_SCENARIO } from "../../../src/risk/model/scenario.ts";
import { optionPricer } from "../../../src/risk/pricing/option-lanes.ts";
import { ONE_IN_PPM } from "../../../src/units/exact-value.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { repricedRows } from "./deribit-marks.ts";

describe("the discount factor of coin premiums", () => {
	it("is index over forward to twelve digits", () => {
		expect(coinPremiumDiscount("63718.97", "63971.95")).toBe("0.996045454297");
		expect(coinPremiumDiscount("100", "99.5")).toBe("1.005025125628");
		expect(coinPremiumDiscount("100.0", "100")).toBe("1");
	});

	it("is left to the check of the snapshot where a price is not positive", () => {
		expect(coinPremiumDiscount("0", "1")).toBeUndefined();
		expect(coinPremiumDiscount("1", "-1")).toBeUndefined();
	});

	const optionExpiryOf = (premium: "coin" | "usd", btcUsd?: string) =>
		assembleMarket({
			timeMs: Date.parse("2026-02-05T21:29:37Z"),
			source: "by hand",
			indexUsd: new Map([["BTC", "60000"]]),
			forwardUsd: new Map(),
			futures: [],
			options: [
				{
					instrument: parseInstrumentName("BTC-27MAR26-60000-C"),
					ivPercent: "50",
					forwardUsd: "62500",
					premium,
				},
			],
			extraAssets:
				btcUsd === undefined
					? []
					: [{ symbol: "BTC", assetClass: "coin", underlying: "BTC", priceUsd: btcUsd }],
		}).snapshot.optionExpiries[0];

	it("leaves options whose premium is paid in dollars undiscounted", () => {
		expect(optionExpiryOf("coin")?.discountFactor).toBe("0.96");
		expect(optionExpiryOf("usd")).not.toHaveProperty("discountFactor");
	});

	it("follows the index of the snapshot when an extra asset replaces the quoted one", () => {
		expect(optionExpiryOf("coin", "62500")).not.toHaveProperty("discountFactor");
		expect(optionExpiryOf("coin", "50000")?.discountFactor).toBe("0.8");
	});
});

const TIMES = ["20251230T2117Z", "20260204T0424Z", "20260205T2129Z", "20260325T2139Z"];

describe.skipIf(!hasShared)("Deribit's chains in dollars (skipped without the shared data folder)", () => {
	it.each(TIMES)(
		"%s: every row's mark is the exchange's mark times the index within published digits",
		(time) => {
			const read = (name: string) =>
				readFileSync(sharedPath("data", "market", `deribit-${name}-${time}.csv`), "utf8");
			const { snapshot } = importDeribitCsv({
				optionCsvs: [read("btc"), read("eth")],
				futuresCsv: read("futures"),
			});
			const marked = new Map(
				markInstruments(buildListing(snapshot), snapshot).map((instrument) => [instrument.name, instrument]),
			);
			let rows = 0;
			for (const coin of ["btc", "eth"]) {
				for (const { row, publishedError, allowance } of repricedRows(`deribit-${coin}-${time}.csv`)) {
					const option = marked.get(row.instrument_name);
					if (option === undefined) throw new Error(`${row.instrument_name} is not in the snapshot`);
					const index = Number(option.indexUsd);
					const pricer = optionPricer({ option, params: SAMPLE_PARAMS, snapshotTimeMs: snapshot.timeMs });
					const ourCoins = pricer.lane(MARK_SCENARIO, ONE_IN_PPM) / 1e6 / Number(option.lot) / index;
					// A snapshot has one time and one forward per expiry; the row has its own.
					const coinsAt = (forward: number, years: number) =>
						blackPrice({
							forward,
							strike: Number(row.strike),
							volatility: Number(row.mark_iv) / 100,
							years,
							optionType: row.type === "C" ? "C" : "P",
						}) / forward;
					const oneMoment =
						coinsAt(Number(option.priceUsd), ((option.expiryMs ?? 0) - snapshot.timeMs) / MS_PER_YEAR) -
						coinsAt(Number(row.underlying_price), Number(row.tte_years));
					const gap = Math.abs(ourCoins - oneMoment - Number(row.mark_price));
					expect(gap, row.instrument_name).toBeLessThanOrEqual(
						allowance + 1.005 * Math.abs(publishedError) + 3e-8,
					);
					rows++;
				}
			}
			expect(rows).toBeGreaterThan(1300);
		},
	);
});
