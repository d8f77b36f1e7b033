/**
 * What became of a transaction when a run was interrupted between signing it and hearing of it. Ignition's journal
 * knows only that it was about to be sent, and leaves the rest to people; the signed transaction was kept, so nobody
 * needs to look it up.
 */
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { trackTransaction, wipe } from "@nomicfoundation/ignition-core";
import { getCreateAddress, Transaction } from "ethers";
import { InputError, InternalError } from "../../errors/base.ts";
import { writeWhole } from "../../node/files/write-whole.ts";
import type { Outbox, RawProvider, RequestProvider } from "./signing-provider.ts";

export type LostTransaction = { readonly futureId: string; readonly nonce: number };

/** Ignition's number for a journal that ends between preparing and sending. */
const TRANSACTION_LOST = "HHE10410";

export function lostTransaction(error: unknown): LostTransaction | undefined {
	const { errorCode, messageArguments } = error as {
		errorCode?: unknown;
		messageArguments?: LostTransaction;
	};
	return errorCode === TRANSACTION_LOST ? messageArguments : undefined;
}

/** No step is deployed by the name of a compiled contract: each brings its own code. */
export const NAMED_ARTIFACTS = {
	loadArtifact: async (name: string): Promise<never> => {
		throw new InternalError({ code: "DEPLOYMENT_ARTIFACT", message: `${name} comes without its code` });
	},
	getBuildInfo: async () => undefined,
};

export type KeptTransactions = Outbox & {
	readonly find: (nonce: number) => Promise<string | undefined>;
	/** Hashes of all that create a contract, by its address in lower case. */
	readonly creations: () => Promise<ReadonlyMap<string, string>>;
};

/** Signed transactions by nonce, beside the journal. They are what the node is sent, and hold no secret. */
export function outboxIn(journalFolder: string): KeptTransactions {
	const folder = join(journalFolder, "sent");
	const fileOf = (nonce: number) => join(folder, `${nonce}.hex`);
	const creations = async () => {
		const byAddress = new Map<string, string>();
		for (const name of await readdir(folder)) {
			const { from, nonce, hash } = Transaction.from(await readFile(join(folder, name), "utf8"));
			if (from === null || hash === null) continue;
			byAddress.set(getCreateAddress({ from, nonce }).toLowerCase(), hash);
		}
		return byAddress;
	};
	return {
		creations,
		keep: async (nonce, rawTransaction) => {
			await mkdir(folder, { recursive: true });
			await writeWhole(fileOf(nonce), rawTransaction);
		},
		find: async (nonce) => {
			try {
				return await readFile(fileOf(nonce), "utf8");
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
				// Taken for unsigned, it would be sent a second time.
				throw new InputError({
					code: "DEPLOYMENT_OUTBOX",
					message: `the signed transaction ${nonce} cannot be read`,
					field: "journal",
					hint: `make ${fileOf(nonce)} readable and run the same command again`,
					cause: error,
				});
			}
		},
	};
}

/**
 * Sends it again unless the chain has it, and writes into the journal that it was sent; forgets it when it was never
 * signed.
 *
 * @throws InputError `DEPLOYMENT_OUTBOX` when the kept transaction cannot be read; `DEPLOYMENT_STUCK` when the
 * sender used its nonce for something else, so that it can never be in a block
 */
export async function recover(request: {
	readonly lost: LostTransaction;
	readonly journalFolder: string;
	readonly provider: RawProvider;
	readonly node: RequestProvider;
	readonly outbox: KeptTransactions;
	readonly confirmations: number;
}): Promise<void> {
	const { lost, journalFolder, provider, node, confirmations } = request;
	const raw = await request.outbox.find(lost.nonce);
	if (raw === undefined) return wipe(journalFolder, NAMED_ARTIFACTS, lost.futureId);
	const { hash, from } = Transaction.from(raw);
	if (hash === null || from === null)
		throw new InternalError({ code: "DEPLOYMENT_OUTBOX", message: "a kept transaction is unsigned" });
	// Asked before the transaction is: mined in between, it is found.
	const used = BigInt((await provider.send("eth_getTransactionCount", [from, "latest"])) as string);
	if ((await provider.send("eth_getTransactionByHash", [hash])) === null) {
		if (used > BigInt(lost.nonce)) throw stuck(lost);
		await provider.send("eth_sendRawTransaction", [raw]);
	}
	await trackTransaction(journalFolder, hash, node, confirmations);
}

function stuck({ futureId, nonce }: LostTransaction): InputError {
	return new InputError({
		code: "DEPLOYMENT_STUCK",
		message: `${futureId} was to be deployed by the sender's transaction ${nonce}, which has become another one`,
		field: "journal",
		hint: "begin a new folder, and send nothing else from this account meanwhile; what was deployed stays, unused",
	});
}
