/** What a margin report costs beyond the table: repriced sections, the page, and the search for a hedge. */
import { join } from "node:path";
import { sampleMarket } from "../src/cli/demo/sample-venue.ts";
import { readRiskSources } from "../src/cli/folders/risk-sources.ts";
import { reportPage } from "../src/cli/reports/page/report-page.ts";
import { buildReportView } from "../src/cli/reports/view/build-report-view.ts";
import { loadFastPoseidon } from "../src/field/poseidon.ts";
import { parseAccount } from "../src/ledger/account-file.ts";
import { settleAccount } from "../src/ledger/settle-account.ts";
import { markInstruments } from "../src/market/snapshot/mark-instruments.ts";
import { readJsonFile } from "../src/node/files/read-json-file.ts";
import { REPOSITORY_ROOT } from "../src/node/files/repository-root.ts";
import { loadHighsSolver } from "../src/node/solver/highs-solver.ts";
import { findHedge } from "../src/risk/hedge/find-hedge.ts";
import { assessMargin } from "../src/risk/margin/margin-engine.ts";
import { dayDecay } from "../src/risk/report/day-decay.ts";
import { marginReport } from "../src/risk/report/margin-report.ts";
import { priceThresholds } from "../src/risk/report/price-thresholds.ts";
import { priceVolMatrix } from "../src/risk/report/price-vol-matrix.ts";
import { reportSections } from "../src/risk/report/report-sections.ts";
import { buildScenarioSet } from "../src/risk/scenarios/scenario-set.ts";
import { buildRiskTables } from "../src/risk/table/build-risk-table.ts";
import { measure, row } from "./measure.ts";

const RUNS = 7;

export async function benchReportSections(): Promise<void> {
	const { listing, snapshot } = sampleMarket();
	const sources = await readRiskSources({}, "sample");
	const { params } = sources;
	const { maintenance: table } = buildRiskTables({
		listing,
		snapshot,
		...sources,
		hash: await loadFastPoseidon(),
	});
	const marked = markInstruments(listing, snapshot);
	const timeMs = snapshot.timeMs;
	const scenarios = buildScenarioSet({ instruments: marked, ...sources, snapshotTimeMs: timeMs });
	const file = join(REPOSITORY_ROOT, "sample", "accounts", "hedged-options.json");
	const { holdings } = settleAccount({ account: parseAccount(await readJsonFile(file)), listing });
	const given = { table, maintenanceTable: table, holdings, marked, params, scenarios, timeMs };
	const view = buildReportView({ report: marginReport(given), sections: reportSections(given) });
	const targetMicroUsd = (assessMargin(table.rows, holdings).equityMicroUsd * 9n) / 10n;
	const solve = await loadHighsSolver();
	const lines = `${holdings.length} positions`;
	console.log(row(await measure(`price × vol matrix, ${lines}`, RUNS, () => priceVolMatrix(given))));
	console.log(row(await measure(`a still day, ${lines}`, RUNS, () => dayDecay(given))));
	console.log(
		row(await measure(`price thresholds, none crossed, ${lines}`, RUNS, () => priceThresholds(given))),
	);
	console.log(row(await measure("page of the report", RUNS, () => reportPage(view))));
	console.log(
		row(
			await measure(`hedge from ${listing.instruments.length} instruments`, RUNS, () =>
				findHedge({ ...given, targetMicroUsd, mostLines: 16, solve }),
			),
		),
	);
}
