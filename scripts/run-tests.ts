/**
 * `npm test -- [vitest arguments]`: builds what the tests need, runs them, and ends with a line
 * that says how many passed and failed, counted from vitest's own report. Without arguments the coverage of the
 * contracts is measured too, and counts as one failed test when it is below its floor.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { countTests, formatCount, isGreen } from "./count-tests.ts";

const ROOT = resolve(import.meta.dirname, "..");
/** What has to be built first, in this order; each is quick when nothing changed. */
const BUILD_SCRIPTS = [["scripts/build-circuits.ts", "solvency-8", "solvency-16"]] as const;

const COVERAGE_SCRIPT = "tools/contract-coverage/run-coverage.ts";

export function runTests(vitestArguments: readonly string[]): number {
	for (const [script, ...names] of BUILD_SCRIPTS) {
		if (!existsSync(join(ROOT, script))) continue;
		const exitCode = runNode([script, ...names]);
		if (exitCode !== 0) return stop(`${script} failed with exit code ${exitCode}, no test was run`);
	}

	const folder = mkdtempSync(join(tmpdir(), "zkmargin-test-"));
	const reportPath = join(folder, "report.json");
	try {
		const exitCode = runNode([
			"node_modules/vitest/vitest.mjs",
			"run",
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${reportPath}`,
			...vitestArguments,
		]);
		if (!existsSync(reportPath)) return stop(`vitest ended with exit code ${exitCode} and without a report`);
		const count = countTests(JSON.parse(readFileSync(reportPath, "utf8")));
		const isBroken = exitCode !== 0 && isGreen(count);
		if (isBroken) console.error("vitest reports an error outside of any test, see above");
		const isCovered = vitestArguments.length > 0 || runNode([COVERAGE_SCRIPT]) === 0;
		if (!isCovered) console.error("the contracts are not covered by their tests, see above");
		const failed = count.failed + (isBroken ? 1 : 0) + (isCovered ? 0 : 1);
		const total = { ...count, failed };
		console.log(formatCount(total));
		return isGreen(total) ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A failure that no test reported still ends with a count line. */
function stop(reason: string): number {
	console.error(reason);
	console.log(formatCount({ passed: 0, failed: 1, skipped: 0 }));
	return 1;
}

function runNode(nodeArguments: readonly string[]): number {
	const { status } = spawnSync(process.execPath, nodeArguments, {
		cwd: ROOT,
		stdio: ["ignore", "inherit", "inherit"],
	});
	return status ?? 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	process.exitCode = runTests(process.argv.slice(2));
}
