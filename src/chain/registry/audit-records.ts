/** What an audit compares attestations with: posted ledgers and tables, keys of verifiers, and who held which role. */
import type { Provider } from "ethers";
import type { VerificationKey } from "../../proof/keys/verification-key.ts";
import { SOLVENCY_REGISTRY_ABI } from "../client/abi.ts";
import { onChain, readContract } from "../client/chain-call.ts";
import type { MalformedLog } from "../client/contract-events.ts";
import { scopeOf } from "../client/scope-of.ts";
import type { PostedContent } from "../epochs/publish-epochs.ts";
import { type ProtocolEvent, protocolEvents } from "./protocol-events.ts";

export type Posted = {
	readonly root: bigint;
	readonly listingHash: string;
	readonly timeSeconds: bigint;
};
/** @param postedBy who operated the venue then; `undefined` when that was settled before the blocks that were read */
export type PostedLedger = Posted & { readonly postedBy: string | undefined };

export type AuditRecords = {
	readonly scope: bigint;
	readonly maxSkewSeconds: bigint;
	/** By `venue epoch`. */
	readonly ledgers: ReadonlyMap<string, PostedLedger>;
	/** By `epoch level`, of every contract that the registry ever took tables from, each for its own numbers. */
	readonly tables: ReadonlyMap<string, Posted>;
	/** By `size class version`. */
	readonly verifiers: ReadonlyMap<string, Verifier>;
	/** All that happened around the registry in these blocks, in order. */
	readonly events: readonly ProtocolEvent[];
};

/** @param key the trusted key that the contract was exported from; `undefined` when it is of none */
export type Verifier = { readonly address: string; readonly key: VerificationKey | undefined };

/**
 * Everything that says who may do what from then on: venues, verifiers, tables, owners, operators, guardians and the
 * timelock's roles.
 */
export const KEY_CHANGES: ReadonlySet<string> = new Set([
	"AttestationsRevoked",
	"Frozen",
	"GuardianChanged",
	"MinDelayChange",
	"OwnershipTransferStarted",
	"OwnershipTransferred",
	"Paused",
	"RiskEpochsSet",
	"RoleAdminChanged",
	"RoleGranted",
	"RoleRevoked",
	"Unfrozen",
	"Unpaused",
	"VenueAccepted",
	"VenueDropped",
	"VerifierSet",
	"VerifiersOverlap",
]);

/** @throws what `readContract` throws */
export async function readAuditRecords(request: {
	readonly provider: Provider;
	readonly registry: string;
	readonly fromBlock: number;
	readonly toBlock: number;
	readonly trustedKeys: ReadonlyMap<number, readonly VerificationKey[]>;
	readonly onMalformed: (log: MalformedLog) => void;
}): Promise<AuditRecords> {
	const { provider, registry } = request;
	const events = await protocolEvents(request);
	const { chainId } = await onChain(() => provider.getNetwork());
	const contract = { runner: provider, address: registry, abi: SOLVENCY_REGISTRY_ABI };
	return {
		scope: scopeOf({ chainId, registry }),
		maxSkewSeconds: await readContract({ ...contract, method: "maxSkew", args: [] }),
		ledgers: ledgersOf(events),
		tables: tablesOf(events),
		verifiers: await verifiersOf(request, events),
		events,
	};
}

function ledgersOf(events: readonly ProtocolEvent[]): Map<string, PostedLedger> {
	const operators = new Map<string, string>();
	const ledgers = new Map<string, PostedLedger>();
	for (const { part, name, address, args } of events) {
		if (part !== "venue") continue;
		if (name === "OwnershipTransferred") operators.set(address, args.newOwner);
		if (name !== "LedgerPosted") continue;
		ledgers.set(`${address} ${args.epoch}`, {
			root: args.ledgerRoot,
			listingHash: args.listingHash,
			timeSeconds: args.snapshotTime,
			postedBy: operators.get(address),
		});
	}
	return ledgers;
}

/** Each contract's live tables, up to the first number of the contract that the registry took them from next. */
function tablesOf(events: readonly ProtocolEvent[]): Map<string, Posted> {
	const sources = events.filter((event) => event.name === "RiskEpochsSet").map(({ args }) => args);
	const lastOf = (riskEpochs: string) => {
		const at = sources.findIndex((source) => source.riskEpochs === riskEpochs);
		return at < 0 ? undefined : sources[at + 1]?.firstEpoch;
	};
	const contents = new Map<string, PostedContent>();
	const tables = new Map<string, Posted>();
	for (const { part, name, address, args } of events) {
		if (part !== "riskEpochs") continue;
		if (name === "RiskTablePosted") {
			contents.set(`${address} ${args.contentHash}`, args.content);
		}
		if (name !== "RiskEpochLive") continue;
		const content = contents.get(`${address} ${args.contentHash}`);
		const next = lastOf(address);
		if (content === undefined || (next !== undefined && args.epoch >= next)) continue;
		const shared = { listingHash: content.listingHash, timeSeconds: content.snapshotTime };
		tables.set(`${args.epoch} 0`, { ...shared, root: content.maintenanceRoot });
		tables.set(`${args.epoch} 1`, { ...shared, root: content.initialRoot });
	}
	return tables;
}

/** Every contract that ever verified, with the trusted key whose coordinates its code holds. */
async function verifiersOf(
	{ provider, trustedKeys }: Pick<Parameters<typeof readAuditRecords>[0], "provider" | "trustedKeys">,
	events: readonly ProtocolEvent[],
): Promise<Map<string, Verifier>> {
	const verifiers = new Map<string, Verifier>();
	for (const { name, args } of events) {
		if (name !== "VerifierSet") continue;
		const address = args.verifier;
		const code = (await onChain(() => provider.getCode(address))).toLowerCase();
		const key = (trustedKeys.get(Number(args.sizeClass)) ?? []).find(({ vk_delta_2: delta }) =>
			[delta[0], delta[1]].flat().every((coordinate) => code.includes(BigInt(coordinate).toString(16))),
		);
		verifiers.set(`${args.sizeClass} ${args.version}`, { address, key });
	}
	return verifiers;
}
