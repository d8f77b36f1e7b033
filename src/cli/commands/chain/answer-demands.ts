/**
 * Answers what is demanded of publishers out of risk folders: rows, nodes, marks and scenarios. Which folder has
 * what was demanded, the contract says itself.
 */
import type { Provider, Signer } from "ethers";
import type { Sent } from "../../../chain/client/chain-call.ts";
import { showMarks, showScenario } from "../../../chain/demands/market-demands.ts";
import {
	type NodePlace,
	openNodeDemands,
	readNodeDemand,
	serveNode,
} from "../../../chain/demands/node-demands.ts";
import {
	isMarketDemandSettled,
	type OpenMarketDemand,
	openMarketDemands,
} from "../../../chain/demands/open-market-demands.ts";
import {
	openDemands,
	type RowDemand,
	type RowPlace,
	readDemand,
	serveRow,
} from "../../../chain/demands/row-demands.ts";
import { ZkMarginError } from "../../../errors/base.ts";
import type { MarginLevel, RiskTable } from "../../../risk/model/risk-table.ts";
import type { EpochCommitments } from "../../../risk/table/epoch-commitments.ts";
import { readRiskFolder } from "../../folders/risk-folder.ts";

export type OpenDemand =
	| (RowPlace & RowDemand & { readonly kind: "row" })
	| (NodePlace & RowDemand & { readonly kind: "node" })
	| OpenMarketDemand;
export type AnsweredDemand = OpenDemand & Pick<Sent, "transactionHash" | "gasUsed">;

/** What a folder without the demanded content is refused with. Nothing is sent then: nodes run it first. */
const OF_ANOTHER_EPOCH = new Set(["ROW_NOT_OPENED", "NODE_NOT_OPENED", "NOT_SHOWN", "SCENARIO_UNKNOWN"]);

/** Everything of these blocks, both included, that still waits for an answer. */
export async function allOpenDemands(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly fromBlock: number;
	readonly toBlock: number;
}): Promise<OpenDemand[]> {
	const rows = await openDemands(request);
	const nodes = await openNodeDemands(request);
	return [
		...rows.map((row) => ({ ...row, kind: "row" as const })),
		...nodes.map((node) => ({ ...node, kind: "node" as const })),
		...(await openMarketDemands(request)),
	];
}

/** A demand that a folder may have the answer to, but that could not be answered. */
export type FailedDemand = OpenDemand & {
	/** Of the error, `UNEXPECTED` for one that is not ours. */
	readonly code: string;
	readonly message: string;
};

export type Answers = {
	readonly served: readonly AnsweredDemand[];
	/** Somebody else answered, or let it expire, while we worked. */
	readonly noLongerAwaited: readonly OpenDemand[];
	/** No folder has the answer. */
	readonly left: readonly OpenDemand[];
	readonly failed: readonly FailedDemand[];
};

/**
 * Tries every folder for every demand, what is due first first. Whatever happens to one demand, the next is
 * tried: each of them can cost a bond.
 */
export async function answerDemands(request: {
	readonly sender: Signer;
	readonly demands: readonly OpenDemand[];
	readonly folders: readonly string[];
	readonly onProgress?: ((detail: string) => void) | undefined;
}): Promise<Answers> {
	const { sender, folders, onProgress } = request;
	const demands = [...request.demands].sort((a, b) => a.answerByMs - b.answerByMs);
	const sources = folders.map(folderSource);
	const served: AnsweredDemand[] = [];
	const noLongerAwaited: OpenDemand[] = [];
	const left: OpenDemand[] = [];
	const failed: FailedDemand[] = [];
	for (const [done, demand] of demands.entries()) {
		const outcome = await tryToAnswer(sender, demand, sources);
		if (outcome === "no longer awaited") noLongerAwaited.push(demand);
		else if (outcome === "in no folder") left.push(demand);
		else if ("failure" in outcome) failed.push({ ...demand, ...describeFailure(outcome.failure) });
		else served.push({ ...demand, ...outcome });
		onProgress?.(`${done + 1} of ${demands.length}`);
	}
	return { served, noLongerAwaited, left, failed };
}

type FolderSource = {
	readonly table: (level: MarginLevel) => Promise<RiskTable>;
	readonly trees: () => Promise<EpochCommitments>;
};

/** A risk folder whose parts are read when they are first asked for. */
function folderSource(path: string): FolderSource {
	let folder: ReturnType<typeof readRiskFolder> | undefined;
	let trees: Promise<EpochCommitments> | undefined;
	const tables = new Map<MarginLevel, Promise<RiskTable>>();
	const open = () => {
		folder ??= readRiskFolder(path);
		return folder;
	};
	return {
		table: (level) => {
			const known = tables.get(level) ?? open().then(({ readTable }) => readTable(level));
			tables.set(level, known);
			return known;
		},
		trees: () => {
			trees ??= open().then(({ readEpochCommitments }) => readEpochCommitments());
			return trees;
		},
	};
}

type Outcome =
	| Pick<Sent, "transactionHash" | "gasUsed">
	| "no longer awaited"
	| "in no folder"
	| { readonly failure: unknown };

async function tryToAnswer(
	sender: Signer,
	demand: OpenDemand,
	sources: readonly FolderSource[],
): Promise<Outcome> {
	let outcome: Outcome = "in no folder";
	for (const source of sources) {
		try {
			const { transactionHash, gasUsed } = await answer(sender, demand, source);
			return { transactionHash, gasUsed };
		} catch (failure) {
			if (failure instanceof ZkMarginError && OF_ANOTHER_EPOCH.has(failure.code)) continue;
			if (await isSettled(sender, demand)) return "no longer awaited";
			// Another folder may have the answer.
			outcome = { failure };
		}
	}
	return outcome;
}

/** Asked after every failure: who was overtaken in the same block is told no reason. */
async function isSettled(runner: Signer, demand: OpenDemand): Promise<boolean> {
	try {
		if (demand.kind === "row") return (await readDemand({ ...demand, runner }))?.settled === true;
		if (demand.kind === "node") return (await readNodeDemand({ ...demand, runner }))?.settled === true;
		return await isMarketDemandSettled({ runner, demand });
	} catch {
		// What stopped the answer stops the question: the first failure is reported.
		return false;
	}
}

function describeFailure(failure: unknown): Pick<FailedDemand, "code" | "message"> {
	const message = failure instanceof Error ? failure.message : String(failure);
	return { code: failure instanceof ZkMarginError ? failure.code : "UNEXPECTED", message };
}

async function answer(sender: Signer, demand: OpenDemand, { table, trees }: FolderSource): Promise<Sent> {
	if (demand.kind === "row") return serveRow({ ...demand, server: sender, table: await table(demand.level) });
	if (demand.kind === "node") {
		return serveNode({ ...demand, server: sender, tree: (await table(demand.level)).tree });
	}
	const { market, scenarios } = await trees();
	return demand.kind === "marks"
		? showMarks({ ...demand, sender, market })
		: showScenario({ ...demand, sender, scenarios });
}
