/**
 * Risk parameters: everything that decides a requirement except prices. None of it is code, so a
 * change of parameters is a change of a hash that everybody can see.
 *
 * Every ratio is written as decimal text ("0.16" is 16 %) and held in whole parts per million. All
 * numbers are of the INITIAL level; maintenance asks 1/m of every deviation and of every charge.
 */
import stripJsonComments from "strip-json-comments";
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { hashCanonical } from "../../hashing/canonical-json.ts";
import { orOff } from "../../input/off-shape.ts";
import { parseJsonText } from "../../input/parse-json.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { ratio, readScaled } from "../../input/ratio-shape.ts";
import { type Decimal, divideCeil, formatScaled, parseDecimal } from "../../units/decimal.ts";
import { divideNearest, largerOf, ONE_IN_PPM, PPM_DECIMALS, smallerOf } from "../../units/exact-value.ts";
import { DAY_MS } from "../../units/time.ts";
import { forecastParams } from "../forecast/forecast-params.ts";
import { TAIL_LANES } from "../model/dimensions.ts";
import { LARGEST_MOVE_PPM, SMALLEST_MOVE_PPM } from "../model/scenario.ts";

const WEIGHT_DECIMALS = 18;

export const RISK_PARAMS_FORMAT = "zkmargin-risk-params/2";

/** A non-negative USD amount, as µUSD. */
const usd = z.string().transform((text, context) => {
	const microUsd = readScaled(text, context);
	if (microUsd === undefined) return z.NEVER;
	if (microUsd >= 0n && microUsd < 1n << 61n) return microUsd;
	context.addIssue({ code: "custom", message: "must be between 0 and 2.3e12 USD" });
	return z.NEVER;
});

/** A share of a scenario's repricing: more digits than a ratio, because `damp/move` seldom ends. */
const weight = z.string().transform((text, context): Decimal => {
	try {
		const value = parseDecimal(text, "value");
		const one = 10n ** BigInt(value.decimals);
		if (value.decimals <= WEIGHT_DECIMALS && value.units >= 0n && value.units <= one) return value;
	} catch {
		// Falls through to the one message.
	}
	context.addIssue({
		code: "custom",
		message: `must be between 0 and 1 with at most ${WEIGHT_DECIMALS} decimals`,
	});
	return z.NEVER;
});

const move = ratio(
	formatScaled(SMALLEST_MOVE_PPM, PPM_DECIMALS),
	formatScaled(LARGEST_MOVE_PPM, PPM_DECIMALS),
);
const share = ratio("0", "1");
const symbol = z.string().regex(/^[A-Z0-9]{1,20}$/, "must be a ticker such as BTC");

/**
 * Tiers of one haircut ladder. The longest published one that we know has 29; the fit looks at the
 * square of this number of chords and at each tier under them.
 */
export const MOST_HAIRCUT_TIERS = 64;

const haircutLadder = z
	.array(z.strictObject({ fromUsd: usd, haircut: share }))
	.min(1)
	.max(MOST_HAIRCUT_TIERS)
	.refine((tiers) => tiers[0]?.fromUsd === 0n, "the first tier starts at 0 USD")
	.refine(
		(tiers) =>
			tiers.every((tier, k) => {
				const before = tiers[k - 1];
				return before === undefined || (tier.fromUsd > before.fromUsd && tier.haircut >= before.haircut);
			}),
		"tiers must rise in fromUsd and not fall in haircut",
	);

const depeg = z.strictObject({ discount: ratio("-0.99", "0"), premium: ratio("0", "1") });

const tails = z.strictObject({ moves: z.array(move), damp: ratio("0.000001", "1") });

const vol = z.enum(["up", "halfUp", "flat", "down", "pin"]);
export type CommonVol = z.output<typeof vol>;

/** Common moves at one moment, each with each volatility; beyond `damp` a move counts min(1, damp / |move|). */
const band = z.strictObject({
	moves: z.array(move).min(1),
	vols: z.array(vol).min(1),
	when: z.enum(["now", "nextExpiry", "horizon"]).default("horizon"),
	damp: ratio("0.000001", "1"),
});

