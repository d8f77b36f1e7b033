/**
 * The binary files of a setup, damaged at random together with what vouches for them: a stranger who
 * sends a key sends its manifest too. Shrinks to the smallest damage that breaks anything.
 *
 * Witness files (`.wtns`) are only ever written here, and symbols are those of our own compiler.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors/base.ts";
import { fileHash } from "../../src/node/cache/file-hash.ts";
import { checkPowersOfTau, fileBlake2b512 } from "../../src/proof/ceremony/powers-of-tau.ts";
import type { CompiledCircuit } from "../../src/proof/circuit/compile-circuit.ts";
import { readKeyContributions } from "../../src/proof/keys/key-contributions.ts";
import { readManifest } from "../../src/proof/keys/key-manifest.ts";
import { loadProvingKey, type ProvingKey } from "../../src/proof/keys/proving-key.ts";
import { proveWitness } from "../../src/proof/provers/groth16.ts";
import type { ProverName } from "../../src/proof/provers/witness-prover.ts";
import { readR1csHeader } from "../../src/proof/snarkjs/r1cs-file.ts";
import { sharedKey, testCircuit } from "../support/circuits/shared-key.ts";
import { smallPowersOfTau } from "../support/circuits/small-powers-of-tau.ts";
import { drawFrom } from "../support/random/seeded-draw.ts";
import { damages } from "./damaged-sections.ts";
import { damaged } from "./hostile-values.ts";

const SEED = Number(process.env.HOSTILE_SEED ?? 20261128);
const MORE = Number(process.env.HOSTILE_RUNS ?? 1);
const LONGEST_MS = 20_000;
const POWER = 9;

const folder = mkdtempSync(join(tmpdir(), "zkmargin-hostile-keys-"));
const path = (name: string) => join(folder, name);
let circuit: CompiledCircuit;
let key: ProvingKey;
let manifest: Record<string, unknown>;

beforeAll(async () => {
	circuit = await testCircuit("poseidon-link");
	key = await sharedKey(circuit);
	manifest = JSON.parse(readFileSync(join(dirname(key.zkeyPath), "manifest.json"), "utf8"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns the code of the refusal, or nothing */
async function refusalOf(use: () => Promise<unknown>): Promise<string | undefined> {
	const startedMs = performance.now();
	try {
		await use();
		return undefined;
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		expect(error).toMatchObject({ field: expect.stringMatching(/\S/), hint: expect.stringMatching(/\w/) });
		return error.code;
	} finally {
		expect(performance.now() - startedMs).toBeLessThan(LONGEST_MS);
	}
}

/** Some were refused; otherwise nothing was damaged. */
async function expectRefusals(
	runs: number,
	tryDamage: (damage: (file: Buffer) => Buffer) => Promise<string | undefined>,
): Promise<void> {
	const codes: (string | undefined)[] = [];
	await fc.assert(
		fc.asyncProperty(damages, async (damage) => {
			codes.push(await tryDamage(damage));
		}),
		{ seed: SEED, numRuns: runs * MORE },
	);
	expect(codes.filter((code) => code !== undefined).length).toBeGreaterThan(runs / 2);
}

describe(`damaged at random (seed ${SEED})`, () => {
	it.each([
		["wasm", 20],
		["snarkjs", 60],
	] satisfies [ProverName, number][])(
		"a proving key with a manifest to match is refused, or %s makes something of it",
		async (prover, runs) => {
			const valid = readFileSync(key.zkeyPath);
			const zkeyPath = path("proving-key.zkey");
			const witness = Array.from({ length: circuit.wireCount }, () => 1n);
			await expectRefusals(runs, async (damage) => {
				writeFileSync(zkeyPath, damage(valid));
				const zkeySha256 = await fileHash(zkeyPath);
				writeFileSync(path("manifest.json"), JSON.stringify({ ...manifest, zkeySha256 }));
				return refusalOf(async () => {
					await loadProvingKey(zkeyPath, circuit);
					await proveWitness({ zkeyPath, witness, cores: "all", prover });
				});
			});
		},
	);

	it("a key's contributions are read or refused", async () => {
		const valid = readFileSync(key.zkeyPath);
		await expectRefusals(100, (damage) => {
			writeFileSync(path("contributed.zkey"), damage(valid));
			return refusalOf(() => readKeyContributions(path("contributed.zkey")));
		});
	});

	it("powers of tau are refused, whatever their hash", async () => {
		const valid = readFileSync((await smallPowersOfTau(POWER)).path);
		await expectRefusals(15, async (damage) => {
			writeFileSync(path("damaged.ptau"), damage(valid));
			const trustedBlake2b512 = await fileBlake2b512(path("damaged.ptau"));
			const request = { path: path("damaged.ptau"), neededPower: POWER, trustedBlake2b512 };
			return refusalOf(() => checkPowersOfTau(request));
		});
	});

	it("the header of a constraint system is read or refused", async () => {
		const valid = readFileSync(circuit.r1csPath);
		await expectRefusals(100, (damage) => {
			writeFileSync(path("damaged.r1cs"), damage(valid));
			return refusalOf(() => readR1csHeader(path("damaged.r1cs")));
		});
	});

	it("a key's manifest is read or refused", async () => {
		const draw = drawFrom(SEED);
		const runs = 250 * MORE;
		let refused = 0;
		for (let turn = 0; turn < runs; turn++) {
			writeFileSync(path("manifest.json"), JSON.stringify(damaged(manifest, draw)));
			if ((await refusalOf(() => readManifest(folder))) !== undefined) refused++;
		}
		expect(refused).toBeGreaterThan(runs / 2);
	});
});

describe("found by the search above", () => {
	const inSection = (type: number, edit: (content: Buffer) => void): Buffer => {
		const file = readFileSync(key.zkeyPath);
		for (let at = 12; at < file.length; ) {
			const end = at + 12 + Number(file.readBigUInt64LE(at + 4));
			if (file.readUInt32LE(at) === type) edit(file.subarray(at + 12, end));
			at = end;
		}
		return file;
	};

	it.each([
		["says that it has more coefficients than are there", 4, (c: Buffer) => c.writeUInt32LE(0xffffffff, 0)],
		["has a coefficient of a wire that is none", 4, (c: Buffer) => c.writeUInt32LE(0xffffffff, 12)],
		["says that it has no wires", 2, (c: Buffer) => c.writeUInt32LE(0, 72)],
		["has a domain that is no power of two", 2, (c: Buffer) => c.writeUInt32LE(3, 80)],
	])("a key that %s is refused by every prover", async (_what, type, edit) => {
		const zkeyPath = path("crafted.zkey");
		writeFileSync(zkeyPath, inSection(type, edit));
		const witness = Array.from({ length: circuit.wireCount }, () => 1n);
		for (const prover of ["wasm", "snarkjs"] as const) {
			expect(await refusalOf(() => proveWitness({ zkeyPath, witness, prover }))).toBe("KEY_FILE_MALFORMED");
		}
	});
});
