/**
 * The margin rule as a linear program in the sizes of trades. Every line of the rule is concave in the
 * positions (each charge is a largest of linear functions, the tail line has its linear form in `t`),
 * so "at least this much free collateral" is linear once each charge has a variable of its own.
 *
 * Amounts are in units of `scaleUsd`, trades in such units of notional, so that numbers are near 1. The
 * program decides in doubles and in parts of lots: what it proposes is rounded and then judged by the
 * exact engine, never believed.
 */

import type { MarginAssessment } from "../margin/margin-engine.ts";
import { ALONE_LANES, OTHER_RISKS_DIVISOR, TAIL_WORST_COUNT } from "../model/dimensions.ts";
import type { ChargeLadder, RiskRow } from "../model/risk-row.ts";
import {
	type Affine,
	constantOf,
	type LinearProgram,
	LinearProgramBuilder,
	sumOf,
	times,
	variableOf,
} from "./linear-program.ts";
import type { TradeTerms } from "./trade-terms.ts";

/** An instrument that may be traded. */
export type Candidate = {
	readonly terms: TradeTerms;
	readonly row: RiskRow;
	/** In the account now. */
	readonly heldLots: bigint;
	/** Most lots that may be bought and sold; absent is no limit. */
	readonly buyLimitLots?: bigint | undefined;
	readonly sellLimitLots?: bigint | undefined;
};

export type HedgeModelRequest = {
	readonly assessment: MarginAssessment;
	readonly rows: readonly RiskRow[];
	readonly candidates: readonly Candidate[];
	/** `USD`: what trades are paid with. */
	readonly cash: { readonly id: number; readonly row: RiskRow };
	readonly goal:
		| { readonly kind: "smallest trades"; readonly freeCollateralMicroUsd: bigint }
		| { readonly kind: "most free collateral" };
	/** How many candidates that are not held now may be traded; absent is all of them. */
	readonly newLines?: number | undefined;
};

export type HedgeModel = {
	readonly program: LinearProgram;
	/** Signed lots by candidate, in the program's variables: for whoever adds rows. */
	readonly lots: readonly Affine[];
	/** Signed lots of a candidate, not whole. */
	readonly lotsOf: (values: readonly number[], candidate: number) => number;
};

/** In scaled notional: as much as all that is held, seen with the largest of its moves. */
const LARGEST_TRADE = 100_000;

type Built = {
	readonly candidate: Candidate;
	readonly lots: Affine;
	readonly buy: number;
	readonly sell: number;
};

export function hedgeModel(request: HedgeModelRequest): HedgeModel {
	const { assessment, candidates, cash, goal, newLines } = request;
	const scale = scaleMicroUsd(assessment);
	const program = new LinearProgramBuilder();
	const minimise = goal.kind === "smallest trades";
	const built = candidates.map((candidate): Built => {
		const { notional, cost } = perLot(candidate.terms);
		const lotsPerUnit = scale / notional;
		const limit = (lots: bigint | undefined) =>
			lots === undefined ? Number.POSITIVE_INFINITY : Number(lots) / lotsPerUnit;
		// One scaled USD of notional, with what it costs to trade.
		const weight = minimise ? 1 + cost / notional : 0;
		const buy = program.variable({ cost: weight, high: limit(candidate.buyLimitLots) });
		const sell = program.variable({
			cost: weight,
			high: candidate.terms.sellMicroUsd === 0n ? 0 : limit(candidate.sellLimitLots),
		});
		const lots = sumOf(variableOf(buy, lotsPerUnit), variableOf(sell, -lotsPerUnit));
		return { candidate, buy, sell, lots };
	});
	if (newLines !== undefined) limitNewLines(program, built, newLines);
	const cashLots = cashFlow(request, built, scale);
	const positions = [
		...built.map(({ candidate, lots }) => ({ id: candidate.terms.instrument.id, row: candidate.row, lots })),
		{ ...cash, lots: cashLots },
	];
	const charge = totalCharge({ request, program, built, cashLots, scale });
	const free =
		goal.kind === "smallest trades"
			? constantOf(Number(goal.freeCollateralMicroUsd) / scale)
			: variableOf(program.variable({ cost: -1, low: Number.NEGATIVE_INFINITY }));
	const owed = sumOf(charge.total, free);
	/** Account value in a lane after the trades. */
	const valueIn = (now: bigint, lane: (row: RiskRow) => bigint) =>
		sumOf(
			constantOf(Number(now) / scale),
			...positions.map(({ row, lots }) => times(Number(lane(row)) / scale, lots)),
		);
	assessment.stressMicroUsd.forEach((now, s) => {
		// The floor is at least what lanes that repeat the mark ask for.
		if (s > 0 && now === assessment.equityMicroUsd && repeatsMark(positions, s)) return;
		const value = valueIn(now, (row) => row.stressMicroUsd[s] ?? 0n);
		program.atLeastZero(sumOf(value, times(-1, owed)));
	});
	// One underlying alone: its own trades reprice, all others stand at the mark.
	for (const key of aloneKeys(assessment, built)) {
		const own = assessment.aloneSets.find((set) => set.key === key)?.valuesMicroUsd;
		for (let s = 1; s < ALONE_LANES; s++) {
			const laneOf = (row: RiskRow) => row.stressMicroUsd[row.keys.underlying === key ? s : 0] ?? 0n;
			const now = own?.[s] ?? aloneNow(request, laneOf);
			program.atLeastZero(sumOf(valueIn(now, laneOf), times(-1, owed)));
		}
	}
	const hint = variableOf(program.variable({ low: Number.NEGATIVE_INFINITY }));
	const below = assessment.tailMicroUsd.map((now, n) => {
		const excess = variableOf(program.variable());
		program.atLeastZero(
			sumOf(
				excess,
				valueIn(now, (row) => row.tailMicroUsd[n] ?? 0n),
				hint,
			),
		);
		return excess;
	});
	program.atLeastZero(sumOf(times(-TAIL_WORST_COUNT, sumOf(owed, hint)), times(-1, sumOf(...below))));
	const atMark = valueIn(assessment.equityMicroUsd, (row) => row.stressMicroUsd[0] ?? 0n);
	const part = 1 / OTHER_RISKS_DIVISOR;
	const shared = times(part, sumOf(...charge.offsetFloor));
	for (const risk of charge.offsetFloor) {
		program.atLeastZero(sumOf(atMark, times(-1, sumOf(owed, shared, times(1 - part, risk)))));
	}
	program.atLeastZero(sumOf(atMark, times(-1, owed)));
	return {
		program: program.build(),
		lots: built.map(({ lots }) => lots),
		lotsOf: (values, at) => {
			const { lots } = built[at] as Built;
			return lots.terms.reduce((sum, [variable, factor]) => sum + factor * (values[variable] ?? 0), 0);
		},
	};
}

