/**
 * Risk tables as files. Layout, all integers little-endian:
 *
 * | bytes | what |
 * |---|---|
 * | 4 | `ZKMT` |
 * | 4 | version, 2 |
 * | 4 | length of the header |
 * | … | header, JSON: level, origin, labels, root, row count, rounding error |
 * | row count × 254 × 8 | rows: stress, tail, long and short charge, nets, free delta, keys, bound |
 * | row count × 32 | row hashes, big-endian |
 *
 * Nothing in a file is believed: shape, size and every table assumption are checked, and the root is
 * computed again. `full` also hashes every row. `leaves` takes the stored hashes for leaves: a wrong
 * one can only give a root that nobody posted, or a row whose opening the circuit refuses.
 */
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { isPrintable } from "../../errors/printable-text.ts";
import { FIELD_ORDER, formatFieldElement, parseFieldElement } from "../../field/bn254.ts";
import { type PoseidonHash, poseidon } from "../../field/poseidon.ts";
import { buildTree, knownTree, type Tree } from "../../field/tree.ts";
import { parseJsonText } from "../../input/parse-json.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { symbolText } from "../../input/text-shape.ts";
import { MAX_INSTRUMENT_ID, TABLE_DEPTH } from "../model/dimensions.ts";
import { hashRow, type RiskRow } from "../model/risk-row.ts";
import type { RiskTable } from "../model/risk-table.ts";
import type { RowHasher } from "../model/row-hasher.ts";
import {
	NUMBERS_PER_ROW,
	numberCount,
	numberPlace,
	numbersOf,
	ROW_NUMBERS,
	rowOf,
} from "../model/row-layout.ts";
import { intercepts, perLotNumbers } from "../model/row-numbers.ts";
import { checkRiskTable } from "./check-risk-table.ts";

const MAGIC = [0x5a, 0x4b, 0x4d, 0x54]; // ZKMT
const VERSION = 2;
const PREFIX_BYTES = 12;
const MAX_HEADER_BYTES = 4 << 20;
const ROW_BYTES = 8 * NUMBERS_PER_ROW;
const HASH_BYTES = 32;

/** What is hashed again when a table file is read. */
export type TableVerification = "full" | "leaves";

const hash32 = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);
const names = z.record(z.string().regex(/^[1-9][0-9]{0,3}$/), symbolText);
const labelList = z
	.array(z.string().max(200).refine(isPrintable, "holds unprintable characters"))
	.max(MAX_INSTRUMENT_ID + 1);

const header = z.strictObject({
	origin: z.strictObject({
		level: z.enum(["maintenance", "initial"]),
		listingHash: hash32,
		marketHash: hash32,
		parametersHash: hash32,
		snapshotTimeMs: z.int().min(0),
		nextExpiryMs: z.int().min(0).nullable(),
	}),
	labels: z.strictObject({
		instruments: labelList,
		lots: labelList,
		stress: labelList,
		tail: labelList,
		haircutFactors: z.record(symbolText, z.string().regex(/^[0-9]{1,3}(\.[0-9]{1,6})?$/)),
		underlyings: names,
		expiries: names,
		strikes: names,
	}),
	rowCount: z
		.int()
		.min(1)
		.max(MAX_INSTRUMENT_ID + 1),
	maxRoundingErrorMicroUsd: z.string().regex(/^[0-9]{1,18}$/),
	root: hash32,
});

/** The file form of a table. */
export function encodeTable(table: RiskTable): Uint8Array {
	// Through the schema, which writes the fields in its own order: one table, one file.
	const head = header.parse({
		origin: table.origin,
		labels: table.labels,
		rowCount: table.rows.length,
		maxRoundingErrorMicroUsd: String(table.maxRoundingErrorMicroUsd),
		root: formatFieldElement(table.tree.root),
	});
	const json = new TextEncoder().encode(JSON.stringify(head));
	const rowsAt = PREFIX_BYTES + json.length;
	const hashesAt = rowsAt + ROW_BYTES * table.rows.length;
	const bytes = new Uint8Array(hashesAt + HASH_BYTES * table.rows.length);
	const view = new DataView(bytes.buffer);
	bytes.set(MAGIC);
	const leaves = table.tree.nodes.leaves as readonly bigint[];
	view.setUint32(4, VERSION, true);
	view.setUint32(8, json.length, true);
	bytes.set(json, PREFIX_BYTES);
	table.rows.forEach((row, id) => {
		rowNumbers(row).forEach((value, k) => {
			view.setBigInt64(rowsAt + id * ROW_BYTES + 8 * k, value, true);
		});
		writeElement(view, hashesAt + HASH_BYTES * id, leaves[id] as bigint);
	});
	return bytes;
}

