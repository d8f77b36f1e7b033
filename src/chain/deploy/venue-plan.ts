/**
 * What a venue consists of: every contract, the order, and the arguments of each constructor. The one description
 * that both ways of deploying follow, so that they cannot differ.
 */
import { encodeBytes32String } from "ethers";
import { InputError } from "../../errors/base.ts";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import type { ContractArtifact, ContractArtifacts } from "../../node/hardhat/contract-artifact.ts";
import { scopeOf } from "../client/scope-of.ts";
import { isLocalChain, requireDeployableKey, type VerifierKey } from "./deployable-key.ts";
import { constantsCreationCodes } from "./poseidon-constants.ts";

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
	/** Ticker of the coin whose spot price it is, as marks name it. */
	readonly underlying: string;
	readonly aggregator: string;
	readonly decimals: number;
	readonly maxAge: number;
	readonly toleranceBps: number;
};

/** The example credit line on top of a registry. */
export type CreditLineTerms = {
	readonly token: string;
	readonly lender: string;
	/** Token units per µUSD of lien: 1 for a token with six decimals. */
	readonly unitsPerMicroUsd: bigint;
};

export type VenueTerms = {
	readonly verifiers: readonly VerifierChoice[];
	readonly rowWordVerifier: RowWordVerifierChoice;
	readonly operator: string;
	/** May freeze the venue and alone may unfreeze it; not the operator. */
	readonly guardian: string;
	/** More venues that the same registry accepts from the start. */
	readonly otherVenues?: readonly { readonly operator: string; readonly guardian: string }[] | undefined;
	readonly publishers: readonly string[];
	/** Publishers that must agree; more than half of them. */
	readonly threshold: number;
	/** What each publisher must have at stake before it posts. May be left out or 0 on local chains only. */
	readonly bondWei?: bigint | undefined;
	/** Number of the first risk epoch: above all of the contract that this one follows, and 1 when it follows none. */
	readonly firstRiskEpoch?: number | undefined;
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
	/**
	 * Deposits and bonds of whoever asks are never priced below this, wei per gas: answers may come when gas is dearer.
	 * Defaults to 1 gwei.
	 */
	readonly gasPriceFloorWei?: bigint | undefined;
	/** Owner of the registry and proposer of the timelock. Defaults to the deployer. */
	readonly registryOwner?: string | undefined;
	readonly creditLine?: CreditLineTerms | undefined;
};

export type VenueAddresses = {
	/** In the order of the choices. */
	readonly verifiers: readonly string[];
	readonly timelock: string;
	readonly venueLedger: string;
	readonly otherVenueLedgers: readonly string[];
	readonly rowOpening: string;
	readonly rowWordVerifier: string;
	readonly rowDispute: string;
	readonly riskEpochs: string;
	readonly registry: string;
	readonly creditLine?: string | undefined;
	/** Fourth public signal of every proof for the registry. */
	readonly scope: bigint;
};

/** A deployed contract: its address, or what will be its address. */
export type AddressOf<Address> = (step: string) => Address;

export type DeploymentStep = {
	/** Unique within the plan. */
	readonly id: string;
	readonly artifact: ContractArtifact;
	/** Arguments of the constructor. `at` gives what earlier steps became. */
	readonly args: <Address>(at: AddressOf<Address>) => readonly PlannedArgument<Address>[];
};

export type PlannedArgument<Address> =
	| Address
	| string
	| bigint
	| number
	| readonly PlannedArgument<Address>[]
	| { readonly [field: string]: PlannedArgument<Address> };

export type VenuePlan = {
	/** Each needs only steps before it. */
	readonly steps: readonly DeploymentStep[];
	readonly addresses: (at: AddressOf<string>) => VenueAddresses;
};

const GAS_PRICE_FLOOR_WEI = 1_000_000_000n;
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

/**
 * @param request.deployer the owner, unless another is named
 * @throws InputError `VERIFICATION_KEY_UNSOUND`, `DEVELOPMENT_KEY_ON_PUBLIC_CHAIN`, `VERIFIER_NOT_OF_KEY`,
 *   `ARTIFACT_MISSING`, `BOND_MISSING`: a plan that exists may be deployed on this chain
 */
