/** Which lines of the margin rule a table has switched off, for reports that must not hide it. */
import type { MarginLine } from "../margin/margin-engine.ts";
import type { RiskTable } from "../model/risk-table.ts";
import { MARK_SCENARIO } from "../model/scenario.ts";

/**
 * The tail line is off when every tail lane repeats the mark, the floor when no row has stand-alone
 * risk. Such a line asks no more than the charges, so it never binds before the stress line.
 */
export function marginTestsOff({ labels, rows }: Pick<RiskTable, "labels" | "rows">): MarginLine[] {
	const tailIsOff = labels.tail.every((name) => name.startsWith(MARK_SCENARIO.name));
	const floorIsOff = rows.every(
		({ offsetFloorDownMicroUsd, offsetFloorUpMicroUsd }) =>
			offsetFloorDownMicroUsd === 0n && offsetFloorUpMicroUsd === 0n,
	);
	return [...(tailIsOff ? (["tail"] as const) : []), ...(floorIsOff ? (["floor"] as const) : [])];
}
