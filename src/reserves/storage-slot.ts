/** Where a contract keeps the entry of an address in a mapping, and where proxies keep what they run. */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { abiWords, tagWord } from "../hashing/abi-words.ts";
import { keccakHex } from "../hashing/canonical-bytes.ts";
import type { Hex } from "../hashing/eth-signature.ts";

export const SLOT_ORDERS = ["solidity", "vyper"] as const;

export type MappingLayout = {
	/** The mapping's own slot: its place among the contract's variables, or a namespace's. */
	readonly slot: bigint;
	/** Solidity hashes key and slot, Vyper slot and key. */
	readonly order: (typeof SLOT_ORDERS)[number];
};

/** keccak256(key ‖ slot), as Solidity, or keccak256(slot ‖ key), as Vyper has it. */
export function mappingSlot({ slot, order }: MappingLayout, address: Hex): Hex {
	const key = BigInt(address);
	return keccakHex(abiWords(order === "solidity" ? [key, slot] : [slot, key]));
}

/** EIP-1967, and what proxies of OpenZeppelin had before it (USDC's still has). */
export const IMPLEMENTATION_SLOTS: readonly Hex[] = [
	wordText(tagWord("eip1967.proxy.implementation") - 1n),
	wordText(tagWord("org.zeppelinos.proxy.implementation")),
];
/** A beacon says elsewhere what runs, so a change of it does not show in the contract that is asked. */
export const BEACON_SLOT: Hex = wordText(tagWord("eip1967.proxy.beacon") - 1n);

/** ERC-7201: where OpenZeppelin's upgradeable tokens keep balances since version 5. */
export const OPENZEPPELIN_ERC20_SLOT = namespaceSlot("openzeppelin.storage.ERC20");

function namespaceSlot(id: string): bigint {
	const hash = keccak_256(abiWords([tagWord(id) - 1n]));
	hash[31] = 0;
	return hash.reduce((word, byte) => (word << 8n) | BigInt(byte), 0n);
}

/** 32 bytes, big-endian. */
export function wordText(word: bigint): Hex {
	return `0x${word.toString(16).padStart(64, "0")}`;
}
