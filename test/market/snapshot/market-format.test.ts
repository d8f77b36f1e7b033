import { describe, expect, it } from "vitest";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import { marketSnapshotToJson, parseMarketSnapshot } from "../../../src/market/snapshot/market-format.ts";
import { encodeMarketSnapshot, hashMarketSnapshot } from "../../../src/market/snapshot/market-hash.ts";
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import { MARCH_EXPIRY_MS, SMALL_MARKET } from "../../support/market/small-market.ts";

const withCode = (code: string) => expect.objectContaining({ code });

type Path = readonly (string | number)[];

/** The file form of the small market with one value replaced, or removed when `undefined`. */
function withValue(path: Path, value: unknown): unknown {
	const file = JSON.parse(JSON.stringify(marketSnapshotToJson(SMALL_MARKET)));
	const parent = path.slice(0, -1).reduce((node, step) => node[step], file);
	const last = path.at(-1) as string;
	if (value === undefined) delete parent[last];
	else parent[last] = value;
	return file;
}

describe("a market snapshot file", () => {
	it("survives being written and read", () => {
		expect(parseMarketSnapshot(withValue(["source"], SMALL_MARKET.source))).toEqual(SMALL_MARKET);
	});

	it("is read with canonical decimals", () => {
		const parsed = parseMarketSnapshot(withValue(["assets", 1, "priceUsd"], "1881.9000"));
		expect(parsed).toEqual(SMALL_MARKET);
	});

	const option = ["optionExpiries", 0, "options", 0] as const;
	it.each<[Path, unknown, string]>([
		[["assets", 2, "priceUsd"], "-1", "PRICE_NEGATIVE"],
		[["perpetuals", 0, "markUsd"], "-0.5", "PRICE_NEGATIVE"],
		[["futures", 0, "markUsd"], "-1", "PRICE_NEGATIVE"],
		[["optionExpiries", 0, "forwardUsd"], "-1", "PRICE_NEGATIVE"],
		[[...option, "strike"], "-60000", "PRICE_NEGATIVE"],
		[["assets", 2, "priceUsd"], "0", "PRICE_NOT_POSITIVE"],
		[["optionExpiries", 0, "forwardUsd"], "0.0", "PRICE_NOT_POSITIVE"],
		[["assets", 2, "priceUsd"], "6e4", "DECIMAL_MALFORMED"],
		[["assets", 2, "priceUsd"], "NaN", "DECIMAL_MALFORMED"],
		[["assets", 2, "priceUsd"], "63718.9700000000000000001", "DECIMAL_TOO_PRECISE"],
		[["assets", 2, "priceUsd"], 63718.97, "MARKET_MALFORMED"],
		[["assets", 2, "lot"], "0", "LOT_NOT_POSITIVE"],
		[["perpetuals", 0, "lot"], "-1", "LOT_NOT_POSITIVE"],
		[[...option, "iv"], undefined, "IV_MISSING"],
		[[...option, "iv"], null, "IV_MISSING"],
		[[...option, "iv"], "", "IV_MISSING"],
		[[...option, "iv"], "0", "IV_OUT_OF_RANGE"],
		[[...option, "iv"], "-0.5", "IV_OUT_OF_RANGE"],
		[[...option, "iv"], "10.0001", "IV_OUT_OF_RANGE"],
		[[...option, "iv"], "47%", "DECIMAL_MALFORMED"],
		[[...option, "optionType"], "call", "MARKET_MALFORMED"],
		[["time"], "2026-03-27T08:00:00Z", "FUTURE_EXPIRED"],
		[["time"], "2026-02-27T08:00:00Z", "OPTION_EXPIRED"],
		[["time"], "yesterday", "TIME_MALFORMED"],
		[["time"], 1770326977000, "MARKET_MALFORMED"],
		[["futures", 0, "expiry"], "2026-03-27T08:00:30Z", "EXPIRY_NOT_LISTABLE"],
		[["perpetuals", 0, "settles"], "USDT", "SETTLEMENT_ASSET_MISSING"],
		[["perpetuals", 0, "underlying"], "BTC", "MARK_DUPLICATE"],
		[["assets", 1, "symbol"], "WBTC", "ASSET_MALFORMED"],
		[["assets", 0], { ...SMALL_MARKET.assets[1] }, "MARK_DUPLICATE"],
		[["optionExpiries", 1, "expiry"], "2026-03-27T08:00:00Z", "MARK_DUPLICATE"],
		[["optionExpiries", 0, "options", 0], { strike: "60000.0", optionType: "P", iv: "1" }, "MARK_DUPLICATE"],
		[["perpetuals", 0, "underlying"], "SOL", "SPOT_MISSING"],
		[["assets", 0, "underlying"], "SOL", "SPOT_MISSING"],
		[["assets", 3, "assetClass"], "fiat", "ASSET_MALFORMED"],
		[["assets", 3, "underlying"], "BTC", "ASSET_MALFORMED"],
		[["assets", 4, "priceUsd"], "1.01", "USD_MISSING"],
		[["assets"], [], "USD_MISSING"],
		[["format"], "zkmargin-market-2", "MARKET_MALFORMED"],
		[["comment"], "hello", "MARKET_MALFORMED"],
		[["assets"], undefined, "MARKET_MALFORMED"],
	])("with %j = %j is refused with %s", (path, value, code) => {
		expect(() => parseMarketSnapshot(withValue(path, value))).toThrow(withCode(code));
	});

	it("with a list longer than any listing is refused with MARKET_MALFORMED", () => {
		const perpetuals = new Array(4096).fill(SMALL_MARKET.perpetuals[0]);
		expect(() => parseMarketSnapshot(withValue(["perpetuals"], perpetuals))).toThrow(
			withCode("MARKET_MALFORMED"),
		);
	});

	it("takes an IV of exactly 10 and of almost nothing", () => {
		for (const iv of ["10", "0.0001"]) {
			const parsed = parseMarketSnapshot(withValue([...option, "iv"], iv));
			expect(parsed.optionExpiries[0]?.options[0]?.iv).toBe(iv);
		}
	});
});

