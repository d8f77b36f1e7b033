/** The templates that bind an account and a row to their roots. */

import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { poseidon, poseidonChain } from "../../../src/field/poseidon.ts";
import { ownerOf, pseudonymOf } from "../../../src/ledger/identity.ts";
import { ROW_ELEMENTS } from "../../../src/risk/model/row-layout.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";
import { fits, type Part, type Values } from "./part.ts";
import { all, isBit, only } from "./part-numbers.ts";

const element = (draw: Draw) => draw.unsigned(FIELD_ORDER - 1n);
const elements = (draw: Draw, length: number) => Array.from({ length }, () => element(draw));
const fromBits = (bits: readonly bigint[]) =>
	Number(bits.reduce((sum, bit, at) => sum + (bit << BigInt(at)), 0n));
const toBits = (value: number, count: number) =>
	Array.from({ length: count }, (_, at) => BigInt((value >> at) & 1));

/** Children of each node on a random path up from `leaf`, and the node at the top. */
function randomPath(draw: Draw, leaf: bigint, position: number, depth: number) {
	let node = leaf;
	const children: bigint[] = [];
	for (let level = 0; level < depth; level++) {
		const level8 = elements(draw, 8);
		level8[(position >> (3 * level)) & 7] = node;
		children.push(...level8);
		node = poseidon(level8);
	}
	return { children, top: node };
}

/** The node at the top, or undefined where a level does not hold the node below at its place. */
function walk(leaf: bigint, position: number, children: readonly bigint[]): bigint | undefined {
	let node = leaf;
	for (let level = 0; 8 * level < children.length; level++) {
		const level8 = children.slice(8 * level, 8 * level + 8);
		if (level8[(position >> (3 * level)) & 7] !== node) return undefined;
		node = poseidon(level8);
	}
	return node;
}

const hash: Part = {
	name: "Poseidon",
	main: "Poseidon(2)",
	file: "lib/poseidon.circom",
	inputs: { inputs: [2] },
	outputs: { out: [] },
	draw: (draw) => ({ inputs: elements(draw, 2) }),
	reference: (values) => ({ out: [poseidon(all(values, "inputs"))] }),
};

const chain: Part = {
	name: "PoseidonChain",
	main: "PoseidonChain(17)",
	file: "lib/poseidon-chain.circom",
	inputs: { elements: [17] },
	outputs: { digest: [] },
	draw: (draw) => ({ elements: elements(draw, 17) }),
	reference: (values) => ({ digest: [poseidonChain(poseidon, all(values, "elements"))] }),
};

const select: Part = {
	name: "Select",
	main: "Select(2)",
	file: "lib/select.circom",
	inputs: { values: [4], bits: [2] },
	outputs: { out: [] },
	draw: (draw) => ({ values: elements(draw, 4), bits: toBits(draw.integer(0, 3), 2) }),
	reference: (values) => {
		const bits = all(values, "bits");
		return bits.every(isBit) ? { out: [all(values, "values")[fromBits(bits)] as bigint] } : "outside";
	},
};

const path: Part = {
	name: "AssertTreePath",
	main: "AssertTreePath(1)",
	file: "lib/tree.circom",
	inputs: { node: [], positionBits: [3], children: [1, 8] },
	outputs: { ancestor: [] },
	draw: (draw) => {
		const position = draw.integer(0, 7);
		const node = element(draw);
		return {
			node: [node],
			positionBits: toBits(position, 3),
			children: randomPath(draw, node, position, 1).children,
		};
	},
	reference: (values) => {
		const bits = all(values, "positionBits");
		if (!bits.every(isBit)) return "outside";
		const top = walk(only(values, "node"), fromBits(bits), all(values, "children"));
		return top === undefined ? "refused" : { ancestor: [top] };
	},
};

const cap: Part = {
	name: "TreeCapRoot",
	main: "TreeCapRoot()",
	file: "lib/tree.circom",
	inputs: { cap: [64] },
	outputs: { root: [] },
	draw: (draw) => ({ cap: elements(draw, 64) }),
	reference: (values) => ({ root: [capRoot(all(values, "cap"))] }),
};

function capRoot(nodes: readonly bigint[]): bigint {
	return poseidon(Array.from({ length: 8 }, (_, group) => poseidon(nodes.slice(8 * group, 8 * group + 8))));
}

const pseudonym: Part = {
	name: "AssertPseudonym",
	main: "AssertPseudonym()",
	file: "account.circom",
	inputs: { secret: [], scope: [], pseudonym: [] },
	outputs: { owner: [] },
	draw: (draw) => {
		const [secret, scope] = [element(draw), element(draw)];
		return { secret: [secret], scope: [scope], pseudonym: [pseudonymOf(secret, scope)] };
	},
	reference: (values) => {
		const [secret, scope] = [only(values, "secret"), only(values, "scope")];
		return pseudonymOf(secret, scope) === only(values, "pseudonym")
			? { owner: [ownerOf(secret)] }
			: "refused";
	},
};

const POSITIONS = 2;
const leafOf = (values: Values) =>
	poseidonChain(poseidon, [
		BigInt(65536 + POSITIONS),
		only(values, "owner"),
		only(values, "salt"),
		...all(values, "entries"),
	]);

const account: Part = {
	name: "AssertAccountInLedger",
	main: `AssertAccountInLedger(${POSITIONS})`,
	file: "account.circom",
	inputs: { owner: [], salt: [], entries: [POSITIONS], accountIndex: [], children: [8, 8], ledgerRoot: [] },
	outputs: {},
	draw: (draw) => {
		const own = { owner: [element(draw)], salt: [element(draw)], entries: elements(draw, POSITIONS) };
		const index = draw.integer(0, 8 ** 8 - 1);
		const { children, top } = randomPath(draw, leafOf(own), index, 8);
		// A place 2^24 further has the same low bits.
		const stated = BigInt(index) + (draw.chance(0.1) ? 1n << 24n : 0n);
		return { ...own, accountIndex: [stated], children, ledgerRoot: [top] };
	},
	reference: (values) => {
		const index = only(values, "accountIndex");
		if (!fits(index, 24n)) return "refused";
		const top = walk(leafOf(values), Number(index), all(values, "children"));
		return top === only(values, "ledgerRoot") ? {} : "refused";
	},
};

const row: Part = {
	name: "AssertRowInTable",
	main: "AssertRowInTable()",
	file: "risk-row.circom",
	inputs: { elements: [ROW_ELEMENTS], idBits: [12], children: [2, 8], cap: [64] },
	outputs: {},
	draw: (draw) => {
		const own = elements(draw, ROW_ELEMENTS);
		const id = draw.integer(0, 4095);
		const { children, top } = randomPath(draw, poseidonChain(poseidon, own), id & 63, 2);
		const nodes = elements(draw, 64);
		nodes[id >> 6] = top;
		return { elements: own, idBits: toBits(id, 12), children, cap: nodes };
	},
	reference: (values) => {
		const bits = all(values, "idBits");
		if (!bits.every(isBit)) return "outside";
		const id = fromBits(bits);
		const top = walk(poseidonChain(poseidon, all(values, "elements")), id & 63, all(values, "children"));
		return top !== undefined && all(values, "cap")[id >> 6] === top ? {} : "refused";
	},
};

export const HASH_PARTS: readonly Part[] = [hash, chain, select, path, cap, pseudonym, account, row];
