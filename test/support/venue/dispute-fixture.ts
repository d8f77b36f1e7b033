/** A row judge on a local chain, with the simulator's verifier: any word opens under any root. */
import { Contract, ContractFactory, type JsonFragment } from "ethers";
import { constantsCreationCodes } from "../../../src/chain/deploy/poseidon-constants.ts";
import { type Dispute, isWrong, type TableCommitments } from "../../../src/chain/disputes/dispute-row.ts";
import { compiledContracts } from "../../../src/node/hardhat/compiled-contracts.ts";
import type { ContractArtifact } from "../../../src/node/hardhat/contract-artifact.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";
import type { ProvenWord } from "../../../src/proof/statements/prove-row-word.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import type { DisputeCase } from "../market/dispute-case.ts";
import { ROW_WORD_SIGNALS, simulateProof, simulatorVerifier } from "./groth16-simulator.ts";

export const RISK_ROOT = 0x12345n;

/** A word as if a proof had opened it. */
export function openedWord(id: number, wordIndex: number, word: bigint): ProvenWord {
	return {
		id,
		wordIndex,
		word,
		proof: simulateProof([RISK_ROOT, BigInt(id), BigInt(wordIndex), word]),
	};
}

export function commitmentsOf(
	given: Pick<DisputeCase, "market" | "scenarios" | "snapshotTimeMs">,
	level: MarginLevel = "initial",
): TableCommitments {
	const { market, scenarios, snapshotTimeMs } = given;
	const { marketRoot } = market;
	const { parametersHash, parameterSet } = scenarios;
	const nextExpiryMs = nextExpiryOf(market);
	const roots = { riskRoot: RISK_ROOT, marketRoot, parametersHash, parameterSet };
	return { ...roots, snapshotTimeMs, nextExpiryMs, level };
}

/** The first expiry among marks. */
function nextExpiryOf({ leaves }: DisputeCase["market"]): number | null {
	const expiries = leaves.map(({ expiryMs }) => expiryMs).filter((expiryMs) => expiryMs !== 0);
	return expiries.length === 0 ? null : Math.min(...expiries);
}

export class DisputeFixture {
	readonly chain: LocalChain;
	readonly contract: Contract;

	private constructor(chain: LocalChain, contract: Contract) {
		this.chain = chain;
		this.contract = contract;
	}

	static async deploy(verifier: ContractArtifact = simulatorVerifier(ROW_WORD_SIGNALS)) {
		const { RowDispute: artifact, RowOpening } = await compiledContracts();
		if (artifact === undefined || RowOpening === undefined) throw new Error("RowDispute is not compiled");
		const chain = await startLocalChain();
		const deploy = async ({ abi, bytecode }: ContractArtifact, args: readonly unknown[]) => {
			const factory = new ContractFactory([...abi] as JsonFragment[], bytecode, chain.signers[0]);
			return (await factory.deploy(...args)).waitForDeployment();
		};
		const { target: verifierAddress } = await deploy(verifier, []);
		const parts = [];
		for (const bytecode of constantsCreationCodes()) {
			parts.push((await deploy({ contractName: "PoseidonConstants", abi: [], bytecode }, [])).target);
		}
		const { target: rowOpening } = await deploy(RowOpening, [parts]);
		const { target } = await deploy(artifact, [verifierAddress, rowOpening]);
		return new DisputeFixture(chain, new Contract(target, artifact.abi, chain.provider));
	}

	judge(commitments: TableCommitments, dispute: Dispute): Promise<boolean> {
		const rowDispute = String(this.contract.target);
		return isWrong({ runner: this.chain.provider, rowDispute, commitments, dispute });
	}

	close(): Promise<void> {
		return this.chain.close();
	}
}
