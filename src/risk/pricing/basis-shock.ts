/** How a scenario moves a forward against spot: in proportion to the time that is left, and capped. */
import { MS_PER_YEAR } from "../../market/pricing/black-76.ts";
import { divideNearest } from "../../units/exact-value.ts";
import { LARGEST_BASIS_PPM, type Scenario } from "../model/scenario.ts";

export type BasisTerm = {
	readonly underlying: string;
	/** Absent for perpetuals, which have no basis to grow into. */
	readonly expiryMs?: number | undefined;
};

/** Relative move of the forward against spot, whole ppm; 0 for what has no expiry or has expired. */
export function basisMovePpm(term: BasisTerm, scenario: Scenario, snapshotTimeMs: number): bigint {
	const rate = scenario.basisPerYearPpm[term.underlying] ?? 0n;
	if (term.expiryMs === undefined || rate === 0n) return 0n;
	const leftMs = term.expiryMs - snapshotTimeMs - scenario.laterMs;
	if (leftMs <= 0) return 0n;
	const move = divideNearest(rate * BigInt(leftMs), BigInt(MS_PER_YEAR));
	if (move > LARGEST_BASIS_PPM) return LARGEST_BASIS_PPM;
	return move < -LARGEST_BASIS_PPM ? -LARGEST_BASIS_PPM : move;
}
