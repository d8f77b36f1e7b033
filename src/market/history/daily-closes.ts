/** Daily closing prices of several symbols: the history behind the tail scenarios. */
export type DailyCloses = {
	/** `2026-02-05`, strictly ascending; gaps are allowed. */
	readonly dates: readonly string[];
	readonly symbols: readonly string[];
	/** `closes[day][symbol]` in USD, decimal text; `null` where a symbol has no close. */
	readonly closes: readonly (readonly (string | null)[])[];
};
