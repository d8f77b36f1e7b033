/** Compiles one template of `circuits/` as a circuit of its own, in a folder made for it. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CIRCUIT_FOLDER } from "../../src/proof/circuit/circuit-list.ts";
import { type CompiledCircuit, compileCircuit } from "../../src/proof/circuit/compile-circuit.ts";

/** Replaces every `find` in a file below `circuits/`. */
export type SourceEdit = { readonly file: string; readonly find: string; readonly replace: string };

export async function compilePart(part: {
	/** Such as `NonNegativeLanes()`. */
	readonly main: string;
	/** File below `circuits/` that has the template. */
	readonly file: string;
	/** Source of further templates, for a main that combines some of that file. */
	readonly templates?: string;
	readonly publicInputs: readonly string[];
	/** Outputs and public inputs, arrays element by element. */
	readonly publicSignals: readonly string[];
	/** Changes to the copied sources, to see what becomes of a circuit without some line. */
	readonly edits?: readonly SourceEdit[];
	/** `O0`: the constraints as they are written. */
	readonly simplification?: "O0" | "O2";
}): Promise<CompiledCircuit> {
	const circuitFolder = await mkdtemp(join(tmpdir(), "zkmargin-part-"));
	try {
		await cp(CIRCUIT_FOLDER, circuitFolder, { recursive: true });
		for (const edit of part.edits ?? []) await applyEdit(circuitFolder, edit);
		const source = [
			"pragma circom 2.2.3;",
			`include "${part.file}";`,
			part.templates ?? "",
			`component main { public [${part.publicInputs.join(", ")}] } = ${part.main};`,
		];
		await writeFile(join(circuitFolder, "part.circom"), `${source.join("\n")}\n`);
		const list = { part: { file: "part.circom", publicSignals: part.publicSignals } };
		await writeFile(join(circuitFolder, "circuits.json"), JSON.stringify(list));
		return await compileCircuit({ name: "part", circuitFolder, simplification: part.simplification });
	} finally {
		await rm(circuitFolder, { recursive: true });
	}
}

async function applyEdit(folder: string, { file, find, replace }: SourceEdit): Promise<void> {
	const path = join(folder, file);
	const text = await readFile(path, "utf8");
	if (!text.includes(find)) throw new Error(`${file} does not contain "${find}": the edit is out of date`);
	await writeFile(path, text.replaceAll(find, replace));
}
