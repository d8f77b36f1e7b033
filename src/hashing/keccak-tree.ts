/**
 * Binary keccak256 Merkle trees that Solidity walks with OpenZeppelin's `MerkleProof`: a leaf is the
 * double hash of its ABI words, a node the hash of its two children in ascending order. Leaves of
 * different forms start with different tags, and no leaf hash is a node hash: a node hashes 64 bytes,
 * a leaf 32.
 */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { InternalError } from "../errors/base.ts";
import { abiWords } from "./abi-words.ts";

export type Hash32 = `0x${string}`;

export type KeccakTree = {
	readonly root: Hash32;
	readonly leafCount: number;
	/** From the leaf's sibling up. */
	readonly path: (leaf: number) => Hash32[];
};

/** Builds the tree over leaves given as ABI words; a leaf's place is its place in the list. */
export function buildKeccakTree(leaves: readonly (readonly bigint[])[]): KeccakTree {
	const count = leaves.length;
	if (count === 0) throw new InternalError({ code: "TREE_EMPTY", message: "a tree needs a leaf" });
	// A complete tree in an array: node k has children 2k + 1 and 2k + 2, leaves come last, reversed.
	const nodes = new Array<Uint8Array>(2 * count - 1);
	leaves.forEach((words, at) => {
		nodes[nodes.length - 1 - at] = keccak_256(keccak_256(abiWords(words)));
	});
	for (let at = count - 2; at >= 0; at--) {
		nodes[at] = hashPair(nodes[2 * at + 1] as Uint8Array, nodes[2 * at + 2] as Uint8Array);
	}
	return {
		root: toHex(nodes[0] as Uint8Array),
		leafCount: count,
		path: (leaf) => {
			if (!Number.isInteger(leaf) || leaf < 0 || leaf >= count) {
				throw new InternalError({ code: "TREE_NO_LEAF", message: `there is no leaf ${leaf}` });
			}
			const path: Hash32[] = [];
			for (let at = nodes.length - 1 - leaf; at > 0; at = (at - 1) >> 1) {
				path.push(toHex(nodes[at % 2 === 1 ? at + 1 : at - 1] as Uint8Array));
			}
			return path;
		},
	};
}

function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
	const [first, second] = isBefore(a, b) ? [a, b] : [b, a];
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return keccak_256(both);
}

function isBefore(a: Uint8Array, b: Uint8Array): boolean {
	for (let at = 0; at < a.length; at++) {
		if (a[at] !== b[at]) return (a[at] as number) < (b[at] as number);
	}
	return true;
}

function toHex(bytes: Uint8Array): Hash32 {
	return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
