import { copyFile, cp, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileHash } from "../../../src/node/cache/file-hash.ts";
import { finishCeremony, verifyFinishedKey } from "../../../src/proof/ceremony/finish-ceremony.ts";
import { checkPowersOfTau, type PowersOfTau } from "../../../src/proof/ceremony/powers-of-tau.ts";
import { applyBeacon, contributeToKey, startCeremony } from "../../../src/proof/ceremony/run-ceremony.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { readKeyContributions } from "../../../src/proof/keys/key-contributions.ts";
import { KEY_FILE, MANIFEST_FILE } from "../../../src/proof/keys/key-manifest.ts";
import { requireTrustedKey } from "../../../src/proof/keys/key-trust.ts";
import { loadProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { verificationKeyHash } from "../../../src/proof/keys/verification-key.ts";
import { proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { sharedKey } from "../../support/circuits/shared-key.ts";
import { smallPowersOfTau } from "../../support/circuits/small-powers-of-tau.ts";
import {
	BEACON,
	expectInputError,
	LINK_POWER,
	NAMES,
	runSmallCeremony,
	type SmallCeremony,
} from "./small-ceremony.ts";

let ceremony: SmallCeremony;
let circuit: CompiledCircuit;
let powersOfTau: PowersOfTau;
let cacheFolder: string;

beforeAll(async () => {
	ceremony = await runSmallCeremony();
	({ circuit, powersOfTau, cacheFolder } = ceremony);
});

afterAll(() => ceremony.remove());

const key = (steps: number) => ceremony.key(steps);
const path = (name: string) => ceremony.path(name);
const verify = (zkeyPath: string, previousPath?: string) => ceremony.verify(zkeyPath, previousPath);

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
		const holds = await withSnarkjs(({ zKey }) =>
			zKey.verifyFromR1cs(circuit.r1csPath, ceremony.small.path, key(4)),
		);
		expect(holds).toBe(true);
	});

	it("ends in a folder that proves, with a manifest of all that went into it", async () => {
		const outFolder = path("finished");
		const transcript = await finishCeremony({
			circuit,
			powersOfTau,
			zkeyPath: key(4),
			outFolder,
			cacheFolder,
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
			powersOfTau: { source: "other", power: LINK_POWER, blake2b512: ceremony.small.blake2b512 },
			contributions: contributions.slice(0, 3),
			beacon: { ...BEACON, hash: contributions[3]?.hash },
		});
		expect(await requireTrustedKey({ key: loaded, circuit, cacheFolder })).toMatchObject({
			trust: "verified transcript",
			kind: "ceremony",
		});

		const input = { limit: 100n, value: 99n, salt: 5n };
		const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
		if (!result.satisfied) throw new Error(result.refused.message);
		const { verificationKey, zkeyPath } = loaded;
		const proved = await proveWitness({ zkeyPath, witness: result.witness });
		expect(await verifyGroth16({ verificationKey, ...proved })).toBe(true);
		const publicSignals = proved.publicSignals.with(1, "5");
		expect(await verifyGroth16({ verificationKey, ...proved, publicSignals })).toBe(false);
	});

	it("is trusted on another machine once its transcript was verified there", async () => {
		const there = path("elsewhere");
		const finished = await loadProvingKey(join(path("finished"), KEY_FILE), circuit);
		const trusting = () => requireTrustedKey({ key: finished, circuit, cacheFolder: there });
		await expectInputError(trusting(), "PROVING_KEY_NOT_TRUSTED");
		await verifyFinishedKey({ folder: path("finished"), circuit, powersOfTau, cacheFolder: there });
		expect(await trusting()).toMatchObject({ trust: "verified transcript", kind: "ceremony" });
		const otherFile = { ...finished, manifest: { ...finished.manifest, zkeySha256: "00".repeat(32) } };
		await expectInputError(
			requireTrustedKey({ key: otherFile, circuit, cacheFolder: there }),
			"PROVING_KEY_NOT_TRUSTED",
		);
	});

	it("writes over nothing", async () => {
		const request = { circuit, powersOfTau, cacheFolder };
		await expectInputError(startCeremony({ ...request, outPath: key(0) }), "FILE_EXISTS");
		await expectInputError(
			contributeToKey({ zkeyPath: key(0), outPath: key(1), name: "Eve" }),
			"FILE_EXISTS",
		);
		await expectInputError(applyBeacon({ zkeyPath: key(3), outPath: key(4), ...BEACON }), "FILE_EXISTS");
		await expectInputError(
			finishCeremony({ ...request, zkeyPath: key(4), outFolder: cacheFolder }),
			"FOLDER_EXISTS",
		);
		await expectInputError(
			contributeToKey({ zkeyPath: key(0), outPath: path("no/where.zkey"), name: "Eve" }),
			"FILE_NOT_WRITABLE",
		);
		expect((await readdir(dirname(key(0)))).filter((name) => name.endsWith(".tmp"))).toEqual([]);
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

	it("is refused with other powers of tau than its transcript names", async () => {
		const others = await smallPowersOfTau(LINK_POWER, "second");
		const trustedBlake2b512 = others.blake2b512;
		const other = await checkPowersOfTau({ path: others.path, neededPower: LINK_POWER, trustedBlake2b512 });
		const check = { circuit, powersOfTau: other, cacheFolder };
		await expectInputError(verifyFinishedKey({ ...check, folder: path("finished") }), "TRANSCRIPT_MISMATCH");
	});

	it("is refused when its transcript names other contributors than the key", async () => {
		const copy = await edited("renamed", (manifest) => {
			const transcript = structuredClone(manifest.transcript) as { contributions: { name: string }[] };
			(transcript.contributions[0] as { name: string }).name = "Grace";
			return { ...manifest, transcript };
		});
		await expectInputError(load(copy), "TRANSCRIPT_MISMATCH");
	});

	it("is refused when a development key calls itself one of a ceremony", async () => {
		const development = await sharedKey(circuit);
		const copy = await edited("pretended", ({ kind, transcript }) => ({
			...development.manifest,
			kind,
			transcript,
		}));
		await copyFile(development.zkeyPath, join(copy, KEY_FILE));
		await expectInputError(load(copy), "CEREMONY_UNFINISHED");
		const check = { circuit, powersOfTau, cacheFolder };
		const honest = await edited("honest", () => development.manifest);
		await copyFile(development.zkeyPath, join(honest, KEY_FILE));
		await expectInputError(verifyFinishedKey({ ...check, folder: honest }), "KEY_NOT_OF_CEREMONY");
	});
});
