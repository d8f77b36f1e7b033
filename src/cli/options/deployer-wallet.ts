/** The deployer's key: from a file or the environment, never from the command line, which others can read. */
import { isHexString, Wallet } from "ethers";
import { InputError } from "../../errors/base.ts";
import { readTextFile } from "../../node/files/read-text-file.ts";
import { readWallet } from "./read-wallet.ts";

type KeySource = { readonly senderKey?: string | undefined; readonly keystore?: string | undefined };
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @throws InputError `SENDER_KEY_MISSING`, `SENDER_KEY_MALFORMED`, `KEYSTORE_MALFORMED`, `KEYSTORE_PASSWORD_WRONG`,
 *   and those of reading the files. No message quotes the key.
 */
export async function deployerWallet(source: KeySource, environment: Environment): Promise<Wallet> {
	if (source.senderKey !== undefined && source.keystore !== undefined) {
		throw refused("SENDER_KEY_TWICE", "two keys are named", "give --sender-key or --keystore");
	}
	if (source.senderKey !== undefined) return readWallet(source.senderKey);
	if (source.keystore !== undefined) {
		return fromKeystore(await readTextFile(source.keystore), environment.ZKMARGIN_KEYSTORE_PASSWORD);
	}
	const key = environment.ZKMARGIN_DEPLOYER_KEY;
	if (key === undefined || key === "") {
		const hint = "give --sender-key or --keystore, or set ZKMARGIN_DEPLOYER_KEY";
		throw refused("SENDER_KEY_MISSING", "a deployment is sent with somebody's key", hint);
	}
	if (isHexString(key, 32)) return new Wallet(key);
	const hint = "it is 0x and 64 hexadecimal digits";
	throw refused("SENDER_KEY_MALFORMED", "ZKMARGIN_DEPLOYER_KEY is no private key", hint);
}

async function fromKeystore(json: string, password: string | undefined): Promise<Wallet> {
	if (password === undefined) {
		const hint = "set ZKMARGIN_KEYSTORE_PASSWORD";
		throw refused("KEYSTORE_PASSWORD_MISSING", "the keystore's password is not set", hint);
	}
	try {
		const { privateKey } = await Wallet.fromEncryptedJson(json, password);
		return new Wallet(privateKey);
	} catch (error) {
		const isPassword = error instanceof Error && error.message.includes("password");
		throw isPassword
			? refused(
					"KEYSTORE_PASSWORD_WRONG",
					"the keystore does not open with this password",
					"check the password",
				)
			: refused(
					"KEYSTORE_MALFORMED",
					"this is no keystore",
					"give a version 3 keystore, as wallets export it",
				);
	}
}

function refused(code: string, message: string, hint: string): InputError {
	return new InputError({ code, message, field: "sender-key", hint });
}
