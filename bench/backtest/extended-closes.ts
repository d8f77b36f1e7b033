import type { DailyCloses } from "../../src/market/history/daily-closes.ts";
import type { IvHistory } from "../../src/market/history/iv-history.ts";

/**
 * Closes go on, where they end, with the index of the IV history's last row of each day. That row is
 * some hours early, so the first such return is not a whole day's.
 */
export function extendedCloses(closes: DailyCloses, ivHistory: IvHistory): DailyCloses {
	const last = closes.dates.at(-1) ?? "";
	const byDate = new Map<string, Map<string, string>>();
	for (const [underlying, days] of ivHistory) {
		for (const { date, indexUsd } of days) {
			if (date <= last) continue;
			const prices = byDate.get(date) ?? new Map<string, string>();
			byDate.set(date, prices.set(underlying, indexUsd));
		}
	}
	const added = [...byDate].sort(([a], [b]) => (a < b ? -1 : 1));
	return {
		...closes,
		dates: [...closes.dates, ...added.map(([date]) => date)],
		closes: [
			...closes.closes,
			...added.map(([, prices]) => closes.symbols.map((symbol) => prices.get(symbol) ?? null)),
		],
	};
}
