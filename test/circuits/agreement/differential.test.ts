/** Engine against circuit with shrinking: no difference, and a planted one is found and made small. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
	type DifferentialVector,
	findDifference,
	replay,
	type Verdict,
} from "../../../security/compare/differential.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import { expectedVerdict } from "../../support/circuits/circuit-agreement.ts";
import { type CircuitBench, openCircuitBench } from "../../support/circuits/circuit-setup.ts";

const SEED = 90_210;
const RUNS = 25;
const PLANTED_RUNS = 300;

/** Accounts that once differed, and some at the edges of the bounds. */
const VECTORS = JSON.parse(
	readFileSync(join(import.meta.dirname, "differential-vectors.json"), "utf8"),
) as DifferentialVector[];

let bench: CircuitBench;
beforeAll(async () => {
	bench = await openCircuitBench();
});

it(`finds no difference in ${RUNS} accounts (seed ${SEED})`, async () => {
	const { runs, difference } = await findDifference({ bench, seed: SEED, runs: RUNS });
	expect(difference).toBeUndefined();
	expect(runs).toBe(RUNS);
});

describe("a kept account", () => {
	it.each(VECTORS.map((vector, at) => [at, vector] as const))("%i has one answer", async (_at, vector) => {
		expect(await replay(bench, vector)).toBeUndefined();
	});
});

describe("a planted difference", () => {
	/** A circuit that forgets the charge of short positions of instrument 7 or higher and at least 3 lots. */
	const wrong: Verdict = async (table, holdings, surplusMicroUsd) => {
		const forgets = holdings.some(({ id, qtyLots }) => id >= 7 && qtyLots <= -3n);
		return forgets ? "accepted" : expectedVerdict(assessMargin(table.rows, holdings), surplusMicroUsd);
	};

	it("is found, and shrunk to one position of the least size", async () => {
		const { difference } = await findDifference({ bench, seed: SEED, runs: PLANTED_RUNS, circuit: wrong });
		expect(difference?.message).toContain("the circuit accepted");
		const shorts = difference?.vector.holdings.filter(([, qtyLots]) => qtyLots.startsWith("-"));
		expect(shorts).toContainEqual([7, "-3"]);
		expect(difference?.vector.holdings.length).toBeLessThanOrEqual(2);
	});
});
