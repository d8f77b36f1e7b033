import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findCircuit } from "../../../src/proof/circuit/circuit-list.ts";
import { circuitSourceHash } from "../../../src/proof/circuit/circuit-sources.ts";
import { compileCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { TEST_CIRCUIT_FOLDER, testCircuit } from "../../support/circuits/shared-key.ts";

describe("compiling", () => {
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "zkmargin-circuits-"));
	});

	afterEach(() => rm(folder, { recursive: true }));

	const hashIn = async (circuitFolder: string, compilation = "circom") =>
		circuitSourceHash(await findCircuit("poseidon-link", circuitFolder), compilation);

	it("gives constraint system, witness program, symbols and counts", async () => {
		const circuit = await testCircuit("poseidon-link");
		expect(circuit.publicSignals).toEqual(["digest", "limit"]);
		expect(circuit.constraintCount).toBeGreaterThan(300);
		expect(circuit.wireCount).toBeGreaterThan(circuit.publicSignals.length);
		expect((await readFile(circuit.r1csPath)).toString("latin1", 0, 4)).toBe("r1cs");
		expect((await readFile(circuit.wasmPath)).toString("latin1", 1, 4)).toBe("asm");
	});

	it("does the same in a copy elsewhere, reached by a symlink", async () => {
		const copy = join(folder, "copy");
		await cp(TEST_CIRCUIT_FOLDER, copy, { recursive: true });
		await symlink(copy, join(folder, "link"));
		const cacheFolder = join(folder, "cache");
		const elsewhere = await compileCircuit({
			name: "poseidon-link",
			circuitFolder: join(folder, "link"),
			cacheFolder,
		});
		const here = await testCircuit("poseidon-link");
		expect(elsewhere.circuitHash).toBe(here.circuitHash);
		expect(elsewhere.r1csSha256).toBe(here.r1csSha256);
		expect((await readFile(elsewhere.wasmPath)).equals(await readFile(here.wasmPath))).toBe(true);
	});

	it("has another hash when an included file, the compiler or a flag changes", async () => {
		await cp(TEST_CIRCUIT_FOLDER, folder, { recursive: true });
		const before = await hashIn(folder);
		expect(await hashIn(folder, "circom --O1")).not.toBe(before);
		const included = join(folder, "lib", "assert-below.circom");
		await writeFile(included, (await readFile(included, "utf8")).replaceAll("Num2Bits(32)", "Num2Bits(31)"));
		expect(await hashIn(folder)).not.toBe(before);
	});

	it("does not take a commented-out include for one", async () => {
		await expect(hashIn(TEST_CIRCUIT_FOLDER)).resolves.toMatch(/^[0-9a-f]{64}$/);
	});

	it("passes on circom's own message, without colours", async () => {
		const failing = testCircuit("undeclared-symbol");
		await expect(failing).rejects.toMatchObject({ code: "CIRCUIT_COMPILE_FAILED" });
		await expect(failing).rejects.toThrow(
			/error\[T2021\]: Undeclared symbol\n[^\x5b]*undeclared-symbol\.circom":5/,
		);
	});

	it.each([
		["missing-include", "CIRCUIT_INCLUDE_MISSING"],
		["no-such-circuit", "CIRCUIT_UNKNOWN"],
	])("refuses %s with %s", async (name, code) => {
		await expect(testCircuit(name)).rejects.toMatchObject({ code });
	});

	it("refuses a list that has the public signals in another order", async () => {
		const failing = compileCircuit({
			name: "wrong-signals",
			circuitFolder: TEST_CIRCUIT_FOLDER,
			cacheFolder: folder,
		});
		await expect(failing).rejects.toMatchObject({ code: "CIRCUIT_PUBLIC_SIGNALS" });
	});

	it("refuses a malformed list of circuits", async () => {
		await writeFile(join(folder, "circuits.json"), '{ "a": { "file": "../../a.circom" } }');
		await expect(findCircuit("a", folder)).rejects.toMatchObject({ code: "CIRCUIT_LIST_MALFORMED" });
	});
});
