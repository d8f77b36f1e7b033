/**
 * Cash, coins, perpetuals and futures: priced exactly, in decimals, and rounded once at the end.
 */

import { lotAt, lotAtMark, lotAtSpot } from "../../market/snapshot/lot-usd.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import type { Decimal } from "../../units/decimal.ts";
import { addDecimals, multiplyDecimals, negateDecimal } from "../../units/decimal-arithmetic.ts";
import {
	decimalToNumber,
	microUsdDown,
	microUsdNearest,
	microUsdUp,
	ONE_IN_PPM,
	PPM_DECIMALS,
	ppmToDecimal,
} from "../../units/exact-value.ts";
import type { LotPricer } from "../model/lot-pricer.ts";
import type { Scenario } from "../model/scenario.ts";
import { basisMovePpm } from "./basis-shock.ts";

const MICRO = 1_000_000;
/** Of a product of two ratios in ppm. */
const MOVE_DECIMALS = 2 * PPM_DECIMALS;
const ONE_MOVE = ONE_IN_PPM * ONE_IN_PPM;

/** Balances: the price of a lot moves with its underlying and off its peg. */
export function assetPricer(asset: MarkedInstrument): LotPricer {
	const lotUsd = lotAtMark(asset);
	const move = (scenario: Scenario) => {
		const spot = ONE_IN_PPM + (scenario.movesPpm[asset.underlying] ?? 0n);
		const peg = ONE_IN_PPM + (scenario.depegsPpm[asset.name] ?? 0n);
		return spot * peg - ONE_MOVE;
	};
	return linearPricer({
		lotUsd,
		deltaUsd: lotUsd,
		settledUsd: ppmToDecimal(0n),
		move,
		limitedLiability: true,
	});
}

/**
 * Perpetuals and futures: price minus the price at which this epoch's variation went to cash. Futures
 * move with spot and with the basis.
 */
export function futurePricer(future: MarkedInstrument, snapshotTimeMs: number): LotPricer {
	return linearPricer({
		lotUsd: lotAtMark(future),
		deltaUsd: lotAtSpot(future),
		settledUsd: lotAt(future, future.settlementPrice ?? future.priceUsd),
		move: (scenario) => {
			const spot = ONE_IN_PPM + (scenario.movesPpm[future.underlying] ?? 0n);
			const basis = ONE_IN_PPM + basisMovePpm(future, scenario, snapshotTimeMs);
			return spot * basis - ONE_MOVE;
		},
		limitedLiability: false,
	});
}

function linearPricer(given: {
	readonly lotUsd: Decimal;
	readonly deltaUsd: Decimal;
	readonly settledUsd: Decimal;
	/** Relative, with `MOVE_DECIMALS`. */
	readonly move: (scenario: Scenario) => bigint;
	readonly limitedLiability: boolean;
}): LotPricer {
	const { lotUsd, deltaUsd, settledUsd, move, limitedLiability } = given;
	const scaledMove = (scenario: Scenario, factor: Decimal): Decimal => ({
		units: lotUsd.units * move(scenario) * factor.units,
		decimals: lotUsd.decimals + MOVE_DECIMALS + factor.decimals,
	});
	const markUsd = addDecimals(lotUsd, negateDecimal(settledUsd));
	const laneUsd = (scenario: Scenario, weightPpm: bigint) => {
		const weight = multiplyDecimals(ppmToDecimal(weightPpm), scenario.weight);
		return addDecimals(markUsd, scaledMove(scenario, weight));
	};
	return {
		lane: (scenario, weightPpm) => decimalToNumber(laneUsd(scenario, weightPpm)) * MICRO,
		laneDown: (scenario, weightPpm) => microUsdDown(laneUsd(scenario, weightPpm)),
		changeNearest: (scenario, factor) => microUsdNearest(scaledMove(scenario, factor)),
		shareUp: (factorPpm) => microUsdUp(multiplyDecimals(lotUsd, ppmToDecimal(factorPpm))),
		deltaNearest: (ratePpm) => microUsdNearest(multiplyDecimals(deltaUsd, ppmToDecimal(ratePpm))),
		floatErrorMicroUsd: 0,
		limitedLiability,
	};
}
