/**
 * Made-up daily closes of BTC, ETH and SOL: volatility that clusters (GARCH), correlated fat-tailed
 * shocks, a few crashes at fixed places, and the sample market's spot prices at the end.
 */
import { InputError } from "../../src/errors/base.ts";
import { SAMPLE_COINS, SAMPLE_SPOT_USD } from "../../src/market/sample/sample-settings.ts";
import { exp, ln } from "../../src/math/deterministic-math.ts";
import { type SeededRandom, seededRandom } from "../../src/math/seeded-random.ts";
import { formatScaled } from "../../src/units/decimal.ts";
import { DAY_MS } from "../../src/units/time.ts";

/** Per coin: daily volatility in the long run, weight of the common shock, price at the start. */
const COINS = [
	{ volatility: 0.029, common: 1, startUsd: 27_400 },
	{ volatility: 0.037, common: 0.84, startUsd: 1_790 },
	{ volatility: 0.05, common: 0.72, startUsd: 31 },
] as const;

/** Tomorrow's variance: long-run level, today's squared shock, today's variance. */
const GARCH_SHOCK = 0.09;
const GARCH_MEMORY = 0.88;
/** Variance never exceeds this many times its long-run level. */
const VARIANCE_CAP = 12;
/** Degrees of freedom of the shocks: the fat tails of a Student t. */
const TAIL_FREEDOM = 5;

/** Days on which everything moves at once: place in the history and log returns of BTC, ETH, SOL. */
const SHOCK_DAYS: readonly { readonly at: number; readonly returns: readonly number[] }[] = [
	{ at: 0.13, returns: [-0.17, -0.2, -0.24] },
	{ at: 0.31, returns: [-0.1, -0.13, -0.43] },
	{ at: 0.315, returns: [-0.12, -0.15, -0.22] },
	{ at: 0.52, returns: [0.11, 0.13, 0.15] },
	{ at: 0.66, returns: [-0.39, -0.45, -0.48] },
	{ at: 0.665, returns: [0.14, 0.16, 0.2] },
	{ at: 0.81, returns: [-0.11, -0.14, -0.13] },
	{ at: 0.95, returns: [-0.14, -0.12, -0.17] },
];

/**
 * CSV text `date,BTC,ETH,SOL`, oldest day first. The last line is the last whole UTC day before
 * `endMs`, at the spot prices of the sample market.
 *
 * @throws InputError `SAMPLE_TOO_SHORT` for fewer than 300 days
 */
export function generateSampleCloses(request: {
	readonly seed: number;
	readonly days: number;
	readonly endMs: number;
}): string {
	const { seed, days, endMs } = request;
	if (!Number.isSafeInteger(days) || days < 300) {
		throw new InputError({
			code: "SAMPLE_TOO_SHORT",
			message: `${days} days are too few for a history with crashes`,
			field: "days",
			hint: "ask for at least 300",
		});
	}
	const returns = withFixedEnds(simulateReturns(days - 1, seededRandom(seed)));
	const columns = returns.map((column, coin) => pricesBackwards(column, endPrice(coin)));
	const lastDay = Math.floor(endMs / DAY_MS) - 1;
	const lines = [`date,${SAMPLE_COINS.join(",")}`];
	for (let day = 0; day < days; day++) {
		const date = new Date((lastDay - (days - 1) + day) * DAY_MS).toISOString().slice(0, 10);
		lines.push([date, ...columns.map((prices) => prices[day] as string)].join(","));
	}
	return `${lines.join("\n")}\n`;
}

function endPrice(coin: number): number {
	return Number(SAMPLE_SPOT_USD[SAMPLE_COINS[coin] as (typeof SAMPLE_COINS)[number]]);
}

/** Log returns by coin and day. */
function simulateReturns(count: number, random: SeededRandom): number[][] {
	const shockDays = new Map(SHOCK_DAYS.map(({ at, returns }) => [Math.floor(at * count), returns]));
	const variances = COINS.map((coin) => coin.volatility * coin.volatility);
	const columns: number[][] = COINS.map(() => []);
	for (let day = 0; day < count; day++) {
		const fatness = tailFactor(random);
		const market = random.normal();
		COINS.forEach((coin, at) => {
			const own = random.normal();
			const shock = fatness * (coin.common * market + Math.sqrt(1 - coin.common * coin.common) * own);
			const longRun = coin.volatility * coin.volatility;
			const variance = variances[at] as number;
			const change = shockDays.get(day)?.[at] ?? Math.sqrt(variance) * shock;
			columns[at]?.push(change);
			const next =
				(1 - GARCH_SHOCK - GARCH_MEMORY) * longRun + GARCH_SHOCK * change * change + GARCH_MEMORY * variance;
			variances[at] = Math.min(next, VARIANCE_CAP * longRun);
		});
	}
	return columns;
}

/** Shared by the coins of a day, of mean square 1: turns normals into Student t shocks. */
function tailFactor(random: SeededRandom): number {
	let chiSquare = 0;
	for (let i = 0; i < TAIL_FREEDOM; i++) {
		const normal = random.normal();
		chiSquare += normal * normal;
	}
	return Math.sqrt((TAIL_FREEDOM - 2) / chiSquare);
}

/** Shifts all returns of a coin alike, so that the history leads from its start to its end price. */
function withFixedEnds(columns: readonly (readonly number[])[]): number[][] {
	return columns.map((column, coin) => {
		const growth = ln(endPrice(coin) / (COINS[coin] as (typeof COINS)[number]).startUsd);
		const shift = (growth - column.reduce((sum, change) => sum + change, 0)) / column.length;
		return column.map((change) => change + shift);
	});
}

/** Prices with two decimals, walked back from the last one, which is exact. */
function pricesBackwards(returns: readonly number[], last: number): string[] {
	const prices = [last];
	let sum = 0;
	for (const change of returns.toReversed()) {
		sum += change;
		prices.push(last * exp(-sum));
	}
	return prices.reverse().map((price) => formatScaled(BigInt(Math.round(price * 100)), 2));
}
