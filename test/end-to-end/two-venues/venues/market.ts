/**
 * The market of the story: the sample market with one option expiry per coin, then the same instruments
 * at later moments. One listing for all of them; tables and dispute trees are those of any publisher.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadFastPoseidon } from "../../../../src/field/poseidon.ts";
import { parseDailyCloses } from "../../../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../../../src/market/history/parse-iv-history.ts";
import type { Listing } from "../../../../src/market/instruments/instrument.ts";
import { generateSampleMarket } from "../../../../src/market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../../../../src/market/sample/sample-settings.ts";
import { buildListing } from "../../../../src/market/snapshot/listing.ts";
import type { MarketSnapshot } from "../../../../src/market/snapshot/market-snapshot.ts";
import { REPOSITORY_ROOT } from "../../../../src/node/files/repository-root.ts";
import {
	buildRiskTables,
	type RiskTableSources,
	type RiskTables,
} from "../../../../src/risk/table/build-risk-table.ts";
import {
	buildEpochCommitments,
	type EpochCommitments,
} from "../../../../src/risk/table/epoch-commitments.ts";
import { formatScaled, parseScaled } from "../../../../src/units/decimal.ts";
import { SAMPLE_PARAMS } from "../../../support/tables/small-tables.ts";

export const MICRO_USD = 1_000_000n;
const DAY_MS = 86_400_000;
/** What `sampleAccounts` trades: options of 45 days, futures of 45 and 90. */
const KEPT_DAYS = { options: [45], futures: [45, 90] } as const;

/** When the day of the story begins. */
export const DAWN_MS = SAMPLE_TIME_MS;

export type MarketMove = {
	/** Price by underlying, in thousandths of what it was at dawn. */
	readonly pricePerMille: Readonly<Record<string, bigint>>;
	/** Every implied volatility, in thousandths of what it was at dawn. */
	readonly ivPerMille: bigint;
};

/** What a publisher knows and posts: sources, both tables, the trees that disputes open. */
export type PublishedMarket = {
	readonly sources: RiskTableSources;
	readonly tables: RiskTables;
	readonly trees: EpochCommitments;
};

export type StoryMarket = {
	readonly listing: Listing;
	readonly dawn: MarketSnapshot;
	readonly publish: (snapshot: MarketSnapshot) => Promise<PublishedMarket>;
};

export function storyMarket(): StoryMarket {
	const dawn = thinned(generateSampleMarket({ seed: SAMPLE_SEED, timeMs: DAWN_MS }));
	const listing = buildListing(dawn);
	const closes = parseDailyCloses(sampleText("daily-closes.csv"));
	const ivHistory = parseIvHistory(sampleText("iv-history.csv"));
	const publish = async (snapshot: MarketSnapshot) => {
		const sources = { listing, snapshot, params: SAMPLE_PARAMS, closes, ivHistory };
		const tables = buildRiskTables({ ...sources, hash: await loadFastPoseidon() });
		return { sources, tables, trees: buildEpochCommitments(sources) };
	};
	return { listing, dawn, publish };
}

/** The same instruments later, after a move; prices to the cent, volatilities to a hundredth of a point. */
export function movedMarket(dawn: MarketSnapshot, secondsLater: number, move: MarketMove): MarketSnapshot {
	const price = (underlying: string, text: string) =>
		formatScaled((parseScaled(text, 2, "price") * (move.pricePerMille[underlying] ?? 1000n)) / 1000n, 2);
	const iv = (text: string) => formatScaled((parseScaled(text, 4, "iv") * move.ivPerMille) / 1000n, 4);
	return {
		...dawn,
		timeMs: dawn.timeMs + 1000 * secondsLater,
		assets: dawn.assets.map((asset) =>
			asset.underlying === "USD" ? asset : { ...asset, priceUsd: price(asset.underlying, asset.priceUsd) },
		),
		perpetuals: dawn.perpetuals.map((mark) => ({ ...mark, markUsd: price(mark.underlying, mark.markUsd) })),
		futures: dawn.futures.map((mark) => ({ ...mark, markUsd: price(mark.underlying, mark.markUsd) })),
		optionExpiries: dawn.optionExpiries.map((expiry) => ({
			...expiry,
			forwardUsd: price(expiry.underlying, expiry.forwardUsd),
			options: expiry.options.map((option) => ({ ...option, iv: iv(option.iv) })),
		})),
	};
}

function thinned(market: MarketSnapshot): MarketSnapshot {
	const kept = (marks: readonly { readonly expiryMs: number }[], days: readonly number[]) => {
		const times = [...new Set(marks.map(({ expiryMs }) => expiryMs))];
		const distance = (day: number) => (timeMs: number) => Math.abs(timeMs - market.timeMs - day * DAY_MS);
		return new Set(days.map((day) => times.toSorted((a, b) => distance(day)(a) - distance(day)(b))[0]));
	};
	const options = kept(market.optionExpiries, KEPT_DAYS.options);
	const futures = kept(market.futures, KEPT_DAYS.futures);
	return {
		...market,
		futures: market.futures.filter(({ expiryMs }) => futures.has(expiryMs)),
		optionExpiries: market.optionExpiries.filter(({ expiryMs }) => options.has(expiryMs)),
	};
}

function sampleText(name: string): string {
	return readFileSync(join(REPOSITORY_ROOT, "sample", name), "utf8");
}
