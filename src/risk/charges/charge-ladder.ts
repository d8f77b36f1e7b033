/** Convex charges on the size of a position, as slopes and intercepts of a row. */
import type { Decimal } from "../../units/decimal.ts";
import { multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import { largerOf, microUsdUp, ppmToDecimal, smallerOf } from "../../units/exact-value.ts";
import { EXTRA_SEGMENTS } from "../model/dimensions.ts";
import type { ChargeLadder } from "../model/risk-row.ts";
import type { LadderSegment } from "./haircut-fit.ts";

/**
 * Segments of a position's value as slopes per lot: slopes up, intercepts down. `extraPpm` is added
 * to every slope. `creditMicroUsd` is taken off the haircut of every lot, never off the extra, and
 * never beyond the haircut: `max(0, ladder − lots·credit)`. No slope exceeds `capMicroUsd`, if there is
 * one.
 */
export function ladderPerLot(request: {
	readonly segments: readonly LadderSegment[];
	readonly extraPpm: bigint;
	readonly lotUsd: Decimal;
	readonly creditMicroUsd: bigint;
	readonly capMicroUsd: bigint | undefined;
}): ChargeLadder {
	const { segments, extraPpm, lotUsd, creditMicroUsd, capMicroUsd } = request;
	const perLotUp = (ppm: bigint) => microUsdUp(multiplyDecimals(lotUsd, ppmToDecimal(ppm)));
	const slopes = segments.map(({ slopePpm }) => {
		const slope = largerOf(perLotUp(slopePpm + extraPpm) - creditMicroUsd, perLotUp(extraPpm));
		return capMicroUsd === undefined ? slope : smallerOf(slope, capMicroUsd);
	});
	const base = slopes[0] ?? 0n;
	const extra = segments.slice(1).map((segment, k) => ({
		step: (slopes[k + 1] as bigint) - base,
		intercept: segment.interceptMicroUsd,
	}));
	const used = extra.filter(({ step }) => step > 0n);
	return {
		baseSlopeMicroUsd: base,
		slopeStepsMicroUsd: filled(used.map(({ step }) => step)),
		interceptsMicroUsd: filled(used.map(({ intercept }) => intercept)),
	};
}

/** The same charge on every lot. */
export function flatCharge(slopeMicroUsd: bigint): ChargeLadder {
	return { baseSlopeMicroUsd: slopeMicroUsd, slopeStepsMicroUsd: filled([]), interceptsMicroUsd: filled([]) };
}

function filled(values: readonly bigint[]): bigint[] {
	return [...values, ...new Array<bigint>(EXTRA_SEGMENTS - values.length).fill(0n)];
}
