/** The calls that only a timelock may make: new parameters, the next listing, another venue, another verifier. */
import type { SizeClass } from "../../ledger/account-leaf.ts";
import { RISK_EPOCHS_ABI, SOLVENCY_REGISTRY_ABI } from "../client/abi.ts";
import type { Abi, Arguments, SendName } from "../client/abi-types.ts";
import { interfaceOf } from "../client/chain-call.ts";
import { toChainSecondsDown } from "../client/chain-time.ts";
import type { TimelockCall } from "./timelock.ts";

/**
 * Registers a parameter set for good. Executing is refused with `PARAMETERS_KNOWN` or `BEGINS_IN_PAST`.
 *
 * @param request.parameterSet see `parameterSetHash`
 * @param request.fromMs first snapshot time that may use it
 */
export function registerParametersCall(request: {
	readonly riskEpochs: string;
	readonly parameterSet: `0x${string}`;
	readonly fromMs: number;
}): TimelockCall {
	const args = [request.parameterSet, toChainSecondsDown(request.fromMs, "fromMs")] as const;
	return callOf(request.riskEpochs, RISK_EPOCHS_ABI, "registerParameters", args);
}

/**
 * Announces a listing, beside others that are announced. It comes into force at its time, once a risk epoch went live
 * after the announcement. Executing is refused with `BEGINS_IN_PAST`, `LISTINGS_BEGIN_TOGETHER`, `TOO_MANY_LISTINGS`.
 *
 * @param request.fromMs first snapshot time of the new listing: ledgers and tables switch there
 */
export function announceListingCall(request: {
	readonly riskEpochs: string;
	readonly listingHash: `0x${string}`;
	readonly fromMs: number;
}): TimelockCall {
	const args = [request.listingHash, toChainSecondsDown(request.fromMs, "fromMs")] as const;
	return callOf(request.riskEpochs, RISK_EPOCHS_ABI, "announceListing", args);
}

/** Takes back the announcement of a listing that has not begun. Executing is refused with `LISTING_NOT_ANNOUNCED`. */
export function cancelListingCall(request: {
	readonly riskEpochs: string;
	readonly fromMs: number;
}): TimelockCall {
	const args = [toChainSecondsDown(request.fromMs, "fromMs")] as const;
	return callOf(request.riskEpochs, RISK_EPOCHS_ABI, "cancelListing", args);
}

/** Lets a registry believe a venue. Executing is refused with `VENUE_ALREADY_ACCEPTED`, `TOO_MANY_VENUES`. */
export function acceptVenueCall(request: {
	readonly registry: string;
	readonly venue: string;
}): TimelockCall {
	return callOf(request.registry, SOLVENCY_REGISTRY_ABI, "acceptVenue", [request.venue]);
}

/**
 * Takes tables from another contract: other publishers, feeds or dispute code. Executing is refused with
 * `EPOCH_NUMBERS_OVERLAP`, and with `NO_EPOCH_LIVE` until its publishers have posted.
 */
export function setRiskEpochsCall(request: {
	readonly registry: string;
	readonly riskEpochs: string;
}): TimelockCall {
	const args = [request.riskEpochs] as const;
	return callOf(request.registry, SOLVENCY_REGISTRY_ABI, "setRiskEpochs", args);
}

/**
 * Replaces the verifier of a size class. Executing is refused with `VERIFIER_UNFIT`, `OVERLAP_TOO_LONG`.
 *
 * @param request.overlapSeconds for how long the former one accepts proofs, too: 0 unless both are honest
 */
export function setVerifierCall(request: {
	readonly registry: string;
	readonly sizeClass: SizeClass;
	readonly verifier: string;
	readonly overlapSeconds: number;
}): TimelockCall {
	const args = [request.sizeClass, request.verifier, request.overlapSeconds] as const;
	return callOf(request.registry, SOLVENCY_REGISTRY_ABI, "setVerifier", args);
}

function callOf<const A extends Abi, Name extends SendName<A>>(
	target: string,
	abi: A,
	method: Name,
	args: Arguments<A, Name>,
): TimelockCall {
	return { target, data: interfaceOf(abi).encodeFunctionData(method, args) };
}
