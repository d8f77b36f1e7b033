/**
 * A deployed venue on a fresh local chain, with the verifier that snarkjs exports and the simulator's
 * key. Times are offsets in seconds from a fixed `START`, so that every edge can be hit exactly.
 */
import { fail } from "node:assert/strict";
import { ContractFactory, Interface, type Result, type Signer, ZeroAddress, ZeroHash } from "ethers";
import {
	RISK_EPOCHS_ABI,
	SOLVENCY_REGISTRY_ABI,
	TIMELOCK_ABI,
	VENUE_LEDGER_ABI,
} from "../../../src/chain/client/abi.ts";
import { onChain, readByName, type Sent, writeByName } from "../../../src/chain/client/chain-call.ts";
import { ChainRefusal } from "../../../src/chain/client/chain-refusal.ts";
import { scopeOf } from "../../../src/chain/client/scope-of.ts";
import {
	type DeployedVenue,
	deployVenue,
	type VenueDeployment,
} from "../../../src/chain/deploy/deploy-venue.ts";
import type {
	RowWordVerifierChoice,
	VenueAddresses,
	VenueTerms,
} from "../../../src/chain/deploy/venue-plan.ts";
import { type EpochContents, readEpochContents } from "../../../src/chain/epochs/epoch-contents.ts";
import {
	type AttestationRequest,
	solidityProof,
	solidityRequest,
	submitAttestation,
} from "../../../src/chain/registry/attest.ts";
import { compiledTestContracts } from "../../../src/node/hardhat/compiled-contracts.ts";
import type { ContractArtifacts } from "../../../src/node/hardhat/contract-artifact.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";
import { contextOf } from "../../../src/proof/inputs/solvency-input.ts";
import type { Groth16Proof } from "../../../src/proof/provers/groth16.ts";
import { parameterSetHash } from "../../../src/risk/scenarios/scenario-tree.ts";
import { SAMPLE_PARAMS } from "../tables/small-tables.ts";
import {
	ROW_WORD_SIGNALS,
	SIMULATOR_VERIFIER_KEY,
	simulateProof,
	simulatorKey,
	simulatorVerifier,
} from "./groth16-simulator.ts";

/** Block time at deployment, seconds: 2026-02-05 08:00 UTC. */
export const START = 1_770_278_400;
export const TTL = 3_600;
export const MAX_SKEW = 600;

export const CHALLENGE_WINDOW = 14_400;
export const ROW_WINDOW = 7_200;
export const TIMELOCK_DELAY = 60;
/** What deployments price gas at least, wei. */
export const GAS_PRICE_FLOOR_WEI = 1_000_000_000n;
/** Under which `disputeCase` makes its tables. */
export const PARAMETER_SET = parameterSetHash(SAMPLE_PARAMS);

export const PSEUDONYM = 0xacc0n;
export const LEDGER_ROOT = 0x1ed6e6n;
export const MAINTENANCE_ROOT = 0x3a17n;
export const INITIAL_ROOT = 0x121714n;
export const LISTING: `0x${string}` = `0x${"11".repeat(32)}`;
export const OTHER_LISTING: `0x${string}` = `0x${"22".repeat(32)}`;
/** 5 USD. */
export const SURPLUS = 5_000_000n;

export type Roles = Record<
	"deployer" | "operator" | "guardian" | "alice" | "bob" | "mallory",
	Signer & { readonly address: string }
> & { readonly publishers: readonly (Signer & { readonly address: string })[] };

const CONTRACTS = {
	venueLedger: VENUE_LEDGER_ABI,
	riskEpochs: RISK_EPOCHS_ABI,
	registry: SOLVENCY_REGISTRY_ABI,
	timelock: TIMELOCK_ABI,
} as const;
type ContractName = keyof typeof CONTRACTS;

/** Opens any word under any root. */
export const SIMULATOR_ROW_WORD_VERIFIER: RowWordVerifierChoice = {
	verifierName: "SimulatorRowWordVerifier",
	verifierKey: { kind: "development", verificationKey: simulatorKey(ROW_WORD_SIGNALS) },
};

