/** What it takes to put a market of 2,000 instruments on record: its bytes, and the gas of the transaction with them. */
import { getBytes } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { publishMarket } from "../../src/chain/epochs/publish-epochs.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../src/market/snapshot/mark-instruments.ts";
import { encodeMarketSnapshot, hashMarketSnapshot } from "../../src/market/snapshot/market-hash.ts";
import type { MarketSnapshot } from "../../src/market/snapshot/market-snapshot.ts";
import { buildMarketTree } from "../../src/market/snapshot/market-tree.ts";
import { MARCH_EXPIRY_MS, SMALL_MARKET } from "../support/market/small-market.ts";
import { expectSnapshot } from "../support/venue/match-snapshot.ts";
import { VenueFixture } from "../support/venue/venue-fixture.ts";

const INSTRUMENTS = 2_000;
const EXPIRIES = 20;
const DAY_MS = 86_400_000;
/** EIP-7691 leaves the size of a blob as EIP-4844 made it; 31 of 32 bytes hold data. */
const BLOB_DATA_BYTES = 4_096 * 31;
const MOST_GAS = 16_000_000n;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
afterAll(() => fixture.chain.close());

/** Strikes and volatilities with as many digits as exchanges write, on two coins and twenty expiries. */
function largeMarket(): MarketSnapshot {
	const others = buildListing({ ...SMALL_MARKET, optionExpiries: [] }).instruments.length;
	const perExpiry = Math.ceil((INSTRUMENTS - others) / EXPIRIES);
	let left = INSTRUMENTS - others;
	const optionExpiries = Array.from({ length: EXPIRIES }, (_, at) => {
		const [underlying, spot, step] =
			at % 2 === 0 ? (["BTC", 63_718, 500] as const) : (["ETH", 1_881, 15] as const);
		const forwardUsd = `${spot}.${String(10 + at)}1`;
		const count = Math.min(left, perExpiry);
		left -= count;
		const options = Array.from({ length: count }, (_, place) => {
			const steps = Math.floor(place / 2) - Math.floor(count / 4);
			const iv = (0.62 + 0.0001 * at + 0.0001 * (Math.abs(steps) % 3)).toFixed(4);
			return {
				strike: String(spot + step * steps),
				optionType: place % 2 === 0 ? ("C" as const) : ("P" as const),
				iv,
			};
		});
		const expiryMs = MARCH_EXPIRY_MS + Math.floor(at / 2) * 14 * DAY_MS;
		return { underlying, expiryMs, forwardUsd, lot: underlying === "BTC" ? "0.01" : "0.1", options };
	});
	return { ...SMALL_MARKET, optionExpiries };
}

it("2,000 instruments fit into one transaction, and into one blob", async () => {
	const snapshot = largeMarket();
	const listing = buildListing(snapshot);
	const marketHash = hashMarketSnapshot(snapshot);
	const instruments = markInstruments(listing, snapshot);
	const market = buildMarketTree({ instruments, snapshotTimeMs: snapshot.timeMs, marketHash });
	expect(market.instrumentCount).toBe(INSTRUMENTS);
	await fixture.postRisk(-30, { marketRoot: market.marketRoot });
	const { riskEpochs } = fixture.venue;
	const sent = await publishMarket({ sender: fixture.roles.bob, riskEpochs, epoch: 1, snapshot, market });
	const transaction = await fixture.chain.provider.getTransaction(sent.transactionHash);
	const bytes = encodeMarketSnapshot(snapshot).length;
	expectSnapshot("market-bytes.json", {
		instruments: INSTRUMENTS,
		bytes,
		"calldata bytes": getBytes(transaction?.data ?? "0x").length,
		"publish market, gas": Number(sent.gasUsed),
	});
	expect(bytes).toBeLessThan(BLOB_DATA_BYTES);
	expect(sent.gasUsed).toBeLessThan(MOST_GAS);
});
