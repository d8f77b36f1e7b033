import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/**/*.test.ts"],
		// Compiling a circuit, making a key and proving take longer than a unit test may.
		testTimeout: 120_000,
		hookTimeout: 600_000,
		maxWorkers: 2,
	},
});
