/** A defence, how to take it out of the sources, and the tests that must notice. */

/** Replaces `from`, which must occur exactly once in `file`, by `to`. */
export type ExactEdit = { readonly file: string; readonly from: string; readonly to: string };

export type NamedTest = {
	readonly file: string;
	/** As it is written in the source, with placeholders such as `%s`. */
	readonly title: string;
	/** What stands for the first placeholder, to mean one case instead of all. */
	readonly only?: string;
};

export type Removal = {
	/** Row of docs/attack-classes.md. */
	readonly attackClass: number;
	/** What is taken out, as a name. */
	readonly defence: string;
	readonly edits: readonly ExactEdit[];
	/** Each of them must fail by an assertion of its own. */
	readonly noticedBy: readonly NamedTest[];
};

const NOTHING = "";

export const edit = (file: string, from: string, to: string): ExactEdit => ({ file, from, to });
export const without = (file: string, from: string): ExactEdit => edit(file, from, NOTHING);
/** An assignment that constrains becomes one that does not. */
export const advice = (file: string, from: string): ExactEdit => edit(file, from, from.replace("<==", "<--"));

export const named = (file: string, title: string, only?: string): NamedTest =>
	only === undefined ? { file, title } : { file, title, only };

/** The name of a test as vitest prints it; placeholders that stay stand for anything. */
export function printedTitle({ title, only }: NamedTest): string {
	return only === undefined ? title : title.replace(PLACEHOLDER, only);
}

/** Matches the printed names of a test's cases. */
export function titlePattern(test: NamedTest): string {
	return printedTitle(test)
		.split(PLACEHOLDERS)
		.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
		.join(".*");
}

const PLACEHOLDER = /%[sidj]|\$\{[^}]*\}|\$\w+/;
const PLACEHOLDERS = new RegExp(PLACEHOLDER, "g");
