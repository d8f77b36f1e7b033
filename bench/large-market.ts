/** The sample market with more strikes: as many instruments as the largest real chains list. */
import type { ListedMarket } from "../src/cli/folders/build-epoch.ts";
import { generateSampleMarket } from "../src/market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../src/market/sample/sample-settings.ts";
import { buildListing } from "../src/market/snapshot/listing.ts";
import type { OptionMark } from "../src/market/snapshot/market-snapshot.ts";

/** Strikes are added between neighbours, with their volatility, until there are `instruments`. */
export function largeMarket(instruments: number): ListedMarket {
	const sample = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: SAMPLE_TIME_MS });
	let missing = instruments - buildListing(sample).instruments.length;
	const optionExpiries = sample.optionExpiries.map((expiry) => {
		const added = strikesBetween(expiry.options).slice(0, Math.max(0, missing));
		missing -= added.length;
		return { ...expiry, options: [...expiry.options, ...added] };
	});
	const snapshot = { ...sample, optionExpiries };
	const listing = buildListing(snapshot);
	if (listing.instruments.length !== instruments) {
		throw new Error(`the sample market grows to ${listing.instruments.length} instruments only`);
	}
	return { snapshot, listing };
}

function strikesBetween(options: readonly OptionMark[]): OptionMark[] {
	const calls = options.filter(({ optionType }) => optionType === "C");
	return calls.slice(0, -1).flatMap(({ strike, iv }, at) => {
		const low = Number(strike);
		const high = Number(calls[at + 1]?.strike);
		return [0.25, 0.5, 0.75].flatMap((share) =>
			(["C", "P"] as const).map((optionType) => ({
				strike: String(low + share * (high - low)),
				optionType,
				iv,
			})),
		);
	});
}
