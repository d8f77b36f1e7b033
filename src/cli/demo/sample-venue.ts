/** The demo's cast: a sample market, its risk tables, a venue with accounts, and their owners. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import { parseAccount, withOwner } from "../../ledger/account-file.ts";
import { createIdentity, type Identity, identityAt, publicIdentity } from "../../ledger/identity.ts";
import { buildLedger, type Ledger, type TraderPackage, traderPackageOf } from "../../ledger/ledger.ts";
import { openPackage, sealPackage } from "../../ledger/sealed-package.ts";
import { settleAccount } from "../../ledger/settle-account.ts";
import { generateSampleMarket } from "../../market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../../market/sample/sample-settings.ts";
import { buildListing } from "../../market/snapshot/listing.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { REPOSITORY_ROOT } from "../../node/files/repository-root.ts";
import type { ListedMarket } from "../folders/build-epoch.ts";
import { type RiskSources, readRiskSources } from "../folders/risk-sources.ts";

export const DEMO_ACCOUNTS = ["hedged-options", "over-levered", "insolvent", "carry"] as const;
export type DemoAccount = (typeof DEMO_ACCOUNTS)[number];

const VENUE_NAME = "demo venue";
const drawBytes = (length: number) => new Uint8Array(randomBytes(length));

export function sampleMarket(): ListedMarket {
	const snapshot = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: SAMPLE_TIME_MS });
	return { snapshot, listing: buildListing(snapshot) };
}

/** What comes with the sample market. */
export function sampleSources(): Promise<RiskSources> {
	return readRiskSources({}, "sample");
}

export type SampleVenue = {
	readonly identities: Readonly<Record<DemoAccount, Identity>>;
	/** Commits to all accounts as they are, at a time of choice. */
	readonly closeLedger: (snapshotTimeMs: number) => Promise<Ledger>;
	/** What the trader gets: sealed by the venue, opened with the trader's identity. */
	readonly deliver: (ledger: Ledger, account: DemoAccount) => TraderPackage;
};

/** A venue whose customers have identities that were drawn just now. */
export async function sampleVenue({ listing }: ListedMarket): Promise<SampleVenue> {
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
