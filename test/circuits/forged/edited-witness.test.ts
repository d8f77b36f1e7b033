/**
 * Witnesses edited by hand, against the constraints alone: the witness program is the prover's, and a
 * forger does not run it.
 */

import { beforeAll, describe, expect, it } from "vitest";
import {
	brokenBy,
	type ConstraintSystem,
	loadConstraintSystem,
	wiresOf,
} from "../../../security/circuit/circuit-constraints.ts";
import { freeWires } from "../../../security/circuit/circuit-freedom.ts";
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { checkWitness } from "../../../src/proof/circuit/check-witness.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";
import { openCircuitBench } from "../../support/circuits/circuit-setup.ts";
import { solvencyCase } from "../../support/circuits/solvency-case.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { DESK_HOLDINGS, deskRows } from "../../support/tables/desk-table.ts";
import { tableOf } from "../../support/tables/random-table.ts";

const SEED = 8_128;

let r1csPath: string;
let system: ConstraintSystem;
let witness: readonly bigint[];
/** Without the numbers that the compiler gives to anonymous components; equal names get primes. */
const wireByName = new Map<string, number>();
const namesByWire = new Map<number, string[]>();

beforeAll(async () => {
	const { compiled, hash, calculate } = await openCircuitBench();
	const honest = solvencyCase({ hash, table: tableOf(deskRows(), hash), holdings: DESK_HOLDINGS });
	const result = await calculate(honest.input);
	if (!result.satisfied) throw new Error(result.refused.message);
	witness = result.witness;
	r1csPath = compiled.r1csPath;
	system = await loadConstraintSystem(r1csPath);
	for (const [fullName, wire] of await loadSymbols(compiled.symPath)) {
		let name = fullName.replace(/^main\./, "").replace(/_\d+_\d+/g, "");
		while (wireByName.has(name)) name += "'";
		wireByName.set(name, wire);
		namesByWire.set(wire, [...(namesByWire.get(wire) ?? []), name]);
	}
});

function wire(name: string): number {
	const found = wireByName.get(name);
	if (found === undefined) throw new Error(`the compiler left no wire for ${name}`);
	return found;
}

/** Names of all signals that occur in the constraints that an edit breaks. */
function brokenNames(edits: Readonly<Record<string, bigint>>): string[] {
	const byWire = new Map(Object.entries(edits).map(([name, value]) => [wire(name), toField(value)]));
	const broken = brokenBy(system, witness, byWire);
	return broken.flatMap((index) =>
		[...wiresOf(system.constraint(index))].flatMap((at) => namesByWire.get(at) ?? []),
	);
}

function witnessed(name: string): bigint {
	return witness[wire(name)] as bigint;
}

it("satisfies every constraint with the honest witness", async () => {
	expect(await checkWitness({ r1csPath, witness })).toEqual({ satisfied: true });
});

it("lets no wire change alone, except the inverse of a zero test whose operand is zero", () => {
	const { broken, anyValue, oneOther } = freeWires(system, witness);
	expect(broken).toEqual([]);
	expect(oneOther).toEqual([]);
	const names = anyValue.map((at) => namesByWire.get(at)?.join() ?? `wire ${at}`);
	for (const name of names)
		expect(name).toMatch(
			/^(slots\[\d+\]\.IsZero|(?:expiryRuns|options)\.IsZero(?:\[\d+\])?|(?:runs|aloneMembers)\.IsEqual\[\d+\]\.isz)\.inv'*$/,
		);
	// One empty slot (its id and its size), neighbours with equal keys, and members of an underlying asked alone.
	expect(names.filter((name) => name.startsWith("slots[0]."))).toHaveLength(2);
	expect(names.length).toBeGreaterThan(10);
	expect(witness.length).toBe(system.header.wireCount);
});

describe("a public signal of a finished witness", () => {
	it.each([
		["pseudonym", "AssertPseudonym."],
		["ledgerRoot", "account."],
		["riskRoot", "TreeCapRoot."],
		["scope", "AssertPseudonym."],
		["context", "holder"],
	])("%s cannot change: it is bound by %s", (name, component) => {
		for (const value of [witnessed(name) + 1n, 0n, FIELD_ORDER - 1n]) {
			const names = brokenNames({ [name]: value });
			expect(names.some((other) => other.startsWith(component))).toBe(true);
		}
	});
});

