/** The Groth16 statements of a published book: which circuit, which public signals, which proof. */

import type { PoseidonHash } from "../../field/poseidon.ts";
import { stateHash } from "../commitments/book-hashes.ts";
import { batchCircuitName, fundCircuitName, tableCircuitName } from "../model/book-form.ts";
import { tablesOf } from "../model/lot-values.ts";
import type { BookRecord, ProofText } from "../record/book-record.ts";
import { FIRST_STATE } from "../rounds/book-steps.ts";
import type { BookChallenges, BookStatement } from "../transcript/book-transcript.ts";
import { batchSignals, tableSignals } from "../transcript/public-signals.ts";

export type ProofClaim = {
	/** `batch 3`, `table 0` or `fund`. */
	readonly name: string;
	/** Of `circuits.json`. */
	readonly circuit: string;
	readonly publicSignals: readonly bigint[];
	readonly proof: ProofText;
};

/** @throws InputError `BOOK_CLASS_UNKNOWN` */
export function bookClaims(request: {
	readonly record: BookRecord;
	readonly statement: BookStatement;
	readonly challenges: BookChallenges;
	readonly hash: PoseidonHash;
}): ProofClaim[] {
	const { record, statement, challenges, hash } = request;
	const { form, batches, tables } = record;
	let stateBefore = stateHash(hash, FIRST_STATE.sums, FIRST_STATE.salt);
	const claims: ProofClaim[] = [];
	for (const batch of batches) {
		const { stateAfter, proof } = batch;
		claims.push({
			name: `batch ${batch.index}`,
			circuit: batchCircuitName(form, batch.sizeClass),
			publicSignals: batchSignals({ batch, stateBefore, stateAfter, challenges, form }),
			proof,
		});
		stateBefore = stateAfter;
	}
	const totals = tablesOf(statement.totalsLots, form.idsPerTable);
	tables.forEach(({ sums, stateAfter, proof }, table) => {
		const [values, totalsLots] = [statement.values[table] ?? 0n, totals[table] ?? []];
		const publicSignals = tableSignals({
			table,
			sums,
			values,
			totalsLots,
			stateBefore,
			stateAfter,
			challenges,
			form,
		});
		claims.push({ name: `table ${table}`, circuit: tableCircuitName(form), publicSignals, proof });
		stateBefore = stateAfter;
	});
	return [...claims, ...fundClaim(record, stateBefore)];
}

function fundClaim({ close, batches, form }: BookRecord, state: bigint): ProofClaim[] {
	if (close.kind !== "fund") return [];
	const batch = batches.find(({ index }) => index === close.batch);
	if (batch === undefined) return [];
	const { subtreeRoot, claims, sizeClass } = batch;
	return [
		{
			name: "fund",
			circuit: fundCircuitName(form, sizeClass),
			publicSignals: [state, BigInt(close.deficitCount), subtreeRoot, claims, close.owner],
			proof: close.proof,
		},
	];
}
