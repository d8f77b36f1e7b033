/** A live epoch as whoever means to dispute it needs it. */
import type { Provider, Signer } from "ethers";
import { InputError } from "../../errors/base.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { type ContractReader, contractReader, type Sent, writeContract } from "../client/chain-call.ts";
import { ChainRefusal } from "../client/chain-refusal.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { contractEvents } from "../client/contract-events.ts";
import type { PostedContent } from "../epochs/publish-epochs.ts";
import type { TableCommitments } from "./dispute-row.ts";

type RiskEpochsAbi = typeof RISK_EPOCHS_ABI;
type Forgotten = { readonly content: PostedContent; readonly indexPricesMicroUsd: readonly bigint[] };

export type PostedEpoch = {
	readonly number: number;
	readonly commitments: TableCommitments;
	/** Of whom the contract asks. */
	readonly rowDispute: string;
	/** What the publishers behind the epoch have at stake; half of it is credited to a disputer. */
	readonly atStakeWei: bigint;
	/** Content and index prices of an epoch that has left the contract's history, for `recallEpoch`. */
	readonly forgotten: Forgotten | null;
};

/**
 * Reads an epoch, by default the newest. One that left the contract's history is found among the events.
 *
 * @param request.fromBlock where to look for the events from
 * @throws InputError `EPOCH_DEAD`, `EPOCH_NOT_POSTED`; what `readContract` throws
 */
export async function readPostedEpoch(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly level: MarginLevel;
	readonly epoch?: number | undefined;
	readonly fromBlock: number;
}): Promise<PostedEpoch> {
	const { provider, riskEpochs: address, level } = request;
	const read = contractReader({ runner: provider, address, abi: RISK_EPOCHS_ABI });
	const number = request.epoch ?? Number(await read("newestEpoch", []));
	const contentHash = await read("contentHashOf", [number]);
	if (BigInt(contentHash) === 0n) throw notPosted(number);
	if (await read("isDead", [number])) throw dead(number);
	const { content, forgotten } = await readContent(request, number, contentHash, read);
	return {
		number,
		commitments: {
			riskRoot: level === "initial" ? content.initialRoot : content.maintenanceRoot,
			marketRoot: content.marketRoot,
			parametersHash: content.parametersHash,
			parameterSet: content.parameterSet,
			snapshotTimeMs: fromChainSeconds(content.snapshotTime),
			nextExpiryMs: content.nextExpiry === 0n ? null : fromChainSeconds(content.nextExpiry),
			level,
		},
		rowDispute: await read("rowDispute", []),
		atStakeWei: await read("atStake", [number]),
		forgotten,
	};
}

/**
 * Gives the contract back what it has forgotten of an epoch, so that it can be disputed.
 *
 * @throws ChainRefusal `CONTENT_NOT_OF_EPOCH`
 */
export function recallEpoch(request: {
	readonly sender: Signer;
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly forgotten: NonNullable<PostedEpoch["forgotten"]>;
}): Promise<Sent> {
	const { sender: signer, riskEpochs: address, epoch, forgotten } = request;
	const args = [epoch, forgotten.content, forgotten.indexPricesMicroUsd] as const;
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method: "recallEpoch", args });
}

async function readContent(
	{ provider, riskEpochs: address, fromBlock }: Parameters<typeof readPostedEpoch>[0],
	number: number,
	contentHash: string,
	read: ContractReader<RiskEpochsAbi>,
): Promise<{ readonly content: PostedContent; readonly forgotten: Forgotten | null }> {
	try {
		return { content: await read("epochAt", [number]), forgotten: null };
	} catch (error) {
		if (!(error instanceof ChainRefusal) || error.errorName !== "EpochUnknown") throw error;
	}
	const toBlock = await provider.getBlockNumber();
	const source = { provider, address, abi: RISK_EPOCHS_ABI };
	for (const { name, args } of await contractEvents({ ...source, fromBlock, toBlock })) {
		if (name !== "RiskTablePosted" || args.contentHash !== contentHash) continue;
		const { content, indexPricesMicroUsd } = args;
		return { content, forgotten: { content, indexPricesMicroUsd } };
	}
	throw notPosted(number);
}

function notPosted(epoch: number): InputError {
	return new InputError({
		code: "EPOCH_NOT_POSTED",
		message: `no publisher's post of epoch ${epoch} is found`,
		field: "epoch",
		hint: "give the number of a live epoch, and a first block that is not after its post",
	});
}

function dead(epoch: number): InputError {
	return new InputError({
		code: "EPOCH_DEAD",
		message: `epoch ${epoch} is dead already: no proof counts under it, and no bond is left to take`,
		field: "epoch",
	});
}
