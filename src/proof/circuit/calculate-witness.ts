/** Computes witnesses with compiled circuits that lie in files. */
import { readFile } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";
import type { CircuitInput } from "../inputs/solvency-input.ts";
import { runWitnessProgram, type WitnessResult } from "./witness-program.ts";

/** Compiled programs by path; compiling takes longer than running one. */
const programs = new Map<string, Promise<WebAssembly.Module>>();

/**
 * Computes the witness for `input`. A constraint that does not hold is a result, not an error.
 *
 * @throws those of `runWitnessProgram`
 */
export async function calculateWitness(request: {
	readonly wasmPath: string;
	readonly input: CircuitInput;
}): Promise<WitnessResult> {
	return runWitnessProgram({ program: await loadProgram(request.wasmPath), input: request.input });
}

function loadProgram(wasmPath: string): Promise<WebAssembly.Module> {
	const loaded = programs.get(wasmPath) ?? compileProgram(wasmPath);
	programs.set(wasmPath, loaded);
	loaded.catch(() => programs.delete(wasmPath));
	return loaded;
}

async function compileProgram(wasmPath: string): Promise<WebAssembly.Module> {
	try {
		return await WebAssembly.compile(await readFile(wasmPath));
	} catch (cause) {
		throw new InputError({
			code: "WITNESS_PROGRAM_MALFORMED",
			message: `${wasmPath} is not a witness program`,
			field: wasmPath,
			hint: "compile the circuit again",
			cause,
		});
	}
}
