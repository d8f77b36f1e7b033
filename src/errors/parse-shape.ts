/**
 * Turns a zod schema's verdict into an `InputError`: the code of the file kind, the path of the
 * first offending field, and never the offending value, because some files hold secrets.
 */
import type { z } from "zod";
import { InputError } from "./base.ts";

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
	const issue = result.error.issues[0];
	const field = issue === undefined || issue.path.length === 0 ? request.what : formatPath(issue.path);
	throw new InputError({
		code: request.code,
		message: `this is not a valid ${request.what}: ${field}: ${issue?.message ?? "malformed"}`,
		field,
		hint: request.hint,
	});
}

/** `["positions", 3, "size"]` → `positions[3].size` */
function formatPath(path: readonly PropertyKey[]): string {
	return path
		.map((step, at) => (typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`))
		.join("");
}
