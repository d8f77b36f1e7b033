/** Reserving proven surplus: a holder allows, a consumer places, a venue acknowledges. */
import type { ContractRunner, Signer } from "ethers";
import { SOLVENCY_REGISTRY_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import type { Arguments, SendName } from "../client/abi-types.ts";
import { contractReader, readContract, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds, toChainSecondsDown } from "../client/chain-time.ts";

type LienTerms = {
	readonly registry: string;
	/** The venue's ledger contract. */
	readonly venue: string;
	readonly amountMicroUsd: bigint;
	/** When anybody may clear the lien. */
	readonly untilMs: number;
};

/** Lets a consumer reserve up to an amount of the holder's surplus; 0 takes that back. */
export function allowLien(
	request: LienTerms & { readonly holder: Signer; readonly consumer: string },
): Promise<Sent> {
	const { holder: signer, registry, venue, consumer, amountMicroUsd, untilMs } = request;
	const args = [venue, consumer, amountMicroUsd, toChainSecondsDown(untilMs, "untilMs")] as const;
	return write(signer, registry, "allowLien", args);
}

/**
 * Reserves surplus for the consumer who sends. The lien is soft: nothing may be lent against it yet.
 *
 * @throws ChainRefusal `LIEN_NOT_ALLOWED`, `SURPLUS_RESERVED`, `NOT_LIVE`, `FEEDS_NOT_CHECKED` …
 */
export async function placeLien(
	request: LienTerms & { readonly consumer: Signer; readonly holder: string },
): Promise<Sent & { readonly lienId: bigint }> {
	const { consumer, registry, venue, holder, amountMicroUsd, untilMs } = request;
	const args = [venue, holder, amountMicroUsd, toChainSecondsDown(untilMs, "untilMs")] as const;
	const sent = await write(consumer, registry, "placeLien", args);
	return { ...sent, lienId: sentEvent(sent, SOLVENCY_REGISTRY_ABI, "LienPlaced").lienId };
}

/**
 * The venue's promise that a lien's amount stays: it is firm from now on.
 *
 * Holder, consumer and amount are what the venue agreed to, from its own books and not from a node: after a
 * reorganisation of the chain the number may be another lien's, and the transaction must fail then.
 *
 * @returns the first ledger epoch that must carry the amount as `USD-HOLD`
 * @throws ChainRefusal `ALREADY_ACKNOWLEDGED`, `LIEN_DIFFERS`, `NOT_SOFT`, `NOT_LIEN_VENUE`, `LEDGER_FROZEN`
 */
export async function acknowledgeLien(request: {
	readonly operator: Signer;
	readonly venueLedger: string;
	readonly registry: string;
	readonly lienId: bigint;
	readonly holder: string;
	readonly consumer: string;
	readonly amountMicroUsd: bigint;
}): Promise<Sent & { readonly fromEpoch: number }> {
	const { operator: signer, venueLedger: address, registry, lienId } = request;
	const args = [registry, lienId, request.holder, request.consumer, request.amountMicroUsd] as const;
	const sent = await writeContract({ signer, address, abi: VENUE_LEDGER_ABI, method: "acknowledge", args });
	return { ...sent, fromEpoch: Number(sentEvent(sent, VENUE_LEDGER_ABI, "LienAcknowledged").fromEpoch) };
}

/** Gives surplus back, as the lien's consumer. */
export function reduceLien(request: {
	readonly consumer: Signer;
	readonly registry: string;
	readonly lienId: bigint;
	readonly byMicroUsd: bigint;
}): Promise<Sent> {
	return write(request.consumer, request.registry, "reduceLien", [request.lienId, request.byMicroUsd]);
}

export type LienOnRecord = {
	readonly venue: string;
	readonly holder: string;
	readonly consumer: string;
	/** 0 once it has ended. */
	readonly amountMicroUsd: bigint;
	readonly untilMs: number;
	readonly firm: boolean;
	/** Whether its own consumer may lend against it now. */
	readonly secured: boolean;
};

/** How much this consumer may have lent against this lien now, µUSD: all of the lien or nothing. */
export function securedFor(request: {
	readonly runner: ContractRunner;
	readonly registry: string;
	readonly lienId: bigint;
	readonly consumer: string;
}): Promise<bigint> {
	const { runner, registry: address, lienId, consumer } = request;
	const args = [lienId, consumer] as const;
	return readContract({ runner, address, abi: SOLVENCY_REGISTRY_ABI, method: "securedFor", args });
}

/** A lien and whether its consumer may lend against it now. */
export async function readLien(request: {
	readonly runner: ContractRunner;
	readonly registry: string;
	readonly lienId: bigint;
}): Promise<LienOnRecord> {
	const { runner, registry: address, lienId } = request;
	const read = contractReader({ runner, address, abi: SOLVENCY_REGISTRY_ABI });
	const { venue, holder, consumer, amountMicroUsd, until, firm } = await read("lienOf", [lienId]);
	const secured = await read("isSecured", [lienId]);
	return { venue, holder, consumer, amountMicroUsd, untilMs: fromChainSeconds(until), firm, secured };
}

function write<Name extends SendName<typeof SOLVENCY_REGISTRY_ABI>>(
	signer: Signer,
	address: string,
	method: Name,
	args: Arguments<typeof SOLVENCY_REGISTRY_ABI, Name>,
): Promise<Sent> {
	return writeContract({ signer, address, abi: SOLVENCY_REGISTRY_ABI, method, args });
}
