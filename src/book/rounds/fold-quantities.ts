/** Round 2: what all accounts hold on each side of each id, as a sum and as a sum weighted by place. */
import { FIELD_ORDER } from "../../field/bn254.ts";
import { powerOf } from "../../field/modular-power.ts";
import type { PoseidonHash } from "../../field/poseidon.ts";
import { sumsHash } from "../commitments/book-hashes.ts";
import { bookSalt } from "../commitments/book-salts.ts";
import type { BookForm } from "../model/book-form.ts";
import { keyOf } from "../model/lot-values.ts";
import type { BookPlaces } from "../reference/assess-book.ts";

/** Sums over accounts by key. Those of several batches add up. Danger: the venue's own. */
export type KeySums = {
	/** `S_k`: lots, integers. */
	readonly qtysLots: readonly bigint[];
	/** `W_k = Σ rho^(1 + place)·lots`, field elements. */
	readonly weightedQtysLots: readonly bigint[];
};

/** Sums of one table, with their commitment. */
export type OpenTable = KeySums & { readonly sums: bigint; readonly sumsSalt: bigint };

/** `rho^(1 + place)`. */
export function weightOf(rho: bigint, place: number): bigint {
	return powerOf(rho, BigInt(place + 1), FIELD_ORDER);
}

/**
 * @param request.records at consecutive places from `firstPlace` on
 * @param request.keyCount keys of all tables; holdings beyond them are left out, and the book does not close
 */
export function foldQuantities(request: {
	readonly records: BookPlaces;
	readonly firstPlace: number;
	readonly rho: bigint;
	readonly keyCount: number;
}): KeySums {
	const { records, firstPlace, rho, keyCount } = request;
	const qtysLots = new Array<bigint>(keyCount).fill(0n);
	const weightedQtysLots = new Array<bigint>(keyCount).fill(0n);
	let weight = weightOf(rho, firstPlace);
	for (const record of records) {
		for (const { id, qtyLots } of record?.holdings ?? []) {
			const key = keyOf(id, qtyLots < 0n);
			if (key >= keyCount) continue;
			const lots = qtyLots < 0n ? -qtyLots : qtyLots;
			qtysLots[key] = (qtysLots[key] as bigint) + lots;
			weightedQtysLots[key] = ((weightedQtysLots[key] as bigint) + weight * lots) % FIELD_ORDER;
		}
		weight = (weight * rho) % FIELD_ORDER;
	}
	return { qtysLots, weightedQtysLots };
}

/** The sums of several batches together. */
export function addSums(parts: readonly KeySums[], keyCount: number): KeySums {
	const keys = Array.from({ length: keyCount }, (_, key) => key);
	const total = (of: "qtysLots" | "weightedQtysLots", key: number) =>
		parts.reduce((sum, part) => sum + (part[of][key] ?? 0n), 0n);
	return {
		qtysLots: keys.map((key) => total("qtysLots", key)),
		weightedQtysLots: keys.map((key) => total("weightedQtysLots", key) % FIELD_ORDER),
	};
}

/**
 * Cuts the sums into tables and commits to each.
 *
 * @throws InputError `BOOK_SECRET_LENGTH`
 */
export function commitTables(request: {
	readonly total: KeySums;
	readonly form: BookForm;
	readonly epochSecret: Uint8Array;
	readonly hash: PoseidonHash;
}): OpenTable[] {
	const { total, form, epochSecret, hash } = request;
	const keysPerTable = 2 * form.idsPerTable;
	return Array.from({ length: total.qtysLots.length / keysPerTable }, (_, table) => {
		const keys = [keysPerTable * table, keysPerTable * (table + 1)] as const;
		const own = {
			qtysLots: total.qtysLots.slice(...keys),
			weightedQtysLots: total.weightedQtysLots.slice(...keys),
		};
		const sumsSalt = bookSalt(epochSecret, "sums", table);
		return { ...own, sumsSalt, sums: sumsHash(hash, own, sumsSalt) };
	});
}
