/** What publishers posted for the price feeds of an epoch. */
import type { Provider } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { contractReader } from "../client/chain-call.ts";
import { contractEvents } from "../client/contract-events.ts";
import type { PostedPrices } from "./find-marks-breach.ts";

/** @returns `null` for a contract without feeds, or when no post of the epoch is found in these blocks */
export async function readPostedPrices(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly fromBlock: number;
	readonly toBlock: number;
}): Promise<PostedPrices | null> {
	const { provider, riskEpochs: address, epoch, fromBlock, toBlock } = request;
	const read = contractReader({ runner: provider, address, abi: RISK_EPOCHS_ABI });
	const feeds = await read("feeds", []);
	if (feeds.length === 0) return null;
	const contentHash = await read("contentHashOf", [epoch]);
	const source = { provider, address, abi: RISK_EPOCHS_ABI, fromBlock, toBlock };
	for (const { name, args } of await contractEvents(source)) {
		if (name !== "RiskTablePosted" || args.contentHash !== contentHash) continue;
		return {
			underlyings: feeds.map(({ underlying }) => BigInt(underlying)),
			content: args.content,
			indexPricesMicroUsd: args.indexPricesMicroUsd,
		};
	}
	return null;
}
