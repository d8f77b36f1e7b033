/**
 * The leaf of an account: its holdings, owner and salt as field elements, hashed (design: "Hashes
 * and their tags", "Account leaf").
 *
 * The tag names the size class and stands first, so slot 0 of a block is a small constant or a
 * chain state and never a number that a trader chooses: a leaf opens in its own size class only.
 */
import { InputError } from "../errors/base.ts";
import { FIELD_ORDER } from "../field/bn254.ts";
import { TAG_LEAF } from "../field/domain-tags.ts";
import { type PoseidonHash, poseidonChain } from "../field/poseidon.ts";
import { MAX_INSTRUMENT_ID } from "../risk/model/dimensions.ts";
import type { Holding } from "../risk/model/holding.ts";
import { MAX_QTY_LOTS, QTY_BITS } from "../units/lots.ts";

/** Most holdings of one account. No class may make the last block eight inputs: those are nodes. */
export const SIZE_CLASSES = [8, 16, 32, 64] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];
export const DEFAULT_SIZE_CLASS: SizeClass = 16;

/** What the venue commits to, one per account and epoch. */
export type AccountRecord = {
	readonly owner: bigint;
	/** Fresh each epoch, at least 128 random bits: leaves must not be guessable. */
	readonly salt: bigint;
	/** Ids strictly increasing: a position split over two lines would dodge size-tiered charges. */
	readonly holdings: readonly Holding[];
	readonly sizeClass: SizeClass;
};

/** `id·2^41 + neg·2^40 + |qty|`, with `neg = 0` when the quantity is 0. */
export function entryOf(holding: Holding): bigint {
	const { id, qtyLots } = holding;
	const sideAndSize = qtyLots < 0n ? (1n << QTY_BITS) - qtyLots : qtyLots;
	return (BigInt(id) << (QTY_BITS + 1n)) + sideAndSize;
}

/**
 * The elements of a leaf in hashing order: tag, owner, salt, then one entry per slot, empty slots
 * (0) first.
 *
 * @throws InputError `RECORD_MALFORMED`
 */
export function leafElements(record: AccountRecord): bigint[] {
	const problem = recordProblem(record);
	if (problem !== undefined) {
		throw new InputError({
			code: "RECORD_MALFORMED",
			message: `this account record cannot be a leaf: ${problem}`,
			field: "record",
			hint: "records come from `zkmargin ledger build` and are used unchanged",
		});
	}
	const entries = record.holdings.map(entryOf);
	const emptySlots = new Array<bigint>(record.sizeClass - entries.length).fill(0n);
	return [TAG_LEAF + BigInt(record.sizeClass), record.owner, record.salt, ...emptySlots, ...entries];
}

/**
 * The leaf of an account record.
 *
 * @throws InputError `RECORD_MALFORMED`
 */
export function hashLeaf(hash: PoseidonHash, record: AccountRecord): bigint {
	return poseidonChain(hash, leafElements(record));
}

/** Why the circuit would not open a leaf of this record, or `undefined`. */
export function recordProblem(record: AccountRecord): string | undefined {
	const { owner, salt, holdings, sizeClass } = record;
	if (!SIZE_CLASSES.includes(sizeClass)) return `${sizeClass} is not a size class`;
	if (!isFieldElement(owner) || !isFieldElement(salt)) return "owner or salt is not a field element";
	if (holdings.length > sizeClass) return `${holdings.length} holdings do not fit into ${sizeClass} slots`;
	let previousId = 0;
	for (const { id, qtyLots } of holdings) {
		if (!Number.isInteger(id) || id < 1 || id > MAX_INSTRUMENT_ID) return `${id} is not an instrument id`;
		if (id <= previousId) return `id ${id} follows id ${previousId}: ids must increase`;
		if (qtyLots > MAX_QTY_LOTS || qtyLots < -MAX_QTY_LOTS) return `${qtyLots} lots of id ${id} are too many`;
		previousId = id;
	}
	return undefined;
}

function isFieldElement(value: bigint): boolean {
	return value >= 0n && value < FIELD_ORDER;
}
