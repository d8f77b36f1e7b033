/**
 * What the timelock registers: the hash of the parameters' canonical form and a Merkle root over what contracts read
 * of them. The name of the set is the hash of both, so an epoch that commits to the name commits to every number in
 * it. `contracts/dispute/ScenarioLeafLib.sol` computes the same.
 */
import { InputError } from "../../errors/base.ts";
import { abiWords, keccakWord, tagWord } from "../../hashing/abi-words.ts";
import { buildKeccakTree, type Hash32, type KeccakTree } from "../../hashing/keccak-tree.ts";

const SET_FORM = tagWord("zkmargin.parameter-set.v1");

export type ParameterSet = {
	/** What the timelock registers and every epoch names. */
	readonly parameterSet: Hash32;
	/** `hashRiskParams`. */
	readonly paramsHash: Hash32;
	readonly parameterRoot: Hash32;
	readonly parameterTree: KeccakTree;
};

/** A tree with more leaves is deeper than contracts open: no scenario could be shown under it. */
const MOST_LEAVES = 2 ** 12;

/**
 * @param leaves ABI words of each leaf, the parameters of lanes first
 * @throws InputError `PARAMETERS_TOO_MANY`
 */
export function parameterSetOf(leaves: readonly (readonly bigint[])[], paramsHash: Hash32): ParameterSet {
	if (leaves.length > MOST_LEAVES) {
		throw new InputError({
			code: "PARAMETERS_TOO_MANY",
			message: `the parameters make ${leaves.length} leaves, contracts open ${MOST_LEAVES}`,
			field: "stress",
			hint: "give fewer underlyings parameters of their own, or configure fewer common scenarios",
		});
	}
	const parameterTree = buildKeccakTree(leaves);
	const words = abiWords([SET_FORM, BigInt(paramsHash), BigInt(parameterTree.root)]);
	return {
		parameterSet: `0x${keccakWord(words).toString(16).padStart(64, "0")}`,
		paramsHash,
		parameterRoot: parameterTree.root,
		parameterTree,
	};
}
