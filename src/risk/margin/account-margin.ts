/**
 * What a venue asks of every account: free collateral, the binding line and all three slacks. Read
 * from the batch where it is exact, from the reference engine everywhere else.
 */

import type { RiskRow } from "../model/risk-row.ts";
import { type BatchAccounts, type BatchSlacks, holdingsOf, LINES, UNDECIDED } from "./batch-accounts.ts";
import { assessMargin, decideSolvency, type MarginAssessment, type MarginLine } from "./margin-engine.ts";

export type AccountMargin = Pick<
	MarginAssessment,
	"slackMicroUsd" | "bindingTest" | "freeCollateralMicroUsd"
> & {
	/** Does the statement at surplus 0 hold? */
	readonly accepted: boolean;
};

/** @throws InputError those of `assessMargin`, for holdings that it refuses */
export function accountMargin(
	{
		rows,
		accounts,
		slacks,
	}: {
		/** Of the table that the slacks were computed under. */
		readonly rows: readonly RiskRow[];
		readonly accounts: BatchAccounts;
		readonly slacks: BatchSlacks;
	},
	account: number,
): AccountMargin {
	const code = slacks.bindingTest[account] ?? UNDECIDED;
	if (code === UNDECIDED) return referenceMargin(rows, accounts, account);
	const slackMicroUsd: Record<MarginLine, bigint> = {
		stress: BigInt(slacks.stress[account] as number),
		tail: BigInt(slacks.tail[account] as number),
		floor: BigInt(slacks.floor[account] as number),
	};
	const bindingTest = LINES[code] as MarginLine;
	const freeCollateralMicroUsd = slackMicroUsd[bindingTest];
	// Gross and charge of an exact account are far below 2^61, so only a shortfall refuses it.
	return { slackMicroUsd, bindingTest, freeCollateralMicroUsd, accepted: freeCollateralMicroUsd >= 0n };
}

function referenceMargin(rows: readonly RiskRow[], accounts: BatchAccounts, account: number): AccountMargin {
	const assessment = assessMargin(rows, holdingsOf(accounts, account));
	const { slackMicroUsd, bindingTest, freeCollateralMicroUsd } = assessment;
	return {
		slackMicroUsd,
		bindingTest,
		freeCollateralMicroUsd,
		accepted: decideSolvency(assessment, 0n).accepted,
	};
}
