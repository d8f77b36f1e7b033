/** The ledger's root from the roots of its batches, with empty subtrees everywhere else. */
import type { PoseidonHash } from "../../field/poseidon.ts";
import { TREE_ARITY } from "../../field/tree.ts";
import { LEDGER_DEPTH } from "../../ledger/ledger.ts";
import { type BookForm, subtreeDepth } from "../model/book-form.ts";

/** @param roots by place among the subtrees; a place that is missing is empty */
export function rootOfSubtrees(
	hash: PoseidonHash,
	roots: ReadonlyMap<number, bigint>,
	form: Pick<BookForm, "placesPerBatch">,
): bigint {
	let level = subtreeDepth(form);
	let empty = emptyRoot(hash, level);
	let nodes = roots;
	for (; level < LEDGER_DEPTH; level++) {
		const above = new Map<number, bigint>();
		for (const index of nodes.keys()) {
			const parent = Math.floor(index / TREE_ARITY);
			if (above.has(parent)) continue;
			const children = Array.from(
				{ length: TREE_ARITY },
				(_, child) => nodes.get(TREE_ARITY * parent + child) ?? empty,
			);
			above.set(parent, hash(children));
		}
		nodes = above;
		empty = hash(new Array<bigint>(TREE_ARITY).fill(empty));
	}
	return nodes.get(0) ?? empty;
}

/** Root of a subtree of `depth` levels in which nobody is. */
export function emptyRoot(hash: PoseidonHash, depth: number): bigint {
	let root = 0n;
	for (let level = 0; level < depth; level++) root = hash(new Array<bigint>(TREE_ARITY).fill(root));
	return root;
}
