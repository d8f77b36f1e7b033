/**
 * Net lanes: what an instrument adds to its strike, expiry and underlying before the charge on the
 * net is taken. All are rounded to the nearest µUSD; the rounding margin in the slopes pays for it.
 */
import { MS_PER_YEAR } from "../market/black-76.ts";
import type { MarkedInstrument } from "../market/market-snapshot.ts";
import { divideCeil, parseDecimal } from "../units/decimal.ts";
import { multiplyDecimals } from "../units/decimal-arithmetic.ts";
import { microUsdNearest, ppmToDecimal } from "./exact-value.ts";
import type { LotPricer } from "./lot-pricer.ts";
import type { RiskParams } from "./risk-params.ts";
import type { RiskRow } from "./risk-row.ts";
import { MARK_SCENARIO, type Scenario, type VolShock } from "./scenario.ts";

export type NetLanes = Pick<
	RiskRow,
	| "nakedMicroUsd"
	| "basisUpMicroUsd"
	| "basisDownMicroUsd"
	| "vegaMicroUsd"
	| "standaloneDownMicroUsd"
	| "standaloneUpMicroUsd"
	| "deltaMicroUsd"
>;

export const NO_NETS: NetLanes = {
	nakedMicroUsd: 0n,
	basisUpMicroUsd: 0n,
	basisDownMicroUsd: 0n,
	vegaMicroUsd: 0n,
	standaloneDownMicroUsd: 0n,
	standaloneUpMicroUsd: 0n,
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
	const { basis, vega, size, offsetFloor } = params.charges;
	const move = (ppm: bigint) => scenario({ movesPpm: { [underlying]: ppm } });
	const standalone = (ppm: bigint) =>
		scenario({
			movesPpm: { [underlying]: ppm },
			vols: { [underlying]: "up" satisfies VolShock },
			daysLater: 1,
		});
	const basisPpm = expiryMs === undefined ? 0n : basisFactorPpm(params, expiryMs - request.snapshotTimeMs);
	return {
		nakedMicroUsd: kind === "option" ? shareOfSpot(instrument, params.charges.nakedShortOption) : 0n,
		basisUpMicroUsd: pricer.changeNearest(move(basis.move), basisPpm),
		basisDownMicroUsd: pricer.changeNearest(move(-basis.move), basisPpm),
		vegaMicroUsd: pricer.changeNearest(scenario({ vols: { [underlying]: "up" } }), vega.shareOfUpShock),
		standaloneDownMicroUsd: pricer.changeNearest(standalone(-offsetFloor.move), offsetFloor.share),
		standaloneUpMicroUsd: pricer.changeNearest(standalone(offsetFloor.move), offsetFloor.share),
		deltaMicroUsd: pricer.deltaNearest(size.rate),
	};
}

/** The largest factor that a float value is multiplied by in a net lane, as a plain number. */
export function largestNetFactor(params: RiskParams, remainingMs: number): number {
	return Math.max(1, Number(basisFactorPpm(params, remainingMs)) / 1_000_000);
}

/** `add + perYear·years`, rounded up to a ppm. */
function basisFactorPpm(params: RiskParams, remainingMs: number): bigint {
	const { add, perYear } = params.charges.basis;
	return add + divideCeil(perYear * BigInt(remainingMs), BigInt(MS_PER_YEAR));
}

function shareOfSpot(instrument: MarkedInstrument, ratePpm: bigint): bigint {
	const spot = parseDecimal(instrument.indexUsd, instrument.name);
	const lotUsd = multiplyDecimals(spot, parseDecimal(instrument.lot, "lot"));
	return microUsdNearest(multiplyDecimals(lotUsd, ppmToDecimal(ratePpm)));
}

function scenario(given: Partial<Scenario>): Scenario {
	return { ...MARK_SCENARIO, ...given };
}
