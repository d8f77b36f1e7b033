import { copyFile, cp, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../../src/proof/calculate-witness.ts";
import { finishCeremony, verifyFinishedKey } from "../../../src/proof/ceremony/finish-ceremony.ts";
import { readKeyContributions } from "../../../src/proof/ceremony/key-contributions.ts";
import { checkPowersOfTau, type PowersOfTau } from "../../../src/proof/ceremony/powers-of-tau.ts";
import { applyBeacon, contributeToKey, startCeremony } from "../../../src/proof/ceremony/run-ceremony.ts";
import { verifyContributedKey } from "../../../src/proof/ceremony/verify-ceremony.ts";
import type { CompiledCircuit } from "../../../src/proof/compile-circuit.ts";
import { fileHash } from "../../../src/proof/file-hash.ts";
import { proveWitness, verifyGroth16 } from "../../../src/proof/groth16.ts";
import { readSectionTable } from "../../../src/proof/iden3-file.ts";
import { KEY_FILE, MANIFEST_FILE } from "../../../src/proof/key-manifest.ts";
import { loadProvingKey } from "../../../src/proof/proving-key.ts";
import { verificationKeyHash } from "../../../src/proof/verification-key.ts";
import { withSnarkjs } from "../../../src/proof/with-snarkjs.ts";
import { ZKEY_SECTION } from "../../../src/proof/zkey-layout.ts";
import { sharedKey, testCircuit } from "../../support/shared-key.ts";
import { damagedCopy, type SmallPowersOfTau, smallPowersOfTau } from "../../support/small-powers-of-tau.ts";

const LINK_POWER = 9;
const NAMES = ["Ada", "Blaise", "Carl"] as const;
const BEACON = { source: "test block 1234", valueHex: "ab".repeat(32), iterationsExponent: 10 };
const DELTA_AFTER_BYTES = 64;

let folder: string;
let circuit: CompiledCircuit;
let small: SmallPowersOfTau;
let powersOfTau: PowersOfTau;
/** Keys in their order: started, three contributions, beacon. */
let keys: string[];
const path = (name: string) => join(folder, name);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "zkmargin-ceremony-"));
	circuit = await testCircuit("poseidon-link");
	small = await smallPowersOfTau(LINK_POWER);
	powersOfTau = await checkPowersOfTau({
		path: small.path,
		neededPower: LINK_POWER,
		trustedBlake2b512: small.blake2b512,
	});
	keys = ["started", ...NAMES, "beacon"].map((name) => path(`${name}.zkey`));
	await startCeremony({ circuit, powersOfTau, outPath: keys[0] as string, cacheFolder: path("cache") });
	for (const [i, name] of NAMES.entries()) {
		const { added } = await contributeToKey({
			zkeyPath: keys[i] as string,
			outPath: keys[i + 1] as string,
			name,
			extraEntropy: "dice",
		});
		expect(added.name).toBe(name);
	}
	await applyBeacon({ zkeyPath: keys[3] as string, outPath: keys[4] as string, ...BEACON });
});

afterAll(() => rm(folder, { recursive: true }));

const key = (at: number) => keys[at] as string;
const verify = (zkeyPath: string, previousPath?: string) =>
	verifyContributedKey({ circuit, powersOfTau, zkeyPath, previousPath, cacheFolder: path("cache") });
const refusal = (work: Promise<unknown>, code: string) =>
	expect(work).rejects.toMatchObject({ name: "InputError", code });

/** Where in the file a contribution begins. */
async function offsetOfContribution(zkeyPath: string, number: number): Promise<number> {
	const file = await open(zkeyPath);
	try {
		const section = (await readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", zkeyPath)).get(
			ZKEY_SECTION.contributions,
		);
		const bytes = Buffer.alloc(section?.length ?? 0);
		await file.read(bytes, 0, bytes.length, section?.offset);
		let at = 68;
		for (let i = 1; i < number; i++) at += 392 + bytes.readUInt32LE(at + 388);
		return (section?.offset ?? 0) + at;
	} finally {
		await file.close();
	}
}

