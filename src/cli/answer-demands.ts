/**
 * Answers what is demanded of publishers out of risk folders: rows, marks and scenarios. Which folder has
 * what was demanded, the contract says itself.
 */
import type { Provider, Signer } from "ethers";
import type { Sent } from "../chain/chain-call.ts";
import { showMarks, showScenario } from "../chain/market-demands.ts";
import { type OpenMarketDemand, openMarketDemands } from "../chain/open-market-demands.ts";
import { openDemands, type RowDemand, type RowPlace, serveRow } from "../chain/row-demands.ts";
import { ZkMarginError } from "../errors/base.ts";
import type { DisputeTrees } from "../risk/dispute-trees.ts";
import type { MarginLevel, RiskTable } from "../risk/risk-table.ts";
import { readRiskFolder } from "./risk-folder.ts";

export type OpenDemand = (RowPlace & RowDemand & { readonly kind: "row" }) | OpenMarketDemand;
export type AnsweredDemand = OpenDemand & Pick<Sent, "transactionHash" | "gasUsed">;

/** What a folder without the demanded content is refused with. Nothing is sent then: nodes run it first. */
const OF_ANOTHER_EPOCH = new Set(["ROW_NOT_OPENED", "NOT_SHOWN", "SCENARIO_UNKNOWN"]);

/** Everything of these blocks, both included, that still waits for an answer. */
export async function allOpenDemands(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly fromBlock: number;
	readonly toBlock: number;
}): Promise<OpenDemand[]> {
	const rows = await openDemands(request);
	return [...rows.map((row) => ({ ...row, kind: "row" as const })), ...(await openMarketDemands(request))];
}

/**
 * Tries every folder for every demand.
 *
 * @returns what was answered, and the demands that no folder answers
 */
export async function answerDemands(request: {
	readonly sender: Signer;
	readonly demands: readonly OpenDemand[];
	readonly folders: readonly string[];
	readonly onProgress?: ((detail: string) => void) | undefined;
}): Promise<{ readonly served: AnsweredDemand[]; readonly left: OpenDemand[] }> {
	const { sender, demands, folders, onProgress } = request;
	const sources = folders.map(folderSource);
	const served: AnsweredDemand[] = [];
	const left: OpenDemand[] = [];
	for (const [done, demand] of demands.entries()) {
		let sent: Sent | undefined;
		for (const source of sources) {
			sent = await tryToAnswer(sender, demand, source);
			if (sent !== undefined) break;
		}
		if (sent === undefined) left.push(demand);
		else served.push({ ...demand, transactionHash: sent.transactionHash, gasUsed: sent.gasUsed });
		onProgress?.(`${done + 1} of ${demands.length}`);
	}
	return { served, left };
}

type FolderSource = {
	readonly table: (level: MarginLevel) => Promise<RiskTable>;
	readonly trees: () => Promise<DisputeTrees>;
};

/** A risk folder whose parts are read when they are first asked for. */
function folderSource(path: string): FolderSource {
	let folder: ReturnType<typeof readRiskFolder> | undefined;
	let trees: Promise<DisputeTrees> | undefined;
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
			trees ??= open().then(({ readDisputeTrees }) => readDisputeTrees());
			return trees;
		},
	};
}

async function tryToAnswer(
	sender: Signer,
	demand: OpenDemand,
	source: FolderSource,
): Promise<Sent | undefined> {
	try {
		return await answer(sender, demand, source);
	} catch (error) {
		if (error instanceof ZkMarginError && OF_ANOTHER_EPOCH.has(error.code)) return undefined;
		throw error;
	}
}

async function answer(sender: Signer, demand: OpenDemand, { table, trees }: FolderSource): Promise<Sent> {
	if (demand.kind === "row") return serveRow({ ...demand, server: sender, table: await table(demand.level) });
	const { market, scenarios } = await trees();
	return demand.kind === "marks"
		? showMarks({ ...demand, sender, market })
		: showScenario({ ...demand, sender, scenarios });
}
