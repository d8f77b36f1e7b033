/**
 * Prints the pinned risk roots as JSON, to compare runtimes. Node 24 runs this file as it is. Other
 * versions need it bundled first, inside the repository so that packages are found:
 *
 *   npx esbuild scripts/print-golden-root.ts --bundle --platform=node --format=esm \
 *     --packages=external --outfile=.zkmargin/print-golden-root.mjs
 *   npx -p node@22 node .zkmargin/print-golden-root.mjs
 *
 * Run from the root of the repository; `test/risk/table/golden-root.test.ts` holds the expected values.
 */
import { readFileSync } from "node:fs";
import { formatFieldElement } from "../src/field/bn254.ts";
import { buildGoldenTables } from "./build-golden-tables.ts";

const started = performance.now();
const { maintenance, initial } = await buildGoldenTables(readFileSync("sample/risk-params.json", "utf8"));
console.log(
	JSON.stringify({
		node: process.version,
		rows: initial.rows.length,
		seconds: Math.round(performance.now() - started) / 1000,
		maxRoundingErrorMicroUsd: String(initial.maxRoundingErrorMicroUsd),
		marketHash: initial.origin.marketHash,
		parametersHash: initial.origin.parametersHash,
		maintenanceRoot: formatFieldElement(maintenance.tree.root),
		initialRoot: formatFieldElement(initial.tree.root),
	}),
);
