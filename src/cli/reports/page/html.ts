/** Markup with every inserted text escaped. Pages are built of nothing else. */

export type Html = { readonly markup: string };
export type Content = Html | string | number | undefined | readonly Content[];

/**
 * @example html`<p>${"a < b"}</p>`.markup // "<p>a &lt; b</p>"
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
	return {
		markup: strings.reduce((text, part, at) => text + markupOf(contents[at - 1]) + part),
	};
}

/** Markup of our own making, such as a style sheet. Never a text from outside. */
export function trusted(markup: string): Html {
	return { markup };
}

function markupOf(content: Content): string {
	if (content === undefined) return "";
	if (typeof content === "string") return escaped(content);
	if (typeof content === "number") return String(content);
	if ("markup" in content) return content.markup;
	return content.map(markupOf).join("");
}

function escaped(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;");
}
