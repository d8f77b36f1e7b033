/**
 * Verifies many Groth16 proofs at once by one product of pairings over a random combination, and finds the false
 * ones where it does not hold. In the calling thread, by noble alone: Node and browsers.
 *
 * A false proof passes with probability below 2^−126: the equations of all proofs are raised to random powers of
 * 128 bits, and what is outside of G2's subgroup is found by 17 random sums (`areInSubgroup`).
 */
import { pippenger } from "@noble/curves/abstract/curve.js";
import { bn254 } from "@noble/curves/bn254.js";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { drawBytes, type RandomBytes } from "../../ledger/random-field.ts";
import {
	type G1Coordinates,
	type G1Point,
	type G2Coordinates,
	type G2Point,
	g1Point,
} from "../keys/curve-points.ts";
import { arePointsValid, type VerificationKey } from "../keys/verification-key.ts";
import type { Groth16Proof } from "./groth16.ts";

export type ProofToVerify = {
	readonly key: VerificationKey;
	readonly proof: Groth16Proof;
	readonly publicSignals: readonly bigint[];
};

type Opened = {
	readonly at: number;
	readonly key: VerificationKey;
	readonly a: G1Point;
	readonly b: G2Point;
	readonly c: G1Point;
	readonly publicSignals: readonly bigint[];
};
type Pair = { readonly g1: G1Point; readonly g2: G2Point };

const COMBINATION_BYTES = 16;
const SUBGROUP_SUMS = 17;

/**
 * @param request.randomBytes a cryptographic source: whoever made the proofs must not know what it returns
 * @returns places of the proofs that do not hold, in order; none when all do
 */
export function falseProofs(request: {
	readonly proofs: readonly ProofToVerify[];
	readonly randomBytes: RandomBytes;
}): number[] {
	const { proofs, randomBytes } = request;
	const keys = new Set(proofs.map(({ key }) => key));
	const usable = new Set([...keys].filter(isKeyValid));
	const opened = proofs.flatMap((proof, at) => (usable.has(proof.key) ? openProof(proof, at) : []));
	const inSubgroup = areInSubgroup(
		opened.map(({ b }) => b),
		randomBytes,
	)
		? opened
		: opened.filter(({ b }) => b.isTorsionFree());
	const holding = new Set(thatHold(inSubgroup, randomBytes).map(({ at }) => at));
	return proofs.flatMap((_, at) => (holding.has(at) ? [] : [at]));
}

/** By halves: a false proof among n costs about log n further products. */
function thatHold(proofs: readonly Opened[], randomBytes: RandomBytes): readonly Opened[] {
	if (proofs.length === 0 || doAllHold(proofs, randomBytes)) return proofs;
	if (proofs.length === 1) return [];
	const middle = proofs.length >> 1;
	return [...thatHold(proofs.slice(0, middle), randomBytes), ...thatHold(proofs.slice(middle), randomBytes)];
}

/** `Π e(z·A, B) = Π over keys e(Σz·α, β)·e(Σ z·public, γ)·e(Σ z·C, δ)` for random z. */
function doAllHold(proofs: readonly Opened[], randomBytes: RandomBytes): boolean {
	const weights = proofs.map(() => drawNumber(randomBytes, COMBINATION_BYTES) + 1n);
	const pairs: Pair[] = proofs.map(({ a, b }, at) => ({
		g1: a.negate().multiplyUnsafe(weights[at] as bigint),
		g2: b,
	}));
	for (const key of new Set(proofs.map((proof) => proof.key))) {
		const own = proofs.flatMap((proof, at) =>
			proof.key === key ? [{ proof, weight: weights[at] as bigint }] : [],
		);
		pairs.push(...keyPairs(key, own));
	}
	const product = bn254.pairingBatch(pairs.filter(({ g1 }) => !g1.is0()));
	return bn254.fields.Fp12.eql(product, bn254.fields.Fp12.ONE);
}

