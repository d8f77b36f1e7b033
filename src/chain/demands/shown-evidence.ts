/** What of an epoch was shown on the chain besides rows: marks, scenarios, and places without a row. */
import type { Provider } from "ethers";
import type { ShownPlace } from "../../proof/inputs/row-word-input.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { contractEvents } from "../client/contract-events.ts";
import { chainLevel } from "../client/risk-level.ts";
import { type OpenedMarks, openedMarks } from "./dispute-types.ts";

export type ShownEvidence = {
	/** Each leaf once. */
	readonly marks: readonly OpenedMarks[];
	/** As evidence of ground `scenarioLeaf`, 0x. */
	readonly scenarios: readonly string[];
	/** Of the table of one level, by id. */
	readonly emptyPlaces: ReadonlyMap<number, ShownPlace>;
};

/** Only what the contract itself logged is read: it has checked that all of it opens. */
export async function shownEvidence(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly level: MarginLevel;
	/** The table's root. */
	readonly root: bigint;
	readonly fromBlock: number;
	readonly toBlock: number;
}): Promise<ShownEvidence> {
	const { provider, riskEpochs: address, epoch, level, root, fromBlock, toBlock } = request;
	const marks = new Map<string, OpenedMarks>();
	const scenarios = new Set<string>();
	const emptyPlaces = new Map<number, ShownPlace>();
	const source = { provider, address, abi: RISK_EPOCHS_ABI, fromBlock, toBlock };
	for (const { name, args } of await contractEvents(source)) {
		if (name !== "MarksShown" && name !== "ScenarioShown" && name !== "RowServed") continue;
		if (Number(args.epoch) !== epoch) continue;
		if (name === "MarksShown" && !marks.has(args.opening)) marks.set(args.opening, openedMarks(args.opening));
		if (name === "ScenarioShown") scenarios.add(args.opening);
		if (name !== "RowServed" || Number(args.level) !== chainLevel(level)) continue;
		const { id, words, path } = args;
		if (words.length === 0) emptyPlaces.set(Number(id), { root, path });
	}
	return { marks: [...marks.values()], scenarios: [...scenarios], emptyPlaces };
}
