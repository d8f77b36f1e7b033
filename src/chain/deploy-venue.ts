/**
 * Deploys verifiers, a timelock, a venue's ledger, the judge of disputes, the risk epochs and a registry
 * that accepts the venue.
 */
import { type Contract, ContractFactory, type Signer } from "ethers";
import { InputError } from "../errors/base.ts";
import { onChain } from "./chain-call.ts";
import type { ContractArtifact, ContractArtifacts } from "./contract-artifact.ts";
import { requireDeployableKey, type VerifierKey } from "./deployable-key.ts";
import { constantsCreationCodes } from "./poseidon-constants.ts";
import { scopeOf } from "./scope-of.ts";
import type { SizeClass } from "./size-class.ts";

/** One size class of circuits and the exported verifier for it. */
export type VerifierChoice = {
	readonly sizeClass: SizeClass;
	/** Name of the exported verifier, such as `Solvency16Verifier`, and the key it was exported from. */
	readonly verifierName: string;
	readonly verifierKey: VerifierKey;
};

/** The exported verifier of `circuits/row-word.circom`, with which disputes open words of rows. */
export type RowWordVerifierChoice = Omit<VerifierChoice, "sizeClass">;

/** A Chainlink-like price feed in USD; see `IPriceComparison.Feed`. */
export type PriceFeed = {
	readonly aggregator: string;
	readonly decimals: number;
	readonly maxAge: number;
	readonly toleranceBps: number;
};

export type VenueDeployment = {
	readonly deployer: Signer;
	/** Compiled contracts by name. */
	readonly artifacts: ContractArtifacts;
	readonly verifiers: readonly VerifierChoice[];
	readonly rowWordVerifier: RowWordVerifierChoice;
	readonly operator: string;
	/** May freeze the venue and alone may unfreeze it; not the operator. */
	readonly guardian: string;
	readonly publishers: readonly string[];
	/** Publishers that must agree; more than half of them. */
	readonly threshold: number;
	/** What each publisher must have at stake before it posts. */
	readonly bondWei?: bigint | undefined;
	/** In the order of the index prices of every post. */
	readonly feeds?: readonly PriceFeed[] | undefined;
	/** Sequencer-uptime feed of a rollup. */
	readonly sequencerFeed?: string | undefined;
	/** The first parameter set and the first listing; later ones go through the timelock. */
	readonly parameterSet: string;
	readonly listingHash: string;
	/** How long what goes through the timelock is visible before it takes effect, seconds. */
	readonly timelockDelaySeconds: number;
	readonly maxSkewSeconds: number;
	readonly ttlSeconds: number;
	readonly challengeWindowSeconds: number;
	/** How long publishers have to open a demanded row. */
	readonly rowWindowSeconds: number;
	/** Owner of the registry and proposer of the timelock. Defaults to the deployer. */
	readonly registryOwner?: string | undefined;
};

export type DeployedVenue = {
	readonly chainId: bigint;
	/** Addresses in the order of the choices. */
	readonly verifiers: readonly string[];
	readonly timelock: string;
	readonly venueLedger: string;
	readonly rowOpening: string;
	readonly rowWordVerifier: string;
	readonly rowDispute: string;
	readonly riskEpochs: string;
	readonly registry: string;
	readonly scope: bigint;
	readonly gasUsed: bigint;
};

const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

/**
 * @throws InputError `VERIFICATION_KEY_UNSOUND`, `DEVELOPMENT_KEY_ON_PUBLIC_CHAIN`, `VERIFIER_NOT_OF_KEY`,
 *   `ARTIFACT_MISSING`, all before anything is sent
 * @throws ChainRefusal when a constructor refuses its arguments
 */