/** What a fixture's venue is deployed with. */
export function venueTerms({ operator, guardian, publishers }: Roles): VenueTerms {
	return {
		verifiers: [{ sizeClass: 16, verifierName: "SimulatorVerifier", verifierKey: SIMULATOR_VERIFIER_KEY }],
		rowWordVerifier: SIMULATOR_ROW_WORD_VERIFIER,
		operator: operator.address,
		guardian: guardian.address,
		publishers: publishers.map(({ address }) => address),
		threshold: 2,
		parameterSet: PARAMETER_SET,
		listingHash: LISTING,
		timelockDelaySeconds: TIMELOCK_DELAY,
		maxSkewSeconds: MAX_SKEW,
		ttlSeconds: TTL,
		challengeWindowSeconds: CHALLENGE_WINDOW,
		rowWindowSeconds: ROW_WINDOW,
	};
}

/** The signals to prove, where they should differ from what the request and the records say. */
export type SignalOverrides = Partial<
	Record<"pseudonym" | "ledgerRoot" | "riskRoot" | "scope" | "context", bigint>
>;

export class VenueFixture {
	readonly chain: LocalChain;
	readonly artifacts: ContractArtifacts;
	readonly roles: Roles;
	readonly venue: DeployedVenue;
	#restore: () => Promise<void> = async () => {};

	private constructor(chain: LocalChain, artifacts: ContractArtifacts, roles: Roles, venue: DeployedVenue) {
		this.chain = chain;
		this.artifacts = artifacts;
		this.roles = roles;
		this.venue = venue;
	}

	/** @param moreArtifacts what the terms name besides the compiled contracts */
	static async deploy(
		terms: Partial<VenueDeployment> = {},
		moreArtifacts: ContractArtifacts = {},
	): Promise<VenueFixture> {
		const artifacts = {
			...(await compiledTestContracts()),
			SimulatorVerifier: simulatorVerifier(),
			SimulatorRowWordVerifier: simulatorVerifier(ROW_WORD_SIGNALS),
			...moreArtifacts,
		};
		const chain = await startLocalChain({ genesisTimeMs: (START - 3_600) * 1000 });
		const [deployer, operator, guardian, alice, bob, mallory, ...publishers] = chain.signers.slice(0, 9);
		if (!deployer || !operator || !guardian || !alice || !bob || !mallory) throw new Error("no signers");
		const roles = { deployer, operator, guardian, alice, bob, mallory, publishers };
		const venue = await deployVenue({ deployer, artifacts, ...venueTerms(roles), ...terms });
		const fixture = new VenueFixture(chain, artifacts, roles, venue);
		await chain.mineAt(START);
		fixture.#restore = await chain.snapshot();
		return fixture;
	}

	/** Back to just after deployment. */
	async reset(): Promise<void> {
		await this.#restore();
		this.#restore = await this.chain.snapshot();
	}

	/** `reset` goes back to now from here on. */
	async keep(): Promise<void> {
		this.#restore = await this.chain.snapshot();
	}

	/** The next transaction's block has this time, seconds after `START`. */
	at(offset: number): Promise<void> {
		return this.chain.setNextBlockTime(START + offset);
	}

	send(signer: Signer, contract: ContractName, method: string, args: readonly unknown[] = []): Promise<Sent> {
		return writeByName({ signer, address: this.venue[contract], abi: CONTRACTS[contract], method, args });
	}

	read(contract: ContractName, method: string, args: readonly unknown[] = []): Promise<unknown> {
		const runner = this.chain.provider;
		return readByName({ runner, address: this.venue[contract], abi: CONTRACTS[contract], method, args });
	}

	postLedger(offset: number, overrides: { root?: bigint; listing?: string } = {}): Promise<Sent> {
		const { root = LEDGER_ROOT, listing = LISTING } = overrides;
		return this.send(this.roles.operator, "venueLedger", "post", [root, listing, START + offset]);
	}

	riskContent(offset: number, overrides: Partial<ReturnType<typeof riskContentAt>> = {}) {
		return { ...riskContentAt(offset), ...overrides };
	}

