/**
 * What a venue signs when it takes a customer: whose account it keeps, and from when. A ledger of a later time without
 * that owner is then not a matter of opinion.
 */
import { z } from "zod";
import { formatFieldElement } from "../field/bn254.ts";
import { type Hex, recoverAddress, signDigest } from "../hashing/eth-signature.ts";
import { textFieldWord, typedDigest } from "../hashing/typed-digest.ts";
import { addressSchema, signatureSchema } from "../input/ethereum-shape.ts";
import { parseShape } from "../input/parse-shape.ts";
import { parseEncryptionPublicKey } from "../ledger/identity.ts";
import {
	fieldElementSchema,
	ledgerContractSchema,
	timeMsSchema,
	venueSchema,
} from "../ledger/json-elements.ts";
import type { LedgerContract } from "../ledger/ledger.ts";
import { ledgerContractToJson } from "../ledger/trader-package.ts";
import { receiptDomain } from "./receipt-domain.ts";

const ENROLMENT_FORMAT = "zkmargin-enrolment/1";
const ENROLMENT_TYPE =
	"Enrolment(string venue,uint256 owner,bytes32 encryptionKey,address customer,uint64 fromTimeMs)";
/** Nobody can sign for it. */
export const NO_CUSTOMER: Hex = `0x${"0".repeat(40)}`;

export type Enrolment = {
	readonly venue: string;
	/** `P2(1, secret)` of the customer at this venue. */
	readonly owner: bigint;
	/** x25519: what statements are sealed to. */
	readonly encryptionPublicKey: `0x${string}`;
	/** Who may say for the customer that the account is closed; `NO_CUSTOMER` where it named nobody. */
	readonly customer: Hex;
	/** Every ledger with a snapshot of this time or later has the owner in it, until the account is closed. */
	readonly fromTimeMs: number;
	/** The venue's ledger contract, where it has one. */
	readonly ledger?: LedgerContract | undefined;
};

export type SignedEnrolment = Enrolment & { readonly signature: Hex };

const enrolmentSchema = z.strictObject({
	format: z.literal(ENROLMENT_FORMAT),
	venue: venueSchema,
	owner: fieldElementSchema,
	encryptionPublicKey: z.string(),
	customer: addressSchema,
	fromTimeMs: timeMsSchema,
	ledger: ledgerContractSchema.optional(),
	signature: signatureSchema,
});

/** What the venue's key signs. */
export function enrolmentDigest(enrolment: Enrolment): Hex {
	const { venue, owner, encryptionPublicKey, customer, fromTimeMs, ledger } = enrolment;
	return typedDigest({
		domain: receiptDomain(ledger),
		type: ENROLMENT_TYPE,
		words: [textFieldWord(venue), owner, BigInt(encryptionPublicKey), BigInt(customer), BigInt(fromTimeMs)],
	});
}

export function signEnrolment(enrolment: Enrolment, privateKey: Hex): SignedEnrolment {
	return { ...enrolment, signature: signDigest(enrolmentDigest(enrolment), privateKey) };
}

/** Whose key signed; nothing when it is no signature. */
export function enrolmentSigner(enrolment: SignedEnrolment): Hex | undefined {
	return recoverAddress(enrolmentDigest(enrolment), enrolment.signature);
}

export function enrolmentToJson({ owner, ledger, ...enrolment }: SignedEnrolment) {
	return {
		format: ENROLMENT_FORMAT,
		...enrolment,
		owner: formatFieldElement(owner),
		...(ledger !== undefined && { ledger: ledgerContractToJson(ledger) }),
	} as const;
}

/** @throws InputError `ENROLMENT_MALFORMED`, `ENCRYPTION_KEY_INVALID` */
export function parseEnrolment(value: unknown): SignedEnrolment {
	const { format: _format, ...enrolment } = parseShape({
		schema: enrolmentSchema,
		value,
		code: "ENROLMENT_MALFORMED",
		what: "enrolment receipt",
		hint: "use the file that the venue's `ledger enrol` wrote",
	});
	const encryptionPublicKey = parseEncryptionPublicKey(enrolment.encryptionPublicKey, "encryptionPublicKey");
	return { ...enrolment, encryptionPublicKey };
}