/** Underlyings of which the account holds an option, or may after the trades. */
function aloneKeys(assessment: MarginAssessment, built: readonly Built[]): number[] {
	const traded = built
		.filter(({ candidate }) => candidate.row.keys.strike !== 0)
		.map(({ candidate }) => candidate.row.keys.underlying);
	return [...new Set([...assessment.aloneSets.map(({ key }) => key), ...traded])];
}

/** Value of the account as it is, µUSD, in a lane that differs from row to row. */
function aloneNow({ assessment, rows }: HedgeModelRequest, laneOf: (row: RiskRow) => bigint): bigint {
	return assessment.holdings.reduce((sum, { id, qtyLots }) => {
		const row = rows[id];
		return row === undefined ? sum : sum + qtyLots * laneOf(row);
	}, 0n);
}

/** Of the account: about what its largest numbers are a hundred thousand times of. */
function scaleMicroUsd({ overflowBoundMicroUsd, equityMicroUsd }: MarginAssessment): number {
	return Math.max(1e6, Number(overflowBoundMicroUsd) / 1e5, Math.abs(Number(equityMicroUsd)) / 1e5);
}

/** µUSD per lot. */
function perLot({ instrument, notionalMicroUsd, costMicroUsd }: TradeTerms) {
	const lot = Number(instrument.lot);
	return { notional: Math.max(1, Number(notionalMicroUsd) * lot), cost: Number(costMicroUsd) * lot };
}

/** Lots of cash that the trades bring (negative: cost). */
function cashFlow({ cash }: HedgeModelRequest, built: readonly Built[], scale: number): Affine {
	const cashLot = Number(cash.row.stressMicroUsd[0] ?? 1n);
	return sumOf(
		...built.flatMap(({ candidate: { terms }, buy, sell }) => {
			const unitsPerVariable = (Number(terms.instrument.lot) * scale) / perLot(terms).notional;
			const paid = Number(terms.buyMicroUsd - terms.settledMicroUsd) * unitsPerVariable;
			const got = Number(terms.sellMicroUsd - terms.settledMicroUsd) * unitsPerVariable;
			return [variableOf(buy, -paid / cashLot), variableOf(sell, got / cashLot)];
		}),
	);
}

function limitNewLines(program: LinearProgramBuilder, built: readonly Built[], newLines: number): void {
	const opened = built
		.filter(({ candidate }) => candidate.heldLots === 0n)
		.map(({ buy, sell }) => {
			const isOpen = variableOf(program.variable({ high: 1, whole: true }));
			const size = sumOf(variableOf(buy), variableOf(sell));
			program.atLeastZero(sumOf(times(LARGEST_TRADE, isOpen), times(-1, size)));
			return isOpen;
		});
	program.atLeastZero(sumOf(constantOf(newLines), times(-1, sumOf(...opened))));
}

