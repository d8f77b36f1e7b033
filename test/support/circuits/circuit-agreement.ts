/** Puts one account before engine and circuit and compares every answer, at the boundary as well. */
import { expect } from "vitest";
import {
	decideSolvency,
	type MarginAssessment,
	type MarginLine,
} from "../../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { type CircuitBench, refusedAt } from "./circuit-setup.ts";
import { type SolvencyCase, solvencyCase } from "./solvency-case.ts";

const REFUSED_AT: Readonly<Record<MarginLine, string>> = {
	stress: "AssertStressAndFloor > NonNegativeLanes",
	floor: "AssertStressAndFloor > AssertFloor > RangeChecked",
	tail: "AssertExpectedShortfall > RangeChecked",
};
const LINES_IN_CIRCUIT_ORDER: readonly MarginLine[] = ["stress", "floor", "tail"];

/** Where the circuit must refuse an account by the engine's numbers; "accepted" if nowhere. */
export function expectedVerdict(assessment: MarginAssessment, surplusMicroUsd: bigint): string {
	if (assessment.overflowBoundMicroUsd >= AMOUNT_LIMIT) return "AssertGrossBound > RangeChecked";
	if (assessment.totals.chargeMicroUsd + surplusMicroUsd >= AMOUNT_LIMIT) return "TotalCharge > RangeChecked";
	const broken = LINES_IN_CIRCUIT_ORDER.find((line) => assessment.slackMicroUsd[line] < surplusMicroUsd);
	return broken === undefined ? "accepted" : REFUSED_AT[broken];
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
