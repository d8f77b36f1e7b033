/** The tests of `test/hostile` with more damage to every file, and huge ones in place of each. */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const TIMES = 20;
const LONGEST_TEST_MS = 1_800_000;

/** @returns the exit code of the test run */
export function attackFiles(seed: number): number {
	const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
	const { status } = spawnSync(
		process.execPath,
		[vitest, "run", "test/hostile", `--testTimeout=${LONGEST_TEST_MS}`],
		{
			cwd: ROOT,
			stdio: "inherit",
			env: { ...process.env, HOSTILE_SEED: `${seed}`, HOSTILE_RUNS: `${TIMES}`, HOSTILE_HUGE: "1" },
		},
	);
	return status ?? 1;
}
