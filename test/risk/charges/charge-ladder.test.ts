import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ladderPerLot } from "../../../src/risk/charges/charge-ladder.ts";
import { fitHaircutLadder } from "../../../src/risk/charges/haircut-fit.ts";
import { positionCharge } from "../../../src/risk/margin/position-charge.ts";
import { ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import type { HaircutTier } from "../../../src/risk/params/risk-params.ts";

const SEED = 20260205;
const NO_CAP = 1n << 62n;
const ONE_USD = { units: 1n, decimals: 0 };

const usd = (amount: number) => BigInt(amount) * 1_000_000n;
const tiers = (...pairs: [fromUsd: number, haircutPpm: number][]): HaircutTier[] =>
	pairs.map(([fromUsd, haircut]) => ({ fromUsd: usd(fromUsd), haircut: BigInt(haircut) }));

/** µUSD × ppm, the sum of marginal haircuts. */
function exactCharge(ladder: readonly HaircutTier[], valueMicroUsd: bigint): bigint {
	return ladder.reduce((sum, tier, k) => {
		const end = ladder[k + 1]?.fromUsd ?? valueMicroUsd;
		const top = valueMicroUsd < end ? valueMicroUsd : end;
		return top > tier.fromUsd ? sum + (top - tier.fromUsd) * tier.haircut : sum;
	}, 0n);
}

/** What a row with 1-USD lots charges on `lots`. */
function rowCharge(ladder: readonly HaircutTier[], lots: bigint): bigint {
	const { segments } = fitHaircutLadder(ladder);
	const longCharge = ladderPerLot({
		segments,
		extraPpm: 0n,
		creditMicroUsd: 0n,
		lotUsd: ONE_USD,
		capMicroUsd: NO_CAP,
	});
	return positionCharge({ ...ZERO_ROW, longCharge }, { id: 1, qtyLots: lots }).chargeMicroUsd;
}

function choices<Item>(items: readonly Item[], count: number): Item[][] {
	if (items.length <= count) return [[...items]];
	if (count === 0) return [[]];
	return items.flatMap((item, at) =>
		items.length - at < count ? [] : choices(items.slice(at + 1), count - 1).map((rest) => [item, ...rest]),
	);
}

/** Largest excess in ppm, rounded down, of the chords that leave the exact ladder at these values. */
function excessThrough(ladder: readonly HaircutTier[], corners: readonly bigint[]): bigint {
	const ends = [...corners, ladder.at(-1)?.fromUsd ?? 0n];
	return ladder.reduce((largest, { fromUsd: at }) => {
		const k = ends.findIndex((end) => end >= at);
		const [left, right] = [ends[k - 1] ?? 0n, ends[k] ?? 0n];
		if (at === right) return largest;
		const [low, high] = [exactCharge(ladder, left), exactCharge(ladder, right)];
		const excess = (low * (right - at) + high * (at - left)) / (right - left) - exactCharge(ladder, at);
		return excess / at > largest ? excess / at : largest;
	}, 0n);
}

const ladders = fc
	.array(
		fc.record({ width: fc.integer({ min: 1, max: 50_000_000 }), step: fc.integer({ min: 0, max: 100_000 }) }),
		{
			minLength: 1,
			maxLength: 14,
		},
	)
	.map((steps) => {
		let fromUsd = 0;
		let haircut = 0;
		return steps.map(({ width, step }) => {
			haircut += step;
			const tier = { fromUsd: usd(fromUsd), haircut: BigInt(haircut) };
			fromUsd += width;
			return tier;
		});
	});

describe("haircut ladders", () => {
	it("are exact up to five tiers", () => {
		const ladder = tiers([0, 20_000], [1000, 50_000], [3000, 100_000], [9000, 200_000], [20_000, 400_000]);
		expect(fitHaircutLadder(ladder).largestExcessPpm).toBe(0n);
		for (const lots of [1n, 999n, 1000n, 1001n, 5000n, 20_000n, 1_000_000n]) {
			expect(rowCharge(ladder, lots) * 1_000_000n, `${lots} lots`).toBe(
				exactCharge(ladder, lots * 1_000_000n),
			);
		}
	});

	it("are fitted from above by five segments otherwise, and exact for very large positions", () => {
		const ladder = tiers(
			[0, 0],
			[10, 10_000],
			[20, 20_000],
			[30, 40_000],
			[40, 80_000],
			[50, 160_000],
			[60, 320_000],
		);
		const fit = fitHaircutLadder(ladder);
		expect(fit.segments).toHaveLength(5);
		// Without the kinks at 10 and 30: 0.05 USD too much on 10 USD.
		expect(fit.largestExcessPpm).toBe(5000n);
		expect(fit.segments.at(-1)?.slopePpm).toBe(320_000n);
	});

	it(`are fitted as closely as any choice of their kinks can (seed ${SEED})`, () => {
		fc.assert(
			fc.property(ladders, (ladder) => {
				const best = choices(ladder.slice(1, -1), 3)
					.map((inner) => excessThrough(ladder, [0n, ...inner.map(({ fromUsd }) => fromUsd)]))
					.reduce((least, excess) => (excess < least ? excess : least));
				const found = fitHaircutLadder(ladder).largestExcessPpm;
				// A slope is rounded up by less than a ppm, and so is the share.
				expect(found <= best + 2n, `${found} ppm, ${best} ppm possible`).toBe(true);
			}),
			{ seed: SEED, numRuns: 100 },
		);
	});

	it(`never charge less than the exact ladder, at any size (seed ${SEED})`, () => {
		fc.assert(
			fc.property(ladders, fc.bigInt({ min: 0n, max: 1_000_000_000n }), (ladder, lots) => {
				expect(rowCharge(ladder, lots) * 1_000_000n).toBeGreaterThanOrEqual(
					exactCharge(ladder, lots * 1_000_000n),
				);
			}),
			{ seed: SEED, numRuns: 300 },
		);
	});

	it(`state their largest excess truly (seed ${SEED})`, () => {
		fc.assert(
			fc.property(ladders, fc.bigInt({ min: 1n, max: 1_000_000_000n }), (ladder, lots) => {
				const value = lots * 1_000_000n;
				const excess = rowCharge(ladder, lots) * 1_000_000n - exactCharge(ladder, value);
				// One µUSD of rounding per segment and lot besides.
				const allowed = fitHaircutLadder(ladder).largestExcessPpm * value + 2_000_000n * (lots + 1n);
				expect(excess).toBeLessThanOrEqual(allowed);
			}),
			{ seed: SEED, numRuns: 300 },
		);
	});

	it("have no slope above the cap", () => {
		const { segments } = fitHaircutLadder(tiers([0, 20_000], [1000, 900_000]));
		const ladder = ladderPerLot({
			segments,
			extraPpm: 1000n,
			creditMicroUsd: 0n,
			lotUsd: ONE_USD,
			capMicroUsd: 500_000n,
		});
		expect(ladder.baseSlopeMicroUsd).toBe(21_000n);
		expect(ladder.slopeStepsMicroUsd).toEqual([479_000n, 0n, 0n, 0n]);
	});
});
