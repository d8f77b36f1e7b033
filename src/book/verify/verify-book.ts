/**
 * Verifies a published book against what the auditor knows from elsewhere: the posted ledger epoch, the listing, the
 * risk table and the verification keys. The outcome is a result with findings, never an exception.
 */
import { InputError } from "../../errors/base.ts";
import type { PoseidonHash } from "../../field/poseidon.ts";
import type { LedgerEpoch } from "../../ledger/ledger-epoch.ts";
import type { InstrumentKind, Listing } from "../../market/instruments/instrument.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import { DEFICIT_COUNT_SHIFT, stateHash, valuesHash } from "../commitments/book-hashes.ts";
import { bookCircuits, isBatchClass, mostBatches, tableCount } from "../model/book-form.ts";
import { type BookLevel, lotValues, tablesOf } from "../model/lot-values.ts";
import type { BookRecord } from "../record/book-record.ts";
import {
	areChallengesFit,
	type BookStatement,
	drawGammaAndBeta,
	drawRho,
	statementHash,
} from "../transcript/book-transcript.ts";
import { rootOfSubtrees } from "../transcript/subtree-roots.ts";
import { bookClaims, type ProofClaim } from "./book-claims.ts";
import { type BookFinding, finding } from "./book-finding.ts";

/** Judges proofs with the auditor's own keys. */
export type ProofJudge = {
	/** SHA-256 of the verification keys by circuit. */
	readonly keyHashes: Readonly<Record<string, string>>;
	/** The claims whose proofs do not hold. */
	readonly falseAmong: (claims: readonly ProofClaim[]) => Promise<readonly ProofClaim[]>;
};

export type VerifyBookRequest = {
	readonly record: BookRecord;
	/** As posted by the venue, from a source other than the record. */
	readonly epoch: LedgerEpoch;
	readonly listing: Listing;
	/** Of the same listing; its marks are what the book is measured with. */
	readonly table: Pick<RiskTable, "rows" | "tree"> & { readonly origin: { readonly listingHash: string } };
	readonly judge: ProofJudge;
	readonly hash: PoseidonHash;
};

/** What a book shows once it holds. */
export type BookReport = {
	readonly level: BookLevel;
	/** Σ of all accounts, signed lots: of cash and coins what the venue owes. */
	readonly totals: readonly { readonly instrument: string; readonly totalLots: bigint }[];
	/** Accounts with negative equity at the level. */
	readonly deficitCount: number;
	/** Sum of their deficits; `undefined` where a fund's equity covers it and neither is shown. */
	readonly deficitMicroUsd: bigint | undefined;
	readonly batches: number;
};

/** `holds` is true when there is nothing to find. */
export type BookVerdict = {
	readonly holds: boolean;
	readonly findings: readonly BookFinding[];
	readonly report: BookReport;
};

/** Totals of 16.7 M accounts of 64 positions stay below this; a total that wraps in the field does not. */
const TOTAL_LIMIT = 1n << 70n;

/** Kinds of which every long has its short. */
const DERIVATIVES: ReadonlySet<InstrumentKind> = new Set(["perpetual", "future", "option"]);

/**
 * Proofs are looked at only where everything else is in order, since they are about challenges that follow from it.
 *
 * @throws InputError `BOOK_ROW_MISSING`, `BOOK_KEY_MISSING`: the auditor's table or keys are others
 */
export async function verifyBook(request: VerifyBookRequest): Promise<BookVerdict> {
	const { record, judge, hash } = request;
	const findings = [
		...checkGround(request),
		...checkTotals(record.totalsLots, request.listing),
		...checkBatches(request),
		...checkDeficits(request),
	];
	if (findings.length === 0) {
		const statement = statementOf(request);
		const fixed = statementHash(statement);
		const sums = record.tables.map((table) => table.sums);
		const challenges = { rho: drawRho(fixed), ...drawGammaAndBeta(fixed, sums) };
		if (!areChallengesFit(challenges)) {
			findings.push(finding("BOOK_CHALLENGE_UNFIT", "a challenge is one of the few that bind nothing"));
		}
		const claims = bookClaims({ record, statement, challenges, hash });
		for (const { name, circuit } of await judge.falseAmong(claims)) {
			findings.push(finding("BOOK_PROOF_FALSE", `the proof of ${name} (${circuit}) does not hold`));
		}
	}
	return { holds: findings.length === 0, findings, report: reportOf(request) };
}

/** What the record was made on is what the auditor knows. */
function checkGround({ record, epoch, listing, table }: VerifyBookRequest): BookFinding[] {
	const findings: BookFinding[] = [];
	for (const field of ["venue", "ledgerRoot", "listingHash", "snapshotTimeMs"] as const) {
		if (record.epoch[field] === epoch[field]) continue;
		findings.push(finding("BOOK_EPOCH_DIFFERS", `the book's ${field} is not the posted epoch's`));
	}
	if (listing.hash !== record.epoch.listingHash || table.origin.listingHash !== record.epoch.listingHash) {
		findings.push(finding("BOOK_LISTING_DIFFERS", "the book was made on another listing than this one"));
	}
	if (table.tree.root !== record.riskRoot) {
		findings.push(finding("BOOK_TABLE_DIFFERS", "the book was made on another risk table than this one"));
	}
	return findings;
}

/**
 * Totals by themselves, without a proof: a venue looks at them before it proves anything.
 *
 * @param totalsLots of each listed instrument, in order of ids
 */
