/** The key that pays for a transaction: a secret file, and a wallet on a node. */
import { isHexString, type JsonRpcProvider, Wallet } from "ethers";
import { connectNode } from "../chain/connect-node.ts";
import { InputError } from "../errors/base.ts";
import { readSecretFile } from "./secret-file.ts";

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

/** Runs work on a node and lets go of it afterwards, whatever happens. */
export async function withNode<T>(url: string, work: (provider: JsonRpcProvider) => Promise<T>): Promise<T> {
	const provider = await connectNode(url);
	try {
		return await work(provider);
	} finally {
		provider.destroy();
	}
}
