/** The circuits of a small book, opened once per test file, and where they refuse a witness. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BookStep } from "../../../src/book/rounds/book-steps.ts";
import { loadFastPoseidon, type PoseidonHash } from "../../../src/field/poseidon.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import { CIRCUIT_FOLDER } from "../../../src/proof/circuit/circuit-list.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import type { WitnessResult } from "../../../src/proof/circuit/witness-program.ts";
import type { CircuitInput } from "../../../src/proof/inputs/solvency-input.ts";
import { sharedCircuit } from "../circuits/shared-key.ts";

/** Batches of 8 accounts of 8 positions, tables of 32 ids. */
export const SMALL_CIRCUITS = ["book-batch-8x8", "book-table-32", "book-fund-8x8"] as const;

export type BookBench = {
	readonly hash: PoseidonHash;
	readonly circuits: ReadonlyMap<string, CompiledCircuit>;
	readonly calculate: (
		step: Pick<BookStep, "circuit"> & { readonly input: CircuitInput },
	) => Promise<WitnessResult>;
};

export async function openBookBench(): Promise<BookBench> {
	const circuits = new Map<string, CompiledCircuit>();
	for (const name of SMALL_CIRCUITS) circuits.set(name, await sharedCircuit(name));
	return {
		hash: await loadFastPoseidon(),
		circuits,
		calculate: ({ circuit, input }) =>
			calculateWitness({ wasmPath: (circuits.get(circuit) as CompiledCircuit).wasmPath, input }),
	};
}

const TEMPLATE_FILES: Readonly<Record<string, string>> = {
	BookBatch: "book/book-batch.circom",
	BookTable: "book/book-table.circom",
	BookFund: "book/book-fund.circom",
};

/**
 * Where a witness fails: the templates inside of the statement, "PoleShare", or the line of the statement itself
 * that refuses, "root === subtreeRoot". The bit decomposition inside of a range check is left out.
 */
export function bookRefusedAt(result: WitnessResult): string {
	if (result.satisfied) return "accepted";
	const { message, line = 0 } = result.refused;
	const frames = [...message.matchAll(/Error in template (\w+?)_\d+ line/g)].map(
		(frame) => frame[1] as string,
	);
	const [statement, ...parts] = frames.filter((template) => template !== "Num2Bits").reverse();
	if (parts.length > 0) return parts.join(" > ");
	const file = TEMPLATE_FILES[statement ?? ""];
	if (file === undefined) return message;
	const source = readFileSync(join(CIRCUIT_FOLDER, file), "utf8").split("\n")[line - 1] ?? message;
	return source.trim().replace(/;$/, "");
}
