/**
 * What became of a transaction when a run was interrupted between signing it and hearing of it. Ignition's journal
 * knows only that it was about to be sent, and leaves the rest to people; the signed transaction was kept, so nobody
 * needs to look it up.
 */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { trackTransaction, wipe } from "@nomicfoundation/ignition-core";
import { Transaction } from "ethers";
import { InternalError } from "../errors/base.ts";
import type { Outbox, RawProvider, RequestProvider } from "./signing-provider.ts";
import { writeWhole } from "./write-whole.ts";

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

export type KeptTransactions = Outbox & { readonly find: (nonce: number) => Promise<string | undefined> };

/** Signed transactions by nonce, beside the journal. They are what the node is sent, and hold no secret. */
export function outboxIn(journalFolder: string): KeptTransactions {
	const folder = join(journalFolder, "sent");
	const fileOf = (nonce: number) => join(folder, `${nonce}.hex`);
	return {
		keep: async (nonce, rawTransaction) => {
			await mkdir(folder, { recursive: true });
			await writeWhole(fileOf(nonce), rawTransaction);
		},
		find: (nonce) => readFile(fileOf(nonce), "utf8").catch(() => undefined),
	};
}

/**
 * Sends it again unless the chain has it, and writes into the journal that it was sent; forgets it when it was never
 * signed.
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
	const { hash } = Transaction.from(raw);
	if (hash === null)
		throw new InternalError({ code: "DEPLOYMENT_OUTBOX", message: "a kept transaction is unsigned" });
	if ((await provider.send("eth_getTransactionByHash", [hash])) === null) {
		await provider.send("eth_sendRawTransaction", [raw]);
	}
	await trackTransaction(journalFolder, hash, node, confirmations);
}
