import { describe, expect, it } from "vitest";
import { dieboldMariano } from "../../bench/diebold-mariano.ts";
import { type Contender, rollingForecasts } from "../../bench/rolling-forecasts.ts";
import { seededGarch } from "../support/random/seeded-garch.ts";
import { seededUniform } from "../support/random/seeded-uniform.ts";

describe("the Diebold-Mariano statistic", () => {
	it("is the t-value of the mean difference when no autocorrelation is allowed for", () => {
		// Differences 1, 3: mean 2, variance 1 around it.
		const { statistic } = dieboldMariano([2, 5], [1, 2], 0);
		expect(statistic).toBeCloseTo(2 / Math.sqrt(1 / 2), 12);
	});

	it("shrinks when neighbouring days agree", () => {
		const uniform = seededUniform(3);
		let drift = 0;
		const losses = Array.from({ length: 1000 }, () => {
			drift = 0.9 * drift + uniform() - 0.5;
			return drift + 0.2;
		});
		const none = losses.map(() => 0);
		const naive = dieboldMariano(losses, none, 0).statistic;
		expect(dieboldMariano(losses, none, 20).statistic).toBeLessThan(naive / 2);
	});

	it("says nothing of equal forecasts", () => {
		expect(dieboldMariano([1, 2], [1, 2], 1)).toEqual({ statistic: 0, pValue: 1 });
	});
});

describe("rolling forecasts", () => {
	const days = seededGarch({ seed: 9, underlyings: 2, days: 260, longRun: 1e-3, shock: 0.1, memory: 0.8 });
	const plan = { seedDays: 60, firstDay: 100, refitEveryDays: 50 };

	it("fit on the past alone and forecast every later day once", async () => {
		const lengths: number[] = [];
		const contender: Contender = {
			name: "counts its days",
			fit: (training) => {
				lengths.push(training.days.length);
				return { kind: "ewma", memory: 940_000n };
			},
		};
		const forecasts = await rollingForecasts(contender, days, plan, () => {});
		expect(lengths).toEqual([100, 150, 200, 250]);
		expect(forecasts).toHaveLength(160);
		const changed = days.with(180, [0.9, 0.9]);
		const others = await rollingForecasts(contender, changed, plan, () => {});
		expect(others.slice(0, 81)).toEqual(forecasts.slice(0, 81));
		expect(others[81]).not.toEqual(forecasts[81]);
	});

	it("give each underlying its own coefficients when a fit returns one set each", async () => {
		const each: Contender = {
			name: "each",
			fit: () => [
				{ kind: "ewma", memory: 940_000n },
				{ kind: "ewma", memory: 500_000n },
			],
		};
		const one = (memory: bigint): Contender => ({ name: "one", fit: () => ({ kind: "ewma", memory }) });
		const [joint, slow, fast] = await Promise.all(
			[each, one(940_000n), one(500_000n)].map((contender) =>
				rollingForecasts(contender, days, plan, () => {}),
			),
		);
		expect(joint?.map((day) => day[0])).toEqual(slow?.map((day) => day[0]));
		expect(joint?.map((day) => day[1])).toEqual(fast?.map((day) => day[1]));
	});
});
