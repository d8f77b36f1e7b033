import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(import.meta.dirname, "../../src");

/** Fixed bit for bit by IEEE 754 or integer by nature; `sqrt` is correctly rounded in every engine. */
const EXACT = new Set(["abs", "ceil", "floor", "imul", "max", "min", "round", "sign", "sqrt", "trunc"]);

/** Code without comments, by file. */
function sources(layer: string): { file: string; code: string }[] {
	const folder = join(SOURCE, layer);
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".ts"))
		.map((file) => ({
			file: join(layer, file),
			code: readFileSync(join(folder, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ""),
		}));
}

describe("the pricing path", () => {
	it.each(["units", "math", "hashing", "market", "risk"])(
		"of src/%s uses no operation that engines may round differently",
		(layer) => {
			const found: string[] = [];
			for (const { file, code } of sources(layer)) {
				for (const [use, name] of code.matchAll(/\bMath\.(\w+)/g)) {
					if (!EXACT.has(name ?? "")) found.push(`${file}: ${use}`);
				}
				// Powers of bigints are exact (`10n ** x`); powers of numbers are not, unless both are small literals.
				for (const [use] of code.matchAll(/[^\s]+ \*\* [^\s;]+/g)) {
					if (!/\d+n \*\*|\b8 \*\* TABLE_DEPTH/.test(use)) found.push(`${file}: ${use}`);
				}
				for (const [use] of code.matchAll(/\.(?:toLocale\w*|localeCompare)\(/g))
					found.push(`${file}: ${use}`);
			}
			expect(found).toEqual([]);
		},
	);

	it("fits nothing: numerics of packages stay in src/risk/calibration, which no table builder imports", () => {
		const found = [...sources("market"), ...sources("risk")]
			.filter(({ file }) => !file.startsWith(join("risk", "calibration")))
			.filter(({ code }) =>
				/from "(ml-[\w-]+|[^"]*\/fit-[^"]*|[^"]*\/qlike[^"]*|[^"]*\/training-days[^"]*)"/.test(code),
			)
			.map(({ file }) => file);
		expect(found).toEqual([]);
		const fitting = sources(join("risk", "calibration"))
			.map(({ code }) => code)
			.join("\n");
		expect(fitting).toContain('from "ml-matrix"');
	});
});
