import type { RiskRow } from "./risk-row.ts";

/**
 * Gives the leaves of rows, `hashRow` of each in their order. It may compute them on other threads:
 * what this layer must not know of.
 */
export type RowHasher = (rows: readonly RiskRow[]) => Promise<readonly bigint[]>;