/**
 * Reads a table file.
 *
 * @throws InputError `TABLE_FILE_MALFORMED`, `TABLE_FILE_TRUNCATED`, `TABLE_ROOT_MISMATCH`, and the
 * codes of `checkRiskTable`
 */
export function decodeTable(
	bytes: Uint8Array,
	options: { readonly hash: PoseidonHash; readonly verify: TableVerification },
): RiskTable {
	const { hash, verify } = options;
	const content = readTable(bytes);
	const leaves = verify === "full" ? content.rows.map((row) => hashRow(hash, row)) : content.storedLeaves();
	return verifiedTable(content, leaves, options);
}

/**
 * Reads a file that `decodeTable` has accepted before, every byte of it. Only shape and length are looked at.
 *
 * @throws InputError `TABLE_FILE_MALFORMED`, `TABLE_FILE_TRUNCATED`
 */
export function decodeAcceptedTable(bytes: Uint8Array): RiskTable {
	const { head, rows, storedLeaves } = readTable(bytes, () => {});
	const root = parseFieldElement(head.root, "root");
	const leafCount = rows.length;
	return tableOf(
		head,
		rows,
		knownTree({ hash: poseidon, leaves: storedLeaves, leafCount, depth: TABLE_DEPTH, root }),
	);
}

/** `decodeTable` with `full` verification whose rows are hashed elsewhere. */
export async function decodeTableWith(
	bytes: Uint8Array,
	{ hash, hashRows }: { readonly hash: PoseidonHash; readonly hashRows: RowHasher },
): Promise<RiskTable> {
	const content = readTable(bytes);
	const batches: Promise<readonly bigint[]>[] = [];
	for (let first = 0; first < content.rows.length; first += ROWS_PER_BATCH) {
		batches.push(hashRows(content.rows.slice(first, first + ROWS_PER_BATCH)));
	}
	const leaves = (await Promise.all(batches)).flat();
	return verifiedTable(content, leaves, { hash, verify: "full" });
}

/**
 * A table as somebody posted it, sound or not: for whoever means to dispute it, never to prove or verify with.
 *
 * @throws InputError `TABLE_FILE_MALFORMED`, `TABLE_FILE_TRUNCATED`, `TABLE_ROOT_MISMATCH`
 */
export function decodePostedTable(
	bytes: Uint8Array,
	{ hash }: { readonly hash: PoseidonHash },
): Pick<RiskTable, "origin" | "rows" | "tree"> {
	const content = readTable(bytes, requireLanes);
	return verifiedTable(content, content.storedLeaves(), { hash, verify: "leaves" });
}

/** Else no row of field elements belongs to the file. */
function requireLanes(rows: readonly RiskRow[]): void {
	const isLane = (value: bigint) => BigInt.asIntN(LANE_BITS, value) === value && value !== -LANE_LIMIT;
	const fits = rows.every((row) =>
		[...perLotNumbers(row), ...intercepts(row)].every(([, value]) => isLane(value)),
	);
	if (!fits) throw malformed("it holds a number that fits in no lane");
}

const LANE_BITS = 63;
const LANE_LIMIT = 1n << 62n;

const ROWS_PER_BATCH = 64;

type TableContent = ReturnType<typeof readTable>;

