/**
 * A published ladder against everything that is made of it. The published charge is evaluated here
 * straight from the bands, by none of the code under test.
 */
import { expect } from "vitest";
import { ladderPerLot } from "../../../src/risk/charges/charge-ladder.ts";
import {
	exactLadderCharge,
	fitHaircutLadder,
	fittedCharge,
	type LadderFit,
} from "../../../src/risk/charges/haircut-fit.ts";
import { positionCharge } from "../../../src/risk/margin/position-charge.ts";
import { ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import type { HaircutTier } from "../../../src/risk/params/risk-params.ts";
import { type Decimal, parseDecimal } from "../../../src/units/decimal.ts";

/** Edges in µUSD, rates in ppm; `null` has no end. */
export type DirectBand = readonly [from: bigint, to: bigint | null, ratePpm: bigint];

const ONE = 1_000_000n;
const NO_CAP = 1n << 62n;

/** µUSD × ppm that does not count of a balance: band by band, and all of it above the last band. */
export function directCharge(bands: readonly DirectBand[], value: bigint): bigint {
	let counted = 0n;
	for (const [from, to, rate] of bands) {
		const end = to === null || value < to ? value : to;
		if (end > from) counted += (end - from) * rate;
	}
	return value * ONE - counted;
}

/** Every band edge, one µUSD on either side, the middle of each band and far beyond the last. */
function valuesOf(bands: readonly DirectBand[]): bigint[] {
	const edges = bands.flatMap(([from, to]) => (to === null ? [from] : [from, to]));
	const last = edges.reduce((largest, edge) => (edge > largest ? edge : largest), 0n);
	const middles = bands.map(([from, to]) => (from + (to ?? from + 2_000_000_000n)) / 2n);
	const values = [...edges.flatMap((edge) => [edge - 1n, edge, edge + 1n]), ...middles, 3n * last + 7n];
	return values.filter((value) => value > 0n);
}

/** Where two neighbouring lines of a fit cross, rounded both ways. */
function cornersOf({ segments }: LadderFit): bigint[] {
	return segments.slice(1).flatMap((segment, k) => {
		const before = segments[k] as (typeof segments)[number];
		const steeper = segment.slopePpm - before.slopePpm;
		if (steeper <= 0n) return [];
		const at = ((segment.interceptMicroUsd - before.interceptMicroUsd) * ONE) / steeper;
		return [at, at + 1n];
	});
}

export function checkLadder(given: {
	readonly name: string;
	readonly bands: readonly DirectBand[];
	readonly tiers: readonly HaircutTier[];
	readonly lotUsd: string;
}): LadderFit {
	const { name, bands, tiers } = given;
	const fit = fitHaircutLadder(tiers);
	const values = valuesOf(bands);
	let share = 0n;
	let amount = 0n;
	for (const value of [...values, ...cornersOf(fit)]) {
		const published = directCharge(bands, value);
		const above = fittedCharge(fit.segments, value) - published;
		if (exactLadderCharge(tiers, value) !== published) expect.unreachable(`${name}: not exact at ${value}`);
		if (above < 0n) expect.unreachable(`${name}: the fit lies below the ladder at ${value}`);
		const ppm = (above + value - 1n) / value;
		const microUsd = (above + ONE - 1n) / ONE;
		// Off the edges by one µUSD, rounding of the share may add a ppm to what holds at the edge.
		if (value >= ONE && ppm > fit.largestExcessPpm + 1n)
			expect.unreachable(`${name}: ${ppm} ppm at ${value}`);
		if (microUsd > fit.largestExcess.microUsd + 1n)
			expect.unreachable(`${name}: ${microUsd} µUSD at ${value}`);
	}
	for (const edge of values) {
		const above = fittedCharge(fit.segments, edge) - directCharge(bands, edge);
		if (!bands.some(([from, to]) => from === edge || to === edge)) continue;
		const ppm = (above + edge - 1n) / edge;
		share = ppm > share ? ppm : share;
		const microUsd = (above + ONE - 1n) / ONE;
		amount = microUsd > amount ? microUsd : amount;
	}
	expect({ name, share, amount }).toEqual({
		name,
		share: fit.largestExcessPpm,
		amount: fit.largestExcess.microUsd,
	});
	checkRow({ ...given, fit, values });
	return fit;
}

/** The integers of a row cover the ladder for whole lots around every edge. */
function checkRow(given: {
	readonly name: string;
	readonly bands: readonly DirectBand[];
	readonly lotUsd: string;
	readonly fit: LadderFit;
	readonly values: readonly bigint[];
}): void {
	const lotUsd: Decimal = parseDecimal(given.lotUsd, "lot");
	const scale = 10n ** BigInt(lotUsd.decimals);
	const request = {
		segments: given.fit.segments,
		extraPpm: 0n,
		lotUsd,
		creditMicroUsd: 0n,
		capMicroUsd: NO_CAP,
	};
	const row = { ...ZERO_ROW, longCharge: ladderPerLot(request) };
	const scaled = given.bands.map(
		([from, to, rate]): DirectBand => [from * scale, to === null ? null : to * scale, rate],
	);
	for (const value of given.values) {
		const floor = (value * scale) / (lotUsd.units * ONE);
		for (const qtyLots of [floor, floor + 1n]) {
			const charge = positionCharge(row, { id: 1, qtyLots }).chargeMicroUsd;
			const published = directCharge(scaled, qtyLots * lotUsd.units * ONE);
			if (charge * ONE * scale < published)
				expect.unreachable(`${given.name}: ${qtyLots} lots pay ${charge} µUSD`);
		}
	}
}
