/** Accounts and storage words under a state root, read out of nodes that a stranger supplied. */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { keccakHex } from "../hashing/canonical-bytes.ts";
import type { Hex } from "../hashing/eth-signature.ts";
import { decodeRlpInteger, decodeRlpList, integerOf } from "./rlp.ts";

/**
 * The value at a key (32 bytes, hashed already) of the Merkle Patricia trie under a root, `null` where the nodes
 * show that there is none. Rejects when the nodes show neither.
 */
export type TrieReader = (root: Hex, key: Uint8Array) => Promise<Uint8Array | null>;

export type AccountState = {
	/** Wei. */
	readonly balance: bigint;
	readonly storageRoot: Hex;
	readonly codeHash: Hex;
};

/** keccak256 of no bytes: the code of an address that has none. */
export const NO_CODE = keccakHex(new Uint8Array(0));
/** keccak256 of the RLP of nothing: a trie without entries has no nodes. */
const EMPTY_TRIE = keccakHex(Uint8Array.of(0x80));
const NEVER_USED: AccountState = { balance: 0n, storageRoot: EMPTY_TRIE, codeHash: NO_CODE };
const [HASH_BYTES, WORD_BYTES, NONCE_BYTES] = [32, 32, 8] as const;

/** An account; one that the state has not is empty. Nothing when the nodes do not show it. */
export async function readAccountState(
	read: TrieReader,
	stateRoot: Hex,
	address: Hex,
): Promise<AccountState | undefined> {
	const value = await valueAt(read, stateRoot, address);
	if (value === null) return NEVER_USED;
	const items = value === undefined ? undefined : decodeRlpList(value);
	if (items?.length !== 4) return undefined;
	const [nonce, balanceBytes, storageRoot, codeHash] = items as [
		Uint8Array,
		Uint8Array,
		Uint8Array,
		Uint8Array,
	];
	const balance = integerOf(balanceBytes, WORD_BYTES);
	if (balance === undefined || integerOf(nonce, NONCE_BYTES) === undefined) return undefined;
	if (storageRoot.length !== HASH_BYTES || codeHash.length !== HASH_BYTES) return undefined;
	return { balance, storageRoot: `0x${bytesToHex(storageRoot)}`, codeHash: `0x${bytesToHex(codeHash)}` };
}

/** A word of a contract's storage; one that was never written is 0. Nothing when the nodes do not show it. */
export async function readStorageWord(
	read: TrieReader,
	storageRoot: Hex,
	slot: Hex,
): Promise<bigint | undefined> {
	const value = await valueAt(read, storageRoot, slot);
	if (value === null) return 0n;
	const word = value === undefined ? undefined : decodeRlpInteger(value);
	// A zero is never stored: the trie has no entry for it.
	return word === 0n ? undefined : word;
}

async function valueAt(read: TrieReader, root: Hex, preimage: Hex): Promise<Uint8Array | null | undefined> {
	if (root === EMPTY_TRIE) return null;
	try {
		return await read(root, keccak_256(hexToBytes(preimage.slice(2))));
	} catch {
		return undefined;
	}
}
