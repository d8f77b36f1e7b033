/** From a risk table to the inputs of `circuits/row-word.circom`. */
import { InputError } from "../../errors/base.ts";
import { type TreePath, treePath } from "../../field/tree.ts";
import { encodeRow, rowElements } from "../../risk/model/risk-row.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import { ROW_ELEMENTS } from "../../risk/model/row-layout.ts";
import type { CircuitInput } from "./solvency-input.ts";

/** Public signals in the circuit's order. */
export type RowWordSignals = {
	readonly riskRoot: bigint;
	readonly id: bigint;
	/** 0 … 67, order as in `rowElements`. */
	readonly wordIndex: bigint;
	readonly word: bigint;
};

/** @throws InputError `ROW_WORD_UNKNOWN` when the table has no such row or a row no such element */
export function rowWordInput(request: {
	readonly table: Pick<RiskTable, "tree"> & { readonly rows: RiskTable["rows"] };
	readonly id: number;
	readonly wordIndex: number;
}): { readonly input: CircuitInput; readonly signals: RowWordSignals } {
	const { table, id, wordIndex } = request;
	const row = table.rows[id];
	return rowElementsInput({
		tree: table.tree,
		id,
		wordIndex,
		elements: row === undefined ? [] : rowElements(encodeRow(row)),
	});
}

/** Where a row lies that was shown without the rest of its table. */
export type ShownPlace = { readonly root: bigint; readonly path: TreePath };

/** `rowWordInput` for elements that no row encodes to: those of a false table. @throws as `rowWordInput` */
export function rowElementsInput(request: {
	readonly tree: RiskTable["tree"] | ShownPlace;
	readonly id: number;
	readonly wordIndex: number;
	readonly elements: readonly bigint[];
}): { readonly input: CircuitInput; readonly signals: RowWordSignals } {
	const { tree, id, wordIndex, elements } = request;
	const word = elements[wordIndex];
	if (word === undefined || elements.length !== ROW_ELEMENTS) {
		throw new InputError({
			code: "ROW_WORD_UNKNOWN",
			message: `row ${id} has no element ${wordIndex}`,
			field: "wordIndex",
			hint: `a table has rows for listed ids, a row has elements 0 to ${ROW_ELEMENTS - 1}`,
		});
	}
	const path = "path" in tree ? tree.path : treePath(tree, id);
	const signals = { riskRoot: tree.root, id: BigInt(id), wordIndex: BigInt(wordIndex), word };
	return { input: { ...signals, elements, path }, signals };
}
