import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitHaircutLadder } from "../../../src/risk/charges/haircut-fit.ts";
import { parsePublishedTiers, selectLadders } from "../../../src/risk/params/parse-published-tiers.ts";
import { haircutTiersOf, type PublishedLadder } from "../../../src/risk/params/published-ladder.ts";
import { MOST_HAIRCUT_TIERS } from "../../../src/risk/params/risk-params.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { checkLadder, type DirectBand, directCharge } from "./ladder-check.ts";

const SEED = 20260205;
const ONE_USD = 1_000_000n;

const ladder = (...bands: [from: string, to: string | undefined, ratePpm: bigint][]): PublishedLadder => ({
	asset: "COIN",
	table: "haircuts",
	unit: "USD",
	bands: bands.map(([from, to, ratePpmDown]) => ({ from, to, ratePpmDown })),
});

/** Up to 40 bands whose rates fall; every second ladder ends, above which nothing counts. */
function generatedLadder(seed: number): { published: PublishedLadder; direct: DirectBand[] } {
	const draw = drawFrom(seed);
	const count = draw.integer(1, 40);
	let from = 0;
	let rate = 1_000_000;
	const direct = Array.from({ length: count }, (_, k): DirectBand => {
		const to = from + draw.integer(1, 50_000_000);
		rate = Math.max(0, rate - draw.integer(k === 0 ? 0 : 1, 40_000));
		const endless = k === count - 1 && draw.chance(0.5);
		const band: DirectBand = [BigInt(from) * ONE_USD, endless ? null : BigInt(to) * ONE_USD, BigInt(rate)];
		from = to;
		return band;
	});
	const text = (edge: bigint | null) => (edge === null ? undefined : `${edge / ONE_USD}`);
	return {
		published: ladder(
			...direct.map(([a, b, r]) => [`${a / ONE_USD}`, text(b), r] as [string, string | undefined, bigint]),
		),
		direct,
	};
}

describe("a published ladder", () => {
	it("becomes marginal haircuts, with nothing counted above its last band", () => {
		const { tiers, tightened } = haircutTiersOf(ladder(["0", "10", 950_000n], ["10", "20.5", 800_000n]));
		expect(tiers).toEqual([
			{ fromUsd: 0n, haircut: 50_000n },
			{ fromUsd: 10_000_000n, haircut: 200_000n },
			{ fromUsd: 20_500_000n, haircut: 1_000_000n },
		]);
		expect(tightened).toBe(false);
	});

	it("may list its bands in any order", () => {
		const sorted = haircutTiersOf(ladder(["0", "10", 950_000n], ["10", undefined, 800_000n]));
		expect(haircutTiersOf(ladder(["10", undefined, 800_000n], ["0", "10", 950_000n]))).toEqual(sorted);
	});

	it("in coins starts each tier at its coins times the price, rounded down", () => {
		const inCoins: PublishedLadder = { ...ladder(["0", "3", 980_000n], ["3", "7", 900_000n]), unit: "coin" };
		expect(haircutTiersOf(inCoins, "0.33333333").tiers.map(({ fromUsd }) => fromUsd)).toEqual([
			0n,
			999_999n,
			2_333_333n,
		]);
	});

	it("whose rate rises with size is covered by the lowest rate so far, and says so", () => {
		const direct: DirectBand[] = [
			[0n, 10n * ONE_USD, 900_000n],
			[10n * ONE_USD, 20n * ONE_USD, 950_000n],
			[20n * ONE_USD, null, 800_000n],
		];
		const { tiers, tightened } = haircutTiersOf(
			ladder(["0", "10", 900_000n], ["10", "20", 950_000n], ["20", undefined, 800_000n]),
		);
		expect(tightened).toBe(true);
		expect(tiers.map(({ haircut }) => haircut)).toEqual([100_000n, 200_000n]);
		const { segments } = fitHaircutLadder(tiers);
		for (let value = 1n; value < 60n * ONE_USD; value += 333_333n) {
			const charge = segments.reduce((largest, { slopePpm, interceptMicroUsd }) => {
				const line = slopePpm * value - interceptMicroUsd * 1_000_000n;
				return line > largest ? line : largest;
			}, 0n);
			expect(charge >= directCharge(direct, value)).toBe(true);
		}
	});

	it(`is exact in its tiers and covered by five segments at every size (seed ${SEED})`, () => {
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const { published, direct } = generatedLadder(seed);
				const lotUsd = `${drawFrom(seed).integer(1, 99_999)}`.replace(/^/, "0.");
				checkLadder({ name: `${seed}`, bands: direct, tiers: haircutTiersOf(published).tiers, lotUsd });
			}),
			{ seed: SEED, numRuns: 150 },
		);
	});

	it.each([
		["no bands", ladder(), "TIERS_EMPTY"],
		["a gap", ladder(["0", "10", 1n], ["11", "20", 0n]), "TIERS_NOT_CONTIGUOUS"],
		["an overlap", ladder(["0", "10", 1n], ["9", "20", 0n]), "TIERS_NOT_CONTIGUOUS"],
		["a first band that does not start at 0", ladder(["1", "10", 1n]), "TIERS_NOT_CONTIGUOUS"],
		["a band of no width", ladder(["0", "0", 1n]), "TIERS_NOT_CONTIGUOUS"],
		["a band after one without end", ladder(["0", undefined, 2n], ["5", "6", 1n]), "TIERS_NOT_CONTIGUOUS"],
		["a rate above 1", ladder(["0", "10", 1_000_001n]), "TIERS_RATE_OUT_OF_RANGE"],
		["a start beyond all bounds", ladder(["0", "3000000000000", 1n]), "TIERS_OUT_OF_RANGE"],
	])("with %s is refused", (_, published, code) => {
		expect(thrownBy(() => haircutTiersOf(published)).code).toBe(code);
	});

	it("in coins without a price is refused", () => {
		const inCoins: PublishedLadder = { ...ladder(["0", "3", 980_000n]), unit: "coin" };
		expect(thrownBy(() => haircutTiersOf(inCoins)).code).toBe("TIERS_NEED_PRICE");
		expect(thrownBy(() => haircutTiersOf(inCoins, "0")).code).toBe("TIERS_NEED_PRICE");
	});

	it("with more tiers than parameters take is refused", () => {
		const bands = Array.from(
			{ length: MOST_HAIRCUT_TIERS },
			(_, k) => [`${k}`, `${k + 1}`, 900_000n - BigInt(k)] as [string, string, bigint],
		);
		expect(thrownBy(() => haircutTiersOf(ladder(...bands))).code).toBe("TIERS_TOO_MANY");
		expect(
			haircutTiersOf(
				ladder(
					...bands
						.slice(1)
						.map(([from, to, rate], k) => [k === 0 ? "0" : from, to, rate] as [string, string, bigint]),
				),
			).tiers,
		).toHaveLength(MOST_HAIRCUT_TIERS);
	});
});

