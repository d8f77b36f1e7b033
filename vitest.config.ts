import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/**/*.test.ts"],
		// Compiling a circuit, making a key and proving take long on a loaded machine: these only end what hangs.
		testTimeout: 900_000,
		hookTimeout: 1_800_000,
		maxWorkers: 2,
	},
});
