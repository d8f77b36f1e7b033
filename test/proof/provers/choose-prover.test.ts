import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { chooseProver } from "../../../src/proof/provers/choose-prover.ts";
import { proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { PROVER_NAMES } from "../../../src/proof/provers/witness-prover.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const STAND_IN = join(import.meta.dirname, "./rapidsnark-stand-in.mjs");
const NODE_FOLDER = dirname(process.execPath);

let key: ProvingKey;
let witness: readonly bigint[];
let folder: string;

beforeAll(async () => {
	const circuit = await testCircuit("poseidon-link");
	key = await sharedKey(circuit);
	const input = { limit: 100n, value: 99n, salt: 123456789n };
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
	if (!result.satisfied) throw new Error(result.refused.message);
	witness = result.witness;
});
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "zkmargin-provers-"));
	vi.stubEnv("ZKMARGIN_RAPIDSNARK", "");
	vi.stubEnv("PATH", NODE_FOLDER);
});
afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true });
});

/** A program named `prover` on the search path. */
function install(script: string): void {
	writeFileSync(join(folder, "prover"), script);
	chmodSync(join(folder, "prover"), 0o755);
	vi.stubEnv("PATH", `${folder}${delimiter}${NODE_FOLDER}`);
}

describe("which prover is used", () => {
	it("is ours where nothing else is asked for or installed", async () => {
		expect((await chooseProver()).name).toBe("wasm");
	});

	it("is rapidsnark when its program is on the search path", async () => {
		symlinkSync(STAND_IN, join(folder, "prover"));
		vi.stubEnv("PATH", `${folder}${delimiter}${NODE_FOLDER}`);
		expect((await chooseProver()).name).toBe("rapidsnark");
	});

	it("is rapidsnark when the environment names its program", async () => {
		vi.stubEnv("ZKMARGIN_RAPIDSNARK", STAND_IN);
		expect((await chooseProver()).name).toBe("rapidsnark");
	});

	it("is the one that is asked for", async () => {
		vi.stubEnv("ZKMARGIN_RAPIDSNARK", STAND_IN);
		for (const name of PROVER_NAMES) expect((await chooseProver(name)).name).toBe(name);
	});

	it("is never another program of the same name", async () => {
		install("#!/bin/sh\necho 'usage: prover theorem'\n");
		expect((await chooseProver()).name).toBe("wasm");
		await expect(chooseProver("rapidsnark")).rejects.toMatchObject({ code: "PROVER_UNAVAILABLE" });
	});

	it("is refused when the environment names no program", async () => {
		vi.stubEnv("ZKMARGIN_RAPIDSNARK", join(folder, "missing"));
		await expect(chooseProver()).rejects.toMatchObject({ code: "RAPIDSNARK_NOT_FOUND" });
	});
});

describe.each(PROVER_NAMES)("proving with %s", (prover) => {
	it("gives a proof that verifies, two at once", async () => {
		vi.stubEnv("ZKMARGIN_RAPIDSNARK", STAND_IN);
		const prove = () => proveWitness({ zkeyPath: key.zkeyPath, witness, prover });
		const [first, second] = await Promise.all([prove(), prove()]);
		for (const proved of [first, second]) {
			expect(await verifyGroth16({ verificationKey: key.verificationKey, ...proved })).toBe(true);
		}
		expect(first.publicSignals).toEqual(second.publicSignals);
		expect(first.proof).not.toEqual(second.proof);
	});
});

describe("rapidsnark's program", () => {
	it("gets the witness where nobody else can read it, and only for as long as it runs", async () => {
		const log = join(folder, "log");
		vi.stubEnv("ZKMARGIN_RAPIDSNARK", STAND_IN);
		vi.stubEnv("STAND_IN_LOG", log);
		await proveWitness({ zkeyPath: key.zkeyPath, witness, prover: "rapidsnark" });
		const [path, fileMode, folderMode] = readFileSync(log, "utf8").trim().split(" ") as [
			string,
			string,
			string,
		];
		expect([fileMode, folderMode]).toEqual(["600", "700"]);
		expect(existsSync(dirname(path))).toBe(false);
	});

	it("leaves nothing behind when it fails, and says so", async () => {
		const log = join(folder, "log");
		vi.stubEnv("ZKMARGIN_RAPIDSNARK", STAND_IN);
		vi.stubEnv("STAND_IN_LOG", log);
		vi.stubEnv("STAND_IN_FAILS", "1");
		const proving = proveWitness({ zkeyPath: key.zkeyPath, witness, prover: "rapidsnark" });
		await expect(proving).rejects.toMatchObject({ code: "RAPIDSNARK_FAILED" });
		expect(existsSync(dirname(readFileSync(log, "utf8").split(" ")[0] as string))).toBe(false);
	});
});
