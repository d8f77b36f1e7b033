/**
 * Dynamic haircuts: by how much the forecast widens the haircut ladders of coins and wrapped coins.
 * Fiat and stables keep their ladders: what they risk is a break of the peg, which no volatility
 * announces; the depeg scenarios ask for it.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { divideCeil } from "../../units/decimal.ts";
import { ONE_IN_PPM, ppmToNumber, smallerOf } from "../../units/exact-value.ts";
import type { HaircutTier, RiskParams, TailInputs } from "../params/risk-params.ts";
import type { JointReturns } from "./daily-returns.ts";
import { type FilteredReturns, filterReturns, quantilesSoFarUp, releaseSlowly } from "./volatility-filter.ts";

type DynamicHaircut = Exclude<RiskParams["charges"]["dynamicHaircut"], "off">;

/** By underlying, in ppm of the base haircut. At least `tail.seedDays` returns. */
export function haircutFactorsPpmUp(
	returns: JointReturns,
	underlyings: readonly string[],
	params: Pick<TailInputs, "tail" | "forecast"> & { readonly dynamicHaircut: DynamicHaircut },
): Record<string, bigint> {
	const filtered = filterReturns(returns, params);
	return Object.fromEntries(
		filtered.map((one, u) => {
			const factor = haircutFactorPath(one, params.dynamicHaircut).at(-1) as number;
			return [underlyings[u] as string, BigInt(Math.ceil(factor * 1_000_000))];
		}),
	);
}

/**
 * `1 + slope·(forecast / long-run volatility − 1)` within `lowest … highest`, day by day. A rising
 * forecast counts on the same day; the factor falls by at most the share `releasePerDay` a day.
 */
export function haircutFactorPath(
	{ modelled, released }: Pick<FilteredReturns, "modelled" | "released">,
	params: DynamicHaircut,
): number[] {
	const slope = ppmToNumber(params.slope);
	const longRuns = quantilesSoFarUp(modelled, params.longRunQuantile);
	const wanted = released.map((volatility, at) => {
		const longRun = longRuns[at] as number;
		const stretch = longRun === 0 ? 0 : volatility / longRun - 1;
		const factor = Math.max(ppmToNumber(params.lowest), 1 + slope * stretch);
		return Math.min(ppmToNumber(params.highest), factor);
	});
	return releaseSlowly({ wanted, releasePerDay: ppmToNumber(params.releasePerDay) });
}

/** The factor on an asset's haircuts; 1 for what has no haircut or is pegged to money. */
export function haircutFactorPpm(
	factorsPpm: Readonly<Record<string, bigint>>,
	{ assetClass, underlying }: Pick<MarkedInstrument, "assetClass" | "underlying">,
): bigint {
	if (assetClass !== "coin" && assetClass !== "wrapped") return ONE_IN_PPM;
	return factorsPpm[underlying] ?? ONE_IN_PPM;
}

/** Every haircut times the factor, rounded up to a ppm, at most 100 %: still rising with size. */
export function scaleHaircutsUp(tiers: readonly HaircutTier[], factorPpm: bigint): HaircutTier[] {
	return tiers.map(({ fromUsd, haircut }) => ({
		fromUsd,
		haircut: smallerOf(ONE_IN_PPM, divideCeil(haircut * factorPpm, ONE_IN_PPM)),
	}));
}
