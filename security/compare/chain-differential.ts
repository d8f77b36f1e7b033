/**
 * Engine, circuit and contract on random accounts, with shrinking. Each account costs one or two real proofs,
 * so there are few; engine and circuit alone see many more (differential.ts).
 */
import fc from "fast-check";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import { assessMargin } from "../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT, aloneGroups } from "../../src/risk/model/dimensions.ts";
import type { MarginLevel } from "../../src/risk/model/risk-table.ts";
import type { ChainBench } from "./chain-bench.ts";
import { type ChainStatement, chainVerdict } from "./chain-verdict.ts";
import {
	type DifferentialVector,
	holdingsOf,
	type Tables,
	tableSource,
	timeLimit,
	vectors,
} from "./differential.ts";
import { abusesOf } from "./proof-abuse.ts";

/** The table of the level that is not asked about: any other, and small. */
const OTHER_LEVEL = { tableSeed: 76_999, shape: "one-set", perLotBits: 16 } as const;

/** One account; the vector's table is that of its level. */
export type ChainVector = DifferentialVector & { readonly sizeClass: SizeClass; readonly level: MarginLevel };

export type ChainCounts = {
	/** Real proofs, of true and of false statements. */
	proofs: number;
	accepted: number;
	refused: number;
	/** Uses of accepted proofs for something else, each refused. */
	abuses: number;
};

export type ChainDifference = { readonly vector: ChainVector; readonly message: string };

/** Until `runs` accounts agreed, a difference is found, or the time is up. */
export async function findChainDifference(request: {
	readonly bench: ChainBench;
	readonly seed: number;
	readonly runs: number;
	readonly sizeClasses: readonly SizeClass[];
	/** Counts on from these. */
	readonly counts: ChainCounts;
	readonly budgetMs?: number;
}): Promise<{ readonly difference?: ChainDifference }> {
	const { bench, seed, runs, sizeClasses, counts, budgetMs } = request;
	const tables = tableSource(bench);
	const property = fc.asyncProperty(chainVectors(tables, sizeClasses), async (vector) => {
		const message = await chainDifferenceOf(bench, statementsOf(tables, vector), counts);
		if (message !== undefined) throw new Error(message);
	});
	const outcome = await fc.check(property, { seed, numRuns: runs, ...timeLimit(budgetMs) });
	// Without a counterexample the time was up before the first account.
	if (!outcome.failed || outcome.counterexample === null) return {};
	const [vector] = outcome.counterexample;
	return { difference: { vector, message: String(outcome.errorInstance) } };
}

/** All that the contract must say of statements about one account; undefined when it says so. */
export async function chainDifferenceOf(
	bench: ChainBench,
	statements: readonly ChainStatement[],
	counts: ChainCounts,
): Promise<string | undefined> {
	for (const statement of statements) {
		const verdict = await chainVerdict(bench, statement);
		counts.proofs += 1;
		const at = `at surplus ${statement.surplusMicroUsd} ${statement.level}`;
		if (verdict.difference !== undefined) return `${at} ${verdict.difference}`;
		if (!verdict.accepted) {
			counts.refused += 1;
			continue;
		}
		counts.accepted += 1;
		for (const { name, refusal, answer } of abusesOf(bench, statement, verdict)) {
			counts.abuses += 1;
			const found = await answer();
			if (found !== refusal) return `${at} with ${name}: ${found} instead of ${refusal}`;
		}
	}
	return undefined;
}

/** At the free collateral and one µUSD more where there is any; else at 0. */
function statementsOf(tables: Tables, vector: ChainVector): ChainStatement[] {
	const { sizeClass, level } = vector;
	const [own, other] = [tables(vector), tables(OTHER_LEVEL)];
	const byLevel =
		level === "initial" ? { initial: own, maintenance: other } : { initial: other, maintenance: own };
	const holdings = holdingsOf(vector);
	const { freeCollateralMicroUsd: free } = assessMargin(own.rows, holdings);
	const surpluses = free < 0n || free + 1n >= AMOUNT_LIMIT ? [0n] : [free, free + 1n];
	return surpluses.map((surplusMicroUsd) => ({
		sizeClass,
		level,
		tables: byLevel,
		holdings,
		surplusMicroUsd,
	}));
}

/** A class tests so many underlyings with options and no more. */
function fits(tables: Tables, vector: DifferentialVector, sizeClass: SizeClass): boolean {
	return assessMargin(tables(vector).rows, holdingsOf(vector)).aloneSets.length <= aloneGroups(sizeClass);
}

function chainVectors(tables: Tables, sizeClasses: readonly SizeClass[]): fc.Arbitrary<ChainVector> {
	const shape = fc.record({
		sizeClass: fc.constantFrom(...sizeClasses),
		level: fc.constantFrom<MarginLevel>("maintenance", "initial"),
	});
	return shape.chain((of) =>
		vectors(tables, of.sizeClass)
			.filter((vector) => fits(tables, vector, of.sizeClass))
			.map((vector) => ({ ...of, ...vector })),
	);
}
