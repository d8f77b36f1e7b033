import { describe, expect, it } from "vitest";
import {
	BLACK_ERROR_OF_FORWARD,
	type BlackInput,
	blackGreeks,
	blackPrice,
} from "../../../src/market/pricing/black-76.ts";
import { blackPriceFixed, differenceToDouble } from "../../support/random/high-precision.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";

const SEED = 19760101;
const HOUR = 1 / 8760;
const OPTION: BlackInput = { forward: 100, strike: 100, volatility: 0.2, years: 1, optionType: "C" };

/** Log-uniform over the stated domain; two thirds of the strikes within four deviations of the money. */
function randomOptions(count: number): BlackInput[] {
	const uniform = seededUniform(SEED);
	const out: BlackInput[] = [];
	while (out.length < count) {
		const forward = [1, 63_719.25, 1_883.1, 0.0625][out.length % 4] as number;
		const volatility = 0.01 * 500 ** uniform();
		const years = HOUR * (3 / HOUR) ** uniform();
		const near = Math.exp((uniform() - 0.5) * 8 * volatility * Math.sqrt(years));
		const moneyness = uniform() < 1 / 3 ? 0.05 * 400 ** uniform() : near;
		if (moneyness < 0.05 || moneyness > 20) continue;
		out.push({
			forward,
			strike: forward * moneyness,
			volatility,
			years,
			optionType: uniform() < 0.5 ? "C" : "P",
		});
	}
	return out;
}

const CORNERS: BlackInput[] = [0.01, 5].flatMap((volatility) =>
	[HOUR, 3].flatMap((years) =>
		[0.05, 0.999999, 1, 1.000001, 20].flatMap((strike) =>
			(["C", "P"] as const).map((optionType) => ({ forward: 1, strike, volatility, years, optionType })),
		),
	),
);

describe(`Black-76 (seed ${SEED})`, () => {
	it("stays within the stated error of a 320-bit evaluation over the stated domain", () => {
		let largest = 0;
		for (const option of [...randomOptions(6000), ...CORNERS]) {
			const error = Math.abs(differenceToDouble(blackPrice(option), blackPriceFixed(option)));
			largest = Math.max(largest, error / option.forward);
		}
		expect(largest).toBeLessThan(BLACK_ERROR_OF_FORWARD / 2);
	});

	it("gives known values", () => {
		// 100·(2N(0.1) − 1)
		expect(blackPrice(OPTION)).toBeCloseTo(7.965567455405804, 13);
		// Hull, Options, Futures and Other Derivatives, put on a futures price: 1.12 after discounting
		const hull = blackPrice({ forward: 20, strike: 20, volatility: 0.25, years: 4 / 12, optionType: "P" });
		expect(hull * Math.exp(-0.09 * (4 / 12))).toBeCloseTo(1.1166, 4);
	});

	it("keeps put-call parity to the last bits of the intrinsic value", () => {
		for (const option of randomOptions(500)) {
			const call = blackPrice({ ...option, optionType: "C" });
			const put = blackPrice({ ...option, optionType: "P" });
			const scale = Math.max(option.forward, option.strike);
			expect(Math.abs(call - put - (option.forward - option.strike)) / scale).toBeLessThan(2 ** -51);
		}
	});

	it("never falls below intrinsic value nor above the forward (call) or the strike (put)", () => {
		for (const option of [...randomOptions(3000), ...CORNERS]) {
			const { forward, strike, optionType } = option;
			const price = blackPrice(option);
			const intrinsic = Math.max(0, optionType === "C" ? forward - strike : strike - forward);
			expect(price).toBeGreaterThanOrEqual(intrinsic);
			expect(price).toBeLessThanOrEqual((optionType === "C" ? forward : strike) * (1 + 1e-15));
		}
	});

	it("is worth its intrinsic value at expiry, after it, without volatility and at a forward of 0", () => {
		const put: BlackInput = { ...OPTION, strike: 130, optionType: "P" };
		for (const change of [{ years: 0 }, { years: -1 }, { volatility: 0 }]) {
			expect(blackPrice({ ...put, ...change })).toBe(30);
			expect(blackPrice({ ...OPTION, strike: 130, ...change })).toBe(0);
		}
		expect(blackPrice({ ...put, forward: 0 })).toBe(130);
		expect(blackPrice({ ...OPTION, forward: 0 })).toBe(0);
	});

	it("refuses numbers that are not prices with BLACK_INPUT_OUT_OF_RANGE", () => {
		const code = expect.objectContaining({ code: "BLACK_INPUT_OUT_OF_RANGE" });
		for (const change of [
			{ forward: -1 },
			{ forward: Number.NaN },
			{ strike: 0 },
			{ strike: Number.POSITIVE_INFINITY },
			{ volatility: Number.NaN },
			{ years: Number.NaN },
		]) {
			expect(() => blackPrice({ ...OPTION, ...change })).toThrow(code);
			expect(() => blackGreeks({ ...OPTION, ...change })).toThrow(code);
		}
	});

	it("has Greeks that match finite differences", () => {
		for (const optionType of ["C", "P"] as const) {
			const option: BlackInput = { forward: 100, strike: 110, volatility: 0.6, years: 0.3, optionType };
			const greeks = blackGreeks(option);
			const up = blackPrice({ ...option, forward: 100.01 });
			const down = blackPrice({ ...option, forward: 99.99 });
			const mid = blackPrice(option);
			expect((up - down) / 0.02).toBeCloseTo(greeks.delta, 7);
			expect((up - 2 * mid + down) / 0.0001).toBeCloseTo(greeks.gamma, 6);
			const vegaUp = blackPrice({ ...option, volatility: 0.6001 });
			const vegaDown = blackPrice({ ...option, volatility: 0.5999 });
			expect((vegaUp - vegaDown) / 0.0002).toBeCloseTo(greeks.vega, 4);
			const later = blackPrice({ ...option, years: 0.3 - 0.0001 });
			const sooner = blackPrice({ ...option, years: 0.3 + 0.0001 });
			expect((later - sooner) / (0.0002 * 365)).toBeCloseTo(greeks.thetaPerDay, 6);
		}
	});

	it("has step Greeks at expiry, one half at the strike", () => {
		const expired = { ...OPTION, years: 0 };
		expect(blackGreeks({ ...expired, strike: 90 })).toEqual({ delta: 1, gamma: 0, vega: 0, thetaPerDay: 0 });
		expect(blackGreeks(expired).delta).toBe(0.5);
		expect(blackGreeks({ ...expired, strike: 110, optionType: "P" }).delta).toBe(-1);
		expect(blackGreeks({ ...expired, strike: 90, optionType: "P" }).delta).toBe(0);
	});
});
