/** Returns simulated from a known GARCH(1,1), for fits that must find it again. */
import { ln } from "../../../src/math/deterministic-math.ts";
import { seededUniform } from "./seeded-uniform.ts";

/** By day and underlying, normal shocks. */
export function seededGarch(request: {
	readonly seed: number;
	readonly underlyings: number;
	readonly days: number;
	readonly longRun: number;
	readonly shock: number;
	readonly memory: number;
}): number[][] {
	const { seed, underlyings, days, longRun, shock, memory } = request;
	const uniform = seededUniform(seed);
	// Box and Muller; a uniform of 0 has no logarithm.
	const normal = () => Math.sqrt(-2 * ln(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
	const variances = new Array<number>(underlyings).fill(longRun);
	return Array.from({ length: days }, () =>
		variances.map((variance, u) => {
			const value = Math.sqrt(variance) * normal();
			variances[u] = (1 - shock - memory) * longRun + shock * value * value + memory * variance;
			return value;
		}),
	);
}
