import { PAGE_WIDTH, pageWidth } from "./text-table.ts";

/** What a report may use of the stream that it is printed on. */
export type Terminal = { readonly colour: boolean; readonly width: number };

/**
 * Colour only on a terminal, and not where NO_COLOR is set to anything (https://no-color.org) or TERM is `dumb`. A file
 * or a pipe gets a whole page.
 */
export function terminalOf(
	stream: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined },
	environment: Readonly<Record<string, string | undefined>>,
): Terminal {
	const isTerminal = stream.isTTY === true;
	const refusesColour = (environment.NO_COLOR ?? "") !== "" || environment.TERM === "dumb";
	return { colour: isTerminal && !refusesColour, width: isTerminal ? pageWidth(stream.columns) : PAGE_WIDTH };
}
