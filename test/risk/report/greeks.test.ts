import { describe, expect, it } from "vitest";
import { blackPrice, MS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import type { MarkedInstrument } from "../../../src/market/snapshot/market-snapshot.ts";
import { accountGreeks, type CoinGreeks } from "../../../src/risk/report/greeks.ts";
import { tradedSizeToLots } from "../../../src/units/lots.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { HAND_HOLDINGS, HAND_MARKED, HAND_TIME_MS } from "../../support/tables/hand-book.ts";

/** Spot 64 000 USD, forward 64 200 USD. */
function greeksOf(
	name: string,
	size: string,
	change: Partial<MarkedInstrument> = {},
): CoinGreeks | undefined {
	const found = HAND_MARKED.find((marked) => marked.name === name);
	if (found === undefined) throw new Error(`${name} is not in the book`);
	const instrument = { ...found, ...change };
	const holdings = [{ id: instrument.id, qtyLots: tradedSizeToLots(size, instrument.lot, "size") }];
	return accountGreeks({ holdings, marked: [instrument], timeMs: HAND_TIME_MS }).positions[0];
}

/** Value in USD of four puts when spot, vol and time change. */
function putsUsd({ move = 0, vol = 0, days = 0 }: { move?: number; vol?: number; days?: number }): number {
	const expiryMs = HAND_MARKED.find(({ name }) => name === "BTC-27MAR26-60000-P")?.expiryMs ?? 0;
	const price = blackPrice({
		forward: 64_200 * (1 + move),
		strike: 60_000,
		volatility: 0.71 + vol,
		years: (expiryMs - HAND_TIME_MS - days * 86_400_000) / MS_PER_YEAR,
		optionType: "P",
	});
	return 4 * price;
}

describe("the Greeks of an option position", () => {
	const puts = greeksOf("BTC-27MAR26-60000-P", "4");

	it("have the delta in USD of a small relative move of spot and forward, and the coins that equal it", () => {
		const slopeUsd = (putsUsd({ move: 1e-4 }) - putsUsd({ move: -1e-4 })) / 2e-4;
		expect(puts?.deltaUsd).toBeCloseTo(slopeUsd, 1);
		expect(puts?.deltaCoins).toBeCloseTo(slopeUsd / 64_000, 6);
	});

	it("have the curvature of a 1 % move as gamma", () => {
		const h = 1e-3;
		const curveUsd = (putsUsd({ move: h }) + putsUsd({ move: -h }) - 2 * putsUsd({})) / h ** 2;
		expect(puts?.gammaUsdPerPercent).toBeCloseTo(curveUsd / 100, 0);
	});

	it("have the value of one volatility point as vega", () => {
		expect(puts?.vegaUsdPerVolPoint).toBeCloseTo(
			(putsUsd({ vol: 1e-4 }) - putsUsd({ vol: -1e-4 })) / 0.02,
			2,
		);
	});

	it("have the loss of a day as theta", () => {
		expect(puts?.thetaUsdPerDay).toBeCloseTo((putsUsd({ days: 0.01 }) - putsUsd({ days: -0.01 })) / 0.02, 2);
	});

	it("leave out what the settlement average has collected, and discount", () => {
		const changed = greeksOf("BTC-27MAR26-60000-P", "4", {
			fixedForwardUsd: "16050",
			discountFactor: "0.9",
		});
		expect(changed?.deltaUsd).toBeCloseTo((puts?.deltaUsd ?? 0) * 0.75 * 0.9, 6);
		expect(changed?.gammaUsdPerPercent).toBeCloseTo((puts?.gammaUsdPerPercent ?? 0) * 0.75 ** 2 * 0.9, 6);
		expect(changed?.vegaUsdPerVolPoint).toBeCloseTo((puts?.vegaUsdPerVolPoint ?? 0) * 0.9, 6);
		expect(changed?.thetaUsdPerDay).toBeCloseTo((puts?.thetaUsdPerDay ?? 0) * 0.9, 6);
	});

	it("change sign with the position", () => {
		const short = greeksOf("BTC-27MAR26-60000-P", "-4");
		expect(short?.deltaUsd).toBe(-(puts?.deltaUsd ?? 0));
		expect(short?.thetaUsdPerDay).toBe(-(puts?.thetaUsdPerDay ?? 0));
	});
});

describe("the Greeks of linear positions", () => {
	it("are one coin of delta for a coin", () => {
		expect(greeksOf("BTC", "2.5")).toMatchObject({
			deltaCoins: 2.5,
			deltaUsd: 160_000,
			gammaUsdPerPercent: 0,
		});
	});

	it("follow the mark of a perpetual or future, which keeps its ratio to spot", () => {
		expect(greeksOf("BTC-PERPETUAL", "-1.5")).toMatchObject({
			deltaUsd: -96_075,
			deltaCoins: -96_075 / 64_000,
		});
		expect(greeksOf("BTC-27MAR26", "-2")).toMatchObject({ deltaUsd: -128_400, vegaUsdPerVolPoint: 0 });
	});

	it("do not exist for cash", () => {
		expect(greeksOf("USD", "150000")).toBeUndefined();
		expect(greeksOf("USDC", "80000.5")).toBeUndefined();
	});
});

describe("the Greeks of an account", () => {
	const greeks = accountGreeks({ holdings: HAND_HOLDINGS, marked: HAND_MARKED, timeMs: HAND_TIME_MS });

	it("add up over the positions of an underlying and over underlyings", () => {
		const keys = ["deltaUsd", "gammaUsdPerPercent", "vegaUsdPerVolPoint", "thetaUsdPerDay"] as const;
		for (const key of keys) {
			const total = greeks.positions.reduce((sum, position) => sum + position[key], 0);
			expect(greeks.total[key]).toBeCloseTo(total, 6);
		}
		const btc = greeks.positions.filter(({ underlying }) => underlying === "BTC");
		const coins = btc.reduce((sum, { deltaCoins }) => sum + deltaCoins, 0);
		expect(greeks.underlyings.find(({ underlying }) => underlying === "BTC")?.deltaCoins).toBe(coins);
	});

	it("are zero for an empty account", () => {
		const none = accountGreeks({ holdings: [], marked: HAND_MARKED, timeMs: HAND_TIME_MS });
		expect(none.underlyings).toEqual([]);
		expect(none.total.deltaUsd).toBe(0);
	});

	it("refuse a holding without marks with HOLDING_NOT_MARKED", () => {
		const error = thrownBy(() =>
			accountGreeks({ holdings: HAND_HOLDINGS, marked: [], timeMs: HAND_TIME_MS }),
		);
		expect(error.code).toBe("HOLDING_NOT_MARKED");
	});

	it("refuse an option without volatility with IV_MISSING", () => {
		expect(thrownBy(() => greeksOf("BTC-27MAR26-60000-P", "4", { iv: undefined })).code).toBe("IV_MISSING");
	});
});
