import type { SolvencyProofResult } from "../../proof/statements/prove-solvency.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import { stressName } from "../../risk/report/stress-name.ts";
import { formatUsdDown } from "../../units/decimal.ts";
import { EXIT_DOES_NOT_HOLD } from "../output/exit-codes.ts";
import type { CommandResult } from "../output/run-command.ts";

/** The answer to a statement that is not true: why, in which scenario, and by how much. */
export function notSolvent(
	{ decision, assessment }: Extract<SolvencyProofResult, { holds: false }>,
	table: RiskTable,
	surplusMicroUsd: bigint,
): CommandResult {
	const scenario = stressName(table.labels, assessment.worstStress);
	const { bindingTest, freeCollateralMicroUsd } = assessment;
	return {
		json: {
			holds: false,
			reason: decision.reason,
			level: table.origin.level,
			surplusMicroUsd,
			shortfallMicroUsd: decision.shortfallMicroUsd,
			freeCollateralMicroUsd,
			bindingTest,
			worstStress: { scenario, valueMicroUsd: assessment.worstStress.valueMicroUsd },
		},
		lines: [
			`not proven: ${formatUsdDown(decision.shortfallMicroUsd)} USD short at ${table.origin.level} level (${decision.reason})`,
			`asked for        ${formatUsdDown(surplusMicroUsd)} USD to spare, free collateral is ${formatUsdDown(freeCollateralMicroUsd)} USD`,
			`binding line     ${bindingTest}`,
			`worst scenario   ${scenario}: the account is worth ${formatUsdDown(assessment.worstStress.valueMicroUsd)} USD before charges`,
		],
		exitCode: EXIT_DOES_NOT_HOLD,
	};
}
