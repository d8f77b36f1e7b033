/** The Solidity pricing libraries on a local chain, called with many arguments at once. */
import { Contract, ContractFactory, type JsonFragment } from "ethers";
import { compiledTestContracts } from "../../../src/node/hardhat/compiled-contracts.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";

export const X96 = 2n ** 96n;

/** The 320-bit numbers of `high-precision.ts` have this many digits more than X96. */
export const FIXED_BEYOND_X96 = 224n;

export class DeployedProbe {
	readonly chain: LocalChain;
	readonly contract: Contract;

	private constructor(chain: LocalChain, contract: Contract) {
		this.chain = chain;
		this.contract = contract;
	}

	static async deploy(name: string): Promise<DeployedProbe> {
		const artifact = (await compiledTestContracts())[name];
		const chain = await startLocalChain();
		if (artifact === undefined) throw new Error(`${name} is not compiled`);
		const factory = new ContractFactory(
			[...artifact.abi] as JsonFragment[],
			artifact.bytecode,
			chain.signers[0],
		);
		const deployed = await (await factory.deploy()).waitForDeployment();
		return new DeployedProbe(chain, new Contract(deployed.target, factory.interface, chain.provider));
	}

	/** Calls a function that takes one array and returns one, in batches below a block's gas limit. */
	async each<Argument, Result>(method: string, values: readonly Argument[], batch = 100): Promise<Result[]> {
		const results: Result[] = [];
		for (let first = 0; first < values.length; first += batch) {
			const answer: Iterable<Result> = await this.contract.getFunction(method)(
				values.slice(first, first + batch),
			);
			results.push(...answer);
		}
		return results;
	}

	close(): Promise<void> {
		return this.chain.close();
	}
}
