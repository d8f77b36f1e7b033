/** The public signals of a book's proofs, in their circuits' order, from what is published. */
import { FIELD_ORDER, toField } from "../../field/bn254.ts";
import { powerOf } from "../../field/modular-power.ts";
import type { BookForm } from "../model/book-form.ts";
import type { BookChallenges, ClaimedBatch } from "./book-transcript.ts";

type States = { readonly stateBefore: bigint; readonly stateAfter: bigint };

export function batchSignals(
	request: States & {
		readonly batch: ClaimedBatch;
		readonly challenges: BookChallenges;
		readonly form: BookForm;
	},
): bigint[] {
	const { batch, stateBefore, stateAfter, challenges, form } = request;
	const { rho, gamma } = challenges;
	const firstWeight = powerOf(rho, BigInt(batch.index * form.placesPerBatch + 1), FIELD_ORDER);
	return [batch.subtreeRoot, batch.claims, stateBefore, stateAfter, rho, firstWeight, gamma];
}

export function tableSignals(
	request: States & {
		readonly table: number;
		readonly sums: bigint;
		/** `valuesHash` of the table. */
		readonly values: bigint;
		/** Of the table's ids. */
		readonly totalsLots: readonly bigint[];
		readonly challenges: BookChallenges;
		readonly form: BookForm;
	},
): bigint[] {
	const { table, sums, values, totalsLots, stateBefore, stateAfter, challenges, form } = request;
	const { gamma, beta } = challenges;
	const firstKey = BigInt(2 * form.idsPerTable * table);
	return [sums, values, foldTotals(totalsLots, beta), stateBefore, stateAfter, firstKey, gamma, beta];
}

/** `Σ beta^i·T_i`. */
export function foldTotals(totalsLots: readonly bigint[], beta: bigint): bigint {
	return totalsLots.reduceRight((sum, total) => toField(sum * beta + total), 0n);
}
