/** A small market, accounts on it, and seeded stand-ins for randomness. Nothing here is secret. */
import { poseidon } from "../../src/field/poseidon.ts";
import { type Account, parseAccount, withOwner } from "../../src/ledger/account-file.ts";
import { createIdentity, type Identity } from "../../src/ledger/identity.ts";
import { buildLedger, type Ledger } from "../../src/ledger/ledger.ts";
import type { RandomBytes } from "../../src/ledger/random-field.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { buildListing, findInstrument } from "../../src/market/snapshot/listing.ts";
import { seededUniform } from "../support/random/seeded-uniform.ts";

export const SNAPSHOT_TIME_MS = Date.UTC(2026, 1, 5, 8);
const EXPIRY_MS = Date.UTC(2026, 2, 27, 8);
const STRIKES = ["60000", "62000", "64000", "66000", "68000", "70000", "72000", "75000", "80000", "90000"];

export const LISTING = buildListing({
	timeMs: SNAPSHOT_TIME_MS,
	source: "test",
	assets: [
		{ symbol: "USD", assetClass: "fiat", underlying: "USD", priceUsd: "1", lot: "0.01" },
		{ symbol: "USDC", assetClass: "stable", underlying: "USD", priceUsd: "0.9998", lot: "0.01" },
		{ symbol: "BTC", assetClass: "coin", underlying: "BTC", priceUsd: "63719.5", lot: "0.00001" },
		{ symbol: "WBTC", assetClass: "wrapped", underlying: "BTC", priceUsd: "63650", lot: "0.00001" },
	],
	perpetuals: [{ underlying: "BTC", markUsd: "63720.25", lot: "0.0001" }],
	futures: [{ underlying: "BTC", expiryMs: EXPIRY_MS, markUsd: "64100.5", lot: "0.0001" }],
	optionExpiries: [
		{
			underlying: "BTC",
			expiryMs: EXPIRY_MS,
			forwardUsd: "64100.5",
			lot: "0.1",
			options: STRIKES.flatMap((strike) => [
				{ strike, optionType: "C" as const, iv: "0.5" },
				{ strike, optionType: "P" as const, iv: "0.5" },
			]),
		},
	],
});

export function idOf(name: string): number {
	return findInstrument(LISTING, name).id;
}

/** Parses an account with only the given parts filled in. */
export function accountOf(parts: Record<string, unknown>): Account {
	return parseAccount({
		format: "zkmargin-account/2",
		name: "test",
		balances: [],
		positions: [],
		...parts,
	});
}

/** Deterministic bytes: for tests only. */
export function seededBytes(seed: number): RandomBytes {
	const next = seededUniform(seed);
	return (byteCount) => Uint8Array.from({ length: byteCount }, () => Math.floor(next() * 256));
}

export const ALICE: Identity = createIdentity(seededBytes(1));
export const BOB: Identity = createIdentity(seededBytes(2));

export const ALICE_ACCOUNT = accountOf({
	name: "alice",
	balances: [
		{ asset: "USD", amount: "-1000.5" },
		{ asset: "BTC", amount: "1.25" },
	],
	positions: [
		{ instrument: "BTC-PERPETUAL", size: "-0.5", entryPrice: "63000" },
		{ instrument: "BTC-27MAR26-70000-C", size: "-1.2" },
	],
	holds: [{ reason: "pending withdrawal", amountUsd: "250" }],
});

const BOB_ACCOUNT = accountOf({ name: "bob", balances: [{ asset: "USDC", amount: "5000" }] });

/** Alice at index 0, Bob at index 1. */
export function sampleLedger(seed = 3): Ledger {
	const accounts = [
		withOwner(ALICE_ACCOUNT, { owner: ALICE.owner, encryptionPublicKey: ALICE.encryptionPublicKey }),
		withOwner(BOB_ACCOUNT, { owner: BOB.owner, encryptionPublicKey: BOB.encryptionPublicKey }),
	];
	return buildLedger({
		accounts: accounts.map((account) => ({ account, settled: settleAccount({ account, listing: LISTING }) })),
		listing: LISTING,
		snapshotTimeMs: SNAPSHOT_TIME_MS,
		venue: "test venue",
		hash: poseidon,
		randomBytes: seededBytes(seed),
	});
}
