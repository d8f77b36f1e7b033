/** Balances by their exact haircut ladder and by the table's five segments, as a section of the report. */
import type { BalanceHaircut } from "../../risk/report/exact-haircut.ts";
import { usdDown, usdUp } from "../output/amount-text.ts";
import { type Column, textTable } from "../output/text-table.ts";

export function exactHaircutLines(balances: readonly BalanceHaircut[] = []): string[] {
	if (balances.length === 0) return [];
	const columns: Column[] = [
		{ heading: "HAIRCUT AND SALE OF BALANCES", align: "left" },
		{ heading: "mark value", align: "right" },
		{ heading: "exact ladder", align: "right" },
		{ heading: "this table", align: "right" },
		{ heading: "difference", align: "right" },
	];
	return textTable(
		columns,
		balances.map(({ name, valueMicroUsdUp, exactMicroUsdUp, tableMicroUsd, excessMicroUsd }) => [
			`  ${name}`,
			usdDown(valueMicroUsdUp),
			usdUp(exactMicroUsdUp),
			usdUp(tableMicroUsd),
			usdUp(excessMicroUsd),
		]),
	);
}
