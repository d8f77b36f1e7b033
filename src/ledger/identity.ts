/**
 * A trader's identity: one field element from which follow, for each venue, a secret of its own
 * (`identityAt`) and from that owner, pseudonyms and the encryption key. The venue sees `owner` and the
 * encryption public key, never a secret.
 *
 * Danger: `Identity` and its file form hold the secret. They are never printed, logged or put into
 * an error; the file is created readable by its owner only (the CLI does that).
 */
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { InputError } from "../errors/base.ts";
import { FIELD_ORDER, formatFieldElement, parseFieldElement } from "../field/bn254.ts";
import { TAG_OWNER, TAG_PSEUDONYM } from "../field/domain-tags.ts";
import { poseidon } from "../field/poseidon.ts";
import { parseShape } from "../input/parse-shape.ts";
import { venueSchema } from "./json-elements.ts";
import { isGuessable, type RandomBytes, randomFieldElement } from "./random-field.ts";

export type Identity = {
	/** Field element, at least 128 bits of entropy. */
	readonly secret: bigint;
	/** `P2(1, secret)`: what the venue writes into the account's leaf. */
	readonly owner: bigint;
	/** x25519, derived from the secret. */
	readonly encryptionSecretKey: Uint8Array;
	readonly encryptionPublicKey: `0x${string}`;
};

/** What the trader hands to the venue. */
export type PublicIdentity = {
	readonly owner: bigint;
	/** x25519 public key, 0x and 64 hexadecimal digits. */
	readonly encryptionPublicKey: `0x${string}`;
	/** The one venue that it was derived for. */
	readonly venue?: string | undefined;
};

const IDENTITY_FORMAT = "zkmargin-identity/2";
const PUBLIC_IDENTITY_FORMAT = "zkmargin-public-identity/2";
const KEY_SALT = utf8ToBytes("zkmargin identity");
const ENCRYPTION_KEY_INFO = utf8ToBytes("x25519 encryption key, version 1");
/** The venue's name follows a zero byte, which no name holds. */
const VENUE_SECRET_INFO = "secret for one venue, version 1\0";
/** 128 bits more than the field has, so that the bias is negligible. */
const VENUE_SECRET_BYTES = 48;

const identitySchema = z.strictObject({
	format: z.literal(IDENTITY_FORMAT),
	secret: z.string(),
	owner: z.string(),
});

const publicIdentitySchema = z.strictObject({
	format: z.literal(PUBLIC_IDENTITY_FORMAT),
	owner: z.string(),
	encryptionPublicKey: z.string(),
	venue: venueSchema.optional(),
});

/** Draws a new identity. `randomBytes` must be a cryptographic source. */
export function createIdentity(randomBytes: RandomBytes): Identity {
	return identityOf(randomFieldElement(randomBytes));
}

/**
 * The identity by which one venue knows a trader: its own secret, owner and encryption key, from the file's
 * secret by HKDF-SHA256. Two venues that compare their customers find nothing in common, and neither does
 * somebody who compares proofs: pseudonyms are of this secret, one per identity, venue and scope.
 *
 * @param venue its name, as in its epoch files
 */
export function identityAt(identity: Identity, venue: string): Identity {
	const info = utf8ToBytes(VENUE_SECRET_INFO + venue);
	const bytes = hkdf(sha256, secretBytes(identity.secret), KEY_SALT, info, VENUE_SECRET_BYTES);
	return identityOf(BigInt(`0x${bytesToHex(bytes)}`) % FIELD_ORDER);
}

/** `P2(1, secret)`. */
export function ownerOf(secret: bigint): bigint {
	return poseidon([TAG_OWNER, secret]);
}

/**
 * `P3(2, scope, secret)`: one per (secret, scope), so two protocols cannot link an account. With the secret
 * of `identityAt` it is one per venue, too.
 * `scope` is a field element chosen by the verifying contract.
 */
export function pseudonymOf(secret: bigint, scope: bigint): bigint {
	return poseidon([TAG_PSEUDONYM, scope, secret]);
}

/** The identity file. Holds the secret. */
export function identityToJson(identity: Identity) {
	return {
		format: IDENTITY_FORMAT,
		secret: formatFieldElement(identity.secret),
		owner: formatFieldElement(identity.owner),
	} as const;
}