describe("a ceremony of three people", () => {
	it("verifies after each contribution, each as the continuation of the one before", async () => {
		for (const at of [1, 2, 3, 4]) {
			const { contributions } = await verify(key(at), at === 1 ? undefined : key(at - 1));
			expect(contributions.map(({ name }) => name)).toEqual([...NAMES, BEACON.source].slice(0, at));
			expect(new Set(contributions.map(({ hash }) => hash)).size).toBe(at);
		}
	});

	it("starts from the same key on every machine, and contributes differently each time", async () => {
		const again = path("started-again.zkey");
		await startCeremony({ circuit, powersOfTau, outPath: again, cacheFolder: path("other-cache") });
		expect(await fileHash(again)).toBe(await fileHash(key(0)));
		const ours = path("again.zkey");
		const { added } = await contributeToKey({ zkeyPath: key(0), outPath: ours, name: NAMES[0] });
		expect(added.hash).not.toBe((await readKeyContributions(key(1))).contributions[0]?.hash);
	});

	it("is accepted by snarkjs' own check from the circuit", async () => {
		const holds = await withSnarkjs(({ zKey }) => zKey.verifyFromR1cs(circuit.r1csPath, small.path, key(4)));
		expect(holds).toBe(true);
	});

	it("ends in a folder that proves, with a manifest of all that went into it", async () => {
		const outFolder = path("finished");
		const transcript = await finishCeremony({
			circuit,
			powersOfTau,
			zkeyPath: key(4),
			outFolder,
			cacheFolder: path("cache"),
		});
		expect((await readdir(outFolder)).sort()).toEqual([MANIFEST_FILE, KEY_FILE].sort());
		const loaded = await loadProvingKey(join(outFolder, KEY_FILE), circuit);
		expect(loaded.manifest).toMatchObject({
			kind: "ceremony",
			circuitHash: circuit.circuitHash,
			r1csSha256: circuit.r1csSha256,
			zkeySha256: await fileHash(key(4)),
			verificationKeyHash: verificationKeyHash(loaded.verificationKey),
			transcript,
		});
		const { contributions } = await readKeyContributions(key(4));
		expect(transcript).toMatchObject({
			powersOfTau: { source: "other", power: LINK_POWER, blake2b512: small.blake2b512 },
			contributions: contributions.slice(0, 3),
			beacon: { ...BEACON, hash: contributions[3]?.hash },
		});
		await verifyFinishedKey({ folder: outFolder, circuit, powersOfTau, cacheFolder: path("cache") });

		const input = { limit: 100n, value: 99n, salt: 5n };
		const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
		if (!result.satisfied) throw new Error(result.refused.message);
		const { verificationKey, zkeyPath } = loaded;
		const proved = await proveWitness({ zkeyPath, witness: result.witness });
		expect(await verifyGroth16({ verificationKey, ...proved })).toBe(true);
		const publicSignals = proved.publicSignals.with(1, "5");
		expect(await verifyGroth16({ verificationKey, ...proved, publicSignals })).toBe(false);
	});

	it("writes over nothing", async () => {
		const request = { circuit, powersOfTau, cacheFolder: path("cache") };
		await refusal(startCeremony({ ...request, outPath: key(0) }), "FILE_EXISTS");
		await refusal(contributeToKey({ zkeyPath: key(0), outPath: key(1), name: "Eve" }), "FILE_EXISTS");
		await refusal(applyBeacon({ zkeyPath: key(3), outPath: key(4), ...BEACON }), "FILE_EXISTS");
		await refusal(finishCeremony({ ...request, zkeyPath: key(4), outFolder: folder }), "FOLDER_EXISTS");
		await refusal(
			contributeToKey({ zkeyPath: key(0), outPath: path("no/where.zkey"), name: "Eve" }),
			"FILE_NOT_WRITABLE",
		);
		expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
	});
});

