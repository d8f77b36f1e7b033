/** What a stress scenario is called, also where it hits one underlying alone. */
import type { WorstStress } from "../margin/margin-engine.ts";
import type { TableLabels } from "../model/risk-table.ts";

export function stressName(
	labels: Pick<TableLabels, "stress" | "underlyings">,
	{ index, aloneKey }: Pick<WorstStress, "index" | "aloneKey">,
): string {
	const name = labels.stress[index] ?? `stress scenario ${index}`;
	return aloneKey === undefined
		? name
		: `${labels.underlyings[aloneKey] ?? `set ${aloneKey}`} alone: ${name}`;
}
