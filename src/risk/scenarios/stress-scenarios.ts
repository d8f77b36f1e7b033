/**
 * The stress set: what the parameters ask for, spelled out lane by lane. A set that does not fit is
 * refused; nothing is ever dropped silently.
 */
import { InputError } from "../../errors/base.ts";
import type { AssetClass } from "../../market/snapshot/market-snapshot.ts";
import { type Decimal, divideCeil, formatScaled } from "../../units/decimal.ts";
import { ONE_IN_PPM, ppmToDecimal } from "../../units/exact-value.ts";
import { STRESS_LANES } from "../model/dimensions.ts";
import { formatMove, MARK_SCENARIO, type Scenario, unusedLanes, type VolShock } from "../model/scenario.ts";
import { type CommonVol, type Depeg, ownMove, type RiskParams, withVolOf } from "../params/risk-params.ts";
import { halfUpShock } from "../pricing/vol-shock.ts";
import type { ScenarioMoments } from "./scenario-moments.ts";

/** An asset that may leave its peg. */
export type PeggedAsset = { readonly symbol: string; readonly assetClass: AssetClass };

export type DecorrelationMove = {
	readonly underlying: string;
	readonly downPpm: bigint;
	readonly upPpm: bigint;
};

export type StressRequest = {
	readonly params: RiskParams;
	/** Every underlying but USD, in listing order. */
	readonly underlyings: readonly string[];
	readonly assets: readonly PeggedAsset[];
	readonly decorrelation: readonly DecorrelationMove[];
	readonly moments: ScenarioMoments;
};

type CommonMove = {
	readonly move: bigint;
	readonly vol: CommonVol;
	readonly when: keyof ScenarioMoments;
	readonly weight: Decimal;
};

/**
 * `STRESS_LANES` scenarios, the mark first; unused lanes repeat it, so their check is the harmless
 * "equity at the mark covers the charges".
 *
 * @throws InputError `SCENARIOS_DO_NOT_FIT`
 */
export function buildStressScenarios(request: StressRequest): Scenario[] {
	const scenarios = [
		MARK_SCENARIO,
		...commonScenarios(request),
		...singleTails(request),
		...decorrelations(request),
		...depegs(request),
	];
	if (scenarios.length > STRESS_LANES) {
		throw new InputError({
			code: "SCENARIOS_DO_NOT_FIT",
			message: `the parameters ask for ${scenarios.length} stress scenarios, a table holds ${STRESS_LANES}`,
			field: "stress",
			hint: "configure fewer moves, or list fewer underlyings and pegged assets",
		});
	}
	return [...scenarios, ...unusedLanes(STRESS_LANES - scenarios.length)];
}

/** Those that follow from the parameters alone, behind the mark: all underlyings move together. */
export function commonScenarios(
	request: Pick<StressRequest, "params" | "underlyings" | "moments">,
): Scenario[] {
	return [
		...gridScenarios(request),
		...bandScenarios(request),
		...listedScenarios(request),
		...commonTails(request),
	];
}

type CommonRequest = Parameters<typeof commonScenarios>[0];

/** Lanes in the order of the parameters: the first `ALONE_LANES` of a table are asked of each underlying alone, too. */
function gridScenarios(request: CommonRequest): Scenario[] {
	const { moves, vols } = request.params.stress.grid;
	return moves.flatMap((move) =>
		vols.map((vol) => commonScenario(request, { move, vol, when: "horizon", weight: MARK_SCENARIO.weight })),
	);
}

/** Several moves and vols at one moment; beyond `damp` a move counts in part. */
function bandScenarios(request: CommonRequest): Scenario[] {
	return request.params.stress.bands.flatMap(({ moves, vols, when, damp }) =>
		moves.flatMap((move) =>
			vols.map((vol) => commonScenario(request, { move, vol, when, weight: dampedWeight(damp, move) })),
		),
	);
}

function listedScenarios(request: CommonRequest): Scenario[] {
	return request.params.stress.listed.map((one) => commonScenario(request, { ...one, when: "horizon" }));
}

function commonShock(params: RiskParams, underlying: string, vol: CommonVol): VolShock {
	return vol === "halfUp" ? halfUpShock(withVolOf(params, underlying)) : vol;
}

const MOMENT_TEXT = { now: ", at once", nextExpiry: ", after the next expiry", horizon: "" } as const;

function commonScenario(
	{ params, underlyings, moments }: CommonRequest,
	{ move, vol, when, weight }: CommonMove,
): Scenario {
	const counted = weight.units === 10n ** BigInt(weight.decimals) ? "" : `, weight ${decimalText(weight)}`;
	return {
		...MARK_SCENARIO,
		name: `common ${formatMove(move)}, vol ${vol}${MOMENT_TEXT[when]}${counted}`,
		laterMs: moments[when],
		weight,
		movesPpm: Object.fromEntries(underlyings.map((one) => [one, ownMove(params, one, move)])),
		vols: Object.fromEntries(underlyings.map((one) => [one, commonShock(params, one, vol)])),
	};
}

