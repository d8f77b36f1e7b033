/** Every call to a chain goes through here, so that every failure has one of our types. */
import {
	Contract,
	type ContractRunner,
	type ContractTransactionReceipt,
	type ContractTransactionResponse,
	Interface,
	type InterfaceAbi,
	isError,
	type Log,
	type LogDescription,
	type ParamType,
	type Provider,
	type Result,
	type Signer,
} from "ethers";
import { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
import type { Abi, Answer, Arguments, EventArguments, EventName, SendName, ViewName } from "./abi-types.ts";
import { refusalIn } from "./chain-refusal.ts";
import { decodeLog } from "./decode-log.ts";
import { answerOf, namedValues } from "./decode-values.ts";

type ContractAt<A extends Abi> = { readonly address: string; readonly abi: A };

/** A contract or a method that is known only when the program runs. */
type CallByName = {
	readonly address: string;
	readonly abi: InterfaceAbi;
	readonly method: string;
	readonly args: readonly unknown[];
};

type Sending = {
	readonly signer: Signer;
	/** Ether to send along, wei; none when left out. */
	readonly valueWei?: bigint | undefined;
	/** How long to wait for a block that takes the transaction; ten minutes when left out. */
	readonly patienceMs?: number | undefined;
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
export async function readContract<const A extends Abi, Name extends ViewName<A>>(
	call: ContractAt<A> & {
		readonly runner: ContractRunner;
		readonly method: Name;
		readonly args: Arguments<A, Name>;
	},
): Promise<Answer<A, Name>> {
	const { address, abi, runner, method, args } = call;
	// The types say of the ABI what ethers does with it.
	return (await read({ address, abi, runner, method, args }, answerOf)) as Answer<A, Name>;
}

/** `readContract` of one contract. */
export type ContractReader<A extends Abi> = <Name extends ViewName<A>>(
	method: Name,
	args: Arguments<A, Name>,
) => Promise<Answer<A, Name>>;

export function contractReader<const A extends Abi>(
	contract: ContractAt<A> & { readonly runner: ContractRunner },
): ContractReader<A> {
	return (method, args) => readContract({ ...contract, method, args });
}

/** `readContract` without types: the answer is as ethers gives it. */
export function readByName(call: CallByName & { readonly runner: ContractRunner }): Promise<unknown> {
	return read(call, (_, values) => (values.length === 1 ? values[0] : values));
}

function read(
	{ address, abi, runner, method, args }: CallByName & { readonly runner: ContractRunner },
	answer: (outputs: readonly ParamType[], values: Result) => unknown,
): Promise<unknown> {
	const called = new Contract(address, interfaceOf(abi), runner).getFunction(method);
	return onChain(async () => {
		try {
			const values = await called.staticCallResult(...args.map(ownCopy));
			return answer(called.fragment.outputs, values);
		} catch (error) {
			// Nothing at all comes back where there is no contract, or another one.
			throw isError(error, "BAD_DATA") && error.value === "0x" ? noContract(address, error) : error;
		}
	});
}

/**
 * Sends a transaction and waits until it, or the same one at another gas price, is in a block.
 *
 * @throws ChainRefusal, and what `onChain` throws
 * @throws RetryableError `TRANSACTION_PENDING`, `TRANSACTION_CANCELLED`, both with its hash
 */
export function writeContract<const A extends Abi, Name extends SendName<A>>(
	call: ContractAt<A> & Sending & { readonly method: Name; readonly args: Arguments<A, Name> },
): Promise<Sent> {
	const { address, abi, method, args, ...sending } = call;
	return writeByName({ address, abi, method, args, ...sending });
}

/** `writeContract` without types. */
export function writeByName(call: CallByName & Sending): Promise<Sent> {
	const { address, abi, method, args, signer, valueWei, patienceMs = PATIENCE_MS } = call;
	const contract = new Contract(address, interfaceOf(abi), signer);
	return onChain(async () => {
		// A call to an address without code succeeds and does nothing.
		if (signer.provider !== null) await requireContract(signer.provider, address);
		const overrides = valueWei === undefined ? [] : [{ value: valueWei }];
		const transaction = await contract.getFunction(method).send(...args.map(ownCopy), ...overrides);
		const receipt = await minedReceipt(transaction, patienceMs);
		return { transactionHash: receipt.hash, gasUsed: receipt.gasUsed, events: eventsOf(contract, receipt) };
	});
}

/**
 * Arguments of the event that a transaction must have left.
 *
 * @throws InternalError `EVENT_MISSING` when the contract at that address is another one
 */
export function sentEvent<const A extends Abi, Name extends EventName<A>>(
	sent: Sent,
	abi: A,
	name: Name,
): EventArguments<A, Name> {
	const event = findSentEvent(sent, abi, name);
	if (event !== undefined) return event;
	throw new InternalError({
		code: "EVENT_MISSING",
		message: `transaction ${sent.transactionHash} left no event ${name}`,
	});
}

/** Arguments of the first event of this name; `undefined` where the transaction left none. */
export function findSentEvent<const A extends Abi, Name extends EventName<A>>(
	sent: Sent,
	_abi: A,
	name: Name,
): EventArguments<A, Name> | undefined {
	const event = sent.events.find((found) => found.name === name);
	if (event === undefined) return undefined;
	return namedValues(event.fragment.inputs, event.args) as EventArguments<A, Name>;
}

const PARSED = new WeakMap<readonly unknown[], Interface>();

/** Parsed once for each ABI: theirs are hundreds of entries. */
export function interfaceOf(abi: InterfaceAbi): Interface {
	if (!Array.isArray(abi)) return Interface.from(abi);
	const known = PARSED.get(abi) ?? new Interface(abi);
	PARSED.set(abi, known);
	return known;
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

/** ethers writes into the arrays that it is given, and those out of an event are frozen. */
function ownCopy(value: unknown): unknown {
	return Array.isArray(value) ? value.map(ownCopy) : value;
}