const days = ratio("0", "365").transform((ppm) => Number((ppm * BigInt(DAY_MS)) / ONE_IN_PPM));

const volParams = z.strictObject({
	rangeUp: ratio("0", "5"),
	rangeDown: share,
	shortPower: share,
	longPower: share,
	tenorFloorDays: ratio("0.01", "30"),
	upFloor: ratio("0", "5"),
	floorShare: share,
	wingCap: ratio("0", "5"),
});

const stress = z.strictObject({
	horizonDays: z.union([z.literal(0), z.literal(1)]).default(1),
	grid: z.strictObject({ moves: z.array(move).min(1), vols: z.array(vol).min(1) }),
	bands: z.array(band).default([]),
	listed: z.array(z.strictObject({ move, vol, weight })).default([]),
	/** Common moves and the floor's move of an underlying, as a multiple of what the parameters say; else 1. */
	moveFactors: z.record(symbol, ratio("0.000001", "5")).default({}),
	vol: volParams.extend({
		/** By ticker, in place of the ones above. */
		underlyings: z.record(symbol, volParams).default({}),
	}),
	/** What may end pinned at its strike: everything up to `nearDays` to expiry, nothing from `farDays` on, linear in between. */
	pin: z
		.strictObject({ nearDays: days, farDays: days })
		.refine((pin) => pin.nearDays < pin.farDays, "nearDays must be below farDays")
		.transform(({ nearDays, farDays }) => ({ nearMs: nearDays, farMs: farDays }))
		.default({ nearMs: 0, farMs: DAY_MS }),
	commonTails: tails,
	singleTails: z.strictObject({ ...tails.shape, underlyings: z.record(symbol, tails) }),
	decorrelation: orOff(
		z.strictObject({
			regressor: symbol,
			quantile: ratio("0.5", "1"),
			smallestMove: ratio("0", "0.9"),
		}),
	),
	depegs: z.strictObject({
		stable: depeg,
		wrapped: depeg,
		assets: z.record(symbol, depeg),
		withMove: ratio("-0.99", "0"),
	}),
});

const response = z.strictObject({ down: ratio("-10", "10"), up: ratio("-10", "10") });

/** Per unit of log return. */
const surfaceResponse = z.strictObject({
	level: response,
	riskReversal: response,
	fly: response,
	basisPerYear: response,
});

const surface = z.strictObject({
	response: surfaceResponse,
	underlyings: z.record(symbol, surfaceResponse),
	limits: z.strictObject({
		levelMin: ratio("-0.95", "0"),
		levelMax: ratio("0", "5"),
		riskReversal: ratio("0", "1"),
		fly: ratio("0", "1"),
		basisPerYear: ratio("0", "1"),
	}),
});

/** How far a rescaled return may go on one side. */
const sideBound = z.strictObject({
	forecasts: ratio("0.000001", "1000"),
	ofLargest: ratio("0.000001", "1000"),
});

const tail = z
	.strictObject({
		seedDays: z.int().min(5).max(1000),
		recentDays: z.int().min(0).max(TAIL_LANES),
		commonStressDays: z.int().min(0).max(TAIL_LANES),
		secondStressDays: z.int().min(0).max(TAIL_LANES),
		residualStressDays: z.int().min(0).max(TAIL_LANES),
		moveBounds: orOff(z.strictObject({ rise: sideBound, fall: sideBound })),
		surface,
	})
	.refine(
		(t) => t.recentDays + t.commonStressDays + t.secondStressDays + t.residualStressDays === TAIL_LANES,
		`recentDays + commonStressDays + secondStressDays + residualStressDays must be ${TAIL_LANES}`,
	);

const basisParams = z.strictObject({
	up: ratio("0.000001", "0.9"),
	down: ratio("-0.9", "-0.000001"),
	add: ratio("0", "5"),
	perYear: ratio("0", "20"),
});

