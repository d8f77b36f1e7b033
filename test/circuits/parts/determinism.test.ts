/**
 * Every wire of the circuit follows from its inputs, for every witness. So a forger can only choose
 * inputs, and the forgeries of `forged-*.test.ts` leave nothing out that a hand-made witness could do.
 */
import { beforeAll, expect, it } from "vitest";
import {
	type Constraint,
	type ConstraintSystem,
	loadConstraintSystem,
} from "../../../security/circuit/circuit-constraints.ts";
import { determinedFrom } from "../../../security/circuit/circuit-determinism.ts";
import { compilePart } from "../../../security/circuit/circuit-part.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";
import { aloneGroups } from "../../../src/risk/model/dimensions.ts";
import { sharedCircuit } from "../../support/circuits/shared-key.ts";

const SLOTS = 16;
const INPUT = /^main\.\w+(\[\d+\])*$/;

/**
 * 5 zero tests for each slot (3 of them for who holds only bought options), 3 for each pair of neighbours, 1 at the end, and one
 * for each slot and underlying that is asked alone.
 */
const ZERO_TESTS = 5 * SLOTS + 3 * (SLOTS - 1) + 1 + aloneGroups(SLOTS) * SLOTS;

let circuit: CompiledCircuit;
let system: ConstraintSystem;
let symbols: ReadonlyMap<string, number>;
let lanes: ConstraintSystem;
let lanesWord: number;

beforeAll(async () => {
	circuit = await sharedCircuit("solvency-16");
	system = await loadConstraintSystem(circuit.r1csPath);
	symbols = await loadSymbols(circuit.symPath);
	const small = await compilePart({
		main: "NonNegativeLanes(61)",
		file: "lib/packed-word.circom",
		publicInputs: ["word"],
		publicSignals: ["digits[0]", "digits[1]", "digits[2]", "digits[3]", "word"],
	});
	lanes = await loadConstraintSystem(small.r1csPath);
	lanesWord = (await loadSymbols(small.symPath)).get("main.word") as number;
});

it("determines every wire of the solvency circuit from its inputs", () => {
	const inputs = [...symbols].filter(([name]) => INPUT.test(name) && isInput(name)).map(([, wire]) => wire);
	// The optimiser takes surplus from context and holder.
	const { undetermined, zeroTestInverses } = determinedFrom(system, new Set(inputs));
	expect(undetermined).toEqual([]);
	expect(zeroTestInverses).toHaveLength(ZERO_TESTS);
});

/** Signals of the statement itself that it declares as inputs. */
function isInput(name: string): boolean {
	const signal = name.replace(/^main\./, "").replace(/\[.*$/, "");
	return INPUTS.has(signal);
}

const INPUTS = new Set(
	(
		"pseudonym ledgerRoot riskRoot scope context secret salt accountIndex accountPath holder surplusMicroUsd " +
		"ids negs qtysLots rows rowPaths tableCap chargeLinesMicroUsd expiryNetsMicroUsd " +
		"underlyingNetsMicroUsd tailShiftMicroUsd aloneKeys aloneRestShiftsMicroUsd"
	).split(" "),
);

it("determines the lanes of a packed word", () => {
	expect(determinedFrom(lanes, [lanesWord]).undetermined).toEqual([]);
});

it("notices any single constraint that is missing", () => {
	for (let missing = 0; missing < lanes.header.constraintCount; missing += 7) {
		const weakened: ConstraintSystem = {
			...lanes,
			constraint: (index) => (index === missing ? NOTHING : lanes.constraint(index)),
		};
		expect(determinedFrom(weakened, [lanesWord]).undetermined, `without ${missing}`).not.toEqual([]);
	}
});

const NOTHING: Constraint = { a: new Map(), b: new Map(), c: new Map() };