describe("a venue's file", () => {
	const binance = {
		tierUnit: "USD",
		assets: [
			{
				asset: "AAA",
				portfolioMargin: [[0, null, 97.5]],
				crossMargin: [
					[0, 1000, 100],
					[1000, 2000, 50],
				],
			},
			{ asset: "BBB", portfolioMargin: [], crossMargin: [[0, null, 80]] },
		],
	};

	it("of Binance holds up to three tables, in percent of USD bands", () => {
		const tiers = parsePublishedTiers("binance", binance);
		expect(selectLadders(tiers, { table: "portfolioMargin" })).toEqual([
			{
				asset: "AAA",
				table: "portfolioMargin",
				unit: "USD",
				bands: [{ from: "0", to: undefined, ratePpmDown: 975_000n }],
			},
			// Counts for nothing: named with a rate of zero, so that no older ladder stays in force.
			{
				asset: "BBB",
				table: "portfolioMargin",
				unit: "USD",
				bands: [{ from: "0", to: undefined, ratePpmDown: 0n }],
			},
		]);
		expect(selectLadders(tiers, { table: "crossMargin", assets: ["BBB"] })).toHaveLength(1);
	});

	it("of OKX says which ladders are complete; the others are left out", () => {
		const bands = [[0, 20, 0.98]];
		const file = {
			published: [
				{ asset: "AAA", tierUnit: "coin", complete: true, before: bands, after: [[0, 25, 0.9775]] },
				{ asset: "BBB", tierUnit: "coin", complete: false, tiers: bands },
			],
		};
		const tiers = parsePublishedTiers("okx", file);
		expect(tiers.incomplete).toEqual(["BBB"]);
		expect(selectLadders(tiers, { table: "after" })).toEqual([
			{ asset: "AAA", table: "after", unit: "coin", bands: [{ from: "0", to: "25", ratePpmDown: 977_500n }] },
		]);
	});

	it("of Bybit numbers its tables, some of which hold products", () => {
		const file = { tables: [{ kind: "one", AAA: [[0, 10, 0.98]] }, { p81: { AAA: [[0, null, 0.5]] } }] };
		const tiers = parsePublishedTiers("bybit", file);
		expect(tiers.ladders.map(({ table }) => table)).toEqual(["0", "1.p81"]);
		expect(tiers.ladders.every(({ unit }) => unit === "coin")).toBe(true);
	});

	it("of Kraken or Deribit holds flat haircuts", () => {
		const rates = (venue: "kraken" | "deribit", file: unknown) =>
			parsePublishedTiers(venue, file).ladders.map(({ bands }) => bands[0]?.ratePpmDown);
		expect(rates("kraken", { collateral: { USD: [0, null], SOL: [7.5, 0.5] } })).toEqual([
			1_000_000n,
			925_000n,
		]);
		expect(rates("deribit", { haircuts: { BTC: 0, STETH: { before: 0.15, after: 0.075 } } })).toEqual([
			1_000_000n,
			925_000n,
		]);
	});

	it.each([
		["of another shape", () => parsePublishedTiers("okx", binance), "TIERS_MALFORMED"],
		[
			"with bands that are none",
			() => parsePublishedTiers("bybit", { tables: [{ AAA: [[0]] }] }),
			"TIERS_MALFORMED",
		],
		["asked for a table it lacks", () => choose({ table: "vipLoan" }), "TIERS_TABLE_UNKNOWN"],
		["asked for an asset it lacks", () => choose({ assets: ["CCC"] }), "TIERS_ASSET_UNKNOWN"],
		["with an asset in two tables and none chosen", () => choose({}), "TIERS_TABLE_AMBIGUOUS"],
	])("%s is refused", (_, act, code) => {
		expect(thrownBy(act).code).toBe(code);
	});

	function choose(selection: Parameters<typeof selectLadders>[1]) {
		return selectLadders(parsePublishedTiers("binance", binance), selection);
	}
});