export function checkTotals(totalsLots: readonly bigint[], { instruments }: Listing): BookFinding[] {
	if (totalsLots.length !== instruments.length) {
		const message = `there are ${totalsLots.length} totals for ${instruments.length} instruments`;
		return [finding("BOOK_TOTALS_COUNT", message)];
	}
	return instruments.flatMap(({ id, name, kind }) => {
		const total = totalsLots[id - 1] as bigint;
		if (total >= TOTAL_LIMIT || total <= -TOTAL_LIMIT) {
			return [finding("BOOK_TOTAL_TOO_LARGE", `the total of ${name} is more than all accounts can hold`)];
		}
		if (!DERIVATIVES.has(kind) || total === 0n) return [];
		return [finding("BOOK_DERIVATIVE_OPEN", `${name}: longs and shorts differ by ${total} lots`)];
	});
}

function checkBatches({ record, hash, listing }: VerifyBookRequest): BookFinding[] {
	const { batches, form, tables } = record;
	const findings: BookFinding[] = [];
	let previous = -1;
	for (const { index, sizeClass } of batches) {
		if (!isBatchClass(form, sizeClass)) {
			findings.push(
				finding(
					"BOOK_BATCH_UNKNOWN",
					`no circuit has ${form.placesPerBatch} accounts of ${sizeClass} positions`,
				),
			);
		}
		if (index <= previous) {
			findings.push(finding("BOOK_BATCH_ORDER", `batch ${index} follows batch ${previous}: one is repeated`));
		} else if (index >= mostBatches(form)) {
			findings.push(finding("BOOK_BATCH_UNKNOWN", `a ledger has no batch ${index}`));
		}
		previous = index;
	}
	if (tables.length !== tableCount(form, listing.instruments.length)) {
		findings.push(
			finding("BOOK_TABLES_COUNT", `${tables.length} tables do not cover the listing once and no more`),
		);
	}
	if (findings.length > 0) return findings;
	const roots = new Map(batches.map(({ index, subtreeRoot }) => [index, subtreeRoot]));
	if (rootOfSubtrees(hash, roots, form) === record.epoch.ledgerRoot) return [];
	return [finding("BOOK_ROOT_DIFFERS", "the batches and empty subtrees do not make up the ledger's root")];
}

/** The numbers of the last state, and where they are open that it is the last state. */
function checkDeficits({ record, hash }: VerifyBookRequest): BookFinding[] {
	const { close, batches, tables, form } = record;
	const findings: BookFinding[] = [];
	if (close.deficitCount > batches.length * form.placesPerBatch) {
		findings.push(finding("BOOK_DEFICIT_TOO_LARGE", "more accounts are in deficit than there can be"));
	}
	if (close.kind === "fund") {
		if (batches.some(({ index }) => index === close.batch)) return findings;
		return [
			...findings,
			finding("BOOK_FUND_NOT_FOUND", `batch ${close.batch} of the fund is not in the book`),
		];
	}
	const { deficitCount, deficitMicroUsd, salt } = close;
	if (deficitMicroUsd >> DEFICIT_COUNT_SHIFT !== 0n) {
		findings.push(finding("BOOK_DEFICIT_TOO_LARGE", "the total of deficits does not fit 100 bits"));
	}
	const shortfall = deficitMicroUsd + (BigInt(deficitCount) << DEFICIT_COUNT_SHIFT);
	const last = stateHash(hash, { poles: 0n, weighted: 0n, shortfall }, salt);
	if (last === tables.at(-1)?.stateAfter) return findings;
	return [...findings, finding("BOOK_NOT_CLOSED", "the last state is not these deficits and nothing else")];
}

/** From the auditor's own table and keys, never from what the record says of them. */
function statementOf({ record, listing, table, judge, hash }: VerifyBookRequest): BookStatement {
	const { epoch, riskRoot, level, form, totalsLots, batches } = record;
	const values = lotValues({ level, listing, rows: table.rows, form });
	const circuits = bookCircuits(
		form,
		batches.map(({ sizeClass }) => sizeClass),
	);
	return {
		epoch,
		riskRoot,
		level,
		form,
		totalsLots: paddedTotals(totalsLots, values.length / 2),
		values: tablesOf(values, 2 * form.idsPerTable).map((own) => valuesHash(hash, own)),
		keyHashes: Object.fromEntries(circuits.map((circuit) => [circuit, keyHashOf(judge, circuit)])),
		batches,
	};
}

function keyHashOf({ keyHashes }: ProofJudge, circuit: string): string {
	const keyHash = keyHashes[circuit];
	if (keyHash !== undefined) return keyHash;
	throw new InputError({
		code: "BOOK_KEY_MISSING",
		message: `there is no verification key for ${circuit}`,
		field: "keys",
		hint: "give the key of every circuit that the book uses",
	});
}

/** By id: nothing of the empty slot, nothing of ids that are not listed. */
export function paddedTotals(totalsLots: readonly bigint[], idCount: number): bigint[] {
	return Array.from({ length: idCount }, (_, id) => totalsLots[id - 1] ?? 0n);
}

function reportOf({ record, listing }: VerifyBookRequest): BookReport {
	const { level, totalsLots, close, batches } = record;
	return {
		level,
		totals: listing.instruments.map(({ id, name }) => ({
			instrument: name,
			totalLots: totalsLots[id - 1] ?? 0n,
		})),
		deficitCount: close.deficitCount,
		deficitMicroUsd: close.kind === "opened" ? close.deficitMicroUsd : undefined,
		batches: batches.length,
	};
}
