/** Attacks the circuit of one size class: case after case until the time is up. */
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import { loadConstraintSystem } from "../../test/support/circuit-constraints.ts";
import { openCircuitBench } from "../../test/support/circuit-setup.ts";
import { drawFrom } from "../../test/support/seeded-draw.ts";
import { attackCase } from "./attack-cases.ts";
import { mutateStatement } from "./attack-inputs.ts";
import { forceStatements, mutateWires, sweepWires } from "./attack-witness.ts";
import { solvencyJudge } from "./free-signals.ts";
import { IncrementalCheck } from "./incremental-check.ts";
import { loadSignalMap } from "./signal-map.ts";
import { Tally } from "./tally.ts";

export type ClassAttack = {
	readonly sizeClass: SizeClass;
	readonly seed: number;
	/** No further case starts after this; the first always runs. */
	readonly budgetMs: number;
	readonly effort: Effort;
	readonly onCase?: (label: string, mutations: number) => void;
};

/** What is done to each case. */
export type Effort = {
	readonly sweeps: number;
	readonly wireMutations: number;
	readonly forcedRepeats: number;
	readonly inputMutations: number;
};

export const FULL_EFFORT: Effort = {
	sweeps: 1,
	wireMutations: 60_000,
	forcedRepeats: 200,
	inputMutations: 60,
};

export type ClassOutcome = { readonly wires: Tally; readonly inputs: Tally; readonly cases: number };

export async function attackClass(attack: ClassAttack): Promise<ClassOutcome> {
	const { sizeClass, seed, effort } = attack;
	const endMs = performance.now() + attack.budgetMs;
	const { compiled, hash, calculate } = await openCircuitBench(sizeClass);
	const system = await loadConstraintSystem(compiled.r1csPath);
	const map = await loadSignalMap(compiled.symPath, "Solvency");
	const wires = new Tally();
	const inputs = new Tally();
	let cases = 0;
	do {
		const { honest, label } = attackCase(hash, sizeClass, seed, cases);
		const draw = drawFrom(seed * 7_919 + cases);
		const result = await calculate(honest.input);
		if (!result.satisfied) throw new Error(`${label} is refused: ${result.refused.message}`);
		const check = new IncrementalCheck(system, result.witness);
		if (check.brokenFromTheStart.length > 0)
			throw new Error(`${label}: the honest witness breaks constraints`);
		const isFixed = (wire: number) => wire <= system.header.publicCount;
		const attacked = { check, map, isFixed, judge: solvencyJudge(honest, map), draw, tally: wires, label };
		sweepWires(attacked, effort.sweeps);
		mutateWires(attacked, effort.wireMutations);
		forceStatements(attacked, falseStatements(attacked), effort.forcedRepeats);
		await mutateStatement({ honest, calculate, draw, tally: inputs, label }, effort.inputMutations);
		cases += 1;
		attack.onCase?.(label, wires.total.mutations + inputs.total.mutations);

		function falseStatements({ check: { witness } }: { check: IncrementalCheck }) {
			const publicNames = ["pseudonym", "ledgerRoot", "riskRoot", "scope"];
			const missing = honest.assessment.freeCollateralMicroUsd - honest.input.surplusMicroUsd + 1n;
			const edit = (name: string, difference: bigint) => {
				const wire = map.wireOf(name) as number;
				return new Map([[wire, (witness[wire] as bigint) + difference]]);
			};
			return [...publicNames.map((name) => edit(name, 1n)), edit("context", missing << 160n)];
		}
	} while (performance.now() < endMs);
	return { wires, inputs, cases };
}
