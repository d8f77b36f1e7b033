/**
 * What a book makes over one day in which nothing moves: by full repricing, by the Greek, and in the
 * table's own scenario of that kind. No requirement enters, no funding and no interest.
 *
 * The three differ on purpose. Theta is the slope at this moment, repricing follows the curve and lets
 * expire what expires within the day, and the table's lane is that repricing at the table's level
 * (maintenance asks 1/m of it) and weight.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { DAY_MS } from "../../units/time.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskTable } from "../model/risk-table.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { accountGreeks } from "./greeks.ts";
import { profitMicroUsd, repricedPositions } from "./reprice-positions.ts";

/** The stress scenario in which a day passes and nothing else. */
const STILL_DAY = "common 0 %, vol flat";

export type DayDecay = {
	/** By full repricing, per underlying and in total. */
	readonly profitMicroUsd: bigint;
	readonly underlyings: readonly { readonly underlying: string; readonly profitMicroUsd: bigint }[];
	/** The Greek, for comparison. */
	readonly thetaUsdPerDay: number;
	/** Absent when the table has no such scenario. */
	readonly tableScenario?: { readonly name: string; readonly profitMicroUsd: bigint } | undefined;
};

/** @throws InputError `HOLDING_NOT_MARKED`, `IV_MISSING` */
export function dayDecay(request: {
	readonly table: Pick<RiskTable, "rows" | "labels" | "origin">;
	readonly holdings: readonly Holding[];
	readonly marked: readonly MarkedInstrument[];
	readonly params: RiskParams;
}): DayDecay {
	const { table, holdings, marked, params } = request;
	const timeMs = table.origin.snapshotTimeMs;
	const positions = repricedPositions(holdings, marked);
	const names = positions.map(({ instrument }) => instrument.underlying).filter((name) => name !== "USD");
	const underlyings = [...new Set(names)].map((underlying) => ({
		underlying,
		profitMicroUsd: profitMicroUsd({
			positions: positions.filter(({ instrument }) => instrument.underlying === underlying),
			params,
			timeMs,
			laterMs: timeMs + DAY_MS,
		}),
	}));
	return {
		profitMicroUsd: underlyings.reduce((total, one) => total + one.profitMicroUsd, 0n),
		underlyings,
		thetaUsdPerDay: accountGreeks({ holdings, marked, timeMs }).total.thetaUsdPerDay,
		// With a horizon of no day that scenario is the mark.
		tableScenario: params.stress.horizonDays === 0 ? undefined : stillDay(table, holdings),
	};
}

function stillDay({ rows, labels }: Pick<RiskTable, "rows" | "labels">, holdings: readonly Holding[]) {
	const lane = labels.stress.indexOf(STILL_DAY);
	if (lane < 0) return undefined;
	const profit = holdings.reduce((total, { id, qtyLots }) => {
		const values = rows[id]?.stressMicroUsd ?? [];
		return total + qtyLots * ((values[lane] ?? 0n) - (values[0] ?? 0n));
	}, 0n);
	return { name: STILL_DAY, profitMicroUsd: profit };
}
