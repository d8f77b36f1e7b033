/** The scope of a registry, as `SolvencyProofLib.scopeOf` computes it. */
import { FIELD_ORDER } from "../../field/bn254.ts";
import { abiWords, keccakWord, textWord } from "../../hashing/abi-words.ts";

const SCOPE_TAG = "zkmargin.scope.v1";

/**
 * The fourth public signal of every proof for this registry. Another registry or another chain gives
 * another scope and so, for the same identity, a pseudonym that cannot be linked to this one.
 */
export function scopeOf(request: { readonly chainId: bigint; readonly registry: string }): bigint {
	const { chainId, registry } = request;
	// abi.encode(string, uint256, address): where the text starts, the two numbers, its length, its bytes.
	const words = [96n, chainId, BigInt(registry), BigInt(SCOPE_TAG.length), textWord(SCOPE_TAG)];
	return keccakWord(abiWords(words)) % FIELD_ORDER;
}
