/** The key that a transaction is sent with. */
import { isHexString, Wallet } from "ethers";
import { InputError } from "../../errors/base.ts";
import { readSecretFile } from "../../node/files/secret-file.ts";

/** @throws InputError `SENDER_KEY_MALFORMED` and those of `readSecretFile` */
export async function readWallet(path: string): Promise<Wallet> {
	const file = (await readSecretFile(path)) as { privateKey?: unknown } | null;
	const key = file?.privateKey;
	if (typeof key === "string" && isHexString(key, 32)) return new Wallet(key);
	throw new InputError({
		code: "SENDER_KEY_MALFORMED",
		message: `${path} holds no private key`,
		field: "sender-key",
		hint: 'write {"privateKey": "0x…"} with 64 hexadecimal digits',
	});
}
