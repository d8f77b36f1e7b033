/** What a registry's owner does when a verifier turns out to accept what it must not. */
import type { Signer } from "ethers";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import { SOLVENCY_REGISTRY_ABI } from "../client/abi.ts";
import { type Sent, writeContract } from "../client/chain-call.ts";
import { toChainSecondsDown } from "../client/chain-time.ts";

/**
 * Stops everything that was accepted for a size class from ledgers of this time and before from counting, at once.
 * Pause first: the broken verifier would accept the next proof.
 *
 * @param request.timeMs not in the future, and not before an earlier revocation
 * @throws ChainRefusal `REVOCATION_OUT_OF_RANGE`, `OWNABLE_UNAUTHORIZED_ACCOUNT`
 */
export function revokeAttestations(request: {
	readonly owner: Signer;
	readonly registry: string;
	readonly sizeClass: SizeClass;
	readonly timeMs: number;
}): Promise<Sent> {
	const { owner: signer, registry: address, sizeClass, timeMs } = request;
	const args = [sizeClass, toChainSecondsDown(timeMs, "timeMs")] as const;
	return writeContract({ signer, address, abi: SOLVENCY_REGISTRY_ABI, method: "revokeBefore", args });
}