	/** Two of the three publishers agree, so the epoch goes live. */
	async postRisk(
		offset: number,
		overrides: Partial<ReturnType<typeof riskContentAt>> = {},
		indexPricesMicroUsd: readonly bigint[] = [],
	): Promise<void> {
		for (const publisher of this.roles.publishers.slice(0, 2)) {
			await this.send(publisher, "riskEpochs", "post", [
				this.riskContent(offset, overrides),
				indexPricesMicroUsd,
			]);
		}
	}

	/** Ledger epoch 1 at `START − 60` and risk epoch 1 at `START − 30`. */
	async postPair(): Promise<void> {
		await this.postLedger(-60);
		await this.postRisk(-30);
	}

	/** Alice asks for a maintenance attestation of `SURPLUS` under the first pair. */
	request(overrides: Partial<AttestationRequest> = {}): AttestationRequest {
		return {
			venue: this.venue.venueLedger,
			ledgerEpoch: 1,
			riskEpoch: 1,
			level: "maintenance",
			sizeClass: 16,
			pseudonym: PSEUDONYM,
			holder: this.roles.alice.address,
			surplusMicroUsd: SURPLUS,
			deadlineMs: (START + 86_400) * 1000,
			...overrides,
		};
	}

	/** A proof of the request under the fixture's roots. */
	prove(request: AttestationRequest, overrides: SignalOverrides = {}): Groth16Proof {
		const signals = {
			pseudonym: request.pseudonym,
			ledgerRoot: LEDGER_ROOT,
			riskRoot: request.level === "initial" ? INITIAL_ROOT : MAINTENANCE_ROOT,
			scope: this.venue.scope,
			context: contextOf(request.holder, request.surplusMicroUsd),
			...overrides,
		};
		const { pseudonym, ledgerRoot, riskRoot, scope, context } = signals;
		return simulateProof([pseudonym, ledgerRoot, riskRoot, scope, context]);
	}

	/** What the chain's records say that the named epochs hold. */
	contentsOf(request: AttestationRequest): Promise<EpochContents> {
		const { registry } = this.venue;
		return readEpochContents({ runner: this.chain.provider, registry, ...request });
	}

	/** The arguments of `attest`, for a holder that is a contract. */
	async attestArguments(
		request: AttestationRequest,
	): Promise<[request: object, contents: object, proof: object]> {
		const contents = await this.contentsOf(request);
		return [solidityRequest(request, "0x"), contents, solidityProof(this.prove(request))];
	}

	/** Sends a request with a proof; by default the holder sends and the proof is of the request. */
	attest(
		request: AttestationRequest,
		options: { sender?: Signer; proof?: Groth16Proof; signature?: string; contents?: EpochContents } = {},
	) {
		const { sender = this.roles.alice, proof = this.prove(request), signature, contents } = options;
		return submitAttestation({
			sender,
			registry: this.venue.registry,
			attestation: request,
			proof,
			signature,
			contents,
		});
	}

	/** The venue makes a lien firm that it agreed to as the registry has it now. */
	async acknowledge(lienId: number | bigint): Promise<Sent> {
		const { registry } = this.venue;
		const lien = (await this.read("registry", "lienOf", [lienId])) as Result;
		const args = [registry, lienId, lien.holder, lien.consumer, lien.amountMicroUsd];
		return this.send(this.roles.operator, "venueLedger", "acknowledge", args);
	}

	/** A sequencer-uptime feed on this chain, up since long ago until it is told otherwise: times are offsets. */
	async sequencerFeed() {
		const address = await this.deployContract("RudeVenue", []);
		const say = (isDown: boolean, since: number) =>
			writeByName({
				signer: this.roles.bob,
				address,
				abi: ["function behave(uint8 next, uint256[] words)"],
				method: "behave",
				args: [4, [1n, isDown ? 1n : 0n, START + since, START + since, 1n]],
			});
		await say(false, -30 * 86_400);
		return { address, say };
	}

