/** The desk's table under its root, as a publisher who opens rows of it has it. */
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { buildTree, treePath } from "../../../src/field/tree.ts";
import { TABLE_DEPTH } from "../../../src/risk/model/dimensions.ts";
import { encodeRow, hashRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { deskRows } from "./desk-table.ts";

export type DeskTree = {
	readonly root: bigint;
	/** What `serveRow` takes for a row: none for an id that is not listed. */
	readonly wordsOf: (id: number) => bigint[];
	readonly pathOf: (id: number) => bigint[][];
};

export async function deskTree(): Promise<DeskTree> {
	const hash = await loadFastPoseidon();
	const rows = deskRows();
	const leaves = Array.from({ length: rows.length }, (_, id) => {
		const row = rows[id];
		return row === undefined ? 0n : hashRow(hash, row);
	});
	const tree = buildTree(hash, leaves, TABLE_DEPTH);
	return {
		root: tree.root,
		wordsOf: (id) => {
			const row = rows[id];
			return row === undefined ? [] : rowElements(encodeRow(row));
		},
		pathOf: (id) => treePath(tree, id).map((children) => [...children]),
	};
}
