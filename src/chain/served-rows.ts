/** Rows that were opened on the chain, with their places: what of a table everybody has, whoever hides the rest. */
import { Interface, type Provider } from "ethers";
import type { ShownPlace } from "../proof/row-word-input.ts";
import type { MarginLevel } from "../risk/risk-table.ts";
import { RISK_EPOCHS_ABI } from "./abi.ts";
import { onChain } from "./chain-call.ts";
import { contractEvents } from "./contract-events.ts";
import { chainLevel } from "./risk-level.ts";

export type ServedRow = {
	readonly id: number;
	readonly elements: readonly bigint[];
	readonly place: ShownPlace;
};

/**
 * The rows of one table that were served in these blocks. A row that was served through another contract is
 * left out: its path is in no transaction to this one.
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
	const contract = new Interface(RISK_EPOCHS_ABI);
	const found = new Map<number, ServedRow>();
	for (const event of await contractEvents({ provider, address, abi: RISK_EPOCHS_ABI, fromBlock, toBlock })) {
		const { id, words } = event.args as { readonly id: bigint; readonly words: readonly bigint[] };
		const isAsked =
			event.name === "RowServed" &&
			Number(event.args.epoch) === epoch &&
			Number(event.args.level) === chainLevel(level);
		if (!isAsked || words.length === 0) continue;
		const transaction = await onChain(() => provider.getTransaction(event.transactionHash));
		const call = transaction === null ? null : contract.parseTransaction(transaction);
		if (call?.name !== "serveRow" || call.args.id !== id) continue;
		const path = (call.args.path as readonly (readonly bigint[])[]).map((children) => [...children]);
		found.set(Number(id), { id: Number(id), elements: [...words], place: { root, path } });
	}
	return [...found.values()];
}
