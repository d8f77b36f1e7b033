/** Deploys a venue in one go, for chains that live as long as this process; `deployResumably` is for others. */
import { type Contract, ContractFactory, type Signer } from "ethers";
import type { ContractArtifacts } from "../../node/hardhat/contract-artifact.ts";
import { onChain } from "../client/chain-call.ts";
import type { Creations } from "./deployment-file.ts";
import { type DeploymentStep, planVenue, type VenueAddresses, type VenueTerms } from "./venue-plan.ts";

export type VenueDeployment = VenueTerms & {
	readonly deployer: Signer;
	/** Compiled contracts by name. */
	readonly artifacts: ContractArtifacts;
};

export type DeployedVenue = VenueAddresses & {
	readonly chainId: bigint;
	readonly gasUsed: bigint;
	/** In which transaction each step of the plan was made. */
	readonly creations: Creations;
};

/**
 * @throws InputError those of `planVenue`, before anything is sent
 * @throws ChainRefusal when a constructor refuses its arguments
 */
export async function deployVenue(request: VenueDeployment): Promise<DeployedVenue> {
	const { deployer, artifacts, ...terms } = request;
	const chainId = await onChain(async () => (await deployer.provider?.getNetwork())?.chainId ?? 0n);
	const plan = planVenue({ chainId, deployer: await deployer.getAddress(), artifacts, terms });
	const deployed = new Map<string, string>();
	const at = (step: string) => {
		const address = deployed.get(step);
		if (address === undefined) throw new Error(`${step} is not deployed yet`);
		return address;
	};
	const creations: Record<string, string> = {};
	let gasUsed = 0n;
	for (const step of plan.steps) {
		const sent = await deploy(deployer, step, at);
		deployed.set(step.id, sent.address);
		creations[step.id] = sent.hash;
		gasUsed += sent.gasUsed;
	}
	return { chainId, ...plan.addresses(at), creations, gasUsed };
}

function deploy(deployer: Signer, { artifact, args }: DeploymentStep, at: (step: string) => string) {
	return onChain(async () => {
		const factory = new ContractFactory([...artifact.abi], artifact.bytecode, deployer);
		const contract = (await factory.deploy(...args(at))) as Contract;
		const receipt = await contract.deploymentTransaction()?.wait();
		return {
			address: await contract.getAddress(),
			hash: receipt?.hash ?? "",
			gasUsed: receipt?.gasUsed ?? 0n,
		};
	});
}
