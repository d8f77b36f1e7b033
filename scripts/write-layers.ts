/** Writes what follows from `layers.ts`: the overrides in biome.json and the table in CONTRIBUTING.md. */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { layerOverrides, layerTable } from "./layers/layer-rules.ts";

const ROOT = resolve(import.meta.dirname, "..");
const TABLE = /(<!-- floors -->\n)[\s\S]*?(\n<!-- \/floors -->)/;

/** Every file that follows from the list, as it must be. */
export async function layerFiles(): Promise<readonly { readonly path: string; readonly text: string }[]> {
	const biome = JSON.parse(await readFile(join(ROOT, "biome.json"), "utf8"));
	const own = biome.overrides.filter(
		({ includes }: { includes: string[] }) => !includes[0]?.startsWith("src/"),
	);
	const guide = await readFile(join(ROOT, "CONTRIBUTING.md"), "utf8");
	return [
		{
			path: "biome.json",
			text: JSON.stringify({ ...biome, overrides: [...layerOverrides(), ...own] }),
		},
		{ path: "CONTRIBUTING.md", text: guide.replace(TABLE, `$1\n${layerTable()}\n$2`) },
	];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	for (const { path, text } of await layerFiles()) await writeFile(join(ROOT, path), text);
}
