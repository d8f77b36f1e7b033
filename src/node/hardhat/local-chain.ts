/**
 * Hardhat's in-process chain: for demos and tests. Nothing listens on a port, nothing outlives the
 * process, and no other layer knows of Hardhat.
 */
import type { HardhatEthersProvider, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { REPOSITORY_ROOT } from "../files/repository-root.ts";
import { optionalPackage } from "../packages/missing-package.ts";

export type LocalChain = {
	readonly chainId: bigint;
	readonly provider: HardhatEthersProvider;
	/** Twenty funded accounts. */
	readonly signers: readonly HardhatEthersSigner[];
	/** Time of the newest block, seconds. */
	readonly timeSeconds: () => Promise<number>;
	/** Sets the time of the block that the next transaction makes. It must be later than the newest block's. */
	readonly setNextBlockTime: (timeSeconds: number) => Promise<void>;
	/** Mines an empty block at this time: what views see from then on. */
	readonly mineAt: (timeSeconds: number) => Promise<void>;
	/** State and time of now; the returned function goes back to it, once. */
	readonly snapshot: () => Promise<() => Promise<void>>;
	readonly close: () => Promise<void>;
};

export type LocalChainOptions = {
	/** Time of the first block; a fixed one lets a fixed market snapshot be "now". */
	readonly genesisTimeMs?: number | undefined;
	/** Defaults to Hardhat's 31337. Another one shows what is refused on a public chain. */
	readonly chainId?: number | undefined;
};

/** Starts a fresh chain. Independent of the working directory. */
export async function startLocalChain(options: LocalChainOptions = {}): Promise<LocalChain> {
	const { createHardhatRuntimeEnvironment } = await optionalPackage(() => import("hardhat/hre"));
	const { hardhatConfig: config } = await optionalPackage(() => import("./hardhat-config.ts"));
	const hre = await createHardhatRuntimeEnvironment(config, {}, REPOSITORY_ROOT);
	const { genesisTimeMs, chainId } = options;
	const connection = await hre.network.create({
		override: {
			...(genesisTimeMs === undefined ? {} : { initialDate: new Date(genesisTimeMs) }),
			...(chainId === undefined ? {} : { chainId }),
		},
	});
	const { provider } = connection.ethers;

	return {
		chainId: (await provider.getNetwork()).chainId,
		provider,
		signers: await connection.ethers.getSigners(),
		timeSeconds: async () => (await provider.getBlock("latest"))?.timestamp ?? 0,
		setNextBlockTime: async (timeSeconds) => {
			await provider.send("evm_setNextBlockTimestamp", [timeSeconds]);
		},
		mineAt: async (timeSeconds) => {
			await provider.send("evm_mine", [timeSeconds]);
		},
		snapshot: async () => {
			const id: unknown = await provider.send("evm_snapshot", []);
			return async () => {
				await provider.send("evm_revert", [id]);
			};
		},
		close: () => connection.close(),
	};
}
