/**
 * Engine against circuit on random accounts, with shrinking: a difference is reported as the smallest
 * account that shows it, in the form that `test/circuits/agreement/differential-vectors.json` keeps.
 */
import fc from "fast-check";
import type { PoseidonHash } from "../../src/field/poseidon.ts";
import { assessMargin } from "../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT } from "../../src/risk/model/dimensions.ts";
import type { Holding } from "../../src/risk/model/holding.ts";
import type { RiskTable } from "../../src/risk/model/risk-table.ts";
import { MAX_QTY_LOTS } from "../../src/units/lots.ts";
import { expectedVerdict } from "../../test/support/circuits/circuit-agreement.ts";
import { type CircuitBench, refusedAt } from "../../test/support/circuits/circuit-setup.ts";
import { solvencyCase } from "../../test/support/circuits/solvency-case.ts";
import { CASH_ID, randomRows, type TableShape, tableOf } from "../../test/support/tables/random-table.ts";

/** One account under one table; JSON has no bigint, so quantities are decimal text. */
export type DifferentialVector = {
	readonly tableSeed: number;
	readonly shape: TableShape;
	/** Per-lot numbers of the table are below 2^perLotBits. */
	readonly perLotBits: number;
	readonly holdings: readonly (readonly [id: number, qtyLots: string])[];
};

/** What engine or circuit says of an account that proves a surplus: "accepted", or where it is refused. */
export type Verdict = (
	table: RiskTable,
	holdings: readonly Holding[],
	surplusMicroUsd: bigint,
) => Promise<string>;

export type Difference = { readonly vector: DifferentialVector; readonly message: string };

const MAX_HOLDINGS = 15;
const TABLE_ROWS = { listing: 54, "one-set": 21 } as const;
/** A listing is built once per seed: hashing its rows takes longer than a witness. */
const TABLE_SEEDS = 12;
const FIRST_TABLE_SEED = 77_000;

/** Runs until `runs` accounts agreed, a difference is found, or the time is up. */
export async function findDifference(request: {
	readonly bench: CircuitBench;
	readonly seed: number;
	readonly runs: number;
	readonly budgetMs?: number;
	/** Defaults to the circuit; tests put in another. */
	readonly circuit?: Verdict;
}): Promise<{ readonly runs: number; readonly difference?: Difference }> {
	const { bench, seed, runs, budgetMs } = request;
	const circuit = request.circuit ?? circuitVerdict(bench);
	const tables = tableSource(bench);
	const property = fc.asyncProperty(vectors(tables), async (vector) => {
		const message = await differenceOf(tables(vector), vector, circuit);
		if (message !== undefined) throw new Error(message);
	});
	const outcome = await fc.check(property, { seed, numRuns: runs, ...timeLimit(budgetMs) });
	// Without a counterexample the time was up before the first account.
	if (!outcome.failed || outcome.counterexample === null) return { runs: outcome.numRuns };
	const [vector] = outcome.counterexample;
	return { runs: outcome.numRuns, difference: { vector, message: String(outcome.errorInstance) } };
}

export function timeLimit(budgetMs: number | undefined) {
	return budgetMs === undefined ? {} : { interruptAfterTimeLimit: budgetMs, markInterruptAsFailure: false };
}

/** Replays a vector; undefined when engine and circuit agree. */
export async function replay(bench: CircuitBench, vector: DifferentialVector): Promise<string | undefined> {
	return differenceOf(tableSource(bench)(vector), vector, circuitVerdict(bench));
}

export function holdingsOf({ holdings }: Pick<DifferentialVector, "holdings">): Holding[] {
	return holdings.map(([id, qtyLots]) => ({ id, qtyLots: BigInt(qtyLots) }));
}

function circuitVerdict(bench: CircuitBench): Verdict {
	return async (table, holdings, surplusMicroUsd) => {
		const { input } = solvencyCase({ hash: bench.hash, table, holdings, surplusMicroUsd });
		return refusedAt(await bench.calculate(input));
	};
}

/** At surplus 0, and at the free collateral and one µUSD more where there is any. */
async function differenceOf(
	table: RiskTable,
	vector: DifferentialVector,
	circuit: Verdict,
): Promise<string | undefined> {
	const holdings = holdingsOf(vector);
	const assessment = assessMargin(table.rows, holdings);
	const free = assessment.freeCollateralMicroUsd;
	const surpluses = free >= 0n && free + 1n < AMOUNT_LIMIT ? [0n, free, free + 1n] : [0n];
	for (const surplusMicroUsd of surpluses) {
		const engine = expectedVerdict(assessment, surplusMicroUsd);
		const found = await circuit(table, holdings, surplusMicroUsd);
		if (engine !== found)
			return `at surplus ${surplusMicroUsd} the engine says ${engine}, the circuit ${found}`;
	}
	return undefined;
}

export type Tables = (vector: Omit<DifferentialVector, "holdings">) => RiskTable;

export function tableSource({ hash }: { readonly hash: PoseidonHash }): Tables {
	const made = new Map<string, RiskTable>();
	return ({ tableSeed, shape, perLotBits }) => {
		const key = `${tableSeed} ${shape} ${perLotBits}`;
		const table =
			made.get(key) ?? tableOf(randomRows(tableSeed, (1n << BigInt(perLotBits)) - 1n, shape), hash);
		made.set(key, table);
		return table;
	};
}

/** Accounts whose cash is put near the limit of solvency, as far as the bounds allow. */
export function vectors(tables: Tables, maxHoldings = MAX_HOLDINGS): fc.Arbitrary<DifferentialVector> {
	const table = fc.record({
		tableSeed: fc.integer({ min: FIRST_TABLE_SEED, max: FIRST_TABLE_SEED + TABLE_SEEDS - 1 }),
		shape: fc.constantFrom<TableShape>("listing", "one-set"),
		perLotBits: fc.constantFrom(16, 24, 30, 36),
	});
	return table.chain((at) => {
		const limit = 1n << BigInt(Math.max(1, Math.min(40, 57 - at.perLotBits)));
		const holding = fc.record({
			id: fc.integer({ min: CASH_ID + 1, max: TABLE_ROWS[at.shape] }),
			qtyLots: fc.oneof(fc.bigInt({ min: -limit + 1n, max: limit - 1n }), fc.bigInt({ min: -9n, max: 9n })),
		});
		const holdings = fc.uniqueArray(holding, { maxLength: maxHoldings - 1, selector: ({ id }) => id });
		const cash = fc.option(fc.bigInt({ min: -3n, max: 3n }), { freq: 4 });
		return fc.tuple(holdings, cash).map(([others, offset]) => {
			const sorted = [...others].sort((one, other) => one.id - other.id);
			const all = offset === null ? sorted : [cashFor(tables(at), sorted, offset), ...sorted];
			return { ...at, holdings: all.map(({ id, qtyLots }) => [id, `${qtyLots}`] as const) };
		});
	});
}

function cashFor({ rows }: RiskTable, others: readonly Holding[], offset: bigint): Holding {
	const { freeCollateralMicroUsd } = assessMargin(rows, others);
	const value = rows[CASH_ID]?.stressMicroUsd[0] as bigint;
	const lots = -freeCollateralMicroUsd / value + offset;
	const qtyLots = lots > MAX_QTY_LOTS ? MAX_QTY_LOTS : lots < -MAX_QTY_LOTS ? -MAX_QTY_LOTS : lots;
	return { id: CASH_ID, qtyLots };
}
