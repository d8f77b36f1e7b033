/** Marks that name another index price than what publishers posted for the feeds. */
import type { Signer } from "ethers";
import type { MarketLeaf, MarketTree } from "../../market/snapshot/market-tree.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { encodeEvidence, marketOpening } from "../demands/dispute-types.ts";
import type { PostedContent, RiskEpochContent } from "../epochs/publish-epochs.ts";

/** Which index price the marks of an instrument contradict. */
export type IndexPriceDispute = {
	/** As posted. */
	readonly content: RiskEpochContent | PostedContent;
	/** As posted, one per feed. */
	readonly indexPricesMicroUsd: readonly bigint[];
	/** Place of the feed. */
	readonly feed: number;
	/** Opened marks of any instrument of the feed's underlying, 0x. */
	readonly marks: string;
};

/**
 * Sends the dispute: the epoch dies, all who stand behind it lose their bonds, and half of them is credited to the
 * disputer.
 *
 * @throws ChainRefusal `INDEX_PRICE_AGREES`, `UNDERLYING_NOT_OF_FEED`, `CONTENT_NOT_OF_EPOCH`, `RISK_EPOCH_IS_DEAD`
 */
export async function disputeIndexPrice(
	request: IndexPriceDispute & {
		readonly disputer: Signer;
		readonly riskEpochs: string;
		readonly epoch: number;
	},
): Promise<Sent & { readonly slashedWei: bigint }> {
	const { disputer: signer, riskEpochs: address, epoch, content, indexPricesMicroUsd, feed, marks } = request;
	const args = [epoch, content, indexPricesMicroUsd, feed, marks] as const;
	const contract = { signer, address, abi: RISK_EPOCHS_ABI };
	const sent = await writeContract({ ...contract, method: "disputeIndexPrice", args });
	return { ...sent, slashedWei: sentEvent(sent, RISK_EPOCHS_ABI, "IndexPriceDisputed").slashedWei };
}

/** The marks of an instrument as `IndexPriceDispute` takes them. */
export function indexMarks(market: MarketTree, id: number): string {
	return encodeEvidence("marketLeaf", [marketOpening(market, market.leaves[id - 1] as MarketLeaf)]);
}