/** Share of spot by time to expiry: `near` up to `nearDays`, `far` from `farDays` on, linear in between. One share: always. */
const uncoveredShort = z.union([
	share.transform((rate) => ({ near: rate, far: rate, nearMs: 0, farMs: DAY_MS })),
	z
		.strictObject({ near: share, far: share, nearDays: days, farDays: days })
		.refine((n) => n.near >= n.far, "near must not be below far")
		.refine((n) => n.nearDays < n.farDays, "nearDays must be below farDays")
		.transform(({ near, far, nearDays, farDays }) => ({ near, far, nearMs: nearDays, farMs: farDays })),
]);

const charges = z.strictObject({
	capLongSlopes: z.boolean().default(true),
	haircuts: z.strictObject({
		stable: haircutLadder,
		coin: haircutLadder,
		wrapped: haircutLadder,
		assets: z.record(symbol, haircutLadder),
	}),
	haircutBasis: z.enum(["onTop", "netOfShock"]).default("onTop"),
	dynamicHaircut: orOff(
		z
			.strictObject({
				longRunQuantile: share,
				slope: ratio("0", "10"),
				lowest: ratio("0", "10"),
				highest: ratio("0", "10"),
				releasePerDay: share,
			})
			.refine((d) => d.lowest <= d.highest, "lowest must not exceed highest"),
	),
	assetLiquidationCost: z.strictObject({ stable: share, coin: share, wrapped: share }),
	borrow: z.strictObject({ fiat: share, stable: share, coin: share, wrapped: share }),
	perpetual: z.strictObject({
		fee: share,
		slippage: share,
		funding8h: share,
		notionalAt: z.enum(["mark", "index"]).default("mark"),
		/** By ticker, in place of the ones above. */
		underlyings: z
			.record(symbol, z.strictObject({ fee: share, slippage: share, funding8h: share }))
			.default({}),
	}),
	future: z.strictObject({ fee: share, slippage: share }),
	/** Marginal rate by notional of one perpetual or future, on top, by ticker: large positions close badly. */
	positionTiers: z.record(symbol, haircutLadder).default({}),
	option: z.strictObject({ feeOfSpot: share, feeCapOfValue: share, slippageOfValue: share }),
	uncoveredShortOption: uncoveredShort,
	/** Of spot, of an option that may end pinned: asked of net long ones where they may hide another position's loss. */
	pinnedOption: share.default(0n),
	basis: basisParams.extend({
		/** By ticker, in place of the ones above. */
		underlyings: z.record(symbol, basisParams).default({}),
	}),
	vega: z.strictObject({ shareOfUpShock: share }),
	concentration: z.strictObject({ rate: share, allowanceUsd: z.record(symbol, usd), allowanceUsdOther: usd }),
	offsetFloor: z.strictObject({ share, move: ratio("0.000001", "0.9") }),
});

const riskParams = z
	.strictObject({
		format: z.literal(RISK_PARAMS_FORMAT),
		profile: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be a name such as pmrm-like"),
		levels: z.strictObject({ initialWeight: share, initialMultiplier: ratio("1", "10") }),
		stress,
		forecast: orOff(forecastParams),
		tail: orOff(tail),
		charges,
	})
	.refine((p) => p.tail === "off" || p.forecast !== "off", {
		message: "is needed for the tail set",
		path: ["forecast"],
	})
	.refine((p) => p.charges.dynamicHaircut === "off" || p.tail !== "off", {
		message: "follows the forecast of the tail set, which is off",
		path: ["charges", "dynamicHaircut"],
	})
	.refine((p) => p.levels.initialWeight > 0n, {
		message: "must be above 0",
		path: ["levels", "initialWeight"],
	});

export type RiskParams = z.output<typeof riskParams>;
export type TailParams = Exclude<RiskParams["tail"], "off">;
/** Parameters of which the tail set takes part: what it and the haircut factors are made with. */
export type TailInputs = Omit<RiskParams, "tail" | "forecast"> & {
	readonly tail: TailParams;
	readonly forecast: Exclude<RiskParams["forecast"], "off">;
};
export type HaircutTier = RiskParams["charges"]["haircuts"]["coin"][number];
export type Depeg = RiskParams["stress"]["depegs"]["stable"];

const HINT = "see sample/risk-params.json for a commented example";

