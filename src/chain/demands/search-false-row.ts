/** Where a posted table differs from the right one: what its publishers have shown of its nodes says where to ask next. */
import { TREE_ARITY, type Tree, type TreePath } from "../../field/tree.ts";
import { childrenOf, type NodePlace, type ServedNode } from "./node-demands.ts";

export type SearchStep =
	| { readonly kind: "same" }
	/** The node to demand next, and what its demand has to show. */
	| {
			readonly kind: "node";
			readonly depth: number;
			readonly index: number;
			readonly siblings: readonly bigint[] | undefined;
	  }
	/** A row that differs. Its leaf is 0 when the table has none there; `path` then shows that. */
	| { readonly kind: "row"; readonly id: number; readonly leaf: bigint; readonly path: TreePath };

/**
 * The next step of a search: the first node, from the left, whose hash differs and whose children nobody has shown yet,
 * or the row that differs when all nodes above it were shown. With as many steps as the tree is deep a row is found,
 * however many are false.
 */
export function nextSearchStep(request: {
	/** What was posted. */
	readonly root: bigint;
	/** The right table. */
	readonly tree: Tree;
	/** Of the posted table. */
	readonly served: readonly ServedNode[];
}): SearchStep {
	const { root, tree, served } = request;
	if (root === tree.root) return { kind: "same" };
	const shownAt = (depth: number, index: number) =>
		served.find((node) => node.depth === depth && node.index === index)?.children;
	const path: (readonly bigint[])[] = [];
	let place: Pick<NodePlace, "depth" | "index"> = { depth: 0, index: 0 };
	while (place.depth < tree.depth) {
		const shown = shownAt(place.depth, place.index);
		if (shown === undefined) return { kind: "node", ...place, siblings: path[0] };
		const right = childrenOf(tree, place);
		// Equal children have equal parents: below a node that differs one differs.
		const at = shown.findIndex((child, k) => child !== right[k]);
		path.unshift(shown);
		place = { depth: place.depth + 1, index: TREE_ARITY * place.index + at };
	}
	const leaf = path[0]?.[place.index % TREE_ARITY] ?? 0n;
	return { kind: "row", id: place.index, leaf, path };
}
