/** `npm run check`: format and lint, types, Solidity lint, and every `scripts/check-*.ts`. Runs all, then says which failed. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");

const checks = [
	// Warnings fail too: a warning that may stay teaches everybody to overlook the next one.
	["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
	["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
	["node_modules/solhint/solhint.js", "--disc", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
	...readdirSync(import.meta.dirname)
		.filter((name) => /^check-.*\.ts$/.test(name))
		.sort()
		.map((name) => [`scripts/${name}`]),
];

const failed = checks.filter((command) => {
	const { status } = spawnSync(process.execPath, command, {
		cwd: ROOT,
		stdio: ["ignore", "inherit", "inherit"],
	});
	return status !== 0;
});

for (const [script] of failed) console.error(`check failed: ${script}`);
process.exitCode = failed.length === 0 ? 0 : 1;
