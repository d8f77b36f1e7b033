import {
	chown,
	mkdtemp,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	symlink,
	utimes,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cachedEntry } from "../../../src/node/cache/cache-folder.ts";

const HASH = "ab".repeat(32);

describe("the cache folder", () => {
	let root: string;
	let builds: number;

	beforeEach(async () => {
		root = await mkdtemp(join(tmpdir(), "zkmargin-cache-"));
		builds = 0;
	});

	afterEach(() => rm(root, { recursive: true }));

	const request = (contentHash = HASH) =>
		cachedEntry({
			name: "thing",
			contentHash,
			cacheFolder: root,
			build: async (folder) => {
				builds++;
				await writeFile(join(folder, "data"), `content of ${contentHash}`);
			},
		});
	const dataOf = async (folder: string) => readFile(join(folder, "data"), "utf8");

	it("builds an entry once and finds it again", async () => {
		expect((await request()).built).toBe(true);
		const again = await request();
		expect(again.built).toBe(false);
		expect(await dataOf(again.folder)).toBe(`content of ${HASH}`);
		expect(builds).toBe(1);
	});

	it("keeps entries of different content apart", async () => {
		const first = await request();
		const second = await request("cd".repeat(32));
		expect(first.folder).not.toBe(second.folder);
		expect(builds).toBe(2);
	});

	it("builds once when several ask at the same time, and leaves no lock", async () => {
		const entries = await Promise.all([request(), request(), request(), request()]);
		expect(new Set(entries.map(({ folder }) => folder)).size).toBe(1);
		expect(builds).toBe(1);
		expect(await readdir(root)).toHaveLength(1);
	});

	it("rebuilds an entry that lies behind a link, or of which a file does", async () => {
		const { folder } = await request();
		const elsewhere = `${root}-elsewhere`;
		await rename(folder, elsewhere);
		await symlink(elsewhere, folder);
		expect((await request()).built).toBe(true);
		await rm(elsewhere, { recursive: true });

		await rename(join(folder, "data"), join(root, "data"));
		await symlink(join(root, "data"), join(folder, "data"));
		expect((await request()).built).toBe(true);
		expect((await request()).built).toBe(false);
	});

	it.runIf(process.getuid?.() === 0)("rebuilds another user's entry, however well sealed", async () => {
		const { folder } = await request();
		await chown(folder, 12_345, 12_345);
		expect((await request()).built).toBe(true);
		await chown(join(folder, "data"), 12_345, 12_345);
		expect((await request()).built).toBe(true);
	});

	it("rebuilds an entry of which one byte changed", async () => {
		const { folder } = await request();
		await writeFile(join(folder, "data"), `CONTENT of ${HASH}`);
		expect((await request()).built).toBe(true);
		expect(await dataOf(folder)).toBe(`content of ${HASH}`);
	});

	it("rebuilds an entry of which a file is gone, or its seal", async () => {
		for (const name of ["data", "entry.json"]) {
			const { folder } = await request();
			await rm(join(folder, name));
			expect((await request()).built, name).toBe(true);
		}
	});

	it("keeps an entry that was only touched, after hashing it once", async () => {
		const { folder } = await request();
		await utimes(join(folder, "data"), new Date(0), new Date(0));
		expect((await request()).built).toBe(false);
		const seal = JSON.parse(await readFile(join(folder, "entry.json"), "utf8"));
		expect(seal.files.data.changeTimeMs).toBe((await stat(join(folder, "data"))).ctimeMs);
	});

	it("leaves nothing behind when a build fails", async () => {
		const failing = cachedEntry({
			name: "thing",
			contentHash: HASH,
			cacheFolder: root,
			build: async (folder) => {
				await writeFile(join(folder, "data"), "half");
				throw new Error("no space");
			},
		});
		await expect(failing).rejects.toThrow("no space");
		expect(await readdir(root)).toEqual([]);
	});

	it("takes over the lock of a process that died, and clears what it left", async () => {
		const entry = `thing-${HASH.slice(0, 16)}`;
		await writeFile(join(root, `${entry}.lock`), "somebody else");
		await utimes(join(root, `${entry}.lock`), new Date(0), new Date(0));
		await writeFile(join(root, `${entry}.building-123`), "half");
		expect((await request()).built).toBe(true);
		expect(await readdir(root)).toEqual([entry]);
	});
});
