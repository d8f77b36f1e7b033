/** A risk table: the public rows of one level at one moment, and what they were made from. */
import type { Tree } from "../../field/tree.ts";
import type { RiskRow } from "./risk-row.ts";

/** Maintenance and initial margin are two tables, not two circuits. */
export type MarginLevel = "maintenance" | "initial";

/** What the rows were made from; everything an outsider needs to rebuild them. */
export type TableOrigin = {
	readonly level: MarginLevel;
	/** keccak256 of the listing's canonical bytes: ids mean nothing without it. */
	readonly listingHash: `0x${string}`;
	readonly marketHash: `0x${string}`;
	/** keccak256 of the canonical risk parameters, tail set included. */
	readonly parametersHash: `0x${string}`;
	readonly snapshotTimeMs: number;
	/** First expiry in the listing: attestations never outlive it. */
	readonly nextExpiryMs: number | null;
};

/** Names that reports use; not part of the root. */
export type TableLabels = {
	/** Instrument name by id; `[0]` is the empty slot. */
	readonly instruments: readonly string[];
	readonly lots: readonly string[];
	readonly stress: readonly string[];
	readonly tail: readonly string[];
	/** By asset with a haircut: what the forecast multiplies it by, decimal text. */
	readonly haircutFactors: Readonly<Record<string, string>>;
	/** Netting-set key → what it is, e.g. "BTC", "BTC-27MAR26", "BTC-27MAR26-90000". */
	readonly underlyings: Readonly<Record<number, string>>;
	readonly expiries: Readonly<Record<number, string>>;
	readonly strikes: Readonly<Record<number, string>>;
};

export type RiskTable = {
	readonly origin: TableOrigin;
	readonly labels: TableLabels;
	/** Row by id, `rows[0]` is the zero row. */
	readonly rows: readonly RiskRow[];
	/** Largest rounding error per lot over all rows, µUSD: stated with the table. */
	readonly maxRoundingErrorMicroUsd: bigint;
	/** Tree over the row hashes; its root is `riskRoot`. */
	readonly tree: Tree;
};