/**
 * Reads an identity file that was parsed from JSON. `owner` serves as its checksum.
 *
 * @throws InputError `IDENTITY_MALFORMED`, `IDENTITY_WEAK`
 */
export function parseIdentity(value: unknown): Identity {
	const file = parseShape({
		schema: identitySchema,
		value,
		code: "IDENTITY_MALFORMED",
		what: "identity file",
		hint: "make one with `zkmargin identity new`",
	});
	const secret = parseElement(file.secret, "secret");
	if (isGuessable(secret)) {
		throw new InputError({
			code: "IDENTITY_WEAK",
			message: "the secret of this identity is small enough to be guessed",
			field: "secret",
			hint: "make a new one with `zkmargin identity new`: a secret is drawn, never chosen",
		});
	}
	const identity = identityOf(secret);
	if (identity.owner !== parseElement(file.owner, "owner")) {
		throw malformed("owner", "owner does not belong to the secret: the file was changed");
	}
	return identity;
}

/**
 * The part of an identity that the venue may know.
 *
 * @param venue derives the part for this venue; left out, the part of the identity as it is
 */
export function publicIdentity(identity: Identity, venue?: string): PublicIdentity {
	const { owner, encryptionPublicKey } = venue === undefined ? identity : identityAt(identity, venue);
	return { owner, encryptionPublicKey, ...(venue !== undefined && { venue }) };
}

export function publicIdentityToJson(identity: PublicIdentity) {
	return {
		format: PUBLIC_IDENTITY_FORMAT,
		owner: formatFieldElement(identity.owner),
		encryptionPublicKey: identity.encryptionPublicKey,
		...(identity.venue !== undefined && { venue: identity.venue }),
	} as const;
}

/** @throws InputError `IDENTITY_MALFORMED`, `ENCRYPTION_KEY_INVALID` */
export function parsePublicIdentity(value: unknown): PublicIdentity {
	const file = parseShape({
		schema: publicIdentitySchema,
		value,
		code: "IDENTITY_MALFORMED",
		what: "public identity file",
		hint: "`zkmargin identity new` writes one next to the secret file",
	});
	return {
		owner: parseElement(file.owner, "owner"),
		encryptionPublicKey: parseEncryptionPublicKey(file.encryptionPublicKey, "encryptionPublicKey"),
		...(file.venue !== undefined && { venue: file.venue }),
	};
}

/**
 * Refuses keys with which nothing can be sealed, before an epoch's delivery is under way.
 *
 * @throws InputError `ENCRYPTION_KEY_INVALID` unless it is an x25519 key of full order
 */
export function parseEncryptionPublicKey(text: unknown, field: string): `0x${string}` {
	if (typeof text === "string" && /^0x[0-9a-f]{64}$/.test(text) && hasFullOrder(text)) {
		return text as `0x${string}`;
	}
	throw new InputError({
		code: "ENCRYPTION_KEY_INVALID",
		message: `${field} is not an x25519 public key`,
		field,
		hint: "take it unchanged from the trader's public identity file",
	});
}

/** Any scalar finds out: x25519 refuses a point of small order whatever it is multiplied by. */
function hasFullOrder(publicKey: string): boolean {
	try {
		x25519.getSharedSecret(new Uint8Array(32).fill(1), hexToBytes(publicKey.slice(2)));
		return true;
	} catch {
		return false;
	}
}

function identityOf(secret: bigint): Identity {
	const encryptionSecretKey = hkdf(sha256, secretBytes(secret), KEY_SALT, ENCRYPTION_KEY_INFO, 32);
	const encryptionPublicKey = x25519.getPublicKey(encryptionSecretKey);
	return {
		secret,
		owner: ownerOf(secret),
		encryptionSecretKey,
		encryptionPublicKey: `0x${bytesToHex(encryptionPublicKey)}`,
	};
}

function secretBytes(secret: bigint): Uint8Array {
	return hexToBytes(formatFieldElement(secret).slice(2));
}

function parseElement(text: string, field: string): bigint {
	try {
		return parseFieldElement(text, field);
	} catch {
		throw malformed(field, "not a field element");
	}
}

function malformed(field: string, what: string): InputError {
	return new InputError({
		code: "IDENTITY_MALFORMED",
		message: `this is not a valid identity file: ${field}: ${what}`,
		field,
		hint: "restore it from a backup, or make a new one with `zkmargin identity new`",
	});
}
