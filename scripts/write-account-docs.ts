/** Writes the tables of docs/account.md from the schema of the account file. A test compares them. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { accountSchema } from "../src/ledger/account-shape.ts";

const PAGE = resolve(import.meta.dirname, "../docs/account.md");
const BEGIN = "<!-- written by scripts/write-account-docs.ts -->";
const END = "<!-- end -->";

type Shape = {
	readonly type?: string;
	readonly description?: string;
	readonly properties?: Readonly<Record<string, Shape>>;
	readonly required?: readonly string[];
	readonly items?: Shape;
};

/** One table for the file and one for each list of objects in it, outer ones first. */
export function accountTables(): string {
	const schema = z.toJSONSchema(accountSchema, { io: "input", unrepresentable: "any" }) as Shape;
	return tablesOf("", schema).join("\n\n");
}

/** The page with its tables as the schema has them. */
export function accountPage(page: string): string {
	const [before, rest = ""] = page.split(BEGIN);
	return `${before}${BEGIN}\n\n${accountTables()}\n\n${END}${rest.slice(rest.indexOf(END) + END.length)}`;
}

function tablesOf(path: string, shape: Shape): string[] {
	const required = new Set(shape.required ?? []);
	const fields = Object.entries(shape.properties ?? {});
	const rows = fields.map(([field, { description = "" }]) => {
		const need = required.has(field) ? "yes" : "";
		return `| \`${field}\` | ${need} | ${description.replaceAll("|", "\\|")} |`;
	});
	const table = [
		...(path === "" ? [] : [`### \`${path}\``, ""]),
		"| field | needed | what it is |",
		"| --- | --- | --- |",
		...rows,
	].join("\n");
	const inner = fields.flatMap(([field, { items }]) =>
		items?.properties === undefined ? [] : tablesOf(`${path === "" ? "" : `${path}.`}${field}[]`, items),
	);
	return [table, ...inner];
}

if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, accountPage(readFileSync(PAGE, "utf8")));
