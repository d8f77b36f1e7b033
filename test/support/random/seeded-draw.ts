/** Draws integers of any size from a seed, for tests. */
import { seededUniform } from "./seeded-uniform.ts";

export type Draw = {
	/** Uniform in [min, max]. */
	integer(min: number, max: number): number;
	/** Uniform in [−limit, limit]. */
	signed(limit: bigint): bigint;
	/** Uniform in [0, limit]. */
	unsigned(limit: bigint): bigint;
	/** In [0, 2^bits), every bit length equally likely: small and huge numbers both occur. */
	anyMagnitude(bits: number): bigint;
	chance(probability: number): boolean;
	pick<T>(values: readonly T[]): T;
};

export function drawFrom(seed: number): Draw {
	const uniform = seededUniform(seed);
	const word = () => BigInt(Math.floor(uniform() * 2 ** 32));
	const unsigned = (limit: bigint) => {
		let value = 0n;
		// 64 bits more than needed, so that the remainder is uniform for every practical purpose.
		for (let bound = limit; ; bound >>= 32n) {
			value = (value << 32n) + word();
			if (bound === 0n) break;
		}
		return ((value << 32n) + word()) % (limit + 1n);
	};
	const integer = (min: number, max: number) => min + Math.floor(uniform() * (max - min + 1));
	return {
		integer,
		unsigned,
		signed: (limit) => unsigned(2n * limit) - limit,
		anyMagnitude: (bits) => unsigned((1n << BigInt(integer(0, bits))) - 1n),
		chance: (probability) => uniform() < probability,
		pick: (values) => values[integer(0, values.length - 1)] as (typeof values)[number],
	};
}
