/** Opens demanded rows out of risk folders. Which folder has a demanded table, the contract says itself. */
import type { Signer } from "ethers";
import { ChainRefusal } from "../chain/chain-refusal.ts";
import { type RowDemand, type RowPlace, serveRow } from "../chain/row-demands.ts";
import type { RiskTable } from "../risk/risk-table.ts";
import { readRiskFolder } from "./risk-folder.ts";

type Demanded = RowPlace & RowDemand;
type ServedRow = Demanded & { readonly transactionHash: string; readonly gasUsed: bigint };

/**
 * Tries every folder for every demand. A refused attempt sends nothing: nodes run it first.
 *
 * @returns what was opened, and the demands that no folder answers
 */
export async function serveFromFolders(request: {
	readonly server: Signer;
	readonly riskEpochs: string;
	readonly demands: readonly Demanded[];
	readonly folders: readonly string[];
	readonly onProgress?: ((detail: string) => void) | undefined;
}): Promise<{ readonly served: ServedRow[]; readonly left: Demanded[] }> {
	const { server, demands, folders, onProgress } = request;
	const tables = new Map<string, Promise<RiskTable>>();
	const tableOf = (folder: string, { level }: RowPlace) => {
		const name = `${level} ${folder}`;
		const known = tables.get(name) ?? readRiskFolder(folder).then(({ readTable }) => readTable(level));
		tables.set(name, known);
		return known;
	};
	const served: ServedRow[] = [];
	const left: Demanded[] = [];
	for (const [done, demand] of demands.entries()) {
		let answer: ServedRow | undefined;
		for (const folder of folders) {
			answer = await tryToServe(server, demand, await tableOf(folder, demand));
			if (answer !== undefined) break;
		}
		if (answer === undefined) left.push(demand);
		else served.push(answer);
		onProgress?.(`${done + 1} of ${demands.length}`);
	}
	return { served, left };
}

async function tryToServe(
	server: Signer,
	demand: Demanded,
	table: RiskTable,
): Promise<ServedRow | undefined> {
	try {
		const { transactionHash, gasUsed } = await serveRow({ ...demand, server, table });
		return { ...demand, transactionHash, gasUsed };
	} catch (error) {
		if (error instanceof ChainRefusal && error.errorName === "RowNotOpened") return undefined;
		throw error;
	}
}
