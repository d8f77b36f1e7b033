/**
 * `npm run coverage`: runs the contract tests on contracts with probes in them, prints which lines and branches of
 * each contract they reach, and fails below the floor. The fuzz tests of `test/invariants` do not count: what only a
 * random sequence reaches is not tested by name.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import {
	belowFloor,
	coverageOf,
	coverageText,
	FILE_FLOOR_PERCENT,
	FLOOR_PERCENT,
} from "./coverage-report.ts";
import { instrumentedContracts } from "./instrumented-contracts.ts";

const work = mkdtempSync(join(tmpdir(), "zkmargin-coverage-"));
const hitsFolder = join(work, "hits");
try {
	const { status } = spawnSync(
		process.execPath,
		[
			"node_modules/vitest/vitest.mjs",
			"run",
			"--config",
			"tools/contract-coverage/vitest.config.ts",
			"--silent",
		],
		{
			cwd: REPOSITORY_ROOT,
			stdio: ["ignore", "inherit", "inherit"],
			// A cache of its own: contracts with probes must never be taken for those without.
			env: { ...process.env, ZKMARGIN_CACHE: join(work, "cache"), ZKMARGIN_COVERAGE: hitsFolder },
		},
	);
	const files = coverageOf(instrumentedContracts(), readHits(hitsFolder));
	console.log(coverageText(files));
	const low = belowFloor(files);
	if (low.length > 0) {
		const floors = `${FLOOR_PERCENT} % in total, ${FILE_FLOOR_PERCENT} % in a file`;
		console.error(`below the floor of lines or branches (${floors}): ${low.join(", ")}`);
	}
	if (status !== 0) console.error("a contract test failed on contracts with probes, see above");
	process.exitCode = status === 0 && low.length === 0 ? 0 : 1;
} finally {
	rmSync(work, { recursive: true, force: true });
}

function readHits(folder: string): ReadonlySet<number> {
	if (!existsSync(folder)) throw new Error("the contract tests left no hits");
	const lists = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
	return new Set(lists.flat() as number[]);
}
