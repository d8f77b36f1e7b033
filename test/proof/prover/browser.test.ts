import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { openProver } from "../../../src/proof/prover/open-prover.ts";
import { verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { withKeyFile } from "../../../src/proof/snarkjs/file-key-source.ts";
import { witnessBytes } from "../../../src/proof/snarkjs/witness-file.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";
import { findChromium, openPage } from "../../support/session/browser-page.ts";
import { proveInPage } from "../../support/session/prove-in-page.ts";

const CHROMIUM = findChromium();
if (CHROMIUM === undefined)
	console.warn("SKIPPED: no Chromium is installed, the prover is not tried in a browser");
const BLINDING = { r: 11n ** 60n, s: 13n ** 60n };

describe.skipIf(CHROMIUM === undefined)("our prover in Chromium", () => {
	let key: ProvingKey;
	let witness: readonly bigint[];
	let folder: string;
	let witnessPath: string;

	beforeAll(async () => {
		const circuit = await testCircuit("poseidon-link");
		key = await sharedKey(circuit);
		const input = { limit: 100n, value: 99n, salt: 123456789n };
		const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
		if (!result.satisfied) throw new Error(result.refused.message);
		witness = result.witness;
		folder = mkdtempSync(join(tmpdir(), "zkmargin-browser-"));
		witnessPath = join(folder, "witness");
		writeFileSync(witnessPath, witnessBytes(witness));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	it.each([
		["with threads where memory may be shared", true],
		["in one thread where it may not", false],
	])(
		"makes the proof that Node makes, %s",
		async (_what, isolated) => {
			const page = await openPage(CHROMIUM as string, isolated);
			try {
				const found = await proveInPage(page, { zkeyPath: key.zkeyPath, witnessPath, blinding: BLINDING });
				const prover = await withKeyFile(key.zkeyPath, (source) => openProver({ source, threadCount: 1 }));
				expect(found.proof).toEqual(await prover.prove(witnessBytes(witness), BLINDING));
				expect(found.threads > 0).toBe(isolated);
			} finally {
				await page.close();
			}
		},
		60_000,
	);

	it("blinds with the browser's own randomness", async () => {
		const page = await openPage(CHROMIUM as string);
		try {
			const request = { zkeyPath: key.zkeyPath, witnessPath };
			const [{ proof }, other] = [await proveInPage(page, request), await proveInPage(page, request)];
			expect(proof).not.toEqual(other.proof);
			const publicSignals = witness.slice(1, 3).map(String);
			expect(await verifyGroth16({ verificationKey: key.verificationKey, proof, publicSignals })).toBe(true);
		} finally {
			await page.close();
		}
	}, 60_000);
});
