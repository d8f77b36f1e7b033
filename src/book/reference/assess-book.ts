/**
 * What a book's proofs say, computed from the accounts in plain integers: the reference for circuits and for the
 * venue's own figures.
 */
import type { AccountRecord } from "../../ledger/account-leaf.ts";
import type { Holding } from "../../risk/model/holding.ts";
import { keyOf } from "../model/lot-values.ts";

/** Accounts by place in the ledger; empty places are `undefined`. */
export type BookPlaces = readonly (AccountRecord | undefined)[];

export type BookFigures = {
	/** Long less short lots of all accounts, by id. */
	readonly totalsLots: readonly bigint[];
	/** By place, 0 where nobody is. */
	readonly equitiesMicroUsd: readonly bigint[];
	/** Σ max(0, −equity). */
	readonly deficitMicroUsd: bigint;
	/** Accounts with negative equity. */
	readonly deficitCount: number;
};

/** Value of holdings at µUSD per lot by key. */
export function equityOf(holdings: readonly Holding[], values: readonly bigint[]): bigint {
	return holdings.reduce((sum, { id, qtyLots }) => {
		const isShort = qtyLots < 0n;
		return sum + (isShort ? -qtyLots : qtyLots) * (values[keyOf(id, isShort)] ?? 0n);
	}, 0n);
}

/** @param values µUSD per lot by key, see `lotValues` */
export function assessBook(places: BookPlaces, values: readonly bigint[]): BookFigures {
	const totalsLots = new Array<bigint>(values.length / 2).fill(0n);
	for (const { id, qtyLots } of places.flatMap((record) => record?.holdings ?? [])) {
		totalsLots[id] = (totalsLots[id] ?? 0n) + qtyLots;
	}
	const equitiesMicroUsd = places.map((record) => equityOf(record?.holdings ?? [], values));
	const deficits = equitiesMicroUsd.filter((equity) => equity < 0n);
	return {
		totalsLots,
		equitiesMicroUsd,
		deficitMicroUsd: deficits.reduce((sum, equity) => sum - equity, 0n),
		deficitCount: deficits.length,
	};
}
