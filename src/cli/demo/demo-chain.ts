/** The demo's chain: the real contracts on Hardhat's in-process chain, driven with ethers. */
import { ChainRefusal } from "../../chain/client/chain-refusal.ts";
import { sizeClassOf } from "../../chain/client/size-class.ts";
import { type DeployedVenue, deployVenue } from "../../chain/deploy/deploy-venue.ts";
import { publishLedgerEpoch, publishRiskEpoch, riskEpochContent } from "../../chain/epochs/publish-epochs.ts";
import { type AttestationRequest, submitAttestation } from "../../chain/registry/attest.ts";
import { InternalError } from "../../errors/base.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { compiledContracts } from "../../node/hardhat/compiled-contracts.ts";
import type { ContractArtifacts } from "../../node/hardhat/contract-artifact.ts";
import { type LocalChain, startLocalChain } from "../../node/hardhat/local-chain.ts";
import type { Groth16Proof } from "../../proof/provers/groth16.ts";
import type { RiskParams } from "../../risk/params/risk-params.ts";
import { parameterSetHash } from "../../risk/scenarios/scenario-tree.ts";
import type { RiskTables } from "../../risk/table/build-risk-table.ts";
import type { EpochCommitments } from "../../risk/table/epoch-commitments.ts";
import { DAY_SECONDS, HOUR_SECONDS } from "../../units/time.ts";
import type { CircuitAndKey } from "../keys/circuit-and-key.ts";
import { verifierOfKey } from "../keys/verifier-of-key.ts";

const TTL_SECONDS = 4 * HOUR_SECONDS;
const MAX_SKEW_SECONDS = 600;
const TIMELOCK_DELAY_SECONDS = 2 * DAY_SECONDS;
const CHALLENGE_WINDOW_SECONDS = 12 * HOUR_SECONDS;
const ROW_WINDOW_SECONDS = 6 * HOUR_SECONDS;
const PUBLISHERS = 3;
const THRESHOLD = 2;

type Signer = LocalChain["signers"][number];

export type DemoChain = {
	readonly chain: LocalChain;
	readonly venue: DeployedVenue;
	/** May use the hedged account's proofs. */
	readonly holder: Signer;
	readonly stranger: Signer;
	readonly postLedger: (ledger: Ledger) => Promise<number>;
	/** @param trees of the sources of the tables */
	readonly postTables: (tables: RiskTables, trees: EpochCommitments) => Promise<number>;
	readonly attest: (request: DemoAttestation) => Promise<{ gasUsed: bigint; validUntilMs: number }>;
	/** The name of the custom error with which the registry refuses, with its arguments. */
	readonly refusalOf: (request: DemoAttestation) => Promise<string>;
};

export type DemoAttestation = Omit<AttestationRequest, "venue" | "deadlineMs" | "sizeClass"> & {
	readonly proof: Groth16Proof;
	readonly sender: Signer;
};

/** What proofs of solvency are made with, and what opens words of rows in a dispute. */
export type DemoTools = { readonly solvency: CircuitAndKey; readonly rowWord: CircuitAndKey };

export type DemoTerms = {
	/** Of the market: the chain's clock starts there. */
	readonly timeMs: number;
	readonly listingHash: `0x${string}`;
	readonly params: RiskParams;
};

/** Deploys for one listing and one set of parameters. */
export async function startDemoChain(
	tools: DemoTools,
	terms: DemoTerms,
	contracts: Promise<ContractArtifacts> = compiledContracts(),
): Promise<DemoChain> {
	const { timeMs: genesisTimeMs, listingHash } = terms;
	const sizeClass = sizeClassOf(tools.solvency.circuit.name);
	const solvency = await verifierOfKey(tools.solvency);
	const rowWord = await verifierOfKey(tools.rowWord);
	const artifacts = { ...(await contracts), ...solvency.artifacts, ...rowWord.artifacts };
	const chain = await startLocalChain({ genesisTimeMs });
	const [deployer, operator, guardian, holder, stranger, ...others] = chain.signers;
	if (!deployer || !operator || !guardian || !holder || !stranger) throw noSigners();
	const publishers = others.slice(0, PUBLISHERS);
	const venue = await deployVenue({
		deployer,
		artifacts,
		verifiers: [{ sizeClass, ...solvency.choice }],
		rowWordVerifier: rowWord.choice,
		parameterSet: parameterSetHash(terms.params),
		listingHash,
		timelockDelaySeconds: TIMELOCK_DELAY_SECONDS,
		challengeWindowSeconds: CHALLENGE_WINDOW_SECONDS,
		rowWindowSeconds: ROW_WINDOW_SECONDS,
		operator: operator.address,
		guardian: guardian.address,
		publishers: publishers.map(({ address }) => address),
		threshold: THRESHOLD,
		maxSkewSeconds: MAX_SKEW_SECONDS,
		ttlSeconds: TTL_SECONDS,
	});
	const attest = ({ proof, sender, ...attestation }: DemoAttestation) =>
		submitAttestation({
			sender,
			registry: venue.registry,
			attestation: {
				...attestation,
				sizeClass,
				venue: venue.venueLedger,
				deadlineMs: genesisTimeMs + TTL_SECONDS * 1000,
			},
			proof,
		});
	return {
		chain,
		venue,
		holder,
		stranger,
		postLedger: async (ledger) =>
			(await publishLedgerEpoch({ operator, venueLedger: venue.venueLedger, ledger: ledger.epoch })).epoch,
		postTables: async (tables, trees) => {
			const content = riskEpochContent({ ...tables, trees });
			let live = 0;
			for (const publisher of publishers.slice(0, THRESHOLD)) {
				const sent = await publishRiskEpoch({ publisher, riskEpochs: venue.riskEpochs, content });
				live = sent.liveEpoch ?? live;
			}
			return live;
		},
		attest,
		refusalOf: async (request) => {
			try {
				await attest(request);
			} catch (error) {
				if (error instanceof ChainRefusal) return error.message.replace("the contract refuses: ", "");
				throw error;
			}
			throw new InternalError({
				code: "DEMO_NOT_REFUSED",
				message: "the registry accepted what it must refuse",
			});
		},
	};
}

function noSigners(): InternalError {
	return new InternalError({ code: "LOCAL_CHAIN_SIGNERS", message: "the local chain has too few accounts" });
}
