/** Engine, circuit and contract say the same of an account, with real proofs, of true and of false statements. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChainBench, openChainBench } from "../../../security/compare/chain-bench.ts";
import {
	type ChainCounts,
	chainDifferenceOf,
	findChainDifference,
} from "../../../security/compare/chain-differential.ts";
import { answerOf, chainVerdict, requestOf } from "../../../security/compare/chain-verdict.ts";
import { type ExtremeStatement, extremeStatements } from "../../../security/compare/extreme-statements.ts";
import type { SizeClass } from "../../../src/ledger/account-leaf.ts";

const SEED = 31_337;
const RANDOM_ACCOUNTS = 4;
const SIZE_CLASSES: readonly SizeClass[] = [8, 16];

/** Each costs a proof, so only what the others do not say. */
const CASES: readonly (readonly [sizeClass: SizeClass, name: string])[] = [
	[8, "an empty account and no surplus"],
	[8, "an empty account and one µUSD"],
	[8, "a surplus of 2^61 − 1"],
	[8, "a surplus of 2^61 − 1 with one lot less"],
	[8, "a full account and no surplus"],
	[8, "insolvent: nothing but debt"],
	[8, "insolvent: uncovered short options"],
	[8, "insolvent: poor in the tail only"],
	[8, "insolvent: gross positions over the limit"],
	[16, "a full account and all of its free collateral"],
	[16, "a full account and one µUSD more"],
	[16, "a desk at initial level"],
];

let bench: ChainBench;
const counts: ChainCounts = { proofs: 0, accepted: 0, refused: 0, abuses: 0 };
beforeAll(async () => {
	bench = await openChainBench(SIZE_CLASSES);
});
afterAll(() => bench.close());

function statementNamed(sizeClass: SizeClass, name: string): ExtremeStatement {
	const found = extremeStatements(bench.hash, sizeClass).find((extreme) => extreme.name === name);
	if (found === undefined) throw new Error(`no statement "${name}"`);
	return found;
}

describe("at an edge", () => {
	it.each(CASES)("of %i positions, they agree on %s", async (sizeClass, name) => {
		const { statement, solvent } = statementNamed(sizeClass, name);
		const before = { ...counts };
		expect(await chainDifferenceOf(bench, [statement], counts)).toBeUndefined();
		expect(counts.accepted - before.accepted).toBe(solvent ? 1 : 0);
		// An accepted proof was good for nothing else.
		if (solvent) expect(counts.abuses - before.abuses).toBeGreaterThan(30);
	});
});

describe("at random", () => {
	it(`they agree on ${RANDOM_ACCOUNTS} accounts at their free collateral and one µUSD more (seed ${SEED})`, async () => {
		const before = { ...counts };
		const { difference } = await findChainDifference({
			bench,
			seed: SEED,
			runs: RANDOM_ACCOUNTS,
			sizeClasses: SIZE_CLASSES,
			counts,
		});
		expect(difference).toBeUndefined();
		expect(counts.proofs - before.proofs).toBeGreaterThanOrEqual(RANDOM_ACCOUNTS);
	});
});

describe("the comparison", () => {
	it("would show it, were a contract to take a false statement", async () => {
		const { statement } = statementNamed(8, "an empty account and one µUSD");
		const verdict = await chainVerdict(bench, statement);
		expect(verdict.difference).toBeUndefined();
		const asked = requestOf(bench, { ...statement, surplusMicroUsd: 0n }, verdict.input);
		expect(await answerOf(() => bench.fixture.attest(asked, { proof: verdict.proof }))).toBe("ProofRejected");
		const honest = statementNamed(8, "an empty account and no surplus").statement;
		const accepted = await chainVerdict(bench, honest);
		// The honest proof under the false name: what would be a difference if the registry took both.
		const more = requestOf(bench, { ...honest, surplusMicroUsd: 1n }, accepted.input);
		expect(await answerOf(() => bench.fixture.attest(more, { proof: accepted.proof }))).toBe("ProofRejected");
		expect(
			await answerOf(() => bench.fixture.attest(requestOf(bench, honest, accepted.input), accepted)),
		).toBe("accepted");
	});
});
