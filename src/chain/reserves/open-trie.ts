/** Merkle Patricia tries out of loose nodes, by `@ethereumjs/mpt`. */
import { MerklePatriciaTrie, type MPTOpts } from "@ethereumjs/mpt";
import { hexToBytes } from "@noble/hashes/utils.js";
import { InternalError } from "../../errors/base.ts";
import { keccakHex } from "../../hashing/canonical-bytes.ts";
import type { Hex } from "../../hashing/eth-signature.ts";
import type { TrieReader } from "../../reserves/state-trie.ts";

/**
 * A reader of every trie that the nodes belong to. A node counts under its own hash only, so nodes that belong to
 * nothing are never met, and one that is missing ends a reading with an error, never with "there is no such entry".
 */
export function openTrie(nodes: readonly Hex[]): TrieReader {
	const byHash = new Map<string, Uint8Array>();
	for (const node of nodes) {
		const bytes = hexToBytes(node.slice(2));
		byHash.set(keccakHex(bytes).slice(2), bytes);
	}
	const db = readOnly(byHash);
	const tries = new Map<Hex, MerklePatriciaTrie>();
	return (root, key) => {
		const trie = tries.get(root) ?? new MerklePatriciaTrie({ db, root: hexToBytes(root.slice(2)) });
		tries.set(root, trie);
		return trie.get(key, true);
	};
}

function readOnly(byHash: ReadonlyMap<string, Uint8Array>): NonNullable<MPTOpts["db"]> {
	const refuse = () =>
		Promise.reject(new InternalError({ code: "TRIE_WRITTEN", message: "tries are only read here" }));
	return {
		get: async (hash) => byHash.get(hash),
		put: refuse,
		del: refuse,
		batch: refuse,
		shallowCopy: () => readOnly(byHash),
		open: async () => {},
	};
}
