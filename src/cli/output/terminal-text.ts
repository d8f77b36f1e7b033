/** What a command's lines may hold when they reach a terminal. */
import { escapeUnprintable } from "../../errors/printable-text.ts";

const ESCAPE = "\u001b";
const GOOD = "[1;32m";
const BAD = "[1;31m";
const PLAIN = "[0m";

/** Bold and green, or bold and red. */
export function paint(text: string, good: boolean): string {
	return `${ESCAPE}${good ? GOOD : BAD}${text}${ESCAPE}${PLAIN}`;
}

/** `escapeUnprintable` that keeps the colours of `paint` and no other sequence. */
export function escapeForTerminal(text: string): string {
	const [first = "", ...pieces] = text.split(ESCAPE);
	const rest = pieces.map((piece) => {
		const style = [GOOD, BAD, PLAIN].find((known) => piece.startsWith(known));
		if (style === undefined) return escapeUnprintable(ESCAPE + piece);
		return ESCAPE + style + escapeUnprintable(piece.slice(style.length));
	});
	return escapeUnprintable(first) + rest.join("");
}
