/**
 * Trader packages, encrypted to one identity: x25519 with a fresh key, HKDF-SHA256,
 * XChaCha20-Poly1305. A sealed package may lie in public; it says which venue sealed it and not whose it is, and its
 * size does not say how many positions are in it.
 *
 * Sealing keeps secrets, it does not say who sealed: anyone who knows the public key can. What
 * makes a record true is its place under the posted root (`checkPackage`).
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { InputError } from "../errors/base.ts";
import { formatFieldElement } from "../field/bn254.ts";
import { parseJsonText } from "../input/parse-json.ts";
import { parseShape } from "../input/parse-shape.ts";
import { type Identity, identityAt, parseEncryptionPublicKey } from "./identity.ts";
import { hash32Schema, venueSchema } from "./json-elements.ts";
import type { TraderPackage } from "./ledger.ts";
import { drawBytes, type RandomBytes } from "./random-field.ts";
import { parseTraderPackage, traderPackageToJson } from "./trader-package.ts";

const SEALED_PACKAGE_FORMAT = "zkmargin-sealed-package/2";

const hexSchema = (pattern: RegExp) =>
	z
		.string()
		.regex(pattern, "not 0x and lower-case hexadecimal digits of the right number")
		.transform((text) => text as `0x${string}`);

const sealedPackageSchema = z.strictObject({
	format: z.literal(SEALED_PACKAGE_FORMAT),
	/** In the open, so that packages can be filed by epoch; bound to the ciphertext. */
	ledgerRoot: hash32Schema,
	/** Whoever posted the root; says to the trader which of the identity's secrets opens it. */
	venue: venueSchema,
	ephemeralPublicKey: hash32Schema,
	/** Equal to the recipient's own computation, and to nobody else's. */
	recipientTag: hexSchema(/^0x[0-9a-f]{32}$/),
	nonce: hexSchema(/^0x[0-9a-f]{48}$/),
	ciphertext: hexSchema(/^0x(?:[0-9a-f]{2})+$/),
});

export type SealedPackage = z.output<typeof sealedPackageSchema>;

const KEY_BYTES = 32;
const TAG_BYTES = 16;
const NONCE_BYTES = 24;
/** A package of 16 positions takes 6 kB: all of that class have one size. */
const PADDED_BYTES = 8192;

/**
 * Encrypts a package to the trader that it belongs to.
 *
 * @throws InputError `ENCRYPTION_KEY_INVALID`
 */
export function sealPackage(request: {
	readonly traderPackage: TraderPackage;
	readonly encryptionPublicKey: `0x${string}`;
	/** A cryptographic source. */
	readonly randomBytes: RandomBytes;
}): SealedPackage {
	const { traderPackage, randomBytes } = request;
	const recipientKey = parseEncryptionPublicKey(request.encryptionPublicKey, "encryptionPublicKey");
	const ephemeralSecretKey = drawBytes(randomBytes, KEY_BYTES);
	const header = {
		ledgerRoot: formatFieldElement(traderPackage.ledgerRoot),
		venue: traderPackage.venue,
		ephemeralPublicKey: toHex(x25519.getPublicKey(ephemeralSecretKey)),
	};
	const { key, recipientTag, associatedData } = deriveKeys({
		...header,
		recipientKey,
		sharedSecret: x25519.getSharedSecret(ephemeralSecretKey, fromHex(recipientKey)),
	});
	const nonce = drawBytes(randomBytes, NONCE_BYTES);
	const plaintext = padText(JSON.stringify(traderPackageToJson(traderPackage)));
	return {
		format: SEALED_PACKAGE_FORMAT,
		...header,
		recipientTag,
		nonce: toHex(nonce),
		ciphertext: toHex(xchacha20poly1305(key, nonce, associatedData).encrypt(plaintext)),
	};
}

/**
 * Decrypts a sealed package (as parsed from JSON) with the identity that it was sealed to.
 *
 * @throws InputError `PACKAGE_MALFORMED`, `PACKAGE_NOT_FOR_THIS_IDENTITY`, `PACKAGE_TAMPERED`
 */
export function openPackage(request: {
	readonly envelope: unknown;
	readonly identity: Identity;
}): TraderPackage {
	const { identity } = request;
	const envelope = parseSealedPackage(request.envelope);
	const { ledgerRoot, venue, ephemeralPublicKey } = envelope;
	const sharedSecret = sharedSecretOf(identity, ephemeralPublicKey);
	const recipientKey = identity.encryptionPublicKey;
	const keys = deriveKeys({ ledgerRoot, venue, ephemeralPublicKey, recipientKey, sharedSecret });
	if (keys.recipientTag !== envelope.recipientTag) {
		throw new InputError({
			code: "PACKAGE_NOT_FOR_THIS_IDENTITY",
			message: "this package was sealed to another identity",
			field: "recipientTag",
			hint: "open it with the identity whose public part the venue has on file",
		});
	}
	const traderPackage = parseTraderPackage(parseJson(decrypt(envelope, keys)));
	if (traderPackage.venue !== venue) throw tampered("venue");
	return traderPackage;
}

