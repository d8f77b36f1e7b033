/** What the provers are measured with: a sample account as a record of each size class. */
import { sampleSources, sampleVenue } from "../src/cli/demo/sample-venue.ts";
import { buildEpochTables, type ListedMarket } from "../src/cli/folders/build-epoch.ts";
import { loadFastPoseidon } from "../src/field/poseidon.ts";
import type { SizeClass } from "../src/ledger/account-leaf.ts";
import { publicIdentity } from "../src/ledger/identity.ts";
import { commitLedger, traderPackageOf } from "../src/ledger/ledger.ts";
import { SAMPLE_TIME_MS } from "../src/market/sample/sample-settings.ts";
import { type CircuitInput, solvencyInput } from "../src/proof/inputs/solvency-input.ts";
import { assessMargin } from "../src/risk/margin/margin-engine.ts";

/** Solvent sample accounts, those with more positions first. */
const ACCOUNTS = ["hedged-options", "carry"] as const;

export async function provingInputs(
	market: ListedMarket,
): Promise<(sizeClass: SizeClass) => Promise<CircuitInput>> {
	const { maintenance } = await buildEpochTables(market, await sampleSources());
	const venue = await sampleVenue(market);
	const ledger = await venue.closeLedger(SAMPLE_TIME_MS);
	return async (sizeClass) => {
		const fitting = ACCOUNTS.map((name) => ({ name, delivered: venue.deliver(ledger, name) })).find(
			({ delivered }) => delivered.record.holdings.length <= sizeClass,
		);
		if (fitting === undefined) throw new Error(`no sample account fits into ${sizeClass} slots`);
		const identity = venue.identities[fitting.name];
		const record = { ...fitting.delivered.record, sizeClass };
		const { encryptionPublicKey } = publicIdentity(identity);
		const own = commitLedger({
			accounts: [{ name: fitting.name, encryptionPublicKey, record }],
			listingHash: market.listing.hash,
			snapshotTimeMs: SAMPLE_TIME_MS,
			venue: "bench",
			hash: await loadFastPoseidon(),
		});
		const traderPackage = traderPackageOf(own, 0);
		return solvencyInput({
			secret: identity.secret,
			record,
			accountIndex: traderPackage.index,
			accountPath: traderPackage.path,
			ledgerRoot: traderPackage.ledgerRoot,
			table: maintenance,
			assessment: assessMargin(maintenance.rows, record.holdings),
			request: { scope: 1n, holder: `0x${"11".repeat(20)}`, surplusMicroUsd: 0n },
		});
	};
}
