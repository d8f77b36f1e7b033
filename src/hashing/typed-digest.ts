/** Digests of typed data (EIP-712) whose fields all take one word: texts are hashed before they get here. */
import { concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { abiWords, keccakWord, tagWord } from "./abi-words.ts";
import { keccakHex } from "./canonical-bytes.ts";
import type { Hex } from "./eth-signature.ts";

export type TypedDomain = {
	readonly name: string;
	readonly version: string;
	/** The contract that is meant to read it, where there is one. */
	readonly contract?: { readonly chainId: bigint; readonly address: Hex } | undefined;
};

/**
 * What a key signs.
 *
 * @param request.type such as `Transfer(address to,uint256 amount)`
 * @param request.words one for each field, in order; of a `string` its `textFieldWord`
 */
export function typedDigest(request: {
	readonly domain: TypedDomain;
	readonly type: string;
	readonly words: readonly bigint[];
}): Hex {
	const { domain, type, words } = request;
	const struct = keccakHex(abiWords([tagWord(type), ...words]));
	return keccakHex(
		concatBytes(Uint8Array.of(0x19, 0x01), domainSeparator(domain), hexToBytes(struct.slice(2))),
	);
}

/** A `string` inside of typed data: the hash of its UTF-8 bytes. */
export function textFieldWord(text: string): bigint {
	return tagWord(text);
}

function domainSeparator({ name, version, contract }: TypedDomain): Uint8Array {
	const bound = contract === undefined ? "" : ",uint256 chainId,address verifyingContract";
	const words = [
		tagWord(`EIP712Domain(string name,string version${bound})`),
		tagWord(name),
		tagWord(version),
	];
	const place = contract === undefined ? [] : [contract.chainId, BigInt(contract.address)];
	return abiWords([keccakWord(abiWords([...words, ...place]))]);
}
