/**
 * Haircut tiers → at most five lines that lie nowhere below them: what a row can hold of a ladder.
 */
import { divideCeil, divideFloor } from "../../units/decimal.ts";
import { largerOf, ONE_IN_PPM } from "../../units/exact-value.ts";
import { EXTRA_SEGMENTS } from "../model/dimensions.ts";
import type { HaircutTier } from "../params/risk-params.ts";

/** A line `slope·x − intercept` over the USD value x of a position; the charge is the largest line. */
export type LadderSegment = { readonly slopePpm: bigint; readonly interceptMicroUsd: bigint };

/** How far a fit lies above its ladder, and the value of the balance at which it does. */
export type LadderExcess = { readonly microUsd: bigint; readonly atMicroUsd: bigint };

export type LadderFit = {
	readonly segments: readonly LadderSegment[];
	/** Largest excess over the exact ladder, as a share of the position's value, in ppm rounded up. */
	readonly largestExcessPpm: bigint;
	/** Value of a balance at which that share is reached; 0 when the fit is exact. */
	readonly largestExcessPpmAtMicroUsd: bigint;
	/** Largest excess in USD, rounded up: it may be reached at another size than the largest share. */
	readonly largestExcess: LadderExcess;
};

/** Exact value of a ladder at the start of a tier; `charge` is in µUSD × ppm. */
type Kink = { readonly at: bigint; readonly charge: bigint };

/**
 * Excess shares are compared as whole multiples of 10^-18, rounded up: finer than any difference that
 * could matter, and the same for everybody.
 */
const SHARE_SCALE = 10n ** 12n;

/**
 * The exact ladder when it has at most five tiers. Otherwise chords between chosen kinks: a chord of
 * a convex function lies above it, and the last kink is always kept, so large positions pay exactly
 * the last tier's rate.
 *
 * Of all choices of kinks it is the one with the smallest largest excess as a share of the value,
 * before slopes are rounded up to a ppm; among equals the one with the earliest kinks. Corners
 * between kinks could sometimes do better and are not tried.
 */
export function fitHaircutLadder(tiers: readonly HaircutTier[]): LadderFit {
	const kinks = kinksOf(tiers);
	const points = chosenKinks(kinks, EXTRA_SEGMENTS);
	const segments = linesThrough(points, tiers.at(-1)?.haircut ?? 0n);
	return { segments, ...excessOf(segments, kinks) };
}

/** µUSD × ppm that a ladder asks of a balance worth `valueMicroUsd`: the sum of marginal haircuts. */
export function exactLadderCharge(tiers: readonly HaircutTier[], valueMicroUsd: bigint): bigint {
	return tiers.reduce((charge, { fromUsd, haircut }, k) => {
		const end = tiers[k + 1]?.fromUsd ?? valueMicroUsd;
		const top = valueMicroUsd < end ? valueMicroUsd : end;
		return top > fromUsd ? charge + (top - fromUsd) * haircut : charge;
	}, 0n);
}

function kinksOf(tiers: readonly HaircutTier[]): Kink[] {
	let charge = 0n;
	return tiers.map((tier, k) => {
		const before = tiers[k - 1];
		if (before !== undefined) charge += before.haircut * (tier.fromUsd - before.fromUsd);
		return { at: tier.fromUsd, charge };
	});
}

/**
 * First and last kink and at most `chordCount − 1` between them, minimising the largest chord excess.
 * The excess of a chord depends on its two ends only, so the best choice that ends at a kink extends
 * a best choice that ends at an earlier one: n² chords of n kinks each instead of n choose 3.
 */
function chosenKinks(kinks: readonly Kink[], chordCount: number): Kink[] {
	if (kinks.length <= chordCount + 1) return [...kinks];
	const chord = kinks.map((_, to) => kinks.slice(0, to).map((__, from) => chordShare(kinks, from, to)));
	type Choice = { readonly largest: bigint; readonly at: readonly number[] };
	let best: (Choice | undefined)[] = kinks.map((_, at) => (at === 0 ? { largest: 0n, at: [0] } : undefined));
	for (let chords = 1; chords <= chordCount; chords++) {
		best = best.map((unchanged, to) => {
			let found = unchanged;
			for (let from = 0; from < to; from++) {
				const before = best[from];
				if (before === undefined) continue;
				const largest = largerOf(before.largest, chord[to]?.[from] ?? 0n);
				if (found === undefined || largest < found.largest) found = { largest, at: [...before.at, to] };
			}
			return found;
		});
	}
	return (best.at(-1)?.at ?? []).map((at) => kinks[at] as Kink);
}

/** Largest excess of the chord between two kinks over the kinks that it skips, as a share of value. */
function chordShare(kinks: readonly Kink[], from: number, to: number): bigint {
	const left = kinks[from] as Kink;
	const right = kinks[to] as Kink;
	const width = right.at - left.at;
	return kinks.slice(from + 1, to).reduce((largest, { at, charge }) => {
		const above = (left.charge - charge) * width + (right.charge - left.charge) * (at - left.at);
		return largerOf(largest, divideCeil(above * SHARE_SCALE, width * at));
	}, 0n);
}

function linesThrough(points: readonly Kink[], lastSlopePpm: bigint): LadderSegment[] {
	return points.map((point, k) => {
		const next = points[k + 1];
		// Rounded up and anchored at the left kink: still above the exact ladder.
		const slopePpm =
			next === undefined ? lastSlopePpm : divideCeil(next.charge - point.charge, next.at - point.at);
		return {
			slopePpm,
			interceptMicroUsd: divideFloor(slopePpm * point.at - point.charge, ONE_IN_PPM),
		};
	});
}

/** Fit and ladder are linear between kinks of the ladder, so both excesses are largest at a kink. */
function excessOf(segments: readonly LadderSegment[], kinks: readonly Kink[]): Omit<LadderFit, "segments"> {
	let ppm = { share: 0n, atMicroUsd: 0n };
	let amount: LadderExcess = { microUsd: 0n, atMicroUsd: 0n };
	for (const { at, charge } of kinks) {
		if (at === 0n) continue;
		const above = fittedCharge(segments, at) - charge;
		const share = divideCeil(above, at);
		if (share > ppm.share) ppm = { share, atMicroUsd: at };
		const microUsd = divideCeil(above, ONE_IN_PPM);
		if (microUsd > amount.microUsd) amount = { microUsd, atMicroUsd: at };
	}
	return {
		largestExcessPpm: ppm.share,
		largestExcessPpmAtMicroUsd: ppm.atMicroUsd,
		largestExcess: amount,
	};
}

/** µUSD × ppm that the largest line asks of a balance worth `valueMicroUsd`. */
export function fittedCharge(segments: readonly LadderSegment[], valueMicroUsd: bigint): bigint {
	return segments.reduce((largest, { slopePpm, interceptMicroUsd }) => {
		return largerOf(largest, slopePpm * valueMicroUsd - interceptMicroUsd * ONE_IN_PPM);
	}, 0n);
}