describe("a zero test", () => {
	// The id's own test shares its outcome with the order of ids: of it only the inverse is left as a wire.
	it("cannot call a size zero that is not", () => {
		for (const inverse of [witnessed("slots[3].IsZero.inv'"), 0n, 1n]) {
			const names = brokenNames({ "slots[3].IsZero.out": 1n, "slots[3].IsZero.inv'": inverse });
			expect(names).toContain("qtysLots[3]");
		}
	});

	it("cannot call a size of zero another", () => {
		for (const inverse of [0n, 1n, FIELD_ORDER - 1n]) {
			const names = brokenNames({ "slots[0].IsZero.out": 0n, "slots[0].IsZero.inv'": inverse });
			expect(names).toContain("slots[0].IsZero.out");
		}
	});

	// Whatever else a forger changes with it: the two constraints that compare the keys cannot both hold.
	it("cannot tear or join a netting set", () => {
		for (let slot = 0; slot < 15; slot++) {
			const outcome = wire(`runs.underlyingContinues[${slot}]`);
			const key = wire(`aloneMembers.underlyings[${slot}]`);
			const comparison = constraintsOf(outcome).filter((index) => wiresOf(system.constraint(index)).has(key));
			expect(comparison, `slot ${slot}`).toHaveLength(2);
			const [inverse, ...others] = inversesIn(comparison);
			expect(others).toEqual([]);
			for (const value of [1n - (witness[outcome] as bigint), 2n]) {
				for (const claimed of [witness[inverse as number] as bigint, 0n, 1n]) {
					const broken = brokenBy(
						system,
						witness,
						new Map([
							[outcome, value],
							[inverse as number, claimed],
						]),
					);
					expect(
						broken.some((index) => comparison.includes(index)),
						`slot ${slot}`,
					).toBe(true);
				}
			}
		}
	});

	function constraintsOf(at: number): number[] {
		return Array.from({ length: system.header.constraintCount }, (_, index) => index).filter((index) =>
			wiresOf(system.constraint(index)).has(at),
		);
	}

	function inversesIn(constraints: readonly number[]): number[] {
		const wires = constraints.flatMap((index) => [...wiresOf(system.constraint(index))]);
		return [...new Set(wires)].filter((at) =>
			(namesByWire.get(at) ?? []).some((name) => /\.inv'*$/.test(name)),
		);
	}
});

describe(`sampled wires (seed ${SEED})`, () => {
	it("cannot flip a bit or set it to 2", () => {
		const draw = drawFrom(SEED);
		const bits = [...wireByName.keys()].filter((name) => /\.bits(\.out)?\[\d+\](\[\d+\])?$/.test(name));
		for (let sample = 0; sample < 400; sample++) {
			const name = draw.pick(bits);
			expect([0n, 1n]).toContain(witnessed(name));
			expect(brokenNames({ [name]: 1n - witnessed(name) }), name).not.toEqual([]);
			expect(brokenNames({ [name]: 2n }), name).not.toEqual([]);
		}
	});

	it("cannot move a carry between two bits: the first leaves {0, 1}", () => {
		const lanes = [...wireByName.keys()].filter((name) =>
			/lanes(\[\d+\])?\.bits\[\d\]\[([1-9]|[1-5]\d)\]$/.test(name),
		);
		const draw = drawFrom(SEED + 1);
		for (let sample = 0; sample < 100; sample++) {
			const low = draw.pick(lanes);
			const high = low.replace(/\[(\d+)\]$/, (_all, bit: string) => `[${Number(bit) + 1}]`);
			if (!wireByName.has(high)) continue;
			const names = brokenNames({ [low]: witnessed(low) + 2n, [high]: witnessed(high) - 1n });
			expect(names, low).toContain(low);
		}
	});

	it("cannot change a product, a sum along a run, or a size", () => {
		const draw = drawFrom(SEED + 2);
		const computed = [...wireByName.keys()].filter((name) =>
			/^(gross|slots\[\d+\]\.signedQtyLots|\w+Totals\.carried|charges\[\d+\]\.(steps|stepTotal|chargeMicroUsd)|tailProducts|stressProducts)/.test(
				name,
			),
		);
		expect(computed.length).toBeGreaterThan(100);
		for (let sample = 0; sample < 200; sample++) {
			const name = draw.pick(computed);
			for (const change of [1n, -1n, 1n << 63n, FIELD_ORDER / 2n]) {
				expect(brokenNames({ [name]: witnessed(name) + change }), name).not.toEqual([]);
			}
		}
	});
});