export function planVenue(request: {
	readonly chainId: bigint;
	readonly deployer: string;
	/** Compiled contracts by name. */
	readonly artifacts: ContractArtifacts;
	readonly terms: VenueTerms;
	/**
	 * Of a deployment whose risk epochs get a successor: then only the successor is planned, with its own dispute code, under
	 * the same timelock. The registry follows it through `setRiskEpochsCall`.
	 */
	readonly follows?: VenueAddresses | undefined;
}): VenuePlan {
	const { chainId, artifacts, terms, follows } = request;
	const ours = (name: string) => artifactOf(artifacts, name);
	const verifierArtifact = ({ verifierName, verifierKey }: RowWordVerifierChoice) => {
		const artifact = ours(verifierName);
		requireDeployableKey({ chainId, key: verifierKey, verifierBytecode: artifact.bytecode });
		return artifact;
	};
	const timelock = ours("TimelockController");
	const owner = terms.registryOwner ?? request.deployer;
	const verifiers = terms.verifiers.map((choice) => ({
		id: `Verifier${choice.sizeClass}`,
		artifact: verifierArtifact(choice),
		args: () => [],
	}));
	const ledgers = [terms, ...(terms.otherVenues ?? [])].map(({ operator, guardian }, index) => ({
		id: index === 0 ? "VenueLedger" : `VenueLedger${index + 1}`,
		artifact: ours("VenueLedger"),
		args: () => [operator, guardian],
	}));
	const constants = constantsCreationCodes().map((bytecode, index) => ({
		id: `PoseidonConstants${index + 1}`,
		artifact: { contractName: "PoseidonConstants", abi: [], bytecode },
		args: () => [],
	}));
	const { creditLine } = terms;
	const riskEpochs: readonly DeploymentStep[] = [
		...constants,
		{ id: "RowOpening", artifact: ours("RowOpening"), args: (at) => [constants.map(({ id }) => at(id))] },
		{ id: "RowWordVerifier", artifact: verifierArtifact(terms.rowWordVerifier), args: () => [] },
		{
			id: "RowDispute",
			artifact: ours("RowDispute"),
			args: (at) => [at("RowWordVerifier"), at("RowOpening")],
		},
		{
			id: "RiskEpochs",
			artifact: ours("RiskEpochs"),
			args: (at) => [
				{
					timelock: follows?.timelock ?? at("Timelock"),
					rowOpening: at("RowOpening"),
					rowDispute: at("RowDispute"),
					...riskTerms(terms),
				},
			],
		},
	];
	requireBond(chainId, terms.bondWei);
	if (follows !== undefined) return { steps: riskEpochs, addresses: (at) => ({ ...follows, ...judged(at) }) };
	const steps: readonly DeploymentStep[] = [
		...verifiers,
		{
			id: "Timelock",
			artifact: timelock,
			// Anybody may execute what has waited; nobody but the timelock itself administers it.
			args: () => [terms.timelockDelaySeconds, [owner], [ZERO_ADDRESS], ZERO_ADDRESS],
		},
		...ledgers,
		...riskEpochs,
		{
			id: "SolvencyRegistry",
			artifact: ours("SolvencyRegistry"),
			args: (at) => [
				{
					owner,
					timelock: at("Timelock"),
					riskEpochs: at("RiskEpochs"),
					maxSkew: terms.maxSkewSeconds,
					ttl: terms.ttlSeconds,
					challengeWindow: terms.challengeWindowSeconds,
					gasPriceFloor: terms.gasPriceFloorWei ?? GAS_PRICE_FLOOR_WEI,
					venues: ledgers.map(({ id }) => at(id)),
					sizeClasses: terms.verifiers.map(({ sizeClass }) => sizeClass),
					verifiers: verifiers.map(({ id }) => at(id)),
				},
			],
		},
		...(creditLine === undefined ? [] : [creditLineStep(ours("CreditLine"), creditLine)]),
	];
	const [, ...otherLedgers] = ledgers;
	return {
		steps,
		addresses: (at) => ({
			verifiers: verifiers.map(({ id }) => at(id)),
			timelock: at("Timelock"),
			venueLedger: at("VenueLedger"),
			otherVenueLedgers: otherLedgers.map(({ id }) => at(id)),
			...judged(at),
			registry: at("SolvencyRegistry"),
			creditLine: creditLine === undefined ? undefined : at("CreditLine"),
			scope: scopeOf({ chainId, registry: at("SolvencyRegistry") }),
		}),
	};
}

/** What one version of the risk epochs consists of. */
function judged(at: AddressOf<string>) {
	return {
		rowOpening: at("RowOpening"),
		rowWordVerifier: at("RowWordVerifier"),
		rowDispute: at("RowDispute"),
		riskEpochs: at("RiskEpochs"),
	};
}

/** Without a bond a publisher loses nothing by a false table, and nobody is paid for a dispute. */
function requireBond(chainId: bigint, bondWei = 0n): void {
	if (bondWei > 0n || isLocalChain(chainId)) return;
	throw new InputError({
		code: "BOND_MISSING",
		message: `publishers without a bond may not back risk epochs on chain ${chainId}`,
		field: "bondWei",
		hint: "say in wei what each publisher must have at stake; only local chains do without",
	});
}

function riskTerms(terms: VenueTerms) {
	return {
		publishers: terms.publishers,
		threshold: terms.threshold,
		bondWei: terms.bondWei ?? 0n,
		parameterSet: terms.parameterSet,
		listingHash: terms.listingHash,
		feeds: (terms.feeds ?? []).map(({ underlying, ...feed }) => ({
			underlying: encodeBytes32String(underlying),
			...feed,
		})),
		sequencerFeed: terms.sequencerFeed ?? ZERO_ADDRESS,
		rowWindow: terms.rowWindowSeconds,
		gasPriceFloor: terms.gasPriceFloorWei ?? GAS_PRICE_FLOOR_WEI,
		firstEpoch: terms.firstRiskEpoch ?? 1,
	};
}

function creditLineStep(artifact: ContractArtifact, terms: CreditLineTerms): DeploymentStep {
	const { token, lender, unitsPerMicroUsd } = terms;
	return {
		id: "CreditLine",
		artifact,
		args: (at) => [at("SolvencyRegistry"), token, lender, unitsPerMicroUsd],
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
