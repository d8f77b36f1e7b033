import { beforeAll, describe, expect, it } from "vitest";
import { loadFastPoseidon, type PoseidonHash } from "../../../src/field/poseidon.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { decodePostedTable, decodeTable, encodeTable } from "../../../src/risk/table/table-format.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

let hash: PoseidonHash;
let table: RiskTable;
let file: Uint8Array;
beforeAll(async () => {
	hash = await loadFastPoseidon();
	table = (await buildSmallTables()).maintenance;
	file = encodeTable(table);
});

const headerLength = () => new DataView(file.buffer).getUint32(8, true);
const rowsAt = () => 12 + headerLength();
const ROW_BYTES = 254 * 8;
const hashesAt = () => rowsAt() + table.rows.length * ROW_BYTES;

function edited(change: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
	const bytes = file.slice();
	change(bytes, new DataView(bytes.buffer));
	return bytes;
}

function withHeader(change: (header: Record<string, unknown>) => void): Uint8Array {
	const header = JSON.parse(new TextDecoder().decode(file.subarray(12, rowsAt()))) as Record<string, unknown>;
	change(header);
	const json = new TextEncoder().encode(JSON.stringify(header));
	const bytes = new Uint8Array(12 + json.length + file.length - rowsAt());
	bytes.set(file.subarray(0, 12));
	new DataView(bytes.buffer).setUint32(8, json.length, true);
	bytes.set(json, 12);
	bytes.set(file.subarray(rowsAt()), 12 + json.length);
	return bytes;
}

const refusal = (bytes: Uint8Array, verify: "full" | "leaves" = "full") =>
	thrownBy(() => decodeTable(bytes, { hash, verify }));

describe("a table file", () => {
	it.each(["full", "leaves"] as const)("comes back as the table that was written (%s)", (verify) => {
		const read = decodeTable(file, { hash, verify });
		expect(read.rows).toEqual(table.rows);
		expect(read.origin).toEqual(table.origin);
		expect(read.labels).toEqual(table.labels);
		expect(read.maxRoundingErrorMicroUsd).toBe(table.maxRoundingErrorMicroUsd);
		expect(read.tree.root).toBe(table.tree.root);
	});

	it("is the same file for the same table", () => {
		expect(encodeTable(decodeTable(file, { hash, verify: "leaves" }))).toEqual(file);
	});

	it("can lie anywhere in a larger buffer", () => {
		const larger = new Uint8Array(file.length + 100);
		larger.set(file, 50);
		const view = larger.subarray(50, 50 + file.length);
		expect(decodeTable(view, { hash, verify: "leaves" }).tree.root).toBe(table.tree.root);
	});

	it("is refused when it is not a table", () => {
		expect(refusal(new TextEncoder().encode("zkey, perhaps, but no table"))).toMatchObject({
			code: "TABLE_FILE_MALFORMED",
		});
	});

	it("is refused in another version", () => {
		const error = refusal(edited((_, view) => view.setUint32(4, 3, true)));
		expect(error).toMatchObject({ code: "TABLE_FILE_MALFORMED" });
		expect(error.message).toContain("version 3");
	});

	it.each([0, 5, 11, 12, 200])("is refused when it ends after %i bytes", (length) => {
		expect(refusal(file.subarray(0, length))).toMatchObject({ code: "TABLE_FILE_TRUNCATED" });
	});

	it("is refused when its last byte is missing, or when something follows it", () => {
		expect(refusal(file.subarray(0, -1))).toMatchObject({ code: "TABLE_FILE_TRUNCATED" });
		const longer = new Uint8Array(file.length + 1);
		longer.set(file);
		expect(refusal(longer)).toMatchObject({ code: "TABLE_FILE_MALFORMED" });
	});

	it("is refused before anything is allocated for a header or rows that are not there", () => {
		const hugeHeader = refusal(edited((_, view) => view.setUint32(8, 0xffffffff, true)));
		expect(hugeHeader).toMatchObject({ code: "TABLE_FILE_MALFORMED" });
		const manyRows = withHeader((header) => {
			header.rowCount = 4_000_000_000;
		});
		expect(refusal(manyRows)).toMatchObject({ code: "TABLE_FILE_MALFORMED", field: "rowCount" });
		const fewMore = withHeader((header) => {
			header.rowCount = 4096;
		});
		expect(refusal(fewMore)).toMatchObject({ code: "TABLE_FILE_TRUNCATED" });
	});

	it("is refused when its header is no JSON or has an unknown field", () => {
		expect(refusal(edited((bytes) => bytes.fill(0x7b, 12, 14)))).toMatchObject({
			code: "TABLE_FILE_MALFORMED",
		});
		const extra = withHeader((header) => {
			header.comment = "";
		});
		expect(refusal(extra)).toMatchObject({ code: "TABLE_FILE_MALFORMED" });
	});

	it.each(["full", "leaves"] as const)("is refused when a row breaks an assumption (%s)", (verify) => {
		const firstLaneOfUsd = rowsAt() + ROW_BYTES;
		const error = refusal(
			edited((_, view) => view.setBigInt64(firstLaneOfUsd, 1n << 40n, true)),
			verify,
		);
		expect(error).toMatchObject({ code: "TABLE_NUMBER_TOO_LARGE", field: "rows[1].stress[0]" });
	});

	it("with one µUSD changed in a row has another root when rows are hashed", () => {
		const bytes = edited((_, view) => {
			const at = rowsAt() + 5 * ROW_BYTES + 8 * 3;
			view.setBigInt64(at, view.getBigInt64(at, true) - 1n, true);
		});
		expect(refusal(bytes, "full")).toMatchObject({ code: "TABLE_ROOT_MISMATCH" });
		// Read without hashing rows it keeps the root of the stored leaves: such a row opens to no leaf.
		expect(decodeTable(bytes, { hash, verify: "leaves" }).tree.root).toBe(table.tree.root);
	});

	it("with another row hash has another root when hashes are taken as they are", () => {
		const bytes = edited((raw) => {
			raw[hashesAt() + 5 * 32 + 31] = (raw[hashesAt() + 5 * 32 + 31] ?? 0) ^ 1;
		});
		expect(refusal(bytes, "leaves")).toMatchObject({ code: "TABLE_ROOT_MISMATCH" });
	});

	it("is refused with a row hash above the field order", () => {
		const bytes = edited((raw) => raw.fill(0xff, hashesAt() + 32, hashesAt() + 64));
		expect(refusal(bytes, "leaves")).toMatchObject({ code: "TABLE_FILE_MALFORMED" });
	});
});

describe("a table that somebody posted", () => {
	/** First stress lane of row 1. */
	const laneAt = () => rowsAt() + ROW_BYTES;

	it("is read whatever its numbers are, so that it can be disputed", () => {
		const unsound = edited((_, view) => view.setBigInt64(laneAt(), 2n ** 40n, true));
		expect(refusal(unsound, "leaves").code).toBe("TABLE_NUMBER_TOO_LARGE");
		const { rows, tree } = decodePostedTable(unsound, { hash });
		expect(rows[1]?.stressMicroUsd[0]).toBe(2n ** 40n);
		expect(tree.root).toBe(table.tree.root);
	});

	it.each([2n ** 62n, -(2n ** 62n), 2n ** 63n - 1n])("is refused with %s, which fits in no lane", (value) => {
		const broken = edited((_, view) => view.setBigInt64(laneAt(), value, true));
		const refused = thrownBy(() => decodePostedTable(broken, { hash }));
		expect(refused).toMatchObject({ code: "TABLE_FILE_MALFORMED" });
	});
});
