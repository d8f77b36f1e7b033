/** The key that a transaction is sent with. */
import { Wallet } from "ethers";
import { readPrivateKey } from "./read-private-key.ts";

/** @throws as `readPrivateKey` */
export async function readWallet(path: string): Promise<Wallet> {
	return new Wallet(await readPrivateKey(path, "sender-key"));
}
