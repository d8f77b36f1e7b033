/** Every call to a chain goes through here, so that every failure has one of our types. */
import {
	Contract,
	type ContractRunner,
	type ContractTransactionReceipt,
	type ContractTransactionResponse,
	type InterfaceAbi,
	isError,
	type Log,
	type LogDescription,
	type Provider,
	type Signer,
} from "ethers";
import { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
import { refusalIn } from "./chain-refusal.ts";
import { decodeLog } from "./decode-log.ts";

type ContractCall = {
	readonly address: string;
	readonly abi: InterfaceAbi;
	readonly method: string;
	readonly args: readonly unknown[];
};

export type Sent = {
	readonly transactionHash: string;
	readonly gasUsed: bigint;
	/** The contract's own events, decoded. */
	readonly events: readonly LogDescription[];
};

/**
 * Calls a view.
 *
 * @throws ChainRefusal, and what `onChain` throws
 */
export function readContract(call: ContractCall & { readonly runner: ContractRunner }): Promise<unknown> {
	const contract = new Contract(call.address, call.abi, call.runner);
	return onChain(async () => {
		try {
			return await contract.getFunction(call.method).staticCall(...call.args);
		} catch (error) {
			// Nothing at all comes back where there is no contract, or another one.
			throw isError(error, "BAD_DATA") && error.value === "0x" ? noContract(call.address, error) : error;
		}
	});
}

/**
 * Sends a transaction and waits until it, or the same one at another gas price, is in a block.
 *
 * @throws ChainRefusal, and what `onChain` throws
 * @throws RetryableError `TRANSACTION_PENDING`, `TRANSACTION_CANCELLED`, both with its hash
 */
export function writeContract(
	call: ContractCall & {
		readonly signer: Signer;
		/** How long to wait for a block that takes the transaction; ten minutes when left out. */
		readonly patienceMs?: number | undefined;
	},
): Promise<Sent> {
	const contract = new Contract(call.address, call.abi, call.signer);
	return onChain(async () => {
		// A call to an address without code succeeds and does nothing.
		if (call.signer.provider !== null) await requireContract(call.signer.provider, call.address);
		const transaction = await contract.getFunction(call.method).send(...call.args);
		const receipt = await minedReceipt(transaction, call.patienceMs ?? PATIENCE_MS);
		return { transactionHash: receipt.hash, gasUsed: receipt.gasUsed, events: eventsOf(contract, receipt) };
	});
}

const PATIENCE_MS = 600_000;

/** Follows the nonce: a wallet may send the same call again at a better price, or cancel it. */
async function minedReceipt(
	transaction: ContractTransactionResponse,
	patienceMs: number,
): Promise<ContractTransactionReceipt> {
	const { hash } = transaction;
	try {
		const receipt = await transaction.wait(1, patienceMs);
		if (receipt !== null) return receipt;
		throw cancelled(hash);
	} catch (error) {
		if (isError(error, "TRANSACTION_REPLACED")) {
			if (error.reason === "repriced") return error.receipt as ContractTransactionReceipt;
			throw cancelled(hash, error);
		}
		if (!isError(error, "TIMEOUT")) throw error;
		throw new RetryableError({
			code: "TRANSACTION_PENDING",
			message: `transaction ${hash} is in no block after ${Math.round(patienceMs / 1000)} s`,
			hint: "look it up in your wallet: it may still be taken; send again only after it was dropped or cancelled",
			cause: error,
		});
	}
}

function cancelled(hash: string, cause?: unknown): RetryableError {
	return new RetryableError({
		code: "TRANSACTION_CANCELLED",
		message: `transaction ${hash} was cancelled or replaced by another call: nothing of it happened`,
		hint: "send again when that was not meant",
		cause,
	});
}

/** @throws InputError `CONTRACT_NOT_THERE` when the address holds no code on this chain */
export async function requireContract(provider: Provider, address: string): Promise<void> {
	if ((await onChain(() => provider.getCode(address))) === "0x") throw noContract(address);
}

function noContract(address: string, cause?: unknown): InputError {
	return new InputError({
		code: "CONTRACT_NOT_THERE",
		message: `${address} holds no contract of ours on this chain`,
		field: "address",
		hint: "compare the chain of the node and the address with the deployment's file",
		cause,
	});
}

/**
 * Runs work on a chain and gives its failures our types.
 *
 * @throws ChainRefusal when a contract refuses with a custom error
 * @throws InputError `FUNDS_INSUFFICIENT`
 * @throws RetryableError `CHAIN_UNREACHABLE`
 * @throws InternalError `CHAIN_CALL_FAILED` for everything else
 */
export async function onChain<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw typed(error);
	}
}

function typed(error: unknown): ZkMarginError {
	if (error instanceof ZkMarginError) return error;
	const refusal = refusalIn(error);
	if (refusal !== undefined) return refusal;
	if (isUnreachable(error)) {
		return new RetryableError({
			code: "CHAIN_UNREACHABLE",
			message: "the chain's node does not answer",
			hint: "check the node's address and try again",
			cause: error,
		});
	}
	if (isError(error, "INSUFFICIENT_FUNDS")) {
		return new InputError({
			code: "FUNDS_INSUFFICIENT",
			message: "the sender cannot pay for the transaction",
			hint: "fund the sending address",
			cause: error,
		});
	}
	return new InternalError({
		code: "CHAIN_CALL_FAILED",
		message: error instanceof Error ? error.message : String(error),
		cause: error,
	});
}

/** ethers passes on what the operating system says about a connection. */
const CONNECTION_ERRORS = ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EPIPE"];

function isUnreachable(error: unknown): boolean {
	if (isError(error, "NETWORK_ERROR") || isError(error, "SERVER_ERROR") || isError(error, "TIMEOUT"))
		return true;
	return error instanceof Error && CONNECTION_ERRORS.includes((error as NodeJS.ErrnoException).code ?? "");
}

function eventsOf(contract: Contract, receipt: ContractTransactionReceipt): LogDescription[] {
	const address = String(contract.target).toLowerCase();
	return receipt.logs
		.filter((log: Log) => log.address.toLowerCase() === address)
		.map((log: Log) => decodeLog(contract.interface, log))
		.filter((event) => event !== undefined && event !== "malformed");
}