describe("a ceremony is refused", () => {
	it("when nobody contributed", async () => {
		await refusal(verify(key(0)), "KEY_UNCONTRIBUTED");
		await refusal(applyBeacon({ zkeyPath: key(0), outPath: path("x.zkey"), ...BEACON }), "KEY_UNCONTRIBUTED");
	});

	it("when a contribution was damaged, at any of its parts", async () => {
		const damaged = path("damaged.zkey");
		const names = ["deltaAfter", "s", "sx", "spx", "transcript"];
		for (const number of [1, 2, 3]) {
			const start = await offsetOfContribution(key(4), number);
			for (const [i, at] of [0, DELTA_AFTER_BYTES, 128, 192, 320].entries()) {
				await damagedCopy(key(4), damaged, start + at);
				await expect(verify(damaged), `${names[i]} of ${number}`).rejects.toMatchObject({
					code: "CONTRIBUTION_INVALID",
				});
			}
		}
	});

	it("when a contribution was replaced by another valid one, and says whose it was", async () => {
		const other = path("other.zkey");
		await contributeToKey({ zkeyPath: key(0), outPath: other, name: "Mallory" });
		const from = await offsetOfContribution(other, 1);
		const to = await offsetOfContribution(key(4), 1);
		const forged = path("forged.zkey");
		await copyFile(key(4), forged);
		const bytes = (await readFile(other)).subarray(from, from + 388);
		const file = await open(forged, "r+");
		await file.write(bytes, 0, bytes.length, to);
		await file.close();
		await expect(verify(forged)).rejects.toMatchObject({
			code: "CONTRIBUTION_INVALID",
			message: expect.stringContaining('of "Blaise" (number 2)'),
		});
	});

	it("when the key's points do not follow from the contributions", async () => {
		for (const section of [ZKEY_SECTION.privatePoints, ZKEY_SECTION.h, ZKEY_SECTION.a]) {
			const swapped = path(`swapped-${section}.zkey`);
			await swapFirstPoints(key(4), swapped, section);
			await refusal(verify(swapped), "CONTRIBUTION_INVALID");
		}
	});

	it("when the beacon is not what its value gives", async () => {
		const start = await offsetOfContribution(key(4), 4);
		const forged = path("beacon-forged.zkey");
		// The last byte of the file is the last of the beacon's value.
		await damagedCopy(key(4), forged, -1);
		expect((await readFile(forged)).length).toBeGreaterThan(start);
		await expect(verify(forged)).rejects.toMatchObject({
			code: "CONTRIBUTION_INVALID",
			message: expect.stringContaining("beacon"),
		});
	});

	it("when a contribution is missing, replaced or not added", async () => {
		await refusal(verify(key(2), key(2)), "CONTRIBUTION_NOT_NEXT");
		await refusal(verify(key(2), key(3)), "CONTRIBUTION_NOT_NEXT");
		const replaced = path("replaced.zkey");
		await contributeToKey({ zkeyPath: key(0), outPath: replaced, name: NAMES[0] });
		await refusal(verify(replaced, key(1)), "CONTRIBUTION_NOT_NEXT");
	});

	it("when it is not finished, or closed already", async () => {
		const request = { circuit, powersOfTau, outFolder: path("not-finished"), cacheFolder: path("cache") };
		await refusal(finishCeremony({ ...request, zkeyPath: key(3) }), "CEREMONY_UNFINISHED");
		await refusal(finishCeremony({ ...request, zkeyPath: key(0) }), "KEY_UNCONTRIBUTED");
		const outPath = path("late.zkey");
		await refusal(contributeToKey({ zkeyPath: key(4), outPath, name: "Late" }), "CEREMONY_CLOSED");
		await refusal(applyBeacon({ zkeyPath: key(4), outPath, ...BEACON }), "CEREMONY_CLOSED");
	});

	it("when snarkjs put a beacon in the middle or alone", async () => {
		const request = { circuit, powersOfTau, outFolder: path("odd"), cacheFolder: path("cache") };
		const { source, valueHex } = BEACON;
		const [alone, middle] = [path("alone.zkey"), path("middle.zkey")];
		await withSnarkjs(async ({ zKey }) => {
			await zKey.beacon(key(0), alone, source, valueHex, 10);
			await zKey.contribute(key(4), path("after.zkey"), "late", "entropy");
			await zKey.beacon(path("after.zkey"), middle, source, valueHex, 10);
		});
		await refusal(finishCeremony({ ...request, zkeyPath: alone }), "CEREMONY_UNFINISHED");
		await refusal(finishCeremony({ ...request, zkeyPath: middle }), "CEREMONY_UNFINISHED");
	});

	it("for another circuit or other powers of tau", async () => {
		const shape = await testCircuit("square-chain");
		await refusal(
			verifyContributedKey({ circuit: shape, powersOfTau, zkeyPath: key(4), cacheFolder: path("cache") }),
			"KEY_CIRCUIT_MISMATCH",
		);
		const others = await smallPowersOfTau(LINK_POWER, "second");
		const trustedBlake2b512 = others.blake2b512;
		const other = await checkPowersOfTau({ path: others.path, neededPower: LINK_POWER, trustedBlake2b512 });
		const check = { circuit, powersOfTau: other, cacheFolder: path("cache") };
		await refusal(verifyContributedKey({ ...check, zkeyPath: key(4) }), "KEY_CIRCUIT_MISMATCH");
		await refusal(verifyFinishedKey({ ...check, folder: path("finished") }), "TRANSCRIPT_MISMATCH");
	});

	it.each(["", "  ", "a\nb", "\u001b[31mred", "x".repeat(65), "é".repeat(33)])(
		"for a contributor called %j",
		async (name) => {
			const outPath = path("unnamed.zkey");
			await refusal(contributeToKey({ zkeyPath: key(0), outPath, name }), "CONTRIBUTOR_NAME_MALFORMED");
		},
	);

	it.each(["", "zz", "abc", "ab".repeat(31), "ab".repeat(256)])("for the beacon %j", async (valueHex) => {
		const outPath = path("unbeaconed.zkey");
		await refusal(applyBeacon({ zkeyPath: key(3), outPath, ...BEACON, valueHex }), "BEACON_MALFORMED");
	});

	it.each([9, 25, 10.5, Number.NaN])("for 2^%d iterations", async (iterationsExponent) => {
		const outPath = path("unbeaconed.zkey");
		await refusal(
			applyBeacon({ zkeyPath: key(3), outPath, ...BEACON, iterationsExponent }),
			"BEACON_ITERATIONS",
		);
	});
});

