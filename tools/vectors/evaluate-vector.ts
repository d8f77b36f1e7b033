/**
 * A vector through the path that tables take: scenarios from parameters, rows from pricers, the
 * margin rule from the engine. Once before any rounding, once as a table would hold it.
 */
import type { DailyCloses } from "../../src/market/history/daily-closes.ts";
import type { MarkedInstrument } from "../../src/market/snapshot/market-snapshot.ts";
import { assessMargin, type MarginAssessment } from "../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../src/risk/model/holding.ts";
import { type RiskRow, ZERO_ROW } from "../../src/risk/model/risk-row.ts";
import type { MarginLevel } from "../../src/risk/model/risk-table.ts";
import { largestPerLot, magnitude } from "../../src/risk/model/row-numbers.ts";
import { buildScenarioSet } from "../../src/risk/scenarios/scenario-set.ts";
import { buildRiskRows, type RowRequest, unroundedRow } from "../../src/risk/table/build-risk-row.ts";
import { checkRiskTable } from "../../src/risk/table/check-risk-table.ts";
import { assignSetKeys } from "../../src/risk/table/set-keys.ts";
import { largerOf } from "../../src/units/exact-value.ts";
import type { VectorFile } from "./vector-file.ts";
import { fewestLots, type LottedSize, oneLot } from "./vector-lots.ts";
import { vectorParams } from "./vector-params.ts";
import {
	VECTOR_TIME_MS,
	type VectorPortfolio,
	type VectorPosition,
	vectorPortfolio,
} from "./vector-positions.ts";

/** Before rounding a position is one lot of this many times itself, so that a µUSD is 10⁻¹⁸ USD of it. */
export const SCALE = 1_000_000_000_000n;
const SCALED_USD = 1_000_000 * Number(SCALE);

const NO_CLOSES: DailyCloses = { symbols: [], dates: [], closes: [] };

/** USD; the names are those of the vector's `expected`. */
export type VectorNumbers = VectorFile["expected"];

export type RoundedMargin = {
	readonly level: MarginLevel;
	readonly freeCollateralMicroUsd: bigint;
	/** The most by which rounding may lower it: Σ lots × rounding error per lot. */
	readonly boundMicroUsd: bigint;
	readonly lots: bigint;
};

export type VectorEvaluation = {
	/** Before rounding. */
	readonly numbers: VectorNumbers;
	/** Free collateral before rounding, in units of µUSD / `SCALE`. */
	readonly exactFreeScaled: bigint;
	readonly rounded: readonly RoundedMargin[];
};

/** @throws InputError the codes of `vectorParams` and `buildStressScenarios` */
export function evaluateVector(file: VectorFile): VectorEvaluation {
	const portfolio = vectorPortfolio(file);
	const { scenarioMultiplier } = file.params;
	// Profits and losses are stated before the multiplier, which may be anything.
	const unweighted = exactAssessment(file, portfolio, 1);
	const weighted = exactAssessment(file, portfolio, scenarioMultiplier);
	return {
		numbers: vectorNumbers(file, portfolio, unweighted.assessment, weighted.assessment),
		exactFreeScaled: weighted.assessment.freeCollateralMicroUsd,
		rounded: roundedMargins(file, portfolio, weighted.rows),
	};
}

function exactAssessment(file: VectorFile, portfolio: VectorPortfolio, scenarioWeight: number) {
	const sizes = portfolio.positions.map(({ size }) => oneLot(size, SCALE));
	const rows = rowRequests(file, portfolio, sizes, scenarioWeight).map(unroundedRow);
	const assessment = assessMargin([ZERO_ROW, ...rows], holdingsOf(portfolio.positions, sizes));
	return { rows, assessment };
}

