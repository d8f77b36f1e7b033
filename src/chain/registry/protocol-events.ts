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
	type MalformedLog,
} from "../client/contract-events.ts";

/** Which contract an event comes from. */
export type ProtocolPart = "registry" | "riskEpochs" | "timelock" | "venue";
const ABIS = {
	registry: SOLVENCY_REGISTRY_ABI,
	riskEpochs: RISK_EPOCHS_ABI,
	timelock: TIMELOCK_ABI,
	venue: VENUE_LEDGER_ABI,
} as const satisfies Record<ProtocolPart, Abi>;

/** `part` and `name` tell which event it is, and so what `args` are. */
export type ProtocolEvent<Part extends ProtocolPart = ProtocolPart> = {
	readonly [P in Part]: ContractEvent<(typeof ABIS)[P]> & { readonly part: P };
}[Part];

type ProtocolSource = { readonly provider: Provider; readonly registry: string };
type Blocks = BlockRange & { readonly onMalformed?: ((log: MalformedLog) => void) | undefined };

/**
 * All events of these blocks, both included. Venues are those that the registry accepts now, and those that it accepted,
 * dropped or took an attestation for in these blocks; risk epochs are those that it takes tables from, and those that it began to.
 */
export async function protocolEvents(request: ProtocolSource & Blocks): Promise<ProtocolEvent[]> {
	const ofRegistry = await eventsOf(request, "registry", request.registry);
	const { riskEpochs, timelock, venues } = await contractsOf(request);
	for (const { name, args } of ofRegistry) {
		if (name === "RiskEpochsSet") riskEpochs.add(args.riskEpochs);
		if (name === "Attested" || name === "VenueAccepted" || name === "VenueDropped") venues.add(args.venue);
	}
	const events: ProtocolEvent[] = [...ofRegistry, ...(await eventsOf(request, "timelock", timelock))];
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

async function eventsOf<Part extends ProtocolPart>(
	{ provider, fromBlock, toBlock, onMalformed }: ProtocolSource & Blocks,
	part: Part,
	address: string,
): Promise<ProtocolEvent<Part>[]> {
	const abi: Abi = ABIS[part];
	const events = await contractEvents({ provider, address, abi, fromBlock, toBlock, onMalformed });
	return events.map((event) => ({ ...event, part }) as unknown as ProtocolEvent<Part>);
}

async function contractsOf({ provider, registry }: ProtocolSource) {
	const read = contractReader({ runner: provider, address: registry, abi: ABIS.registry });
	return {
		riskEpochs: new Set<string>([await read("riskEpochs", [])]),
		timelock: await read("timelock", []),
		venues: new Set<string>(await read("venues", [])),
	};
}
