/**
 * Options: Black-76 on the shocked forward and volatility at the horizon, times the discount factor
 * of the expiry. The only place of a table where floats appear; every value leaves it rounded down by
 * more than the largest float error.
 *
 * In the last half hour part of the settlement average is known. That part of the forward does not
 * move with spot, neither in scenarios nor in the delta; the volatility belongs to the whole forward
 * (docs/pricing.md).
 */
import { InternalError } from "../../errors/base.ts";
import {
	BLACK_ERROR_OF_FORWARD,
	type BlackInput,
	blackGreeks,
	blackPrice,
	DAYS_PER_YEAR,
	MS_PER_YEAR,
} from "../../market/pricing/black-76.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { ln } from "../../math/deterministic-math.ts";
import { decimalTextToNumber, decimalToNumber, ONE_IN_PPM, ppmToNumber } from "../../units/exact-value.ts";
import type { LotPricer } from "../model/lot-pricer.ts";
import { LARGEST_BASIS_PPM, LARGEST_MOVE_PPM, MARK_SCENARIO, type Scenario } from "../model/scenario.ts";
import { pinSharePpmUp, type RiskParams, withVolOf } from "../params/risk-params.ts";
import { basisMovePpm } from "./basis-shock.ts";
import { optionMarks } from "./option-marks.ts";
import { shockedVolatility, tenorProfile } from "./vol-shock.ts";

/**
 * The formula's own error, ten times over: for inputs that are themselves rounded (forward,
 * volatility and time each within a few 2⁻⁵³), for the weighting, and for far strikes and
 * volatilities outside the range in which the formula's error was measured.
 *
 * A smile shock keeps this: it is continuous in moneyness and capped, so a relative error e of the
 * distance moves the volatility by less than scale·(cap·|rr|/2 + 2·cap²·|fly|)·e of itself. The
 * subtraction of a day leaves e = 2⁻⁵²/T; a price answers to volatility with at most
 * 0.4·σ·√T of the forward, so the two multiply to a few 2⁻⁵²/√T: below 10⁻¹⁴ from an hour on.
 */
const FLOAT_ERROR_OF_PRICES = 10 * BLACK_ERROR_OF_FORWARD;

const LARGEST_FORWARD_FACTOR = (1 + ppmToNumber(LARGEST_MOVE_PPM)) * (1 + ppmToNumber(LARGEST_BASIS_PPM));

const MICRO = 1_000_000;

export function optionPricer(request: {
	readonly option: MarkedInstrument;
	readonly snapshotTimeMs: number;
	readonly params: RiskParams;
}): LotPricer {
	const { option } = request;
	const lotMicro = decimalTextToNumber(option.lot) * MICRO;
	const spot = decimalTextToNumber(option.indexUsd);
	const { inputUnder, forward, movingShare, strike, discount } = inputsOf(request);
	const markInput = inputUnder(MARK_SCENARIO);
	const mark = blackPrice(markInput) * discount * lotMicro;
	const delta = blackGreeks(markInput).delta * movingShare * discount * spot * lotMicro;
	const errorOfUnit = FLOAT_ERROR_OF_PRICES * (LARGEST_FORWARD_FACTOR * forward + strike);
	const floatErrorMicroUsd = errorOfUnit * Math.max(1, discount) * lotMicro;
	const keptPinned = keptWhenPinned(request);
	const kept = (scenario: Scenario) => (scenario.vols[option.underlying] === "pin" ? keptPinned : 1);
	const change = (scenario: Scenario) =>
		blackPrice(inputUnder(scenario)) * discount * lotMicro * kept(scenario) - mark;
	const weightOf = (scenario: Scenario, weightPpm: bigint) =>
		ppmToNumber(weightPpm) * decimalToNumber(scenario.weight);
	const lane = (scenario: Scenario, weightPpm: bigint) =>
		mark + weightOf(scenario, weightPpm) * change(scenario);
	return {
		lane,
		laneDown: (scenario, weightPpm) => {
			const down = Math.floor(lane(scenario, weightPpm) - floatErrorMicroUsd);
			// Between two values that are not negative only the allowance for floats falls below 0.
			return BigInt(weightOf(scenario, weightPpm) <= 1 ? Math.max(0, down) : down);
		},
		changeNearest: (scenario, factor) => BigInt(Math.round(decimalToNumber(factor) * change(scenario))),
		shareUp: (factorPpm) => BigInt(Math.ceil(ppmToNumber(factorPpm) * (mark + floatErrorMicroUsd))),
		deltaNearest: (ratePpm) => BigInt(Math.round(ppmToNumber(ratePpm) * delta)),
		floatErrorMicroUsd,
		limitedLiability: true,
	};
}

/** Part of an option's value that stays where what is near expiry is pinned. */
function keptWhenPinned(request: {
	readonly option: MarkedInstrument;
	readonly snapshotTimeMs: number;
	readonly params: RiskParams;
}): number {
	const { option, snapshotTimeMs, params } = request;
	return ppmToNumber(ONE_IN_PPM - pinSharePpmUp(params, (option.expiryMs ?? 0) - snapshotTimeMs));
}

function inputsOf(request: {
	readonly option: MarkedInstrument;
	readonly snapshotTimeMs: number;
	readonly params: RiskParams;
}) {
	const { option, snapshotTimeMs } = request;
	const params = withVolOf(request.params, option.underlying);
	const marks = optionMarks(option);
	if (marks === undefined) {
		throw new InternalError({ code: "OPTION_WITHOUT_MARKS", message: `${option.name} lacks its marks` });
	}
	const { forward, fixed, strike, volatility, discount, optionType, expiryMs } = marks;
	const years = (expiryMs - snapshotTimeMs) / MS_PER_YEAR;
	const tenor = tenorProfile(params, years * DAYS_PER_YEAR);
	const moving = forward - fixed;
	const inputUnder = (scenario: Scenario): BlackInput => {
		const shock = scenario.vols[option.underlying] ?? "flat";
		const spotFactor = 1 + ppmToNumber(scenario.movesPpm[option.underlying] ?? 0n);
		const basisFactor = 1 + ppmToNumber(basisMovePpm(option, scenario, snapshotTimeMs));
		const moved = fixed + moving * spotFactor * basisFactor;
		// Whole milliseconds: near expiry a difference of years would lose most of its digits.
		const left = (expiryMs - snapshotTimeMs - scenario.laterMs) / MS_PER_YEAR;
		// Each strike keeps its own volatility as spot moves; the smile shock comes on top.
		const deviations = left > 0 && volatility > 0 ? ln(strike / moved) / (volatility * Math.sqrt(left)) : 0;
		return {
			forward: moved,
			strike,
			volatility: shockedVolatility({ params, volatility, tenor, shock, deviations }),
			years: left,
			optionType,
		};
	};
	return { inputUnder, forward, movingShare: moving / forward, strike, discount };
}
