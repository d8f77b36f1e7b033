/** Markets and scenarios whose leaves lie as deep as a publisher likes: the shape of a tree is nobody's but its builder's. */
import { concat, keccak256 } from "ethers";
import { tagWord } from "../../../src/hashing/abi-words.ts";
import { buildKeccakTree, type Hash32, type KeccakTree } from "../../../src/hashing/keccak-tree.ts";
import { leafWords, type MarketTree } from "../../../src/market/snapshot/market-tree.ts";
import { scenarioWords } from "../../../src/risk/scenarios/scenario-leaf.ts";
import { type ScenarioTree, setLeaves } from "../../../src/risk/scenarios/scenario-tree.ts";

/** What contracts open at most. */
export const DEEPEST = { market: 12, scenarios: 20, parameters: 12 } as const;

const word = (value: bigint) => `0x${value.toString(16).padStart(64, "0")}`;
const hashOf = (...words: readonly string[]) => keccak256(concat([...words])) as Hash32;

/** A balanced tree under a chain of made-up siblings, so that its deepest leaves lie at `depth`. */
function deepTree(leaves: readonly (readonly bigint[])[], depth: number): KeccakTree {
	const base = buildKeccakTree(leaves);
	const own = Math.max(...leaves.map((_, at) => base.path(at).length));
	const above = Array.from({ length: depth - own }, (_, at) => keccak256(word(BigInt(at))) as Hash32);
	const root = above.reduce(
		(node, other) => (BigInt(node) < BigInt(other) ? hashOf(node, other) : hashOf(other, node)),
		base.root,
	);
	return { root, leafCount: leaves.length, path: (leaf) => [...base.path(leaf), ...above] };
}

export function deepMarket(market: MarketTree, depth: number = DEEPEST.market): MarketTree {
	const { marketHash, instrumentCount } = market;
	const tree = deepTree(market.leaves.map(leafWords), depth);
	const form = word(tagWord("zkmargin.market-root.v1"));
	const marketRoot = hashOf(form, marketHash, tree.root, word(BigInt(instrumentCount)));
	return { ...market, marketRoot, marksRoot: tree.root, tree };
}

export function deepScenarios(
	given: ScenarioTree,
	depths: { readonly scenarios: number; readonly parameters: number } = DEEPEST,
): ScenarioTree {
	const { paramsHash, inputsHash } = given;
	const tree = deepTree(
		given.scenarios.map((leaf) => scenarioWords(leaf)),
		depths.scenarios,
	);
	const parameterTree = deepTree(setLeaves(given), depths.parameters);
	const roots = { parameterRoot: parameterTree.root, scenarioRoot: tree.root };
	const setForm = word(tagWord("zkmargin.parameter-set.v1"));
	const form = word(tagWord("zkmargin.parameters-root.v2"));
	return {
		...given,
		...roots,
		parameterSet: hashOf(setForm, paramsHash, roots.parameterRoot),
		parametersHash: hashOf(form, inputsHash, roots.scenarioRoot),
		parameterTree,
		tree,
	};
}
