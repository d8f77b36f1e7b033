/** How much older than a market the histories behind its scenarios are. */
import type { DailyCloses } from "../../market/history/daily-closes.ts";
import type { IvHistory } from "../../market/history/iv-history.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";
import { DAY_MS } from "../../units/time.ts";

/** Volatility forecasts forget half of what they know in about ten days: older histories say little of today. */
export const MAX_HISTORY_AGE_MS = 3 * DAY_MS;

/** Of the underlying whose history ends first. */
export type HistoryAge = {
	readonly underlying: string;
	/** Date (UTC) of its last value that was known at the time of the market; absent when there is none. */
	readonly lastDate?: string | undefined;
	/** From that value to the market; absent when there is none. */
	readonly ageMs?: number | undefined;
};

export function isStale({ ageMs }: HistoryAge): boolean {
	return ageMs === undefined || ageMs > MAX_HISTORY_AGE_MS;
}

/** A close is known at 24:00 UTC of its day. Absent when there are no underlyings. */
export function closesAge(
	closes: DailyCloses,
	underlyings: readonly string[],
	knownAtMs: number,
): HistoryAge | undefined {
	return oldest(
		underlyings.map((underlying) => {
			const column = closes.symbols.indexOf(underlying);
			const last = closes.dates.findLastIndex(
				(date, day) => knownMs(date) <= knownAtMs && (closes.closes[day]?.[column] ?? null) !== null,
			);
			const lastDate = closes.dates[last];
			return lastDate === undefined
				? { underlying }
				: { underlying, lastDate, ageMs: knownAtMs - knownMs(lastDate) };
		}),
	);
}

/** Of the underlyings that the history has at all: the others move by the parameters alone. */
export function ivHistoryAge(
	history: IvHistory,
	underlyings: readonly string[],
	knownAtMs: number,
): HistoryAge | undefined {
	return oldest(
		underlyings.flatMap((underlying) => {
			const days = history.get(underlying);
			if (days === undefined) return [];
			const last = days.findLast(({ timeMs }) => timeMs <= knownAtMs);
			return last === undefined
				? [{ underlying }]
				: [{ underlying, lastDate: formatIsoTime(last.timeMs).slice(0, 10), ageMs: knownAtMs - last.timeMs }];
		}),
	);
}

function knownMs(date: string): number {
	return Date.parse(`${date}T00:00:00Z`) + DAY_MS;
}

function oldest(ages: readonly HistoryAge[]): HistoryAge | undefined {
	const rank = ({ ageMs }: HistoryAge) => ageMs ?? Number.POSITIVE_INFINITY;
	return ages.reduce<HistoryAge | undefined>(
		(worst, age) => (worst === undefined || rank(age) > rank(worst) ? age : worst),
		undefined,
	);
}