describe("the hash of a market snapshot", () => {
	it("is pinned: the canonical bytes never change silently", () => {
		expect(encodeMarketSnapshot(SMALL_MARKET).length).toBe(323);
		expect(hashMarketSnapshot(SMALL_MARKET)).toBe(
			"0x60fbe7f99efe7f7c363363799a7b755ffe7ebd968bcf0d3cc8eeaca6e0eabd19",
		);
	});

	it("does not depend on order, superfluous zeros or the source", () => {
		const same: MarketSnapshot = {
			timeMs: SMALL_MARKET.timeMs,
			source: "somebody else",
			assets: SMALL_MARKET.assets.toReversed().map((asset) => ({ ...asset, lot: `${asset.lot}0` })),
			perpetuals: SMALL_MARKET.perpetuals.toReversed(),
			futures: SMALL_MARKET.futures.map((future) => ({ ...future, markUsd: `${future.markUsd}00` })),
			optionExpiries: SMALL_MARKET.optionExpiries.toReversed().map((chain) => ({
				...chain,
				options: chain.options.toReversed().map((option) => ({ ...option, strike: `${option.strike}.00` })),
			})),
		};
		expect(encodeMarketSnapshot(same)).toEqual(encodeMarketSnapshot(SMALL_MARKET));
	});

	it("depends on the time and on every mark and lot", () => {
		const changes: [Path, unknown][] = [
			[["time"], "2026-02-05T21:29:38Z"],
			[["assets", 0, "priceUsd"], "63700.01"],
			[["assets", 0, "lot"], "0.0001"],
			[["perpetuals", 0, "markUsd"], "1876.26"],
			[["futures", 0, "markUsd"], "63971.96"],
			[["optionExpiries", 0, "forwardUsd"], "63971.96"],
			[["optionExpiries", 0, "lot"], "0.1"],
			[["optionExpiries", 0, "options", 0, "iv"], "0.6713"],
			[["optionExpiries", 0, "options", 0, "strike"], "110000"],
			[["optionExpiries", 0, "options", 0, "optionType"], "P"],
		];
		const hashes = changes.map(([path, value]) =>
			hashMarketSnapshot(parseMarketSnapshot(withValue(path, value))),
		);
		expect(new Set([...hashes, hashMarketSnapshot(SMALL_MARKET)]).size).toBe(changes.length + 1);
	});
});