function roundedMargins(
	file: VectorFile,
	portfolio: VectorPortfolio,
	exactRows: readonly RiskRow[],
): RoundedMargin[] {
	const { positions } = portfolio;
	const sizes = positions.map(({ size }, at) =>
		fewestLots(size, largestPerLot(exactRows[at] as RiskRow) / SCALE + 1n),
	);
	const pairs = rowRequests(file, portfolio, sizes, file.params.scenarioMultiplier).map(buildRiskRows);
	const holdings = holdingsOf(positions, sizes);
	const boundMicroUsd = pairs.reduce(
		(sum, { roundingErrorMicroUsd }, at) => sum + roundingErrorMicroUsd * lotsOf(holdings[at]),
		0n,
	);
	const lots = holdings.reduce((sum, holding) => sum + lotsOf(holding), 0n);
	return (["initial", "maintenance"] as const).map((level) => {
		const rows = [ZERO_ROW, ...pairs.map((pair) => pair[level])];
		checkRiskTable(rows);
		const { freeCollateralMicroUsd } = assessMargin(rows, holdings);
		return { level, freeCollateralMicroUsd, boundMicroUsd, lots };
	});
}

function rowRequests(
	file: VectorFile,
	{ positions, haircuts }: VectorPortfolio,
	sizes: readonly LottedSize[],
	scenarioWeight: number,
): RowRequest[] {
	const instruments = positions.map(
		({ instrument }, at): MarkedInstrument => ({ ...instrument, lot: (sizes[at] as LottedSize).lot }),
	);
	const params = vectorParams(file, scenarioWeight, haircuts);
	const scenarios = buildScenarioSet({
		instruments,
		params,
		closes: NO_CLOSES,
		snapshotTimeMs: VECTOR_TIME_MS,
	});
	const keys = assignSetKeys(instruments);
	return instruments.map((instrument, at) => ({
		instrument,
		keys: keys[at] ?? ZERO_ROW.keys,
		scenarios,
		params,
		snapshotTimeMs: VECTOR_TIME_MS,
	}));
}

function vectorNumbers(
	file: VectorFile,
	{ positions }: VectorPortfolio,
	unweighted: MarginAssessment,
	weighted: MarginAssessment,
): VectorNumbers {
	const { equityMicroUsd, stressMicroUsd, worstStress } = unweighted;
	const { totals, positionCharges, expirySets } = weighted;
	// These models charge every expiry's basis; ours asks none where there are bought options alone.
	const basis = expirySets.reduce((sum, { netsMicroUsd: [up, down] }) => sum + largestOf(0n, -up, -down), 0n);
	const chargeOf = (isMeant: (position: VectorPosition) => boolean) =>
		positions.reduce(
			(sum, position, at) => (isMeant(position) ? sum + (positionCharges[at]?.chargeMicroUsd ?? 0n) : sum),
			0n,
		);
	return {
		equity: usd(equityMicroUsd),
		// Lane 0 is the mark, then come the scenarios in the order of the file.
		scenarioPnl: file.params.scenarios.map((_, at) =>
			usd((stressMicroUsd[at + 1] as bigint) - equityMicroUsd),
		),
		worst: usd(worstStress.valueMicroUsd - equityMicroUsd),
		basisCharge: usd(basis),
		nakedShortCharge: usd(totals.uncoveredShortMicroUsd),
		perpCharge: usd(chargeOf(({ instrument }) => instrument.kind === "perpetual")),
		haircut: usd(chargeOf(({ instrument }) => instrument.kind !== "perpetual")),
		margin: usd(weighted.freeCollateralMicroUsd - (basis - totals.basisMicroUsd)),
	};
}

function holdingsOf(positions: readonly VectorPosition[], sizes: readonly LottedSize[]): Holding[] {
	return positions.map(({ instrument }, at) => ({
		id: instrument.id,
		qtyLots: (sizes[at] as LottedSize).qtyLots,
	}));
}

function lotsOf(holding: Holding | undefined): bigint {
	return magnitude(holding?.qtyLots ?? 0n);
}

function largestOf(...values: readonly bigint[]): bigint {
	return values.reduce((most, value) => largerOf(most, value));
}

function usd(scaledMicroUsd: bigint): number {
	return Number(scaledMicroUsd) / SCALED_USD;
}
