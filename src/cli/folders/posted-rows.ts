/** A posted table as elements that can be opened: from its file, or from what was served on the chain. */
import type { Provider } from "ethers";
import { servedRows } from "../../chain/demands/served-rows.ts";
import type { ElementRows } from "../../chain/disputes/find-breach.ts";
import { InputError } from "../../errors/base.ts";
import { formatFieldElement, toField } from "../../field/bn254.ts";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import { placePath } from "../../field/tree.ts";
import { readBinaryFile } from "../../node/files/read-binary-file.ts";
import type { ShownPlace } from "../../proof/inputs/row-word-input.ts";
import { MAX_INSTRUMENT_ID } from "../../risk/model/dimensions.ts";
import { encodeRow, type RiskRow, rowElements } from "../../risk/model/risk-row.ts";
import type { MarginLevel, RiskTable } from "../../risk/model/risk-table.ts";
import { decodePostedTable } from "../../risk/table/table-format.ts";

export type PostedRows = {
	readonly rows: ElementRows;
	/** Where a row lies under the posted root. */
	readonly treeOf: (id: number) => RiskTable["tree"] | ShownPlace;
	/** The first place behind a table that is known as a whole. */
	readonly emptyPlaces: ReadonlyMap<number, ShownPlace>;
};

export function elementRows(rows: readonly RiskRow[]): ElementRows {
	return new Map(rows.map((row, id) => [id, rowElements(encodeRow(row)).map(toField)]));
}

/**
 * @param request.file a table file; without one rows that were served on the chain
 * @throws InputError `TABLE_NOT_OF_EPOCH`, `NO_ROWS_SERVED`, and the codes of `decodePostedTable`
 */
export async function postedRows(request: {
	readonly file: string | undefined;
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly level: MarginLevel;
	/** The posted root. */
	readonly root: bigint;
	readonly fromBlock: number;
}): Promise<PostedRows> {
	const { file, root, provider } = request;
	if (file !== undefined) {
		const { tree, rows } = decodePostedTable(await readBinaryFile(file), { hash: await loadFastPoseidon() });
		if (tree.root === root) {
			const place = { root, path: placePath(tree, rows.length) };
			const emptyPlaces = new Map(rows.length <= MAX_INSTRUMENT_ID ? [[rows.length, place]] : []);
			return { rows: elementRows(rows), treeOf: () => tree, emptyPlaces };
		}
		throw new InputError({
			code: "TABLE_NOT_OF_EPOCH",
			message: `${file} has root ${formatFieldElement(tree.root)}, the epoch has ${formatFieldElement(root)}`,
			field: "table",
			hint: "get the table of this epoch and level from a publisher, or demand its rows on the chain",
		});
	}
	const served = await servedRows({ ...request, toBlock: await provider.getBlockNumber() });
	if (served.length === 0) {
		throw new InputError({
			code: "NO_ROWS_SERVED",
			message: "no row of this table was served on the chain",
			field: "table",
			hint: "give the posted table with --table, or demand the rows that you doubt and wait for the answers",
		});
	}
	const places = new Map(served.map(({ id, place }) => [id, place]));
	return {
		rows: new Map(served.map(({ id, elements }) => [id, elements])),
		// Only rows that are compared are opened.
		treeOf: (id) => places.get(id) as ShownPlace,
		emptyPlaces: new Map(),
	};
}
