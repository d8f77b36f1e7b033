/** Where the story happens: the real contracts with the real verifiers on a chain that starts three days early. */
import { ContractFactory, type JsonFragment, parseEther, type Signer } from "ethers";
import { SOLVENCY_REGISTRY_ABI } from "../../../../src/chain/client/abi.ts";
import { readByName } from "../../../../src/chain/client/chain-call.ts";
import { type DeployedVenue, deployVenue } from "../../../../src/chain/deploy/deploy-venue.ts";
import {
	publishLedgerEpoch,
	publishRiskEpoch,
	type RiskEpochContent,
	riskEpochContent,
} from "../../../../src/chain/epochs/publish-epochs.ts";
import { compiledVerifier } from "../../../../src/cli/keys/compiled-verifier.ts";
import type { Ledger } from "../../../../src/ledger/ledger.ts";
import { compiledTestContracts } from "../../../../src/node/hardhat/compiled-contracts.ts";
import type { ContractArtifacts } from "../../../../src/node/hardhat/contract-artifact.ts";
import { type LocalChain, startLocalChain } from "../../../../src/node/hardhat/local-chain.ts";
import type { CompiledCircuit } from "../../../../src/proof/circuit/compile-circuit.ts";
import type { ProvingKey } from "../../../../src/proof/keys/proving-key.ts";
import { parameterSetHash } from "../../../../src/risk/scenarios/scenario-tree.ts";
import { sharedCircuit, sharedKey, sharedRowWord } from "../../../support/circuits/shared-key.ts";
import { SAMPLE_PARAMS } from "../../../support/tables/small-tables.ts";
import type { Trader, VenueName } from "./cast.ts";
import { DAWN_MS, type PublishedMarket, type StoryMarket } from "./market.ts";

export const BOND_WEI = parseEther("2");
export const DAY = 86_400;
export const TERMS = {
	timelockDelaySeconds: 2 * DAY,
	maxSkewSeconds: 600,
	ttlSeconds: 12 * 3_600,
	challengeWindowSeconds: 4 * 3_600,
	rowWindowSeconds: 2 * 3_600,
} as const;
/** Seconds before dawn at which the chain starts. */
const EARLY = 3 * DAY;

const ROLES = [
	...(["deployer", "northOperator", "northGuardian", "southOperator", "southGuardian"] as const),
	...(["firstPublisher", "secondPublisher", "thirdPublisher", "ada", "bela", "cleo"] as const),
	...(["lender", "watcher", "relayer"] as const),
] as const;
export type Role = (typeof ROLES)[number];
export type Actor = LocalChain["signers"][number];

export type ProvingTools = { readonly circuit: CompiledCircuit; readonly key: ProvingKey };

export class Stage {
	readonly chain: LocalChain;
	readonly roles: Readonly<Record<Role, Actor>>;
	readonly publishers: readonly Actor[];
	readonly protocol: DeployedVenue;
	/** Ledger contracts. The registry accepts North from the start. */
	readonly venues: Readonly<Record<VenueName, string>>;
	readonly solvency: ProvingTools;
	readonly rowWord: ProvingTools;
	readonly #artifacts: ContractArtifacts;

	private constructor(given: {
		readonly chain: LocalChain;
		readonly artifacts: ContractArtifacts;
		readonly protocol: DeployedVenue;
		readonly south: string;
		readonly solvency: ProvingTools;
		readonly rowWord: ProvingTools;
	}) {
		const { chain, artifacts, protocol, south, solvency, rowWord } = given;
		this.chain = chain;
		this.#artifacts = artifacts;
		this.roles = rolesOf(chain);
		const { firstPublisher, secondPublisher, thirdPublisher } = this.roles;
		this.publishers = [firstPublisher, secondPublisher, thirdPublisher];
		this.protocol = protocol;
		this.venues = { north: protocol.venueLedger, south };
		this.solvency = solvency;
		this.rowWord = rowWord;
	}

