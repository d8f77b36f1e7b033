import { beforeAll, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { type OpenProver, openProver } from "../../../src/proof/prover/open-prover.ts";
import { startNodeThread } from "../../../src/proof/prover/threads/node-threads.ts";
import { verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { withKeyFile } from "../../../src/proof/snarkjs/file-key-source.ts";
import { readKeyDimensions } from "../../../src/proof/snarkjs/read-key-dimensions.ts";
import { encodeWitnessFile, witnessBytes } from "../../../src/proof/snarkjs/witness-file.ts";
import { sharedCircuit, sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { snarkjsProof } from "./snarkjs-blinding.ts";

const BLINDING = { r: 0x1234567890abcdef1234567890abcdefn, s: FIELD_ORDER - 5n };

function open(key: ProvingKey, threadCount: number): Promise<OpenProver> {
	const startThread = threadCount === 0 ? undefined : startNodeThread;
	return withKeyFile(key.zkeyPath, (source) =>
		openProver({ source, startThread, threadCount, unverified: true }),
	);
}

/** Any witness will do: without a circuit's constraints the proof is false, and the same in both provers. */
function adversarialWitness(wireCount: number, seed: number): bigint[] {
	const draw = drawFrom(seed);
	const special = [
		0n,
		0n,
		0n,
		1n,
		1n,
		2n,
		FIELD_ORDER - 1n,
		FIELD_ORDER - 2n,
		1n << 253n,
		1n << 32n,
		(1n << 64n) - 1n,
	];
	return Array.from({ length: wireCount }, (_, wire) => {
		if (wire === 0) return 1n;
		return draw.chance(0.5) ? draw.pick(special) : draw.unsigned(FIELD_ORDER - 1n);
	});
}

async function expectEqual(
	key: ProvingKey,
	witness: readonly bigint[],
	threadCount: number,
	blinding = BLINDING,
) {
	const prover = await open(key, threadCount);
	try {
		const theirs = await snarkjsProof(key.zkeyPath, encodeWitnessFile(witness), blinding);
		expect(await prover.prove(witnessBytes(witness), blinding)).toEqual(theirs.proof);
		return prover;
	} finally {
		await prover.close();
	}
}

describe("a proof of ours with the same blinding is snarkjs' proof", () => {
	const keys = new Map<string, ProvingKey>();
	beforeAll(async () => {
		for (const name of ["poseidon-link", "square-chain", "statement-shape"]) {
			keys.set(name, await sharedKey(await testCircuit(name)));
		}
		keys.set("solvency-16", await sharedKey(await sharedCircuit("solvency-16")));
	});

	it.each([
		["poseidon-link", 0],
		["poseidon-link", 2],
		["statement-shape", 0],
		["square-chain", 3],
		["solvency-16", 2],
	])(
		"for %s with %i threads",
		async (name, threadCount) => {
			const key = keys.get(name) as ProvingKey;
			const { wireCount } = await readKeyDimensions(key.zkeyPath);
			await expectEqual(key, adversarialWitness(wireCount, 3), threadCount);
		},
		120_000,
	);

	it.each([
		["no blinding", { r: 0n, s: 0n }],
		["extreme blinding", { r: FIELD_ORDER - 1n, s: 1n }],
	])("for %s", async (_what, blinding) => {
		const key = keys.get("poseidon-link") as ProvingKey;
		const { wireCount } = await readKeyDimensions(key.zkeyPath);
		await expectEqual(key, adversarialWitness(wireCount, 4), 0, blinding);
	});

	it("for a witness of nothing but zeros", async () => {
		const key = keys.get("square-chain") as ProvingKey;
		const { wireCount } = await readKeyDimensions(key.zkeyPath);
		await expectEqual(key, new Array(wireCount).fill(0n), 0);
	});
});

describe("our prover", () => {
	it("keeps a key for many proofs, each blinded afresh and each verified by snarkjs", async () => {
		const circuit = await testCircuit("poseidon-link");
		const key = await sharedKey(circuit);
		const input = { limit: 100n, value: 99n, salt: 123456789n };
		const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
		if (!result.satisfied) throw new Error(result.refused.message);
		const prover = await open(key, 2);
		const publicSignals = result.witness.slice(1, prover.publicCount + 1).map(String);
		const proofs = [];
		for (let k = 0; k < 5; k++) proofs.push(await prover.prove(witnessBytes(result.witness)));
		await prover.close();
		for (const proof of proofs) {
			expect(await verifyGroth16({ verificationKey: key.verificationKey, proof, publicSignals })).toBe(true);
		}
		expect(new Set(proofs.map(({ pi_a }) => pi_a[0])).size).toBe(proofs.length);
	});

	it("refuses a witness of another length", async () => {
		const prover = await open(await sharedKey(await testCircuit("poseidon-link")), 0);
		await expect(prover.prove(new Uint8Array(32))).rejects.toThrow(RangeError);
	});

	it.each([
		["nothing", () => new Uint8Array(0)],
		["another file", (bytes: Uint8Array) => bytes.subarray(100)],
		["a key that is cut off", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1000)],
		["a key over another curve", (bytes: Uint8Array) => bytes.with(12 + 12 + 4 + 12 + 4, 1)],
		["a coefficient outside the matrices", coefficientOutside],
	])("refuses %s", async (_what, change) => {
		const { zkeyPath } = await sharedKey(await testCircuit("poseidon-link"));
		const { readFile } = await import("node:fs/promises");
		const bytes = change(new Uint8Array(await readFile(zkeyPath)));
		const source = {
			bytes: bytes.length,
			read: async (offset: number, target: Uint8Array) => {
				target.set(bytes.subarray(offset, offset + target.length));
			},
		};
		await expect(openProver({ source, threadCount: 1 })).rejects.toMatchObject({
			code: "KEY_FILE_MALFORMED",
		});
	});
});

/** Walks to section 4 and makes the row of its first entry impossible. */
function coefficientOutside(bytes: Uint8Array): Uint8Array {
	const view = new DataView(bytes.buffer);
	let at = 12;
	while (view.getUint32(at, true) !== 4) at += 12 + Number(view.getBigUint64(at + 4, true));
	view.setUint32(at + 12 + 4 + 4, 0xffffffff, true);
	return bytes;
}
