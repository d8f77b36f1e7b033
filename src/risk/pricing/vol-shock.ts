/**
 * Volatility under a scenario. Shocks of the stress set are stated at 30 days and grow toward short
 * tenors; tail scenarios move a whole surface: its level at four tenors, its skew and its curvature.
 */

import { type FourTenors, IV_TENOR_DAYS } from "../../market/history/iv-history.ts";
import { ln, pow } from "../../math/deterministic-math.ts";
import { ppmToNumber } from "../../units/exact-value.ts";
import type { SurfaceMove, VolShock } from "../model/scenario.ts";
import type { RiskParams } from "../params/risk-params.ts";

const REFERENCE_DAYS = 30;
/** Distance from the forward, in standard deviations, of an option with a delta of 25 %: Φ⁻¹(0.75). */
const QUARTER_DELTA_DEVIATIONS = 0.6744897501960817;

/** Shocks are the business of the stress block alone. */
type VolParams = Pick<RiskParams, "stress">;

/** What an option's tenor makes of a shock; the same for all scenarios. */
export type TenorProfile = {
	/** Of shocks stated at 30 days. */
	readonly scale: number;
	/** Of the level at each of `IV_TENOR_DAYS`. */
	readonly weights: FourTenors<number>;
};

/**
 * `(30 d / max(days, floor))^power`. The power is that of the option's own time: the short one up to and
 * including 30 days, the long one beyond, wherever the floor lies.
 */
export function tenorScale(params: VolParams, days: number): number {
	const { tenorFloorDays, shortPower, longPower } = params.stress.vol;
	const counted = Math.max(days, ppmToNumber(tenorFloorDays));
	// Without a floor an option at expiry: worth its intrinsic value, whatever its volatility.
	if (counted <= 0) return 1;
	const power = ppmToNumber(days <= REFERENCE_DAYS ? shortPower : longPower);
	return pow(REFERENCE_DAYS / counted, power);
}

/** Half an up shock, without its floor: a surface of which only the level moves. */
export function halfUpShock(params: VolParams): SurfaceMove {
	const { rangeUp } = params.stress.vol;
	const levelPpm = IV_TENOR_DAYS.map((days) =>
		BigInt(Math.round((Number(rangeUp) / 2) * tenorScale(params, days))),
	);
	return { levelPpm: levelPpm as unknown as FourTenors<bigint>, riskReversalPpm: 0n, flyPpm: 0n };
}

/**
 * Between two tenors linear in the logarithm of days; outside the first and the last of them the
 * level there, scaled on by the powers of the parameters.
 */
export function tenorProfile(params: VolParams, days: number): TenorProfile {
	const scale = tenorScale(params, days);
	const [first, , , last] = IV_TENOR_DAYS;
	if (days <= first) return { scale, weights: [scale / tenorScale(params, first), 0, 0, 0] };
	if (days >= last) return { scale, weights: [0, 0, 0, scale / tenorScale(params, last)] };
	const after = IV_TENOR_DAYS.findIndex((tenor) => tenor > days);
	const low = IV_TENOR_DAYS[after - 1] as number;
	const share = ln(days / low) / ln((IV_TENOR_DAYS[after] as number) / low);
	const weights = [0, 0, 0, 0];
	weights[after - 1] = 1 - share;
	weights[after] = share;
	return { scale, weights: weights as unknown as FourTenors<number> };
}

/**
 * The shocked volatility. An up shock never lowers it and ends at `upFloor` or above; no shock leaves
 * less than `floorShare` of it, so volatilities stay positive.
 */
export function shockedVolatility(request: {
	readonly params: VolParams;
	readonly volatility: number;
	readonly tenor: TenorProfile;
	readonly shock: VolShock;
	/** `ln(K/F)/(σ√T)` under the scenario: which part of a smile this is. */
	readonly deviations: number;
}): number {
	const { params, volatility, tenor, shock, deviations } = request;
	const { rangeUp, rangeDown, upFloor, floorShare } = params.stress.vol;
	if (shock === "flat") return volatility;
	if (shock === "up") {
		return Math.max(volatility * (1 + ppmToNumber(rangeUp) * tenor.scale), ppmToNumber(upFloor));
	}
	const factor =
		shock === "down" || shock === "pin"
			? 1 - ppmToNumber(rangeDown) * tenor.scale
			: levelFactor(shock, tenor) * smileFactor({ params, move: shock, tenor, deviations });
	return volatility * Math.max(ppmToNumber(floorShare), factor);
}

function levelFactor({ levelPpm }: SurfaceMove, { weights }: TenorProfile): number {
	let level = 1;
	for (let at = 0; at < weights.length; at++) {
		level += (weights[at] as number) * ppmToNumber(levelPpm[at] as bigint);
	}
	return Math.max(0, level);
}

/**
 * `1 + scale·(½·riskReversal·x + fly·x²)`, x being the distance from the forward in units of that of
 * the 25-delta option, no further than `wingCap` on either side. At x = ±1 it moves the risk reversal
 * and the fly, over the volatility at the money, by exactly what the scenario says.
 */
export function smileFactor(request: {
	readonly params: VolParams;
	readonly move: Pick<SurfaceMove, "riskReversalPpm" | "flyPpm">;
	readonly tenor: Pick<TenorProfile, "scale">;
	readonly deviations: number;
}): number {
	const { params, move, tenor, deviations } = request;
	const cap = ppmToNumber(params.stress.vol.wingCap);
	const x = Math.min(cap, Math.max(-cap, deviations / QUARTER_DELTA_DEVIATIONS));
	const shift = (ppmToNumber(move.riskReversalPpm) / 2) * x + ppmToNumber(move.flyPpm) * x * x;
	return Math.max(0, 1 + tenor.scale * shift);
}
