/**
 * Signatures of Ethereum keys without ethers: EIP-191 texts and 32-byte digests on secp256k1. Contract wallets
 * (EIP-1271) have no key and cannot be recovered from a signature: somebody has to ask the contract.
 */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { keccakHex } from "./canonical-bytes.ts";

export type Hex = `0x${string}`;

const SIGNATURE_FORM = /^0x[0-9a-fA-F]{130}$/;
/** What wallets put last: 27 or 28, some 0 or 1. */
const RECOVERY_OF_V: ReadonlyMap<number, number> = new Map([
	[0, 0],
	[1, 1],
	[27, 0],
	[28, 1],
]);

/** The digest that a wallet signs for a text (`personal_sign`, EIP-191 version 0x45). */
export function textDigest(text: string): Hex {
	const bytes = utf8ToBytes(text);
	const prefix = utf8ToBytes(`\x19Ethereum Signed Message:\n${bytes.length}`);
	return keccakHex(concatBytes(prefix, bytes));
}

/**
 * Whose key signed the digest, lower case; nothing when it is no signature of 65 bytes with a low s, which is the
 * only form of the two that contracts take.
 */
export function recoverAddress(digest: Hex, signature: string): Hex | undefined {
	if (!SIGNATURE_FORM.test(signature)) return undefined;
	const bytes = hexToBytes(signature.slice(2));
	const recovery = RECOVERY_OF_V.get(bytes[64] as number);
	if (recovery === undefined) return undefined;
	try {
		const parsed = secp256k1.Signature.fromBytes(bytes.subarray(0, 64)).addRecoveryBit(recovery);
		if (parsed.hasHighS()) return undefined;
		return addressOfPoint(parsed.recoverPublicKey(hexToBytes(digest.slice(2))).toBytes(false));
	} catch {
		return undefined;
	}
}

/** Whether a text is 0x and 64 digits of a number that is a key. */
export function isPrivateKey(text: string): text is Hex {
	return /^0x[0-9a-fA-F]{64}$/.test(text) && secp256k1.utils.isValidSecretKey(hexToBytes(text.slice(2)));
}

/** 65 bytes, v 27 or 28, low s. Deterministic (RFC 6979). */
export function signDigest(digest: Hex, privateKey: Hex): Hex {
	const signed = secp256k1.sign(hexToBytes(digest.slice(2)), hexToBytes(privateKey.slice(2)), {
		prehash: false,
		format: "recovered",
	});
	// Here the recovery bit comes first.
	const [recovery, rest] = [signed[0] as number, signed.subarray(1)];
	return `0x${bytesToHex(rest)}${(recovery + 27).toString(16)}`;
}

/** The address of a private key, lower case. */
export function addressOfKey(privateKey: Hex): Hex {
	return addressOfPoint(secp256k1.getPublicKey(hexToBytes(privateKey.slice(2)), false));
}

function addressOfPoint(uncompressed: Uint8Array): Hex {
	return `0x${bytesToHex(keccak_256(uncompressed.subarray(1)).subarray(12))}`;
}
