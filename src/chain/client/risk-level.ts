/** Margin levels as the contracts number them. */
import type { MarginLevel } from "../../risk/model/risk-table.ts";

const LEVELS = { maintenance: 0, initial: 1 } as const satisfies Record<MarginLevel, number>;

export function chainLevel(level: MarginLevel): number {
	return LEVELS[level];
}

/** Of a level that a contract has checked to be one. */
export function marginLevelOf(level: bigint): MarginLevel {
	return level === BigInt(LEVELS.initial) ? "initial" : "maintenance";
}
