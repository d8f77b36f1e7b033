/**
 * Net lanes: what an instrument adds to its strike, expiry and underlying before the charge on the
 * net is taken. All are rounded to the nearest µUSD; the rounding buffer in the slopes pays for it.
 */
import { MS_PER_YEAR } from "../../market/pricing/black-76.ts";
import { lotAtSpot } from "../../market/snapshot/lot-usd.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { type Decimal, divideCeil } from "../../units/decimal.ts";
import { addDecimals, DECIMAL_ZERO, multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import {
	decimalToNumber,
	microUsdNearest,
	ONE_IN_PPM,
	PPM_DECIMALS,
	ppmToDecimal,
} from "../../units/exact-value.ts";
import type { LotPricer } from "../model/lot-pricer.ts";
import type { RiskRow } from "../model/risk-row.ts";
import { MARK_SCENARIO, type Scenario, type VolShock } from "../model/scenario.ts";
import {
	basisOf,
	horizonMs,
	ownMove,
	pinSharePpmUp,
	type RiskParams,
	uncoveredShortRatePpmUp,
} from "../params/risk-params.ts";

export type NetLanes = Pick<
	RiskRow,
	| "uncoveredShortMicroUsd"
	| "pinMicroUsd"
	| "basisUpMicroUsd"
	| "basisDownMicroUsd"
	| "vegaMicroUsd"
	| "offsetFloorDownMicroUsd"
	| "offsetFloorUpMicroUsd"
	| "deltaMicroUsd"
>;

export const NO_NETS: NetLanes = {
	uncoveredShortMicroUsd: 0n,
	pinMicroUsd: 0n,
	basisUpMicroUsd: 0n,
	basisDownMicroUsd: 0n,
	vegaMicroUsd: 0n,
	offsetFloorDownMicroUsd: 0n,
	offsetFloorUpMicroUsd: 0n,
	deltaMicroUsd: 0n,
};

export function netLanes(request: {
	readonly instrument: MarkedInstrument;
	readonly pricer: LotPricer;
	readonly params: RiskParams;
	readonly snapshotTimeMs: number;
}): NetLanes {
	const { instrument, pricer, params } = request;
	const { underlying, kind, expiryMs } = instrument;
	if (underlying === "USD") return NO_NETS;
	const basis = basisOf(params, underlying);
	const { vega, concentration, offsetFloor } = params.charges;
	const move = (ppm: bigint) => scenario({ movesPpm: { [underlying]: ppm } });
	const aloneMoved = (ppm: bigint) =>
		scenario({
			movesPpm: { [underlying]: ppm },
			vols: { [underlying]: "up" satisfies VolShock },
			laterMs: horizonMs(params),
		});
	const ofSpot = (ratePpm: (remainingMs: number) => bigint) =>
		kind === "option" && expiryMs !== undefined
			? shareOfSpot(instrument, ratePpm(expiryMs - request.snapshotTimeMs))
			: 0n;
	const basisShare =
		expiryMs === undefined
			? DECIMAL_ZERO
			: basisFactorUp(params, underlying, expiryMs - request.snapshotTimeMs);
	const vegaShare = ppmToDecimal(vega.shareOfUpShock);
	const floorShare = ppmToDecimal(offsetFloor.share);
	return {
		uncoveredShortMicroUsd: ofSpot((remainingMs) => uncoveredShortRatePpmUp(params, remainingMs)),
		pinMicroUsd: ofSpot((remainingMs) =>
			divideCeil(params.charges.pinnedOption * pinSharePpmUp(params, remainingMs), ONE_IN_PPM),
		),
		basisUpMicroUsd: pricer.changeNearest(move(basis.up), basisShare),
		basisDownMicroUsd: pricer.changeNearest(move(basis.down), basisShare),
		vegaMicroUsd: pricer.changeNearest(scenario({ vols: { [underlying]: "up" } }), vegaShare),
		offsetFloorDownMicroUsd: pricer.changeNearest(
			aloneMoved(ownMove(params, underlying, -offsetFloor.move)),
			floorShare,
		),
		offsetFloorUpMicroUsd: pricer.changeNearest(
			aloneMoved(ownMove(params, underlying, offsetFloor.move)),
			floorShare,
		),
		deltaMicroUsd: pricer.deltaNearest(concentration.rate),
	};
}

/** The largest factor that a float value is multiplied by in a net lane, as a plain number. */
export function largestNetFactor(params: RiskParams, underlying: string, remainingMs: number): number {
	return Math.max(1, decimalToNumber(basisFactorUp(params, underlying, remainingMs)));
}

/** Years have no exact decimal; this many digits of them are as good as exact. */
const YEAR_DECIMALS = 18;

/** `add + perYear·years`, the years rounded up in their last digit. */
function basisFactorUp(params: RiskParams, underlying: string, remainingMs: number): Decimal {
	const { add, perYear } = basisOf(params, underlying);
	const scaled = perYear * BigInt(remainingMs) * 10n ** BigInt(YEAR_DECIMALS);
	const years = { units: divideCeil(scaled, BigInt(MS_PER_YEAR)), decimals: PPM_DECIMALS + YEAR_DECIMALS };
	return addDecimals(ppmToDecimal(add), years);
}

function shareOfSpot(instrument: MarkedInstrument, ratePpm: bigint): bigint {
	return microUsdNearest(multiplyDecimals(lotAtSpot(instrument), ppmToDecimal(ratePpm)));
}

function scenario(given: Partial<Scenario>): Scenario {
	return { ...MARK_SCENARIO, ...given };
}
