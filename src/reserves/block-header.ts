/** A block's header: what its hash commits to, and the root of its state. Nothing of this is ever in a circuit. */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { keccakHex } from "../hashing/canonical-bytes.ts";
import type { Hex } from "../hashing/eth-signature.ts";
import { decodeRlpList, encodeRlpList, integerOf } from "./rlp.ts";

export type BlockHeader = {
	readonly hash: Hex;
	readonly number: bigint;
	readonly timeMs: number;
	readonly stateRoot: Hex;
};

const bytes = z.string().regex(/^0x(?:[0-9a-fA-F]{2})*$/);
const quantity = z.string().regex(/^0x[0-9a-fA-F]{1,64}$/);

/** The header's fields in their order, as nodes call them; forks appended those below the line, one after the other. */
const FIELDS = [
	["parentHash", bytes],
	["sha3Uncles", bytes],
	["miner", bytes],
	["stateRoot", bytes],
	["transactionsRoot", bytes],
	["receiptsRoot", bytes],
	["logsBloom", bytes],
	["difficulty", quantity],
	["number", quantity],
	["gasLimit", quantity],
	["gasUsed", quantity],
	["timestamp", quantity],
	["extraData", bytes],
	["mixHash", bytes],
	["nonce", bytes],
	// London, Shanghai, Cancun, Prague
	["baseFeePerGas", quantity],
	["withdrawalsRoot", bytes],
	["blobGasUsed", quantity],
	["excessBlobGas", quantity],
	["parentBeaconBlockRoot", bytes],
	["requestsHash", bytes],
] as const;
const OLDEST_FIELDS = 15;
const [STATE_ROOT, NUMBER, TIMESTAMP] = [3, 8, 11] as const;
const HASH_BYTES = 32;
const MOST_TIME_BYTES = 5;

/**
 * The RLP of a block as `eth_getBlockByNumber` answers it; nothing when its hash is not the block's own, so for every
 * chain whose headers have other fields.
 */
export function encodeHeader(block: Readonly<Record<string, unknown>>): Uint8Array | undefined {
	const present = FIELDS.filter(([name], at) => at < OLDEST_FIELDS || block[name] != null);
	const items: (bigint | Hex)[] = [];
	for (const [name, schema] of present) {
		const { success, data } = schema.safeParse(block[name]);
		if (!success) return undefined;
		items.push(schema === quantity ? BigInt(data) : (data as Hex));
	}
	const encoded = encodeRlpList(items);
	return keccakHex(encoded) === block.hash ? encoded : undefined;
}

/** Reads a header; nothing when it is none. Fields beyond those known are the hash's business. */
export function readHeader(header: Hex): BlockHeader | undefined {
	const encoded = hexToBytes(header.slice(2));
	const items = decodeRlpList(encoded);
	if (items === undefined || items.length < OLDEST_FIELDS) return undefined;
	const stateRoot = items[STATE_ROOT] as Uint8Array;
	const number = integerOf(items[NUMBER] as Uint8Array, MOST_TIME_BYTES);
	const seconds = integerOf(items[TIMESTAMP] as Uint8Array, MOST_TIME_BYTES);
	if (stateRoot.length !== HASH_BYTES || number === undefined || seconds === undefined) return undefined;
	return {
		hash: keccakHex(encoded),
		number,
		timeMs: Number(seconds) * 1000,
		stateRoot: `0x${bytesToHex(stateRoot)}`,
	};
}
