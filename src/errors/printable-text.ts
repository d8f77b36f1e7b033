/**
 * Text of strangers, made fit to be shown. Control and format characters can steer a terminal or turn
 * the reading direction round; letters of other scripts can pass for Latin ones.
 */

/** Control, format, private, unassigned and broken characters, and Unicode's own line breaks. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const OUTSIDE_OF_ASCII = /[^ -~]/g;
const KEPT = new Set(["\n", "\t"]);

/**
 * Writes every character that does not show as itself as its code, but for line feeds and tabs.
 *
 * @example escapeUnprintable("a\u202eb") // "a\\u202eb"
 */
export function escapeUnprintable(text: string): string {
	return text.replace(UNPRINTABLE, (character) => (KEPT.has(character) ? character : escaped(character)));
}

/**
 * The same for text that is JSON already: still JSON, of the same value.
 */
export function escapeJson(json: string): string {
	return json.replace(UNPRINTABLE, escaped);
}

/** Whether every character shows as itself. */
export function isPrintable(text: string): boolean {
	return text.search(UNPRINTABLE) < 0 && !text.includes("\uFFFD");
}

/**
 * Quotes a symbol or number of a file for a message, in ASCII, so that a Cyrillic `В` is not taken for
 * the Latin one.
 *
 * @example quoteText("ВTC") // '"\\u0412TC"'
 */
export function quoteText(text: string, mostCharacters = 40): string {
	const shown = JSON.stringify(text.slice(0, mostCharacters)).replace(OUTSIDE_OF_ASCII, escaped);
	return text.length <= mostCharacters ? shown : `${shown}…`;
}

/** As in JSON: `\u` and four digits for each UTF-16 unit. */
function escaped(character: string): string {
	return Array.from(
		{ length: character.length },
		(_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
	).join("");
}