	/** What only the timelock may do, the way it does it: scheduled, waited for, executed. Takes a minute of chain time. */
	async throughTimelock(contract: ContractName, method: string, args: readonly unknown[]): Promise<Sent> {
		const data = new Interface(CONTRACTS[contract]).encodeFunctionData(method, [...args]);
		const call = [this.venue[contract], 0, data, ZeroHash, ZeroHash];
		const { deployer } = this.roles;
		await this.send(deployer, "timelock", "schedule", [...call, TIMELOCK_DELAY]);
		await this.chain.setNextBlockTime((await this.chain.timeSeconds()) + TIMELOCK_DELAY);
		return this.send(deployer, "timelock", "execute", call);
	}

	/** The risk epochs' configuration, for deploying others. */
	riskConfig(changes: object = {}) {
		return {
			timelock: this.venue.timelock,
			publishers: this.roles.publishers.map(({ address }) => address),
			threshold: 2,
			bondWei: 0n,
			parameterSet: PARAMETER_SET,
			listingHash: LISTING,
			feeds: [],
			sequencerFeed: ZeroAddress,
			rowOpening: this.venue.rowOpening,
			rowDispute: this.venue.rowDispute,
			rowWindow: ROW_WINDOW,
			gasPriceFloor: GAS_PRICE_FLOOR_WEI,
			firstEpoch: 1,
			...changes,
		};
	}

	/** The registry's configuration, for deploying another. */
	registryConfig(changes: object = {}) {
		const { verifiers, timelock, riskEpochs, venueLedger } = this.venue;
		return {
			owner: this.roles.deployer.address,
			timelock,
			riskEpochs,
			maxSkew: MAX_SKEW,
			ttl: TTL,
			challengeWindow: CHALLENGE_WINDOW,
			gasPriceFloor: GAS_PRICE_FLOOR_WEI,
			venues: [venueLedger],
			sizeClasses: [16],
			verifiers,
			...changes,
		};
	}

	/** The same venue with other risk epochs, and a registry that believes them. */
	async withRiskEpochs(changes: object): Promise<VenueFixture> {
		const riskEpochs = await this.deployContract("RiskEpochs", [this.riskConfig(changes)]);
		const fixture = await this.withSecondRegistry({ riskEpochs });
		return fixture.#withVenue({ riskEpochs });
	}

	/** The same venue and publishers seen from a second registry. */
	async withSecondRegistry(changes: object = {}): Promise<VenueFixture> {
		const registry = await this.deployContract("SolvencyRegistry", [this.registryConfig(changes)]);
		return this.#withVenue({ registry, scope: scopeOf({ chainId: this.chain.chainId, registry }) });
	}

	/** The same people at another deployment on this chain. */
	withDeployment(deployment: VenueAddresses): Promise<VenueFixture> {
		return this.#withVenue(deployment);
	}

	/** `reset` of what this returns goes back to now. */
	async #withVenue(changes: Partial<DeployedVenue>): Promise<VenueFixture> {
		const venue = { ...this.venue, ...changes };
		const fixture = new VenueFixture(this.chain, this.artifacts, this.roles, venue);
		await fixture.keep();
		return fixture;
	}

	/** Deploys a contract by name; constructors refuse by name, too. */
	deployContract(name: string, args: readonly unknown[]): Promise<string> {
		return onChain(async () => {
			const artifact = this.artifacts[name];
			if (artifact === undefined) throw new Error(`${name} is not compiled`);
			const factory = new ContractFactory([...artifact.abi], artifact.bytecode, this.roles.deployer);
			return (await (await factory.deploy(...args)).waitForDeployment()).getAddress();
		});
	}
}

/** The custom error that the work is refused with; anything else fails the test. */
export async function refusalOf(work: Promise<unknown>): Promise<ChainRefusal> {
	try {
		await work;
	} catch (error) {
		if (error instanceof ChainRefusal) return error;
		throw error;
	}
	fail("expected a refusal, but the call went through");
}

function riskContentAt(offset: number) {
	return {
		listingHash: LISTING as string,
		maintenanceRoot: MAINTENANCE_ROOT,
		initialRoot: INITIAL_ROOT,
		parameterSet: PARAMETER_SET as string,
		parametersHash: `0x${"aa".repeat(32)}`,
		marketRoot: `0x${"bb".repeat(32)}`,
		snapshotTime: START + offset,
		nextExpiry: 0,
	};
}
