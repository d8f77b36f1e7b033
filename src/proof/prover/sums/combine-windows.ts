/** From the sums of windows to the value of a multi-scalar multiplication. */
import { bn254 } from "@noble/curves/bn254.js";
import type { RawPoint, WindowSums } from "./bucket-sums.ts";
import { bucketCount, type Windows } from "./scalar-windows.ts";

export type G1Point = InstanceType<typeof bn254.G1.Point>;
export type G2Point = InstanceType<typeof bn254.G2.Point>;

/** As much of a group as is needed here; both of BN254 have it. */
type Group<P> = { readonly infinity: P; readonly fromRaw: (raw: RawPoint) => P };
type Addable<P> = { readonly add: (other: P) => P; readonly double: () => P };

const G1_GROUP: Group<G1Point> = {
	infinity: bn254.G1.Point.ZERO,
	fromRaw: (raw) => {
		const [x, y, z] = raw.map(([value]) => value as bigint) as [bigint, bigint, bigint];
		return new bn254.G1.Point(x, y, z);
	},
};

const G2_GROUP: Group<G2Point> = {
	infinity: bn254.G2.Point.ZERO,
	fromRaw: (raw) => {
		const element = (k: number) => ({ c0: raw[k]?.[0] as bigint, c1: raw[k]?.[1] as bigint });
		return new bn254.G2.Point(element(0), element(1), element(2));
	},
};

/** `sums[w]` are those of window w, the lowest first. */
export function combineG1(sums: readonly WindowSums[], windows: Windows): G1Point {
	return combine(G1_GROUP, sums, windows);
}

export function combineG2(sums: readonly WindowSums[], windows: Windows): G2Point {
	return combine(G2_GROUP, sums, windows);
}

export function affineG1(coordinates: readonly (readonly bigint[])[]): G1Point {
	return coordinates.length === 0 ? G1_GROUP.infinity : G1_GROUP.fromRaw([...coordinates, [1n]]);
}

export function affineG2(coordinates: readonly (readonly bigint[])[]): G2Point {
	return coordinates.length === 0 ? G2_GROUP.infinity : G2_GROUP.fromRaw([...coordinates, [1n, 0n]]);
}

/**
 * With quarters of q buckets, window w is `Σ weighted + q·(plain_1 + 2·plain_2 + 3·plain_3)`. From the
 * highest window down: doubling as far as q, the second sum, doubling to the window's end, the first.
 */
function combine<P extends Addable<P>>(group: Group<P>, sums: readonly WindowSums[], windows: Windows): P {
	const quarterBits = Math.log2(bucketCount(windows)) - 2;
	let value = group.infinity;
	for (const window of sums.toReversed()) {
		const plain = window.map((quarter) => group.fromRaw(quarter.plain)) as [P, P, P, P];
		for (let bit = quarterBits; bit < windows.bits; bit++) value = value.double();
		const upper = plain[2].add(plain[3]);
		value = value.add(plain[1].add(upper.double()).add(plain[3]));
		for (let bit = 0; bit < quarterBits; bit++) value = value.double();
		for (const quarter of window) value = value.add(group.fromRaw(quarter.weighted));
	}
	return value;
}
