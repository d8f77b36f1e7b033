/** Made-up daily closes from a seed: a common factor, own noise, quiet and loud months. */

import type { DailyCloses } from "../../../src/market/history/daily-closes.ts";
import { exp } from "../../../src/math/deterministic-math.ts";
import { seededUniform } from "../random/seeded-uniform.ts";

const DAY_MS = 86_400_000;

export function madeUpCloses(request: {
	readonly seed: number;
	readonly symbols: readonly string[];
	/** Date of the last close. */
	readonly lastDay: string;
	readonly days: number;
}): DailyCloses {
	const { seed, symbols, lastDay, days } = request;
	const uniform = seededUniform(seed);
	const noise = () => uniform() + uniform() + uniform() + uniform() - 2;
	const prices = symbols.map((_, k) => 1000 / (k + 1));
	const lastMs = Date.parse(`${lastDay}T00:00:00Z`);
	const dates: string[] = [];
	const closes: string[][] = [];
	for (let day = 0; day < days; day++) {
		dates.push(new Date(lastMs - (days - 1 - day) * DAY_MS).toISOString().slice(0, 10));
		const loudness = Math.floor(day / 30) % 4 === 3 ? 0.09 : 0.04;
		const common = noise();
		symbols.forEach((_, k) => {
			const price = (prices[k] as number) * exp(loudness * (common + 0.5 * noise()));
			prices[k] = price;
		});
		closes.push(prices.map((price) => price.toFixed(4)));
	}
	return { dates, symbols, closes };
}
