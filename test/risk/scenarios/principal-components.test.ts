import { describe, expect, it } from "vitest";
import { principalComponents } from "../../../src/risk/scenarios/principal-components.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";

const SEED = 41;

function madeUpSeries(count: number, days: number): number[][] {
	const uniform = seededUniform(SEED);
	const noise = () => uniform() + uniform() + uniform() - 1.5;
	const series: number[][] = Array.from({ length: count }, () => []);
	for (let day = 0; day < days; day++) {
		const [common, group] = [2 * noise(), noise()];
		for (const [at, one] of series.entries()) {
			one.push(common + (at % 2 === 0 ? group : -group) + 0.3 * noise());
		}
	}
	return series;
}

const dot = (a: readonly number[], b: readonly number[]) =>
	a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);

describe("principal components", () => {
	it("are the two directions of a matrix that is known by hand", () => {
		// Second moments [[2, 1], [1, 2]]: (1, 1)/√2 with 3 and (1, −1)/√2 with 1.
		const root = Math.sqrt(3);
		const [first, second] = principalComponents([
			[root, root, 1, -1],
			[root, root, -1, 1],
		]);
		expect(first?.variance).toBeCloseTo(3, 12);
		expect(second?.variance).toBeCloseTo(1, 12);
		for (const part of first?.direction ?? []) expect(part).toBeCloseTo(Math.SQRT1_2, 12);
		expect(second?.direction[0]).toBeCloseTo(Math.SQRT1_2, 12);
	});

	it(`satisfy M·v = λ·v, are orthogonal and of unit length, largest first (seed ${SEED})`, () => {
		for (const count of [2, 3, 7, 20]) {
			const series = madeUpSeries(count, 300);
			const moments = series.map((a) => series.map((b) => dot(a, b) / 300));
			const components = principalComponents(series);
			components.forEach(({ direction, variance }, at) => {
				moments.forEach((row, part) => {
					expect(dot(row, direction)).toBeCloseTo(variance * (direction[part] as number), 10);
				});
				components.forEach((other, otherAt) => {
					expect(dot(direction, other.direction)).toBeCloseTo(at === otherAt ? 1 : 0, 10);
				});
				if (at > 0) expect(variance).toBeLessThanOrEqual(components[at - 1]?.variance ?? 0);
			});
		}
	});

	it("have one sign: the parts add up to more than 0, or the first part is positive", () => {
		const series = madeUpSeries(4, 200);
		const flipped = series.map((one) => one.map((value) => -value));
		expect(principalComponents(flipped)).toEqual(principalComponents(series));
		for (const { direction } of principalComponents(series)) {
			expect(direction.reduce((sum, part) => sum + part, 0)).toBeGreaterThan(0);
		}
		const apart = principalComponents([
			[1, -1],
			[-1, 1],
		]);
		expect(apart[0]?.direction[0]).toBeGreaterThan(0);
	});

	it("exist for equal variances, for one series and for series that never move", () => {
		expect(
			principalComponents([
				[1, 0],
				[0, 1],
			]).map(({ variance }) => variance),
		).toEqual([0.5, 0.5]);
		expect(principalComponents([[2, 2]])).toEqual([{ direction: [1], variance: 4 }]);
		const still = principalComponents([
			[0, 0],
			[0, 0],
		]);
		expect(still).toEqual([
			{ direction: [1, 0], variance: 0 },
			{ direction: [0, 1], variance: 0 },
		]);
	});

	it("come out bit for bit the same every time", () => {
		// Pinned under Node 24; a change means that some operation is not fixed by IEEE 754.
		const [first, second] = principalComponents(madeUpSeries(5, 250));
		expect([first?.variance, second?.variance, ...(first?.direction ?? [])]).toEqual([
			5.082776358315198, 1.3424066207552967, 0.4803237787597402, 0.3885801844449614, 0.48088967866903337,
			0.39147284889790906, 0.4835169421437394,
		]);
	});
});