/**
 * Reads a parameter file: JSON with comments.
 *
 * @throws InputError `RISK_PARAMS_MALFORMED`
 */
export function parseRiskParams(text: string): RiskParams {
	return parseShape({
		schema: riskParams,
		value: parseParamsText(text),
		code: "RISK_PARAMS_MALFORMED",
		what: "risk parameters",
		hint: HINT,
	});
}

/**
 * JSON with comments → value, whose shape is not checked yet.
 *
 * @throws InputError `RISK_PARAMS_MALFORMED`
 */
export function parseParamsText(text: string): unknown {
	return parseJsonText({
		text: stripJsonComments(text),
		refuse: (why) =>
			new InputError({
				code: "RISK_PARAMS_MALFORMED",
				message: `the risk parameters' file ${why.replace("JSON", "JSON with comments")}`,
				field: "risk parameters",
				hint: HINT,
			}),
	});
}

/** Ms from the snapshot to the moment at which most scenarios reprice. */
export function horizonMs({ stress }: Pick<RiskParams, "stress">): number {
	return stress.horizonDays * DAY_MS;
}

/** Charge rate of an uncovered short option, ppm of spot, rounded up. */
export function uncoveredShortRatePpmUp(
	{ charges }: Pick<RiskParams, "charges">,
	remainingMs: number,
): bigint {
	const { near, far, nearMs, farMs } = charges.uncoveredShortOption;
	if (remainingMs <= nearMs) return near;
	if (remainingMs >= farMs) return far;
	return far + divideCeil((near - far) * BigInt(farMs - remainingMs), BigInt(farMs - nearMs));
}

/** Part of an option, ppm up, that may end pinned: worthless whatever spot does. */
export function pinSharePpmUp({ stress }: Pick<RiskParams, "stress">, remainingMs: number): bigint {
	const { nearMs, farMs } = stress.pin;
	if (remainingMs <= nearMs) return ONE_IN_PPM;
	if (remainingMs >= farMs) return 0n;
	return divideCeil(ONE_IN_PPM * BigInt(farMs - remainingMs), BigInt(farMs - nearMs));
}

/** The basis charge of an underlying. */
export function basisOf({ charges }: Pick<RiskParams, "charges">, underlying: string) {
	return charges.basis.underlyings[underlying] ?? charges.basis;
}

/** The volatility shocks of an underlying. */
export function volOf({ stress }: Pick<RiskParams, "stress">, underlying: string) {
	return stress.vol.underlyings[underlying] ?? stress.vol;
}

/** The same parameters with the volatility shocks of one underlying for all. */
export function withVolOf<Params extends Pick<RiskParams, "stress">>(
	params: Params,
	underlying: string,
): Params {
	const own = params.stress.vol.underlyings[underlying];
	if (own === undefined) return params;
	return { ...params, stress: { ...params.stress, vol: { ...own, underlyings: {} } } };
}

/** A common move as an underlying makes it, ppm; it never falls by more than a scenario may. */
export function ownMove({ stress }: Pick<RiskParams, "stress">, underlying: string, movePpm: bigint): bigint {
	const factor = stress.moveFactors[underlying];
	if (factor === undefined) return movePpm;
	const scaled = divideNearest(movePpm * factor, ONE_IN_PPM);
	return smallerOf(LARGEST_MOVE_PPM, largerOf(SMALLEST_MOVE_PPM, scaled));
}

/** keccak256 of the parsed parameters in canonical form: layout and comments do not matter. */
export function hashRiskParams(params: RiskParams): `0x${string}` {
	return hashCanonical(params);
}

/** `m` as a fraction: initial deviations and charges are `top/bottom` times those of maintenance. */
export function initialMultiplier(params: RiskParams): { top: bigint; bottom: bigint } {
	return { top: params.levels.initialMultiplier, bottom: ONE_IN_PPM };
}

/** `undefined` when the tail is off. */
export function tailInputsOf(params: RiskParams): TailInputs | undefined {
	const { tail, forecast } = params;
	return tail === "off" || forecast === "off" ? undefined : { ...params, tail, forecast };
}
