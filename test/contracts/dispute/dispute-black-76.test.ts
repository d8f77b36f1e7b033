/** The integer Black-76 of disputes against a 320-bit evaluation and against the publishers' own pricing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onChain } from "../../../src/chain/client/chain-call.ts";
import { type BlackInput, blackPrice } from "../../../src/market/pricing/black-76.ts";
import {
	blackPriceFixed,
	divide,
	exponential,
	type Fixed,
	fixedFromDouble,
	logarithm,
	multiply,
	normalCdfFixed,
	squareRoot,
} from "../../support/random/high-precision.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";
import { DeployedProbe, FIXED_BEYOND_X96, X96 } from "./pricing-probe.ts";

const SEED = 20261128;
const HOUR = 1 / 8760;
/** What `Black76` states, as a fraction of forward + strike. */
const STATED_ERROR = 1e-18;
const MOST_GAS = 120_000n;

let probe: DeployedProbe;
beforeAll(async () => {
	probe = await DeployedProbe.deploy("PricingProbe");
});
afterAll(() => probe.close());

/** A double as X96; exact, because none here has digits beyond 2^-96. */
const toX96 = (value: number): bigint => fixedFromDouble(value) >> FIXED_BEYOND_X96;
const toFixed = (x96: bigint): Fixed => x96 << FIXED_BEYOND_X96;
const inX96 = (fixed: Fixed): number => Number(fixed >> FIXED_BEYOND_X96) / 2 ** 96;
const magnitude = (value: bigint) => (value < 0n ? -value : value);

