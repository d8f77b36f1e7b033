/** The inputs of `book-fund`: an account whose equity covers the deficits of a whole book. */
import { InputError } from "../../errors/base.ts";
import { treePath } from "../../field/tree.ts";
import { leafElements } from "../../ledger/account-leaf.ts";
import { DEFICIT_COUNT_SHIFT } from "../commitments/book-hashes.ts";
import type { BookForm } from "../model/book-form.ts";
import { subtreeDepth } from "../model/book-form.ts";
import type { OpenState } from "./book-steps.ts";
import type { OpenBatch } from "./claim-equities.ts";

/**
 * @param request.place of the fund in the ledger
 * @param request.state hash of the last state
 * @throws InputError `BOOK_NO_FUND`: nobody is at the place
 */
export function fundInput(request: {
	readonly batches: readonly OpenBatch[];
	readonly place: number;
	readonly last: OpenState;
	readonly state: bigint;
	readonly form: BookForm;
}) {
	const { batches, place, last, state, form } = request;
	const open = batches.find(({ index }) => index === Math.floor(place / form.placesPerBatch));
	const at = place % form.placesPerBatch;
	const record = open?.batch.records[at];
	if (open === undefined || record === undefined) {
		throw new InputError({
			code: "BOOK_NO_FUND",
			message: `nobody is at place ${place} of the ledger`,
			field: "fund",
			hint: "name the account of the insurance fund",
		});
	}
	const [, fundOwner, accountSalt, ...entries] = leafElements(record) as [
		bigint,
		bigint,
		bigint,
		...bigint[],
	];
	const { shortfall } = last.sums;
	return {
		state,
		deficitCount: shortfall >> DEFICIT_COUNT_SHIFT,
		subtreeRoot: open.subtreeRoot,
		claims: open.claims,
		fundOwner,
		deficitMicroUsd: BigInt.asUintN(Number(DEFICIT_COUNT_SHIFT), shortfall),
		stateSalt: last.salt,
		placeBits: Array.from({ length: 3 * subtreeDepth(form) }, (_, bit) => BigInt((at >> bit) & 1)),
		accountSalt,
		entries,
		path: treePath(open.batch.tree, at),
		claimWords: open.words,
		claimsSalt: open.claimsSalt,
	};
}
