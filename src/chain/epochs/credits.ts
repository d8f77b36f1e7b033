/** Ether that a contract keeps for somebody: answered, returned, earned or withdrawn bonds and deposits. */
import type { ContractRunner, Signer } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";

/** `ICredits` is in a registry exactly what it is in risk epochs. */
const CREDITS_ABI = RISK_EPOCHS_ABI;

/** What an account may fetch from a registry or from risk epochs, wei. */
export function readCredit(request: {
	readonly runner: ContractRunner;
	readonly contract: string;
	readonly account: string;
}): Promise<bigint> {
	const { runner, contract: address, account } = request;
	return readContract({ runner, address, abi: CREDITS_ABI, method: "creditOf", args: [account] });
}

/**
 * Fetches the caller's own credit. Works at all times.
 *
 * @throws ChainRefusal `NO_CREDIT`, `TRANSFER_FAILED`
 */
export async function withdrawCredit(request: {
	readonly account: Signer;
	readonly contract: string;
}): Promise<Sent & { readonly amountWei: bigint }> {
	const { account: signer, contract: address } = request;
	const call = { signer, address, abi: CREDITS_ABI };
	const sent = await writeContract({ ...call, method: "withdrawCredit", args: [] });
	return { ...sent, amountWei: sentEvent(sent, CREDITS_ABI, "CreditWithdrawn").amountWei };
}
