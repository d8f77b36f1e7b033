/** One view, three printers: whatever it says, all of them say. */
import { describe, expect, it } from "vitest";
import { marginReportText } from "../../../src/cli/reports/margin-report-text.ts";
import { marginReportToJson } from "../../../src/cli/reports/margin-report-to-json.ts";
import { reportPage } from "../../../src/cli/reports/page/report-page.ts";
import { buildReportView } from "../../../src/cli/reports/view/build-report-view.ts";
import type { Cell, Figure } from "../../../src/cli/reports/view/cells.ts";
import type { WhatIf } from "../../../src/cli/reports/view/change-view.ts";
import type { Block } from "../../../src/cli/reports/view/report-view.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { marginReport } from "../../../src/risk/report/margin-report.ts";
import { reportSections } from "../../../src/risk/report/report-sections.ts";
import { SMALL_MIXED_BOOK, SMALL_SOURCES, SMALL_TABLES, smallBook } from "../../support/tables/small-book.ts";

const DUST = [{ instrument: "BTC", amount: "0.0000041" }];

function viewOf(holdings: readonly Holding[], whatIf?: WhatIf) {
	const report = marginReport({ ...SMALL_SOURCES, holdings, surplusMicroUsd: 900_000_000_000n, dust: DUST });
	const sections = reportSections({ ...SMALL_SOURCES, holdings, maintenanceTable: SMALL_TABLES.maintenance });
	return buildReportView({ report, sections, accountName: "desk", whatIf });
}

const reportsOf = (holdings: readonly Holding[]) => ({
	maintenance: marginReport({ ...SMALL_SOURCES, table: SMALL_TABLES.maintenance, holdings }),
	initial: marginReport({ ...SMALL_SOURCES, table: SMALL_TABLES.initial, holdings }),
});

/** A short call is sold, and coins are bought. */
const WHAT_IF: WhatIf = {
	trades: [
		{ instrument: "BTC-27MAR26-100000-C", size: "-1", price: "1250.5", pricedBy: "given" },
		{ instrument: "BTC", size: "0.5", price: "63718.97", pricedBy: "mark" },
		{ instrument: "USD", size: "-10", pricedBy: "none" },
	],
	before: reportsOf(SMALL_MIXED_BOOK),
	after: reportsOf(smallBook({ USD: "20000", BTC: "0.5", "BTC-27MAR26-100000-C": "-1" })),
};

const isFigure = (part: string | Cell): part is Figure => typeof part !== "string" && part.kind === "figure";

/** Figures that text and page both print. */
function figuresOf(block: Block): Figure[] {
	switch (block.kind) {
		case "table": {
			const shared = block.columns.map(({ on }) => on === undefined);
			const rows = [...block.rows, ...(block.totals ?? [])];
			return block.on === undefined
				? rows.flatMap((row) =>
						row.filter((cell, at): cell is Figure => shared[at] === true && isFigure(cell)),
					)
				: [];
		}
		case "steps":
			return block.steps.flatMap(({ amount, parts }) => [amount, ...parts.map((part) => part.amount)]);
		case "heat":
			return block.rows.flatMap(({ cells }) => cells.map(({ figure }) => figure));
		case "note":
			return block.on === undefined ? block.content.filter(isFigure) : [];
		case "curves":
		case "fold":
			return [];
	}
}