export async function deployVenue(request: VenueDeployment): Promise<DeployedVenue> {
	const { deployer, artifacts } = request;
	const chainId = await onChain(async () => (await deployer.provider?.getNetwork())?.chainId ?? 0n);
	const contracts = {
		timelock: artifactOf(artifacts, "TimelockController"),
		venueLedger: artifactOf(artifacts, "VenueLedger"),
		rowOpening: artifactOf(artifacts, "RowOpening"),
		rowDispute: artifactOf(artifacts, "RowDispute"),
		riskEpochs: artifactOf(artifacts, "RiskEpochs"),
		registry: artifactOf(artifacts, "SolvencyRegistry"),
	};
	const verifierArtifact = ({ verifierName, verifierKey }: RowWordVerifierChoice) => {
		const artifact = artifactOf(artifacts, verifierName);
		requireDeployableKey({ chainId, key: verifierKey, verifierBytecode: artifact.bytecode });
		return artifact;
	};
	const verifierArtifacts = request.verifiers.map(verifierArtifact);
	const rowWordArtifact = verifierArtifact(request.rowWordVerifier);

	const owner = request.registryOwner ?? (await deployer.getAddress());
	const verifiers: Deployed[] = [];
	for (const artifact of verifierArtifacts) verifiers.push(await deploy(deployer, artifact, []));
	// Anybody may execute what has waited; nobody but the timelock itself administers it.
	const timelock = await deploy(deployer, contracts.timelock, [
		request.timelockDelaySeconds,
		[owner],
		[ZERO_ADDRESS],
		ZERO_ADDRESS,
	]);
	const venueLedger = await deploy(deployer, contracts.venueLedger, [request.operator, request.guardian]);
	const constants: Deployed[] = [];
	for (const code of constantsCreationCodes()) constants.push(await deployCode(deployer, code));
	const rowOpening = await deploy(deployer, contracts.rowOpening, [constants.map(({ address }) => address)]);
	const rowWordVerifier = await deploy(deployer, rowWordArtifact, []);
	const rowDispute = await deploy(deployer, contracts.rowDispute, [rowWordVerifier.address]);
	const riskEpochs = await deploy(deployer, contracts.riskEpochs, [
		riskConfig(request, {
			timelock: timelock.address,
			rowOpening: rowOpening.address,
			rowDispute: rowDispute.address,
		}),
	]);
	const registry = await deploy(deployer, contracts.registry, [
		{
			owner,
			timelock: timelock.address,
			riskEpochs: riskEpochs.address,
			maxSkew: request.maxSkewSeconds,
			ttl: request.ttlSeconds,
			challengeWindow: request.challengeWindowSeconds,
			venues: [venueLedger.address],
			sizeClasses: request.verifiers.map(({ sizeClass }) => sizeClass),
			verifiers: verifiers.map(({ address }) => address),
		},
	]);
	const dispute = [rowWordVerifier, rowDispute];
	const steps = [
		...verifiers,
		timelock,
		venueLedger,
		...constants,
		rowOpening,
		...dispute,
		riskEpochs,
		registry,
	];
	return {
		chainId,
		verifiers: verifiers.map(({ address }) => address),
		timelock: timelock.address,
		venueLedger: venueLedger.address,
		rowOpening: rowOpening.address,
		rowWordVerifier: rowWordVerifier.address,
		rowDispute: rowDispute.address,
		riskEpochs: riskEpochs.address,
		registry: registry.address,
		scope: scopeOf({ chainId, registry: registry.address }),
		gasUsed: steps.reduce((total, { gasUsed }) => total + gasUsed, 0n),
	};
}

type RiskContracts = Pick<DeployedVenue, "timelock" | "rowOpening" | "rowDispute">;

function riskConfig(request: VenueDeployment, contracts: RiskContracts) {
	return {
		...contracts,
		publishers: request.publishers,
		threshold: request.threshold,
		bondWei: request.bondWei ?? 0n,
		parameterSet: request.parameterSet,
		listingHash: request.listingHash,
		feeds: request.feeds ?? [],
		sequencerFeed: request.sequencerFeed ?? ZERO_ADDRESS,
		rowWindow: request.rowWindowSeconds,
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

type Deployed = { readonly address: string; readonly gasUsed: bigint };

function deploy(deployer: Signer, artifact: ContractArtifact, args: readonly unknown[]): Promise<Deployed> {
	return onChain(async () => {
		const factory = new ContractFactory([...artifact.abi], artifact.bytecode, deployer);
		const contract = (await factory.deploy(...args)) as Contract;
		const receipt = await contract.deploymentTransaction()?.wait();
		return { address: await contract.getAddress(), gasUsed: receipt?.gasUsed ?? 0n };
	});
}

/** A contract from its creation code alone. */
function deployCode(deployer: Signer, data: string): Promise<Deployed> {
	return onChain(async () => {
		const receipt = await (await deployer.sendTransaction({ data })).wait();
		if (receipt?.contractAddress == null) throw new Error("the transaction made no contract");
		return { address: receipt.contractAddress, gasUsed: receipt.gasUsed };
	});
}
