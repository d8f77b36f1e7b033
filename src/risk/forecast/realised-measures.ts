/**
 * Realised measures: what the linear models weigh. All are variances of one day, made from squared
 * or absolute daily returns, because intraday data is not there. Like a forecast, a set of measures
 * knows only the days that it has been shown.
 */
import { nextEwma } from "./ewma-model.ts";
import { meanOf, type RunningMean, runningMeanOf, withValue } from "./running-mean.ts";
import type { DayReturns } from "./volatility-model.ts";

/** One underlying's measures by name. */
export type MeasureValues = Readonly<Record<string, number>>;

export type Measures = {
	readonly byUnderlying: readonly MeasureValues[];
	readonly after: (day: DayReturns) => Measures;
};

export type MeasureSet = {
	/** The measures that get a weight, in this order. */
	readonly weighted: readonly string[];
	/** What the forecast is near: it never leaves `lowest … highest` times this. */
	readonly anchor: (values: MeasureValues) => number;
	readonly lowest: number;
	readonly highest: number;
	readonly begin: (seed: readonly DayReturns[]) => Measures;
};

/** Days of Corsi's heterogeneous autoregression. Crypto trades every day; 5 and 22 are kept as published. */
const HAR_WINDOWS = { day: 1, week: 5, month: 22 } as const;

/**
 * HAR (Corsi 2009): means of the squared return over a day, a week and a month. The anchor is the
 * long-run mean, so weights are common to all underlyings ("Risk Everywhere", Bollerslev et al. 2018).
 */
export const HAR_MEASURES: MeasureSet = {
	weighted: ["day", "week", "month"],
	anchor: (values) => values.longRun as number,
	lowest: 0.05,
	highest: 100,
	begin: (seed) => {
		const measures = (recent: readonly DayReturns[], longRuns: readonly RunningMean[]): Measures => ({
			byUnderlying: longRuns.map((longRun, u) => ({
				...windowMeans(recent.map((day) => day[u] as number)),
				longRun: meanOf(longRun),
			})),
			after: (day) => {
				const squares = day.map(square);
				return measures(
					[...recent, squares].slice(-HAR_WINDOWS.month),
					longRuns.map((longRun, u) => withValue(longRun, squares[u] as number)),
				);
			},
		});
		const squares = seed.map((day) => day.map(square));
		return measures(squares.slice(-HAR_WINDOWS.month), longRunsOf(squares));
	},
};

function windowMeans(squares: readonly number[]): Record<keyof typeof HAR_WINDOWS, number> {
	const over = (days: number) => meanOf(runningMeanOf(squares.slice(-days)));
	return { day: over(HAR_WINDOWS.day), week: over(HAR_WINDOWS.week), month: over(HAR_WINDOWS.month) };
}

/** Memories of exponential means with centres of mass of 1, 5 and 25 days. */
const SHORT = 1 / 2;
const MIDDLE = 5 / 6;
const LONG = 25 / 26;

/** `E|z|` of a standard normal is `√(2/π)`: turns a squared mean absolute return into a variance. */
const HALF_PI = 1.5707963267948966;

/** Exponential means by name: what is averaged and how long it is remembered. */
const RIDGE_MEANS = {
	squareShort: { of: "square", memory: SHORT },
	squareMiddle: { of: "square", memory: MIDDLE },
	squareLong: { of: "square", memory: LONG },
	absoluteShort: { of: "absolute", memory: SHORT },
	absoluteMiddle: { of: "absolute", memory: MIDDLE },
	absoluteLong: { of: "absolute", memory: LONG },
	fallShort: { of: "fall", memory: SHORT },
	fallMiddle: { of: "fall", memory: MIDDLE },
	marketShort: { of: "market", memory: SHORT },
	marketMiddle: { of: "market", memory: MIDDLE },
	marketLong: { of: "market", memory: LONG },
} as const;

export type RidgeMeasure = keyof typeof RIDGE_MEANS;
export const RIDGE_MEASURE_NAMES = Object.keys(RIDGE_MEANS) as RidgeMeasure[];

type Means = Readonly<Record<RidgeMeasure, number>>;

/**
 * The learned model's measures: squared and absolute returns over three horizons, squared falls
 * (leverage), and all underlyings' squared returns against their own long run (market). The anchor is
 * half the long mean and half the long-run mean.
 */
export const RIDGE_MEASURES: MeasureSet = {
	weighted: RIDGE_MEASURE_NAMES,
	anchor: (values) => 0.5 * (values.squareLong as number) + 0.5 * (values.longRun as number),
	lowest: 0.25,
	highest: 4,
	begin: (seed) => {
		const measures = (means: readonly Means[], longRuns: readonly RunningMean[]): Measures => ({
			byUnderlying: means.map((one, u) => variancesOf(one, meanOf(longRuns[u] as RunningMean))),
			after: (day) => {
				const market = marketLevel(day, longRuns);
				return measures(
					means.map((before, u) =>
						eachMean((name) => {
							const { of, memory } = RIDGE_MEANS[name];
							return nextEwma(memory, before[name], sourceValue(of, day[u] as number, market));
						}),
					),
					longRuns.map((longRun, u) => withValue(longRun, square(day[u] as number))),
				);
			},
		});
		const longRuns = longRunsOf(seed.map((day) => day.map(square)));
		const start = longRuns.map((_, u) =>
			eachMean((name) => {
				const values = seed.map((day) => sourceValue(RIDGE_MEANS[name].of, day[u] as number, 1));
				return meanOf(runningMeanOf(values));
			}),
		);
		return measures(start, longRuns);
	},
};

function eachMean(value: (name: RidgeMeasure) => number): Means {
	return Object.fromEntries(RIDGE_MEASURE_NAMES.map((name) => [name, value(name)])) as Means;
}

/** Means of the sources as variances: falls count double, being half of all days. */
function variancesOf(means: Means, longRun: number): MeasureValues {
	const variances = eachMean((name) => {
		const value = means[name];
		const { of } = RIDGE_MEANS[name];
		if (of === "absolute") return HALF_PI * value * value;
		if (of === "fall") return 2 * value;
		return of === "market" ? value * longRun : value;
	});
	return { ...variances, longRun };
}

type Source = (typeof RIDGE_MEANS)[RidgeMeasure]["of"];

function sourceValue(of: Source, logReturn: number, market: number): number {
	if (of === "absolute") return Math.abs(logReturn);
	if (of === "fall") return logReturn < 0 ? square(logReturn) : 0;
	return of === "market" ? market : square(logReturn);
}

/** Mean over underlyings of the squared return as a multiple of its own long run; 1 is an average day. */
function marketLevel(day: DayReturns, longRuns: readonly RunningMean[]): number {
	const ratios = day.map((value, u) => {
		const longRun = meanOf(longRuns[u] as RunningMean);
		return longRun === 0 ? 1 : square(value) / longRun;
	});
	return meanOf(runningMeanOf(ratios));
}

function longRunsOf(squares: readonly DayReturns[]): RunningMean[] {
	return (squares[0] ?? []).map((_, u) => runningMeanOf(squares.map((day) => day[u] as number)));
}

function square(value: number): number {
	return value * value;
}
