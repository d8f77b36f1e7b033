/**
 * Poseidon Merkle trees of arity 8: risk tables (depth 4) and account ledgers (depth 8).
 *
 * A missing leaf is the constant 0, for which nobody knows a preimage, so it cannot be opened.
 * The tree itself is `@zk-kit/imt`; this file fixes arity and empty value and gives paths in the
 * form the circuit takes: all eight children of each node from the leaf up.
 */
import { IMT } from "@zk-kit/imt";
import { InputError, InternalError } from "../errors/base.ts";
import type { PoseidonHash } from "./poseidon.ts";

export const TREE_ARITY = 8;

/** The eight children of every node on the way from a leaf up to the root, leaf level first. */
export type TreePath = readonly (readonly bigint[])[];

export type Tree = {
	readonly depth: number;
	readonly root: bigint;
	readonly leafCount: number;
	readonly nodes: IMT;
	readonly hash: PoseidonHash;
};

/**
 * Builds a tree over `leaves` at positions 0, 1, 2 …
 *
 * @throws InputError `TREE_SIZE` when there is no leaf or they do not fit into `8^depth`
 */
export function buildTree(hash: PoseidonHash, leaves: readonly bigint[], depth: number): Tree {
	if (leaves.length === 0 || leaves.length > TREE_ARITY ** depth) {
		throw new InputError({
			code: "TREE_SIZE",
			message: `${leaves.length} leaves do not make a tree of depth ${depth}`,
			field: "leaves",
			hint: `give 1 to ${TREE_ARITY ** depth} leaves`,
		});
	}
	const hashNode = (children: readonly unknown[]) => hash(children as bigint[]);
	const nodes = new IMT(hashNode, depth, 0n, TREE_ARITY, [...leaves]);
	return { depth, root: nodes.root as bigint, leafCount: leaves.length, nodes, hash };
}

/**
 * A tree that was built before, by its root: the nodes are computed when somebody first asks for them.
 *
 * @throws InternalError `TREE_ROOT_UNKNOWN` from `nodes`, when the leaves have another root
 */
export function knownTree(given: {
	readonly hash: PoseidonHash;
	readonly leaves: () => readonly bigint[];
	readonly leafCount: number;
	readonly depth: number;
	readonly root: bigint;
}): Tree {
	const { hash, leaves, leafCount, depth, root } = given;
	let built: IMT | undefined;
	return {
		depth,
		root,
		leafCount,
		hash,
		get nodes() {
			built ??= buildTree(hash, leaves(), depth).nodes;
			if (built.root === root) return built;
			throw new InternalError({ code: "TREE_ROOT_UNKNOWN", message: "these leaves have another root" });
		},
	};
}

/**
 * The path of the leaf at `index`: for each level the eight children of the node above it.
 *
 * @throws InputError `TREE_NO_LEAF` when nothing is stored there
 */
export function treePath(tree: Tree, index: number): TreePath {
	if (!Number.isInteger(index) || index < 0 || index >= tree.leafCount) {
		throw new InputError({
			code: "TREE_NO_LEAF",
			message: `there is no leaf at index ${index}`,
			field: "index",
			hint: `the tree holds leaves 0 to ${tree.leafCount - 1}`,
		});
	}
	const proof = tree.nodes.createProof(index);
	let node = proof.leaf as bigint;
	return proof.siblings.map((siblings, level) => {
		const children = [...(siblings as bigint[])];
		children.splice(proof.pathIndices[level] as number, 0, node);
		node = tree.hash(children);
		return children;
	});
}

/**
 * The path of any place, for showing that nothing is stored there, too.
 *
 * @throws InputError `TREE_NO_PLACE`
 */
export function placePath(tree: Tree, index: number): TreePath {
	const places = TREE_ARITY ** tree.depth;
	if (!Number.isInteger(index) || index < 0 || index >= places) {
		throw new InputError({
			code: "TREE_NO_PLACE",
			message: `there is no place ${index} in a tree of depth ${tree.depth}`,
			field: "index",
			hint: `its places are 0 to ${places - 1}`,
		});
	}
	return Array.from({ length: tree.depth }, (_, level) =>
		childrenAt(tree, level, Math.floor(index / TREE_ARITY ** (level + 1))),
	);
}

/** All `8^(depth − level)` nodes of one level, empty ones included. */
export function treeLevel(tree: Tree, level: number): bigint[] {
	const groups = TREE_ARITY ** (tree.depth - level - 1);
	return Array.from({ length: groups }, (_, group) => childrenAt(tree, level, group)).flat();
}

/** The eight nodes of a level below one node of the level above. */
function childrenAt(tree: Tree, level: number, group: number): readonly bigint[] {
	const firstLeaf = group * TREE_ARITY ** (level + 1);
	if (firstLeaf < tree.leafCount) return treePath(tree, firstLeaf)[level] as readonly bigint[];
	return new Array<bigint>(TREE_ARITY).fill(tree.nodes.zeroes[level] as bigint);
}

/** The root that `leaf` at `index` has under `path`, or `undefined` when the path does not hold it. */
export function rootOfPath(
	hash: PoseidonHash,
	leaf: bigint,
	index: number,
	path: TreePath,
): bigint | undefined {
	let node = leaf;
	let at = index;
	for (const children of path) {
		if (children.length !== TREE_ARITY || children[at % TREE_ARITY] !== node) return undefined;
		node = hash(children);
		at = Math.floor(at / TREE_ARITY);
	}
	return at === 0 ? node : undefined;
}
