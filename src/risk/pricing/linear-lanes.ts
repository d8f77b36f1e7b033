/**
 * Cash, coins, perpetuals and futures: priced exactly, in decimals, and rounded once at the end.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { type Decimal, parseDecimal } from "../../units/decimal.ts";
import {
	addDecimals,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../../units/decimal-arithmetic.ts";
import {
	decimalToNumber,
	microUsdDown,
	microUsdNearest,
	microUsdUp,
	ppmToDecimal,
} from "../../units/exact-value.ts";
import type { LotPricer } from "../model/lot-pricer.ts";
import type { Scenario } from "../model/scenario.ts";
import { basisMovePpm } from "./basis-shock.ts";

const MICRO = 1_000_000;
const ONE: Decimal = { units: 1n, decimals: 0 };

/** Balances: the price of a lot moves with its underlying and off its peg. */
export function assetPricer(asset: MarkedInstrument): LotPricer {
	const lotUsd = lotPrice(asset, asset.priceUsd);
	const move = (scenario: Scenario) => {
		const spot = onePlus(scenario.movesPpm[asset.underlying]);
		const peg = onePlus(scenario.depegsPpm[asset.name]);
		return subtractDecimals(multiplyDecimals(spot, peg), ONE);
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
		lotUsd: lotPrice(future, future.priceUsd),
		deltaUsd: lotPrice(future, future.indexUsd),
		settledUsd: lotPrice(future, future.settlementPrice ?? future.priceUsd),
		move: (scenario) => {
			const spot = onePlus(scenario.movesPpm[future.underlying]);
			const basis = onePlus(basisMovePpm(future, scenario, snapshotTimeMs));
			return subtractDecimals(multiplyDecimals(spot, basis), ONE);
		},
		limitedLiability: false,
	});
}

function linearPricer(given: {
	readonly lotUsd: Decimal;
	readonly deltaUsd: Decimal;
	readonly settledUsd: Decimal;
	readonly move: (scenario: Scenario) => Decimal;
	readonly limitedLiability: boolean;
}): LotPricer {
	const { lotUsd, deltaUsd, settledUsd, move, limitedLiability } = given;
	const scaledMove = (scenario: Scenario, factor: Decimal) =>
		multiplyDecimals(multiplyDecimals(lotUsd, move(scenario)), factor);
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

function lotPrice(instrument: MarkedInstrument, priceUsd: string): Decimal {
	return multiplyDecimals(parseDecimal(priceUsd, instrument.name), parseDecimal(instrument.lot, "lot"));
}

function onePlus(ppm: bigint | undefined): Decimal {
	return addDecimals(ONE, ppmToDecimal(ppm ?? 0n));
}
