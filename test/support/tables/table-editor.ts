/** What a dishonest publisher would hand out: a table file with one row changed, and nothing else. */
import { poseidon } from "../../../src/field/poseidon.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { decodeTable, encodeTable } from "../../../src/risk/table/table-format.ts";

export function editTable(file: Uint8Array, name: string, edit: (row: RiskRow) => RiskRow): Uint8Array {
	const table = decodeTable(file, { hash: poseidon, verify: "leaves" });
	const id = table.labels.instruments.indexOf(name);
	return encodeTable({ ...table, rows: table.rows.with(id, edit(table.rows[id] as RiskRow)) });
}
