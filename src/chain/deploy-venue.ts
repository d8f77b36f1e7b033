/** Deploys a verifier, a venue's ledger, the risk epochs and a registry that accepts the venue. */
import { type Contract, ContractFactory, type Signer } from "ethers";
import { InputError } from "../errors/base.ts";
import { SOLVENCY_REGISTRY_ABI } from "./abi.ts";
import { onChain, writeContract } from "./chain-call.ts";
import type { ContractArtifact, ContractArtifacts } from "./contract-artifact.ts";
import { requireDeployableKey, type VerifierKey } from "./deployable-key.ts";
import { scopeOf } from "./scope-of.ts";

export type VenueDeployment = {
	readonly deployer: Signer;
	/** Compiled contracts by name. */
	readonly artifacts: ContractArtifacts;
	/** Name of the exported verifier, such as `Solvency16Verifier`, and the key it was exported from. */
	readonly verifierName: string;
	readonly verifierKey: VerifierKey;
	readonly operator: string;
	/** May freeze the venue and alone may unfreeze it; not the operator. */
	readonly guardian: string;
	readonly publishers: readonly string[];
	/** Publishers that must agree; more than half of them. */
	readonly threshold: number;
	readonly maxSkewSeconds: number;
	readonly ttlSeconds: number;
	/** Owner of the registry; must accept the role from its own address. Defaults to the deployer. */
	readonly registryOwner?: string | undefined;
};

export type DeployedVenue = {
	readonly chainId: bigint;
	readonly verifier: string;
	readonly venueLedger: string;
	readonly riskEpochs: string;
	readonly registry: string;
	readonly scope: bigint;
	readonly gasUsed: bigint;
};

/**
 * @throws InputError `VERIFICATION_KEY_UNSOUND`, `DEVELOPMENT_KEY_ON_PUBLIC_CHAIN`, `VERIFIER_NOT_OF_KEY`,
 *   `ARTIFACT_MISSING`, all before anything is sent
 * @throws ChainRefusal when a constructor refuses its arguments
 */
export async function deployVenue(request: VenueDeployment): Promise<DeployedVenue> {
	const { deployer, artifacts } = request;
	const chainId = await onChain(async () => (await deployer.provider?.getNetwork())?.chainId ?? 0n);
	const contracts = {
		verifier: artifactOf(artifacts, request.verifierName),
		venueLedger: artifactOf(artifacts, "VenueLedger"),
		riskEpochs: artifactOf(artifacts, "RiskEpochs"),
		registry: artifactOf(artifacts, "SolvencyRegistry"),
	};
	const { bytecode: verifierBytecode } = contracts.verifier;
	requireDeployableKey({ chainId, key: request.verifierKey, verifierBytecode });

	const owner = await deployer.getAddress();
	const verifier = await deploy(deployer, contracts.verifier, []);
	const venueLedger = await deploy(deployer, contracts.venueLedger, [request.operator, request.guardian]);
	const riskEpochs = await deploy(deployer, contracts.riskEpochs, [request.publishers, request.threshold]);
	const registry = await deploy(deployer, contracts.registry, [
		owner,
		verifier.address,
		riskEpochs.address,
		request.maxSkewSeconds,
		request.ttlSeconds,
	]);
	const registryCall = { signer: deployer, address: registry.address, abi: SOLVENCY_REGISTRY_ABI };
	const sent = [await writeContract({ ...registryCall, method: "acceptVenue", args: [venueLedger.address] })];
	if (request.registryOwner !== undefined && request.registryOwner !== owner) {
		sent.push(
			await writeContract({ ...registryCall, method: "transferOwnership", args: [request.registryOwner] }),
		);
	}
	const steps = [verifier, venueLedger, riskEpochs, registry, ...sent];
	return {
		chainId,
		verifier: verifier.address,
		venueLedger: venueLedger.address,
		riskEpochs: riskEpochs.address,
		registry: registry.address,
		scope: scopeOf({ chainId, registry: registry.address }),
		gasUsed: steps.reduce((total, { gasUsed }) => total + gasUsed, 0n),
	};
}

function artifactOf(artifacts: ContractArtifacts, name: string): ContractArtifact {
	const artifact = artifacts[name];
	if (artifact !== undefined && artifact.bytecode !== "0x") return artifact;
	throw new InputError({
		code: "ARTIFACT_MISSING",
		message: `${name} is not among the compiled contracts`,
		field: name,
		hint: "build the circuits first: the verifier contract is exported from their key",
	});
}

function deploy(deployer: Signer, artifact: ContractArtifact, args: readonly unknown[]) {
	return onChain(async () => {
		const factory = new ContractFactory([...artifact.abi], artifact.bytecode, deployer);
		const contract = (await factory.deploy(...args)) as Contract;
		const receipt = await contract.deploymentTransaction()?.wait();
		return { address: await contract.getAddress(), gasUsed: receipt?.gasUsed ?? 0n };
	});
}
