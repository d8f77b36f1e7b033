/** Asking a holder to prove again, and what follows when it does not. */
import type { Signer } from "ethers";
import { InputError } from "../errors/base.ts";
import { SOLVENCY_REGISTRY_ABI } from "./abi.ts";
import { onChain, readContract, type Sent, writeContract } from "./chain-call.ts";
import type { PostedEpochs } from "./find-posted-epochs.ts";

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
	const args = [venue, holder, lienId ?? 0n, { value: bondWei }];
	const call = { signer, address, abi: SOLVENCY_REGISTRY_ABI, method: "challenge", args };
	return { ...(await writeContract(call)), bondWei };
}

/**
 * Makes a holder delinquent after a missed challenge.
 *
 * @param request.pairs two pairs of epochs under which the holder could have answered, the older first
 * @throws ChainRefusal `CHALLENGE_WINDOW_OPEN`, `PAIR_NOT_ANSWERABLE` …
 */
export function lapseHolder(
	request: Challenged & { readonly sender: Signer; readonly pairs: readonly [PostedEpochs, PostedEpochs] },
): Promise<Sent> {
	const { sender: signer, registry: address, venue, holder, pairs } = request;
	const args = [venue, holder, ...pairs];
	return writeContract({ signer, address, abi: SOLVENCY_REGISTRY_ABI, method: "lapse", args });
}

/** Fetches the ether that a contract keeps for the caller: answered, returned or withdrawn bonds. */
export function withdrawCredit(request: {
	readonly account: Signer;
	readonly contract: string;
}): Promise<Sent> {
	const { account: signer, contract: address } = request;
	return writeContract({ signer, address, abi: SOLVENCY_REGISTRY_ABI, method: "withdrawCredit", args: [] });
}

/** Nodes answer views with a base fee of zero, so the newest block's own is asked about. */
async function challengeBond(runner: Signer, address: string): Promise<bigint> {
	const { provider } = runner;
	if (provider === null) {
		throw new InputError({
			code: "SIGNER_WITHOUT_PROVIDER",
			message: "the challenger is not connected to a node",
			field: "challenger",
			hint: "connect the wallet to a provider first",
		});
	}
	const block = await onChain(() => provider.getBlock("latest"));
	const args = [block?.baseFeePerGas ?? 0n];
	const call = { runner, address, abi: SOLVENCY_REGISTRY_ABI, method: "challengeBond", args };
	return (await readContract(call)) as bigint;
}
