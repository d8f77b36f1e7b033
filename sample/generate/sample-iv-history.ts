/**
 * A made-up history of volatility surfaces for BTC and ETH, beside the sample closes: volatility that
 * rises when spot falls and then reverts, most at short tenors, with a skew and a basis of their own.
 */
import { InputError } from "../../src/errors/base.ts";
import type { DailyCloses } from "../../src/market/history/daily-closes.ts";
import { IV_HISTORY_COLUMNS } from "../../src/market/history/parse-iv-history.ts";
import { exp, ln } from "../../src/math/deterministic-math.ts";
import { type SeededRandom, seededRandom } from "../../src/math/seeded-random.ts";

/** By coin: long-run volatility at 7, 30, 90 and 180 days in percent, and what a return does to it. */
const COINS = [
	{ symbol: "BTC", percent: [42, 44, 47, 49], down: -1.9, up: -0.9, skewPoints: -4 },
	{ symbol: "ETH", percent: [60, 62, 64, 66], down: -0.8, up: -0.1, skewPoints: -3 },
] as const;

/** Of a 30-day move, at 7, 30, 90 and 180 days. */
const TENOR_SHARES = [1.65, 1, 0.55, 0.35] as const;
/** Share of the distance to the long-run level that is left after a day. */
const DAILY_MEMORY = 0.93;
const CURVE_NOISE = 0.025;
const FLY_POINTS = 1.2;
const BASIS_PERCENT = 5;
/** Rows are of this hour, shortly before the daily close. */
const HOUR_OF_ROW = 21;

/** What a day adds to the logarithm of 30-day volatility, to the skew and to the basis. */
type Surface = {
	readonly levels: readonly number[];
	readonly skew: number;
	readonly fly: number;
	readonly basis: number;
};

/**
 * CSV in the columns of `parseIvHistory`, one row a day and coin, over the last `days` closes.
 *
 * @throws InputError `SAMPLE_TOO_SHORT` when there are fewer closes
 */
export function generateSampleIvHistory(request: {
	readonly seed: number;
	readonly closes: DailyCloses;
	readonly days: number;
}): string {
	const { seed, closes, days } = request;
	if (!Number.isSafeInteger(days) || days < 2 || days > closes.dates.length) {
		throw new InputError({
			code: "SAMPLE_TOO_SHORT",
			message: `${days} days of volatility do not fit ${closes.dates.length} closes`,
			field: "days",
			hint: "ask for 2 days up to as many as there are closes",
		});
	}
	const random = seededRandom(seed);
	const first = closes.dates.length - days;
	const rowsByCoin = COINS.map((coin) => {
		const column = closes.symbols.indexOf(coin.symbol);
		let surface: Surface = {
			levels: [0, 0, 0, 0],
			skew: coin.skewPoints,
			fly: FLY_POINTS,
			basis: BASIS_PERCENT,
		};
		return closes.dates.slice(first).map((date, at) => {
			const close = Number(closes.closes[first + at]?.[column]);
			const before = at === 0 ? close : Number(closes.closes[first + at - 1]?.[column]);
			surface = nextSurface(surface, coin, ln(close / before), random);
			return rowText(date, coin, close, surface);
		});
	});
	const lines = Array.from({ length: days }, (_, at) => rowsByCoin.map((rows) => rows[at] as string));
	return `${[IV_HISTORY_COLUMNS.join(","), ...lines.flat()].join("\n")}\n`;
}

function nextSurface(
	surface: Surface,
	coin: (typeof COINS)[number],
	logReturn: number,
	random: SeededRandom,
): Surface {
	const push = (logReturn < 0 ? coin.down : coin.up) * logReturn + CURVE_NOISE * random.normal();
	const revert = (value: number, longRun: number) => longRun + DAILY_MEMORY * (value - longRun);
	return {
		levels: surface.levels.map(
			(level, at) =>
				revert(level, 0) + (TENOR_SHARES[at] as number) * push + (CURVE_NOISE / 3) * random.normal(),
		),
		skew: revert(surface.skew, coin.skewPoints) + 40 * logReturn + 0.4 * random.normal(),
		fly: revert(surface.fly, FLY_POINTS) + 0.1 * random.normal(),
		basis: revert(surface.basis, BASIS_PERCENT) + 0.3 * random.normal(),
	};
}

function rowText(date: string, coin: (typeof COINS)[number], close: number, surface: Surface): string {
	const percents = coin.percent.map((percent, at) => percent * exp(surface.levels[at] as number));
	const numbers = [...percents, surface.skew, surface.fly, surface.basis].map((value) => value.toFixed(3));
	return [`${date}T${HOUR_OF_ROW}:00:00Z`, coin.symbol, close.toFixed(2), ...numbers].join(",");
}
