import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const PROGRAM = resolve(import.meta.dirname, "./prove-then-end.ts");
/** Only so that a program that never ends fails its test. */
const HANGS_AFTER_MS = 90_000;

type CurveGlobal = { curve_bn128?: unknown };

describe("the door to snarkjs", () => {
	beforeAll(async () => {
		await sharedKey(await testCircuit("poseidon-link"));
	});

	it.each([
		["nothing else happens", "alone"],
		// snarkjs then started a second set of threads, which kept the process alive for good.
		["another copy of the curve library is loaded meanwhile", "disturbed"],
		["the proof is our prover's", "wasm"],
	])("lets the process end by itself after a proof when %s", (_what, how) => {
		const { status, signal, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, how], {
			encoding: "utf8",
			timeout: HANGS_AFTER_MS,
		});
		expect({ status, signal, stdout, stderr }).toEqual({
			status: 0,
			signal: null,
			stdout: "verifies: true\n",
			stderr: "",
		});
	});

	it("keeps snarkjs on one curve whatever is written to the global variable", async () => {
		const shared = globalThis as CurveGlobal;
		await withSnarkjs(async (_snarkjs, curve) => {
			shared.curve_bn128 = null;
			expect(shared.curve_bn128).toBe(curve);
			await withSnarkjs(async (_again, same) => expect(same).toBe(curve));
		});
	});

	it("passes the failure of its user on and stays usable", async () => {
		const failing = withSnarkjs(() => Promise.reject(new TypeError("no proof")));
		await expect(failing).rejects.toThrow(new TypeError("no proof"));
		expect(await withSnarkjs(async (_snarkjs, { G1 }) => G1.isValid(G1.g))).toBe(true);
	});
});