describe("marking a listing", () => {
	const listing = buildListing(SMALL_MARKET);

	it("joins every instrument with its index and price, in order of id", () => {
		const marked = markInstruments(listing, SMALL_MARKET);
		expect(marked.map(({ id }) => id)).toEqual(listing.instruments.map(({ id }) => id));
		expect(marked.map((m) => [m.name, m.indexUsd, m.priceUsd, m.iv ?? m.assetClass])).toEqual([
			["USD", "1", "1", "fiat"],
			["USDC", "1", "0.9998", "stable"],
			["USD-HOLD", "1", "1", undefined],
			["USD-ORDER", "1", "1", undefined],
			["BTC", "63718.97", "63718.97", "coin"],
			["WBTC", "63718.97", "63700", "wrapped"],
			["BTC-PERPETUAL", "63718.97", "63844.5", undefined],
			["BTC-27FEB26-60000-C", "63718.97", "63761.81", "0.8"],
			["BTC-27MAR26", "63718.97", "63971.95", undefined],
			["BTC-27MAR26-60000-C", "63718.97", "63971.95", "0.7105"],
			["BTC-27MAR26-60000-P", "63718.97", "63971.95", "0.7105"],
			["BTC-27MAR26-100000-C", "63718.97", "63971.95", "0.6712"],
			["ETH", "1881.9", "1881.9", "coin"],
			["ETH-PERPETUAL", "1881.9", "1876.25", undefined],
		]);
	});

	it.each<[string, Partial<MarketSnapshot>, string, string]>([
		["a price", { assets: SMALL_MARKET.assets.slice(1) }, "MARK_MISSING", "WBTC"],
		["a spot price", { assets: SMALL_MARKET.assets.toSpliced(2, 1) }, "MARK_MISSING", "BTC"],
		["a perpetual's mark", { perpetuals: [] }, "MARK_MISSING", "BTC-PERPETUAL"],
		["a future's mark", { futures: [] }, "MARK_MISSING", "BTC-27MAR26"],
		["an expiry", { optionExpiries: [] }, "MARK_MISSING", "BTC-27FEB26-60000-C"],
		[
			"an IV",
			{ optionExpiries: SMALL_MARKET.optionExpiries.map((chain) => ({ ...chain, options: [] })) },
			"IV_MISSING",
			"BTC-27FEB26-60000-C.iv",
		],
		["time before an option's expiry", { timeMs: MARCH_EXPIRY_MS }, "OPTION_EXPIRED", "BTC-27FEB26-60000-C"],
	])("refuses a snapshot that lacks %s", (_what, change, code, field) => {
		expect(() => markInstruments(listing, { ...SMALL_MARKET, ...change })).toThrow(
			expect.objectContaining({ code, field }),
		);
	});

	it("refuses a future that has expired with FUTURE_EXPIRED", () => {
		const { optionExpiries: _none, ...rest } = SMALL_MARKET;
		const futuresOnly = buildListing({ ...rest, optionExpiries: [] });
		expect(() => markInstruments(futuresOnly, { ...SMALL_MARKET, timeMs: MARCH_EXPIRY_MS })).toThrow(
			expect.objectContaining({ code: "FUTURE_EXPIRED", field: "BTC-27MAR26" }),
		);
	});
});
