import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { rememberedTable } from "../../../src/cli/folders/remembered-table.ts";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { treePath } from "../../../src/field/tree.ts";
import { decodeTable, encodeTable } from "../../../src/risk/table/table-format.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

let cache: string;
const before = process.env.ZKMARGIN_CACHE;

beforeEach(async () => {
	cache = await mkdtemp(join(tmpdir(), "zkmargin-remembered-"));
	process.env.ZKMARGIN_CACHE = cache;
});
afterEach(async () => {
	process.env.ZKMARGIN_CACHE = before;
	await rm(cache, { recursive: true });
});

const tableBytes = async () => encodeTable((await buildSmallTables()).maintenance);
const remembered = async () => (await readdir(cache)).filter((name) => name.startsWith("checked-table-"));

it("is the same table whether it is checked now or was checked before, paths included", async () => {
	const bytes = await tableBytes();
	const checked = decodeTable(bytes, { hash: await loadFastPoseidon(), verify: "leaves" });
	for (const count of [1, 1]) {
		const table = await rememberedTable(bytes);
		expect(await remembered()).toHaveLength(count);
		expect(table.tree.root).toBe(checked.tree.root);
		expect(treePath(table.tree, 3)).toEqual(treePath(checked.tree, 3));
		const { tree: _tree, ...rest } = table;
		const { tree: _checkedTree, ...expected } = checked;
		expect(rest).toEqual(expected);
	}
});

it("checks a file again when a single byte of it has changed, and remembers nothing of a refused one", async () => {
	const bytes = await tableBytes();
	await rememberedTable(bytes);
	// The last byte of the last row hash: the stated root is another one then.
	const damaged = Uint8Array.from(bytes);
	damaged[damaged.length - 1] = (damaged.at(-1) as number) ^ 1;
	await expect(rememberedTable(damaged)).rejects.toMatchObject({ code: "TABLE_ROOT_MISMATCH" });
	await expect(rememberedTable(damaged)).rejects.toMatchObject({ code: "TABLE_ROOT_MISMATCH" });
	expect(await remembered()).toHaveLength(1);
});

it("checks the table each time where nothing can be remembered", async () => {
	process.env.ZKMARGIN_CACHE = "/dev/null/cache";
	const bytes = await tableBytes();
	expect((await rememberedTable(bytes)).rows.length).toBeGreaterThan(1);
	await expect(rememberedTable(bytes.subarray(0, -1))).rejects.toMatchObject({
		code: "TABLE_FILE_TRUNCATED",
	});
});
