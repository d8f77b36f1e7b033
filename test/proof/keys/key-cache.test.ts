import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileHash } from "../../../src/node/cache/file-hash.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import { type CompiledCircuit, compileCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { ensureProvingKey, loadProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { TEST_CIRCUIT_FOLDER } from "../../support/circuits/shared-key.ts";

const SCRIPT = resolve(import.meta.dirname, "./ensure-key-process.ts");
/** Only so that a process that never builds fails its test. */
const NEVER_STARTS_MS = 60_000;

let folder: string;
let cacheFolder: string;
let circuitFolder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "zkmargin-key-cache-"));
	cacheFolder = join(folder, "cache");
	circuitFolder = join(folder, "circuits");
	await cp(TEST_CIRCUIT_FOLDER, circuitFolder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

const compile = () => compileCircuit({ name: "poseidon-link", circuitFolder, cacheFolder });

describe("keys of two branches in one cache", () => {
	const source = () => join(circuitFolder, "poseidon-link.circom");
	/** Another statement with the same wires, signals and domain: only its content tells it apart. */
	const switchBranch = async () => {
		const text = await readFile(source(), "utf8");
		const changed = text.replace("hash.inputs[0] <== value;", "hash.inputs[0] <== value + 1;");
		expect(changed).not.toBe(text);
		await writeFile(source(), changed);
		return () => writeFile(source(), text);
	};
	const witnessOf = async ({ wasmPath }: CompiledCircuit) => {
		const input = { limit: 100n, value: 99n, salt: 5n };
		const result = await calculateWitness({ wasmPath, input });
		if (!result.satisfied) throw new Error(result.refused.message);
		return result.witness;
	};

	it("are never mistaken for each other, and each is found again", async () => {
		const circuit = await compile();
		const key = await ensureProvingKey({ circuit, cacheFolder });
		const switchBack = await switchBranch();
		const otherCircuit = await compile();
		expect(otherCircuit.wireCount).toBe(circuit.wireCount);
		expect(otherCircuit.constraintCount).toBe(circuit.constraintCount);
		const other = await ensureProvingKey({ circuit: otherCircuit, cacheFolder });

		expect(other.manifest.circuitHash).not.toBe(key.manifest.circuitHash);
		expect(other.zkeyPath).not.toBe(key.zkeyPath);
		await expect(loadProvingKey(key.zkeyPath, otherCircuit)).rejects.toMatchObject({
			code: "KEY_CIRCUIT_MISMATCH",
		});
		for (const [ofCircuit, { zkeyPath, verificationKey }] of [
			[circuit, key],
			[otherCircuit, other],
		] as const) {
			const proved = await proveWitness({ zkeyPath, witness: await witnessOf(ofCircuit) });
			expect(await verifyGroth16({ verificationKey, ...proved })).toBe(true);
		}

		await switchBack();
		const again = await ensureProvingKey({ circuit: await compile(), cacheFolder });
		expect(again.manifest).toEqual(key.manifest);
	});
});

describe("processes that want the same key", () => {
	const start = () => {
		const child = spawn(process.execPath, [SCRIPT, cacheFolder, circuitFolder]);
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
		return { child, ended };
	};
	const entries = async () => (await readdir(cacheFolder).catch(() => [])).sort();
	const expectSound = async (zkeySha256: string) => {
		const key = await ensureProvingKey({ circuit: await compile(), cacheFolder });
		expect(key.manifest.zkeySha256).toBe(zkeySha256);
		expect(await fileHash(key.zkeyPath)).toBe(zkeySha256);
		expect(await entries()).toEqual([
			expect.stringMatching(/^circuit-poseidon-link-[0-9a-f]{16}$/),
			expect.stringMatching(/^key-poseidon-link-[0-9a-f]{16}$/),
		]);
	};

	it("get one and the same, whole, and leave nothing else behind", async () => {
		const outcomes = await Promise.all([start(), start(), start()].map(({ ended }) => ended));
		const [first] = outcomes;
		for (const outcome of outcomes) expect(outcome).toEqual({ code: 0, stdout: first?.stdout, stderr: "" });
		await expectSound(first?.stdout ?? "");
	});

	it("are not misled by one that was killed while it built", async () => {
		const { child, ended } = start();
		const isBuilding = async () =>
			(await entries()).some((name) => /^key-.*\.building-/.test(name)) || child.exitCode !== null;
		const startedMs = Date.now();
		while (!(await isBuilding()) && Date.now() - startedMs < NEVER_STARTS_MS) await delay(5);
		child.kill("SIGKILL");
		expect((await ended).code).toBeNull();
		const left = await entries();
		expect(left).toContainEqual(expect.stringMatching(/^key-.*\.building-/));
		// As if its heartbeat had stopped long ago.
		const locks = left.filter((name) => name.endsWith(".lock"));
		expect(locks).toHaveLength(1);
		for (const name of locks) await utimes(join(cacheFolder, name), new Date(0), new Date(0));

		const next = await start().ended;
		expect(next).toMatchObject({ code: 0, stderr: "" });
		await expectSound(next.stdout);
	});
});
