/** A contract's events, decoded, in the order in which they happened. */
import type { Log, Provider } from "ethers";
import { RetryableError } from "../../errors/base.ts";
import type { Abi, EventArguments, EventName } from "./abi-types.ts";
import { interfaceOf, onChain } from "./chain-call.ts";
import { decodeLog } from "./decode-log.ts";
import { namedValues } from "./decode-values.ts";

type LogPlace = {
	readonly address: string;
	readonly blockNumber: number;
	readonly transactionHash: string;
	readonly logIndex: number;
};

/** One of an ABI's events: `name` tells which, and so what `args` are. Of an ABI that is not known, any event. */
export type ContractEvent<A extends Abi = Abi> = LogPlace & (Abi extends A ? AnyEvent : EventIn<A>);

type AnyEvent = { readonly name: string; readonly args: Readonly<Record<string, unknown>> };
type EventIn<A extends Abi> = {
	readonly [Name in EventName<A>]: { readonly name: Name; readonly args: EventArguments<A, Name> };
}[EventName<A>];

/** A log with the topic of a known event that does not decode as one. */
export type MalformedLog = LogPlace;

export type EventSource<A extends Abi = Abi> = {
	readonly provider: Provider;
	readonly address: string;
	readonly abi: A;
};

export type BlockRange = { readonly fromBlock: number; readonly toBlock: number };

/** Most nodes refuse longer ranges; one that refuses this is asked for half, and half again. */
const BLOCKS_PER_REQUEST = 2_000;
/** A node behind another's head answers with the logs that it has: the newest blocks are read again this often. */
const BLOCKS_READ_AGAIN = 16;

/**
 * All events of a contract in these blocks, both included. Events of other versions of it are left out, and so are
 * logs that do not decode: `onMalformed` hears of those.
 */
export async function contractEvents<const A extends Abi>(
	source: EventSource<A> & BlockRange & { readonly onMalformed?: ((log: MalformedLog) => void) | undefined },
): Promise<ContractEvent<A>[]> {
	const contract = interfaceOf(source.abi);
	const events: ContractEvent<A>[] = [];
	for await (const log of logsOf(source)) {
		const event = decodeLog(contract, log);
		if (event === undefined) continue;
		const { address, blockNumber, transactionHash, index: logIndex } = log;
		const place = { address, blockNumber, transactionHash, logIndex };
		if (event === "malformed") source.onMalformed?.(place);
		else {
			const args = namedValues(event.fragment.inputs, event.args);
			events.push({ name: event.name, args, ...place } as unknown as ContractEvent<A>);
		}
	}
	return events;
}

/** Nodes state their limits in words of their own: whatever they refuse is asked for in halves, down to one block. */
async function* logsOf(
	source: Pick<EventSource, "provider" | "address"> & BlockRange,
): AsyncGenerator<Log, void, void> {
	const { provider, address } = source;
	let blocks = BLOCKS_PER_REQUEST;
	let fromBlock = source.fromBlock;
	while (fromBlock <= source.toBlock) {
		const toBlock = Math.min(source.toBlock, fromBlock + blocks - 1);
		const filter = { address, fromBlock, toBlock };
		const logs = await onChain(() => provider.getLogs(filter)).catch((error: unknown) => {
			if (error instanceof RetryableError || toBlock === fromBlock) throw error;
			return undefined;
		});
		if (logs === undefined) blocks = Math.ceil((toBlock - fromBlock + 1) / 2);
		else {
			yield* logs;
			fromBlock = toBlock + 1;
		}
	}
}

export type BlockFollowing = {
	readonly provider: Provider;
	readonly fromBlock: number;
	/** A block is read once it has so many above it, so that a short reorganisation is not seen. */
	readonly confirmations?: number | undefined;
	readonly pollMs?: number | undefined;
	readonly signal: AbortSignal;
};

/** Events as they happen, from `fromBlock` on, until `signal` aborts. */
export function watchContract<const A extends Abi>(
	source: EventSource<A> & BlockFollowing,
): AsyncGenerator<ContractEvent<A>, void, void> {
	return followBlocks(source, (range) => contractEvents({ ...source, ...range }));
}

/**
 * What `read` finds in the blocks as they come, each find once, until `signal` aborts. What a node shows late, because
 * it was behind the head that another one reported, comes after what is newer.
 */
export async function* followBlocks<Found extends LogPlace>(
	following: BlockFollowing,
	read: (range: BlockRange) => Promise<readonly Found[]>,
): AsyncGenerator<Found, void, void> {
	const { provider, confirmations = 0, pollMs = 1_000, signal } = following;
	/** Of the blocks that are read again. */
	let seen = new Map<string, number>();
	let nextBlock = following.fromBlock;
	while (!signal.aborted) {
		const toBlock = (await onChain(() => provider.getBlockNumber())) - confirmations;
		const isNew = toBlock >= nextBlock;
		const fromBlock = Math.max(following.fromBlock, nextBlock - BLOCKS_READ_AGAIN);
		if (toBlock >= fromBlock) {
			for (const found of await read({ fromBlock, toBlock })) {
				if (signal.aborted) return;
				const place = `${found.transactionHash} ${found.logIndex}`;
				if (seen.has(place)) continue;
				seen.set(place, found.blockNumber);
				yield found;
			}
			nextBlock = Math.max(nextBlock, toBlock + 1);
			seen = new Map([...seen].filter(([, block]) => block >= nextBlock - BLOCKS_READ_AGAIN));
		}
		if (!isNew) await pauseOrAbort(pollMs, signal);
	}
}

function pauseOrAbort(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((done) => {
		const finish = () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", finish);
			done();
		};
		const timer = setTimeout(finish, ms);
		signal.addEventListener("abort", finish);
	});
}
