import { describe, expect, it } from "vitest";
import { marginReportToJson } from "../../../src/cli/reports/margin-report-to-json.ts";
import { buildReportView } from "../../../src/cli/reports/view/build-report-view.ts";
import { type MarginReportRequest, marginReport } from "../../../src/risk/report/margin-report.ts";
import { HAND_HOLDINGS, HAND_MARKED, handTable } from "../../support/tables/hand-book.ts";

const table = handTable();
const report = marginReport({
	table,
	holdings: HAND_HOLDINGS,
	marked: HAND_MARKED,
	surplusMicroUsd: 500_000_000_000n,
});
const jsonOf = (request: MarginReportRequest) =>
	marginReportToJson(buildReportView({ report: marginReport(request) }));
const json = marginReportToJson(buildReportView({ report }));

/** All values whose key ends in `Usd`, outside Greeks. */
function amounts(value: unknown, key = ""): unknown[] {
	if (key === "greeks") return [];
	if (Array.isArray(value)) return value.flatMap((item) => amounts(item));
	if (typeof value === "object" && value !== null)
		return Object.entries(value).flatMap(([name, inner]) => amounts(inner, name));
	return key.endsWith("Usd") ? [value] : [];
}

describe("the JSON of a margin report", () => {
	it("survives being written and read", () => {
		expect(JSON.parse(JSON.stringify(json))).toEqual(json);
	});

	it("gives every amount as exact decimal text with six decimals", () => {
		const found = amounts(json);
		expect(found.length).toBeGreaterThan(50);
		for (const amount of found) expect(amount).toMatch(/^-?[0-9]+\.[0-9]{6}$/);
	});

	it("loses nothing of equity, requirement and free collateral", () => {
		const microUsd = (text: string) => BigInt(text.replace(".", ""));
		expect(microUsd(json.equityUsd)).toBe(report.equityMicroUsd);
		expect(microUsd(json.requirementUsd)).toBe(report.requirementMicroUsd);
		expect(microUsd(json.freeCollateralUsd)).toBe(report.freeCollateralMicroUsd);
		expect(microUsd(json.atSurplus.shortfallUsd)).toBe(500_000_000_000n - report.freeCollateralMicroUsd);
	});

	it("writes amounts below one dollar and below zero", () => {
		const { positions } = jsonOf({ table, holdings: [{ id: 7, qtyLots: -1n }] });
		expect(positions[0]?.valueUsd).toBe("-41.000000");
		const { equityUsd } = jsonOf({ table, holdings: [{ id: 1, qtyLots: -1n }] });
		expect(equityUsd).toBe("-0.010000");
	});

	it("has the same keys for every account; what does not apply is null", () => {
		const empty = jsonOf({ table, holdings: [] });
		expect(Object.keys(empty)).toEqual(Object.keys(json));
		expect(empty).toMatchObject({ marginRatio: null, greeks: null, holds: true });
		expect(empty.silos.byLeg.benefitRatio).toBeNull();
		expect(empty.atSurplus.reason).toBeNull();
	});

	it("says whether the surplus that was asked for holds", () => {
		expect(json.holds).toBe(false);
		expect(json.atZeroSurplus.accepted).toBe(true);
		expect(json.atSurplus).toMatchObject({ accepted: false, reason: "SHORTFALL" });
	});
});
