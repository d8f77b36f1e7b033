/**
 * What a margin report says beyond the table: sections that reprice the account's positions, and are
 * therefore computed only for people who read them. They add nothing to the rule and decide nothing.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskTable } from "../model/risk-table.ts";
import type { ScenarioSet } from "../model/scenario.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { type DayDecay, dayDecay } from "./day-decay.ts";
import { type PriceThresholds, priceThresholds } from "./price-thresholds.ts";
import { type PriceVolMatrix, priceVolMatrix } from "./price-vol-matrix.ts";

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
