import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadFastPoseidon, type PoseidonHash } from "../../src/field/poseidon.ts";
import { buildTree, placePath, rootOfPath, TREE_ARITY, treeLevel, treePath } from "../../src/field/tree.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

const SEED = 20260209;
const leafList = (depth: number) =>
	fc.array(fc.bigInt({ min: 1n, max: 1n << 250n }), { minLength: 1, maxLength: TREE_ARITY ** depth });

let hash: PoseidonHash;
beforeAll(async () => {
	hash = await loadFastPoseidon();
});

/** All levels of the tree the long way: pad with zeros, hash eight by eight. */
function levelsByHand(leaves: readonly bigint[], depth: number): bigint[][] {
	const levels = [[...leaves, ...new Array<bigint>(TREE_ARITY ** depth - leaves.length).fill(0n)]];
	for (let below = levels[0] as bigint[]; below.length > 1; below = levels.at(-1) as bigint[]) {
		const above: bigint[] = [];
		for (let at = 0; at < below.length; at += TREE_ARITY) above.push(hash(below.slice(at, at + TREE_ARITY)));
		levels.push(above);
	}
	return levels;
}

describe("a tree", () => {
	test("has the root, the levels and the paths of one that is built by hand", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 3 }).chain((depth) => leafList(depth).map((leaves) => ({ depth, leaves }))),
				({ depth, leaves }) => {
					const levels = levelsByHand(leaves, depth);
					const tree = buildTree(hash, leaves, depth);
					expect(tree.root).toBe(levels[depth]?.[0]);
					for (let level = 0; level < depth; level++) expect(treeLevel(tree, level)).toEqual(levels[level]);

					const index = leaves.length - 1;
					const path = treePath(tree, index);
					path.forEach((children, level) => {
						const first = Math.floor(index / TREE_ARITY ** (level + 1)) * TREE_ARITY;
						expect(children).toEqual(levels[level]?.slice(first, first + TREE_ARITY));
					});
					expect(rootOfPath(hash, leaves[index] as bigint, index, path)).toBe(tree.root);
				},
			),
			{ seed: SEED, numRuns: 20 },
		);
	});

	test("of depth 4 with one leaf has the eight children of every node on its path", () => {
		const tree = buildTree(hash, [5n], 4);
		const path = treePath(tree, 0);
		expect(path.map((children) => children.length)).toEqual([8, 8, 8, 8]);
		expect(path[0]).toEqual([5n, 0n, 0n, 0n, 0n, 0n, 0n, 0n]);
		expect(hash(path[3] as bigint[])).toBe(tree.root);
	});

	test.each([0, 65])("of depth 2 is refused for %i leaves", (count) => {
		expect(thrownBy(() => buildTree(hash, new Array<bigint>(count).fill(1n), 2)).code).toBe("TREE_SIZE");
	});

	test.each([-1, 3, 1.5, Number.NaN])("has no path for the leaf at %s of three", (index) => {
		const tree = buildTree(hash, [1n, 2n, 3n], 2);
		expect(thrownBy(() => treePath(tree, index)).code).toBe("TREE_NO_LEAF");
	});
});

describe("placePath", () => {
	test.each([0, 2, 3, 7, 8, 63])("opens place %i of a tree with three leaves in its first node", (index) => {
		const leaves = [1n, 2n, 3n];
		const tree = buildTree(hash, leaves, 2);
		const path = placePath(tree, index);
		expect(rootOfPath(hash, leaves[index] ?? 0n, index, path)).toBe(tree.root);
		if (index < leaves.length) expect(path).toEqual(treePath(tree, index));
	});

	test.each([-1, 64, 1.5])("knows no place %s", (index) => {
		expect(thrownBy(() => placePath(buildTree(hash, [1n], 2), index)).code).toBe("TREE_NO_PLACE");
	});
});

describe("rootOfPath", () => {
	const LEAVES = Array.from({ length: 20 }, (_, at) => BigInt(at + 100));
	const INDEX = 13;

	test("gives no root for another leaf, another index, or an index beyond the tree", () => {
		const path = treePath(buildTree(hash, LEAVES, 2), INDEX);
		expect(rootOfPath(hash, 100n, INDEX, path)).toBeUndefined();
		expect(rootOfPath(hash, 113n, INDEX + 1, path)).toBeUndefined();
		expect(rootOfPath(hash, 113n, INDEX + 8, path)).toBeUndefined();
		expect(rootOfPath(hash, 113n, INDEX + 64, path)).toBeUndefined();
	});

	test("gives no root for a path with a missing child or levels in the wrong order", () => {
		const path = treePath(buildTree(hash, LEAVES, 2), INDEX);
		const [low, high] = path as [readonly bigint[], readonly bigint[]];
		expect(rootOfPath(hash, 113n, INDEX, [low.slice(0, 7), high])).toBeUndefined();
		expect(rootOfPath(hash, 113n, INDEX, [high, low])).toBeUndefined();
	});

	test("gives another root when any child is changed", () => {
		const tree = buildTree(hash, LEAVES, 2);
		const path = treePath(tree, INDEX);
		const changed = path.map((children, level) => (level === 1 ? children.with(7, 1n) : children));
		expect(rootOfPath(hash, 113n, INDEX, path)).toBe(tree.root);
		expect(rootOfPath(hash, 113n, INDEX, changed)).not.toBe(tree.root);
	});
});
