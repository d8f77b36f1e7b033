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
/** Four currencies, every ten minutes, for five years. */
const MAX_LINES = 1_000_000;
/** A longer line is none of a table; and a pattern that repeats fails on one of millions of characters. */
const MAX_LINE_CHARACTERS = 10_000;

/**
 * @example parseCsv("a,b\n1,\"x,y\"\n", "prices").rows // [["1", "x,y"]]
 * @throws InputError `CSV_MALFORMED` with the line
 */
export function parseCsv(text: string, what: string): CsvTable {
	let header: readonly string[] | undefined;
	const rows: string[][] = [];
	for (const line of linesOf(text.replace(/^\uFEFF/, ""))) {
		const number = header === undefined ? 1 : rows.length + 2;
		const where = `${what}, line ${number}`;
		if (number > MAX_LINES) throw malformed(where, `at most ${MAX_LINES} lines are read`);
		if (line.length > MAX_LINE_CHARACTERS)
			throw malformed(where, `more than ${MAX_LINE_CHARACTERS} characters`);
		const fields = splitLine(line, where);
		if (header === undefined) header = checkHeader(fields, what);
		else if (fields.length !== header.length)
			throw malformed(where, `${fields.length} fields instead of ${header.length}`);
		else rows.push(fields);
	}
	if (header === undefined) throw malformed(what, NO_HEADER);
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

const NO_HEADER = "no header with a name for every column";

function checkHeader(header: readonly string[], what: string): readonly string[] {
	if (header.includes("")) throw malformed(what, NO_HEADER);
	if (new Set(header).size !== header.length) throw malformed(what, "two columns have the same name");
	return header;
}

/** One by one: a text of line breaks alone would be a list of millions. */
function* linesOf(text: string): Generator<string> {
	for (let start = 0; start < text.length; ) {
		const found = text.indexOf("\n", start);
		const end = found < 0 ? text.length : found;
		yield text.slice(start, found > start && text[end - 1] === "\r" ? end - 1 : end);
		start = end + 1;
	}
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
