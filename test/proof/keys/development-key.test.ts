import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { buildDevelopmentKey } from "../../../src/proof/keys/development-key.ts";
import {
	checkTrapdoor,
	fixedTrapdoorForTests,
	sampleTrapdoor,
	wipeTrapdoor,
} from "../../../src/proof/keys/trapdoor.ts";
import { parseVerificationKey, type VerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { type ProofWithSignals, proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { readBytes, readSectionTable } from "../../../src/proof/snarkjs/iden3-file.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { ZKEY_SECTION } from "../../../src/proof/snarkjs/zkey-layout.ts";
import { type CeremonyKeys, ceremonyKeys } from "../../support/circuits/ceremony-key.ts";
import { testCircuit } from "../../support/circuits/shared-key.ts";

const LINK_POWER = 9;
const KNOWN = { tau: 1234567n, alpha: 3n, beta: 5n, gamma: 7n, delta: 11n };

async function sectionBytes(zkeyPath: string, type: number): Promise<Buffer> {
	const file = await open(zkeyPath);
	try {
		const section = (await readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", zkeyPath)).get(type);
		return section === undefined ? Buffer.alloc(0) : await readBytes(file, section.offset, section.length);
	} finally {
		await file.close();
	}
}

function exportKey(zkeyPath: string): Promise<VerificationKey> {
	return withSnarkjs(async ({ zKey }) => parseVerificationKey(await zKey.exportVerificationKey(zkeyPath)));
}

describe("development keys", () => {
	let folder: string;
	let circuit: CompiledCircuit;
	let ceremony: CeremonyKeys;
	let developmentPath: string;
	let witness: readonly bigint[];

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "zkmargin-key-"));
		circuit = await testCircuit("poseidon-link");
		ceremony = await ceremonyKeys(circuit.r1csPath, LINK_POWER);
		developmentPath = join(folder, "development.zkey");
		await buildDevelopmentKey({ r1csPath: circuit.r1csPath, zkeyPath: developmentPath });
		const result = await calculateWitness({
			wasmPath: circuit.wasmPath,
			input: { limit: 100n, value: 99n, salt: 123456789n },
		});
		if (!result.satisfied) throw new Error(result.refused.message);
		witness = result.witness;
	});

	afterAll(async () => {
		await ceremony.remove();
		await rm(folder, { recursive: true });
	});

	it("random or from a fixed trapdoor, and snarkjs' own keys accept and reject the same", async () => {
		const fixedPath = join(folder, "fixed.zkey");
		const trapdoorForTests = fixedTrapdoorForTests(KNOWN);
		await buildDevelopmentKey({ r1csPath: circuit.r1csPath, zkeyPath: fixedPath, trapdoorForTests });
		for (const zkeyPath of [developmentPath, fixedPath, ceremony.zkeyPath]) {
			const verificationKey = await exportKey(zkeyPath);
			const check = (proved: ProofWithSignals) => verifyGroth16({ verificationKey, ...proved });
			const honest = await proveWitness({ zkeyPath, witness });
			expect(honest.publicSignals).toEqual([witness[1], witness[2]].map(String));
			expect(await check(honest)).toBe(true);
			for (const signal of [0, 1]) {
				const publicSignals = honest.publicSignals.with(signal, "5");
				expect(await check({ ...honest, publicSignals })).toBe(false);
			}
			const forged = await proveWitness({ zkeyPath, witness: witness.with(3, 101n) });
			expect(await check(forged)).toBe(false);
			const { pi_a, pi_c } = honest.proof;
			expect(await check({ ...honest, proof: { ...honest.proof, pi_a: pi_c, pi_c: pi_a } })).toBe(false);
		}
	});

	it("do not verify each other's proofs", async () => {
		const proved = await proveWitness({ zkeyPath: developmentPath, witness });
		expect(await verifyGroth16({ verificationKey: await exportKey(ceremony.zkeyPath), ...proved })).toBe(
			false,
		);
	});

	it("hold byte for byte the coefficients and dimensions that snarkjs writes", async () => {
		const { coefficients, header } = ZKEY_SECTION;
		const [ours, theirs] = await Promise.all(
			[developmentPath, ceremony.zkeyPath].map((path) => sectionBytes(path, coefficients)),
		);
		expect(ours?.length).toBeGreaterThan(1000);
		expect(ours?.equals(theirs as Buffer)).toBe(true);
		const headers = await Promise.all(
			[developmentPath, ceremony.zkeyPath].map((path) => sectionBytes(path, header)),
		);
		expect(headers[0]?.subarray(0, 84)).toEqual(headers[1]?.subarray(0, 84));
	});

	it("differ each time, in every point", async () => {
		const again = join(folder, "again.zkey");
		await buildDevelopmentKey({ r1csPath: circuit.r1csPath, zkeyPath: again });
		const [a, b] = await Promise.all([exportKey(developmentPath), exportKey(again)]);
		expect(a.vk_alpha_1).not.toEqual(b.vk_alpha_1);
		expect(a.vk_gamma_2).not.toEqual(b.vk_gamma_2);
		expect(a.vk_delta_2).not.toEqual(b.vk_delta_2);
		expect(a.vk_gamma_2).not.toEqual(a.vk_delta_2);
		expect(a.IC).toHaveLength(circuit.publicSignals.length + 1);
		expect(a.IC[1]).not.toEqual(b.IC[1]);
	});

	it("are determined by the trapdoor", async () => {
		const paths = ["fixed-1.zkey", "fixed-2.zkey"].map((name) => join(folder, name));
		for (const zkeyPath of paths) {
			await buildDevelopmentKey({
				r1csPath: circuit.r1csPath,
				zkeyPath,
				trapdoorForTests: fixedTrapdoorForTests(KNOWN),
			});
		}
		const files = await Promise.all(
			Object.values(ZKEY_SECTION).map(async (type) =>
				Promise.all(paths.map((path) => sectionBytes(path, type))),
			),
		);
		for (const [first, second] of files) expect(first?.equals(second as Buffer)).toBe(true);
	});

	it("work for a circuit with several batches of points and wide linear combinations", async () => {
		const chain = await testCircuit("square-chain");
		const zkeyPath = join(folder, "chain.zkey");
		await buildDevelopmentKey({ r1csPath: chain.r1csPath, zkeyPath });
		const result = await calculateWitness({ wasmPath: chain.wasmPath, input: { start: 7n } });
		if (!result.satisfied) throw new Error(result.refused.message);
		const verificationKey = await exportKey(zkeyPath);
		const proved = await proveWitness({ zkeyPath, witness: result.witness });
		expect(await verifyGroth16({ verificationKey, ...proved })).toBe(true);
		const publicSignals = proved.publicSignals.with(1, "8");
		expect(await verifyGroth16({ verificationKey, ...proved, publicSignals })).toBe(false);
	});
});

describe("trapdoors", () => {
	it("are refused when gamma equals delta", () => {
		expect(() => fixedTrapdoorForTests({ ...KNOWN, delta: KNOWN.gamma })).toThrow(
			expect.objectContaining({ code: "TRAPDOOR_WEAK", field: "delta" }),
		);
	});

	it("are refused when any scalar is zero or not reduced", () => {
		const order = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
		for (const weak of [0n, order, order + 1n, (1n << 256n) - 1n]) {
			expect(() => fixedTrapdoorForTests({ ...KNOWN, tau: weak })).toThrow(
				expect.objectContaining({ code: "TRAPDOOR_WEAK", field: "tau" }),
			);
		}
	});

	it("are sampled usable, and weak once wiped", () => {
		const trapdoor = sampleTrapdoor();
		expect(() => checkTrapdoor(trapdoor)).not.toThrow();
		wipeTrapdoor(trapdoor);
		expect(() => checkTrapdoor(trapdoor)).toThrow(expect.objectContaining({ code: "TRAPDOOR_WEAK" }));
	});
});
