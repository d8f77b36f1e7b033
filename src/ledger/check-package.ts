/**
 * What a trader checks before proving with a package: that the venue committed to what they hold.
 * The outcome is a result with findings, never an exception.
 */
import type { PoseidonHash } from "../field/poseidon.ts";
import { rootOfPath } from "../field/tree.ts";
import type { Listing } from "../market/instruments/instrument.ts";
import type { Holding } from "../risk/model/holding.ts";
import { lotsToSize } from "../units/lots.ts";
import { hashLeaf, recordProblem } from "./account-leaf.ts";
import { LEDGER_DEPTH, type TraderPackage } from "./ledger.ts";
import type { LedgerEpoch } from "./ledger-epoch.ts";
import { isGuessable } from "./random-field.ts";

export type PackageFindingCode =
	| "RECORD_MALFORMED"
	| "RECORD_NOT_IN_LEDGER"
	| "OWNER_NOT_MINE"
	| "EPOCH_MISMATCH"
	| "LISTING_MISMATCH"
	| "INSTRUMENT_NOT_LISTED"
	| "SALT_GUESSABLE"
	| "HOLDINGS_DIFFER";

export type PackageFinding = { readonly code: PackageFindingCode; readonly message: string };

/** `holds` is true when there is nothing to find. */
export type PackageCheck = { readonly holds: boolean; readonly findings: readonly PackageFinding[] };

type CheckRequest = {
	readonly traderPackage: TraderPackage;
	/** As posted by the venue, from a source other than the package. */
	readonly epoch: LedgerEpoch;
	readonly listing: Listing;
	/** The trader's own `P2(1, secret)`. */
	readonly owner: bigint;
	readonly hash: PoseidonHash;
	/** What the trader believes to hold, settled on the same listing. */
	readonly expectedHoldings?: readonly Holding[] | undefined;
};

/** Checks a package against the posted epoch, the listing and what the trader expects. */
export function checkPackage(request: CheckRequest): PackageCheck {
	const findings = [
		...checkRecord(request),
		...checkEpoch(request),
		...checkListing(request),
		...checkExpected(request),
	];
	return { holds: findings.length === 0, findings };
}

function checkRecord({ traderPackage, epoch, owner, hash }: CheckRequest): PackageFinding[] {
	const { record, path, index } = traderPackage;
	const findings: PackageFinding[] = [];
	const problem = recordProblem(record);
	if (problem !== undefined) {
		findings.push({ code: "RECORD_MALFORMED", message: `the record cannot be a leaf: ${problem}` });
	} else if (
		path.length !== LEDGER_DEPTH ||
		rootOfPath(hash, hashLeaf(hash, record), index, path) !== epoch.ledgerRoot
	) {
		findings.push({
			code: "RECORD_NOT_IN_LEDGER",
			message: `the record is not at index ${index} under the posted root`,
		});
	}
	if (record.owner !== owner) {
		findings.push({ code: "OWNER_NOT_MINE", message: "the record belongs to another identity" });
	}
	if (isGuessable(record.salt)) {
		findings.push({
			code: "SALT_GUESSABLE",
			message: "the record's salt is small: whoever guesses it can try out positions against the leaf",
		});
	}
	return findings;
}

function checkEpoch({ traderPackage, epoch }: CheckRequest): PackageFinding[] {
	const differences = [
		traderPackage.venue !== epoch.venue && `venue is ${traderPackage.venue}, posted by ${epoch.venue}`,
		traderPackage.ledgerRoot !== epoch.ledgerRoot && "its ledger root is not the posted one",
		traderPackage.snapshotTimeMs !== epoch.snapshotTimeMs &&
			`its time is ${traderPackage.snapshotTimeMs}, the posted one ${epoch.snapshotTimeMs}`,
	];
	return differences
		.filter((difference) => difference !== false)
		.map((difference) => ({
			code: "EPOCH_MISMATCH",
			message: `the package is of another epoch: ${difference}`,
		}));
}

function checkListing({ traderPackage, epoch, listing }: CheckRequest): PackageFinding[] {
	const findings: PackageFinding[] = [];
	if (traderPackage.listingHash !== listing.hash) {
		findings.push({ code: "LISTING_MISMATCH", message: "the package was made on another listing" });
	}
	if (epoch.listingHash !== listing.hash) {
		findings.push({ code: "LISTING_MISMATCH", message: "the posted epoch was made on another listing" });
	}
	const listedIds = new Set(listing.instruments.map(({ id }) => id));
	for (const { id } of traderPackage.record.holdings) {
		if (!listedIds.has(id)) {
			findings.push({ code: "INSTRUMENT_NOT_LISTED", message: `the listing has no instrument ${id}` });
		}
	}
	return findings;
}

function checkExpected({ traderPackage, listing, expectedHoldings }: CheckRequest): PackageFinding[] {
	if (expectedHoldings === undefined) return [];
	const committed = quantityById(traderPackage.record.holdings);
	const expected = quantityById(expectedHoldings);
	const instrumentById = new Map(listing.instruments.map((instrument) => [instrument.id, instrument]));
	const ids = [...new Set([...committed.keys(), ...expected.keys()])].sort((a, b) => a - b);
	return ids
		.filter((id) => (committed.get(id) ?? 0n) !== (expected.get(id) ?? 0n))
		.map((id) => {
			const instrument = instrumentById.get(id);
			const sizeOf = (qtyLots = 0n) =>
				instrument === undefined ? `${qtyLots} lots` : lotsToSize(qtyLots, instrument.lot);
			const name = instrument?.name ?? `instrument ${id}`;
			const got = sizeOf(committed.get(id));
			const wanted = sizeOf(expected.get(id));
			return { code: "HOLDINGS_DIFFER", message: `${name}: the venue committed to ${got}, not ${wanted}` };
		});
}

function quantityById(holdings: readonly Holding[]): Map<number, bigint> {
	return new Map(holdings.map(({ id, qtyLots }) => [id, qtyLots]));
}
