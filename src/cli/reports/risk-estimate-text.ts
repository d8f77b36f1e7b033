import type { TwoSides } from "../../risk/calibration/estimate-moves.ts";
import type { RiskEstimates } from "../../risk/calibration/estimate-risk.ts";
import type { BothResponses, SurfaceEstimates } from "../../risk/calibration/estimate-surface.ts";
import { formatMove } from "../../risk/model/scenario.ts";
import type { RiskParams } from "../../risk/params/risk-params.ts";
import { measuredDecorrelation } from "../../risk/scenarios/decorrelation-moves.ts";
import { ppmToNumber, smallerOf } from "../../units/exact-value.ts";
import { type Column, textTable } from "../output/text-table.ts";
import { confidencesToJson, percent } from "./tail-confidence-text.ts";

const COLUMNS: readonly Column[] = [
	{ heading: "size", align: "left" },
	{ heading: "measured", align: "right" },
	{ heading: "used", align: "right" },
];

/** The estimates as tables of at most 100 columns, each with the value that the parameters use. */
export function estimateLines(estimates: RiskEstimates, params: RiskParams): string[] {
	return [
		`prices: ${estimates.moves.days} joint days`,
		...textTable(COLUMNS, moveRows(estimates, params)),
		...estimates.surfaces.flatMap((surface) => [
			"",
			`${surface.underlying} volatility: ${surface.days} daily moves`,
			...textTable(COLUMNS, surfaceRows(surface, params)),
		]),
		...tailLines(estimates.tail),
		"",
		"these measurements in the form of risk-params.json:",
		...JSON.stringify(proposedParams(estimates, params), null, "  ").split("\n"),
	];
}

function tailLines(tail: RiskEstimates["tail"]): string[] {
	if (tail.length === 0) return [];
	return [
		"",
		"confidence of the tail set over the whole rescaled history (mean of its worst 3 of 120 days)",
		...textTable(
			[
				{ heading: "book", align: "left" },
				{ heading: "shortfall", align: "right" },
				{ heading: "confidence", align: "right" },
			],
			tail.map(({ book, shortfall, confidence }) => [book, percent(shortfall), percent(confidence)]),
		),
	];
}

function moveRows({ moves, decorrelation }: RiskEstimates, params: RiskParams): string[][] {
	const { grid, commonTails, singleTails, depegs } = params.stress;
	const rule = measuredDecorrelation(params);
	const sorted = [...grid.moves].sort((a, b) => (a < b ? -1 : 1));
	const widest = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n];
	const list = (all: readonly bigint[]) => all.map(formatMove).join(" ");
	return [
		["common move, 99.5 % of each side", sides(moves.common.quantile), list(widest)],
		["common move, largest", sides(moves.common.largest), list(commonTails.moves)],
		...moves.underlyings.flatMap((one, at) => {
			const used = decorrelation[at];
			const { underlying } = one;
			const rows = [
				[
					`${underlying} parts from ${rule.regressor}, ${percent(ppmToNumber(rule.quantile))}`,
					sides(one.onRegressor),
					one.onRegressor === undefined || used === undefined ? "–" : list([used.downPpm, used.upPpm]),
				],
				[
					`${underlying} parts from the mean of the others`,
					sides(one.onPeers),
					one.onRegressor !== undefined || used === undefined ? "–" : list([used.downPpm, used.upPpm]),
				],
				[
					`${underlying} alone, largest`,
					sides(one.largestAlone),
					list((singleTails.underlyings[underlying] ?? singleTails).moves),
				],
			];
			return rows.filter(([, measured]) => measured !== "–");
		}),
		["stable depeg, premium", "not in closes", list([depegs.stable.discount, depegs.stable.premium])],
		["wrapped depeg, premium", "not in closes", list([depegs.wrapped.discount, depegs.wrapped.premium])],
		["a depeg comes alone and with", "not in closes", formatMove(depegs.withMove)],
	];
}

