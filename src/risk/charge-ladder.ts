/**
 * Convex charges on the size of a position: haircut tiers become at most five segments, fitted from
 * above, and segments become slopes and intercepts of a row.
 */
import { type Decimal, divideCeil, divideFloor } from "../units/decimal.ts";
import { multiplyDecimals } from "../units/decimal-arithmetic.ts";
import { EXTRA_SEGMENTS } from "./dimensions.ts";
import { largerOf, microUsdUp, ONE_IN_PPM, ppmToDecimal, smallerOf } from "./exact-value.ts";
import type { HaircutTier } from "./risk-params.ts";
import type { ChargeLadder } from "./risk-row.ts";

/** A line `slope·x − intercept` over the USD value x of a position; the charge is the largest line. */
export type LadderSegment = { readonly slopePpm: bigint; readonly interceptMicroUsd: bigint };

export type LadderFit = {
	readonly segments: readonly LadderSegment[];
	/** Largest excess over the exact ladder, as a share of the position's value, in ppm rounded up. */
	readonly largestExcessPpm: bigint;
};

/** µUSD × ppm: exact values of a ladder at its kinks. */
type Kink = { readonly at: bigint; readonly charge: bigint };

/**
 * The exact ladder when it has at most five tiers. Otherwise chords between chosen kinks: a chord of
 * a convex function lies above it, and the last kink is always kept, so large positions pay exactly
 * the last tier's rate. Of all choices the one with the smallest largest excess.
 */
export function fitHaircutLadder(tiers: readonly HaircutTier[]): LadderFit {
	const kinks = kinksOf(tiers);
	const lastSlope = tiers.at(-1)?.haircut ?? 0n;
	const inner = kinks.slice(1, -1);
	const last = kinks.slice(1).slice(-1);
	const candidates = inner.length < EXTRA_SEGMENTS ? [inner] : choose(inner, EXTRA_SEGMENTS - 1);
	let best: LadderFit | undefined;
	for (const chosen of candidates) {
		const fit = fitThrough([...kinks.slice(0, 1), ...chosen, ...last], lastSlope, kinks);
		if (best === undefined || fit.largestExcessPpm < best.largestExcessPpm) best = fit;
	}
	return best ?? { segments: [], largestExcessPpm: 0n };
}

function kinksOf(tiers: readonly HaircutTier[]): Kink[] {
	let charge = 0n;
	return tiers.map((tier, k) => {
		const before = tiers[k - 1];
		if (before !== undefined) charge += before.haircut * (tier.fromUsd - before.fromUsd);
		return { at: tier.fromUsd, charge };
	});
}

function fitThrough(points: readonly Kink[], lastSlope: bigint, kinks: readonly Kink[]): LadderFit {
	const segments = points.map((point, k) => {
		const next = points[k + 1];
		// Rounded up and anchored at the left kink: still above the exact ladder.
		const slopePpm =
			next === undefined ? lastSlope : divideCeil(next.charge - point.charge, next.at - point.at);
		return {
			slopePpm,
			interceptMicroUsd: divideFloor(slopePpm * point.at - point.charge, ONE_IN_PPM),
		};
	});
	let largestExcessPpm = 0n;
	for (const kink of kinks) {
		if (kink.at === 0n) continue;
		const excess = divideCeil(fittedCharge(segments, kink.at) - kink.charge, kink.at);
		if (excess > largestExcessPpm) largestExcessPpm = excess;
	}
	return { segments, largestExcessPpm };
}

/** µUSD × ppm. */
function fittedCharge(segments: readonly LadderSegment[], at: bigint): bigint {
	return segments.reduce((largest, { slopePpm, interceptMicroUsd }) => {
		return largerOf(largest, slopePpm * at - interceptMicroUsd * ONE_IN_PPM);
	}, 0n);
}

function choose<Item>(items: readonly Item[], count: number): Item[][] {
	if (count === 0) return [[]];
	return items.flatMap((item, at) => choose(items.slice(at + 1), count - 1).map((rest) => [item, ...rest]));
}

/**
 * Segments of a position's value as slopes per lot: slopes up, intercepts down. `extraPpm` is added
 * to every slope; no slope exceeds `capMicroUsd`.
 */
export function ladderPerLot(request: {
	readonly segments: readonly LadderSegment[];
	readonly extraPpm: bigint;
	readonly lotUsd: Decimal;
	readonly capMicroUsd: bigint;
}): ChargeLadder {
	const { segments, extraPpm, lotUsd, capMicroUsd } = request;
	const slopes = segments.map(({ slopePpm }) => {
		const slope = microUsdUp(multiplyDecimals(lotUsd, ppmToDecimal(slopePpm + extraPpm)));
		return smallerOf(slope, capMicroUsd);
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
