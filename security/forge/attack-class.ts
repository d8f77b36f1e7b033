/** Attacks the circuit of one size class: case after case until the time is up. */
import { loadFastPoseidon } from "../../src/field/poseidon.ts";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import { calculateWitness } from "../../src/proof/circuit/calculate-witness.ts";
import type { CircuitInput } from "../../src/proof/inputs/solvency-input.ts";
import { type CircuitBench, openCircuitBench } from "../../test/support/circuits/circuit-setup.ts";
import { drawFrom } from "../../test/support/random/seeded-draw.ts";
import { loadConstraintSystem } from "../circuit/circuit-constraints.ts";
import { compilePart, type SourceEdit } from "../circuit/circuit-part.ts";
import { openUncheckedProgram, SOLVENCY_SIGNALS } from "../compare/unchecked-witness.ts";
import { attackCase } from "./attack-cases.ts";
import { mutateStatement } from "./attack-inputs.ts";
import { attackInsolvent, type InsolventEffort, type InsolventOutcome } from "./attack-insolvent.ts";
import { forceStatements, mutateWires, sweepWires } from "./attack-witness.ts";
import { solvencyJudge } from "./free-signals.ts";
import { IncrementalCheck } from "./incremental-check.ts";
import { loadSignalMap } from "./signal-map.ts";
import { Tally } from "./tally.ts";

export type ClassAttack = {
	readonly sizeClass: SizeClass;
	readonly seed: number;
	/** No further case starts that would take longer, by what the longest took; the first always runs. */
	readonly budgetMs: number;
	readonly effort: Effort;
	readonly onCase?: (label: string, mutations: number) => void;
	/** Changes to the sources, for a weakened copy of the statement. */
	readonly edits?: readonly SourceEdit[];
};

/** What is done to each case. */
export type Effort = {
	readonly sweeps: number;
	readonly wireMutations: number;
	readonly forcedRepeats: number;
	readonly inputMutations: number;
	/** Left out: no accounts that are far from solvent. */
	readonly insolvent?: InsolventEffort;
};

/** Witnesses of large classes take longer, so there are fewer of them; wires are as quick to change. */
export function fullEffort(sizeClass: SizeClass): Effort {
	const variants = { 8: 2, 16: 2, 32: 1, 64: 0 }[sizeClass];
	const inputMutations = Math.max(6, 192 / sizeClass);
	return {
		sweeps: 1,
		wireMutations: 60_000,
		forcedRepeats: 200,
		inputMutations: 60,
		insolvent: { repairs: 800, variants, inputMutations },
	};
}

/** The circuit refuses an account that the engine calls solvent. */
export class HonestRefused extends Error {}

/** What `compilePart` needs to compile the whole statement as a copy. */
export const solvencyCopy = (sizeClass: SizeClass) => ({
	main: `Solvency(${sizeClass})`,
	file: "solvency.circom",
	publicInputs: SOLVENCY_SIGNALS,
	publicSignals: SOLVENCY_SIGNALS,
});

async function openCopy(sizeClass: SizeClass, edits: readonly SourceEdit[]): Promise<CircuitBench> {
	const compiled = await compilePart({ ...solvencyCopy(sizeClass), edits });
	const calculate = (input: CircuitInput) => calculateWitness({ wasmPath: compiled.wasmPath, input });
	return { compiled, hash: await loadFastPoseidon(), calculate };
}

export type ClassOutcome = {
	readonly wires: Tally;
	readonly inputs: Tally;
	readonly cases: number;
	readonly insolvent?: InsolventOutcome;
};

export async function attackClass(attack: ClassAttack): Promise<ClassOutcome> {
	const { sizeClass, seed, effort } = attack;
	const endMs = performance.now() + attack.budgetMs;
	const { compiled, hash, calculate } =
		attack.edits === undefined ? await openCircuitBench(sizeClass) : await openCopy(sizeClass, attack.edits);
	const system = await loadConstraintSystem(compiled.r1csPath);
	const map = await loadSignalMap(compiled.symPath, "Solvency");
	const wires = new Tally();
	const inputs = new Tally();
	let cases = 0;
	let longestMs = 0;
	let insolvent: InsolventOutcome | undefined;
	do {
		const startedMs = performance.now();
		const { honest, label } = attackCase(hash, sizeClass, seed, cases);
		const draw = drawFrom(seed * 7_919 + cases);
		const result = await calculate(honest.input);
		if (!result.satisfied) throw new HonestRefused(`${label} is refused: ${result.refused.message}`);
		const check = new IncrementalCheck(system, result.witness);
		if (check.brokenFromTheStart.length > 0)
			throw new Error(`${label}: the honest witness breaks constraints`);
		const isFixed = (wire: number) => wire <= system.header.publicCount;
		const attacked = { check, map, isFixed, judge: solvencyJudge(honest, map), draw, tally: wires, label };
		sweepWires(attacked, effort.sweeps);
		mutateWires(attacked, effort.wireMutations);
		forceStatements(attacked, falseStatements(attacked), effort.forcedRepeats);
		const { inputMutations } = effort;
		await mutateStatement(
			{ honest, calculate, draw, tally: inputs, label },
			inputMutations,
			cases * inputMutations,
		);
		cases += 1;
		attack.onCase?.(label, wires.total.mutations + inputs.total.mutations);
		longestMs = Math.max(longestMs, performance.now() - startedMs);
		if (effort.insolvent !== undefined) insolvent ??= await attackTheInsolvent(effort.insolvent);

		function falseStatements({ check: { witness } }: { check: IncrementalCheck }) {
			const publicNames = ["pseudonym", "ledgerRoot", "riskRoot", "scope"];
			const missing = honest.assessment.freeCollateralMicroUsd - honest.input.surplusMicroUsd + 1n;
			const edit = (name: string, difference: bigint) => {
				const wire = map.wireOf(name) as number;
				return new Map([[wire, (witness[wire] as bigint) + difference]]);
			};
			return [...publicNames.map((name) => edit(name, 1n)), edit("context", missing << 160n)];
		}
	} while (performance.now() + longestMs < endMs);
	return { wires, inputs, cases, ...(insolvent === undefined ? {} : { insolvent }) };

	async function attackTheInsolvent(insolventEffort: InsolventEffort): Promise<InsolventOutcome> {
		const uncheckedProgram = await openUncheckedProgram(sizeClass, compiled);
		const { onCase } = attack;
		const isOver = () => performance.now() > endMs;
		const parts = { sizeClass, hash, calculate, uncheckedProgram, system, map, seed, isOver };
		return attackInsolvent({
			...parts,
			effort: insolventEffort,
			...(onCase === undefined ? {} : { onCase }),
		});
	}
}
