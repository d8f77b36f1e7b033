/**
 * A strict reader for comma-separated text: a header, rows of the same width, fields that are plain
 * or in double quotes. Anything that would need guessing is refused.
 */
import { InputError } from "../errors/base.ts";

export type CsvTable = {
	readonly header: readonly string[];
	/** Every row has as many fields as the header. Row 0 is line 2 of the text. */
	readonly rows: readonly (readonly string[])[];
};

/** A field and what ends it; quoted fields may hold commas and doubled quotes but no line break. */
const FIELD = /(?:"((?:[^"\r\n]|"")*)"|([^",\r\n]*))(,|$)/y;

/**
 * @example parseCsv("a,b\n1,\"x,y\"\n", "prices").rows // [["1", "x,y"]]
 * @throws InputError `CSV_MALFORMED` with the line
 */
export function parseCsv(text: string, what: string): CsvTable {
	const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
	if (lines.at(-1) === "") lines.pop();
	const table = lines.map((line, at) => splitLine(line, `${what}, line ${at + 1}`));
	const [header, ...rows] = table;
	if (header === undefined || header.includes(""))
		throw malformed(what, "no header with a name for every column");
	if (new Set(header).size !== header.length) throw malformed(what, "two columns have the same name");
	rows.forEach((row, at) => {
		if (row.length !== header.length) {
			throw malformed(`${what}, line ${at + 2}`, `${row.length} fields instead of ${header.length}`);
		}
	});
	return { header, rows };
}

/**
 * The fields of each row by column name.
 *
 * @throws InputError `CSV_MALFORMED` when a column is missing
 */
export function readColumns<Name extends string>(
	table: CsvTable,
	names: readonly Name[],
	what: string,
): Record<Name, string>[] {
	const places = names.map((name) => {
		const place = table.header.indexOf(name);
		if (place < 0) throw malformed(what, `column ${name} is missing`);
		return place;
	});
	return table.rows.map((row) => {
		const fields = names.map((name, at) => [name, row[places[at] as number] as string] as const);
		return Object.fromEntries(fields) as Record<Name, string>;
	});
}

function splitLine(line: string, where: string): string[] {
	const fields: string[] = [];
	FIELD.lastIndex = 0;
	for (;;) {
		const match = FIELD.exec(line);
		if (match === null) throw malformed(where, "a quote is out of place");
		fields.push(match[1] === undefined ? (match[2] as string) : match[1].replaceAll('""', '"'));
		if (match[3] === "") return fields;
	}
}

function malformed(where: string, why: string): InputError {
	return new InputError({
		code: "CSV_MALFORMED",
		message: `${where}: ${why}`,
		field: where,
		hint: "comma-separated text with a header line, as many fields in every line",
	});
}
