/** Points of keys and proofs, from snarkjs' layout, on noble's curve. Only valid ones exist. */
import { bn254 } from "@noble/curves/bn254.js";

export type G1Point = InstanceType<typeof bn254.G1.Point>;
export type G2Point = InstanceType<typeof bn254.G2.Point>;
/** Affine coordinates as decimal text; the last one is "1". */
export type G1Coordinates = readonly [string, string, "1"];
export type G2Coordinates = readonly [
	readonly [string, string],
	readonly [string, string],
	readonly ["1", "0"],
];

/** The point, or nothing where there is none on the curve. G1 has no subgroup. */
export function g1Point([x, y]: G1Coordinates): G1Point | undefined {
	return valid(() => bn254.G1.Point.fromAffine({ x: BigInt(x), y: BigInt(y) }));
}

/** The point, or nothing where there is none on the curve and in the subgroup of order r. */
export function g2Point([x, y]: G2Coordinates): G2Point | undefined {
	const element = ([c0, c1]: readonly [string, string]) => ({ c0: BigInt(c0), c1: BigInt(c1) });
	return valid(() => bn254.G2.Point.fromAffine({ x: element(x), y: element(y) }));
}

/** Two zeros, which noble takes for the point at infinity, are not on the curve. */
function valid<Point extends { assertValidity: () => void; is0: () => boolean }>(
	make: () => Point,
): Point | undefined {
	try {
		const point = make();
		point.assertValidity();
		return point.is0() ? undefined : point;
	} catch {
		return undefined;
	}
}
