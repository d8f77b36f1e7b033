/** One epoch of a development network: tables of this minute, a ledger, and the trader's package, posted. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { publishLedgerEpoch, publishRiskEpoch, riskEpochContent } from "../../chain/epochs/publish-epochs.ts";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import { type Identity, publicIdentity } from "../../ledger/identity.ts";
import { buildLedger, traderPackageOf } from "../../ledger/ledger.ts";
import { sealPackage } from "../../ledger/sealed-package.ts";
import { settleAccount } from "../../ledger/settle-account.ts";
import { generateSampleMarket } from "../../market/sample/sample-market.ts";
import { SAMPLE_SEED } from "../../market/sample/sample-settings.ts";
import { buildListing } from "../../market/snapshot/listing.ts";
import { jsonText, writeFolder } from "../../node/files/write-folder.ts";
import { buildEpoch, type ListedMarket } from "../folders/build-epoch.ts";
import { writeLedgerFolder } from "../folders/ledger-folder.ts";
import { writeRiskFolder } from "../folders/risk-folder.ts";
import type { RiskSources } from "../folders/risk-sources.ts";
import { devnetAccount } from "./devnet-account.ts";
import type { DevnetChain } from "./devnet-chain.ts";

const VENUE_NAME = "devnet";
const drawBytes = (length: number) => new Uint8Array(randomBytes(length));

/** The sample market as it would be at this moment, on a whole second as chains count. */
export function devnetMarket(nowMs: number): ListedMarket {
	const snapshot = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: Math.floor(nowMs / 1000) * 1000 });
	return { snapshot, listing: buildListing(snapshot) };
}

/**
 * Writes `risk/`, `ledger/` and `delivered/` into the folder, then posts both epochs.
 *
 * @throws ChainRefusal when a contract refuses a post
 */
export async function postDevnetEpoch(request: {
	readonly chain: Pick<DevnetChain, "venue" | "wallets">;
	readonly market: ListedMarket;
	readonly sources: RiskSources;
	readonly identity: Identity;
	readonly folder: string;
}): Promise<void> {
	const { chain, market, sources, identity, folder } = request;
	const { snapshot, listing } = market;
	const { commitments, ...built } = await buildEpoch(market, sources);
	const account = devnetAccount(snapshot, publicIdentity(identity, VENUE_NAME));
	const settled = settleAccount({ account, listing });
	const owned = { ...account, identity: publicIdentity(identity, VENUE_NAME) };
	const ledger = buildLedger({
		accounts: [{ account: owned, settled }],
		listing,
		snapshotTimeMs: snapshot.timeMs,
		venue: VENUE_NAME,
		hash: await loadFastPoseidon(),
		randomBytes: drawBytes,
	});
	await writeRiskFolder(join(folder, "risk"), { ...built, sources: sources.texts });
	await writeLedgerFolder(join(folder, "ledger"), ledger);
	const sealed = sealPackage({
		traderPackage: traderPackageOf(ledger, 0),
		encryptionPublicKey: publicIdentity(identity, VENUE_NAME).encryptionPublicKey,
		randomBytes: drawBytes,
	});
	await writeFolder(join(folder, "delivered"), [
		{ name: `${account.name}.sealed.json`, content: jsonText(sealed) },
	]);

	const { venue, wallets } = chain;
	const content = riskEpochContent({ ...built.tables, trees: commitments });
	for (const publisher of [wallets["publisher-1"], wallets["publisher-2"]]) {
		await publishRiskEpoch({ publisher, riskEpochs: venue.riskEpochs, content });
	}
	await publishLedgerEpoch({
		operator: wallets.operator,
		venueLedger: venue.venueLedger,
		ledger: ledger.epoch,
	});
}