/** Log-uniform over the stated domain; two thirds of the strikes within four deviations of the money. */
function randomOptions(count: number): BlackInput[] {
	const uniform = seededUniform(SEED);
	const out: BlackInput[] = [];
	while (out.length < count) {
		const forward = [1, 63_719.25, 1_883.125, 0.0625][out.length % 4] as number;
		const volatility = 0.01 * 500 ** uniform();
		const years = HOUR * (3 / HOUR) ** uniform();
		const near = Math.exp((uniform() - 0.5) * 8 * volatility * Math.sqrt(years));
		const moneyness = uniform() < 1 / 3 ? 0.05 * 400 ** uniform() : near;
		if (moneyness < 0.05 || moneyness > 20) continue;
		const strike = forward * moneyness;
		out.push({ forward, strike, volatility, years, optionType: uniform() < 0.5 ? "C" : "P" });
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

const argumentsOf = ({ forward, strike, volatility, years, optionType }: BlackInput) => ({
	forwardX96: toX96(forward),
	strikeX96: toX96(strike),
	deviationX96: multiply(fixedFromDouble(volatility), squareRoot(fixedFromDouble(years))) >> FIXED_BEYOND_X96,
	isCall: optionType === "C",
});

describe(`the integer Black-76 (seed ${SEED})`, () => {
	it("stays within its stated error of a 320-bit evaluation", async () => {
		const options = [...randomOptions(2000), ...CORNERS];
		const values = await probe.each<unknown, bigint>("prices", options.map(argumentsOf));
		const errors = options.map((option, at) => {
			const scale = fixedFromDouble(option.forward) + fixedFromDouble(option.strike);
			const off = magnitude(toFixed(values[at] as bigint) - blackPriceFixed(option));
			return Number(divide(off, scale)) / 2 ** 320;
		});
		expect(Math.max(...errors)).toBeLessThan(STATED_ERROR);
	});

	it("agrees with the publishers' pricing to their own error", async () => {
		const options = randomOptions(400);
		const values = await probe.each<unknown, bigint>("prices", options.map(argumentsOf));
		options.forEach((option, at) => {
			const value = Number(values[at]) / 2 ** 96;
			expect(Math.abs(value - blackPrice(option)) / (option.forward + option.strike)).toBeLessThan(1e-14);
		});
	});

	it("is intrinsic value after expiry", async () => {
		const at = (forward: number, strike: number, isCall: boolean) => ({
			forwardX96: toX96(forward),
			strikeX96: toX96(strike),
			deviationX96: 0n,
			isCall,
		});
		const values = await probe.each<unknown, bigint>("prices", [
			at(110, 100, true),
			at(90, 100, true),
			at(90, 100, false),
			at(110, 100, false),
			at(100, 100, true),
		]);
		expect(values).toEqual([toX96(10), 0n, toX96(10), 0n, 0n]);
	});

	it("stays defined where nothing is left of a volatility or nothing but it", async () => {
		const [tiny, huge] = await probe.each<unknown, bigint>("prices", [
			{ forwardX96: X96, strikeX96: X96, deviationX96: 1n, isCall: true },
			{ forwardX96: X96, strikeX96: X96 << 20n, deviationX96: X96 << 40n, isCall: true },
		]);
		expect(tiny).toBeLessThan(2n);
		expect(huge).toBe(X96);
	});

	it(`costs at most ${MOST_GAS} gas`, async () => {
		const gas: bigint[] = [];
		for (const option of [...randomOptions(200), ...CORNERS]) {
			gas.push((await probe.contract.getFunction("priceGas")(argumentsOf(option))) as bigint);
		}
		const most = gas.reduce((a, b) => (a > b ? a : b));
		expect(most).toBeLessThan(MOST_GAS);
		expect(most).toBeGreaterThan(1_000n);
	});
});

describe("its parts", () => {
	const spread = (count: number, from: number, to: number) => {
		const uniform = seededUniform(SEED);
		return Array.from({ length: count }, () => toX96(from + (to - from) * uniform()));
	};

	it("exp has a relative error below 2^-86, or 2^-95 absolute below 1", async () => {
		const xs = [...spread(300, -66, 43), 0n, -X96 * 67n];
		const values = await probe.each<bigint, bigint>("exps", xs);
		xs.forEach((x, at) => {
			const exact = exponential(toFixed(x));
			const off = magnitude(toFixed(values[at] as bigint) - exact);
			const allowed = (exact >> 86n) + (1n << (FIXED_BEYOND_X96 + 1n));
			expect(off <= allowed, `exp(${inX96(toFixed(x))})`).toBe(true);
		});
	});

	it("ln has an error below 2^-90", async () => {
		const xs = [1n, X96 - 1n, X96, X96 + 1n, X96 << 60n, ...spread(300, 1e-9, 100)];
		const values = await probe.each<bigint, bigint>("lns", xs);
		xs.forEach((x, at) => {
			const off = magnitude(toFixed(values[at] as bigint) - logarithm(toFixed(x)));
			expect(off < 1n << 230n, `ln(${inX96(toFixed(x))})`).toBe(true);
		});
	});

	it("sqrt rounds down", async () => {
		const xs = [0n, 1n, X96, ...spread(100, 0, 1e6)];
		const values = await probe.each<bigint, bigint>("sqrts", xs);
		xs.forEach((x, at) => {
			const root = values[at] as bigint;
			expect(root * root <= x * X96 && (root + 1n) ** 2n > x * X96).toBe(true);
		});
	});

	it("the normal distribution has an error below 10⁻²³ within nine deviations", async () => {
		const xs = [0n, 1n, -1n, 9n * X96 - 1n, -9n * X96 + 1n, ...spread(300, -9, 9)];
		const values = await probe.each<bigint, bigint>("cdfs", xs);
		const errors = xs.map((x, at) =>
			Number(magnitude(toFixed(values[at] as bigint) - normalCdfFixed(toFixed(x))) >> FIXED_BEYOND_X96),
		);
		expect(Math.max(...errors) / 2 ** 96).toBeLessThan(1e-23);
		expect(await probe.each<bigint, bigint>("cdfs", [9n * X96, -9n * X96])).toEqual([X96, 0n]);
	});

	it("refuses an exponent of 64 and the logarithm of zero", async () => {
		const refused = (method: string, values: readonly bigint[]) =>
			refusalOf(onChain(() => probe.each(method, values)));
		expect(await refused("exps", [64n * X96])).toMatchObject({ errorName: "ExponentTooLarge" });
		expect(await refused("lns", [0n])).toMatchObject({ errorName: "LogarithmOfZero" });
	});
});
