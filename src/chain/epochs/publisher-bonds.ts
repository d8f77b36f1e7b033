/** What a risk publisher has at stake: paid in before it posts, and taken out after a long notice. */
import type { ContractRunner, Signer } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract, type Sent, writeContract } from "../client/chain-call.ts";
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
	const read = (method: string, ...args: readonly unknown[]) =>
		readContract({ runner, address, abi: RISK_EPOCHS_ABI, method, args });
	const lastPosted = (await read("lastPostedTime", publisher)) as bigint;
	return {
		isPublisher: (await read("isPublisher", publisher)) as boolean,
		bondWei: (await read("bondOf", publisher)) as bigint,
		neededWei: (await read("bondWei")) as bigint,
		lastPostedMs: lastPosted === 0n ? null : fromChainSeconds(lastPosted),
	};
}

/**
 * Adds to the publisher's own bond.
 *
 * @throws ChainRefusal `NOT_PUBLISHER`, `PUBLISHER_LEAVING`, `BOND_TOO_LARGE`
 */
export function depositBond(request: PublisherCall & { readonly amountWei: bigint }): Promise<Sent> {
	return write(request, "depositBond", [{ value: request.amountWei }]);
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
	const sent = await write(request, "announceExit", []);
	const announced = sent.events.find(({ name }) => name === "ExitAnnounced");
	return { ...sent, withdrawableFromMs: fromChainSeconds(announced?.args.withdrawableFrom as bigint) };
}

/**
 * Turns the bond into a credit, after the notice. `withdrawCredit` fetches it.
 *
 * @throws ChainRefusal `NOT_PUBLISHER`, `BOND_LOCKED`
 */
export async function withdrawBond(request: PublisherCall): Promise<Sent & { readonly amountWei: bigint }> {
	const sent = await write(request, "withdrawBond", []);
	const withdrawn = sent.events.find(({ name }) => name === "BondWithdrawn");
	return { ...sent, amountWei: withdrawn?.args.amountWei as bigint };
}

function write(
	{ publisher: signer, riskEpochs: address }: PublisherCall,
	method: string,
	args: readonly unknown[],
): Promise<Sent> {
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method, args });
}
