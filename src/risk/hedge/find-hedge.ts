/**
 * The smallest trades that restore a given free collateral, by Σ of notional plus fee and slippage.
 *
 * A linear program proposes, the exact engine decides: proposals are rounded away from zero to whole
 * lots, paid for in cash, and margined. While something is missing the program is asked for a little
 * more. At the end trades that turn out to be unnecessary are taken out again. What is returned as a
 * hedge has always been accepted by the engine; "smallest" is exact for parts of lots.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { assessMargin, decideSolvency, type MarginAssessment } from "../margin/margin-engine.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskRow } from "../model/risk-row.ts";
import type { RiskTable } from "../model/risk-table.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { type Candidate, hedgeModel } from "./hedge-model.ts";
import type { LinearSolver } from "./linear-program.ts";
import { amountUp, type Trade, tradedHoldings, tradeTerms } from "./trade-terms.ts";

/** Proposals before the search gives up; each asks for what the last one lacked. */
const MOST_PROPOSALS = 12;
/** Parts of a lot that a solver's tolerance may leave. */
const LOT_TOLERANCE = 1e-6;

export type Hedge = {
	readonly trades: readonly Trade[];
	readonly holdings: readonly Holding[];
	/** According to the engine, after the trades. */
	readonly freeCollateralMicroUsd: bigint;
	readonly notionalMicroUsd: bigint;
	/** Fees and slippage, which the account has paid. */
	readonly costMicroUsd: bigint;
};

export type HedgeResult = {
	readonly targetMicroUsd: bigint;
	readonly equityMicroUsd: bigint;
	/** Before any trade. */
	readonly freeCollateralMicroUsd: bigint;
} & (
	| { readonly outcome: "satisfied" }
	| { readonly outcome: "hedged"; readonly hedge: Hedge }
	| {
			readonly outcome: "outOfReach";
			/**
			 * - `EQUITY_BELOW_TARGET`: free collateral never exceeds equity, and no trade raises equity
			 * - `TRADES_NOT_ENOUGH`: no trades from this listing restore it
			 * - `NO_FREE_LINE`: some would, but the account cannot hold so many lines
			 */
			readonly reason: "EQUITY_BELOW_TARGET" | "TRADES_NOT_ENOUGH" | "NO_FREE_LINE";
			/** The best that was found; absent when doing nothing is best. */
			readonly best?: Hedge | undefined;
			/** What a deposit of USD would have to bring after the best trades. */
			readonly missingMicroUsd: bigint;
	  }
);

type HedgeRequest = {
	readonly table: Pick<RiskTable, "rows" | "origin">;
	readonly holdings: readonly Holding[];
	/** All listed instruments, at the marks of the table. */
	readonly marked: readonly MarkedInstrument[];
	readonly params: RiskParams;
	/** Free collateral to restore, at the level of the table. */
	readonly targetMicroUsd: bigint;
	/** Lines that the account can hold. */
	readonly mostLines: number;
	/** Nothing is opened that expires sooner: a hedge for a day is none. Absent: whatever is listed. */
	readonly shortestMs?: number | undefined;
	readonly solve: LinearSolver;
};

/** @throws InputError those of `assessMargin`, `SURPLUS_OUT_OF_RANGE` for the target */
export function findHedge(request: HedgeRequest): HedgeResult {
	const { table, holdings, targetMicroUsd } = request;
	const before = assessMargin(table.rows, holdings);
	const { equityMicroUsd, freeCollateralMicroUsd } = before;
	const known = { targetMicroUsd, equityMicroUsd, freeCollateralMicroUsd };
	if (decideSolvency(before, targetMicroUsd).accepted) return { ...known, outcome: "satisfied" };
	const search = new HedgeSearch(request, before);
	const found = search.smallest();
	if (found !== undefined) return { ...known, outcome: "hedged", hedge: found };
	const best = search.best();
	if (best !== undefined && search.accepts(best)) return { ...known, outcome: "hedged", hedge: best };
	const improves = best !== undefined && best.freeCollateralMicroUsd > freeCollateralMicroUsd;
	const reached = improves ? best.freeCollateralMicroUsd : freeCollateralMicroUsd;
	return {
		...known,
		outcome: "outOfReach",
		reason:
			equityMicroUsd < targetMicroUsd
				? "EQUITY_BELOW_TARGET"
				: search.lacksLines
					? "NO_FREE_LINE"
					: "TRADES_NOT_ENOUGH",
		best: improves ? best : undefined,
		missingMicroUsd: targetMicroUsd - reached,
	};
}