describe("a folder from elsewhere", () => {
	const edited = async (name: string, edit: (manifest: Record<string, unknown>) => object) => {
		const copy = path(name);
		await cp(path("finished"), copy, { recursive: true });
		const file = join(copy, MANIFEST_FILE);
		await writeFile(file, JSON.stringify(edit(JSON.parse(await readFile(file, "utf8")))));
		return copy;
	};
	const load = (from: string) => loadProvingKey(join(from, KEY_FILE), circuit);

	it("is refused when its transcript names other contributors than the key", async () => {
		const copy = await edited("renamed", (manifest) => {
			const transcript = structuredClone(manifest.transcript) as { contributions: { name: string }[] };
			(transcript.contributions[0] as { name: string }).name = "Grace";
			return { ...manifest, transcript };
		});
		await refusal(load(copy), "TRANSCRIPT_MISMATCH");
	});

	it("is refused when a development key calls itself one of a ceremony", async () => {
		const development = await sharedKey(circuit);
		const copy = await edited("pretended", ({ kind, transcript }) => ({
			...development.manifest,
			kind,
			transcript,
		}));
		await copyFile(development.zkeyPath, join(copy, KEY_FILE));
		await refusal(load(copy), "CEREMONY_UNFINISHED");
		const check = { circuit, powersOfTau, cacheFolder: path("cache") };
		const honest = await edited("honest", () => development.manifest);
		await copyFile(development.zkeyPath, join(honest, KEY_FILE));
		await refusal(verifyFinishedKey({ ...check, folder: honest }), "KEY_NOT_OF_CEREMONY");
	});
});

/** Both points stay valid; only what they commit to changes. */
async function swapFirstPoints(from: string, to: string, section: number): Promise<void> {
	await copyFile(from, to);
	const file = await open(to, "r+");
	try {
		const found = (await readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", to)).get(section);
		const points = Buffer.alloc(128);
		await file.read(points, 0, 128, found?.offset);
		expect(points.subarray(0, 64).equals(points.subarray(64))).toBe(false);
		await file.write(Buffer.concat([points.subarray(64), points.subarray(0, 64)]), 0, 128, found?.offset);
	} finally {
		await file.close();
	}
}
