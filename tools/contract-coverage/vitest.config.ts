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
			// Random samples by the thousand, and ceilings of gas.
			"test/contracts/dispute/dispute-{lanes,random-options,real-market,gas}.test.ts",
			// Probes cost gas and room.
			"test/contracts/**/*gas.test.ts",
			"test/contracts/custom-errors.test.ts",
			"test/contracts/invariants.test.ts",
		],
		testNamePattern:
			/^(?!.*(shows the row to everybody|fit into contracts|costs at most|costs less than|320-bit evaluation|publishers' pricing))/,
		setupFiles: [join(FOLDER, "write-hits.ts")],
		testTimeout: 900_000,
		hookTimeout: 1_800_000,
		maxWorkers: 2,
	},
});
