/** The scope of a registry, as `SolvencyProofLib.scopeOf` computes it. */
import { AbiCoder, keccak256 } from "ethers";
import { FIELD_ORDER } from "../../field/bn254.ts";

const SCOPE_TAG = "zkmargin.scope.v1";

/**
 * The fourth public signal of every proof for this registry. Another registry or another chain gives
 * another scope and so, for the same identity, a pseudonym that cannot be linked to this one.
 */
export function scopeOf(request: { readonly chainId: bigint; readonly registry: string }): bigint {
	const encoded = AbiCoder.defaultAbiCoder().encode(
		["string", "uint256", "address"],
		[SCOPE_TAG, request.chainId, request.registry],
	);
	return BigInt(keccak256(encoded)) % FIELD_ORDER;
}
