import { describe, expect, it } from "vitest";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { priceThresholds } from "../../../src/risk/report/price-thresholds.ts";
import { buildRiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import {
	SMALL_LISTING,
	SMALL_MIXED_BOOK,
	SMALL_SOURCES,
	smallBook,
} from "../../support/tables/small-book.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES } from "../../support/tables/small-tables.ts";

const PRECISION_PPM = 100n;

const thresholdsOf = (holdings: readonly Holding[]) => priceThresholds({ ...SMALL_SOURCES, holdings });

/** Free collateral under the table that a publisher would build if BTC had moved, from a whole snapshot. */
function freeAfterBtcMove(holdings: readonly Holding[], movePpm: bigint): bigint {
	const times = (text: string) => `${(Number(text) * Number(1_000_000n + movePpm)) / 1e6}`;
	const snapshot = {
		...SMALL_MARKET,
		assets: SMALL_MARKET.assets.map((one) =>
			one.underlying === "BTC" ? { ...one, priceUsd: times(one.priceUsd) } : one,
		),
		perpetuals: SMALL_MARKET.perpetuals.map((one) =>
			one.underlying === "BTC" ? { ...one, markUsd: times(one.markUsd) } : one,
		),
		futures: SMALL_MARKET.futures.map((one) => ({ ...one, markUsd: times(one.markUsd) })),
		optionExpiries: SMALL_MARKET.optionExpiries.map((one) => ({ ...one, forwardUsd: times(one.forwardUsd) })),
	};
	const { maintenance } = buildRiskTables({
		// Settlement prices stay those of the account's epoch.
		listing: SMALL_LISTING,
		snapshot,
		params: SAMPLE_PARAMS,
		closes: SMALL_CLOSES,
		hash: (inputs) => inputs[0] ?? 0n,
	});
	return assessMargin(maintenance.rows, holdings).freeCollateralMicroUsd;
}

describe("price thresholds", () => {
	const longBtc = smallBook({ USDC: "12000", "BTC-PERPETUAL": "1" });
	const shortCall = smallBook({ USD: "20000", "BTC-27MAR26-100000-C": "-1" });

	it("agree with a whole table built from a moved snapshot, on both sides of the crossing", () => {
		for (const holdings of [longBtc, shortCall, SMALL_MIXED_BOOK]) {
			for (const side of ["down", "up"] as const) {
				const crossing = thresholdsOf(holdings).thresholds[0]?.[side];
				if (crossing === undefined) continue;
				const inward = side === "down" ? PRECISION_PPM : -PRECISION_PPM;
				expect(freeAfterBtcMove(holdings, crossing.movePpm)).toBe(crossing.freeCollateralMicroUsd);
				expect(crossing.freeCollateralMicroUsd).toBeLessThan(0n);
				expect(freeAfterBtcMove(holdings, crossing.movePpm + inward)).toBeGreaterThanOrEqual(0n);
			}
		}
	});

	it("are down for a long and up for a short call, and none where nothing can happen", () => {
		const [long] = thresholdsOf(longBtc).thresholds;
		expect(long?.down?.movePpm).toBeLessThan(0n);
		expect(long).toMatchObject({ up: undefined, highestMovePpm: 3_000_000n, indexUsd: "63718.97" });
		const [call] = thresholdsOf(shortCall).thresholds;
		expect(call?.up?.movePpm).toBeGreaterThan(0n);
		expect(call).toMatchObject({ down: undefined, lowestMovePpm: -950_000n });
	});

	it("start from the table's own free collateral at maintenance level", () => {
		const { freeCollateralMicroUsd } = thresholdsOf(SMALL_MIXED_BOOK);
		const { rows } = SMALL_SOURCES.table;
		expect(freeCollateralMicroUsd).toBe(assessMargin(rows, SMALL_MIXED_BOOK).freeCollateralMicroUsd);
	});

	it("move one underlying at a time, and all of them when there are several", () => {
		const both = smallBook({ USDC: "12000", "BTC-PERPETUAL": "0.5", "ETH-PERPETUAL": "15" });
		const { thresholds } = thresholdsOf(both);
		expect(thresholds.map(({ underlyings }) => underlyings)).toEqual([["BTC"], ["ETH"], ["BTC", "ETH"]]);
		const [btc, eth, together] = thresholds.map(({ down }) => down?.movePpm ?? 0n);
		expect(together).toBeGreaterThan(btc ?? 0n);
		expect(together).toBeGreaterThan(eth ?? 0n);
		expect(thresholds[2]?.indexUsd).toBeUndefined();
	});

	it("say how far it is back for an account that is below already", () => {
		const under = smallBook({ USDC: "4000", "BTC-PERPETUAL": "1" });
		const { freeCollateralMicroUsd, thresholds } = thresholdsOf(under);
		expect(freeCollateralMicroUsd).toBeLessThan(0n);
		expect(thresholds[0]?.up?.freeCollateralMicroUsd).toBeGreaterThanOrEqual(0n);
		expect(freeAfterBtcMove(under, thresholds[0]?.up?.movePpm ?? 0n)).toBeGreaterThanOrEqual(0n);
	});

	it("stop where a moved row would not fit its bounds", () => {
		// Half a coin is worth 32,000 USD; settled there, it passes 68,719 USD per lot on the way up.
		const snapshot = {
			...SMALL_MARKET,
			perpetuals: SMALL_MARKET.perpetuals.map((one) => ({ ...one, lot: "0.5" })),
		};
		const listing = buildListing(snapshot);
		const { maintenance } = buildRiskTables({
			listing,
			snapshot,
			params: SAMPLE_PARAMS,
			closes: SMALL_CLOSES,
			hash: (inputs) => inputs[0] ?? 0n,
		});
		const marked = SMALL_SOURCES.marked.map((one) =>
			one.kind === "perpetual" ? { ...one, lot: "0.5" } : one,
		);
		const id = (name: string) => marked.find((one) => one.name === name)?.id ?? 0;
		const holdings = [
			{ id: id("USD"), qtyLots: 100_000_000n },
			{ id: id("BTC-PERPETUAL"), qtyLots: 1n },
		].sort((a, b) => a.id - b.id);
		const { thresholds } = priceThresholds({ ...SMALL_SOURCES, table: maintenance, marked, holdings });
		expect(thresholds[0]?.up).toBeUndefined();
		expect(thresholds[0]?.highestMovePpm).toBeGreaterThan(0n);
		expect(thresholds[0]?.highestMovePpm).toBeLessThan(3_000_000n);
	});

	it("are none for an account without underlyings", () => {
		expect(thresholdsOf(smallBook({ USD: "5" })).thresholds).toEqual([]);
	});
});
