/** Marks that name another index price than what publishers posted for the feeds. */
import type { Signer } from "ethers";
import type { MarketLeaf, MarketTree } from "../../market/snapshot/market-tree.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { type Sent, writeContract } from "../client/chain-call.ts";
import { encodeEvidence, marketOpening } from "../demands/dispute-types.ts";
import type { RiskEpochContent } from "../epochs/publish-epochs.ts";

/**
 * Sends the dispute: the epoch dies, all who stand behind it lose their bonds, and half of them is credited to the
 * disputer.
 *
 * @throws ChainRefusal `INDEX_PRICE_AGREES`, `UNDERLYING_NOT_OF_FEED`, `CONTENT_NOT_OF_EPOCH`, `RISK_EPOCH_IS_DEAD`
 */
export function disputeIndexPrice(request: {
	readonly disputer: Signer;
	readonly riskEpochs: string;
	readonly epoch: number;
	/** As posted. */
	readonly content: RiskEpochContent;
	/** As posted, one per feed. */
	readonly indexPricesMicroUsd: readonly bigint[];
	/** Place of the feed. */
	readonly feed: number;
	readonly market: MarketTree;
	/** Any instrument of the feed's underlying. */
	readonly id: number;
}): Promise<Sent> {
	const { disputer: signer, riskEpochs: address, market, id, ...posted } = request;
	const { epoch, content, indexPricesMicroUsd, feed } = posted;
	const marks = encodeEvidence("marketLeaf", [marketOpening(market, market.leaves[id - 1] as MarketLeaf)]);
	const args = [epoch, content, indexPricesMicroUsd, feed, marks] as const;
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method: "disputeIndexPrice", args });
}