/**
 * Opens a package with the file's identity: with what it is at the package's venue, or else as it is, which is
 * how a venue has it that got the public part of `identity new` without a venue's name.
 *
 * @returns the identity that it was sealed to, which is the one to prove with
 * @throws as `openPackage`
 */
export function openOwnPackage(request: { readonly envelope: unknown; readonly identity: Identity }): {
	readonly traderPackage: TraderPackage;
	readonly identity: Identity;
} {
	const { envelope, identity } = request;
	const own = identityAt(identity, parseSealedPackage(envelope).venue);
	try {
		return { traderPackage: openPackage({ envelope, identity: own }), identity: own };
	} catch (error) {
		if ((error as Partial<InputError>).code !== "PACKAGE_NOT_FOR_THIS_IDENTITY") throw error;
		return { traderPackage: openPackage({ envelope, identity }), identity };
	}
}

function parseSealedPackage(value: unknown): SealedPackage {
	return parseShape({
		schema: sealedPackageSchema,
		value,
		code: "PACKAGE_MALFORMED",
		what: "sealed package",
		hint: "use the file that the venue delivered, unchanged and complete",
	});
}

type SealKeys = {
	readonly key: Uint8Array;
	readonly recipientTag: `0x${string}`;
	readonly associatedData: Uint8Array;
};

/** Tag and key depend on both public keys; root and venue are bound by the cipher, so changing them shows. */
function deriveKeys(request: {
	readonly ledgerRoot: `0x${string}`;
	readonly venue: string;
	readonly ephemeralPublicKey: `0x${string}`;
	readonly recipientKey: `0x${string}`;
	readonly sharedSecret: Uint8Array;
}): SealKeys {
	const { ledgerRoot, venue, ephemeralPublicKey, recipientKey, sharedSecret } = request;
	const salt = utf8ToBytes(SEALED_PACKAGE_FORMAT);
	const publicKeys = concatBytes(fromHex(recipientKey), fromHex(ephemeralPublicKey));
	const derived = hkdf(sha256, sharedSecret, salt, publicKeys, KEY_BYTES + TAG_BYTES);
	return {
		key: derived.subarray(0, KEY_BYTES),
		recipientTag: toHex(derived.subarray(KEY_BYTES)),
		associatedData: concatBytes(salt, fromHex(ledgerRoot), publicKeys, utf8ToBytes(venue)),
	};
}

function sharedSecretOf(identity: Identity, ephemeralPublicKey: `0x${string}`): Uint8Array {
	try {
		return x25519.getSharedSecret(identity.encryptionSecretKey, fromHex(ephemeralPublicKey));
	} catch {
		// A point of small order: no honest sealer sends one.
		throw tampered("ephemeralPublicKey");
	}
}

function decrypt(envelope: SealedPackage, { key, associatedData }: SealKeys): string {
	try {
		const cipher = xchacha20poly1305(key, fromHex(envelope.nonce), associatedData);
		return new TextDecoder().decode(cipher.decrypt(fromHex(envelope.ciphertext)));
	} catch {
		throw tampered("ciphertext");
	}
}

function parseJson(text: string): unknown {
	return parseJsonText({
		text,
		refuse: (why) =>
			new InputError({
				code: "PACKAGE_MALFORMED",
				message: `this package was sealed correctly, but what is in it ${why}`,
				field: "ciphertext",
				hint: "ask the venue to deliver it again",
			}),
	});
}

/** JSON allows spaces at its end. The text is ASCII but for the venue's name. */
function padText(text: string): Uint8Array {
	const bytes = utf8ToBytes(text);
	const padded = new Uint8Array(Math.ceil(bytes.length / PADDED_BYTES) * PADDED_BYTES).fill(0x20);
	padded.set(bytes);
	return padded;
}

function tampered(field: string): InputError {
	return new InputError({
		code: "PACKAGE_TAMPERED",
		message: `this package was changed after it was sealed: ${field}`,
		field,
		hint: "ask the venue to deliver it again",
	});
}

function toHex(bytes: Uint8Array): `0x${string}` {
	return `0x${bytesToHex(bytes)}`;
}

function fromHex(text: `0x${string}`): Uint8Array {
	return hexToBytes(text.slice(2));
}
