import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";
import { KEY_FILE, MANIFEST_FILE } from "../../../src/proof/keys/key-manifest.ts";
import { requireTrustedKey } from "../../../src/proof/keys/key-trust.ts";
import { ensureProvingKey, loadProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { parseVerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { type Groth16Proof, proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { readSectionTable, withFile } from "../../../src/proof/snarkjs/iden3-file.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { encodeWitnessFile } from "../../../src/proof/snarkjs/witness-file.ts";
import { ZKEY_SECTION } from "../../../src/proof/snarkjs/zkey-layout.ts";
import { coordinate, readLeak, writeLeakingKey } from "../../support/circuits/leaking-key.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const VALUE = 99n;
const LIMIT = 100n;

let folder: string;
let cacheFolder: string;
let circuit: CompiledCircuit;
let witness: readonly bigint[];
let digest: bigint;
const path = (name: string) => join(folder, name);
const keyOf = (name: string) => join(path(name), KEY_FILE);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "zkmargin-leaking-key-"));
	cacheFolder = path("cache");
	circuit = await testCircuit("poseidon-link");
	const result = await calculateWitness({
		wasmPath: circuit.wasmPath,
		input: { limit: LIMIT, value: VALUE, salt: 5n },
	});
	if (!result.satisfied) throw new Error(result.refused.message);
	({ witness } = result);
	digest = witness[1] as bigint;
	const wire = (await loadSymbols(circuit.symPath)).get("main.value") as number;
	const wires = new Map([[wire, 1n]]);
	await writeLeakingKey({ circuit, folder: path("shows"), wires });
	await writeLeakingKey({ circuit, folder: path("hides"), wires, header: "hides" });
});

afterAll(() => rm(folder, { recursive: true }));

/** By snarkjs alone, which looks at no point of a key. */
async function proveWithoutChecks(zkeyPath: string) {
	const proved = await withSnarkjs(({ groth16 }) => groth16.prove(zkeyPath, encodeWitnessFile(witness)));
	const verificationKey = await withSnarkjs(async ({ zKey }) =>
		parseVerificationKey(await zKey.exportVerificationKey(zkeyPath)),
	);
	const { publicSignals } = proved;
	const proof = proved.proof as unknown as Groth16Proof;
	return { proof, holds: await verifyGroth16({ verificationKey, proof, publicSignals }) };
}

const guesses = Array.from({ length: 200 }, (_, k) => BigInt(k));
const trusted = async (name: string, trustedHashes: readonly string[] = []) =>
	requireTrustedKey({
		key: await loadProvingKey(keyOf(name), circuit),
		circuit,
		cacheFolder,
		trustedHashes,
	});
const refusal = (work: Promise<unknown>, code: string, field?: string) =>
	expect(work).rejects.toMatchObject({ name: "InputError", code, ...(field && { field }) });

describe("a key with δ₁ = β₁ = 0", () => {
	it("would verify and show a private wire to everybody", async () => {
		const { proof, holds } = await proveWithoutChecks(keyOf("shows"));
		expect(holds).toBe(true);
		expect(readLeak(proof, 1n + digest + LIMIT, guesses)).toBe(VALUE);
	});

	it("is refused by name wherever a key is loaded, with every prover, also when its hash is given", async () => {
		await refusal(loadProvingKey(keyOf("shows"), circuit), "PROVING_KEY_UNSOUND", "beta1");
		const { zkeySha256 } = JSON.parse(await readFile(join(path("shows"), MANIFEST_FILE), "utf8"));
		await refusal(trusted("shows", [zkeySha256]), "PROVING_KEY_UNSOUND");
		for (const prover of ["wasm", "snarkjs"] as const) {
			await refusal(proveWitness({ zkeyPath: keyOf("shows"), witness, prover }), "PROVING_KEY_UNSOUND");
		}
	});
});

describe("a key that lies in its sections behind an honest header", () => {
	it("shows nothing of a wire, for r·δ₁ hides it", async () => {
		const { proof, holds } = await proveWithoutChecks(keyOf("hides"));
		expect(holds).toBe(true);
		expect(readLeak(proof, 1n + digest + LIMIT, guesses)).toBeUndefined();
	});

	it("is not proven with all the same: its manifest's word for a ceremony does not count", async () => {
		const loaded = await loadProvingKey(keyOf("hides"), circuit);
		expect(loaded.manifest.kind).toBe("ceremony");
		await refusal(trusted("hides"), "PROVING_KEY_NOT_TRUSTED", "key");
		await refusal(trusted("hides", ["00".repeat(32)]), "PROVING_KEY_NOT_TRUSTED");
		await refusal(trusted("hides", ["abc"]), "KEY_HASH_MALFORMED", "trust-key-hash");
	});

	it("is used when the user vouches for its hash, and is still no ceremony's", async () => {
		const { zkeySha256 } = (await loadProvingKey(keyOf("hides"), circuit)).manifest;
		const key = await trusted("hides", [zkeySha256.toUpperCase()]);
		expect(key).toMatchObject({ trust: "given hash", kind: "development" });
	});

	it("is used when the deployment pins it, for this circuit only", async () => {
		const key = await loadProvingKey(keyOf("hides"), circuit);
		const { zkeySha256 } = key.manifest;
		const pin = { circuit: "poseidon-link", zkeySha256, kind: "ceremony" } as const;
		const pinned = requireTrustedKey({ key, circuit, cacheFolder, pins: [pin] });
		expect(await pinned).toMatchObject({ trust: "deployment file", kind: "ceremony" });
		const other = requireTrustedKey({
			key,
			circuit,
			cacheFolder,
			pins: [{ ...pin, circuit: "solvency-8" }],
		});
		await refusal(other, "PROVING_KEY_NOT_TRUSTED");
	});
});

