import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fileHash } from "../../../src/node/cache/file-hash.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { exportVerifier, verifierContractName } from "../../../src/proof/keys/export-verifier.ts";
import { ensureProvingKey, loadProvingKey, type ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import {
	parseVerificationKey,
	parseVerificationKeyShape,
	verificationKeyHash,
} from "../../../src/proof/keys/verification-key.ts";
import { readSectionTable } from "../../../src/proof/snarkjs/iden3-file.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { ZKEY_SECTION } from "../../../src/proof/snarkjs/zkey-layout.ts";
import { type CeremonyKeys, ceremonyKeys } from "../../support/circuits/ceremony-key.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

let folder: string;
let circuit: CompiledCircuit;
let key: ProvingKey;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "zkmargin-proving-key-"));
	circuit = await testCircuit("poseidon-link");
	key = await sharedKey(circuit);
});

afterAll(() => rm(folder, { recursive: true }));

async function flipByte(path: string, at: number): Promise<void> {
	const file = await open(path, "r+");
	const byte = Buffer.alloc(1);
	await file.read(byte, 0, 1, at);
	await file.write(Buffer.from([(byte[0] as number) ^ 1]), 0, 1, at);
	await file.close();
}

describe("a cached development key", () => {
	it("says in its manifest what it is and for which circuit", () => {
		expect(key.manifest).toMatchObject({
			kind: "development",
			circuit: "poseidon-link",
			circuitHash: circuit.circuitHash,
			r1csSha256: circuit.r1csSha256,
			constraintCount: circuit.constraintCount,
			wireCount: circuit.wireCount,
			verificationKeyHash: verificationKeyHash(key.verificationKey),
		});
		expect(key.verificationKey.IC).toHaveLength(circuit.publicSignals.length + 1);
	});

	it("is found again, and made anew when damaged or of another circuit", async () => {
		const cacheFolder = join(folder, "cache");
		const first = await ensureProvingKey({ circuit, cacheFolder });
		expect((await ensureProvingKey({ circuit, cacheFolder })).manifest).toEqual(first.manifest);

		await flipByte(first.zkeyPath, 5_000);
		const second = await ensureProvingKey({ circuit, cacheFolder });
		expect(second.manifest.zkeySha256).not.toBe(first.manifest.zkeySha256);

		await truncate(second.zkeyPath, 1_000);
		const third = await ensureProvingKey({ circuit, cacheFolder });
		await expect(loadProvingKey(third.zkeyPath, circuit)).resolves.toMatchObject({
			manifest: third.manifest,
		});
	});
});

