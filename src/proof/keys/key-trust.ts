/**
 * Which proving keys this machine proves with. A key file is code that the account runs through: one that
 * was made for it can read positions out of honest proofs, and its own manifest says whatever its maker
 * likes. So a key counts by its hash or by what was verified here, never by its word.
 */
import { InputError } from "../../errors/base.ts";
import type { CircuitProgram } from "../circuit/compile-circuit.ts";
import type { KeyKind, KeyPin, KeyTrust } from "./key-kind.ts";
import { ownDevelopmentKeyHash, type ProvingKey, type SuppliedKey } from "./proving-key.ts";
import { SHIPPED_KEYS } from "./shipped-keys.ts";
import { isVerifiedKey } from "./verified-keys.ts";

export type TrustRequest = {
	readonly key: SuppliedKey;
	readonly circuit: CircuitProgram;
	/** From a deployment file. */
	readonly pins?: readonly KeyPin[] | undefined;
	/** SHA-256 of key files that the user vouches for, 64 hexadecimal digits each. */
	readonly trustedHashes?: readonly string[] | undefined;
	readonly cacheFolder?: string | undefined;
};

/**
 * @throws InputError `PROVING_KEY_NOT_TRUSTED`, `KEY_HASH_MALFORMED`
 */
export async function requireTrustedKey(request: TrustRequest): Promise<ProvingKey> {
	const { key, trustedHashes = [] } = request;
	const malformed = trustedHashes.find((hash) => !/^[0-9a-fA-F]{64}$/.test(hash));
	if (malformed !== undefined) throw hashMalformed();
	const found = await trustOf(request);
	if (found !== undefined) return { ...key, ...found };
	const { circuit, zkeySha256 } = key.manifest;
	throw new InputError({
		code: "PROVING_KEY_NOT_TRUSTED",
		message: `nothing here vouches for this key of ${circuit}: its file has the SHA-256 ${zkeySha256}`,
		field: "key",
		hint: "run `zkmargin ceremony verify <folder>` once, or compare the hash with one from people you trust and give --trust-key-hash <sha256>",
	});
}

/**
 * What vouches for a key that was loaded, or nothing. The strongest word counts.
 *
 * @returns a kind that nobody's manifest has a say in: `ceremony` only where it was verified or pinned as such
 */
export async function trustOf(
	request: TrustRequest,
): Promise<{ readonly trust: KeyTrust; readonly kind: KeyKind } | undefined> {
	const { key, circuit, pins = [], trustedHashes = [], cacheFolder } = request;
	const { zkeySha256 } = key.manifest;
	const pinned = (list: readonly KeyPin[]) =>
		list.find((pin) => pin.circuit === circuit.name && pin.zkeySha256 === zkeySha256);
	if (await isVerifiedKey({ circuit, zkeySha256, cacheFolder })) {
		return { trust: "verified transcript", kind: "ceremony" };
	}
	const shipped = pinned(SHIPPED_KEYS);
	if (shipped !== undefined) return { trust: "shipped list", kind: shipped.kind };
	const deployed = pinned(pins);
	if (deployed !== undefined) return { trust: "deployment file", kind: deployed.kind };
	if ((await ownDevelopmentKeyHash({ circuit, cacheFolder })) === zkeySha256) {
		return { trust: "own development key", kind: "development" };
	}
	const isGiven = trustedHashes.some((hash) => hash.toLowerCase() === zkeySha256);
	return isGiven ? { trust: "given hash", kind: "development" } : undefined;
}

function hashMalformed(): InputError {
	return new InputError({
		code: "KEY_HASH_MALFORMED",
		message: "a key's hash is 64 hexadecimal digits",
		field: "trust-key-hash",
		hint: "give the SHA-256 of the key file, as `sha256sum proving-key.zkey` prints it",
	});
}