function surfaceRows(surface: SurfaceEstimates, params: RiskParams): string[][] {
	const { vol } = params.stress;
	const { basis, vega } = params.charges;
	const used = params.tail === "off" ? undefined : params.tail.surface;
	const own = used?.underlyings[surface.underlying] ?? used?.response;
	const at30 = surface.tenors.find(({ tenorDays }) => tenorDays === 30);
	const range = [formatMove(-vol.rangeDown), formatMove(vol.rangeUp)].join(" ");
	const rows = [
		["30 d, one day, 99.5 % of each side", sides(at30?.quantile), range],
		["30 d, one day, largest", sides(at30?.largest), range],
		["30 d, seven days, largest", sides(surface.week), "–"],
	];
	for (const tenor of surface.tenors.filter(({ tenorDays }) => tenorDays !== 30)) {
		const power = tenor.tenorDays < 30 ? vol.shortPower : vol.longPower;
		rows.push(
			[`${tenor.tenorDays} d, one day, largest`, sides(tenor.largest), "–"],
			[`${tenor.tenorDays} d, power`, tenor.power?.toFixed(2) ?? "–", plain(power)],
			[
				`${tenor.tenorDays} d against 30 d over up shock, 99.5 %, largest`,
				`${tenor.shareOfUpShock.toFixed(2)} ${tenor.largestShareOfUpShock.toFixed(2)}`,
				plain(vega.shareOfUpShock),
			],
		);
	}
	for (const [name, key] of RESPONSES) {
		rows.push([
			`${name} per log return, down (R²), up (R²)`,
			both(surface.response[key]),
			own === undefined ? "–" : `${plain(own[key].down)} ${plain(own[key].up)}`,
		]);
	}
	const charged = ppmToNumber(basis.perYear) * ppmToNumber(basisMovePpm(params));
	rows.push([
		"basis per year, one day, 99.5 %, largest",
		`${percent(surface.basis.quantile)} ${percent(surface.basis.largest)}`,
		percent(charged),
	]);
	return rows;
}

const RESPONSES = [
	["level", "level"],
	["risk reversal", "riskReversal"],
	["fly", "fly"],
	["basis", "basisPerYear"],
] as const;

function both({ down, up }: BothResponses): string {
	return [down, up].map(({ slope, explained }) => `${slope.toFixed(3)} (${explained.toFixed(2)})`).join(" ");
}

function sides(moves: TwoSides | undefined): string {
	if (moves === undefined) return "–";
	return [moves.down, moves.up].map((move) => formatMove(toPpm(move))).join(" ");
}

function toPpm(value: number): bigint {
	return BigInt(Math.round(value * 10_000)) * 100n;
}

function plain(ppm: bigint): string {
	return String(ppmToNumber(ppm));
}

export function estimatesToJson({ moves, decorrelation, surfaces, tail }: RiskEstimates): object {
	return { moves, decorrelation, surfaces, tail: confidencesToJson(tail) };
}

/**
 * What the data alone would put into the parameters: ranges the largest move seen, up to the next
 * 5 %; powers and the default response of the underlying that moved most, the long power of the one
 * that decays least; charges at their 99.5 % quantile, up to the next step. Empty without volatilities.
 */
export function proposedParams({ surfaces }: RiskEstimates, params: RiskParams): object {
	const ranges = surfaces.map(({ tenors }) => tenors.find(({ tenorDays }) => tenorDays === 30)?.largest);
	const largestUp = Math.max(...ranges.map((range) => range?.up ?? 0));
	const widest = surfaces[ranges.findIndex((range) => range?.up === largestUp)];
	if (widest === undefined) return {};
	const powers = surfaces.flatMap(({ tenors }) => tenors).filter(({ power }) => power !== undefined);
	const powersOf = (isLong: boolean) =>
		powers.filter(({ tenorDays }) => tenorDays > 30 === isLong).map(({ power }) => power as number);
	const shortPower = widest.tenors.find(({ tenorDays }) => tenorDays < 30)?.power ?? 0;
	const shares = surfaces.flatMap(({ tenors }) => tenors.map(({ shareOfUpShock }) => shareOfUpShock));
	const basis = Math.max(...surfaces.map((surface) => surface.basis.quantile));
	return {
		stress: {
			vol: {
				rangeUp: stepUp(largestUp, 0.05),
				rangeDown: stepUp(-Math.min(...ranges.map((range) => range?.down ?? 0)), 0.05),
				shortPower: stepUp(shortPower, 0.05),
				longPower: (Math.floor(Math.min(...powersOf(true)) / 0.05) * 0.05).toFixed(2),
			},
		},
		tail: {
			surface: {
				response: responseText(widest),
				underlyings: Object.fromEntries(
					surfaces.filter((one) => one !== widest).map((one) => [one.underlying, responseText(one)]),
				),
			},
		},
		charges: {
			vega: { shareOfUpShock: stepUp(Math.max(...shares), 0.05) },
			basis: { perYear: stepUp(basis / ppmToNumber(basisMovePpm(params)), 0.1) },
		},
	};
}

/** The smaller of the two moves that the basis charge multiplies. */
function basisMovePpm({ charges }: RiskParams): bigint {
	return smallerOf(charges.basis.up, -charges.basis.down);
}

function responseText({ response }: SurfaceEstimates): object {
	return Object.fromEntries(
		RESPONSES.map(([, key]) => [
			key,
			{ down: response[key].down.slope.toFixed(3), up: response[key].up.slope.toFixed(3) },
		]),
	);
}

function stepUp(value: number, step: number): string {
	return (Math.ceil(value / step - 1e-9) * step).toFixed(2);
}
