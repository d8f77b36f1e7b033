/** `npm run test:pure -- [vitest arguments]`: tests of the pure floors alone. No circuit, no key, no chain, no process. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { FLOORS } from "./layers.ts";

const ROOT = resolve(import.meta.dirname, "..");

const folders = FLOORS.filter(({ isPure }) => isPure)
	.map(({ name }) => `test/${name}/`)
	.filter((folder) => existsSync(join(ROOT, folder)));

const { status } = spawnSync(
	process.execPath,
	["node_modules/vitest/vitest.mjs", "run", ...folders, ...process.argv.slice(2)],
	{ cwd: ROOT, stdio: "inherit" },
);
process.exitCode = status ?? 1;
