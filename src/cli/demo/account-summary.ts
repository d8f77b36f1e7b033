/** One line per account: what it is worth, what it needs at both levels, and the verdict. */

import type { Holding } from "../../risk/model/holding.ts";
import { marginReport } from "../../risk/report/margin-report.ts";
import type { RiskTables } from "../../risk/table/build-risk-table.ts";
import { usdDown, usdUp } from "../output/amount-text.ts";

export type AccountSummary = {
	readonly name: string;
	readonly equityMicroUsd: bigint;
	readonly maintenanceMicroUsd: bigint;
	readonly initialMicroUsd: bigint;
	readonly verdict: string;
};

export function summarise(name: string, holdings: readonly Holding[], tables: RiskTables): AccountSummary {
	const maintenance = marginReport({ table: tables.maintenance, holdings });
	const initial = marginReport({ table: tables.initial, holdings });
	return {
		name,
		equityMicroUsd: maintenance.equityMicroUsd,
		maintenanceMicroUsd: maintenance.requirementMicroUsd,
		initialMicroUsd: initial.requirementMicroUsd,
		verdict: !maintenance.atZeroSurplus.decision.accepted
			? maintenance.equityMicroUsd < 0n
				? "insolvent"
				: "below maintenance margin"
			: initial.atZeroSurplus.decision.accepted
				? "solvent"
				: "over-levered: below initial margin",
	};
}

/** The legs of one account, each margined in an account of its own. */
export function summariseSilos(
	name: string,
	holdings: readonly Holding[],
	tables: RiskTables,
): AccountSummary {
	const maintenance = marginReport({ table: tables.maintenance, holdings });
	const initial = marginReport({ table: tables.initial, holdings });
	const { benefitPpmDown = 0n } = maintenance.silos.byLeg;
	return {
		name,
		equityMicroUsd: maintenance.equityMicroUsd,
		maintenanceMicroUsd: maintenance.silos.byLeg.requirementMicroUsd,
		initialMicroUsd: initial.silos.byLeg.requirementMicroUsd,
		verdict: `pooling saves ${benefitPpmDown / 10_000n} % of it`,
	};
}

export function summaryLines(summaries: readonly AccountSummary[]): string[] {
	const cell = (text: string) => text.padStart(16);
	return [
		`  ${"account".padEnd(26)}${cell("equity USD")}${cell("maintenance")}${cell("initial")}  verdict`,
		...summaries.map(
			({ name, equityMicroUsd, maintenanceMicroUsd, initialMicroUsd, verdict }) =>
				`  ${name.padEnd(26)}${cell(usdDown(equityMicroUsd))}${cell(usdUp(maintenanceMicroUsd))}${cell(usdUp(initialMicroUsd))}  ${verdict}`,
		),
	];
}