describe("a key file from elsewhere", () => {
	let zkeyPath: string;
	let manifestPath: string;
	let ceremony: CeremonyKeys;

	beforeAll(async () => {
		ceremony = await ceremonyKeys(circuit.r1csPath, 9);
		zkeyPath = join(folder, "proving-key.zkey");
		manifestPath = join(folder, "manifest.json");
	});

	beforeEach(async () => {
		await copyFile(key.zkeyPath, zkeyPath);
		await copyFile(join(dirname(key.zkeyPath), "manifest.json"), manifestPath);
	});

	afterAll(() => ceremony.remove());

	const refusal = (code: string) =>
		expect(loadProvingKey(zkeyPath, circuit)).rejects.toMatchObject({ name: "InputError", code });
	const editManifest = async (changes: object) => {
		const manifest = JSON.parse(await readFile(manifestPath, "utf8"));
		await writeFile(manifestPath, JSON.stringify({ ...manifest, ...changes }));
	};

	it("is accepted with its manifest", async () => {
		await expect(loadProvingKey(zkeyPath, circuit)).resolves.toMatchObject({ manifest: key.manifest });
	});

	it("is malformed when truncated anywhere, empty, extended, or something else", async () => {
		const { size } = await stat(zkeyPath);
		for (const length of [size - 1, Math.floor(size / 2), 30, 5, 0]) {
			await copyFile(key.zkeyPath, zkeyPath);
			await truncate(zkeyPath, length);
			await refusal("KEY_FILE_MALFORMED");
		}
		await copyFile(key.zkeyPath, zkeyPath);
		await truncate(zkeyPath, size + 1);
		await refusal("KEY_FILE_MALFORMED");
		await copyFile(circuit.r1csPath, zkeyPath);
		await refusal("KEY_FILE_MALFORMED");
	});

	it("is malformed when it is for another proof system or another field", async () => {
		const file = await open(key.zkeyPath);
		const sections = await readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", key.zkeyPath);
		await file.close();
		const offsetOf = (type: number) => sections.get(type)?.offset ?? 0;
		const header = offsetOf(ZKEY_SECTION.header);
		for (const at of [offsetOf(ZKEY_SECTION.protocol), header, header + 4, header + 36, header + 40]) {
			await copyFile(key.zkeyPath, zkeyPath);
			await flipByte(zkeyPath, at);
			await refusal("KEY_FILE_MALFORMED");
		}
	});

	it("is corrupted when a byte differs", async () => {
		await flipByte(zkeyPath, 20_000);
		await refusal("KEY_CORRUPTED");
	});

	it("is refused for another circuit, by its dimensions or its manifest", async () => {
		const chain = await testCircuit("square-chain");
		await expect(loadProvingKey(zkeyPath, chain)).rejects.toMatchObject({ code: "KEY_CIRCUIT_MISMATCH" });
		await editManifest({ circuitHash: "00".repeat(32) });
		await refusal("KEY_CIRCUIT_MISMATCH");
	});

	it("is refused without a proper manifest", async () => {
		await rm(manifestPath);
		await refusal("KEY_MANIFEST_MALFORMED");
		await writeFile(manifestPath, "{}");
		await refusal("KEY_MANIFEST_MALFORMED");
	});

	it("is refused when phase 2 was never contributed to", async () => {
		await copyFile(ceremony.uncontributedPath, zkeyPath);
		// A manifest that fits in everything that a forger can write, so that nothing else refuses the key.
		const exported = await withSnarkjs(({ zKey }) => zKey.exportVerificationKey(zkeyPath));
		await editManifest({
			zkeySha256: await fileHash(zkeyPath),
			verificationKeyHash: verificationKeyHash(parseVerificationKeyShape(exported)),
		});
		await refusal("VERIFICATION_KEY_UNSOUND");
	});
});

describe("verification keys", () => {
	it("are refused with gamma equal to delta, or with a public point missing", () => {
		const { verificationKey } = key;
		const unsound = { ...verificationKey, vk_delta_2: verificationKey.vk_gamma_2 };
		expect(() => parseVerificationKey(unsound)).toThrow(
			expect.objectContaining({ code: "VERIFICATION_KEY_UNSOUND" }),
		);
		const short = { ...verificationKey, IC: verificationKey.IC.slice(1) };
		expect(() => parseVerificationKey(short)).toThrow(
			expect.objectContaining({ code: "VERIFICATION_KEY_MALFORMED" }),
		);
	});
});

describe("the exported verifier", () => {
	it("is named for its circuit", () => {
		expect(verifierContractName("solvency-16")).toBe("Solvency16Verifier");
	});

	it("holds the key, is pinned to the compiler, and is written only when it differs", async () => {
		const out = join(folder, "verifiers");
		const first = await exportVerifier({ key, folder: out });
		expect(first.written).toBe(true);
		const source = await readFile(first.path, "utf8");
		expect(source).toMatch(/pragma solidity \d+\.\d+\.\d+;/);
		expect(source).toContain("contract PoseidonLinkVerifier {");
		expect(source).toContain(key.verificationKey.IC[1]?.[0]);
		expect((await exportVerifier({ key, folder: out })).written).toBe(false);
		await writeFile(first.path, "// edited");
		expect((await exportVerifier({ key, folder: out })).written).toBe(true);
		expect(await readFile(first.path, "utf8")).toBe(source);
	});

	it("is not exported for a key that allows forging", async () => {
		const { verificationKey } = key;
		const unsound = {
			...key,
			verificationKey: { ...verificationKey, vk_delta_2: verificationKey.vk_gamma_2 },
		};
		const exporting = exportVerifier({ key: unsound, folder: join(folder, "none") });
		await expect(exporting).rejects.toMatchObject({ code: "VERIFICATION_KEY_UNSOUND" });
	});
});
