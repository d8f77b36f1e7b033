/**
 * Turns a zod schema's verdict into an `InputError`: the code of the file kind, the paths of the
 * offending fields, and never the offending value, because some files hold secrets.
 */
import type { z } from "zod";
import { InputError } from "../errors/base.ts";
import { escapeUnprintable, quoteText } from "../errors/printable-text.ts";

/** Of the schema's own words, which may list every unknown key of a file. */
const MOST_REASON_CHARACTERS = 300;
/** Of what is wrong: beyond this it is one mistake made many times. */
const MOST_ISSUES = 10;
const OUR_FORM = /^zkmargin-[a-z-]{1,40}(?:\/[0-9]{1,3})?$/;
/** A key that does not have to be quoted in a path. */
const PLAIN_KEY = /^[\w.-]{1,64}$/;

/**
 * Parses `value` with `schema`.
 *
 * @example parseShape({ schema, value: json, code: "ACCOUNT_MALFORMED", what: "account" })
 * @throws InputError `code`
 */
export function parseShape<Schema extends z.ZodType>(request: {
	readonly schema: Schema;
	readonly value: unknown;
	readonly code: string;
	/** What the value is meant to be, for people. */
	readonly what: string;
	readonly hint?: string | undefined;
}): z.output<Schema> {
	const result = request.schema.safeParse(request.value);
	if (result.success) return result.data;
	const { issues } = result.error;
	const form = formOf(request.value);
	if (form !== undefined && issues.some(({ path }) => path.length === 1 && path[0] === "format")) {
		// Everything else that is wrong follows from this.
		throw new InputError({
			code: request.code,
			message: `this file is of the form ${form}, which is no ${request.what} that can be read here`,
			field: "format",
			hint: request.hint,
		});
	}
	const fieldOf = (issue: z.core.$ZodIssue | undefined) =>
		issue === undefined || issue.path.length === 0 ? request.what : formatPath(issue.path);
	const shown = issues.slice(0, MOST_ISSUES).map((issue) => {
		const reason = escapeUnprintable(issue.message.slice(0, MOST_REASON_CHARACTERS));
		return `${fieldOf(issue)}: ${reason}`;
	});
	const more = issues.length > MOST_ISSUES ? `; and ${issues.length - MOST_ISSUES} more` : "";
	throw new InputError({
		code: request.code,
		message: `this is not a valid ${request.what}: ${shown.join("; ")}${more}`,
		field: fieldOf(issues[0]),
		hint: request.hint,
	});
}

/** What one of our own files says that it is. */
function formOf(value: unknown): string | undefined {
	if (typeof value !== "object" || value === null || !("format" in value)) return undefined;
	const { format } = value;
	return typeof format === "string" && OUR_FORM.test(format) ? format : undefined;
}

/** `["positions", 3, "size"]` → `positions[3].size` */
function formatPath(path: readonly PropertyKey[]): string {
	return path
		.map((step, at) => {
			if (typeof step === "number") return `[${step}]`;
			const key = String(step);
			return PLAIN_KEY.test(key) ? `${at === 0 ? "" : "."}${key}` : `[${quoteText(key)}]`;
		})
		.join("");
}
