/** The parameters of a vector as risk parameters: everything that the vector's rule lacks is off. */
import { InputError } from "../../src/errors/base.ts";
import { LARGEST_MOVE_PPM, SMALLEST_MOVE_PPM } from "../../src/risk/model/scenario.ts";
import { RISK_PARAMS_FORMAT, type RiskParams } from "../../src/risk/params/risk-params.ts";
import { parseDecimal } from "../../src/units/decimal.ts";
import { ONE_IN_PPM } from "../../src/units/exact-value.ts";
import { numberToDecimal } from "../../src/units/number-to-decimal.ts";
import { DAY_SECONDS } from "../../src/units/time.ts";
import type { VectorFile } from "./vector-file.ts";

/** What a double such as 0.82 − 1 may be off by and still mean a whole ppm. */
const DOUBLE_NOISE = 1e-13;

/** Only written into scenarios and charges that the vector's rule does not have. */
const ANY_MOVE_PPM = 1n;
const NO_TIERS = [{ fromUsd: 0n, haircut: 0n }];
const NO_DEPEG = { discount: 0n, premium: 0n };
const NOTHING_PINNED = { nearMs: 0, farMs: 1 };
const NO_TAILS = { moves: [], damp: ONE_IN_PPM };

/**
 * Not through the file form of parameters: vectors go beyond its ranges on purpose (a scenario
 * counted ten times, a volatility of 2000 %).
 *
 * @param scenarioWeight the file's multiplier, or 1 for its profits and losses
 * @param haircuts by name of the collateral instrument
 * @throws InputError `VECTOR_NOT_IN_PPM`, `VECTOR_MOVE_TOO_LARGE`
 */
export function vectorParams(
	{ params }: VectorFile,
	scenarioWeight: number,
	haircuts: Readonly<Record<string, number>>,
): RiskParams {
	const { volShock, basis } = params;
	const nothing = { stable: 0n, coin: 0n, wrapped: 0n };
	return {
		format: RISK_PARAMS_FORMAT,
		profile: "vector",
		levels: {
			initialWeight: wholePpm(scenarioWeight, "params.scenarioMultiplier"),
			initialMultiplier: ONE_IN_PPM,
		},
		stress: {
			horizonDays: 0,
			grid: { moves: [], vols: [] },
			bands: [],
			moveFactors: {},
			listed: params.scenarios.map(({ spotFactor, vol, damp }, at) => ({
				move: movePpm(spotFactor, `params.scenarios[${at}].spotFactor`),
				vol,
				weight: parseDecimal(numberToDecimal(damp), `params.scenarios[${at}].damp`),
			})),
			vol: {
				rangeUp: wholePpm(volShock.rangeUp, "params.volShock.rangeUp"),
				rangeDown: wholePpm(volShock.rangeDown, "params.volShock.rangeDown"),
				shortPower: wholePpm(volShock.shortTermPower, "params.volShock.shortTermPower"),
				longPower: wholePpm(volShock.longTermPower, "params.volShock.longTermPower"),
				tenorFloorDays: wholePpm(volShock.floorSeconds / DAY_SECONDS, "params.volShock.floorSeconds"),
				upFloor: wholePpm(volShock.minVolUp, "params.volShock.minVolUp"),
				floorShare: 0n,
				wingCap: 0n,
				underlyings: {},
			},
			pin: NOTHING_PINNED,
			commonTails: NO_TAILS,
			singleTails: { ...NO_TAILS, underlyings: {} },
			decorrelation: "off",
			depegs: { stable: NO_DEPEG, wrapped: NO_DEPEG, assets: {}, withMove: 0n },
		},
		forecast: "off",
		tail: "off",
		charges: {
			capLongSlopes: false,
			haircutBasis: "onTop",
			dynamicHaircut: "off",
			haircuts: {
				stable: NO_TIERS,
				coin: NO_TIERS,
				wrapped: NO_TIERS,
				assets: Object.fromEntries(
					Object.entries(haircuts).map(([name, haircut]) => [
						name,
						[{ fromUsd: 0n, haircut: wholePpm(haircut, `haircut of ${name}`) }],
					]),
				),
			},
			assetLiquidationCost: nothing,
			borrow: { fiat: 0n, ...nothing },
			perpetual: {
				fee: wholePpm(params.perpRate, "params.perpRate"),
				slippage: 0n,
				funding8h: 0n,
				notionalAt: "index",
				underlyings: {},
			},
			future: { fee: 0n, slippage: 0n },
			positionTiers: {},
			option: { feeOfSpot: 0n, feeCapOfValue: 0n, slippageOfValue: 0n },
			uncoveredShortOption: atAnyTenor(wholePpm(params.nakedShortOptionRate, "params.nakedShortOptionRate")),
			pinnedOption: 0n,
			basis: {
				up: movePpm(basis.spotUp, "params.basis.spotUp"),
				down: movePpm(basis.spotDown, "params.basis.spotDown"),
				add: wholePpm(basis.addFactor, "params.basis.addFactor"),
				perYear: wholePpm(basis.perYearFactor, "params.basis.perYearFactor"),
				underlyings: {},
			},
			vega: { shareOfUpShock: 0n },
			concentration: { rate: 0n, allowanceUsd: {}, allowanceUsdOther: 0n },
			offsetFloor: { share: 0n, move: ANY_MOVE_PPM },
		},
	};
}

function movePpm(factor: number, field: string): bigint {
	const ppm = wholePpm(factor, field) - ONE_IN_PPM;
	if (ppm >= SMALLEST_MOVE_PPM && ppm <= LARGEST_MOVE_PPM) return ppm;
	throw new InputError({
		code: "VECTOR_MOVE_TOO_LARGE",
		message: `${field}: a factor of ${factor} is not between 0.01 and 21`,
		field,
		hint: "scenarios move prices by −99 % … +2000 %, as the error bound of option prices assumes",
	});
}

function wholePpm(value: number, field: string): bigint {
	const ppm = Math.round(value * 1_000_000);
	if (Math.abs(value - ppm / 1_000_000) <= DOUBLE_NOISE * Math.max(1, Math.abs(value))) return BigInt(ppm);
	throw new InputError({
		code: "VECTOR_NOT_IN_PPM",
		message: `${field}: ${value} is not a whole number of parts per million`,
		field,
		hint: "ratios of risk parameters are whole parts per million; only damp may have more digits",
	});
}

function atAnyTenor(ratePpm: bigint): RiskParams["charges"]["uncoveredShortOption"] {
	return { near: ratePpm, far: ratePpm, nearMs: 0, farMs: 1 };
}
