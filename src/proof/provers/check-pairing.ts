/** The equation of a Groth16 proof: e(A, B) = e(α, β)·e(L, γ)·e(C, δ). */
import { bn254 } from "@noble/curves/bn254.js";
import { type G1Point, type G2Point, g1Point, g2Point } from "../keys/curve-points.ts";
import type { VerificationKey } from "../keys/verification-key.ts";
import type { Groth16Proof } from "./groth16.ts";

/**
 * Whether the equation holds, with every point on its curve and in its group. About 0.1 s.
 *
 * @param publicSignals as many as the key has, each in `[0, r)`
 */
export function checkPairing(
	key: VerificationKey,
	proof: Groth16Proof,
	publicSignals: readonly bigint[],
): boolean {
	const g1 = [proof.pi_a, proof.pi_c, key.vk_alpha_1, ...key.IC].map(g1Point);
	const g2 = [proof.pi_b, key.vk_beta_2, key.vk_gamma_2, key.vk_delta_2].map(g2Point);
	if (!areAll(g1) || !areAll(g2)) return false;
	const [a, c, alpha, ...inputs] = g1 as [G1Point, G1Point, G1Point, ...G1Point[]];
	const [b, beta, gamma, delta] = g2 as [G2Point, G2Point, G2Point, G2Point];
	const [constant, ...factors] = inputs as [G1Point, ...G1Point[]];
	const sum = factors.reduce(
		(total, point, at) => total.add(point.multiplyUnsafe(publicSignals[at] as bigint)),
		constant,
	);
	const pairs = [
		{ g1: a.negate(), g2: b },
		{ g1: alpha, g2: beta },
		{ g1: sum, g2: gamma },
		{ g1: c, g2: delta },
	].filter(({ g1: first }) => !first.is0());
	const product = bn254.pairingBatch(pairs);
	return bn254.fields.Fp12.eql(product, bn254.fields.Fp12.ONE);
}

function areAll<Point>(points: readonly (Point | undefined)[]): points is readonly Point[] {
	return points.every((point) => point !== undefined);
}
