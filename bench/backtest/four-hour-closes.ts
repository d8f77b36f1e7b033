/** Closes of every four hours: a day's loss from any of six moments, not only from midnight. */
import { parseCsv } from "../../src/input/parse-csv.ts";
import { HOUR_MS } from "../../src/units/time.ts";

const BAR_MS = 4 * HOUR_MS;
const BARS_PER_DAY = 6;

/** Simple returns over the following 24 hours, by coin in the order asked for; one for each of six starts. */
export type DayFromEveryBar = readonly (readonly number[])[];

export type FourHourCloses = {
	/** The six windows that start at the close of this moment and the five after it; those there are. */
	readonly windowsFrom: (timeMs: number, coins: readonly string[]) => DayFromEveryBar;
};

/** Columns: `open_time_utc` (the close comes four hours later), then one a coin, blank where there is none. */
export function parseFourHourCloses(csv: string): FourHourCloses {
	const { header, rows } = parseCsv(csv, "four-hour closes");
	const priceAt = new Map(
		rows.map((row) => [Date.parse((row[0] ?? "").replace("Z", ":00Z")) + BAR_MS, row] as const),
	);
	const price = (timeMs: number, coin: string) => {
		const text = priceAt.get(timeMs)?.[header.indexOf(coin)] ?? "";
		return text === "" ? undefined : Number(text);
	};
	return {
		windowsFrom: (timeMs, coins) =>
			Array.from({ length: BARS_PER_DAY }, (_, bar) => timeMs + bar * BAR_MS).flatMap((startMs) => {
				const moves = coins.flatMap((coin) => {
					const [before, after] = [price(startMs, coin), price(startMs + BARS_PER_DAY * BAR_MS, coin)];
					return before === undefined || after === undefined ? [] : [after / before - 1];
				});
				return moves.length === coins.length ? [moves] : [];
			}),
	};
}
