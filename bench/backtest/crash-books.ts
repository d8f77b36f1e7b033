/** Five books on the chain before the crash, and whether margin covered what came. */
import type { RiskRow } from "../../src/risk/model/risk-row.ts";
import { assessBook, type Levels, requirementUsd, worstScenarioUsd } from "./book.ts";
import type { ChainDays } from "./chain-days.ts";

/** Signed units by instrument. */
type Units = Readonly<Record<string, number>>;

const BOOKS: readonly { readonly name: string; readonly units: Units }[] = [
	{ name: "long spot and a put", units: { BTC: 10, "BTC-27MAR26-70000-P": 10 } },
	{
		name: "short strangle",
		units: { "BTC-27FEB26-70000-P": -10, "BTC-27FEB26-85000-C": -10 },
	},
	{ name: "cash and carry", units: { BTC: 10, "BTC-26JUN26": -10 } },
	{
		name: "calendar",
		units: { "BTC-27FEB26-75000-P": -10, "BTC-26JUN26-75000-P": 10 },
	},
	{ name: "alt pair", units: { "SOL-PERPETUAL": 5000, "LINK-PERPETUAL": -50_000 } },
];

export type CrashResult = {
	readonly name: string;
	readonly units: Units;
	readonly lossUsd: number;
	readonly required: Levels<number>;
	/** Of the initial level, without charges. */
	readonly worstScenarioUsd: number;
	readonly bindingTest: string;
};

export function crashBooks(days: ChainDays, rows: Levels<readonly RiskRow[]>): CrashResult[] {
	return BOOKS.map(({ name, units }) => {
		const lots = new Map(
			Object.entries(units).map(([instrument, size]) => {
				const lot = Number(days.before.get(instrument)?.lot);
				return [instrument, BigInt(Math.round(size / lot))];
			}),
		);
		const { maintenance, initial } = assessBook(lots, days.listing, rows);
		const gain = Object.entries(units).reduce((sum, [instrument, size]) => {
			const unit = days.gainUsd(instrument);
			if (unit === undefined) throw new Error(`${instrument} is not listed on both days`);
			return sum + size * unit;
		}, 0);
		return {
			name,
			units,
			lossUsd: -gain,
			required: { maintenance: requirementUsd(maintenance), initial: requirementUsd(initial) },
			worstScenarioUsd: worstScenarioUsd(initial),
			bindingTest: initial.bindingTest,
		};
	});
}
