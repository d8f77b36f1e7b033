/** Small faults in a contract, made by rule: a check left out, a comparison off by one, a write or event skipped. */

export type MutantKind = "check left out" | "comparison off by one" | "write skipped" | "event skipped";

export type Mutant = {
	readonly kind: MutantKind;
	/** First line that changes, from 1. */
	readonly line: number;
	/** That line as it was. */
	readonly before: string;
	readonly mutated: string;
};

/** `if (…) revert X(…);`, on one line or with the revert in a block of its own. */
const CHECK = /^[ \t]*if \((?:[^{}]|\n)*?\) (?:revert [^;]*;|\{\s*revert [^;]*;\s*\})\n/gm;
/** Calls of functions that only check. */
const CHECKING_CALL = /^[ \t]*_require\w+\([^;]*\);\n/gm;
/** Assignments to storage or to what will be stored; declarations have a type in front. */
const WRITE = /^[ \t]*(?:delete )?_?[a-z]\w*(?:\[[^\]\n]*\]|\.\w+)*(?: [-+|&]?= [^;]*)?;\n/gm;
const EVENT = /^[ \t]*emit [^;]*;\n/gm;
const COMPARISON = / (<=|>=|<|>) /g;
const OFF_BY_ONE: Readonly<Record<string, string>> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const COMMENT_OR_HEADER = /^\s*(?:\/\/|\/\*|\*|pragma|import|for \()/;

/** Every mutant of a source that these rules give. */
export function mutantsOf(source: string): Mutant[] {
	const from = source.indexOf("{");
	const removed = (kind: MutantKind, pattern: RegExp) =>
		[...source.matchAll(pattern)]
			.filter(({ index, 0: text }) => index > from && !/^\s*return\b/.test(text))
			.map(({ index, 0: text }) => mutant(kind, index, text, ""));
	const mutants = [
		...removed("check left out", CHECK),
		...removed("check left out", CHECKING_CALL),
		...removed("write skipped", WRITE),
		...removed("event skipped", EVENT),
		...[...source.matchAll(COMPARISON)]
			.filter(({ index }) => index > from && !COMMENT_OR_HEADER.test(lineAt(index)))
			.map(({ index, 0: text, 1: sign }) =>
				mutant("comparison off by one", index, text, ` ${OFF_BY_ONE[sign as string]} `),
			),
	];
	return mutants.sort((one, other) => one.line - other.line);

	function mutant(kind: MutantKind, index: number, text: string, by: string): Mutant {
		return {
			kind,
			line: source.slice(0, index).split("\n").length,
			before: kind === "comparison off by one" ? lineAt(index).trim() : text.trim().replace(/\s+/g, " "),
			mutated: source.slice(0, index) + by + source.slice(index + text.length),
		};
	}

	function lineAt(index: number): string {
		const start = source.lastIndexOf("\n", index) + 1;
		return source.slice(start, source.indexOf("\n", index));
	}
}