function decimalText({ units, decimals }: Decimal): string {
	return formatScaled(units, decimals);
}

function commonTails({ params, underlyings, moments }: CommonRequest): Scenario[] {
	const { moves, damp } = params.stress.commonTails;
	return moves.map((move) =>
		atHorizon(moments, {
			name: `far ${formatMove(move)}, vol up`,
			weight: dampedWeight(damp, move),
			movesPpm: everywhere(underlyings, move),
			vols: everywhere<VolShock>(underlyings, "up"),
		}),
	);
}

/** With a single underlying these would repeat the common tails. */
function singleTails({ params, underlyings, moments }: StressRequest): Scenario[] {
	if (underlyings.length < 2) return [];
	const { singleTails } = params.stress;
	return underlyings.flatMap((underlying) => {
		const { moves, damp } = singleTails.underlyings[underlying] ?? singleTails;
		return moves.map((move) =>
			atHorizon(moments, {
				name: `${underlying} alone ${formatMove(move)}, vol up`,
				weight: dampedWeight(damp, move),
				movesPpm: { [underlying]: move },
				vols: { [underlying]: "up" },
			}),
		);
	});
}

function decorrelations({ decorrelation, moments }: StressRequest): Scenario[] {
	return decorrelation.flatMap(({ underlying, downPpm, upPpm }) =>
		[downPpm, upPpm].map((move) =>
			atHorizon(moments, {
				name: `${underlying} parts ${formatMove(move)}`,
				movesPpm: { [underlying]: move },
			}),
		),
	);
}

/**
 * Each pegged asset at its discount while the others are sought after, in a still and in a falling market; all at their
 * discounts; all at their premiums. So two that break together, or part, are never worse than what one scenario shows.
 */
function depegs({ params, underlyings, assets, moments }: StressRequest): Scenario[] {
	const { withMove } = params.stress.depegs;
	const pegged = assets
		.map((asset) => ({ symbol: asset.symbol, ...depegOf(params, asset) }))
		.filter(({ discount, premium }) => discount !== 0n || premium !== 0n);
	const moved = {
		movesPpm: everywhere(underlyings, withMove),
		vols: everywhere<VolShock>(underlyings, "up"),
	};
	const off = (side: (one: (typeof pegged)[number]) => bigint) =>
		Object.fromEntries(pegged.map((one) => [one.symbol, side(one)]).filter(([, ppm]) => ppm !== 0n));
	const broken = pegged.filter(({ discount }) => discount !== 0n);
	const alone = broken.flatMap(({ symbol, discount }) => {
		const depegsPpm = off((one) => (one.symbol === symbol ? discount : one.premium));
		const name = `${symbol} depeg ${formatMove(discount)}`;
		return [
			atHorizon(moments, { name, depegsPpm }),
			atHorizon(moments, { name: `${name}, common ${formatMove(withMove)}`, depegsPpm, ...moved }),
		];
	});
	const together = (name: string, depegsPpm: Readonly<Record<string, bigint>>) =>
		Object.keys(depegsPpm).length === 0 ? [] : [atHorizon(moments, { name, depegsPpm })];
	return [
		...alone,
		...(broken.length < 2
			? []
			: together(
					"all depeg",
					off(({ discount }) => discount),
				)),
		...together(
			"all at a premium",
			off(({ premium }) => premium),
		),
	];
}

/** What a pegged asset may lose and gain against its peg. */
export function depegOf(params: RiskParams, asset: PeggedAsset): Depeg {
	const { assets, stable, wrapped } = params.stress.depegs;
	const own = assets[asset.symbol];
	if (own !== undefined) return own;
	if (asset.assetClass === "stable") return stable;
	return asset.assetClass === "wrapped" ? wrapped : { discount: 0n, premium: 0n };
}

/** `min(1, damp/|move|)`, rounded up to a ppm: against the account. */
function dampedWeight(damp: bigint, move: bigint): Decimal {
	const magnitude = move < 0n ? -move : move;
	if (magnitude <= damp) return MARK_SCENARIO.weight;
	return ppmToDecimal(divideCeil(damp * ONE_IN_PPM, magnitude));
}

function atHorizon(moments: ScenarioMoments, given: Partial<Scenario> & { readonly name: string }): Scenario {
	return { ...MARK_SCENARIO, laterMs: moments.horizon, ...given };
}

function everywhere<Value>(underlyings: readonly string[], value: Value): Record<string, Value> {
	return Object.fromEntries(underlyings.map((underlying) => [underlying, value]));
}
