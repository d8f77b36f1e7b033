/** What haircut ladders cost more in a table's five segments than exactly. */

import type { LadderFit } from "../../risk/charges/haircut-fit.ts";
import { formatScaled, MICRO_USD_DECIMALS } from "../../units/decimal.ts";
import { PPM_DECIMALS } from "../../units/exact-value.ts";
import { usdDown, usdUp } from "../output/amount-text.ts";

type NamedFit = { readonly asset: string; readonly fit: LadderFit };

/** Decimals of a percentage that is written from ppm without rounding. */
const PERCENT_DECIMALS = 4;

/** One line per ladder that does not fit exactly. */
export function haircutFitLines(fits: readonly NamedFit[]): string[] {
	const inexact = fits.filter(({ fit }) => fit.largestExcess.microUsd > 0n);
	const exactCount = fits.length - inexact.length;
	return [
		`${exactCount} of ${fits.length} haircut ladders are exact in five segments`,
		...inexact.map(({ asset, fit }) => {
			const { largestExcessPpm, largestExcessPpmAtMicroUsd: shareAt, largestExcess } = fit;
			const share = `${formatScaled(largestExcessPpm, PERCENT_DECIMALS)} % at ${usdDown(shareAt)} USD`;
			const amount = `${usdUp(largestExcess.microUsd)} USD at ${usdDown(largestExcess.atMicroUsd)} USD`;
			return `  ${asset}: above the exact ladder by at most ${share} and ${amount}`;
		}),
	];
}

export function haircutFitToJson(asset: string, fit: LadderFit) {
	const usd = (microUsd: bigint) => formatScaled(microUsd, MICRO_USD_DECIMALS);
	return {
		asset,
		segments: fit.segments.length,
		largestExcessShare: formatScaled(fit.largestExcessPpm, PPM_DECIMALS),
		largestExcessShareAtUsd: usd(fit.largestExcessPpmAtMicroUsd),
		largestExcessUsd: usd(fit.largestExcess.microUsd),
		largestExcessAtUsd: usd(fit.largestExcess.atMicroUsd),
	};
}