function readTable(bytes: Uint8Array, check: typeof checkRiskTable = checkRiskTable) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const { rowsAt, head } = readHeader(bytes, view);
	const { labels, rowCount } = head;
	const hashesAt = rowsAt + ROW_BYTES * rowCount;
	const expected = hashesAt + HASH_BYTES * rowCount;
	if (bytes.length < expected) throw truncated(bytes.length, expected);
	if (bytes.length > expected) throw malformed(`${bytes.length - expected} bytes after its end`);
	const rows = Array.from({ length: rowCount }, (_, id) => readRow(view, rowsAt + id * ROW_BYTES));
	check(rows, labels);
	const storedLeaves = () => rows.map((_, id) => readElement(view, hashesAt + HASH_BYTES * id));
	return { head, rows, storedLeaves };
}

function verifiedTable(
	{ head, rows }: TableContent,
	leaves: readonly bigint[],
	{ hash, verify }: { readonly hash: PoseidonHash; readonly verify: TableVerification },
): RiskTable {
	const tree = buildTree(hash, leaves, TABLE_DEPTH);
	if (tree.root !== parseFieldElement(head.root, "root")) throw rootMismatch(verify);
	return tableOf(head, rows, tree);
}

function tableOf(head: TableContent["head"], rows: readonly RiskRow[], tree: Tree): RiskTable {
	const { origin, labels } = head;
	return { origin, labels, rows, maxRoundingErrorMicroUsd: BigInt(head.maxRoundingErrorMicroUsd), tree };
}

function readHeader(bytes: Uint8Array, view: DataView) {
	if (bytes.length < PREFIX_BYTES) throw truncated(bytes.length, PREFIX_BYTES);
	if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw malformed("it does not start with ZKMT");
	const version = view.getUint32(4, true);
	if (version !== VERSION) throw malformed(`version ${version}, this program reads ${VERSION}`);
	const length = view.getUint32(8, true);
	if (length > MAX_HEADER_BYTES) throw malformed(`a header of ${length} bytes`);
	const rowsAt = PREFIX_BYTES + length;
	if (bytes.length < rowsAt) throw truncated(bytes.length, rowsAt);
	const text = decodeText(bytes.subarray(PREFIX_BYTES, rowsAt));
	const value = parseJsonText({ text, refuse: (why) => malformed(`its header ${why}`) });
	const head = parseShape({
		schema: header,
		value,
		code: "TABLE_FILE_MALFORMED",
		what: "risk table",
		hint: HINT,
	});
	return { rowsAt, head };
}

function decodeText(bytes: Uint8Array): string {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw malformed("its header is not UTF-8 text");
	}
}

/** The numbers of a row in file order. */
function rowNumbers(row: RiskRow): bigint[] {
	return ROW_NUMBERS.flatMap(({ name }) => numbersOf(row, name));
}

function readRow(view: DataView, at: number): RiskRow {
	return rowOf((name) => {
		const first = at + 8 * numberPlace(name);
		const numbers = new Array<bigint>(numberCount(name));
		for (let k = 0; k < numbers.length; k++) numbers[k] = view.getBigInt64(first + 8 * k, true);
		return numbers;
	});
}

function writeElement(view: DataView, at: number, element: bigint): void {
	for (let word = 0; word < 4; word++) {
		view.setBigUint64(at + 8 * word, BigInt.asUintN(64, element >> BigInt(64 * (3 - word))));
	}
}

function readElement(view: DataView, at: number): bigint {
	let element = 0n;
	for (let word = 0; word < 4; word++) element = (element << 64n) + view.getBigUint64(at + 8 * word);
	if (element < FIELD_ORDER) return element;
	throw malformed("a row hash is not below the field order");
}

const HINT = "build the table again, or fetch the file again from whoever published it";

function malformed(why: string): InputError {
	return new InputError({
		code: "TABLE_FILE_MALFORMED",
		message: `this is not a risk table file: ${why}`,
		field: "table",
		hint: HINT,
	});
}

function truncated(got: number, expected: number): InputError {
	return new InputError({
		code: "TABLE_FILE_TRUNCATED",
		message: `the risk table file ends after ${got} bytes of ${expected}`,
		field: "table",
		hint: HINT,
	});
}

function rootMismatch(verify: TableVerification): InputError {
	return new InputError({
		code: "TABLE_ROOT_MISMATCH",
		message: `the ${verify === "full" ? "rows" : "row hashes"} do not have the root that the file states`,
		field: "root",
		hint: HINT,
	});
}
