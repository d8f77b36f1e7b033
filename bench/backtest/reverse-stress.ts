/**
 * Reverse stress: of all books of real instruments that lost a given sum between two chains, which one
 * had the least requirement before? A linear program over every listed instrument; what it proposes
 * is rounded to lots and judged by the exact engine and by the later chain.
 */
import type { MarkedInstrument } from "../../src/market/snapshot/market-snapshot.ts";
import { type Candidate, hedgeModel } from "../../src/risk/hedge/hedge-model.ts";
import type { LinearSolver } from "../../src/risk/hedge/linear-program.ts";
import { assessMargin } from "../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../src/risk/model/holding.ts";
import type { RiskRow } from "../../src/risk/model/risk-row.ts";
import type { RiskParams } from "../../src/risk/params/risk-params.ts";
import { unitValueMicroUsd } from "../../src/risk/report/reprice-positions.ts";
import { MICRO, requirementUsd } from "./book.ts";
import type { ChainDays } from "./chain-days.ts";

/** Far more than any book here needs, so that cash is never short. */
const CASH_MICRO_USD = 100_000_000_000_000n;

export type ReverseStress = {
	/** Requirement over realised loss, by the engine: below 1 the book lost more than was asked. */
	readonly ratio: number;
	readonly requirementUsd: number;
	readonly lossUsd: number;
	readonly bindingTest: string;
	/** Largest first, by value of the loss or gain. */
	readonly legs: readonly { readonly name: string; readonly units: number; readonly gainUsd: number }[];
};

/** @param admit which instruments the book may hold; only those that both chains list count */
export function leastRequirement(request: {
	readonly days: ChainDays;
	readonly rows: readonly RiskRow[];
	readonly params: RiskParams;
	readonly lossUsd: number;
	readonly admit: (instrument: MarkedInstrument) => boolean;
	readonly solve: LinearSolver;
}): ReverseStress {
	const { days, rows, params, lossUsd, admit, solve } = request;
	const admitted = [...days.before.values()].filter(
		(instrument) =>
			admit(instrument) && instrument.underlying !== "USD" && days.gainUsd(instrument.name) !== undefined,
	);
	const candidates = admitted.map((instrument) =>
		candidateOf(instrument, rows, params, days.snapshot.timeMs),
	);
	const cash = days.listing.instruments.find(({ name }) => name === "USD");
	const cashRow = rows[cash?.id ?? 0] as RiskRow;
	const cashHolding = {
		id: cash?.id ?? 0,
		qtyLots: CASH_MICRO_USD / (cashRow.stressMicroUsd[0] as bigint),
	};
	const { program, lots, lotsOf } = hedgeModel({
		assessment: assessMargin(rows, [cashHolding]),
		rows,
		candidates,
		cash: { id: cashHolding.id, row: cashRow },
		goal: { kind: "most free collateral" },
	});
	const gainOfLot = admitted.map(
		(instrument) => (days.gainUsd(instrument.name) as number) * Number(instrument.lot),
	);
	const realised = lots.flatMap(({ terms }, at) =>
		terms.map(([variable, factor]) => [variable, (factor * (gainOfLot[at] as number)) / lossUsd] as const),
	);
	const solution = solve({ ...program, rows: [...program.rows, { terms: realised, low: -1, high: -1 }] });
	if (solution.status !== "optimal") throw new Error("no book of these instruments lost money");
	const holdings = admitted.flatMap(({ id }, at): Holding[] => {
		const qtyLots = BigInt(Math.round(lotsOf(solution.values, at)));
		return qtyLots === 0n ? [] : [{ id, qtyLots }];
	});
	return judged(holdings, request);
}

/** Traded at its mark and without cost: here only what the rule asks counts. */
function candidateOf(
	instrument: MarkedInstrument,
	rows: readonly RiskRow[],
	params: RiskParams,
	timeMs: number,
): Candidate {
	const value = unitValueMicroUsd({ instrument, params, timeMs });
	const isFuture = instrument.settlementPrice !== undefined;
	return {
		row: rows[instrument.id] as RiskRow,
		heldLots: 0n,
		terms: {
			instrument,
			buyMicroUsd: value,
			sellMicroUsd: value,
			costMicroUsd: 0n,
			notionalMicroUsd: BigInt(Math.round(Number(instrument.indexUsd) * MICRO)),
			settledMicroUsd: isFuture ? value : 0n,
		},
	};
}

function judged(
	holdings: readonly Holding[],
	{ days, rows }: Parameters<typeof leastRequirement>[0],
): ReverseStress {
	const sorted = holdings.toSorted((a, b) => a.id - b.id);
	const assessment = assessMargin(rows, sorted);
	const legs = sorted
		.map(({ id, qtyLots }) => {
			const { name, lot } = days.listing.instruments[id - 1] as { name: string; lot: string };
			const units = Number(qtyLots) * Number(lot);
			return { name, units, gainUsd: units * (days.gainUsd(name) as number) };
		})
		.sort((a, b) => Math.abs(b.gainUsd) - Math.abs(a.gainUsd));
	const lossUsd = -legs.reduce((sum, { gainUsd }) => sum + gainUsd, 0);
	const required = requirementUsd(assessment);
	return {
		ratio: required / lossUsd,
		requirementUsd: required,
		lossUsd,
		bindingTest: assessment.bindingTest,
		legs,
	};
}
