/**
 * The account ledger of one epoch: a record per account, all of them under one Poseidon tree.
 *
 * Danger: a ledger holds every trader's positions and salts. Only its `epoch` is public.
 */
import { InputError } from "../errors/base.ts";
import type { PoseidonHash } from "../field/poseidon.ts";
import { buildTree, type Tree, type TreePath, treePath } from "../field/tree.ts";
import type { Listing } from "../market/instruments/instrument.ts";
import type { OwnedAccount } from "./account-file.ts";
import { type AccountRecord, DEFAULT_SIZE_CLASS, hashLeaf } from "./account-leaf.ts";
import { chooseSizeClass, type SizeClassChoice } from "./choose-size-class.ts";
import type { LedgerEpoch } from "./ledger-epoch.ts";
import { type RandomBytes, randomFieldElement } from "./random-field.ts";
import type { SettledAccount } from "./settle-account.ts";

/** 8^8 = 16.7 M accounts; `circuits/solvency.circom` walks this many levels. */
export const LEDGER_DEPTH = 8;

export type LedgerAccount = {
	readonly name: string;
	readonly encryptionPublicKey: `0x${string}`;
	readonly record: AccountRecord;
};

export type Ledger = {
	readonly epoch: LedgerEpoch;
	/** By index in the tree. */
	readonly accounts: readonly LedgerAccount[];
	readonly tree: Tree;
};

/** What a trader needs to prove, apart from their identity: their record and its way to the root. */
export type TraderPackage = {
	readonly venue: string;
	readonly ledgerRoot: bigint;
	readonly listingHash: `0x${string}`;
	readonly snapshotTimeMs: number;
	readonly index: number;
	readonly record: AccountRecord;
	readonly path: TreePath;
	/** The venue's signature of an account statement; absent where it signs none. */
	readonly statement?: SignedStatement | undefined;
};

/** Everything else that is signed is in the package itself. */
export type SignedStatement = {
	/** Of the venue's key (EIP-712). */
	readonly signature: `0x${string}`;
	/** The venue's ledger contract, where it has one: what is signed for one counts for no other. */
	readonly ledger?: LedgerContract | undefined;
};

export type LedgerContract = { readonly chainId: bigint; readonly address: `0x${string}` };

/**
 * Commits to accounts in the given order, each with a fresh salt. The index of an account tells its
 * owner roughly how many come before it: shuffle first where that matters.
 *
 * @throws InputError `OWNER_DUPLICATE`, `ACCOUNT_NAME_DUPLICATE`, `LISTING_MISMATCH`, `TREE_SIZE`,
 * `RECORD_MALFORMED`
 */
export function buildLedger(request: {
	readonly accounts: readonly { readonly account: OwnedAccount; readonly settled: SettledAccount }[];
	readonly listing: Listing;
	readonly snapshotTimeMs: number;
	readonly venue: string;
	readonly hash: PoseidonHash;
	/** A cryptographic source. */
	readonly randomBytes: RandomBytes;
	/** What every leaf can hold, or for each account the smallest class: then proofs show which. */
	readonly sizeClass?: SizeClassChoice | undefined;
}): Ledger {
	const { listing, snapshotTimeMs, venue, hash, randomBytes, sizeClass = DEFAULT_SIZE_CLASS } = request;
	const accounts = request.accounts.map(({ account, settled }) => {
		checkListing(account.name, settled, listing);
		const { owner, encryptionPublicKey } = account.identity;
		const salt = randomFieldElement(randomBytes);
		return {
			name: account.name,
			encryptionPublicKey,
			record: {
				owner,
				salt,
				holdings: settled.holdings,
				sizeClass: chooseSizeClass(sizeClass, {
					lineCount: settled.holdings.length,
					optionUnderlyingCount: settled.optionUnderlyingCount,
				}),
			},
		};
	});
	return commitLedger({ accounts, listingHash: listing.hash, snapshotTimeMs, venue, hash });
}

/**
 * The ledger over records that already have their salts.
 *
 * @throws InputError `OWNER_DUPLICATE`, `ACCOUNT_NAME_DUPLICATE`, `TREE_SIZE`, `RECORD_MALFORMED`
 */
export function commitLedger(request: {
	readonly accounts: readonly LedgerAccount[];
	readonly listingHash: `0x${string}`;
	readonly snapshotTimeMs: number;
	readonly venue: string;
	readonly hash: PoseidonHash;
}): Ledger {
	const { accounts, listingHash, snapshotTimeMs, venue, hash } = request;
	checkDistinct(accounts);
	const leaves = accounts.map(({ record }) => hashLeaf(hash, record));
	const tree = buildTree(hash, leaves, LEDGER_DEPTH);
	return {
		epoch: { venue, ledgerRoot: tree.root, listingHash, snapshotTimeMs },
		accounts,
		tree,
	};
}

/**
 * The path of an account from its leaf to `ledgerRoot`.
 *
 * @throws InputError `TREE_NO_LEAF`
 */
export function inclusionPath(ledger: Ledger, index: number): TreePath {
	return treePath(ledger.tree, index);
}

/**
 * What the venue delivers, sealed, to the trader at `index`.
 *
 * @throws InputError `TREE_NO_LEAF`
 */
export function traderPackageOf(ledger: Ledger, index: number): TraderPackage {
	const path = inclusionPath(ledger, index);
	const { venue, ledgerRoot, listingHash, snapshotTimeMs } = ledger.epoch;
	const { record } = ledger.accounts[index] as LedgerAccount;
	return { venue, ledgerRoot, listingHash, snapshotTimeMs, index, record, path };
}

/** One leaf per customer: charges are convex, and a debt in one leaf is invisible to a proof on another. */
function checkDistinct(accounts: readonly LedgerAccount[]): void {
	const nameByOwner = new Map<bigint, string>();
	const names = new Set<string>();
	for (const { name, record } of accounts) {
		const other = nameByOwner.get(record.owner);
		if (other !== undefined) {
			throw new InputError({
				code: "OWNER_DUPLICATE",
				message: `accounts ${other} and ${name} have the same owner`,
				field: "owner",
				hint: "one customer has one leaf per epoch: merge the two accounts",
			});
		}
		if (names.has(name)) {
			throw new InputError({
				code: "ACCOUNT_NAME_DUPLICATE",
				message: `two accounts are called ${name}`,
				field: "name",
				hint: "packages are delivered by name: rename one of them",
			});
		}
		nameByOwner.set(record.owner, name);
		names.add(name);
	}
}

function checkListing(name: string, settled: SettledAccount, listing: Listing): void {
	if (settled.listingHash === listing.hash) return;
	throw new InputError({
		code: "LISTING_MISMATCH",
		message: `account ${name} was settled on another listing than the ledger's`,
		field: "listing",
		hint: "settle every account on the listing of this epoch",
	});
}
