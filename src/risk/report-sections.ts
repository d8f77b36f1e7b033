/**
 * What a margin report says beyond the table: sections that reprice the account's positions, and are
 * therefore computed only for people who read them. They add nothing to the rule and decide nothing.
 */
import type { MarkedInstrument } from "../market/market-snapshot.ts";
import type { Holding } from "./holding.ts";
import { type DayDecay, dayDecay } from "./repricing/day-decay.ts";
import { type PriceThresholds, priceThresholds } from "./repricing/price-thresholds.ts";
import { type PriceVolMatrix, priceVolMatrix } from "./repricing/price-vol-matrix.ts";
import type { RiskParams } from "./risk-params.ts";
import type { RiskTable } from "./risk-table.ts";
import type { ScenarioSet } from "./scenario.ts";

export type ReportSections = {
	readonly matrix?: PriceVolMatrix | undefined;
	readonly decay?: DayDecay | undefined;
	/** At maintenance level whatever the level of the report. */
	readonly thresholds?: PriceThresholds | undefined;
};

/** @throws InputError `HOLDING_NOT_MARKED`, `IV_MISSING` and those of `assessMargin` */
export function reportSections(request: {
	/** The report's table. */
	readonly table: RiskTable;
	readonly maintenanceTable: RiskTable;
	readonly holdings: readonly Holding[];
	/** At least the instruments held, at the marks of the tables. */
	readonly marked: readonly MarkedInstrument[];
	/** Parameters and scenarios of the tables. */
	readonly params: RiskParams;
	readonly scenarios: ScenarioSet;
}): Required<ReportSections> {
	const { table, maintenanceTable, holdings, marked, params, scenarios } = request;
	return {
		matrix: priceVolMatrix({ holdings, marked, params, timeMs: table.origin.snapshotTimeMs }),
		decay: dayDecay({ table, holdings, marked, params }),
		thresholds: priceThresholds({ table: maintenanceTable, holdings, marked, params, scenarios }),
	};
}
