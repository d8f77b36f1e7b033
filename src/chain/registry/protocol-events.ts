/** Everything that happens around a registry, in order: at its venues, its risk epochs and its timelock, too. */
import type { Provider } from "ethers";
import { RISK_EPOCHS_ABI, SOLVENCY_REGISTRY_ABI, TIMELOCK_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import type { Abi } from "../client/abi-types.ts";
import { contractReader } from "../client/chain-call.ts";
import {
	type BlockFollowing,
	type BlockRange,
	type ContractEvent,
	contractEvents,
	followBlocks,
} from "../client/contract-events.ts";

/** Which contract an event comes from. */
export type ProtocolPart = "registry" | "riskEpochs" | "timelock" | "venue";
export type ProtocolEvent = ContractEvent & { readonly part: ProtocolPart };

type ProtocolSource = { readonly provider: Provider; readonly registry: string };

const ABIS = {
	registry: SOLVENCY_REGISTRY_ABI,
	riskEpochs: RISK_EPOCHS_ABI,
	timelock: TIMELOCK_ABI,
	venue: VENUE_LEDGER_ABI,
} as const satisfies Record<ProtocolPart, Abi>;

/**
 * All events of these blocks, both included. Venues are those that the registry accepts now, and those that it accepted
 * or dropped in these blocks; risk epochs are those that it takes tables from, and those that it began to.
 */
export async function protocolEvents(request: ProtocolSource & BlockRange): Promise<ProtocolEvent[]> {
	const { registry: address } = request;
	const ofRegistry = await contractEvents({ ...request, address, abi: ABIS.registry });
	const { riskEpochs, timelock, venues } = await contractsOf(request);
	for (const { name, args } of ofRegistry) {
		if (name === "RiskEpochsSet") riskEpochs.add(args.riskEpochs);
		if (name === "VenueAccepted" || name === "VenueDropped") venues.add(args.venue);
	}
	const events = [...ofPart(ofRegistry, "registry"), ...(await eventsOf(request, "timelock", timelock))];
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
	{ provider, fromBlock, toBlock }: ProtocolSource & BlockRange,
	part: ProtocolPart,
	address: string,
): Promise<ProtocolEvent[]> {
	const abi: Abi = ABIS[part];
	return ofPart(await contractEvents({ provider, address, abi, fromBlock, toBlock }), part);
}

function ofPart(events: readonly ContractEvent[], part: ProtocolPart): ProtocolEvent[] {
	return events.map((event) => ({ ...event, part }));
}

async function contractsOf({ provider, registry }: ProtocolSource) {
	const read = contractReader({ runner: provider, address: registry, abi: ABIS.registry });
	return {
		riskEpochs: new Set<string>([await read("riskEpochs", [])]),
		timelock: await read("timelock", []),
		venues: new Set<string>(await read("venues", [])),
	};
}
