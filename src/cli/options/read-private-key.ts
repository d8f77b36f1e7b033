/** A key of Ethereum from a file, without ethers: to sign files, and for `readWallet`. */
import { InputError } from "../../errors/base.ts";
import { type Hex, isPrivateKey } from "../../hashing/eth-signature.ts";
import { readSecretFile } from "../../node/files/secret-file.ts";

/**
 * @param option that named the file
 * @throws InputError `SENDER_KEY_MALFORMED` and those of `readSecretFile`
 */
export async function readPrivateKey(path: string, option: string): Promise<Hex> {
	const file = (await readSecretFile(path)) as { privateKey?: unknown } | null;
	const key = file?.privateKey;
	if (typeof key === "string" && isPrivateKey(key)) return key;
	throw new InputError({
		code: "SENDER_KEY_MALFORMED",
		message: `${path} holds no private key`,
		field: option,
		hint: 'write {"privateKey": "0x…"} with 64 hexadecimal digits',
	});
}
