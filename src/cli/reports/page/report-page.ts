/**
 * Prints the view of a margin report as one page that needs nothing else: no script, no font, no request. Every number
 * of the JSON report is in it, exact in a `data` element.
 */
import type { ReportView, Statement } from "../view/report-view.ts";
import { sectionHtml } from "./blocks.ts";
import { cellHtml, contentHtml } from "./figures.ts";
import { type Html, html, trusted } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** @param options.refreshSeconds the page loads itself again after so long, without a script */
export function reportPage(
	view: ReportView,
	{ refreshSeconds }: { readonly refreshSeconds?: number | undefined } = {},
): string {
	const refresh =
		refreshSeconds === undefined
			? undefined
			: html`<meta http-equiv="refresh" content="${refreshSeconds}">\n`;
	const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
${refresh}<title>Margin report, ${view.level} level, ${view.marksTime}</title>
<link rel="icon" href="data:,">
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
${headerHtml(view)}<main>
${view.sections.map(sectionHtml)}</main>
<footer><dl>${view.basis.map(
		({ name, content }) => html`<dt class="soft">${name}</dt><dd>${contentHtml(content)}</dd>`,
	)}</dl></footer>
</body>
</html>
`;
	return page.markup;
}

function headerHtml(view: ReportView): Html {
	const { isGood, content } = view.verdict;
	return html`<header>
<h1>Margin report</h1>
<p class="soft">${view.about.join(" · ")}</p>
<p class="verdict ${isGood ? "good" : "bad"}">${isGood ? "✓" : "✗"} ${contentHtml(content)}</p>
${view.statements.map((statement: Statement) => html`<p>${contentHtml(statement.content)}.</p>`)}
<dl class="figures">
${view.figures.map(({ name, figure }) => html`<div><dt>${name}</dt><dd>${cellHtml(figure)}</dd></div>`)}
</dl>
</header>
`;
}