describe("a development key by its folder", () => {
	it("is proven with on the machine that made it, and on no other", async () => {
		const own = await ensureProvingKey({ circuit, cacheFolder });
		await cp(dirname(own.zkeyPath), path("copied"), { recursive: true });
		expect(await trusted("copied")).toMatchObject({ trust: "own development key", kind: "development" });
		const key = await loadProvingKey(keyOf("copied"), circuit);
		const elsewhere = requireTrustedKey({ key, circuit, cacheFolder: path("other-cache") });
		await refusal(elsewhere, "PROVING_KEY_NOT_TRUSTED");
	});
});

describe("an honest key that was changed", () => {
	async function changed(name: string, edit: (bytes: Buffer, at: (section: number) => number) => void) {
		const { zkeyPath } = await sharedKey(circuit);
		const sections = await withFile(zkeyPath, (file) =>
			readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", zkeyPath),
		);
		const bytes = await readFile(zkeyPath);
		edit(bytes, (section) => sections.get(section)?.offset ?? 0);
		await cp(dirname(zkeyPath), path(name), { recursive: true });
		await writeFile(keyOf(name), bytes);
		return loadProvingKey(keyOf(name), circuit);
	}
	const POINTS_AT = 84;
	const HEADER_POINTS = { alpha1: 0, beta1: 64, beta2: 128, gamma2: 256, delta1: 384, delta2: 448 };

	it.each(Object.entries(HEADER_POINTS))(
		"is refused with %s at infinity or off its curve",
		async (name, at) => {
			const place = (offset: (section: number) => number) => offset(ZKEY_SECTION.header) + POINTS_AT + at;
			const bytes = name.endsWith("1") ? 64 : 128;
			await refusal(
				changed(`infinite-${name}`, (file, offset) => file.fill(0, place(offset), place(offset) + bytes)),
				"PROVING_KEY_UNSOUND",
				name,
			);
			await refusal(
				changed(`off-${name}`, (file, offset) => file.set(coordinate(1n), place(offset))),
				"PROVING_KEY_UNSOUND",
				name,
			);
		},
	);

	it.each([
		["delta1", "alpha1"],
		["beta1", "delta1"],
	] as const)("is refused with another multiple as %s", async (name, from) => {
		const work = changed(`other-${name}`, (file, offset) => {
			const header = offset(ZKEY_SECTION.header) + POINTS_AT;
			file.copy(
				file,
				header + HEADER_POINTS[name],
				header + HEADER_POINTS[from],
				header + HEADER_POINTS[from] + 64,
			);
		});
		await refusal(work, "PROVING_KEY_UNSOUND", name);
	});

	it("is refused with a coordinate that is not reduced", async () => {
		const work = changed("unreduced", (file, offset) =>
			file.fill(0xff, offset(ZKEY_SECTION.header) + POINTS_AT, offset(ZKEY_SECTION.header) + POINTS_AT + 32),
		);
		await refusal(work, "KEY_FILE_MALFORMED");
	});

	it.each(["publicPoints", "a", "b1", "b2", "privatePoints", "h"] as const)(
		"is refused with a point of its section %s on no curve or on a weak one",
		async (name) => {
			const onCusp = Buffer.concat(
				name === "b2"
					? [coordinate(1n), coordinate(0n), coordinate(1n), coordinate(0n)]
					: [coordinate(1n), coordinate(1n)],
			);
			const work = changed(`section-${name}`, (file, offset) => file.set(onCusp, offset(ZKEY_SECTION[name])));
			await refusal(work, "PROVING_KEY_UNSOUND", name);
		},
	);

	it("is refused when its manifest holds another verification key than it states", async () => {
		const { zkeyPath } = await sharedKey(circuit);
		const stranger = await loadProvingKey(keyOf("hides"), circuit);
		await cp(dirname(zkeyPath), path("swapped"), { recursive: true });
		const manifestPath = join(path("swapped"), MANIFEST_FILE);
		const manifest = JSON.parse(await readFile(manifestPath, "utf8"));
		await writeFile(manifestPath, JSON.stringify({ ...manifest, verificationKey: stranger.verificationKey }));
		await refusal(loadProvingKey(keyOf("swapped"), circuit), "VERIFICATION_KEY_MISMATCH", "verificationKey");
	});

	it("is malformed with an unknown format version, by itself and with a manifest to match", async () => {
		const { zkeyPath } = await sharedKey(circuit);
		await cp(dirname(zkeyPath), path("version"), { recursive: true });
		const bytes = await readFile(zkeyPath);
		for (const version of [0, 2, 0xffffffff]) {
			bytes.writeUInt32LE(version, 4);
			await writeFile(keyOf("version"), bytes);
			await refusal(loadProvingKey(keyOf("version"), circuit), "KEY_FILE_MALFORMED");
			await copyFile(keyOf("version"), path("alone.zkey"));
			await refusal(loadProvingKey(path("alone.zkey"), circuit), "KEY_FILE_MALFORMED");
			for (const prover of ["wasm", "snarkjs"] as const) {
				await refusal(proveWitness({ zkeyPath: path("alone.zkey"), witness, prover }), "KEY_FILE_MALFORMED");
			}
		}
	});
});
