/** Puts one account before engine and circuit and compares every answer, at the boundary as well. */
import { expect } from "vitest";
import { LANES_PER_WORD } from "../../../src/field/packed-word.ts";
import { decideSolvency, type MarginAssessment } from "../../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { type CircuitBench, refusedAt } from "./circuit-setup.ts";
import { type SolvencyCase, solvencyCase } from "./solvency-case.ts";

/** In the circuit's order: where a check stands, and what the account has to spare in it. */
const CHECKS: readonly (readonly [at: string, slackMicroUsd: (assessment: MarginAssessment) => bigint])[] = [
	[
		"AssertStressAndFloor > NonNegativeLanes",
		({ stressMicroUsd, totals }) => least(stressMicroUsd) - totals.chargeMicroUsd,
	],
	["AssertStressAndFloor > AssertFloor > RangeChecked", ({ slackMicroUsd }) => slackMicroUsd.floor],
	["AssertExpectedShortfall > RangeChecked", ({ slackMicroUsd }) => slackMicroUsd.tail],
];

/** By underlying with options, in the order of the groups. */
function aloneVerdict({ aloneSets, totals }: MarginAssessment, surplusMicroUsd: bigint): string | undefined {
	const isBroken = (value: bigint) => value - totals.chargeMicroUsd < surplusMicroUsd;
	for (const { valuesMicroUsd } of aloneSets) {
		if (valuesMicroUsd.slice(0, LANES_PER_WORD).some(isBroken)) return "AssertAlone > LanesAfterMark";
		if (valuesMicroUsd.some(isBroken)) return "AssertAlone > NonNegativeLanes";
	}
	return undefined;
}

const least = (values: readonly bigint[]) => values.reduce((a, b) => (a < b ? a : b));

/** Where the circuit must refuse an account by the engine's numbers; "accepted" if nowhere. */
export function expectedVerdict(assessment: MarginAssessment, surplusMicroUsd: bigint): string {
	if (assessment.overflowBoundMicroUsd >= AMOUNT_LIMIT) return "AssertGrossBound > RangeChecked";
	if (assessment.totals.chargeMicroUsd + surplusMicroUsd >= AMOUNT_LIMIT) return "TotalCharge > RangeChecked";
	const broken = CHECKS.find(([, slack]) => slack(assessment) < surplusMicroUsd)?.[0];
	return broken ?? aloneVerdict(assessment, surplusMicroUsd) ?? "accepted";
}

/**
 * A solvent account must be provable at exactly its free collateral and refused at one µUSD more,
 * by the line that the engine says binds; any other account must be refused at surplus 0, for the
 * engine's reason.
 *
 * @returns what it was: "REASON" of the engine's refusal, or the binding line of a solvent account
 */
export async function compareVerdicts(
	bench: CircuitBench,
	table: RiskTable,
	holdings: readonly Holding[],
	label: string,
): Promise<string> {
	const { hash } = bench;
	const proveAt = (surplusMicroUsd: bigint) => solvencyCase({ hash, table, holdings, surplusMicroUsd });
	const compare = async (tried: SolvencyCase, surplusMicroUsd: bigint) => {
		const { assessment } = tried;
		const verdict = expectedVerdict(assessment, surplusMicroUsd);
		const decision = decideSolvency(assessment, surplusMicroUsd);
		const at = refusedAt(await bench.calculate(tried.input));
		expect(at, `${label}, surplus ${surplusMicroUsd}`).toBe(verdict);
		expect(decision.accepted, `${label}, surplus ${surplusMicroUsd}`).toBe(verdict === "accepted");
		return decision;
	};
	const atZero = proveAt(0n);
	const { freeCollateralMicroUsd, bindingTest } = atZero.assessment;
	if (!decideSolvency(atZero.assessment, 0n).accepted) {
		const decision = await compare(atZero, 0n);
		return decision.accepted ? "accepted" : decision.reason;
	}
	const most = freeCollateralMicroUsd < AMOUNT_LIMIT ? freeCollateralMicroUsd : AMOUNT_LIMIT - 1n;
	await compare(proveAt(most), most);
	if (most + 1n < AMOUNT_LIMIT) {
		const decision = await compare(proveAt(most + 1n), most + 1n);
		expect(decision, label).toMatchObject({ accepted: false, shortfallMicroUsd: 1n });
	}
	return bindingTest;
}
