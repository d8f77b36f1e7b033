/**
 * Options: Black-76 on the shocked forward and volatility, one day later. The only place of a table
 * where floats appear; every value leaves it rounded down by more than the largest float error.
 */
import { InternalError } from "../errors/base.ts";
import {
	BLACK_ERROR_OF_FORWARD,
	type BlackInput,
	blackGreeks,
	blackPrice,
	DAYS_PER_YEAR,
	MS_PER_YEAR,
} from "../market/black-76.ts";
import type { MarkedInstrument } from "../market/market-snapshot.ts";
import { decimalTextToNumber, ppmToNumber } from "./exact-value.ts";
import type { LotPricer } from "./lot-pricer.ts";
import type { RiskParams } from "./risk-params.ts";
import { LARGEST_MOVE_PPM, MARK_SCENARIO, type Scenario } from "./scenario.ts";
import { shockedVolatility, tenorScale } from "./vol-shock.ts";

/**
 * The formula's own error, ten times over: for inputs that are themselves rounded (forward,
 * volatility and time each within a few 2⁻⁵³), for the weighting, and for far strikes and
 * volatilities outside the range in which the formula's error was measured.
 */
const FLOAT_ERROR_OF_PRICES = 10 * BLACK_ERROR_OF_FORWARD;

const LARGEST_FORWARD_FACTOR = 1 + ppmToNumber(LARGEST_MOVE_PPM);

const MICRO = 1_000_000;

export function optionPricer(request: {
	readonly option: MarkedInstrument;
	readonly snapshotTimeMs: number;
	readonly params: RiskParams;
}): LotPricer {
	const { option } = request;
	const lotMicro = decimalTextToNumber(option.lot) * MICRO;
	const spot = decimalTextToNumber(option.indexUsd);
	const { inputUnder, forward, strike } = inputsOf(request);
	const markInput = inputUnder(MARK_SCENARIO);
	const mark = blackPrice(markInput) * lotMicro;
	const delta = blackGreeks(markInput).delta * spot * lotMicro;
	const floatErrorMicroUsd = FLOAT_ERROR_OF_PRICES * (LARGEST_FORWARD_FACTOR * forward + strike) * lotMicro;
	const change = (scenario: Scenario) => blackPrice(inputUnder(scenario)) * lotMicro - mark;
	return {
		laneDown: (scenario, weightPpm) => {
			const weight = ppmToNumber(weightPpm) * ppmToNumber(scenario.weightPpm);
			const value = mark + weight * change(scenario) - floatErrorMicroUsd;
			return BigInt(Math.max(0, Math.floor(value)));
		},
		changeNearest: (scenario, factorPpm) => BigInt(Math.round(ppmToNumber(factorPpm) * change(scenario))),
		shareUp: (factorPpm) => BigInt(Math.ceil(ppmToNumber(factorPpm) * (mark + floatErrorMicroUsd))),
		deltaNearest: (ratePpm) => BigInt(Math.round(ppmToNumber(ratePpm) * delta)),
		floatErrorMicroUsd,
		limitedLiability: true,
	};
}

function inputsOf(request: {
	readonly option: MarkedInstrument;
	readonly snapshotTimeMs: number;
	readonly params: RiskParams;
}) {
	const { option, snapshotTimeMs, params } = request;
	const { strike: strikeText, iv, optionType, expiryMs } = option;
	if (strikeText === undefined || iv === undefined || optionType === undefined || expiryMs === undefined) {
		throw new InternalError({ code: "OPTION_WITHOUT_MARKS", message: `${option.name} lacks its marks` });
	}
	const forward = decimalTextToNumber(option.priceUsd);
	const strike = decimalTextToNumber(strikeText);
	const volatility = decimalTextToNumber(iv);
	const years = (expiryMs - snapshotTimeMs) / MS_PER_YEAR;
	const scale = tenorScale(params, years * DAYS_PER_YEAR);
	const inputUnder = (scenario: Scenario): BlackInput => {
		const shock = scenario.vols[option.underlying] ?? "flat";
		return {
			forward: forward * (1 + ppmToNumber(scenario.movesPpm[option.underlying] ?? 0n)),
			strike,
			volatility: shockedVolatility({ params, volatility, tenorScale: scale, shock }),
			years: years - scenario.daysLater / DAYS_PER_YEAR,
			optionType,
		};
	};
	return { inputUnder, forward, strike };
}
