/**
 * Numbers and tables of the page. Each number is a `data` element: people read it rounded, programs
 * find the exact text of the JSON report in its value.
 */
import { approximate, percentDown, sizeText, usdDown, usdUp } from "../../output/amount-text.ts";
import { type Content, type Html, html, trusted } from "./html.ts";

/** Exact decimal text with six decimals, as the JSON report writes amounts and ratios. */
export type ExactText = string;

/** @example millionths("-0.120000") // -120000n */
export function millionths(text: ExactText): bigint {
	return BigInt(text.replace(".", ""));
}

export function number(value: string | number, shown: string): Html {
	return html`<data value="${String(value)}">${shown}</data>`;
}

/** What the account has: cents, rounded down. */
export function worth(text: ExactText): Html {
	return number(text, usdDown(millionths(text)));
}

/** What the account owes or needs: cents, rounded up. */
export function cost(text: ExactText): Html {
	return number(text, usdUp(millionths(text)));
}

/** @example percent("-0.120000") // −12 % */
export function percent(text: ExactText): Html {
	const ppm = Number(millionths(text));
	return number(text, `${ppm > 0 ? "+" : ""}${sizeText(trimmed(ppm / 10_000))} %`);
}

/** A share without a sign. */
export function share(text: ExactText): Html {
	return number(text, percentDown(millionths(text)));
}

/** A float that is known to the nearest only. */
export function greek(value: number, decimals = 2): Html {
	return number(value, approximate(value, decimals));
}

function trimmed(value: number): string {
	return value.toFixed(2).replace(/\.?0+$/, "");
}

export type Column = { readonly heading: Content; readonly align?: "text" | "number" | "plot" };

/** A table whose first column names its rows; it scrolls sideways where the screen is narrow. */
export function table(given: {
	readonly caption: string;
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly Content[])[];
	/** Rows at the end that sum up. */
	readonly totals?: readonly (readonly Content[])[] | undefined;
	readonly className?: string | undefined;
}): Html {
	const { caption, columns, rows, totals = [], className = "" } = given;
	const align = (at: number) => columns[at]?.align ?? (at === 0 ? "text" : "number");
	const row = (cells: readonly Content[]) =>
		html`<tr>${cells.map((cell, at) =>
			at === 0
				? html`<th scope="row" class="text">${cell}</th>`
				: html`<td class="${align(at)}">${cell}</td>`,
		)}</tr>`;
	return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="${className}">
<caption>${caption}</caption>
<thead><tr>${columns.map(({ heading }, at) => html`<th scope="col" class="${align(at)}">${heading}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
${totals.length === 0 ? undefined : html`<tfoot>${totals.map(row)}</tfoot>`}
</table></div>`;
}

/** A part of a bar, from and to in 0 … 1 of its width. */
export type BarPart = {
	readonly from: number;
	readonly to: number;
	readonly kind: "gain" | "loss" | "total";
};

/** A bar beside numbers that say the same, so it is not read out. */
export function bar(parts: readonly BarPart[], marks: readonly number[] = []): Html {
	const clamp = (at: number) => Math.min(1, Math.max(0, at));
	const x = (at: number) => (clamp(at) * 100).toFixed(2);
	const drawn = parts.filter(({ from, to }) => from !== to);
	const rectangles = drawn.map(({ from, to, kind }) => {
		const left = Math.min(from, to);
		const width = Math.max(0.004, clamp(Math.max(from, to)) - clamp(left));
		return `<rect class="${kind}" x="${x(left)}" y="2" width="${(width * 100).toFixed(2)}" height="12"/>`;
	});
	const lines = marks.map((at) => `<line class="axis" x1="${x(at)}" x2="${x(at)}" y1="0" y2="16"/>`);
	return trusted(
		`<svg class="bar" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">${rectangles.join("")}${lines.join("")}</svg>`,
	);
}

/** @param id of the section, for links */
export function section(id: string, title: string, ...content: readonly Content[]): Html {
	return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}
