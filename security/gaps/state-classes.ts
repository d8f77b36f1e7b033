/** Classes of states, one row of the table each: how a state of the class looks at a move, and which moves are tried. */

import type { Depeg, RiskParams } from "../../src/risk/params/risk-params.ts";
import type { PeggedAsset } from "../../src/risk/scenarios/stress-scenarios.ts";
import { depegOf } from "../../src/risk/scenarios/stress-scenarios.ts";
import { smallerOf } from "../../src/units/exact-value.ts";
import { type MarketState, type Moment, marketState, type VolState } from "./market-state.ts";

export type StateClass = {
	readonly name: string;
	/** Worst ratio that the rule is to keep, and what it aims at. */
	readonly bar: number;
	readonly aim: number;
	/** Moves to try first, ppm; refined around the worst ones in steps of `FINEST_PPM` within `limits`. */
	readonly coarsePpm: readonly bigint[];
	readonly withinPpm: { readonly least: bigint; readonly most: bigint };
	readonly stateAt: (movePpm: bigint) => MarketState;
};

export const FINEST_PPM = 2_500n;
const PERCENT = 10_000n;
const VOLS: readonly VolState[] = ["flat", "halfUp", "up", "down"];

const INSIDE = { least: 0n, most: 16n * PERCENT };
const BEYOND = { least: 16n * PERCENT + FINEST_PPM, most: 30n * PERCENT };

/** One underlying, every moment and volatility, at all sizes of moves. */
export function singleClasses(request: {
	readonly params: RiskParams;
	readonly moments: readonly Moment[];
	readonly underlying: string;
}): StateClass[] {
	const { params, moments, underlying } = request;
	return [INSIDE, BEYOND].flatMap((region) =>
		moments.flatMap((moment) =>
			VOLS.map((vol): StateClass => {
				const isExpiry = moment.name === "next expiry";
				const inside = isExpiry ? { bar: 2.4, aim: 1.5 } : { bar: 1.8, aim: 1.3 };
				return {
					name: `${underlying} ${region === INSIDE ? "within 16 %" : "to 30 %"}, ${moment.name}, vol ${vol}`,
					...(region === INSIDE ? inside : { bar: 2.7, aim: 2.7 }),
					coarsePpm: signed(region === INSIDE ? betweenLanes(region) : steps(region, 2n * PERCENT)),
					withinPpm: region,
					stateAt: (movePpm) =>
						marketState({ params, moment, underlyings: { [underlying]: { movePpm, vol } } }),
				};
			}),
		),
	);
}

/** Two underlyings: together, each alone, apart, one lagging, and their volatilities apart. */
export function pairClasses(request: {
	readonly params: RiskParams;
	readonly moments: readonly Moment[];
	readonly pair: readonly [string, string];
}): StateClass[] {
	const { params, moments, pair } = request;
	const [first, second] = pair;
	const own = (movePpm: bigint, vol: VolState) => ({ movePpm, vol });
	const shapes: readonly (readonly [string, (move: bigint) => readonly [bigint, bigint]])[] = [
		["together", (move) => [move, move]],
		[`${first} alone`, (move) => [move, 0n]],
		[`${second} alone`, (move) => [0n, move]],
		["apart", (move) => [move, -move]],
		[`${first} lagging`, (move) => [move / 3n, move]],
		[`${second} lagging`, (move) => [move, move / 3n]],
		[`${first} half-way`, (move) => [move / 2n, move]],
		[`${second} half-way`, (move) => [move, move / 2n]],
	];
	const classOf = (
		name: string,
		moment: Moment,
		stateAt: (move: bigint) => Readonly<Record<string, { movePpm: bigint; vol: VolState }>>,
	): StateClass => ({
		name: `${name}, ${moment.name}`,
		bar: 2.5,
		aim: 1.5,
		coarsePpm: signed(betweenLanes(INSIDE)),
		withinPpm: INSIDE,
		stateAt: (movePpm) => marketState({ params, moment, underlyings: stateAt(movePpm) }),
	});
	const tested = moments.filter(({ name }) => name === "24 h" || name === "next expiry");
	return tested.flatMap((moment) => [
		...shapes.flatMap(([name, shape]) =>
			(["flat", "up"] as const).map((vol) =>
				classOf(`${name}, vol ${vol}`, moment, (move) => {
					const [a, b] = shape(move);
					return { [first]: own(a, vol), [second]: own(b, vol) };
				}),
			),
		),
		...(
			[
				["up", "down"],
				["down", "up"],
			] as const
		).map(([a, b]) =>
			classOf(`${first} vol ${a}, ${second} vol ${b}`, moment, (move) => ({
				[first]: own(move, a),
				[second]: own(move, b),
			})),
		),
	]);
}

/** USDC in March 2023: tested whatever the parameters ask of a stable. */
const WORST_STABLE_PPM = -120_000n;

function testedDepeg(params: RiskParams, asset: PeggedAsset): Depeg {
	const { discount, premium } = depegOf(params, asset);
	const worst = asset.assetClass === "stable" ? smallerOf(discount, WORST_STABLE_PPM) : discount;
	return { discount: worst, premium };
}

/** Two assets off their pegs at once. */
export function depegClasses(
	params: RiskParams,
	assets: readonly PeggedAsset[],
	moment: Moment,
): StateClass[] {
	const pegged = assets.filter((asset) => depegOf(params, asset).discount !== 0n);
	const sides = ["discount", "premium"] as const;
	return pegged.flatMap((one, at) =>
		pegged.slice(at + 1).flatMap((other) =>
			sides.flatMap((a) =>
				sides.map((b): StateClass => {
					const depegsPpm = {
						[one.symbol]: testedDepeg(params, one)[a],
						[other.symbol]: testedDepeg(params, other)[b],
					};
					return {
						name: `${one.symbol} at its ${a}, ${other.symbol} at its ${b}`,
						bar: 2.5,
						aim: 1.5,
						coarsePpm: [0n],
						withinPpm: { least: 0n, most: 0n },
						stateAt: () => marketState({ params, moment, underlyings: {}, depegsPpm }),
					};
				}),
			),
		),
	);
}

/** Odd percentages, since scenarios stand at even ones, and the last. */
function betweenLanes(region: StateClass["withinPpm"]): bigint[] {
	return steps(region, 2n * PERCENT).map((ppm) => (ppm === region.most ? ppm : ppm + PERCENT));
}

function steps({ least, most }: { readonly least: bigint; readonly most: bigint }, by: bigint): bigint[] {
	const found: bigint[] = [];
	for (let ppm = least; ppm < most; ppm += by) found.push(ppm);
	return [...found, most];
}

function signed(ppm: readonly bigint[]): bigint[] {
	return ppm.flatMap((move) => (move === 0n ? [move] : [-move, move]));
}