	static async raise({ listing }: StoryMarket): Promise<Stage> {
		const circuit = await sharedCircuit("solvency-16");
		const solvency = { circuit, key: await sharedKey(circuit) };
		const rowWord = await sharedRowWord();
		const [solvencyVerifier, rowWordVerifier] = [await verifierOf(solvency), await verifierOf(rowWord)];
		const artifacts = {
			...(await compiledTestContracts()),
			...solvencyVerifier.artifacts,
			...rowWordVerifier.artifacts,
		};
		const chain = await startLocalChain({ genesisTimeMs: DAWN_MS - 1000 * EARLY });
		const roles = rolesOf(chain);
		const publishers = [roles.firstPublisher, roles.secondPublisher, roles.thirdPublisher];
		const protocol = await deployVenue({
			deployer: roles.deployer,
			artifacts,
			verifiers: [{ sizeClass: 16, ...solvencyVerifier.choice }],
			rowWordVerifier: rowWordVerifier.choice,
			operator: roles.northOperator.address,
			guardian: roles.northGuardian.address,
			publishers: publishers.map(({ address }) => address),
			threshold: 2,
			bondWei: BOND_WEI,
			parameterSet: parameterSetHash(SAMPLE_PARAMS),
			listingHash: listing.hash,
			...TERMS,
		});
		const ownSouth = [roles.southOperator.address, roles.southGuardian.address];
		const south = await deployFrom(artifacts, "VenueLedger", ownSouth, roles.deployer);
		return new Stage({ chain, artifacts, protocol, south, solvency, rowWord });
	}

	/** The next transaction's block comes so many seconds after dawn. */
	at(secondsAfterDawn: number): Promise<void> {
		return this.chain.setNextBlockTime(DAWN_MS / 1000 + secondsAfterDawn);
	}

	/** Deploys a compiled contract as the deployer. */
	deploy(name: string, args: readonly unknown[]): Promise<string> {
		return deployFrom(this.#artifacts, name, args, this.roles.deployer);
	}

	holder(trader: Trader): Actor {
		return this.roles[trader];
	}

	operator(venue: VenueName): Actor {
		return venue === "north" ? this.roles.northOperator : this.roles.southOperator;
	}

	/** @returns the number of the ledger's epoch */
	async postLedger(venue: VenueName, ledger: Ledger): Promise<number> {
		const venueLedger = this.venues[venue];
		const operator = this.operator(venue);
		return (await publishLedgerEpoch({ operator, venueLedger, ledger: ledger.epoch })).epoch;
	}

	/** @returns the number of the epoch that this post made live, or `null` */
	async post(publisher: Signer, content: RiskEpochContent): Promise<number | null> {
		const { riskEpochs } = this.protocol;
		return (await publishRiskEpoch({ publisher, riskEpochs, content })).liveEpoch;
	}

	/** The first two publishers post the same tables. */
	async postMarket(published: PublishedMarket): Promise<number> {
		const content = contentOf(published);
		await this.post(this.roles.firstPublisher, content);
		const live = await this.post(this.roles.secondPublisher, content);
		if (live === null) throw new Error("two publishers agree and the epoch is not live");
		return live;
	}

	readRegistry(method: string, ...args: readonly unknown[]): Promise<unknown> {
		const { registry: address } = this.protocol;
		return readByName({
			runner: this.chain.provider,
			address,
			abi: SOLVENCY_REGISTRY_ABI,
			method,
			args,
		});
	}
}

/** What an honest publisher posts. */
export function contentOf({ tables, trees }: PublishedMarket): RiskEpochContent {
	return riskEpochContent({ ...tables, trees });
}

function rolesOf({ signers }: LocalChain): Record<Role, Actor> {
	const entries = ROLES.map((role, at) => [role, signers[at]] as const);
	return Object.fromEntries(entries) as Record<Role, Actor>;
}

/** The verifier of a key, as it is deployed. */
async function verifierOf({ key }: ProvingTools) {
	const { artifact } = await compiledVerifier(key);
	const { contractName: verifierName } = artifact;
	const verifierKey = { kind: key.manifest.kind, verificationKey: key.verificationKey };
	return { artifacts: { [verifierName]: artifact }, choice: { verifierName, verifierKey } };
}

async function deployFrom(
	artifacts: ContractArtifacts,
	name: string,
	args: readonly unknown[],
	deployer: Signer,
): Promise<string> {
	const artifact = artifacts[name];
	if (artifact === undefined) throw new Error(`${name} is not compiled`);
	const factory = new ContractFactory([...artifact.abi] as JsonFragment[], artifact.bytecode, deployer);
	return (await (await factory.deploy(...args)).waitForDeployment()).getAddress();
}
