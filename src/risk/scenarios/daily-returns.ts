/** Joint daily returns of all underlyings of a listing, and the plain statistics taken of them. */
import { InputError } from "../../errors/base.ts";
import type { DailyCloses } from "../../market/history/daily-closes.ts";
import { ln } from "../../math/deterministic-math.ts";
import { decimalTextToNumber, ppmToNumber } from "../../units/exact-value.ts";
import { DAY_MS } from "../../units/time.ts";

export type JointReturns = {
	/** Date of the later close of each return. */
	readonly dates: readonly string[];
	/** Log returns by underlying, one per date. */
	readonly byUnderlying: readonly (readonly number[])[];
};

/**
 * Log returns over consecutive days on which every underlying has a close, up to the last close
 * (24:00 UTC of its day) that was known at `knownAtMs`: a table never looks ahead.
 *
 * @throws InputError `CLOSES_NO_HISTORY` when an underlying has no column or no close
 */
export function jointLogReturns(
	closes: DailyCloses,
	underlyings: readonly string[],
	knownAtMs: number,
): JointReturns {
	const startsMs = closes.dates.map((date) => Date.parse(`${date}T00:00:00Z`));
	const columns = underlyings.map((underlying) => columnOf(closes, underlying));
	const dates: string[] = [];
	const byUnderlying: number[][] = underlyings.map(() => []);
	for (let day = 1; day < closes.dates.length; day++) {
		const startMs = startsMs[day] as number;
		if (startMs + DAY_MS > knownAtMs) break;
		if (startMs - (startsMs[day - 1] as number) !== DAY_MS) continue;
		const returns = columns.map((column) => {
			const before = column[day - 1];
			const after = column[day];
			return before === undefined || after === undefined ? undefined : ln(after / before);
		});
		if (returns.some((value) => value === undefined)) continue;
		dates.push(closes.dates[day] as string);
		returns.forEach((value, u) => {
			byUnderlying[u]?.push(value as number);
		});
	}
	return { dates, byUnderlying };
}

function columnOf(closes: DailyCloses, underlying: string): (number | undefined)[] {
	const at = closes.symbols.indexOf(underlying);
	const column = closes.closes.map((row) => {
		const text = at < 0 ? null : (row[at] ?? null);
		return text === null ? undefined : decimalTextToNumber(text);
	});
	if (column.some((value) => value !== undefined)) return column;
	throw new InputError({
		code: "CLOSES_NO_HISTORY",
		message: `the daily closes have no history of ${underlying}`,
		field: `closes.${underlying}`,
		hint: "add a column of daily closes for every underlying of the listing",
	});
}

/** The smallest value with at least the share `ppm` of all values at or below it. */
export function quantileUp(values: readonly number[], ppm: bigint): number {
	return quantileOfSortedUp(
		[...values].sort((a, b) => a - b),
		ppm,
	);
}

/** `quantileUp` of values in ascending order. */
export function quantileOfSortedUp(sorted: readonly number[], ppm: bigint): number {
	const rank = Math.ceil(ppmToNumber(ppm) * sorted.length);
	return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] as number;
}

export function mean(values: readonly number[]): number {
	if (values.length === 0) return 0;
	let sum = 0;
	for (const value of values) sum += value;
	return sum / values.length;
}

/** The mean over underlyings, day by day, without the one at `leftOut`. */
export function peerMean(
	byUnderlying: readonly (readonly number[])[],
	day: number,
	leftOut?: number,
): number {
	return mean(byUnderlying.filter((_, u) => u !== leftOut).map((series) => series[day] as number));
}

/** A simple return as whole ppm, to the nearest. */
export function returnToPpm(simpleReturn: number): bigint {
	return BigInt(Math.round(simpleReturn * 1_000_000));
}
