/**
 * The margin report as one page that needs nothing else: no script, no font, no request. It is made of
 * the JSON report, so both say the same; every number of it is in the page, exact in a `data` element.
 */
import type { MarginReportJson } from "../margin-report-to-json.ts";
import {
	greekSection,
	haircutSection,
	positionSection,
	siloSection,
	thresholdSection,
} from "./book-sections.ts";
import { cost } from "./figures.ts";
import { type Html, html, trusted } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { matrixSection, oneDaySection, scenarioSection } from "./scenario-sections.ts";
import { linesSection, pageHeader, waterfallSection } from "./summary-sections.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function reportPage(report: MarginReportJson): string {
	const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Margin report, ${report.level} level, ${report.snapshotTime}</title>
<link rel="icon" href="data:,">
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
${pageHeader(report)}<main>
${waterfallSection(report)}${linesSection(report)}${matrixSection(report)}${thresholdSection(report)}${scenarioSection(report)}${greekSection(report)}${oneDaySection(report)}${siloSection(report)}${positionSection(report)}${haircutSection(report)}</main>
${pageFooter(report)}
</body>
</html>
`;
	return page.markup;
}

/** What the numbers rest on. */
function pageFooter(report: MarginReportJson): Html {
	const entries = [
		["Risk table", report.riskRoot],
		["Listing", report.listingHash],
		["Market", report.marketHash],
		["Parameters and scenarios", report.parametersHash],
		["Overflow bound, USD", cost(report.grossBoundUsd)],
	] as const;
	return html`<footer><dl>${entries.map(([name, value]) => html`<dt class="soft">${name}</dt><dd>${value}</dd>`)}</dl></footer>`;
}
