/** The compiled solvency circuit and a fast hash, opened once per test file. */
import { expect } from "vitest";
import { loadFastPoseidon, type PoseidonHash } from "../../../src/field/poseidon.ts";
import { DEFAULT_SIZE_CLASS, type SizeClass } from "../../../src/ledger/account-leaf.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import { solvencyCircuitName } from "../../../src/proof/circuit/circuit-list.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import type { WitnessResult } from "../../../src/proof/circuit/witness-program.ts";
import type { CircuitInput } from "../../../src/proof/inputs/solvency-input.ts";
import { sharedCircuit } from "./shared-key.ts";

export type CircuitBench = {
	readonly compiled: CompiledCircuit;
	readonly hash: PoseidonHash;
	readonly calculate: (input: CircuitInput) => Promise<WitnessResult>;
};

export async function openCircuitBench(sizeClass: SizeClass = DEFAULT_SIZE_CLASS): Promise<CircuitBench> {
	const compiled = await sharedCircuit(solvencyCircuitName(sizeClass));
	const hash = await loadFastPoseidon();
	return {
		compiled,
		hash,
		calculate: (input) => calculateWitness({ wasmPath: compiled.wasmPath, input }),
	};
}

/**
 * Where a witness fails, from the part of `Solvency` inwards: "PositionEntry > RangeChecked". A
 * constraint of the statement itself is "Solvency". The bit decomposition inside a range check is
 * left out.
 */
export function refusedAt(result: WitnessResult): string {
	if (result.satisfied) return "accepted";
	const { message } = result.refused;
	const frames = [...message.matchAll(/Error in template (\w+?)_\d+ line/g)].map(
		(frame) => frame[1] as string,
	);
	const path = frames.filter((template) => template !== "Num2Bits").reverse();
	if (path[0] !== "Solvency") return message;
	return path.length === 1 ? "Solvency" : path.slice(1).join(" > ");
}

export async function expectRefused(bench: CircuitBench, input: CircuitInput, at: string): Promise<void> {
	expect(refusedAt(await bench.calculate(input))).toBe(at);
}

export async function expectAccepted(bench: CircuitBench, input: CircuitInput): Promise<void> {
	expect(refusedAt(await bench.calculate(input))).toBe("accepted");
}
