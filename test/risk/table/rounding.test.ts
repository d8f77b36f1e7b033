/** Rounding is against the account, for longs and shorts, and initial implies maintenance exactly. */

import { beforeAll, describe, expect, it } from "vitest";
import { BLACK_ERROR_OF_FORWARD, DAYS_PER_YEAR, MS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import { assessMargin, type MarginAssessment } from "../../../src/risk/margin/margin-engine.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { type RiskRow, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import { basisMovePpm } from "../../../src/risk/pricing/basis-shock.ts";
import { shockedVolatility, tenorProfile } from "../../../src/risk/pricing/vol-shock.ts";
import { buildScenarioSet } from "../../../src/risk/scenarios/scenario-set.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { initialInterceptDown, maintenanceRowOf } from "../../../src/risk/table/maintenance-row.ts";
import {
	addMargin,
	countNetTerms,
	leastMargin,
	roundingBuffer,
} from "../../../src/risk/table/rounding-buffer.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { blackPriceFixed, fixedFromDouble } from "../../support/random/high-precision.ts";
import { type Draw, drawFrom } from "../../support/random/seeded-draw.ts";
import {
	buildSmallTables,
	PMRM_LIKE_PARAMS,
	SAMPLE_PARAMS,
	SMALL_CLOSES,
	SMALL_IV_HISTORY,
} from "../../support/tables/small-tables.ts";

const SEED = 20260205;
const USD = 1;
const HOLD = 3;

let tables: RiskTables;
beforeAll(async () => {
	tables = await buildSmallTables();
});

const slopes = ({ baseSlopeMicroUsd, slopeStepsMicroUsd }: RiskRow["longCharge"]) =>
	slopeStepsMicroUsd.map((step) => baseSlopeMicroUsd + step);
const largest = (values: readonly bigint[]) => values.reduce((a, b) => (a > b ? a : b));
const smallest = (values: readonly bigint[]) => values.reduce((a, b) => (a < b ? a : b));

describe("option lanes at initial level", () => {
	it("lie below the value of a 320-bit evaluation by less than 1 µUSD and twice the stated float error", () => {
		const instruments = markInstruments(buildListing(SMALL_MARKET), SMALL_MARKET);
		const scenarios = buildScenarioSet({
			instruments,
			params: SAMPLE_PARAMS,
			closes: SMALL_CLOSES,
			ivHistory: SMALL_IV_HISTORY,
			snapshotTimeMs: SMALL_MARKET.timeMs,
		});
		for (const option of instruments.filter(({ kind }) => kind === "option")) {
			const years = ((option.expiryMs ?? 0) - SMALL_MARKET.timeMs) / MS_PER_YEAR;
			const forward = Number(option.priceUsd);
			const strike = Number(option.strike);
			const volatility = Number(option.iv);
			const optionType = option.optionType as "C" | "P";
			const tenor = tenorProfile(SAMPLE_PARAMS, years * DAYS_PER_YEAR);
			/** µUSD per lot times 2^320; BTC options have lots of 0.01. */
			const leftAt = (laterMs: number) =>
				((option.expiryMs ?? 0) - SMALL_MARKET.timeMs - laterMs) / MS_PER_YEAR;
			const exact = (move: number, shocked: number, laterMs: number) =>
				10_000n *
				blackPriceFixed({
					forward: forward * (1 + move),
					strike,
					volatility: shocked,
					years: leftAt(laterMs),
					optionType,
				});
			const mark = exact(0, volatility, 0);
			const stated = 10 * BLACK_ERROR_OF_FORWARD * (21 * 1.1 * forward + strike) * 10_000;
			const row = tables.initial.rows[option.id];
			const lanes = [...(row?.stressMicroUsd ?? []), ...(row?.tailMicroUsd ?? [])];
			for (const [at, scenario] of [...scenarios.stress, ...scenarios.tail].entries()) {
				if (at % 5 !== 0) continue;
				const shock = scenario.vols.BTC ?? "flat";
				const basis = Number(basisMovePpm(option, scenario, SMALL_MARKET.timeMs)) / 1e6;
				const move = (1 + Number(scenario.movesPpm.BTC ?? 0n) / 1e6) * (1 + basis) - 1;
				const left = leftAt(scenario.laterMs);
				const deviations =
					left > 0 ? Math.log(strike / (forward * (1 + move))) / (volatility * Math.sqrt(left)) : 0;
				const shocked = shockedVolatility({
					params: SAMPLE_PARAMS,
					volatility,
					tenor,
					shock,
					deviations,
				});
				const repriced = exact(move, shocked, scenario.laterMs);
				const value =
					mark + ((repriced - mark) * scenario.weight.units) / 10n ** BigInt(scenario.weight.decimals);
				const below = value - ((lanes[at] as bigint) << 320n);
				expect(below >= 0n, `${option.name}, ${scenario.name}`).toBe(true);
				expect(below < fixedFromDouble(1 + 2 * stated), `${option.name}, ${scenario.name}`).toBe(true);
			}
		}
	});
});

describe("rows", () => {
	it("carry at least the rounding buffer of the net terms that they take part in", () => {
		for (const table of [tables.initial, tables.maintenance]) {
			for (const row of table.rows) {
				expect(row.longCharge.baseSlopeMicroUsd).toBeGreaterThanOrEqual(leastMargin(row).longMicroUsd);
				expect(row.shortCharge.baseSlopeMicroUsd).toBeGreaterThanOrEqual(leastMargin(row).shortMicroUsd);
			}
		}
	});

	it("never charge a long more per lot than it is worth in its worst lane, but for the rounding buffer", () => {
		for (const table of [tables.initial, tables.maintenance]) {
			for (const [id, row] of table.rows.entries()) {
				const kind = table.labels.instruments[id] as string;
				const signed =
					kind.startsWith("USD-") || kind.endsWith("PERPETUAL") || /^[A-Z]+-[0-9A-Z]+$/.test(kind);
				if (signed) continue;
				const worst = smallest([...row.stressMicroUsd, ...row.tailMicroUsd]);
				expect(worst - largest(slopes(row.longCharge)), kind).toBeGreaterThanOrEqual(-16n);
			}
		}
	});

	it("charge short USD for what rounding gives it where parameters take USD off its peg", async () => {
		const { stress, ...rest } = SAMPLE_PARAMS;
		const USD_PREMIUM = { discount: 0n, premium: 50n };
		const assets = { ...stress.depegs.assets, USD: USD_PREMIUM };
		const params = { ...rest, stress: { ...stress, depegs: { ...stress.depegs, assets } } };
		const moved = await buildSmallTables({ params });
		const lane = moved.initial.rows[USD]?.stressMicroUsd.at(
			moved.initial.labels.stress.indexOf("USD premium +0.01 %"),
		);
		expect(lane, "0.01 USD and half a µUSD, rounded down").toBe(10_000n);
		for (const level of ["maintenance", "initial"] as const) {
			const slope = (all: RiskTables) => all[level].rows[USD]?.shortCharge.baseSlopeMicroUsd ?? 0n;
			expect(slope(moved) - slope(tables)).toBeGreaterThanOrEqual(1n);
		}
	});

	it("state their worst rounding error in whole µUSD per lot", () => {
		expect(tables.initial.maxRoundingErrorMicroUsd).toBe(22n);
	});

	it("round intercepts of both levels down from the same amount", () => {
		const multiplier = { top: 1_250_000n, bottom: 1_000_000n };
		const draw = drawFrom(SEED);
		for (let run = 0; run < 200; run++) {
			const amount = draw.anyMagnitude(61);
			const initial = initialInterceptDown(amount, multiplier);
			const row = maintenanceRowOf(
				{ ...(tables.initial.rows[0] as RiskRow), deltaAllowanceMicroUsd: initial },
				multiplier,
			);
			expect(initial).toBeLessThanOrEqual(amount);
			expect(row.deltaAllowanceMicroUsd).toBe((amount * 4n) / 5n);
		}
	});
});

describe.each([
	["default", SAMPLE_PARAMS],
	["pmrm-like", PMRM_LIKE_PARAMS],
] as const)("solvent at initial level, profile %s,", (_profile, params) => {
	let tables: RiskTables;
	beforeAll(async () => {
		tables = await buildSmallTables({ params });
	});

	it(`implies solvent at maintenance level with the same surplus, exactly (seed ${SEED})`, () => {
		const draw = drawFrom(SEED);
		for (let run = 0; run < 1500; run++) {
			const { holdings, initial } = atTheLimit(draw);
			const maintenance = assessMargin(tables.maintenance.rows, holdings);
			const free = initial.freeCollateralMicroUsd;
			expect(free, `run ${run}`).toBeGreaterThanOrEqual(0n);
			expect(maintenance.freeCollateralMicroUsd, `run ${run}`).toBeGreaterThanOrEqual(free);
		}
	});

	/** A random book with cash or holds such that at most one cent is free at initial level. */
	function atTheLimit(draw: Draw): { holdings: Holding[]; initial: MarginAssessment } {
		const rows = tables.initial.rows;
		// Single lots show rounding best; large sizes show ladders and concentration charges.
		const bits = draw.pick([1, 1, 2, 8, 20, 26]);
		const book = rows
			.map((_, id) => id)
			.filter((id) => id > HOLD && draw.chance(0.5))
			.map((id): Holding => {
				// Ten million USD of one option are enough; coins reach the last tier of their ladder.
				const isSmallLot = (rows[id] as RiskRow).boundMicroUsd < 10_000_000n;
				const lots = draw.anyMagnitude(isSmallLot ? bits : Math.min(bits, 17)) + 1n;
				return { id, qtyLots: draw.chance(0.5) ? lots : -lots };
			});
		const before = assessMargin(rows, book).freeCollateralMicroUsd;
		const cents = before < 0n ? (-before + 9_999n) / 10_000n : before / 10_000n;
		const balance = { id: before < 0n ? USD : HOLD, qtyLots: cents };
		const holdings = cents === 0n ? book : [balance, ...book];
		return { holdings, initial: assessMargin(rows, holdings) };
	}
});

describe("rows so small that rounding is all there is", () => {
	const NUMBERS = 12n;
	const CASH: RiskRow = {
		...ZERO_ROW,
		stressMicroUsd: ZERO_ROW.stressMicroUsd.map(() => 1n),
		tailMicroUsd: ZERO_ROW.tailMicroUsd.map(() => 1n),
		boundMicroUsd: 1n,
	};

	it.each([1_000_000n, 1_000_001n, 1_100_000n, 1_250_000n, 3_000_000n])(
		`still satisfy initial ⇒ maintenance with m = %i ppm (seed ${SEED})`,
		(top) => {
			const draw = drawFrom(SEED);
			for (let run = 0; run < 400; run++) {
				const pairs = Array.from({ length: 6 }, (_, at) => tinyPair(draw, at, top));
				const initialRows = [ZERO_ROW, CASH, ...pairs.map(({ initial }) => initial)];
				const maintenanceRows = [ZERO_ROW, CASH, ...pairs.map(({ maintenance }) => maintenance)];
				const book = pairs
					.map((_, at): Holding => ({ id: at + 2, qtyLots: draw.signed(draw.pick([1n, 3n, 40n])) }))
					.filter(({ qtyLots }) => qtyLots !== 0n);
				const free = assessMargin(initialRows, book).freeCollateralMicroUsd;
				const holdings = free === 0n ? book : [{ id: 1, qtyLots: -free }, ...book];
				expect(assessMargin(initialRows, holdings).freeCollateralMicroUsd).toBe(0n);
				const maintenance = assessMargin(maintenanceRows, holdings).freeCollateralMicroUsd;
				expect(maintenance, `run ${run}`).toBeGreaterThanOrEqual(0n);
			}
		},
	);

	/** Two strikes of two expiries of one underlying, with or without net terms. */
	function tinyPair(draw: Draw, at: number, top: bigint): { initial: RiskRow; maintenance: RiskRow } {
		const multiplier = { top, bottom: 1_000_000n };
		const ladder = () => ({
			baseSlopeMicroUsd: draw.unsigned(3n),
			slopeStepsMicroUsd: [draw.unsigned(5n), draw.unsigned(5n), 0n, 0n],
			interceptsMicroUsd: [draw.unsigned(9n), draw.unsigned(9n), 0n, 0n].map((amount) =>
				initialInterceptDown(amount, multiplier),
			),
		});
		const nets = draw.chance(0.5);
		const net = () => (nets ? draw.signed(NUMBERS) : 0n);
		const mark = draw.signed(NUMBERS);
		const lanes = (count: number) => Array.from({ length: count }, () => mark + draw.signed(NUMBERS));
		const row: RiskRow = {
			...ZERO_ROW,
			stressMicroUsd: [mark, ...lanes(STRESS_LANES - 1)],
			tailMicroUsd: lanes(TAIL_LANES),
			longCharge: ladder(),
			shortCharge: ladder(),
			uncoveredShortMicroUsd: net(),
			basisUpMicroUsd: net(),
			basisDownMicroUsd: net(),
			vegaMicroUsd: net(),
			offsetFloorDownMicroUsd: net(),
			offsetFloorUpMicroUsd: net(),
			deltaMicroUsd: net(),
			deltaAllowanceMicroUsd: initialInterceptDown(4n, multiplier),
			keys: { strike: 2 + (at - (at % 2)), expiry: at < 4 ? 2 : 6, underlying: 2 },
		};
		const facts = {
			netTerms: countNetTerms(row),
			exact: false,
			floatErrorMicroUsd: 0,
			netFactor: 1,
			cutUp: false,
		};
		return {
			initial: addMargin(row, roundingBuffer("initial", facts)),
			maintenance: addMargin(maintenanceRowOf(row, multiplier), roundingBuffer("maintenance", facts)),
		};
	}
});
