import { describe, expect, it } from "vitest";
import { exp, ln, normalCdf, normalDensity, pow } from "../../src/math/deterministic-math.ts";
import {
	differenceToDouble,
	exponential,
	type Fixed,
	fixedFromDouble,
	fixedToDouble,
	logarithm,
	normalCdfFixed,
	normalDensityFixed,
} from "../support/random/high-precision.ts";
import { seededUniform } from "../support/random/seeded-uniform.ts";

const ULP = 2 ** -52;
const SEED = 20260205;

function largestRelativeError(
	points: readonly number[],
	approximate: (x: number) => number,
	exact: (x: Fixed) => Fixed,
): number {
	let largest = 0;
	for (const x of points) {
		const reference = exact(fixedFromDouble(x));
		const error = Math.abs(differenceToDouble(approximate(x), reference) / fixedToDouble(reference));
		largest = Math.max(largest, error);
	}
	return largest;
}

describe(`deterministic mathematics (seed ${SEED})`, () => {
	const uniform = seededUniform(SEED);
	const spread = (count: number, from: number, to: number) =>
		Array.from({ length: count }, () => from + (to - from) * uniform());

	it("exp is within one unit in the last place", () => {
		expect(largestRelativeError(spread(1500, -40, 40), exp, exponential)).toBeLessThan(ULP);
	});

	it("ln is within one unit in the last place, also next to 1", () => {
		const points = [...spread(800, 0.5, 2), ...spread(400, 1e-9, 1e-6), ...spread(400, 1, 1e9), 1 + ULP];
		expect(largestRelativeError(points, ln, logarithm)).toBeLessThan(ULP);
	});

	it("the normal distribution keeps a relative error below 1e-15 down to twelve deviations", () => {
		const points = [...spread(2000, -12, 6), -0.67448975, 0.67448975, -5.656854249492381, -5.65685424949238];
		expect(largestRelativeError(points, normalCdf, normalCdfFixed)).toBeLessThan(1e-15);
		expect(largestRelativeError(spread(500, -12, 12), normalDensity, normalDensityFixed)).toBeLessThan(1e-15);
	});

	it("the normal distribution matches published values in the far tail", () => {
		const published: readonly [number, number][] = [
			[-10, 7.619853024160525e-24],
			[-20, 2.7536241186062337e-89],
			[-30, 4.906713927148187e-198],
			[-37, 5.725571222524577e-300],
		];
		for (const [x, value] of published) expect(Math.abs(normalCdf(x) / value - 1)).toBeLessThan(2e-15);
	});

	it("takes its limits", () => {
		expect(exp(0)).toBe(1);
		expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
		expect(exp(-746)).toBe(0);
		expect(exp(-745)).toBe(Number.MIN_VALUE);
		expect(exp(709.7)).toBeCloseTo(Math.exp(709.7), -295);
		expect(exp(Number.NaN)).toBeNaN();
		expect(ln(1)).toBe(0);
		expect(ln(0)).toBe(Number.NEGATIVE_INFINITY);
		expect(ln(-1)).toBeNaN();
		expect(ln(Number.MIN_VALUE)).toBeCloseTo(-744.4400719213812, 12);
		expect(pow(7, 0)).toBe(1);
		expect(pow(7, 1)).toBe(7);
		expect(pow(4, 0.5)).toBeCloseTo(2, 15);
		expect(normalCdf(0)).toBe(0.5);
		expect(normalCdf(40)).toBe(1);
		expect(normalCdf(-40)).toBe(0);
		expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
		expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
		expect(normalCdf(Number.NaN)).toBeNaN();
	});

	it("the normal distribution never falls, across the borders of its regions too", () => {
		for (const border of [0.67448975, Math.sqrt(32)]) {
			for (const sign of [-1, 1]) {
				let before = 0;
				for (let step = -200; step <= 200; step++) {
					const value = normalCdf(sign * border + step * 1e-13);
					expect(value).toBeGreaterThanOrEqual(before * (1 - ULP));
					before = value;
				}
			}
		}
	});

	it("returns these exact bits on every platform", () => {
		const bits = (x: number) => {
			const view = new DataView(new ArrayBuffer(8));
			view.setFloat64(0, x);
			return view.getBigUint64(0).toString(16);
		};
		expect([exp(1.5), ln(63_719), pow(0.3, 0.7), normalCdf(-1.25), normalCdf(-7.5)].map(bits)).toEqual(
			GOLDEN,
		);
	});
});

/** Made once with Node 24 on x86-64; any other engine must agree. */
const GOLDEN = [
	"4011ed3fe64fc541",
	"40261fddab1880ce",
	"3fdb8d809c615f41",
	"3fbb0bdd12ba9c28",
	"3d21f68f3dbb818a",
];
