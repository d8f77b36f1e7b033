/** Who may do what in a deployment now, beside who should. */
import { type Provider, ZeroAddress } from "ethers";
import { SOLVENCY_REGISTRY_ABI, TIMELOCK_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import { contractReader, onChain } from "../client/chain-call.ts";
import { contractEvents } from "../client/contract-events.ts";
import type { Deployment } from "./deployment-file.ts";
import type { VenueTerms } from "./venue-plan.ts";

export type DeployedRole = {
	/** Of the plan, such as `Timelock`. */
	readonly step: string;
	readonly role: string;
	/** Addresses in lower case and in order; numbers as text. */
	readonly found: readonly string[];
	readonly planned: readonly string[];
};

type RoleQuery = {
	readonly provider: Provider;
	readonly deployment: Deployment;
	readonly terms: VenueTerms;
	/** Of the registry, and proposer of the timelock. */
	readonly owner: string;
	/** Not after the deployment: grants are counted from here. */
	readonly fromBlock: number;
};

const TIMELOCK_ROLES = ["DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"] as const;

/**
 * Owners, operators, guardians, the members of every role of the timelock, its delay, and what the registry believes.
 *
 * @throws ChainRefusal, and what `onChain` throws
 */
export async function readRoles(query: RoleQuery): Promise<DeployedRole[]> {
	return [...(await timelockRoles(query)), ...(await venueRoles(query)), ...(await registryRoles(query))];
}

async function timelockRoles({ provider, deployment, terms, owner, fromBlock }: RoleQuery) {
	const { timelock: address } = deployment;
	const read = contractReader({ runner: provider, address, abi: TIMELOCK_ABI });
	const toBlock = await onChain(() => provider.getBlockNumber());
	const events = await contractEvents({ provider, address, abi: TIMELOCK_ABI, fromBlock, toBlock });
	const members = new Map<string, Set<string>>();
	for (const { name, args } of events) {
		if (name === "RoleGranted") {
			members.set(args.role, (members.get(args.role) ?? new Set()).add(args.account));
		}
		if (name === "RoleRevoked") members.get(args.role)?.delete(args.account);
	}
	const planned: Record<(typeof TIMELOCK_ROLES)[number], readonly string[]> = {
		DEFAULT_ADMIN_ROLE: [address],
		PROPOSER_ROLE: [owner],
		CANCELLER_ROLE: [owner],
		// Anybody executes what has waited.
		EXECUTOR_ROLE: [ZeroAddress],
	};
	const roles: DeployedRole[] = [];
	const known = new Set<string>();
	for (const role of TIMELOCK_ROLES) {
		const id = await read(role, []);
		known.add(id);
		roles.push(asRole("Timelock", role, [...(members.get(id) ?? [])], planned[role]));
	}
	const others = [...members].filter(([id, holders]) => !known.has(id) && holders.size > 0);
	roles.push(
		asRole(
			"Timelock",
			"any other role",
			others.flatMap(([, holders]) => [...holders]),
			[],
		),
	);
	const delay = String(await read("getMinDelay", []));
	roles.push(asRole("Timelock", "getMinDelay", [delay], [String(terms.timelockDelaySeconds)]));
	return roles;
}

async function venueRoles({ provider, deployment, terms }: RoleQuery) {
	const planned = [terms, ...(terms.otherVenues ?? [])];
	const roles: DeployedRole[] = [];
	for (const [at, address] of [deployment.venueLedger, ...deployment.otherVenueLedgers].entries()) {
		const step = at === 0 ? "VenueLedger" : `VenueLedger${at + 1}`;
		const read = contractReader({ runner: provider, address, abi: VENUE_LEDGER_ABI });
		const { operator = "", guardian = "" } = planned[at] ?? {};
		roles.push(asRole(step, "operator", [await read("owner", [])], [operator]));
		roles.push(asRole(step, "next operator", [await read("pendingOwner", [])], [ZeroAddress]));
		roles.push(asRole(step, "guardian", [await read("guardian", [])], [guardian]));
	}
	return roles;
}

async function registryRoles({ provider, deployment, terms, owner }: RoleQuery) {
	const step = "SolvencyRegistry";
	const { registry: address } = deployment;
	const read = contractReader({ runner: provider, address, abi: SOLVENCY_REGISTRY_ABI });
	const ledgers = [deployment.venueLedger, ...deployment.otherVenueLedgers];
	const roles = [
		asRole(step, "owner", [await read("owner", [])], [owner]),
		asRole(step, "next owner", [await read("pendingOwner", [])], [ZeroAddress]),
		asRole(step, "timelock", [await read("timelock", [])], [deployment.timelock]),
		asRole(step, "tables from", [await read("riskEpochs", [])], [deployment.riskEpochs]),
		asRole(step, "venues", await read("venues", []), ledgers),
	];
	for (const [at, { sizeClass }] of terms.verifiers.entries()) {
		const { verifier } = await read("verifierOf", [sizeClass]);
		const planned = [deployment.verifiers[at] ?? ""];
		roles.push(asRole(step, `verifier of ${sizeClass}`, [verifier], planned));
	}
	return roles;
}

function asRole(
	step: string,
	role: string,
	found: readonly string[],
	planned: readonly string[],
): DeployedRole {
	const inOrder = (list: readonly string[]) => list.map((one) => one.toLowerCase()).sort();
	return { step, role, found: inOrder(found), planned: inOrder(planned) };
}
