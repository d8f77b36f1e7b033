/** The search for forgeries on a whole circuit, a small seeded run, and what it would call a bug. */
import { beforeAll, describe, expect, it } from "vitest";
import {
	brokenBy,
	type ConstraintSystem,
	loadConstraintSystem,
} from "../../security/circuit/circuit-constraints.ts";
import { attackClass, type ClassOutcome } from "../../security/forge/attack-class.ts";
import type { Judge } from "../../security/forge/attack-witness.ts";
import { FREE, solvencyJudge } from "../../security/forge/free-signals.ts";
import { IncrementalCheck } from "../../security/forge/incremental-check.ts";
import { loadSignalMap, type SignalMap } from "../../security/forge/signal-map.ts";
import { toField } from "../../src/field/bn254.ts";
import { openCircuitBench } from "../support/circuits/circuit-setup.ts";
import { fullAccount } from "../support/circuits/full-account.ts";
import { drawFrom } from "../support/random/seeded-draw.ts";

const SEED = 4_711;
const SPARE = 5_000n;

let outcome: ClassOutcome;
let map: SignalMap;
let system: ConstraintSystem;
let check: IncrementalCheck;
let judge: Judge;

beforeAll(async () => {
	const { compiled, hash, calculate } = await openCircuitBench(8);
	outcome = await attackClass({
		sizeClass: 8,
		seed: SEED,
		budgetMs: 0,
		effort: { sweeps: 1, wireMutations: 8_000, forcedRepeats: 40, inputMutations: 20 },
	});
	const rich = fullAccount(hash, 8);
	const honest = fullAccount(hash, 8, rich.input.surplusMicroUsd - SPARE);
	const result = await calculate(honest.input);
	if (!result.satisfied) throw new Error(result.refused.message);
	map = await loadSignalMap(compiled.symPath, "Solvency");
	system = await loadConstraintSystem(compiled.r1csPath);
	check = new IncrementalCheck(system, result.witness);
	judge = solvencyJudge(honest, map);
});

describe(`the circuit of 8 positions (seed ${SEED})`, () => {
	it("refuses every mutation that is not free by design", () => {
		const { wires, inputs } = outcome;
		expect(wires.bugs).toEqual([]);
		expect(inputs.bugs).toEqual([]);
		expect(wires.total.mutations).toBeGreaterThan(60_000);
		expect(inputs.total.refused).toBeGreaterThan(10);
		const reasons = [...wires.reasons.keys(), ...inputs.reasons.keys()];
		for (const reason of reasons) expect(Object.values(FREE)).toContain(reason);
		expect(reasons).toContain(FREE.inverse);
	});

	it("refuses in every template that has constraints of its own", () => {
		for (const template of [
			"NonNegativeLanes",
			"NegativeParts",
			"PositionEntry",
			"RangeChecked",
			"RunTotals",
		]) {
			expect(outcome.wires.refusals.get(template), template).toBeGreaterThan(0);
		}
	});
});

/** Moves one signal. */
function moved(name: string, difference: bigint): ReadonlyMap<number, bigint> {
	const wire = map.wireOf(name);
	if (wire === undefined) throw new Error(`the compiler left no wire for ${name}`);
	return new Map([[wire, toField((check.witness[wire] as bigint) + difference)]]);
}

describe("of a mutation that satisfies everything, it is called a bug", () => {
	it.each([
		["another pseudonym", "pseudonym", 1n, "another statement"],
		["another ledger", "ledgerRoot", 1n, "another statement"],
		["another table", "riskRoot", 1n, "another statement"],
		["more surplus than there is", "context", (SPARE + 1n) << 160n, "more surplus than the account has"],
		["another line of a charge", "chargeLinesMicroUsd[7][2]", -1n, "is another"],
		["another net of an expiry", "expiryNetsMicroUsd[7][2]", 1n, "is another"],
		["another position", "ids[7]", 1n, "is another"],
		["another size", "qtysLots[3]", 1n, "is another"],
		["a signal that the inputs should determine", "gross[2]", 1n, "do not determine"],
	])("to have %s", (_what, name, difference, why) => {
		const verdict = judge(moved(name, difference), check);
		expect(verdict).toMatchObject({ kind: "bug", what: expect.stringContaining(why) });
	});

	it.each([
		["less surplus", "context", -(1n << 160n), FREE.holder],
		["more surplus that the account has", "context", SPARE << 160n, FREE.holder],
		["another tail level", "tailShiftMicroUsd", 1n, FREE.tail],
	])("but free to have %s", (_what, name, difference, reason) => {
		expect(judge(moved(name, difference), check)).toEqual({ kind: "free", reason });
	});
});

it("checks edits as a check of all constraints would", () => {
	const draw = drawFrom(SEED);
	const witness = check.witness as bigint[];
	for (let sample = 0; sample < 300; sample++) {
		const edits = new Map(
			Array.from({ length: draw.integer(1, 3) }, () => [
				draw.integer(1, witness.length - 1),
				draw.anyMagnitude(253),
			]),
		) as Map<number, bigint>;
		const changed = new Map([...edits].filter(([wire, value]) => witness[wire] !== value));
		expect(check.broken(changed).sort()).toEqual(brokenBy(system, witness, changed).sort());
	}
});
