import { describe, expect, it } from "vitest";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { withRowHashThreads } from "../../../src/node/threads/row-hash-threads.ts";
import { hashRow } from "../../../src/risk/model/risk-row.ts";
import { buildRiskTablesAhead } from "../../../src/risk/table/build-risk-table.ts";
import { decodeTableWith, encodeTable } from "../../../src/risk/table/table-format.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { randomRows } from "../../support/tables/random-table.ts";
import {
	buildSmallTables,
	SAMPLE_PARAMS,
	SMALL_CLOSES,
	SMALL_IV_HISTORY,
} from "../../support/tables/small-tables.ts";

const SEED = 20261128;

describe("rows that are hashed on threads", () => {
	it("have the hashes that one thread gives, in their order", async () => {
		const hash = await loadFastPoseidon();
		const rows = randomRows(SEED, (1n << 36n) - 1n);
		const batches = await withRowHashThreads((hashRows) =>
			Promise.all(rows.map((row, at) => hashRows([row, ...rows.slice(at, at + 2)]))),
		);
		const leaves = rows.map((row) => hashRow(hash, row));
		expect(batches).toEqual(rows.map((_, at) => [leaves[at], ...leaves.slice(at, at + 2)]));
	});

	it("give the tables that one thread builds, and say how far they are", async () => {
		const hash = await loadFastPoseidon();
		const steps: (readonly [number, number])[] = [];
		const tables = await withRowHashThreads((hashRows) =>
			buildRiskTablesAhead({
				listing: buildListing(SMALL_MARKET),
				snapshot: SMALL_MARKET,
				params: SAMPLE_PARAMS,
				closes: SMALL_CLOSES,
				ivHistory: SMALL_IV_HISTORY,
				hash,
				hashRows,
				onProgress: (done, total) => steps.push([done, total]),
			}),
		);
		const alone = await buildSmallTables();
		for (const level of ["maintenance", "initial"] as const) {
			expect(encodeTable(tables[level])).toEqual(encodeTable(alone[level]));
			const read = await withRowHashThreads((hashRows) =>
				decodeTableWith(encodeTable(alone[level]), { hash, hashRows }),
			);
			expect(read.tree.root).toBe(alone[level].tree.root);
		}
		const total = 2 * alone.initial.rows.length;
		expect(steps.at(-1)).toEqual([total, total]);
		expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).sort((a, b) => a - b));
	});

	it("end the build when hashing fails", async () => {
		const failing = buildRiskTablesAhead({
			listing: buildListing(SMALL_MARKET),
			snapshot: SMALL_MARKET,
			params: SAMPLE_PARAMS,
			closes: SMALL_CLOSES,
			hash: await loadFastPoseidon(),
			hashRows: () => Promise.reject(new Error("a thread ended")),
		});
		await expect(failing).rejects.toThrow("a thread ended");
	});

	it("refuse a table file whose rows have other hashes", async () => {
		const hash = await loadFastPoseidon();
		const bytes = encodeTable((await buildSmallTables()).initial);
		const reading = decodeTableWith(bytes, { hash, hashRows: async (rows) => rows.map(() => 1n) });
		await expect(reading).rejects.toMatchObject({ code: "TABLE_ROOT_MISMATCH" });
	});
});