function textsOf(value: unknown): string[] {
	if (typeof value === "number" || typeof value === "string") return [String(value)];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe.each([
	["a mixed book", SMALL_MIXED_BOOK],
	["a mixed book after trades", SMALL_MIXED_BOOK, WHAT_IF],
	["an account under water", smallBook({ USDC: "4000", "BTC-PERPETUAL": "1", "ETH-PERPETUAL": "2" })],
	["a short call", smallBook({ USD: "20000", "BTC-27MAR26-100000-C": "-1" })],
] as const)("the report of %s", (_, holdings, whatIf?: WhatIf) => {
	const view = viewOf(holdings, whatIf);
	const head = [view.verdict, ...view.statements].flatMap(({ content }) => content.filter(isFigure));
	const top = view.figures.map(({ figure }) => figure).filter(isFigure);
	const figures = [...head, ...top, ...view.sections.flatMap(({ blocks }) => blocks.flatMap(figuresOf))];

	it("shows each figure with the same digits in the text and on the page, exact in the JSON", () => {
		const text = marginReportText(view).join("\n");
		const page = reportPage(view);
		const json = new Set(textsOf(marginReportToJson(view)));
		expect(figures.length).toBeGreaterThan(90);
		for (const { exact, shown } of figures) {
			expect(text).toContain(shown);
			expect(page).toContain(`<data value="${exact}">${shown}</data>`);
			expect([...json], shown).toContain(exact);
		}
	});

	it("has its sections in the same order in the text and on the page", () => {
		const page = reportPage(view);
		const ids = [...page.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
		expect(ids).toEqual(view.sections.map(({ id }) => id));
		expect(ids[0]).toBe(whatIf === undefined ? "positions" : "change");
	});

	it("fits terminals of 100, 80 and 40 columns", () => {
		for (const width of [100, 80, 40]) {
			for (const line of marginReportText(view, { width })) {
				expect([...line].length, line).toBeLessThanOrEqual(width);
				expect(line).toBe(line.trimEnd());
			}
		}
	});

	it("shows no minus zero", () => {
		expect(marginReportText(view).join("\n")).not.toMatch(/−0(?:\.0+)?(?![\d.])/);
	});
});

it("counts one position as one, in every form", () => {
	const view = viewOf(smallBook({ USD: "20000" }));
	expect(marginReportText(view).join("\n")).toContain("1 position\n");
	expect(reportPage(view)).toContain("1 position<");
});

describe("the words of a verdict", () => {
	const wordsOf = (holdings: readonly Holding[]) => {
		const view = viewOf(holdings);
		const { standing } = marginReportToJson(view);
		return { standing, verdict: marginReportText(view)[2] };
	};

	it("keep an account with equity apart from one without", () => {
		expect(wordsOf(smallBook({ USD: "1000", "BTC-PERPETUAL": "1" }))).toMatchObject({
			standing: "belowMargin",
			verdict: expect.stringMatching(/^Below maintenance margin by [0-9,]+\.[0-9]{2} USD$/),
		});
		expect(wordsOf(smallBook({ USD: "-1000" }))).toMatchObject({
			standing: "insolvent",
			verdict: expect.stringMatching(/^Insolvent: equity is −1,000\.00 USD, below maintenance margin by/),
		});
	});
});

describe("what-if trades in print", () => {
	const view = viewOf(SMALL_MIXED_BOOK, WHAT_IF);
	const json = marginReportToJson(view);

	it("say at which price, and whether that is the mark", () => {
		const text = marginReportText(view).join("\n");
		expect(text).toContain("What if: sell 1 BTC-27MAR26-100000-C at 1,250.5 USD\n");
		expect(text).toContain("What if: buy 0.5 BTC at 63,718.97 USD, the mark\n");
		expect(text).toContain("What if: withdraw 10 USD\n");
		expect(json.change?.trades.map(({ pricedBy }) => pricedBy)).toEqual(["given", "mark", "none"]);
	});

	it("have differences that are after less before, at both levels", () => {
		for (const level of ["maintenance", "initial"] as const) {
			const { standing: _, ...measures } = json.change?.[level] ?? {};
			const entries = Object.entries(measures as Record<string, Record<string, string>>);
			expect(entries.length).toBe(11);
			for (const [name, { before = "", after = "", difference = "" }] of entries) {
				const units = (text: string) => BigInt(text.replace(".", ""));
				expect(units(difference), name).toBe(units(after) - units(before));
			}
		}
	});

	it("are absent without trades", () => {
		expect(marginReportToJson(viewOf(SMALL_MIXED_BOOK)).change).toBeNull();
	});
});
