/** Biome really refuses what CONTRIBUTING.md says it refuses. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FLOORS } from "../../scripts/layers/layers.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const IMPORT_RULE = "lint/style/noRestrictedImports";
const GLOBAL_RULE = "lint/style/noRestrictedGlobals";

const LAYERS = FLOORS.map(({ name }) => name);
const PURE_LAYERS = FLOORS.filter(({ isPure }) => isPure).map(({ name }) => name);

type LintCase = { readonly path: string; readonly source: string; readonly rule?: string };

const upward = LAYERS.flatMap((from, at) =>
	LAYERS.slice(at + 1).map((to): LintCase => ({ ...importCase(from, to), rule: IMPORT_RULE })),
);
const downward = LAYERS.flatMap((from, at) => LAYERS.slice(0, at).map((to) => importCase(from, to)));
/** Every pair of rooms within a floor. */
const between = FLOORS.flatMap(({ name, rooms }) =>
	rooms.flatMap((from, at) =>
		rooms.slice(at + 1).map((to) => ({ floor: name, from: from.name, to: to.name })),
	),
);
const upstairs = between.map(
	({ floor, from, to }): LintCase => ({
		path: `src/${floor}/${from}/imports-${to}.ts`,
		source: `import { a } from "../${to}/a.ts";\n\nexport const x = a;\n`,
		rule: IMPORT_RULE,
	}),
);
const upstairsFromWithin = between.map(
	({ floor, from, to }): LintCase => ({
		path: `src/${floor}/${from}/corner/imports-${to}.ts`,
		source: `import { a } from "../../${to}/a.ts";\n\nexport const x = a;\n`,
		rule: IMPORT_RULE,
	}),
);
const downstairs = between.map(
	({ floor, from, to }): LintCase => ({
		path: `src/${floor}/${to}/imports-${from}.ts`,
		source: `import { a } from "../${from}/a.ts";\n\nexport const x = a;\n`,
	}),
);
/** A room of an earlier floor that bears the name of a later room of one's own. */
const namesake: LintCase = {
	path: "src/risk/model/imports-market-pricing.ts",
	source: 'import { a } from "../../market/pricing/a.ts";\n\nexport const x = a;\n',
};
const impure = PURE_LAYERS.flatMap((layer) => [
	...["node:fs", "node:crypto", "snarkjs", "ethers"].map((module) => ({
		path: `src/${layer}/imports-${module.replace(":", "-")}.ts`,
		source: `import { a } from "${module}";\n\nexport const x = a;\n`,
		rule: IMPORT_RULE,
	})),
	...["process", "fetch", "crypto", "performance", "console"].map((name) => ({
		path: `src/${layer}/uses-global-${name}.ts`,
		source: `export const x = ${name};\n`,
		rule: GLOBAL_RULE,
	})),
]);
const evasions = [
	{
		what: "a type-only import of a later layer",
		path: "src/risk/type-only.ts",
		source: 'import type { A } from "../cli/a.ts";\n\nexport type X = A;\n',
		rule: IMPORT_RULE,
	},
	{
		what: "a re-export of a later layer",
		path: "src/risk/re-export.ts",
		source: 'export { a } from "../cli/a.ts";\n',
		rule: IMPORT_RULE,
	},
	{
		what: "a dynamic import of a later layer",
		path: "src/risk/dynamic.ts",
		source: 'export const x = () => import("../cli/a.ts");\n',
		rule: IMPORT_RULE,
	},
	{
		what: "a Node module without its prefix",
		path: "src/market/bare-builtin.ts",
		source: 'import { a } from "fs";\n\nexport const x = a;\n',
		rule: "lint/style/useNodejsImportProtocol",
	},
	{
		what: "product code that imports a test",
		path: "src/cli/imports-test.ts",
		source: 'import { a } from "../../test/support/a.ts";\n\nexport const x = a;\n',
		rule: IMPORT_RULE,
	},
	{
		what: "two modules that import each other's values",
		path: "src/risk/cycle.ts",
		source: 'import { b } from "./cycle-back.ts";\n\nexport const a = () => b;\n',
		rule: "lint/suspicious/noImportCycles",
	},
] as const;
const CYCLE_BACK: LintCase = {
	path: "src/risk/cycle-back.ts",
	source: 'import { a } from "./cycle.ts";\n\nexport const b = () => a;\n',
};

function importCase(from: string, to: string): LintCase {
	return {
		path: `src/${from}/imports-${to}.ts`,
		source: `import { a } from "../${to}/a.ts";\n\nexport const x = a;\n`,
	};
}

describe("the linter", () => {
	let folder = "";
	let findings = new Map<string, string[]>();

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "zkmargin-lint-"));
		const config = JSON.parse(readFileSync(join(ROOT, "biome.json"), "utf8"));
		write("biome.json", JSON.stringify({ ...config, vcs: { enabled: false } }));
		for (const layer of LAYERS) write(`src/${layer}/a.ts`, "export const a = 1;\n");
		for (const { name, rooms } of FLOORS) {
			for (const room of rooms) write(`src/${name}/${room.name}/a.ts`, "export const a = 1;\n");
		}
		const cases = [upward, downward, upstairs, upstairsFromWithin, downstairs, impure, evasions];
		for (const { path, source } of [...cases.flat(), namesake, CYCLE_BACK]) write(path, source);
		findings = lint();
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test("refuses an import of a later layer, from every layer", () => {
		expect(upward.filter(isAccepted)).toEqual([]);
	});

	test("accepts an import of an earlier layer, from every layer", () => {
		expect(downward.filter((file) => !isAccepted(file))).toEqual([]);
	});

	test("refuses an import of a later room of the floor, from every room and from a folder in it", () => {
		expect(upstairs.length).toBeGreaterThan(100);
		expect([...upstairs, ...upstairsFromWithin].filter(isAccepted)).toEqual([]);
	});

	test("accepts an import of an earlier room, and of another floor's room of the same name", () => {
		expect([...downstairs, namesake].filter((file) => !isAccepted(file))).toEqual([]);
	});

	test("refuses Node modules, snarkjs, ethers and globals with an effect in every pure layer", () => {
		expect(impure.filter(isAccepted)).toEqual([]);
	});

	test.each(evasions)("refuses $what with $rule", (evasion) => {
		expect(findings.get(evasion.path) ?? []).toContain(evasion.rule);
	});

	function isAccepted({ path, rule }: LintCase): boolean {
		const found = findings.get(path) ?? [];
		return rule === undefined ? found.length === 0 : !found.includes(rule);
	}

	function write(path: string, text: string): void {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}

	/** Rules that fire, by path. */
	function lint(): Map<string, string[]> {
		const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
		const { stdout } = spawnSync(
			process.execPath,
			[biome, "lint", "--reporter=json", "--max-diagnostics=none", "."],
			{ cwd: folder, encoding: "utf8" },
		);
		const byPath = new Map<string, string[]>();
		for (const { category, location } of JSON.parse(stdout).diagnostics) {
			const path = typeof location.path === "string" ? location.path : location.path.file;
			byPath.set(path, [...(byPath.get(path) ?? []), category]);
		}
		return byPath;
	}
});
