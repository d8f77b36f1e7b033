import { describe, expect, it } from "vitest";
import { type Listing, MAX_LISTED_INSTRUMENTS } from "../../../src/market/instruments/instrument.ts";
import {
	buildListing,
	encodeListing,
	findInstrument,
	listingToJson,
	nextExpiryMs,
	parseListing,
} from "../../../src/market/snapshot/listing.ts";
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import { MAX_INSTRUMENT_ID } from "../../../src/risk/model/dimensions.ts";
import { FEBRUARY_EXPIRY_MS, MARCH_EXPIRY_MS, SMALL_MARKET } from "../../support/market/small-market.ts";

const withCode = (code: string) => expect.objectContaining({ code });
const LISTING = buildListing(SMALL_MARKET);

type ListingFile = { format: string; hash: string; instruments: Record<string, unknown>[] };

/** The file form of a listing after an edit; nothing re-hashed. */
function edited(edit: (file: ListingFile) => void, listing: Listing = LISTING): unknown {
	const file = JSON.parse(JSON.stringify(listingToJson(listing)));
	edit(file);
	return file;
}

function editInstrument(name: string, change: Record<string, unknown>): unknown {
	return edited((file) => {
		const instrument = file.instruments.find((candidate) => candidate.name === name);
		Object.assign(instrument ?? {}, change);
	});
}

describe("a listing", () => {
	it("puts every netting set next to each other: cash, then per underlying coin, wrapped, perpetual, expiries", () => {
		expect(LISTING.instruments.map(({ id, name }) => `${id} ${name}`)).toEqual([
			"1 USD",
			"2 USDC",
			"3 USD-HOLD",
			"4 USD-ORDER",
			"5 BTC",
			"6 WBTC",
			"7 BTC-PERPETUAL",
			"8 BTC-27FEB26-60000-C",
			"9 BTC-27MAR26",
			"10 BTC-27MAR26-60000-C",
			"11 BTC-27MAR26-60000-P",
			"12 BTC-27MAR26-100000-C",
			"13 ETH",
			"14 ETH-PERPETUAL",
		]);
	});

	it("settles perpetuals and futures at their marks, and nothing else", () => {
		const settled = LISTING.instruments.filter((instrument) => instrument.settlementPrice !== undefined);
		expect(settled.map(({ name, settlementPrice }) => [name, settlementPrice])).toEqual([
			["BTC-PERPETUAL", "63844.5"],
			["BTC-27MAR26", "63971.95"],
			["ETH-PERPETUAL", "1876.25"],
		]);
	});

	it("does not depend on the order or on superfluous zeros of the snapshot", () => {
		const shuffled: MarketSnapshot = {
			...SMALL_MARKET,
			assets: SMALL_MARKET.assets.toReversed(),
			perpetuals: SMALL_MARKET.perpetuals.map((p) => ({ ...p, markUsd: `${p.markUsd}00` })),
			optionExpiries: SMALL_MARKET.optionExpiries.toReversed().map((chain) => ({
				...chain,
				lot: "0.0100",
				options: chain.options.map((option) => ({ ...option, strike: `${option.strike}.0` })),
			})),
		};
		expect(buildListing(shuffled)).toEqual(LISTING);
	});

	it("has a pinned hash: the canonical bytes never change silently", () => {
		expect(encodeListing(LISTING.instruments).length).toBe(530);
		expect(LISTING.hash).toBe("0xb20f95320eb8f9d69446ec6be453d38447bfd2331ed6662d0bfc2bcead6864ba");
	});

	it("hashes differently when a lot, a settlement price or an instrument differs", () => {
		const hashes = new Set([LISTING.hash]);
		const perpetual = SMALL_MARKET.perpetuals.slice(1);
		for (const change of [
			{ perpetuals: perpetual },
			{ perpetuals: [...perpetual, { underlying: "ETH", markUsd: "1876.26", lot: "0.01" }] },
			{ perpetuals: [...perpetual, { underlying: "ETH", markUsd: "1876.25", lot: "0.1" }] },
			{ futures: [] },
		]) {
			hashes.add(buildListing({ ...SMALL_MARKET, ...change }).hash);
		}
		expect(hashes.size).toBe(5);
	});

	it("survives being written and read", () => {
		expect(parseListing(edited(() => {}))).toEqual(LISTING);
	});

	it("finds an instrument by name, and names close matches when there is none", () => {
		expect(findInstrument(LISTING, "BTC-27MAR26-60000-P").id).toBe(11);
		expect(() => findInstrument(LISTING, "BTC-27MAR26-6000-P", "positions[2].instrument")).toThrow(
			expect.objectContaining({
				code: "INSTRUMENT_UNKNOWN",
				field: "positions[2].instrument",
				hint: expect.stringContaining("BTC-27MAR26-60000-P"),
			}),
		);
	});

	it("knows its next expiry, or that nothing expires", () => {
		expect(nextExpiryMs(LISTING)).toBe(FEBRUARY_EXPIRY_MS);
		expect(nextExpiryMs(buildListing({ ...SMALL_MARKET, optionExpiries: [] }))).toBe(MARCH_EXPIRY_MS);
		expect(nextExpiryMs(buildListing({ ...SMALL_MARKET, optionExpiries: [], futures: [] }))).toBeNull();
	});

	it("holds as many instruments as a risk table has rows, and refuses one more with LISTING_TOO_LARGE", () => {
		expect(MAX_LISTED_INSTRUMENTS).toBe(MAX_INSTRUMENT_ID);
		const withOptions = (count: number): MarketSnapshot => ({
			...SMALL_MARKET,
			futures: [],
			optionExpiries: [
				{
					underlying: "BTC",
					expiryMs: MARCH_EXPIRY_MS,
					forwardUsd: "60000",
					lot: "0.01",
					options: Array.from({ length: count }, (_, at) => ({
						strike: String(at + 1),
						optionType: "C" as const,
						iv: "0.5",
					})),
				},
			],
		});
		const others = buildListing(withOptions(0)).instruments.length;
		expect(buildListing(withOptions(4095 - others)).instruments.at(-3)?.id).toBe(4093);
		expect(() => buildListing(withOptions(4096 - others))).toThrow(withCode("LISTING_TOO_LARGE"));
	});

	it("refuses an instrument listed twice with INSTRUMENT_DUPLICATE", () => {
		const [perpetual] = SMALL_MARKET.perpetuals;
		const perpetuals = [...SMALL_MARKET.perpetuals, ...(perpetual === undefined ? [] : [perpetual])];
		expect(() => buildListing({ ...SMALL_MARKET, perpetuals })).toThrow(withCode("INSTRUMENT_DUPLICATE"));
	});

	it("refuses a market without USD with USD_MISSING", () => {
		const assets = SMALL_MARKET.assets.filter((asset) => asset.symbol !== "USD");
		expect(() => buildListing({ ...SMALL_MARKET, assets })).toThrow(withCode("USD_MISSING"));
	});
});