function keyPairs(
	key: VerificationKey,
	own: readonly { readonly proof: Opened; readonly weight: bigint }[],
): Pair[] {
	const total = own.reduce((sum, { weight }) => sum + weight, 0n) % FIELD_ORDER;
	const scalars = key.IC.map((_, signal) =>
		signal === 0
			? total
			: own.reduce(
					(sum, { proof, weight }) => sum + weight * (proof.publicSignals[signal - 1] as bigint),
					0n,
				) % FIELD_ORDER,
	);
	const sum = (points: G1Point[], factors: bigint[]) => pippenger(bn254.G1.Point, points, factors);
	const publicSum = sum(key.IC.map(keyPoint1), scalars);
	const cSum = sum(
		own.map(({ proof }) => proof.c),
		own.map(({ weight }) => weight),
	);
	return [
		{ g1: keyPoint1(key.vk_alpha_1).multiplyUnsafe(total), g2: curvePoint2(key.vk_beta_2) },
		{ g1: publicSum, g2: curvePoint2(key.vk_gamma_2) },
		{ g1: cSum, g2: curvePoint2(key.vk_delta_2) },
	];
}

/**
 * Whether all points of the twist are in the subgroup of order r. One that is not has a part whose order is at least
 * 10 069, the least prime in the cofactor, so of the 256 coefficients that it may get in a random sum at most one hides
 * it: it passes 17 independent sums with probability at most 2^−136.
 */
export function areInSubgroup(points: readonly G2Point[], randomBytes: RandomBytes): boolean {
	if (points.length <= SUBGROUP_SUMS) return points.every((point) => point.isTorsionFree());
	for (let round = 0; round < SUBGROUP_SUMS; round++) {
		const coefficients = drawBytes(randomBytes, points.length);
		if (!byteSum(points, coefficients).isTorsionFree()) return false;
	}
	return true;
}

/** `Σ coefficient·point` for coefficients of one byte: one addition a point, and two for each value of a byte. */
function byteSum(points: readonly G2Point[], coefficients: Uint8Array): G2Point {
	const { ZERO } = bn254.G2.Point;
	const buckets = new Array<G2Point>(256).fill(ZERO);
	points.forEach((point, at) => {
		const coefficient = coefficients[at] as number;
		buckets[coefficient] = (buckets[coefficient] as G2Point).add(point);
	});
	let [above, sum] = [ZERO, ZERO];
	for (let value = 255; value > 0; value--) {
		above = above.add(buckets[value] as G2Point);
		sum = sum.add(above);
	}
	return sum;
}

/** Nothing where a point is not on its curve, or signals are too few, too many or not reduced. */
function openProof({ key, proof, publicSignals }: ProofToVerify, at: number): Opened[] {
	if (publicSignals.length !== key.nPublic) return [];
	if (publicSignals.some((signal) => signal < 0n || signal >= FIELD_ORDER)) return [];
	const [a, c] = [g1Point(proof.pi_a), g1Point(proof.pi_c)];
	if (a === undefined || c === undefined || !isOnTwist(proof.pi_b)) return [];
	return [{ at, key, a, b: curvePoint2(proof.pi_b), c, publicSignals }];
}

/** On the curve and not at infinity; the subgroup is checked for all together. */
function isOnTwist([x, y]: G2Coordinates): boolean {
	const { Fp2 } = bn254.fields;
	const [px, py] = [fp2(x), fp2(y)];
	return Fp2.eql(Fp2.sqr(py), Fp2.add(Fp2.mul(Fp2.sqr(px), px), bn254.G2.Point.CURVE().b));
}

function isKeyValid(key: VerificationKey): boolean {
	return arePointsValid([key.vk_alpha_1, ...key.IC], [key.vk_beta_2, key.vk_gamma_2, key.vk_delta_2]);
}

/** Only for points that were checked. */
function keyPoint1([x, y]: G1Coordinates): G1Point {
	return bn254.G1.Point.fromAffine({ x: BigInt(x), y: BigInt(y) });
}

function curvePoint2([x, y]: G2Coordinates): G2Point {
	return bn254.G2.Point.fromAffine({ x: fp2(x), y: fp2(y) });
}

function fp2([c0, c1]: readonly [string, string]): { c0: bigint; c1: bigint } {
	return { c0: BigInt(c0), c1: BigInt(c1) };
}

function drawNumber(randomBytes: RandomBytes, byteCount: number): bigint {
	return drawBytes(randomBytes, byteCount).reduce((number, byte) => (number << 8n) + BigInt(byte), 0n);
}
