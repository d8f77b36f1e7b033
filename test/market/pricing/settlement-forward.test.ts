import { describe, expect, it } from "vitest";
import { settlementForward } from "../../../src/market/pricing/settlement-forward.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import {
	checkMarketSnapshot,
	marketSnapshotToJson,
	parseMarketSnapshot,
} from "../../../src/market/snapshot/market-format.ts";
import { encodeMarketSnapshot, hashMarketSnapshot } from "../../../src/market/snapshot/market-hash.ts";
import type { MarketSnapshot, OptionExpiry } from "../../../src/market/snapshot/market-snapshot.ts";
import { FEBRUARY_EXPIRY_MS, SMALL_MARKET } from "../../support/market/small-market.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

const MINUTE_MS = 60_000;

/** The small market with terms on its February options, some time before they expire. */
function withTerms(terms: Partial<OptionExpiry>, minutesLeft: number): MarketSnapshot {
	return {
		...SMALL_MARKET,
		timeMs: FEBRUARY_EXPIRY_MS - minutesLeft * MINUTE_MS,
		optionExpiries: SMALL_MARKET.optionExpiries.map((chain) =>
			chain.expiryMs === FEBRUARY_EXPIRY_MS ? { ...chain, ...terms } : chain,
		),
	};
}

describe("the forward inside the settlement window", () => {
	const parts = (minutes: number) =>
		settlementForward({ averageSoFarUsd: "100", spotUsd: "103", remainingMs: minutes * MINUTE_MS });

	it("is spot when the window opens and the average when it closes", () => {
		expect(parts(30)).toEqual({ forwardUsd: "103", fixedForwardUsd: "0" });
		expect(parts(0)).toEqual({ forwardUsd: "100", fixedForwardUsd: "100" });
	});

	it("weights both with the time they cover", () => {
		expect(parts(10)).toEqual({ forwardUsd: "101", fixedForwardUsd: "66.666666" });
	});

	it("is that of Derive's published example, 20 minutes before settlement", () => {
		const published = { averageSoFarUsd: "1950", spotUsd: "1975", remainingMs: 20 * MINUTE_MS };
		expect(settlementForward(published)).toEqual({ forwardUsd: "1966.666666", fixedForwardUsd: "650" });
	});

	it.each([30.01, -0.01, 0.00001])("does not exist %d minutes before expiry", (minutes) => {
		expect(thrownBy(() => parts(minutes)).code).toBe("NOT_IN_SETTLEMENT_WINDOW");
	});
});

describe("settlement terms of a market snapshot", () => {
	const terms = { fixedForwardUsd: "42500.10", discountFactor: "0.9990" };

	it("are read with canonical decimals, survive the file, and reach the marked options", () => {
		const read = parseMarketSnapshot(JSON.parse(JSON.stringify(marketSnapshotToJson(withTerms(terms, 10)))));
		const canonical = { fixedForwardUsd: "42500.1", discountFactor: "0.999" };
		expect(read.optionExpiries[1]).toMatchObject(canonical);
		const marked = markInstruments(buildListing(read), read);
		expect(marked.find(({ name }) => name === "BTC-27FEB26-60000-C")).toMatchObject(canonical);
		const other = marked.find(({ name }) => name === "BTC-27MAR26-60000-C");
		expect(other).not.toHaveProperty("fixedForwardUsd");
		expect(other).not.toHaveProperty("discountFactor");
	});

	it("that say nothing are left out: the market keeps its bytes", () => {
		const silent = withTerms({ fixedForwardUsd: "0.0", discountFactor: "1.00" }, 10);
		expect(encodeMarketSnapshot(silent)).toEqual(encodeMarketSnapshot(withTerms({}, 10)));
		expect(checkMarketSnapshot(silent).optionExpiries[1]).not.toHaveProperty("discountFactor");
	});

	it("change the hash, each in its own way", () => {
		const hashes = [
			{},
			terms,
			{ fixedForwardUsd: terms.fixedForwardUsd },
			{ discountFactor: terms.discountFactor },
			{ fixedForwardUsd: "0.999" },
			{ discountFactor: "0.9991" },
		].map((some) => hashMarketSnapshot(withTerms(some, 10)));
		expect(new Set(hashes).size).toBe(hashes.length);
	});

	it.each<[Partial<OptionExpiry>, number, string]>([
		[{ fixedForwardUsd: "-1" }, 10, "FIXED_FORWARD_OUT_OF_RANGE"],
		[{ fixedForwardUsd: "63761.81" }, 10, "FIXED_FORWARD_OUT_OF_RANGE"],
		[{ fixedForwardUsd: "100" }, 30, "FIXED_FORWARD_OUT_OF_RANGE"],
		[{ fixedForwardUsd: "much" }, 10, "DECIMAL_MALFORMED"],
		[{ discountFactor: "0" }, 10, "DISCOUNT_OUT_OF_RANGE"],
		[{ discountFactor: "-0.9" }, 10, "DISCOUNT_OUT_OF_RANGE"],
		[{ discountFactor: "2.1" }, 10, "DISCOUNT_OUT_OF_RANGE"],
		[{ discountFactor: "1e-1" }, 10, "DECIMAL_MALFORMED"],
	])("%j, %d minutes before expiry, are refused with %s", (bad, minutesLeft, code) => {
		expect(thrownBy(() => checkMarketSnapshot(withTerms(bad, minutesLeft))).code).toBe(code);
	});
});