describe("a listing file", () => {
	it.each([
		["a negative settlement price", { settlementPrice: "-1" }, "PRICE_NEGATIVE"],
		["a settlement price of zero", { settlementPrice: "0" }, "PRICE_NOT_POSITIVE"],
		["no settlement price", { settlementPrice: undefined }, "INSTRUMENT_MALFORMED"],
		["another settlement price", { settlementPrice: "63844.6" }, "LISTING_HASH_MISMATCH"],
		["another lot", { lot: "0.01" }, "LISTING_HASH_MISMATCH"],
		["a lot of zero", { lot: "0" }, "LOT_NOT_POSITIVE"],
		["a lot in scientific notation", { lot: "1e-3" }, "DECIMAL_MALFORMED"],
		["another underlying than its name", { underlying: "ETH" }, "INSTRUMENT_MALFORMED"],
		["another kind than its name", { kind: "coin" }, "INSTRUMENT_MALFORMED"],
		["an unknown kind", { kind: "swap" }, "LISTING_MALFORMED"],
		["an unknown field", { tick: "0.5" }, "LISTING_MALFORMED"],
		["a number where text belongs", { lot: 0.001 }, "LISTING_MALFORMED"],
	])("with %s on a perpetual is refused (%j, %s)", (_what, change, code) => {
		expect(() => parseListing(editInstrument("BTC-PERPETUAL", change))).toThrow(withCode(code));
	});

	it.each([
		["a strike with superfluous zeros", { strike: "60000.0" }, "INSTRUMENT_MALFORMED"],
		["another strike than its name", { strike: "61000" }, "INSTRUMENT_MALFORMED"],
		["no strike", { strike: undefined }, "INSTRUMENT_MALFORMED"],
		["another expiry than its name", { expiry: "2026-03-28T08:00:00.000Z" }, "INSTRUMENT_MALFORMED"],
		["an expiry that is no date", { expiry: "2026-02-30T08:00:00.000Z" }, "TIME_MALFORMED"],
		["a settlement price", { settlementPrice: "1" }, "INSTRUMENT_MALFORMED"],
	])("with %s on an option is refused (%j, %s)", (_what, change, code) => {
		expect(() => parseListing(editInstrument("BTC-27MAR26-60000-C", change))).toThrow(withCode(code));
	});

	it("out of order is refused with LISTING_ORDER", () => {
		const swapped = edited(({ instruments }) => {
			[instruments[9], instruments[10]] = [instruments[10] ?? {}, instruments[9] ?? {}];
		});
		expect(() => parseListing(swapped)).toThrow(withCode("LISTING_ORDER"));
	});

	it("with a gap in its ids is refused with LISTING_ORDER", () => {
		const gap = edited(({ instruments }) => {
			instruments.splice(7, 1);
		});
		expect(() => parseListing(gap)).toThrow(withCode("LISTING_ORDER"));
	});

	it("with a repeated instrument is refused with INSTRUMENT_DUPLICATE", () => {
		const repeated = edited(({ instruments }) => {
			instruments.splice(7, 0, instruments[7] ?? {});
		});
		expect(() => parseListing(repeated)).toThrow(withCode("INSTRUMENT_DUPLICATE"));
	});

	it("with another hash is refused with LISTING_HASH_MISMATCH", () => {
		const rehashed = edited((file) => {
			file.hash = `0x${"00".repeat(32)}`;
		});
		expect(() => parseListing(rehashed)).toThrow(withCode("LISTING_HASH_MISMATCH"));
	});

	it("that is not a listing at all is refused with LISTING_MALFORMED", () => {
		for (const json of [null, 7, "x", [], {}, { format: "zkmargin-market/2" }]) {
			expect(() => parseListing(json)).toThrow(withCode("LISTING_MALFORMED"));
		}
	});
});
