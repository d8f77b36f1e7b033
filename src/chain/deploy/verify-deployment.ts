/**
 * Whether a deployment is what its sources and terms say: every contract came from a transaction that sent exactly the
 * compiled code with exactly the planned arguments, and roles are in the planned hands.
 *
 * Code on the chain alone would not show it: a constructor of somebody else's can leave the same code behind and write
 * what it likes into storage, such as a publisher or an administrator that no list names.
 */
import { ContractFactory, type Provider, ZeroAddress } from "ethers";
import type { ContractArtifacts } from "../../node/hardhat/contract-artifact.ts";
import { onChain } from "../client/chain-call.ts";
import { readRoles } from "./deployed-roles.ts";
import type { Deployment } from "./deployment-file.ts";
import { type DeploymentStep, planVenue, type VenueAddresses, type VenueTerms } from "./venue-plan.ts";

export type DeploymentFinding = {
	/** Of the plan, such as `RiskEpochs`. */
	readonly step: string;
	readonly code:
		| "CREATION_NOT_GIVEN"
		| "CREATION_NOT_FOUND"
		| "CREATION_FAILED"
		| "CREATED_BY_A_CALL"
		| "ADDRESS_DIFFERS"
		| "CODE_DIFFERS"
		| "ARGUMENTS_DIFFER"
		| "ROLE_DIFFERS";
	readonly message: string;
};

export type DeploymentReport = {
	/** Contracts of the plan, and how many of them were made as it says. */
	readonly contracts: number;
	readonly matching: number;
	/** Roles that were asked for. */
	readonly roles: number;
	readonly findings: readonly DeploymentFinding[];
};

type DeploymentCheck = {
	readonly provider: Provider;
	/** With the hashes of its creations, as `zkmargin deploy` writes it. */
	readonly deployment: Deployment;
	/** Compiled from the sources that the caller trusts, with verifiers exported from keys that it trusts. */
	readonly artifacts: ContractArtifacts;
	readonly terms: VenueTerms;
	/** Where `deployment` is only a successor of risk epochs: the deployment that it succeeds. */
	readonly follows?: Deployment | undefined;
};

/**
 * What does not hold is a finding, never an exception.
 *
 * @throws InputError those of `planVenue`
 * @throws RetryableError `CHAIN_UNREACHABLE`
 */
export async function verifyDeployment(request: DeploymentCheck): Promise<DeploymentReport> {
	const { provider, deployment, artifacts, terms, follows } = request;
	const hashes = { ...follows?.creations, ...deployment.creations };
	const creations = await readCreations(provider, hashes);
	const deployer = creations.get("SolvencyRegistry")?.from ?? ZeroAddress;
	const plan = planVenue({ chainId: deployment.chainId, deployer, artifacts, terms, follows });
	const at = (step: string) => creations.get(step)?.address ?? ZeroAddress;
	const findings: DeploymentFinding[] = [];
	for (const step of plan.steps) findings.push(...(await checkCreation(step, creations.get(step.id), at)));
	const failed = new Set(findings.map(({ step }) => step)).size;
	findings.push(...addressFindings(plan.addresses(at), deployment));
	const firstBlock = Math.min(...[...creations.values()].map(({ blockNumber }) => blockNumber));
	const roles = await readRoles({
		provider,
		deployment,
		terms,
		owner: terms.registryOwner ?? deployer,
		fromBlock: Number.isFinite(firstBlock) ? firstBlock : 0,
	});
	for (const { step, role, found, planned } of roles) {
		if (found.join() === planned.join()) continue;
		const message = `${role} is ${found.join(", ") || "nobody"}, and planned is ${planned.join(", ") || "nobody"}`;
		findings.push({ step, code: "ROLE_DIFFERS", message });
	}
	return {
		contracts: plan.steps.length,
		matching: plan.steps.length - failed,
		roles: roles.length,
		findings,
	};
}

type Creation = {
	readonly hash: string;
	readonly found: boolean;
	readonly from: string;
	/** `null` for a transaction that creates. */
	readonly to: string | null;
	readonly data: string;
	readonly address: string;
	readonly succeeded: boolean;
	readonly blockNumber: number;
};

async function readCreations(
	provider: Provider,
	hashes: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Creation>> {
	const creations = new Map<string, Creation>();
	for (const [step, hash] of Object.entries(hashes)) {
		const transaction = await onChain(() => provider.getTransaction(hash));
		const receipt = await onChain(() => provider.getTransactionReceipt(hash));
		creations.set(step, {
			hash,
			found: transaction !== null && receipt !== null,
			from: transaction?.from ?? ZeroAddress,
			to: transaction?.to ?? null,
			data: transaction?.data.toLowerCase() ?? "0x",
			address: receipt?.contractAddress ?? ZeroAddress,
			succeeded: receipt?.status === 1,
			blockNumber: receipt?.blockNumber ?? Number.POSITIVE_INFINITY,
		});
	}
	return creations;
}

async function checkCreation(
	{ id: step, artifact, args }: DeploymentStep,
	creation: Creation | undefined,
	at: (step: string) => string,
): Promise<DeploymentFinding[]> {
	const finding = (code: DeploymentFinding["code"], message: string) => [{ step, code, message }];
	if (creation === undefined) {
		return finding("CREATION_NOT_GIVEN", "the deployment does not say in which transaction it was made");
	}
	if (!creation.found) return finding("CREATION_NOT_FOUND", `the chain has no transaction ${creation.hash}`);
	if (creation.to !== null) return finding("CREATED_BY_A_CALL", `${creation.hash} calls ${creation.to}`);
	if (!creation.succeeded) return finding("CREATION_FAILED", `${creation.hash} failed`);
	const factory = new ContractFactory([...artifact.abi], artifact.bytecode);
	const expected = (await factory.getDeployTransaction(...args(at))).data.toLowerCase();
	if (creation.data === expected) return [];
	if (!creation.data.startsWith(artifact.bytecode.toLowerCase())) {
		return finding(
			"CODE_DIFFERS",
			`${creation.address} was not made from this code of ${artifact.contractName}`,
		);
	}
	return finding("ARGUMENTS_DIFFER", `${creation.address} was made with other arguments than the terms'`);
}

/** What the deployment calls by name must be what those transactions made. */
function addressFindings(made: VenueAddresses, named: Deployment): DeploymentFinding[] {
	return Object.entries(made).flatMap(([name, address]) => {
		const found = named[name as keyof VenueAddresses];
		if (String(found).toLowerCase() === String(address).toLowerCase()) return [];
		const message = `${name} of the deployment is ${found}, and its transactions made ${address}`;
		return [{ step: name, code: "ADDRESS_DIFFERS" as const, message }];
	});
}
