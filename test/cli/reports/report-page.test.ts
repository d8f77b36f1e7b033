import { describe, expect, it } from "vitest";
import { marginReportToJson } from "../../../src/cli/reports/margin-report-to-json.ts";
import { html } from "../../../src/cli/reports/page/html.ts";
import { reportPage } from "../../../src/cli/reports/page/report-page.ts";
import { buildReportView } from "../../../src/cli/reports/view/build-report-view.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { marginReport } from "../../../src/risk/report/margin-report.ts";
import { reportSections } from "../../../src/risk/report/report-sections.ts";
import { SMALL_MIXED_BOOK, SMALL_SOURCES, SMALL_TABLES, smallBook } from "../../support/tables/small-book.ts";

const DUST = [{ instrument: "BTC", amount: "0.0000041" }];

function reportOf(holdings: readonly Holding[], surplusMicroUsd = 0n) {
	const report = marginReport({ ...SMALL_SOURCES, holdings, surplusMicroUsd, dust: DUST });
	const sections = reportSections({ ...SMALL_SOURCES, holdings, maintenanceTable: SMALL_TABLES.maintenance });
	return buildReportView({ report, sections });
}

const BOOKS: readonly (readonly [string, ReturnType<typeof reportOf>])[] = [
	["a mixed book that is asked for too much", reportOf(SMALL_MIXED_BOOK, 900_000_000_000n)],
	[
		"an account under water",
		reportOf(smallBook({ USDC: "4000", "BTC-PERPETUAL": "1", "ETH-PERPETUAL": "2" })),
	],
	["a short call", reportOf(smallBook({ USD: "20000", "BTC-27MAR26-100000-C": "-1" }))],
	["an empty account", reportOf([])],
];

/** Numbers, and decimal text with its unit in the key, however deep. */
function numbersOf(value: unknown): string[] {
	if (typeof value === "number") return [String(value)];
	if (typeof value === "string") return /^-?\d+(?:\.\d+)?$/.test(value) ? [value] : [];
	if (typeof value !== "object" || value === null) return [];
	return Object.values(value).flatMap(numbersOf);
}

describe.each(BOOKS)("the page of %s", (_, view) => {
	const page = reportPage(view);
	const report = marginReportToJson(view);
	const exact = new Set([...page.matchAll(/<data value="([^"]*)">/g)].map(([, value]) => value));

	it("contains every number of the JSON report, exactly", () => {
		const numbers = numbersOf(report);
		expect(numbers.length).toBeGreaterThan(90);
		expect(numbers.filter((number) => !exact.has(number))).toEqual([]);
	});

	it("names every scenario, position and hash", () => {
		const names = [
			...[report.worstStress, ...report.nextStress, ...report.worstTail].map(({ name }) => name),
			...report.positions.map(({ name }) => name),
			report.riskRoot,
			report.listingHash,
			report.marketHash,
			report.parametersHash,
		];
		for (const name of names) expect(page).toContain(html`${name}`.markup);
	});

	it("refers to nothing outside itself, runs nothing, and forbids both", () => {
		expect(page).not.toMatch(/https?:|<script|@import|url\(|<iframe|<img|\son[a-z]+=/i);
		expect([...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to)).toEqual(["data:,"]);
		expect(page).toContain(
			html`content="${"default-src 'none'; style-src 'unsafe-inline'; img-src data:"}"`.markup,
		);
	});

	it("opens and closes its elements in order, with ids that occur once", () => {
		const open: string[] = [];
		const alone = new Set(["meta", "link", "rect", "line", "polyline", "!doctype"]);
		for (const [, slash, name = ""] of page.matchAll(/<(\/?)([a-z0-9!]+)[^>]*>/gi)) {
			if (alone.has(name)) continue;
			if (slash === "") open.push(name);
			else expect(open.pop()).toBe(name);
		}
		expect(open).toEqual([]);
		const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it("can be read without seeing it: a language, a title, headings, captions and row names", () => {
		expect(page).toMatch(/<html lang="en">/);
		expect(page).toMatch(/<title>Margin report, \w+ level, 2026-/);
		expect(page.match(/<h1>/g)).toHaveLength(1);
		const tables = page.match(/<table/g)?.length ?? 0;
		expect(tables).toBeGreaterThan(5);
		expect(page.match(/<caption>[^<]/g)).toHaveLength(tables);
		for (const [svg] of page.matchAll(/<svg[^>]*>/g))
			expect(svg).toMatch(/aria-hidden="true"|aria-label="[^"]+"/);
	});
});

describe("the page", () => {
	const [, mixed] = BOOKS[0] as (typeof BOOKS)[number];

	it("shows the worst cell of the matrix once, and shows losses rounded against the account", () => {
		const page = reportPage(mixed);
		expect(page.match(/class="worst"/g)).toHaveLength(1);
		const worst = marginReportToJson(mixed).matrix?.worst.profitUsd ?? "";
		expect(page).toMatch(new RegExp(`<span class="worst">.*<data value="${worst}">−[0-9,]+</data></span>`));
	});

	it("leaves out what was not computed", () => {
		const report = marginReport({
			table: SMALL_TABLES.initial,
			holdings: smallBook({ USD: "5", "BTC-PERPETUAL": "0.001" }),
		});
		const bare = buildReportView({ report });
		const page = reportPage(bare);
		for (const id of ["matrix", "thresholds", "greeks", "day", "haircuts"]) {
			expect(page).not.toContain(`id="${id}"`);
		}
		expect(page).toContain('id="waterfall"');
	});

	it("escapes every name, whoever chose it", () => {
		const evil = '<b onload="x">&\'';
		const { report } = mixed.facts;
		const positions = report.positions.map((position) => ({ ...position, name: evil }));
		const page = reportPage(buildReportView({ ...mixed.facts, report: { ...report, positions } }));
		expect(page).not.toContain(evil);
		expect(page).toContain("&lt;b onload=&quot;x&quot;&gt;&amp;&#39;");
	});
});
