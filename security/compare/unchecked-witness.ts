/**
 * A witness program that refuses nothing. It is compiled from copies of the sources in which no constraint
 * is asserted, so it computes every wire of a false statement as the circuit would, and says so for accounts
 * that are far from solvent: where a forger who writes a witness program of their own starts.
 */

import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import { calculateWitness } from "../../src/proof/circuit/calculate-witness.ts";
import { loadSymbols } from "../../src/proof/circuit/load-symbols.ts";
import type { CircuitInput } from "../../src/proof/inputs/solvency-input.ts";
import { compilePart, type SourceEdit } from "../circuit/circuit-part.ts";
import { circomFiles, withoutComments } from "../circuit/circuit-sources.ts";

/** Every wire of the circuit for these inputs, in the circuit's order, whatever its constraints say. */
export type UncheckedProgram = (input: CircuitInput) => Promise<bigint[]>;

export const SOLVENCY_SIGNALS = ["pseudonym", "ledgerRoot", "riskRoot", "scope", "context"] as const;

/**
 * Names have as many letters as what they stand for: the compiler names anonymous components by their place
 * in the file.
 */
const ASSERTING = "Num2Bits";
const SILENT = "FreeBits";
const SILENT_TEMPLATE = `template ${SILENT}(bitCount) {
    signal input in;
    signal output out[bitCount];
    for (var i = 0; i < bitCount; i++) {
        out[i] <-- (in >> i) & 1;
        out[i] * (out[i] - 1) === 0;
    }
}`;

/** @param circuit the compiled circuit of the size class whose wires are asked for */
export async function openUncheckedProgram(
	sizeClass: SizeClass,
	circuit: { readonly symPath: string; readonly wireCount: number },
): Promise<UncheckedProgram> {
	const silent = await compilePart({
		main: `Solvency(${sizeClass})`,
		file: "solvency.circom",
		templates: SILENT_TEMPLATE,
		publicInputs: SOLVENCY_SIGNALS,
		publicSignals: SOLVENCY_SIGNALS,
		edits: silencingEdits(),
		// Every signal of the sources keeps a wire.
		simplification: "O0",
	});
	const silentWires = await loadSymbols(silent.symPath);
	const places = new Uint32Array(circuit.wireCount);
	for (const [name, wire] of await loadSymbols(circuit.symPath)) {
		const place = silentWires.get(name) ?? silentWires.get(name.replaceAll(`${ASSERTING}_`, `${SILENT}_`));
		if (place === undefined) throw new Error(`the unchecked copy has no signal ${name}`);
		places[wire] = place;
	}
	if (places.subarray(1).includes(0)) throw new Error("a wire of the circuit has no name");
	return async (input) => {
		const result = await calculateWitness({ wasmPath: silent.wasmPath, input });
		if (!result.satisfied) throw new Error(`the unchecked copy refuses: ${result.refused.message}`);
		return Array.from(places, (place) => result.witness[place] as bigint);
	};
}

/** Blanks out every assertion, letter by letter. */
function silencingEdits(): SourceEdit[] {
	return circomFiles().flatMap(({ name: file, text }) => {
		const asserted = [...withoutComments(text).matchAll(/^ *[^\n;{}/]*===[^;]*;/gm)].map(([find]) => find);
		const edits = [...new Set(asserted)].map((find) => ({ file, find, replace: find.replace(/\S/g, " ") }));
		if (!text.includes(ASSERTING)) return edits;
		return [...edits, { file, find: `${ASSERTING}(`, replace: `${SILENT}(` }];
	});
}
