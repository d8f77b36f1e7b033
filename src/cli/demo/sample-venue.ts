/** The demo's cast: a sample market, its risk tables, a venue with accounts, and their owners. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import { parseAccount, withOwner } from "../../ledger/account-file.ts";
import { createIdentity, type Identity, identityAt, publicIdentity } from "../../ledger/identity.ts";
import { buildLedger, type Ledger, type TraderPackage, traderPackageOf } from "../../ledger/ledger.ts";
import { openPackage, sealPackage } from "../../ledger/sealed-package.ts";
import { settleAccount } from "../../ledger/settle-account.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import { generateSampleMarket } from "../../market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../../market/sample/sample-settings.ts";
import { buildListing } from "../../market/snapshot/listing.ts";
import type { MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { REPOSITORY_ROOT } from "../../node/files/repository-root.ts";
import { withRowHashThreads } from "../../node/threads/row-hash-threads.ts";
import type { RiskParams } from "../../risk/params/risk-params.ts";
import { buildRiskTablesAhead, type RiskTables } from "../../risk/table/build-risk-table.ts";
import { buildEpochCommitments, type EpochCommitments } from "../../risk/table/epoch-commitments.ts";
import { readRiskSources } from "../folders/risk-sources.ts";

export const DEMO_ACCOUNTS = ["hedged-options", "over-levered", "insolvent", "carry"] as const;
export type DemoAccount = (typeof DEMO_ACCOUNTS)[number];

const VENUE_NAME = "demo venue";
const drawBytes = (length: number) => new Uint8Array(randomBytes(length));

export type SampleMarket = { readonly snapshot: MarketSnapshot; readonly listing: Listing };

export function sampleMarket(): SampleMarket {
	const snapshot = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: SAMPLE_TIME_MS });
	return { snapshot, listing: buildListing(snapshot) };
}

export async function sampleParams(): Promise<RiskParams> {
	return (await readRiskSources({}, "sample")).params;
}

export async function sampleTables(
	{ snapshot, listing }: SampleMarket,
	report: (detail: string) => void,
): Promise<RiskTables> {
	const sources = await readRiskSources({}, "sample");
	const hash = await loadFastPoseidon();
	const onProgress = (done: number, total: number) => report(`row ${done} of ${total}`);
	return withRowHashThreads((hashRows) =>
		buildRiskTablesAhead({ listing, snapshot, ...sources, hash, hashRows, onProgress }),
	);
}

export async function sampleEpochCommitments({ snapshot, listing }: SampleMarket): Promise<EpochCommitments> {
	return buildEpochCommitments({ listing, snapshot, ...(await readRiskSources({}, "sample")) });
}

export type SampleVenue = {
	readonly identities: Readonly<Record<DemoAccount, Identity>>;
	/** Commits to all accounts as they are, at a time of choice. */
	readonly closeLedger: (snapshotTimeMs: number) => Promise<Ledger>;
	/** What the trader gets: sealed by the venue, opened with the trader's identity. */
	readonly deliver: (ledger: Ledger, account: DemoAccount) => TraderPackage;
};

/** A venue whose customers have identities that were drawn just now. */
export async function sampleVenue({ listing }: SampleMarket): Promise<SampleVenue> {
	const draw = () => identityAt(createIdentity(drawBytes), VENUE_NAME);
	const identities = { "hedged-options": draw(), "over-levered": draw(), insolvent: draw(), carry: draw() };
	const accounts = await Promise.all(
		DEMO_ACCOUNTS.map(async (name) => {
			const file = join(REPOSITORY_ROOT, "sample", "accounts", `${name}.json`);
			const account = withOwner(parseAccount(await readJsonFile(file)), publicIdentity(identities[name]));
			return { account, settled: settleAccount({ account, listing }) };
		}),
	);
	return {
		identities,
		closeLedger: async (snapshotTimeMs) =>
			buildLedger({
				accounts,
				listing,
				snapshotTimeMs,
				venue: VENUE_NAME,
				hash: await loadFastPoseidon(),
				randomBytes: drawBytes,
			}),
		deliver: (ledger, account) => {
			const identity = identities[account];
			const traderPackage = traderPackageOf(ledger, DEMO_ACCOUNTS.indexOf(account));
			const { encryptionPublicKey } = publicIdentity(identity);
			const envelope = sealPackage({ traderPackage, encryptionPublicKey, randomBytes: drawBytes });
			return openPackage({ envelope, identity });
		},
	};
}
