/** What a key of an attacker's making reads from an honest proof of solvency, by the real circuit. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { ownerOf } from "../../../src/ledger/identity.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";
import { KEY_FILE } from "../../../src/proof/keys/key-manifest.ts";
import { loadProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { parseVerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { type Groth16Proof, proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { encodeWitnessFile } from "../../../src/proof/snarkjs/witness-file.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { readLeak, writeLeakingKey } from "../../support/circuits/leaking-key.ts";
import { sharedCircuit } from "../../support/circuits/shared-key.ts";
import { SECRET, STRANGERS_SECRET, solvencyCase } from "../../support/circuits/solvency-case.ts";
import { CASH_ID, randomRows, tableOf } from "../../support/tables/random-table.ts";

const SEED = 20_260_204;
const SIZE_CLASS = 8;
const SLOT = 7;
const SIGNED_LOTS = -2_718n;
/** What anybody tries out in a second. */
const GUESSES = Array.from({ length: 10_001 }, (_, k) => BigInt(k - 5_000));

let folder: string;
let circuit: CompiledCircuit;
let symbols: Map<string, number>;
let witness: readonly bigint[];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "zkmargin-leaking-solvency-"));
	circuit = await sharedCircuit(`solvency-${SIZE_CLASS}`);
	symbols = await loadSymbols(circuit.symPath);
	const hash = await loadFastPoseidon();
	const rows = randomRows(SEED, 1n << 20n);
	const others: Holding[] = Array.from({ length: SLOT }, (_, k) => ({
		id: CASH_ID + 1 + k,
		qtyLots: k === SLOT - 1 ? SIGNED_LOTS : BigInt(100 + k),
	}));
	const cash = (qtyLots: bigint): Holding => ({ id: CASH_ID, qtyLots });
	const { freeCollateralMicroUsd } = assessMargin(rows, [cash(0n), ...others]);
	const cashValue = rows[CASH_ID]?.stressMicroUsd[0] as bigint;
	const holdings = [cash(1_000n - freeCollateralMicroUsd / cashValue), ...others];
	const { input } = solvencyCase({ hash, table: tableOf(rows, hash), holdings, sizeClass: SIZE_CLASS });
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input: { ...input } });
	if (!result.satisfied) throw new Error(result.refused.message);
	({ witness } = result);
});

afterAll(() => rm(folder, { recursive: true }));

/** An honest prover without our checks: snarkjs. */
async function proofUnder(name: string, signal: string) {
	const wire = symbols.get(signal);
	if (wire === undefined) throw new Error(`${signal} has no wire`);
	await writeLeakingKey({ circuit, folder: join(folder, name), wires: new Map([[wire, 1n]]) });
	const zkeyPath = join(folder, name, KEY_FILE);
	const made = await withSnarkjs(async ({ groth16, zKey }) => ({
		proved: await groth16.prove(zkeyPath, encodeWitnessFile(witness)),
		verificationKey: parseVerificationKey(await zKey.exportVerificationKey(zkeyPath)),
	}));
	const { verificationKey, proved } = made;
	const proof = proved.proof as unknown as Groth16Proof;
	const { publicSignals } = proved;
	expect(await verifyGroth16({ verificationKey, proof, publicSignals })).toBe(true);
	const publicSum = publicSignals.reduce((sum, signal) => sum + BigInt(signal), 1n);
	return { zkeyPath, proof, publicSum };
}

async function expectRefused(zkeyPath: string): Promise<void> {
	const refusal = { name: "InputError", code: "PROVING_KEY_UNSOUND" };
	await expect(loadProvingKey(zkeyPath, circuit)).rejects.toMatchObject(refusal);
	await expect(proveWitness({ zkeyPath, witness })).rejects.toMatchObject(refusal);
}

it("the signed lots of a slot, which is why such a key is refused", async () => {
	const { zkeyPath, proof, publicSum } = await proofUnder("lots", `main.slots[${SLOT}].signedQtyLots`);
	expect(readLeak(proof, publicSum, GUESSES)).toBe(SIGNED_LOTS);
	await expectRefused(zkeyPath);
});

it("who of a venue's customers proved, which is why such a key is refused", async () => {
	const { zkeyPath, proof, publicSum } = await proofUnder("owner", "main.owner");
	const customers = [ownerOf(STRANGERS_SECRET), ownerOf(SECRET), ownerOf(SECRET + 1n)];
	expect(readLeak(proof, publicSum, customers)).toBe(ownerOf(SECRET));
	await expectRefused(zkeyPath);
});
