/** docs/report.md names every key of the JSON report and of a hedge: what it lists is what programs rely on. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hedgeToJson } from "../../../src/cli/reports/hedge-report.ts";
import { marginReportToJson } from "../../../src/cli/reports/margin-report-to-json.ts";
import { buildReportView } from "../../../src/cli/reports/view/build-report-view.ts";
import { loadHighsSolver } from "../../../src/node/solver/highs-solver.ts";
import { findHedge } from "../../../src/risk/hedge/find-hedge.ts";
import { marginReport } from "../../../src/risk/report/margin-report.ts";
import { reportSections } from "../../../src/risk/report/report-sections.ts";
import { SMALL_SOURCES, SMALL_TABLES, smallBook } from "../../support/tables/small-book.ts";

const DOC = readFileSync(new URL("../../../docs/report.md", import.meta.url), "utf8");

function keysOf(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(keysOf);
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

describe("docs/report.md", () => {
	const holdings = smallBook({
		USDC: "12000",
		BTC: "0.1",
		"BTC-PERPETUAL": "1",
		"BTC-27MAR26-100000-C": "-1",
	});
	const documented = new Set([...DOC.matchAll(/`([A-Za-z0-9]+)`/g)].map(([, key]) => key));

	it("names every key of a report", () => {
		const sections = reportSections({
			...SMALL_SOURCES,
			holdings,
			maintenanceTable: SMALL_TABLES.maintenance,
		});
		const dust = [{ instrument: "BTC", amount: "0.1" }];
		const keys = keysOf(
			marginReportToJson(
				buildReportView({ report: marginReport({ ...SMALL_SOURCES, holdings, dust }), sections }),
			),
		);
		expect(keys.length).toBeGreaterThan(200);
		expect([...new Set(keys)].filter((key) => !documented.has(key))).toEqual([]);
	});

	it("names every key of a hedge", async () => {
		const solve = await loadHighsSolver();
		const found = findHedge({
			...SMALL_SOURCES,
			holdings,
			targetMicroUsd: 9_000_000_000n,
			mostLines: 16,
			solve,
		});
		const json = hedgeToJson(found, "maintenance");
		expect(json.trades.length).toBeGreaterThan(0);
		expect(keysOf(json).filter((key) => !documented.has(key))).toEqual([]);
	});
});
