import { InputError } from "../../errors/base.ts";
import { hashMarketSnapshot } from "../snapshot/market-hash.ts";
import type { MarketSnapshot } from "../snapshot/market-snapshot.ts";
import { generateSampleMarket } from "./sample-market.ts";

/**
 * Whether a market says that it is the generated sample. It is not taken at its word: the seed and the time decide
 * every price, so the market is generated again.
 *
 * @throws InputError `SAMPLE_MARKET_DIFFERS` when it says so and is not
 */
export function isSampleMarket(snapshot: MarketSnapshot): boolean {
	const { sampleSeed: seed, timeMs } = snapshot;
	if (seed === undefined) return false;
	if (hashMarketSnapshot(generateSampleMarket({ seed, timeMs })) === hashMarketSnapshot(snapshot))
		return true;
	throw new InputError({
		code: "SAMPLE_MARKET_DIFFERS",
		message: `the market says that it is the sample of seed ${seed}, and its marks are others`,
		field: "sampleSeed",
		hint: "leave sampleSeed out of a market of your own, or make the sample again with `market sample`",
	});
}
