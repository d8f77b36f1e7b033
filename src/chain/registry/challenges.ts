/** Asking a holder to prove again, and what follows when it does not. */
import type { Signer } from "ethers";
import { SOLVENCY_REGISTRY_ABI } from "../client/abi.ts";
import { readContract, type Sent, writeContract } from "../client/chain-call.ts";
import { latestBaseFeeWei } from "../client/latest-base-fee.ts";
import type { PostedEpochs } from "../epochs/find-posted-epochs.ts";

type Challenged = { readonly registry: string; readonly venue: string; readonly holder: string };

/**
 * Challenges a holder: with a lien of one's own for nothing, else against a bond that goes to the holder
 * when it answers. The bond is twice what the newest block asks for, because fees may rise before the next.
 *
 * @throws ChainRefusal `CHALLENGED_RECENTLY`, `NOTHING_TO_CHALLENGE` …
 */
export async function challengeHolder(
	request: Challenged & { readonly challenger: Signer; readonly lienId?: bigint | undefined },
): Promise<Sent & { readonly bondWei: bigint }> {
	const { challenger: signer, registry: address, venue, holder, lienId } = request;
	const bondWei = lienId === undefined ? 2n * (await challengeBond(signer, address)) : 0n;
	const contract = { signer, address, abi: SOLVENCY_REGISTRY_ABI };
	const args = [venue, holder, lienId ?? 0n] as const;
	const sent = await writeContract({ ...contract, method: "challenge", args, valueWei: bondWei });
	return { ...sent, bondWei };
}

/**
 * Makes a holder delinquent after a missed challenge.
 *
 * @param request.pairs of epochs under which the holder could have answered for half of the window, the oldest first
 * @throws ChainRefusal `CHALLENGE_WINDOW_OPEN`, `NOT_ANSWERABLE` …
 */
export function lapseHolder(
	request: Challenged & { readonly sender: Signer; readonly pairs: readonly PostedEpochs[] },
): Promise<Sent> {
	const { sender: signer, registry: address, venue, holder, pairs } = request;
	const args = [venue, holder, pairs] as const;
	return writeContract({ signer, address, abi: SOLVENCY_REGISTRY_ABI, method: "lapse", args });
}

async function challengeBond(runner: Signer, address: string): Promise<bigint> {
	const args = [await latestBaseFeeWei(runner)] as const;
	return readContract({ runner, address, abi: SOLVENCY_REGISTRY_ABI, method: "challengeBond", args });
}
