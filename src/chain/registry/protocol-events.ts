/** Everything that happens around a registry, in order: at its venues, its risk epochs and its timelock, too. */
import type { Provider } from "ethers";
import { RISK_EPOCHS_ABI, SOLVENCY_REGISTRY_ABI, TIMELOCK_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import { readContract } from "../client/chain-call.ts";
import {
	type BlockFollowing,
	type ContractEvent,
	contractEvents,
	followBlocks,
	type MalformedLog,
} from "../client/contract-events.ts";

/** Which contract an event comes from. */
export type ProtocolPart = "registry" | "riskEpochs" | "timelock" | "venue";
export type ProtocolEvent = ContractEvent & { readonly part: ProtocolPart };

type ProtocolSource = { readonly provider: Provider; readonly registry: string };
type BlockRange = {
	readonly fromBlock: number;
	readonly toBlock: number;
	readonly onMalformed?: ((log: MalformedLog) => void) | undefined;
};

const ABIS = {
	registry: SOLVENCY_REGISTRY_ABI,
	riskEpochs: RISK_EPOCHS_ABI,
	timelock: TIMELOCK_ABI,
	venue: VENUE_LEDGER_ABI,
} as const satisfies Record<ProtocolPart, readonly string[]>;
const NAMES_A_VENUE: ReadonlySet<string> = new Set(["Attested", "VenueAccepted", "VenueDropped"]);

/**
 * All events of these blocks, both included. Venues are those that the registry accepts now, and those that it accepted,
 * dropped or took an attestation for in these blocks; risk epochs are those that it takes tables from, and those that it began to.
 */
export async function protocolEvents(request: ProtocolSource & BlockRange): Promise<ProtocolEvent[]> {
	const ofRegistry = await eventsOf(request, "registry", request.registry);
	const { riskEpochs, timelock, venues } = await contractsOf(request);
	for (const { name, args } of ofRegistry) {
		if (name === "RiskEpochsSet") riskEpochs.add(String(args.riskEpochs));
		if (NAMES_A_VENUE.has(name)) venues.add(String(args.venue));
	}
	const events = [...ofRegistry, ...(await eventsOf(request, "timelock", timelock))];
	for (const source of riskEpochs) events.push(...(await eventsOf(request, "riskEpochs", source)));
	for (const venue of venues) events.push(...(await eventsOf(request, "venue", venue)));
	return events.sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
}

/** `protocolEvents` as they happen, from `fromBlock` on, until `signal` aborts. */
export function watchProtocol(
	request: ProtocolSource & BlockFollowing,
): AsyncGenerator<ProtocolEvent, void, void> {
	return followBlocks(request, (range) => protocolEvents({ ...request, ...range }));
}

async function eventsOf(
	{ provider, fromBlock, toBlock, onMalformed }: ProtocolSource & BlockRange,
	part: ProtocolPart,
	address: string,
): Promise<ProtocolEvent[]> {
	const range = { fromBlock, toBlock, onMalformed };
	const events = await contractEvents({ provider, address, abi: ABIS[part], ...range });
	return events.map((event) => ({ ...event, part }));
}

async function contractsOf({ provider, registry }: ProtocolSource) {
	const read = (method: string) =>
		readContract({ runner: provider, address: registry, abi: ABIS.registry, method, args: [] });
	return {
		riskEpochs: new Set([String(await read("riskEpochs"))]),
		timelock: String(await read("timelock")),
		venues: new Set([...((await read("venues")) as string[])]),
	};
}
