/** A folder that a reader can hold in mind: CONTRIBUTING.md promises at most twenty files in each. */
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDERS = ["src", "contracts", "circuits", "security", "tools", "bench", "scripts", "sample", "test"];
const MOST_FILES = 20;

it.each(FOLDERS)("%s has no folder of more than twenty files", (folder) => {
	const counts = new Map<string, number>();
	for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const at = join(entry.parentPath, entry.name).slice(ROOT.length + 1);
		counts.set(dirname(at), (counts.get(dirname(at)) ?? 0) + 1);
	}
	expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([]);
	expect(counts.size).toBeGreaterThan(0);
});
