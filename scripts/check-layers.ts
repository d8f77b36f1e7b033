/** Fails while biome.json or CONTRIBUTING.md differs from what `layers.ts` says, or a folder of `src` has no floor. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FLOORS } from "./layers/layers.ts";
import { layerFiles } from "./write-layers.ts";

const ROOT = resolve(import.meta.dirname, "..");
/** Formatting is biome's: only what is written counts. */
const bare = (text: string) => text.replace(/[\s-]+/g, "");

const stale = (await layerFiles())
	.filter(({ path, text }) => bare(readFileSync(join(ROOT, path), "utf8")) !== bare(text))
	.map(({ path }) => `${path} is not what scripts/layers/layers.ts says: run node scripts/write-layers.ts`);
const folders = (path: string) =>
	readdirSync(join(ROOT, path), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
const homeless = [
	...folders("src").filter((name) => !FLOORS.some((floor) => floor.name === name)),
	...FLOORS.filter(({ rooms }) => rooms.length > 0).flatMap((floor) =>
		folders(`src/${floor.name}`)
			.filter((name) => !floor.rooms.some((room) => room.name === name))
			.map((name) => `${floor.name}/${name}`),
	),
].map((name) => `src/${name} is in no list of scripts/layers/layers.ts`);

for (const line of [...stale, ...homeless]) console.error(line);
process.exitCode = stale.length + homeless.length === 0 ? 0 : 1;
