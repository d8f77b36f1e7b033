/** A market under attack: its maintenance rows, instruments that a book may hold, and what a lot is worth in any state. */
import { markInstruments } from "../../src/market/snapshot/mark-instruments.ts";
import type { MarkedInstrument } from "../../src/market/snapshot/market-snapshot.ts";
import { assessMargin } from "../../src/risk/margin/margin-engine.ts";
import type { LotPricer } from "../../src/risk/model/lot-pricer.ts";
import { type RiskRow, ZERO_ROW } from "../../src/risk/model/risk-row.ts";
import { MARK_SCENARIO } from "../../src/risk/model/scenario.ts";
import type { RiskParams } from "../../src/risk/params/risk-params.ts";
import { type ScenarioMoments, scenarioMoments } from "../../src/risk/scenarios/scenario-moments.ts";
import { pricerOf } from "../../src/risk/table/build-risk-row.ts";
import { buildRiskRowsOnly, type RiskTableSources } from "../../src/risk/table/build-risk-table.ts";
import { ONE_IN_PPM } from "../../src/units/exact-value.ts";
import type { MarketState } from "./market-state.ts";
import { type ProgramInstrument, programInstrument } from "./rule-program.ts";

const DAY_MS = 86_400_000;
const MICRO = 1e6;

/** Options up to here, and the expiries nearest to some later times: where losses hid. */
const NEAR_DAYS = 10;
const LATER_DAYS = [23, 51] as const;
const STRIKES = { lowest: 0.55, highest: 1.6 } as const;
/** Of the requirement that a book is scaled to before it is rounded to lots. */
const REQUIREMENT_USD = 100_000;

export type AttackedMarket = {
	readonly params: RiskParams;
	readonly moments: ScenarioMoments;
	readonly instruments: readonly MarkedInstrument[];
	/** Maintenance rows by id. */
	readonly rows: readonly RiskRow[];
	readonly snapshotTimeMs: number;
};

export type BookLine = { readonly instrument: MarkedInstrument; readonly qtyLots: bigint };

export function attackedMarket(sources: RiskTableSources): AttackedMarket {
	const { listing, snapshot, params } = sources;
	const instruments = markInstruments(listing, snapshot);
	return {
		params,
		moments: scenarioMoments({ instruments, params, snapshotTimeMs: snapshot.timeMs }),
		instruments,
		rows: buildRiskRowsOnly(sources).maintenance,
		snapshotTimeMs: snapshot.timeMs,
	};
}

/** What a book on these underlyings may hold; of USD what may leave its peg. */
export function attackable(
	{ instruments, rows, snapshotTimeMs }: AttackedMarket,
	underlyings: readonly string[],
	nearDays = NEAR_DAYS,
): ProgramInstrument[] {
	const days = (expiryMs: number) => (expiryMs - snapshotTimeMs) / DAY_MS;
	const later = new Set(
		nearDays < NEAR_DAYS
			? []
			: LATER_DAYS.map((wanted) => {
					const expiries = instruments.flatMap(({ kind, expiryMs }) =>
						kind === "option" && expiryMs !== undefined ? [expiryMs] : [],
					);
					return expiries.sort((a, b) => Math.abs(days(a) - wanted) - Math.abs(days(b) - wanted))[0];
				}),
	);
	return instruments
		.filter(({ kind, underlying, expiryMs, strike, indexUsd }) => {
			if (kind === "hold" || kind === "order" || !underlyings.includes(underlying)) return false;
			if (kind !== "option" || expiryMs === undefined) return true;
			const moneyness = Number(strike) / Number(indexUsd);
			if (moneyness < STRIKES.lowest || moneyness > STRIKES.highest) return false;
			return days(expiryMs) <= nearDays || later.has(expiryMs);
		})
		.map((instrument) => programInstrument(instrument.id, instrument, rows[instrument.id] ?? ZERO_ROW));
}

/** Change of value in a state, USD per USD of notional. */
export function stateChanges(
	{ params, snapshotTimeMs }: AttackedMarket,
	instruments: readonly ProgramInstrument[],
): (state: MarketState) => number[] {
	const priced = instruments.map(({ instrument, lotUsd }) => {
		const pricer = pricerOf({ instrument, params, snapshotTimeMs });
		return { pricer, lotUsd, mark: pricer.lane(MARK_SCENARIO, ONE_IN_PPM) };
	});
	return ({ scenario }) =>
		priced.map(({ pricer, lotUsd, mark }) => (pricer.lane(scenario, ONE_IN_PPM) - mark) / MICRO / lotUsd);
}

/** The book in whole lots, what the exact engine asks for it at maintenance level, and what it loses in the state. */
export function judgeBook(
	market: AttackedMarket,
	instruments: readonly ProgramInstrument[],
	notionalUsd: readonly number[],
	state: MarketState,
): { readonly lines: readonly BookLine[]; readonly requirementUsd: number; readonly lossUsd: number } {
	const lines = instruments.flatMap(({ instrument, lotUsd }, at) => {
		const qtyLots = BigInt(Math.round(((notionalUsd[at] as number) * REQUIREMENT_USD) / lotUsd));
		return qtyLots === 0n ? [] : [{ instrument, qtyLots }];
	});
	const holdings = lines
		.map(({ instrument, qtyLots }) => ({ id: instrument.id, qtyLots }))
		.sort((a, b) => a.id - b.id);
	const { requirementMicroUsd } = assessMargin(market.rows, holdings);
	const loss = lines.reduce((sum, { instrument, qtyLots }) => {
		const pricer: LotPricer = pricerOf({ instrument, ...market });
		const change = pricer.laneDown(state.scenario, ONE_IN_PPM) - pricer.laneDown(MARK_SCENARIO, ONE_IN_PPM);
		return sum - qtyLots * change;
	}, 0n);
	return { lines, requirementUsd: Number(requirementMicroUsd) / MICRO, lossUsd: Number(loss) / MICRO };
}