/** `C` without surplus, and the stand-alone risk of each underlying. */
function totalCharge(given: {
	readonly request: HedgeModelRequest;
	readonly program: LinearProgramBuilder;
	readonly built: readonly Built[];
	readonly cashLots: Affine;
	readonly scale: number;
}): { readonly total: Affine; readonly offsetFloor: readonly Affine[] } {
	const { request, program, built, cashLots, scale } = given;
	const { assessment, rows, cash } = request;
	const traded = new Map(built.map((one) => [one.candidate.terms.instrument.id, one]));
	const held = new Map(assessment.holdings.map(({ id, qtyLots }) => [id, qtyLots]));
	const untouched = assessment.positionCharges
		.filter(({ id }) => id !== cash.id && !traded.has(id))
		.reduce((sum, { chargeMicroUsd }) => sum + Number(chargeMicroUsd) / scale, 0);
	const lines = [
		...built.map(({ candidate, lots }) => ({ row: candidate.row, held: candidate.heldLots, lots })),
		{ row: cash.row, held: held.get(cash.id) ?? 0n, lots: cashLots },
	];
	const positionCharges = lines.map(({ row, held: now, lots }) =>
		atLeastEach(
			program,
			ladderLines(row).map(({ slope, intercept }) =>
				sumOf(times(slope / scale, sumOf(constantOf(Number(now)), lots)), constantOf(-intercept / scale)),
			),
		),
	);
	/** Net of a lane over every set of a kind, after the trades. */
	const nets = (kind: keyof RiskRow["keys"], lane: (row: RiskRow) => bigint) => {
		const sums = new Map<number, Affine[]>();
		const add = (row: RiskRow, lots: Affine) => {
			if (row.keys[kind] === 0 || lane(row) === 0n) return;
			const parts = sums.get(row.keys[kind]) ?? [];
			parts.push(times(Number(lane(row)) / scale, lots));
			sums.set(row.keys[kind], parts);
		};
		for (const [id, lots] of held) {
			const row = rows[id];
			if (row !== undefined) add(row, constantOf(Number(lots)));
		}
		for (const { candidate, lots } of built) add(candidate.row, lots);
		return new Map([...sums].map(([key, parts]) => [key, sumOf(...parts)]));
	};
	const largestLoss = (...lanes: readonly ReadonlyMap<number, Affine>[]) => {
		const keys = new Set(lanes.flatMap((lane) => [...lane.keys()]));
		return [...keys].map((key) =>
			atLeastEach(
				program,
				lanes.map((lane) => times(-1, lane.get(key) ?? constantOf(0))),
			),
		);
	};
	const bothSigns = (lane: ReadonlyMap<number, Affine>, freeOf: (key: number) => number = () => 0) =>
		[...lane].map(([key, net]) => {
			const free = constantOf(-freeOf(key));
			return atLeastEach(program, [sumOf(net, free), sumOf(times(-1, net), free)]);
		});
	const deltaAllowance = (key: number) => Number(rows[key]?.deltaAllowanceMicroUsd ?? 0n) / scale;
	return {
		total: sumOf(
			constantOf(untouched),
			...positionCharges,
			// B, W and P also where the rule lets bought options off: no line can say that, and it errs against the hedge.
			...largestLoss(
				nets("expiry", (row) => row.basisUpMicroUsd),
				nets("expiry", (row) => row.basisDownMicroUsd),
			),
			...bothSigns(nets("expiry", (row) => row.vegaMicroUsd)),
			...largestLoss(nets("strike", (row) => row.uncoveredShortMicroUsd)),
			...largestLoss(nets("strike", (row) => -row.pinMicroUsd)),
			// A key is the id of the set's first member, whose row carries the set's free delta.
			...bothSigns(
				nets("underlying", (row) => row.deltaMicroUsd),
				deltaAllowance,
			),
		),
		offsetFloor: largestLoss(
			nets("underlying", (row) => row.offsetFloorDownMicroUsd),
			nets("underlying", (row) => row.offsetFloorUpMicroUsd),
		),
	};
}

/** A variable that is at least 0 and at least each expression. */
function atLeastEach(program: LinearProgramBuilder, expressions: readonly Affine[]): Affine {
	const bound = variableOf(program.variable());
	for (const expression of expressions) {
		const { terms, constant } = expression;
		// A constant that is not positive says no more than the bound at 0.
		if (terms.length === 0 && constant <= 0) continue;
		program.atLeastZero(sumOf(bound, times(-1, expression)));
	}
	return bound;
}

/** The charge of a position of `q` lots as the largest of 0 and lines `slope·q − intercept`. */
function ladderLines({ longCharge, shortCharge }: RiskRow) {
	const side = (
		{ baseSlopeMicroUsd, slopeStepsMicroUsd, interceptsMicroUsd }: ChargeLadder,
		sign: 1 | -1,
	) => [
		{ slope: sign * Number(baseSlopeMicroUsd), intercept: 0 },
		...slopeStepsMicroUsd.flatMap((step, k) =>
			step === 0n
				? []
				: [
						{
							slope: sign * Number(baseSlopeMicroUsd + step),
							intercept: Number(interceptsMicroUsd[k] ?? 0n),
						},
					],
		),
	];
	return [...side(longCharge, 1), ...side(shortCharge, -1)];
}

function repeatsMark(positions: readonly { readonly row: RiskRow }[], s: number): boolean {
	return positions.every(({ row }) => row.stressMicroUsd[s] === row.stressMicroUsd[0]);
}
