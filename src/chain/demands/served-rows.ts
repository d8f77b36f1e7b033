/** Rows that were opened on the chain, with their places: what of a table everybody has, whoever hides the rest. */
import type { Provider } from "ethers";
import type { ShownPlace } from "../../proof/inputs/row-word-input.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { contractEvents } from "../client/contract-events.ts";
import { chainLevel } from "../client/risk-level.ts";

export type ServedRow = {
	readonly id: number;
	readonly elements: readonly bigint[];
	readonly place: ShownPlace;
};

/**
 * The rows of one table that were served in these blocks, by whomever and through whatever contract. Only what
 * the contract itself logged is read: transactions are anybody's, and may say what they like.
 */
export async function servedRows(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly level: MarginLevel;
	/** The table's root. */
	readonly root: bigint;
	readonly fromBlock: number;
	readonly toBlock: number;
}): Promise<ServedRow[]> {
	const { provider, riskEpochs: address, epoch, level, root, fromBlock, toBlock } = request;
	const found = new Map<number, ServedRow>();
	for (const event of await contractEvents({ provider, address, abi: RISK_EPOCHS_ABI, fromBlock, toBlock })) {
		if (event.name !== "RowServed") continue;
		const { words, path, ...place } = event.args;
		const isAsked = Number(place.epoch) === epoch && Number(place.level) === chainLevel(level);
		if (!isAsked || words.length === 0) continue;
		const id = Number(place.id);
		found.set(id, { id, elements: words, place: { root, path } });
	}
	return [...found.values()];
}
