/** What the two epochs of an attestation hold: a registry compares it with the epochs' seals. */
import { type ContractRunner, type Result, ZeroHash } from "ethers";
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
	const riskEpochs = readContract({
		runner,
		address: registry,
		abi: SOLVENCY_REGISTRY_ABI,
		method: "riskEpochs",
		args: [],
	});
	const [ledger, risk] = await Promise.all([
		recordOrUndefined({ runner, address: venue, abi: VENUE_LEDGER_ABI, epoch: ledgerEpoch }),
		riskEpochs.then((address) =>
			recordOrUndefined({ runner, address: address as string, abi: RISK_EPOCHS_ABI, epoch: riskEpoch }),
		),
	]);
	return {
		listingHash: String(ledger?.listingHash ?? ZeroHash),
		ledgerRoot: bigintOf(ledger?.ledgerRoot),
		riskRoot: bigintOf(level === "initial" ? risk?.initialRoot : risk?.maintenanceRoot),
		ledgerTime: bigintOf(ledger?.snapshotTime),
		riskTime: bigintOf(risk?.snapshotTime),
		nextExpiry: bigintOf(risk?.nextExpiry),
	};
}

async function recordOrUndefined(request: {
	readonly runner: ContractRunner;
	readonly address: string;
	readonly abi: readonly string[];
	readonly epoch: number;
}): Promise<Result | undefined> {
	const { epoch, ...contract } = request;
	try {
		return (await readContract({ ...contract, method: "epochAt", args: [epoch] })) as Result;
	} catch (error) {
		if (error instanceof ChainRefusal && error.errorName === "EpochUnknown") return undefined;
		throw error;
	}
}

function bigintOf(value: unknown): bigint {
	return typeof value === "bigint" ? value : 0n;
}
