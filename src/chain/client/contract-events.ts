/** A contract's events, decoded, in the order in which they happened. */
import { Interface, type Provider } from "ethers";
import { onChain } from "./chain-call.ts";
import { decodeLog } from "./decode-log.ts";

type LogPlace = {
	readonly address: string;
	readonly blockNumber: number;
	readonly transactionHash: string;
	readonly logIndex: number;
};

export type ContractEvent = LogPlace & {
	readonly name: string;
	readonly args: Readonly<Record<string, unknown>>;
};

/** A log with the topic of a known event that does not decode as one. */
export type MalformedLog = LogPlace;

export type EventSource = {
	readonly provider: Provider;
	readonly address: string;
	readonly abi: readonly string[];
};

/** Nodes refuse longer ranges. */
const BLOCKS_PER_REQUEST = 2_000;

/**
 * All events of a contract in these blocks, both included. Events of other versions of it are left out, and so are
 * logs that do not decode: `onMalformed` hears of those.
 */
export async function contractEvents(
	source: EventSource & {
		readonly fromBlock: number;
		readonly toBlock: number;
		readonly onMalformed?: ((log: MalformedLog) => void) | undefined;
	},
): Promise<ContractEvent[]> {
	const contract = new Interface(source.abi);
	const events: ContractEvent[] = [];
	for (let fromBlock = source.fromBlock; fromBlock <= source.toBlock; fromBlock += BLOCKS_PER_REQUEST) {
		const toBlock = Math.min(source.toBlock, fromBlock + BLOCKS_PER_REQUEST - 1);
		const filter = { address: source.address, fromBlock, toBlock };
		for (const log of await onChain(() => source.provider.getLogs(filter))) {
			const event = decodeLog(contract, log);
			if (event === undefined) continue;
			const { address, blockNumber, transactionHash, index: logIndex } = log;
			const place = { address, blockNumber, transactionHash, logIndex };
			if (event === "malformed") source.onMalformed?.(place);
			else events.push({ name: event.name, args: event.args.toObject(), ...place });
		}
	}
	return events;
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
export function watchContract(
	source: EventSource & BlockFollowing,
): AsyncGenerator<ContractEvent, void, void> {
	return followBlocks(source, (range) => contractEvents({ ...source, ...range }));
}

/** What `read` finds in the blocks as they come, each block once, until `signal` aborts. */
export async function* followBlocks<Found>(
	following: BlockFollowing,
	read: (range: { readonly fromBlock: number; readonly toBlock: number }) => Promise<readonly Found[]>,
): AsyncGenerator<Found, void, void> {
	const { provider, confirmations = 0, pollMs = 1_000, signal } = following;
	let fromBlock = following.fromBlock;
	while (!signal.aborted) {
		const toBlock = (await onChain(() => provider.getBlockNumber())) - confirmations;
		if (toBlock >= fromBlock) {
			for (const found of await read({ fromBlock, toBlock })) {
				if (signal.aborted) return;
				yield found;
			}
			fromBlock = toBlock + 1;
		} else await pauseOrAbort(pollMs, signal);
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
