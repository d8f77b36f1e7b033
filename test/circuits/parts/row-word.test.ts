/** The circuit that opens one element of one row: it opens what the table holds there, or nothing. */
import { beforeAll, describe, expect, it } from "vitest";
import { brokenBy, loadConstraintSystem } from "../../../security/circuit/circuit-constraints.ts";
import { freeWires } from "../../../security/circuit/circuit-freedom.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { treePath } from "../../../src/field/tree.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import { checkWitness } from "../../../src/proof/circuit/check-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";
import { rowWordInput } from "../../../src/proof/inputs/row-word-input.ts";
import type { CircuitInput } from "../../../src/proof/inputs/solvency-input.ts";
import { STRESS_LANES } from "../../../src/risk/model/dimensions.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { ELEMENT, ROW_ELEMENTS } from "../../../src/risk/model/row-layout.ts";
import { sharedCircuit } from "../../support/circuits/shared-key.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { deskRows } from "../../support/tables/desk-table.ts";
import { tableOf } from "../../support/tables/random-table.ts";

const ID = 3;
const WORD_INDEX = 20;
const MOST_CONSTRAINTS = 4_700;

let compiled: CompiledCircuit;
let table: RiskTable;

beforeAll(async () => {
	compiled = await sharedCircuit("row-word");
	table = tableOf(deskRows(), await loadFastPoseidon());
});

/** Ids that have a row: the desk's table leaves some out. */
const listed = () => [...table.rows.keys()].filter((id) => table.rows[id] !== undefined);
const honest = () => rowWordInput({ table, id: ID, wordIndex: WORD_INDEX }).input;
const calculate = (input: CircuitInput) => calculateWitness({ wasmPath: compiled.wasmPath, input });

/** The innermost template that refuses, or "accepted". */
async function verdict(change: CircuitInput): Promise<string> {
	const result = await calculate({ ...honest(), ...change });
	return result.satisfied ? "accepted" : result.refused.template;
}

describe("opening a word", () => {
	it("succeeds for elements of every kind, of the first row, the last and some between", async () => {
		for (const id of [0, 1, ID, listed().at(-1) as number]) {
			for (const wordIndex of [
				0,
				STRESS_LANES / 4,
				ELEMENT.longSlope - 1,
				ELEMENT.longSlope,
				ELEMENT.keys,
				ELEMENT.bound,
			]) {
				const { input, signals } = rowWordInput({ table, id, wordIndex });
				expect((await calculate(input)).satisfied).toBe(true);
				expect(signals.word).toBe(rowElements(encodeRow(table.rows[id] as never))[wordIndex]);
			}
		}
	});

	it("is small", () => {
		expect(compiled.constraintCount).toBeLessThan(MOST_CONSTRAINTS);
		expect(compiled.publicSignals).toEqual(["riskRoot", "id", "wordIndex", "word"]);
	});

	it("has no element beyond the last one and no row beyond the table", () => {
		const open = (id: number, wordIndex: number) => thrownBy(() => rowWordInput({ table, id, wordIndex }));
		expect(open(ID, ROW_ELEMENTS)).toMatchObject({ code: "ROW_WORD_UNKNOWN" });
		expect(open(table.rows.length, 0)).toMatchObject({ code: "ROW_WORD_UNKNOWN" });
	});
});

describe("a forged opening is refused", () => {
	const other = () => rowElements(encodeRow(table.rows[ID + 1] as never));

	it.each([
		["another root", () => ({ riskRoot: table.tree.root + 1n }), "RowWord"],
		["another word", () => ({ word: 12345n }), "RowWord"],
		["the next word of the row", () => ({ wordIndex: BigInt(WORD_INDEX + 1) }), "RowWord"],
		["another id", () => ({ id: BigInt(ID + 1) }), "AssertTreePath"],
		["an id of 13 bits that ends in the same 12", () => ({ id: BigInt(ID + 4096) }), "Num2Bits"],
		["an id near the field's end", () => ({ id: FIELD_ORDER - 1n }), "Num2Bits"],
		["an index after the last element", () => ({ wordIndex: BigInt(ROW_ELEMENTS), word: 0n }), "OneOf"],
		["an index of 2^64", () => ({ wordIndex: 2n ** 64n, word: 0n }), "OneOf"],
		["an index of −1", () => ({ wordIndex: FIELD_ORDER - 1n, word: 0n }), "OneOf"],
		["the row of another id", () => ({ elements: other(), word: other()[WORD_INDEX] }), "AssertTreePath"],
		["the path of another id", () => ({ path: treePath(table.tree, ID + 8) }), "AssertTreePath"],
	] as const)("%s", async (_what, change, template) => {
		expect(await verdict(change() as CircuitInput)).toBe(template);
	});

	it("one node of the path changed, on every level", async () => {
		for (const level of [0, 1, 2, 3]) {
			const path = treePath(table.tree, ID).map((children) => [...children]);
			const children = path[level] as bigint[];
			children[7] = (children[7] as bigint) + 1n;
			expect(await verdict({ path })).toBe(level === 3 ? "RowWord" : "AssertTreePath");
		}
	});
});

describe("a witness edited by hand", () => {
	it("satisfies every constraint when honest, and no wire may change alone", async () => {
		const result = await calculate(honest());
		if (!result.satisfied) throw new Error(result.refused.message);
		const { r1csPath } = compiled;
		expect(await checkWitness({ r1csPath, witness: result.witness })).toEqual({ satisfied: true });
		const free = freeWires(await loadConstraintSystem(r1csPath), result.witness);
		expect(free).toEqual({ broken: [], anyValue: [], oneOther: [] });
	});

	it("cannot select a second element, or share the selection", async () => {
		const result = await calculate(honest());
		if (!result.satisfied) throw new Error(result.refused.message);
		const system = await loadConstraintSystem(compiled.r1csPath);
		const symbols = await loadSymbols(compiled.symPath);
		const selector = (at: number): number => {
			const name = [...symbols.keys()].find((one) => one.endsWith(`.selectors[${at}]`));
			const wire = name === undefined ? undefined : symbols.get(name);
			if (wire === undefined) throw new Error(`no wire for selector ${at}`);
			return wire;
		};
		// The compiler derives the last selector from the others.
		for (const at of [0, WORD_INDEX - 1, WORD_INDEX + 1, ELEMENT.keys]) {
			const edits = [new Map([[selector(at), 1n]])];
			if (at !== 0)
				edits.push(
					new Map([
						[selector(at), 1n],
						[selector(WORD_INDEX), 0n],
					]),
				);
			for (const edit of edits) expect(brokenBy(system, result.witness, edit)).not.toEqual([]);
		}
	});
});
