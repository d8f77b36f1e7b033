/** What verifies a book runs in a page: nothing that it loads is Node's, and no package with effects. */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";

/** Every module that is loaded for its values, and every package. */
function loadedBy(entry: string): { readonly modules: Set<string>; readonly packages: Set<string> } {
	const modules = new Set<string>();
	const packages = new Set<string>();
	const visit = (path: string) => {
		if (modules.has(path)) return;
		modules.add(path);
		const source = readFileSync(path, "utf8");
		for (const [statement, from] of source.matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)";/gm)) {
			if (isTypeOnly(statement as string)) continue;
			if ((from as string).startsWith(".")) visit(join(dirname(path), from as string));
			else packages.add(from as string);
		}
	};
	visit(entry);
	return { modules, packages };
}

function isTypeOnly(statement: string): boolean {
	if (/^(?:import|export) type\s/.test(statement)) return true;
	const names = /\{([\s\S]*)\}/.exec(statement)?.[1]?.split(",") ?? ["a value"];
	return names.every((name) => name.trim() === "" || name.trim().startsWith("type "));
}

it("loads pure floors, pairings and schemas, and nothing else", () => {
	const { modules, packages } = loadedBy(join(REPOSITORY_ROOT, "src/doors/book/index.ts"));
	const effects = /^src\/(?:node|chain|cli)\//;
	const paths = [...modules].map((path) => relative(REPOSITORY_ROOT, path));
	expect(paths.filter((path) => effects.test(path))).toEqual([]);
	expect(paths).toContain("src/proof/provers/verify-together.ts");
	expect([...packages].map((name) => name.split("/").slice(0, 2).join("/")).sort()).toEqual(
		expect.arrayContaining(["@noble/curves", "@noble/hashes", "zod"]),
	);
	for (const name of packages) expect(name).toMatch(/^(?:@noble\/(?:curves|hashes)\/|zod$|@zk-kit\/imt$)/);
});
