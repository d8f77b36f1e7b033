/** Groth16 verification keys: their shape, their hash, and the keys that no proof may be checked with. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { BASE_FIELD_ORDER } from "../snarkjs/zkey-layout.ts";
import { type G1Coordinates, type G2Coordinates, g1Point, g2Point } from "./curve-points.ts";

const coordinate = z
	.string()
	// Without `abort` the next check would run on text that is no number.
	.regex(/^(?:0|[1-9][0-9]{0,77})$/, { abort: true })
	.refine((text) => BigInt(text) < BASE_FIELD_ORDER, "not below the base field order");
/** Affine: points at infinity, whose third coordinate is 0, have no place in keys or proofs. */
export const g1Schema = z.tuple([coordinate, coordinate, z.literal("1")]);
export const g2Schema = z.tuple([
	z.tuple([coordinate, coordinate]),
	z.tuple([coordinate, coordinate]),
	z.tuple([z.literal("1"), z.literal("0")]),
]);

const verificationKeySchema = z.object({
	protocol: z.literal("groth16"),
	curve: z.literal("bn128"),
	nPublic: z.int().min(0).max(256),
	vk_alpha_1: g1Schema,
	vk_beta_2: g2Schema,
	vk_gamma_2: g2Schema,
	vk_delta_2: g2Schema,
	IC: z.array(g1Schema),
});

export type VerificationKey = z.infer<typeof verificationKeySchema>;

/**
 * Parses snarkjs' verification key JSON (its redundant pairing `vk_alphabeta_12` is dropped) and
 * refuses keys under which anybody can forge.
 *
 * @throws InputError `VERIFICATION_KEY_MALFORMED`, `VERIFICATION_KEY_UNSOUND`
 */
export function parseVerificationKey(value: unknown): VerificationKey {
	const key = parseVerificationKeyShape(value);
	if (!isForgeable(key)) return key;
	throw new InputError({
		code: "VERIFICATION_KEY_UNSOUND",
		message: "gamma equals delta: phase 2 of this key was never contributed to, and proofs can be forged",
		field: "vk_delta_2",
		hint: "use a key with at least one phase 2 contribution, or a development key made here",
	});
}

/** Only the shape: for callers that report an unsound key as a finding. Same malformed error. */
export function parseVerificationKeyShape(value: unknown): VerificationKey {
	const key = parseShape({
		schema: verificationKeySchema,
		value,
		code: "VERIFICATION_KEY_MALFORMED",
		what: "Groth16 verification key over BN254",
		hint: "expected the JSON that `snarkjs zkey export verificationkey` writes",
	});
	if (key.IC.length === key.nPublic + 1) return key;
	throw new InputError({
		code: "VERIFICATION_KEY_MALFORMED",
		message: `the key has ${key.IC.length} public points for ${key.nPublic} public signals`,
		field: "IC",
		hint: "there is one point per public signal and one for the constant",
	});
}

/** With gamma = delta a public signal can be changed and the difference put into the private part. */
export function isForgeable(key: VerificationKey): boolean {
	return JSON.stringify(key.vk_gamma_2) === JSON.stringify(key.vk_delta_2);
}

/** SHA-256 over the key's content in one fixed form; the same for every file layout. */
export function verificationKeyHash(key: VerificationKey): string {
	const { protocol, curve, nPublic, vk_alpha_1, vk_beta_2, vk_gamma_2, vk_delta_2, IC } = key;
	const text = JSON.stringify([protocol, curve, nPublic, vk_alpha_1, vk_beta_2, vk_gamma_2, vk_delta_2, IC]);
	return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Whether all points lie on the curve and, for G2, in the subgroup of the right order. */
export function arePointsValid(
	g1Points: readonly G1Coordinates[],
	g2Points: readonly G2Coordinates[],
): boolean {
	return (
		g1Points.every((point) => g1Point(point) !== undefined) &&
		g2Points.every((point) => g2Point(point) !== undefined)
	);
}
