/** The public record of a risk epoch: what a publisher posts and what everybody else compares with. */
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { formatFieldElement, parseFieldElement } from "../../field/bn254.ts";
import { parseShape } from "../../input/parse-shape.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { parseDecimal } from "../../units/decimal.ts";
import type { RiskTable } from "../model/risk-table.ts";

export const RISK_EPOCH_FORMAT = "zkmargin-risk-epoch/2";

export type RiskEpoch = {
	readonly listingHash: `0x${string}`;
	readonly marketHash: `0x${string}`;
	readonly parametersHash: `0x${string}`;
	readonly snapshotTimeMs: number;
	/** First expiry in the listing: attestations never outlive it. */
	readonly nextExpiryMs: number | null;
	readonly maintenanceRoot: bigint;
	readonly initialRoot: bigint;
	/** Spot by underlying, decimal USD; compared with price feeds on the chain. */
	readonly indexPrices: Readonly<Record<string, string>>;
	/** SHA-256 of the files that the scenarios were made of; absent in epochs that were made without files. */
	readonly sources?: SourceHashes | undefined;
};

export type SourceHashes = {
	readonly parameters: string;
	/** `null` when the parameters need none. */
	readonly dailyCloses: string | null;
	/** `null` when surfaces move by the parameters alone. */
	readonly ivHistory: string | null;
};

const hash32 = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.strictObject({
	format: z.literal(RISK_EPOCH_FORMAT),
	listingHash: hash32,
	marketHash: hash32,
	parametersHash: hash32,
	snapshotTimeMs: z.int().min(0),
	nextExpiryMs: z.int().min(0).nullable(),
	maintenanceRoot: z.string(),
	initialRoot: z.string(),
	indexPrices: z.record(z.string().regex(/^[A-Z0-9]{1,12}$/), z.string()),
	sources: z
		.strictObject({ parameters: sha256, dailyCloses: sha256.nullable(), ivHistory: sha256.nullable() })
		.optional(),
});

/** The record of two tables that were built together. */
export function makeRiskEpoch(request: {
	readonly maintenance: RiskTable;
	readonly initial: RiskTable;
	readonly instruments: readonly Pick<MarkedInstrument, "underlying" | "indexUsd">[];
	readonly sources?: SourceHashes | undefined;
}): RiskEpoch {
	const { maintenance, initial, instruments, sources } = request;
	const { listingHash, marketHash, parametersHash, snapshotTimeMs, nextExpiryMs } = maintenance.origin;
	return {
		listingHash,
		marketHash,
		parametersHash,
		snapshotTimeMs,
		nextExpiryMs,
		maintenanceRoot: maintenance.tree.root,
		initialRoot: initial.tree.root,
		indexPrices: indexPricesOf(instruments),
		...(sources === undefined ? {} : { sources }),
	};
}

/** Spot by underlying other than USD. */
export function indexPricesOf(
	instruments: readonly Pick<MarkedInstrument, "underlying" | "indexUsd">[],
): RiskEpoch["indexPrices"] {
	return Object.fromEntries(
		instruments
			.filter(({ underlying }) => underlying !== "USD")
			.map(({ underlying, indexUsd }) => [underlying, indexUsd]),
	);
}

/** The file form, for `JSON.stringify`. */
export function riskEpochToJson(epoch: RiskEpoch): unknown {
	return {
		format: RISK_EPOCH_FORMAT,
		...epoch,
		maintenanceRoot: formatFieldElement(epoch.maintenanceRoot),
		initialRoot: formatFieldElement(epoch.initialRoot),
	};
}

/**
 * @throws InputError `RISK_EPOCH_MALFORMED`, `FIELD_ELEMENT_MALFORMED`, `DECIMAL_MALFORMED`,
 * `RISK_EPOCH_LEVELS_EQUAL`
 */
export function parseRiskEpoch(json: unknown): RiskEpoch {
	const { format: _format, ...epoch } = parseShape({
		schema,
		value: json,
		code: "RISK_EPOCH_MALFORMED",
		what: "risk epoch",
		hint: "a risk epoch is written by `zkmargin risk build`; do not edit it",
	});
	for (const [symbol, price] of Object.entries(epoch.indexPrices))
		parseDecimal(price, `indexPrices.${symbol}`);
	const maintenanceRoot = parseFieldElement(epoch.maintenanceRoot, "maintenanceRoot");
	const initialRoot = parseFieldElement(epoch.initialRoot, "initialRoot");
	if (maintenanceRoot === initialRoot) {
		throw new InputError({
			code: "RISK_EPOCH_LEVELS_EQUAL",
			message: "both levels have the same root: a proof of one would pass for the other",
			field: "initialRoot",
			hint: "build the epoch again: USD-ORDER alone makes the two tables differ",
		});
	}
	return { ...epoch, maintenanceRoot, initialRoot };
}
