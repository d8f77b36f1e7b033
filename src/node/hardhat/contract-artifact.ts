/** A compiled contract, as far as deploying it needs. */
import type { JsonFragment } from "ethers";

export type ContractArtifact = {
	readonly contractName: string;
	readonly abi: readonly JsonFragment[];
	/** Creation code, 0x. */
	readonly bytecode: `0x${string}`;
};

/** Compiled contracts by name. */
export type ContractArtifacts = Readonly<Record<string, ContractArtifact>>;
