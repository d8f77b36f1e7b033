/**
 * JSON text of strangers → value. Stricter than `JSON.parse`: a key that is there twice has two
 * answers, and programs differ in which they take; a key `__proto__` would change a prototype when its
 * object is copied; deep nesting and endless lists cost more memory than they are worth.
 */
import type { InputError } from "../errors/base.ts";

const MAX_DEPTH = 64;
/** Ten times what the largest market, listing or risk table has. */
const DEFAULT_MAX_VALUES = 400_000;

const CODE_OF = Object.fromEntries([...'"\\{}[],'].map((glyph) => [glyph, glyph.charCodeAt(0)]));
const BACKSLASH = CODE_OF["\\"];

/**
 * Parses JSON text. What is wrong is said by its place, never by quoting the text, which may hold a
 * secret.
 *
 * @param refuse makes the error; `why` continues a sentence that begins with the file's name
 */
export function parseJsonText(request: {
	readonly text: string;
	readonly refuse: (why: string) => InputError;
	readonly maxValues?: number | undefined;
}): unknown {
	const { text, refuse, maxValues = DEFAULT_MAX_VALUES } = request;
	const problem = findProblem(text, maxValues);
	if (problem !== undefined) throw refuse(`${problem.what} ${placeOf(text, problem.offset)}`);
	try {
		return JSON.parse(text);
	} catch (error) {
		const offset = /at position (\d+)/.exec((error as Error).message)?.[1];
		throw refuse(offset === undefined ? "is not JSON" : `is not JSON ${placeOf(text, Number(offset))}`);
	}
}

type Problem = { readonly what: string; readonly offset: number };

/** Of JSON: what is not allowed here. Of anything else it may find nothing, `JSON.parse` will. */
function findProblem(text: string, maxValues: number): Problem | undefined {
	/** The keys so far of each open object, nothing for an open list. */
	const open: (Set<string> | undefined)[] = [];
	let values = 0;
	let expectsKey = false;
	for (let at = 0; at < text.length; at++) {
		switch (text.charCodeAt(at)) {
			case CODE_OF['"']: {
				const end = endOfString(text, at);
				if (end < 0) return undefined;
				const problem = expectsKey ? keyProblem(text.slice(at, end + 1), open.at(-1)) : undefined;
				if (problem !== undefined) return { what: problem, offset: at };
				expectsKey = false;
				at = end;
				break;
			}
			case CODE_OF["{"]:
			case CODE_OF["["]: {
				expectsKey = text.charCodeAt(at) === CODE_OF["{"];
				open.push(expectsKey ? new Set() : undefined);
				if (open.length > MAX_DEPTH) return { what: `nests deeper than ${MAX_DEPTH} levels`, offset: at };
				values++;
				break;
			}
			case CODE_OF["}"]:
			case CODE_OF["]"]:
				open.pop();
				expectsKey = false;
				break;
			case CODE_OF[","]:
				expectsKey = open.at(-1) !== undefined;
				values++;
				break;
		}
		if (values > maxValues) return { what: `holds more than ${maxValues} values`, offset: at };
	}
	return undefined;
}

/** Where the string that begins at `start` ends, or −1. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
		let escapes = 0;
		while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
		if (escapes % 2 === 0) return end;
	}
	return -1;
}

function keyProblem(quoted: string, earlier: Set<string> | undefined): string | undefined {
	const key = unquoted(quoted);
	if (key === undefined) return undefined;
	if (key === "__proto__") return 'has a key "__proto__"';
	if (earlier?.has(key) === true) return "has the same key twice in one object";
	earlier?.add(key);
	return undefined;
}

function unquoted(quoted: string): string | undefined {
	if (!quoted.includes("\\")) return quoted.slice(1, -1);
	try {
		return JSON.parse(quoted) as string;
	} catch {
		return undefined;
	}
}

function placeOf(text: string, offset: number): string {
	let line = 1;
	let lineStart = 0;
	for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
		line++;
		lineStart = at + 1;
	}
	return `from line ${line}, column ${offset - lineStart + 1} on`;
}
