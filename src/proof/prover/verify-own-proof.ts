/**
 * Whether a proof verifies under the key that it was made with. A proof that does not can tell something of the
 * account, when the key was made for that: π_a and π_b are blinded, and only for a valid proof does π_c follow from
 * them. So the prover lets no other out.
 */
import { bn254 } from "@noble/curves/bn254.js";
import { FIELD_ORDER } from "../../field/bn254.ts";
import {
	type KeyHeader,
	type KeySource,
	keySection,
	littleEndian,
	readBytes,
	readPoint1,
} from "../snarkjs/key-source.ts";
import { G1_BYTES, ZKEY_SECTION } from "../snarkjs/zkey-layout.ts";
import { type ProofPoints, point1, point2 } from "./prove-with-key.ts";
import type { G1Point } from "./sums/combine-windows.ts";

export type OwnVerifier = (
	proof: ProofPoints,
	/** 32 bytes little endian per wire: 1, then the public signals. */
	witness: Uint8Array,
) => boolean;

/** @throws InputError `KEY_FILE_MALFORMED` */
export async function ownVerifier(source: KeySource, header: KeyHeader): Promise<OwnVerifier> {
	const { offset, length } = keySection(header, ZKEY_SECTION.publicPoints);
	const bytes = await readBytes(source, offset, length);
	const publicPoints = Array.from({ length: header.publicCount + 1 }, (_, k) => {
		return point1(readPoint1(bytes, k * G1_BYTES));
	});
	return ({ a, b, c }, witness) => {
		if (![a, b, c].every(isInGroup)) return false;
		const fixed = publicPoints.reduce((sum, point, k) => {
			const signal = littleEndian(witness.subarray(32 * k, 32 * k + 32)) % FIELD_ORDER;
			return sum.add(point.multiplyUnsafe(signal));
		}, bn254.G1.Point.ZERO as G1Point);
		const pairs = [
			{ g1: a.negate(), g2: b },
			{ g1: point1(header.alpha1), g2: point2(header.beta2) },
			{ g1: c, g2: point2(header.delta2) },
			// The library pairs no point at infinity.
			...(fixed.is0() ? [] : [{ g1: fixed, g2: point2(header.gamma2) }]),
		];
		const { Fp12 } = bn254.fields;
		return Fp12.eql(bn254.pairingBatch(pairs), Fp12.ONE);
	};
}

/** On the curve, in the subgroup, and not at infinity. */
function isInGroup(point: { readonly assertValidity: () => void }): boolean {
	try {
		point.assertValidity();
		return true;
	} catch {
		return false;
	}
}
