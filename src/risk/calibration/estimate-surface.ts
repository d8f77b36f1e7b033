/** What a history of implied volatilities says of the vol parameters, for people who set them. */
import { type FourTenors, IV_TENOR_DAYS, type IvDay } from "../../market/history/iv-history.ts";
import { ln } from "../../math/deterministic-math.ts";
import { decimalTextToNumber, ONE_IN_PPM, ppmToNumber } from "../../units/exact-value.ts";
import { DAY_MS } from "../../units/time.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { tenorScale } from "../pricing/vol-shock.ts";
import { quantileUp } from "../scenarios/daily-returns.ts";
import { type SurfaceDay, surfaceDays } from "../scenarios/surface-history.ts";
import type { TwoSides } from "./estimate-moves.ts";

const THIRTY = IV_TENOR_DAYS.indexOf(30);
/** Quantile of every size that is not a largest one: 99.5 %. */
const QUANTILE_PPM = 995_000n;

/** Regression through the origin on the return of spot, falls and rises by themselves. */
export type ResponseEstimate = { readonly slope: number; readonly explained: number };
export type BothResponses = { readonly down: ResponseEstimate; readonly up: ResponseEstimate };

export type TenorEstimate = {
	readonly tenorDays: number;
	readonly quantile: TwoSides;
	readonly largest: TwoSides;
	/** `p` in `move = (30 d / tenor)^p · 30-day move`, by regression; absent at 30 days. */
	readonly power: number | undefined;
	/** 99.5 % of what the scaled 30-day move leaves, as a share of the up shock at this tenor. */
	readonly shareOfUpShock: number;
	readonly largestShareOfUpShock: number;
};

export type SurfaceEstimates = {
	readonly underlying: string;
	readonly days: number;
	/** One-day relative moves of volatility at the money. */
	readonly tenors: readonly TenorEstimate[];
	/** Seven-day relative moves of the 30-day one: the largest. */
	readonly week: TwoSides;
	readonly response: Readonly<Record<"level" | "riskReversal" | "fly" | "basisPerYear", BothResponses>>;
	/** Of absolute one-day changes of the yearly basis. */
	readonly basis: { readonly quantile: number; readonly largest: number };
};

/** `undefined` with fewer than 20 daily moves, or without a day on each side. */
export function estimateSurface(request: {
	readonly underlying: string;
	readonly days: readonly IvDay[];
	readonly params: RiskParams;
	readonly knownAtMs: number;
}): SurfaceEstimates | undefined {
	const { underlying, days, params, knownAtMs } = request;
	const moves = surfaceDays(days, knownAtMs);
	const falls = moves.filter(({ logReturn }) => logReturn < 0);
	const rises = moves.filter(({ logReturn }) => logReturn > 0);
	if (moves.length < 20 || falls.length === 0 || rises.length === 0) return undefined;
	const respond = (read: (day: SurfaceDay) => number): BothResponses => ({
		down: regress(falls, read),
		up: regress(rises, read),
	});
	const basis = moves.map(({ basisPerYear }) => Math.abs(basisPerYear));
	return {
		underlying,
		days: moves.length,
		tenors: IV_TENOR_DAYS.map((_, at) => estimateTenor(moves, at, params)),
		week: twoSides(weekMoves(days.filter(({ timeMs }) => timeMs <= knownAtMs)), ONE_IN_PPM),
		response: {
			level: respond(({ level }) => level[THIRTY] as number),
			riskReversal: respond(({ riskReversal }) => riskReversal),
			fly: respond(({ fly }) => fly),
			basisPerYear: respond(({ basisPerYear }) => basisPerYear),
		},
		basis: { quantile: quantileUp(basis, QUANTILE_PPM), largest: quantileUp(basis, ONE_IN_PPM) },
	};
}

function estimateTenor(moves: readonly SurfaceDay[], at: number, params: RiskParams): TenorEstimate {
	const tenorDays = IV_TENOR_DAYS[at] as number;
	const own = moves.map(({ level }) => level[at] as number);
	const at30 = moves.map(({ level }) => level[THIRTY] as number);
	const scale = tenorScale(params, tenorDays);
	const upShock = ppmToNumber(params.stress.vol.rangeUp) * scale;
	const shares = own.map((move, day) => Math.abs(move - scale * (at30[day] as number)) / upShock);
	const slope = dot(own, at30) / dot(at30, at30);
	return {
		tenorDays,
		quantile: twoSides(own, QUANTILE_PPM),
		largest: twoSides(own, ONE_IN_PPM),
		power: at === THIRTY || slope <= 0 ? undefined : ln(slope) / ln(30 / tenorDays),
		shareOfUpShock: quantileUp(shares, QUANTILE_PPM),
		largestShareOfUpShock: quantileUp(shares, ONE_IN_PPM),
	};
}

function weekMoves(days: readonly IvDay[]): number[] {
	const at30 = (day: IvDay) =>
		decimalTextToNumber((day.atmIvPercent as FourTenors<string>)[THIRTY] as string);
	const byDate = new Map(days.map((day) => [Date.parse(day.date), at30(day)]));
	return days.flatMap((day) => {
		const before = byDate.get(Date.parse(day.date) - 7 * DAY_MS);
		return before === undefined ? [] : [at30(day) / before - 1];
	});
}

function regress(days: readonly SurfaceDay[], read: (day: SurfaceDay) => number): ResponseEstimate {
	const returns = days.map(({ logReturn }) => logReturn);
	const values = days.map(read);
	const slope = dot(values, returns) / dot(returns, returns);
	const left = values.map((value, day) => value - slope * (returns[day] as number));
	const all = dot(values, values);
	return { slope, explained: all === 0 ? 0 : 1 - dot(left, left) / all };
}

function twoSides(moves: readonly number[], quantilePpm: bigint): TwoSides {
	if (moves.length === 0) return { down: 0, up: 0 };
	const down = quantileUp(
		moves.map((move) => -move),
		quantilePpm,
	);
	return { down: -down, up: quantileUp(moves, quantilePpm) };
}

function dot(a: readonly number[], b: readonly number[]): number {
	let sum = 0;
	for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
	return sum;
}
