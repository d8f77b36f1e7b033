/** What the two epochs of an attestation hold: a registry compares it with the epochs' seals. */
import { type ContractRunner, ZeroHash } from "ethers";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI, SOLVENCY_REGISTRY_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import { readContract } from "../client/chain-call.ts";
import { ChainRefusal } from "../client/chain-refusal.ts";

/** In the form of the contract: times are seconds. */
export type EpochContents = {
	readonly listingHash: string;
	readonly ledgerRoot: bigint;
	/** Of the level that is attested. */
	readonly riskRoot: bigint;
	readonly ledgerTime: bigint;
	readonly riskTime: bigint;
	/** 0 when nothing in the listing expires. */
	readonly nextExpiry: bigint;
};

/**
 * Reads the records of the named epochs. Of an epoch without a record nothing is known, so zeros stand for
 * it: the registry refuses them and says what is wrong with the epoch.
 *
 * @throws what `readContract` throws, but for `EpochUnknown`
 */
export async function readEpochContents(request: {
	readonly runner: ContractRunner;
	readonly registry: string;
	readonly venue: string;
	readonly ledgerEpoch: number;
	readonly riskEpoch: number;
	readonly level: MarginLevel;
}): Promise<EpochContents> {
	const { runner, registry, venue, ledgerEpoch, riskEpoch, level } = request;
	const riskEpochs = await readContract({
		...{ runner, address: registry, abi: SOLVENCY_REGISTRY_ABI },
		method: "riskEpochs",
		args: [],
	});
	const [ledger, risk] = await Promise.all([
		unlessUnknown(
			readContract({ runner, address: venue, abi: VENUE_LEDGER_ABI, method: "epochAt", args: [ledgerEpoch] }),
		),
		unlessUnknown(
			readContract({
				runner,
				address: riskEpochs,
				abi: RISK_EPOCHS_ABI,
				method: "epochAt",
				args: [riskEpoch],
			}),
		),
	]);
	return {
		listingHash: ledger?.listingHash ?? ZeroHash,
		ledgerRoot: ledger?.ledgerRoot ?? 0n,
		riskRoot: (level === "initial" ? risk?.initialRoot : risk?.maintenanceRoot) ?? 0n,
		ledgerTime: ledger?.snapshotTime ?? 0n,
		riskTime: risk?.snapshotTime ?? 0n,
		nextExpiry: risk?.nextExpiry ?? 0n,
	};
}

async function unlessUnknown<T>(record: Promise<T>): Promise<T | undefined> {
	try {
		return await record;
	} catch (error) {
		if (error instanceof ChainRefusal && error.errorName === "EpochUnknown") return undefined;
		throw error;
	}
}
