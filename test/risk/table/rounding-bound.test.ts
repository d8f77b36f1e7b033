/**
 * The rounding error that a table prints is a true bound: a line of integers never lies above the
 * exact rule, and below it by no more than Σ lots × that error.
 */
import { describe, expect, it } from "vitest";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import { magnitude } from "../../../src/risk/model/row-numbers.ts";
import { initialMultiplier, type RiskParams } from "../../../src/risk/params/risk-params.ts";
import { buildScenarioSet } from "../../../src/risk/scenarios/scenario-set.ts";
import { buildRiskRows, type RowRequest, unroundedRow } from "../../../src/risk/table/build-risk-row.ts";
import { maintenanceRowOf } from "../../../src/risk/table/maintenance-row.ts";
import { assignSetKeys } from "../../../src/risk/table/set-keys.ts";
import { formatScaled, parseDecimal } from "../../../src/units/decimal.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { type Draw, drawFrom } from "../../support/random/seeded-draw.ts";
import { PMRM_LIKE_PARAMS, SAMPLE_PARAMS, SMALL_CLOSES } from "../../support/tables/small-tables.ts";

const SEED = 20260204;
/** Exact rows are of lots so much larger; a µUSD of theirs is nothing. */
const SCALE = 1_000_000_000_000n;

/** Charges that grow with size in steps are amounts, which do not scale with the lot: without them. */
function withoutSteps(params: RiskParams): RiskParams {
	const oneTier = (haircut: bigint) => [{ fromUsd: 0n, haircut }];
	return {
		...params,
		charges: {
			...params.charges,
			haircuts: { stable: oneTier(5_000n), coin: oneTier(21_000n), wrapped: oneTier(43_000n), assets: {} },
			concentration: { ...params.charges.concentration, allowanceUsd: {}, allowanceUsdOther: 0n },
		},
	};
}

function rowRequests(params: RiskParams, scale: bigint): RowRequest[] {
	const instruments = markInstruments(buildListing(SMALL_MARKET), SMALL_MARKET).map((instrument) => {
		const { units, decimals } = parseDecimal(instrument.lot, "lot");
		return { ...instrument, lot: formatScaled(units * scale, decimals) };
	});
	const keys = assignSetKeys(instruments);
	const scenarios = buildScenarioSet({
		instruments,
		params,
		closes: SMALL_CLOSES,
		snapshotTimeMs: SMALL_MARKET.timeMs,
	});
	return instruments.map((instrument, at) => ({
		instrument,
		keys: keys[at] ?? ZERO_ROW.keys,
		scenarios,
		params,
		snapshotTimeMs: SMALL_MARKET.timeMs,
	}));
}

function randomBook(draw: Draw, requests: readonly RowRequest[]): Holding[] {
	return requests
		.filter(({ instrument }) => instrument.kind !== "hold" && instrument.kind !== "order" && draw.chance(0.6))
		.map(({ instrument }): Holding => {
			const lots = draw.anyMagnitude(draw.pick([1, 4, 12])) + 1n;
			return { id: instrument.id, qtyLots: draw.chance(0.5) ? lots : -lots };
		});
}

describe.each([
	["default", SAMPLE_PARAMS],
	["pmrm-like", PMRM_LIKE_PARAMS],
] as const)("the stated rounding error of profile %s", (_name, profile) => {
	const params = withoutSteps(profile);
	const requests = rowRequests(params, 1n);
	const pairs = requests.map(buildRiskRows);
	const exactInitial = rowRequests(params, SCALE).map(unroundedRow);
	const exact = {
		initial: [ZERO_ROW, ...exactInitial],
		maintenance: [ZERO_ROW, ...exactInitial.map((row) => maintenanceRowOf(row, initialMultiplier(params)))],
	};

	it.each(["initial", "maintenance"] as const)(
		`bounds what rounding takes from any book at %s level, and rounding gives nothing (seed ${SEED})`,
		(level) => {
			const draw = drawFrom(SEED);
			const rows = [ZERO_ROW, ...pairs.map((pair) => pair[level])];
			let closest = 0;
			for (let run = 0; run < 400; run++) {
				const book = randomBook(draw, requests);
				const exactFree = assessMargin(exact[level], book).freeCollateralMicroUsd;
				const free = assessMargin(rows, book).freeCollateralMicroUsd;
				const below = Number(exactFree - free * SCALE) / Number(SCALE);
				const stated = book.reduce(
					(sum, { id, qtyLots }) => sum + magnitude(qtyLots) * (pairs[id - 1]?.roundingErrorMicroUsd ?? 0n),
					// The mean of the worst tail days rounds down once.
					1n,
				);
				expect(below, `run ${run}`).toBeGreaterThanOrEqual(0);
				expect(below, `run ${run}`).toBeLessThanOrEqual(Number(stated));
				closest = Math.max(closest, below / Number(stated));
			}
			// Not so loose that it says nothing.
			expect(closest).toBeGreaterThan(0.4);
		},
	);
});
