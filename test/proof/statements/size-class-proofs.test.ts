/** Real proofs in the smallest and the largest size class, each in a process whose memory is measured. */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import type { SizeClass } from "../../../src/ledger/account-leaf.ts";
import { solvencyCircuitName } from "../../../src/proof/circuit/circuit-list.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { measureCircuit } from "../../../src/proof/keys/circuit-size.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { sharedCircuit, sharedKey } from "../../support/circuits/shared-key.ts";

const PROGRAM = resolve(import.meta.dirname, "./prove-full-account.ts");
/** What a proof may take on a customer's machine. */
const MAX_PEAK_MEBIBYTES = 3 * 1024;

describe.each([8, 64] satisfies SizeClass[])("%i positions", (sizeClass) => {
	let circuit: CompiledCircuit;
	let key: ProvingKey;

	beforeAll(async () => {
		circuit = await sharedCircuit(solvencyCircuitName(sizeClass));
		key = await sharedKey(circuit);
	});

	it("has a key of exactly the size that was computed without it", async () => {
		expect((await stat(key.zkeyPath)).size).toBe((await measureCircuit(circuit.r1csPath)).keyBytes);
	});

	it("is proven, verified, and refused with another surplus, within 3 GB", async () => {
		const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, String(sizeClass)]);
		const measured = JSON.parse(stdout) as { verifies: boolean; changed: boolean; peakMebibytes: number };
		expect(measured).toMatchObject({ verifies: true, changed: false });
		expect(measured.peakMebibytes).toBeGreaterThan(100);
		expect(measured.peakMebibytes).toBeLessThan(MAX_PEAK_MEBIBYTES);
	});
});
