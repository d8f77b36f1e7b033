/** Margin levels as the contracts number them. */
import type { MarginLevel } from "../risk/risk-table.ts";

const LEVELS = { maintenance: 0, initial: 1 } as const satisfies Record<MarginLevel, number>;

export function chainLevel(level: MarginLevel): number {
	return LEVELS[level];
}
