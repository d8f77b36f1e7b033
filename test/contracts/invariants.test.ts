/** The stateful fuzz tests in `test/invariants/`, run by Hardhat: 256 sequences of 50 random calls per invariant. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { simulatorKit } from "../support/venue/simulator-kit.ts";

const TIMEOUT_MS = 600_000;
let output = "";
let code: number | null = null;

beforeAll(() => {
	const hardhat = join(REPOSITORY_ROOT, "node_modules/hardhat/dist/src/cli.js");
	const ran = spawnSync(process.execPath, [hardhat, "test", "solidity"], {
		cwd: REPOSITORY_ROOT,
		encoding: "utf8",
		env: { ...process.env, NO_COLOR: "1" },
	});
	output = `${ran.stdout}${ran.stderr}`;
	code = ran.status;
}, TIMEOUT_MS);

it("hold after every sequence of calls", () => {
	expect(code, output).toBe(0);
	const source = readFileSync(join(REPOSITORY_ROOT, "test/invariants/RegistryInvariants.t.sol"), "utf8");
	const names = [...source.matchAll(/function ((?:invariant|test)_\w+)\(/g)].map(([, name = ""]) => name);
	expect(names.length).toBeGreaterThan(5);
	for (const name of names) expect(output).toContain(name);
});

it("were run 256 times each, 50 calls deep, from a fixed seed", () => {
	const runs = [...output.matchAll(/invariant_\w+\(\) \(runs: (\d+)\)/g)].map(([, count]) => Number(count));
	expect(runs.length).toBeGreaterThan(5);
	expect(new Set(runs)).toEqual(new Set([256]));
	const source = readFileSync(join(REPOSITORY_ROOT, "src/node/hardhat/hardhat-config.ts"), "utf8");
	expect(source).toContain("invariant: { runs: 256, depth: 50, failOnRevert: true }");
	expect(source).toMatch(/fuzz: \{ seed: "0x[0-9a-f]+" \}/);
});

it("prove with the verifier that snarkjs exports for the simulator's key", () => {
	const written = readFileSync(join(REPOSITORY_ROOT, "test/invariants/SimulatorKit.sol"), "utf8");
	expect(written).toBe(simulatorKit());
});
