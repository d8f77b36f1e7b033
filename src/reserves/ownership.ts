/**
 * What the owner of an address signs: that this venue holds it. The text names venue, chain, address and time, so that
 * it counts for no other venue, chain or address, and not for ever.
 */
import { type Hex, recoverAddress, textDigest } from "../hashing/eth-signature.ts";
import { formatIsoTime } from "../units/parse-iso-time.ts";

/** A quarter, in days: cold wallets are not opened for every report. */
export const DEFAULT_MAX_CLAIM_AGE_DAYS = 92;

export type OwnershipClaim = {
	/** As in its epoch files; printable, so it cannot bring a line of its own. */
	readonly venue: string;
	readonly chainId: bigint;
	/** Lower case. */
	readonly address: Hex;
	readonly timeMs: number;
};

/** The text for `personal_sign` (EIP-191). */
export function ownershipText({ venue, chainId, address, timeMs }: OwnershipClaim): string {
	return [
		"zkmargin reserves: this address is held by the venue",
		`venue: ${venue}`,
		`chain: ${chainId}`,
		`address: ${address}`,
		`time: ${formatIsoTime(timeMs)}`,
	].join("\n");
}

/** The hash that a contract wallet is asked about (`isValidSignature`, EIP-1271). */
export function ownershipDigest(claim: OwnershipClaim): Hex {
	return textDigest(ownershipText(claim));
}

/** Whether the address's own key signed. */
export function isSignedByKey(claim: OwnershipClaim, signature: Hex): boolean {
	return recoverAddress(ownershipDigest(claim), signature) === claim.address;
}
