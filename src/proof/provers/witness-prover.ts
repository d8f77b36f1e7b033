/** What every prover does, and which there are. */

/** `ours`: this repository's. `snarkjs`: the reference. `rapidsnark`: a native program, if installed. */
export const PROVER_NAMES = ["wasm", "snarkjs", "rapidsnark"] as const;
export type ProverName = (typeof PROVER_NAMES)[number];

/**
 * What a proof may occupy. `all` is quickest for one proof; several proofs at once are done sooner by
 * snarkjs with `one` each, because it has parts that only one core can work on. Ours always uses all
 * cores, and makes proofs that are asked for together one after the other.
 */
export type ProvingCores = "all" | "one";

export type WitnessProof = {
	/** In snarkjs' layout; whoever asked checks the shape. */
	readonly proof: unknown;
	readonly publicSignals: unknown;
};

/** Makes a proof from a witness of the key's length. */
export type WitnessProver = (request: {
	readonly zkeyPath: string;
	readonly witness: readonly bigint[];
	readonly cores: ProvingCores;
}) => Promise<WitnessProof>;