type Goal = Parameters<typeof hedgeModel>[0]["goal"];

class HedgeSearch {
	/** Trades that restore the target were proposed, on more lines than the account has. */
	lacksLines = false;
	readonly #request: HedgeRequest;
	readonly #before: MarginAssessment;
	readonly #cash: MarkedInstrument;
	#candidates: readonly Candidate[];
	/** Candidates to open; absent while lines are not scarce. */
	#newLines: number | undefined;

	constructor(request: HedgeRequest, before: MarginAssessment) {
		this.#request = request;
		this.#before = before;
		this.#candidates = candidatesOf(request);
		this.#cash = request.marked.find(({ name }) => name === "USD") as MarkedInstrument;
	}

	smallest(): Hedge | undefined {
		const { targetMicroUsd } = this.#request;
		let goalMicroUsd = targetMicroUsd;
		for (let round = 0; round < MOST_PROPOSALS; round++) {
			const hedge = this.#propose({ kind: "smallest trades", freeCollateralMicroUsd: goalMicroUsd });
			if (hedge === undefined) return undefined;
			if (hedge.holdings.length > this.#request.mostLines) {
				this.lacksLines = true;
				if (!this.#restrictLines(hedge)) return undefined;
				continue;
			}
			if (this.accepts(hedge)) return this.#trimmed(hedge);
			// Twice what is missing soon exceeds whatever rounding to lots costs.
			goalMicroUsd += 2n * (targetMicroUsd - hedge.freeCollateralMicroUsd) + 1n;
		}
		return undefined;
	}

	/** The most free collateral that trades reach. */
	best(): Hedge | undefined {
		for (;;) {
			const hedge = this.#propose({ kind: "most free collateral" });
			if (hedge === undefined || hedge.holdings.length <= this.#request.mostLines) return hedge;
			if (!this.#restrictLines(hedge)) return undefined;
		}
	}

	accepts(hedge: Hedge): boolean {
		const { table, targetMicroUsd, mostLines } = this.#request;
		if (hedge.holdings.length > mostLines) return false;
		return decideSolvency(assessMargin(table.rows, hedge.holdings), targetMicroUsd).accepted;
	}

	#propose(goal: Goal): Hedge | undefined {
		const { table, solve } = this.#request;
		const candidates = this.#candidates;
		const { program, lotsOf } = hedgeModel({
			assessment: this.#before,
			rows: table.rows,
			candidates,
			cash: { id: this.#cash.id, row: table.rows[this.#cash.id] as RiskRow },
			goal,
			newLines: this.#newLines,
		});
		const solution = solve(program);
		if (solution.status === "infeasible") return undefined;
		const trades = candidates.flatMap((candidate, at) => {
			const qtyLots = wholeLots(lotsOf(solution.values, at), candidate);
			return qtyLots === 0n ? [] : [{ terms: candidate.terms, qtyLots }];
		});
		return this.#hedgeOf(trades);
	}

	#hedgeOf(trades: readonly Trade[]): Hedge {
		const { table, holdings } = this.#request;
		const after = tradedHoldings({ holdings, trades, cash: this.#cash });
		return {
			trades,
			holdings: after,
			freeCollateralMicroUsd: assessMargin(table.rows, after).freeCollateralMicroUsd,
			notionalMicroUsd: sum(trades.map((trade) => amountUp(trade, trade.terms.notionalMicroUsd))),
			costMicroUsd: sum(trades.map((trade) => amountUp(trade, trade.terms.costMicroUsd))),
		};
	}

	/** From now on only as many new lines as fit, among those that were proposed and what is linear. */
	#restrictLines(hedge: Hedge): boolean {
		const { holdings, mostLines } = this.#request;
		const holdsCash = holdings.some(({ id }) => id === this.#cash.id);
		const free = mostLines - holdings.length - (holdsCash ? 0 : 1);
		const narrower = this.#newLines === undefined ? Math.max(0, free) : this.#newLines - 1;
		if (narrower < 0) return false;
		const proposed = new Set(hedge.trades.map(({ terms }) => terms.instrument.id));
		this.#newLines = narrower;
		this.#candidates = this.#candidates.filter(
			({ terms: { instrument }, heldLots }) =>
				heldLots !== 0n || proposed.has(instrument.id) || instrument.kind !== "option",
		);
		return true;
	}

	/** Without trades, smallest first, and without single lots, that the target does not need. */
	#trimmed(hedge: Hedge): Hedge {
		let best = hedge;
		const notional = (trade: Trade) => amountUp(trade, trade.terms.notionalMicroUsd);
		const smallestFirst = [...hedge.trades].sort((a, b) => (notional(a) < notional(b) ? -1 : 1));
		for (const { terms } of smallestFirst) {
			const without = best.trades.filter((trade) => trade.terms !== terms);
			const closer = best.trades.flatMap((trade) => {
				const qtyLots = trade.terms === terms ? towardZero(trade.qtyLots) : trade.qtyLots;
				return qtyLots === 0n ? [] : [{ ...trade, qtyLots }];
			});
			const smaller = [without, closer]
				.map((trades) => this.#hedgeOf(trades))
				.find((one) => this.accepts(one));
			if (smaller !== undefined) best = smaller;
		}
		return best;
	}
}

/**
 * Everything listed on the underlyings that the account has; coins and stables only toward zero, so
 * that no hedge opens a loan or a new balance.
 */
function candidatesOf({ table, holdings, marked, params, shortestMs = 0 }: HedgeRequest): Candidate[] {
	const timeMs = table.origin.snapshotTimeMs;
	const held = new Map(holdings.map(({ id, qtyLots }) => [id, qtyLots]));
	const underlyings = new Set(marked.filter(({ id }) => held.has(id)).map(({ underlying }) => underlying));
	return marked.flatMap((instrument) => {
		const row = table.rows[instrument.id];
		const heldLots = held.get(instrument.id) ?? 0n;
		const { kind, name } = instrument;
		if (row === undefined || name === "USD" || kind === "hold" || kind === "order") return [];
		const isBalance = kind === "cash" || kind === "coin";
		if (isBalance ? heldLots === 0n : !underlyings.has(instrument.underlying)) return [];
		if (heldLots === 0n && (instrument.expiryMs ?? Number.POSITIVE_INFINITY) - timeMs < shortestMs) return [];
		const terms = tradeTerms({ instrument, params, timeMs });
		return [
			{
				terms,
				row,
				heldLots,
				...(isBalance && {
					buyLimitLots: heldLots < 0n ? -heldLots : 0n,
					sellLimitLots: heldLots > 0n ? heldLots : 0n,
				}),
			},
		];
	});
}

/** Away from zero, within what may be traded. */
function wholeLots(lots: number, { buyLimitLots, sellLimitLots }: Candidate): bigint {
	const up = BigInt(Math.max(0, Math.ceil(Math.abs(lots) - LOT_TOLERANCE)));
	const limit = lots < 0 ? sellLimitLots : buyLimitLots;
	const within = limit !== undefined && up > limit ? limit : up;
	return lots < 0 ? -within : within;
}

function towardZero(qtyLots: bigint): bigint {
	return qtyLots > 0n ? qtyLots - 1n : qtyLots + 1n;
}

function sum(values: readonly bigint[]): bigint {
	return values.reduce((total, value) => total + value, 0n);
}
