import { join } from "node:path";
import { defineConfig } from "vitest/config";

const FOLDER = import.meta.dirname;
const STAND_IN = join(FOLDER, "instrumented-hardhat.ts");

export default defineConfig({
	plugins: [
		{
			name: "instrumented-hardhat",
			enforce: "pre",
			resolveId: (source, importer) =>
				source === "hardhat/hre" && importer !== STAND_IN ? STAND_IN : undefined,
		},
	],
	test: {
		root: join(FOLDER, "../.."),
		include: ["test/contracts/**/*.test.ts"],
		exclude: [
			// Random samples by the thousand: what they reach, the sentences of row-dispute.test.ts reach by name.
			"test/contracts/dispute-*.test.ts",
			// Probes cost gas.
			"test/contracts/*gas.test.ts",
			"test/contracts/custom-errors.test.ts",
			"test/contracts/invariants.test.ts",
		],
		testNamePattern: /^(?!.*(shows the row to everybody|fit into contracts))/,
		setupFiles: [join(FOLDER, "write-hits.ts")],
		testTimeout: 120_000,
		hookTimeout: 600_000,
		maxWorkers: 2,
	},
});
