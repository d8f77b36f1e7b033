/**
 * `zkmargin/market`: what is traded, and what it is worth. Pure: runs in Node and in browsers.
 *
 * Prices are decimal text in USD per unit of the underlying, times are milliseconds since 1970 (UTC), implied
 * volatilities are decimal text where 0.5 is 50 % a year.
 */
export { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
export type { DailyCloses } from "../../market/history/daily-closes.ts";
export type { IvHistory } from "../../market/history/iv-history.ts";
export { parseDailyCloses } from "../../market/history/parse-closes.ts";
export { parseIvHistory } from "../../market/history/parse-iv-history.ts";
export { importDeribitApi } from "../../market/imports/import-deribit-api.ts";
export { importDeribitCsv } from "../../market/imports/import-deribit-csv.ts";
export type { Instrument, ListedInstrument, Listing } from "../../market/instruments/instrument.ts";
export { formatInstrumentName, parseInstrumentName } from "../../market/instruments/parse-instrument-name.ts";
export { generateSampleMarket } from "../../market/sample/sample-market.ts";
export { SAMPLE_SEED, SAMPLE_TIME_MS } from "../../market/sample/sample-settings.ts";
export type {
	DroppedInstrument,
	ImportedMarket,
	MarketQuotes,
} from "../../market/snapshot/assemble-market.ts";
export { assembleMarket } from "../../market/snapshot/assemble-market.ts";
export {
	buildListing,
	findInstrument,
	listingToJson,
	nextExpiryMs,
	parseListing,
} from "../../market/snapshot/listing.ts";
export { markInstruments } from "../../market/snapshot/mark-instruments.ts";
export { marketSnapshotToJson, parseMarketSnapshot } from "../../market/snapshot/market-format.ts";
export { hashMarketSnapshot } from "../../market/snapshot/market-hash.ts";
export type { MarkedInstrument, MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
