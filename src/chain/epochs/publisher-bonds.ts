/** What a risk publisher has at stake: paid in before it posts, and taken out after a long notice. */
import type { ContractRunner, Signer } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { contractReader, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";

type PublisherCall = { readonly publisher: Signer; readonly riskEpochs: string };

export type PublisherOnRecord = {
	readonly isPublisher: boolean;
	readonly bondWei: bigint;
	/** What it must have at stake to post. */
	readonly neededWei: bigint;
	/** Time of its last post; `null` before the first. */
	readonly lastPostedMs: number | null;
};

/** A publisher's bond and its last word. */
export async function readPublisher(request: {
	readonly runner: ContractRunner;
	readonly riskEpochs: string;
	readonly publisher: string;
}): Promise<PublisherOnRecord> {
	const { runner, riskEpochs: address, publisher } = request;
	const read = contractReader({ runner, address, abi: RISK_EPOCHS_ABI });
	const lastPosted = await read("lastPostedTime", [publisher]);
	return {
		isPublisher: await read("isPublisher", [publisher]),
		bondWei: await read("bondOf", [publisher]),
		neededWei: await read("bondWei", []),
		lastPostedMs: lastPosted === 0n ? null : fromChainSeconds(lastPosted),
	};
}

/**
 * Adds to the publisher's own bond.
 *
 * @throws ChainRefusal `NOT_PUBLISHER`, `PUBLISHER_LEAVING`, `BOND_TOO_LARGE`
 */
export function depositBond(request: PublisherCall & { readonly amountWei: bigint }): Promise<Sent> {
	return write(request, "depositBond", request.amountWei);
}

/**
 * Stops posting. The bond stays until the notice has run out.
 *
 * @returns from when the bond may be withdrawn
 * @throws ChainRefusal `NOT_PUBLISHER`, `PUBLISHER_LEAVING`
 */
export async function announceExit(
	request: PublisherCall,
): Promise<Sent & { readonly withdrawableFromMs: number }> {
	const sent = await write(request, "announceExit");
	const { withdrawableFrom } = sentEvent(sent, RISK_EPOCHS_ABI, "ExitAnnounced");
	return { ...sent, withdrawableFromMs: fromChainSeconds(withdrawableFrom) };
}

/**
 * Turns the bond into a credit, after the notice. `withdrawCredit` fetches it.
 *
 * @throws ChainRefusal `NOT_PUBLISHER`, `BOND_LOCKED`
 */
export async function withdrawBond(request: PublisherCall): Promise<Sent & { readonly amountWei: bigint }> {
	const sent = await write(request, "withdrawBond");
	return { ...sent, amountWei: sentEvent(sent, RISK_EPOCHS_ABI, "BondWithdrawn").amountWei };
}

function write(
	{ publisher: signer, riskEpochs: address }: PublisherCall,
	method: "depositBond" | "announceExit" | "withdrawBond",
	valueWei?: bigint,
): Promise<Sent> {
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method, args: [], valueWei });
}
