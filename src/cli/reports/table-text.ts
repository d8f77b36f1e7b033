/** What `risk build` and its checks say of a table. */
import { formatFieldElement } from "../../field/bn254.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import type { EpochCommitments } from "../../risk/table/epoch-commitments.ts";
import { formatScaled, MICRO_USD_DECIMALS } from "../../units/decimal.ts";
import { counted } from "./view/cells.ts";

/** What publishers post beside the roots of the tables, so that these can be disputed. */
export function postedToJson({ market, scenarios }: EpochCommitments) {
	return { marketRoot: market.marketRoot, parametersHash: scenarios.parametersHash };
}

export function postedLines(trees: EpochCommitments): string[] {
	const { marketRoot, parametersHash } = postedToJson(trees);
	return [
		`${"posted".padEnd(12)} ${marketRoot} for the market`,
		`${"".padEnd(12)} ${parametersHash} for parameters and scenarios`,
	];
}

/** Why a haircut is what it is: base haircuts times this, the same at both levels. */
export function haircutLines({ labels }: RiskTable): string[] {
	const factors = Object.entries(labels.haircutFactors).map(([asset, factor]) => `${asset} × ${factor}`);
	return factors.length === 0
		? []
		: [`${"haircuts".padEnd(12)} ${factors.join(", ")} by forecast volatility`];
}

export function tableLines({ origin, tree, rows }: RiskTable): string[] {
	return [
		`${origin.level.padEnd(12)} ${formatFieldElement(tree.root)}`,
		`${"".padEnd(12)} ${counted(rows.length - 1, "instrument")}`,
	];
}

/** Only of tables that were just built: a table file states it, and no root binds it. */
export function roundingLines({ maxRoundingErrorMicroUsd }: RiskTable): string[] {
	const error = formatScaled(maxRoundingErrorMicroUsd, MICRO_USD_DECIMALS);
	return [`${"rounding".padEnd(12)} at most ${error} USD per lot, against the account`];
}
