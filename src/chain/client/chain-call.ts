/** Every call to a chain goes through here, so that every failure has one of our types. */
import {
	Contract,
	type ContractRunner,
	type ContractTransactionReceipt,
	type InterfaceAbi,
	isError,
	type Log,
	type LogDescription,
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
	return onChain(() => contract.getFunction(call.method).staticCall(...call.args));
}

/**
 * Sends a transaction and waits until it is in a block.
 *
 * @throws ChainRefusal, and what `onChain` throws
 */
export function writeContract(call: ContractCall & { readonly signer: Signer }): Promise<Sent> {
	const contract = new Contract(call.address, call.abi, call.signer);
	return onChain(async () => {
		const transaction = await contract.getFunction(call.method).send(...call.args);
		const receipt = await transaction.wait();
		if (receipt === null) throw new Error("the transaction was replaced");
		return { transactionHash: receipt.hash, gasUsed: receipt.gasUsed, events: eventsOf(contract, receipt) };
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
