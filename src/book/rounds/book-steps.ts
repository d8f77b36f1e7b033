/**
 * Round 3: the proofs of a book in order, each with the inputs of its circuit and the state that it hands on.
 *
 * Inputs are the honest prover's, in the names of `circuits/book`; the circuits check them. Once the states are
 * chained, every step can be proven by itself.
 */
import { FIELD_ORDER, toField } from "../../field/bn254.ts";
import { inverseOf } from "../../field/modular-power.ts";
import type { PoseidonHash } from "../../field/poseidon.ts";
import { type AccountRecord, leafElements } from "../../ledger/account-leaf.ts";
import {
	type BookSums,
	DEFICIT_COUNT_SHIFT,
	NO_SUMS,
	stateHash,
	valuesHash,
} from "../commitments/book-hashes.ts";
import { bookSalt } from "../commitments/book-salts.ts";
import { type BookForm, batchCircuitName, tableCircuitName } from "../model/book-form.ts";
import { keyOf } from "../model/lot-values.ts";
import type { BookChallenges } from "../transcript/book-transcript.ts";
import { foldTotals } from "../transcript/public-signals.ts";
import type { OpenBatch } from "./claim-equities.ts";
import { type OpenTable, weightOf } from "./fold-quantities.ts";

type StepInput = { readonly [signal: string]: StepValue };
type StepValue = bigint | readonly StepValue[];

/** Sums and the salt that hides them. Danger: the venue's own. */
export type OpenState = { readonly sums: BookSums; readonly salt: bigint };

export type BookStep = {
	/** Of `circuits.json`. */
	readonly circuit: string;
	/** Danger: a whole batch of accounts. */
	readonly input: StepInput;
	readonly stateAfter: bigint;
};

/** The first state of every book: no sums and no salt. */
export const FIRST_STATE: OpenState = { sums: NO_SUMS, salt: 0n };

type StepRequest = {
	readonly before: OpenState;
	readonly saltAfter: bigint;
	readonly challenges: BookChallenges;
	readonly form: BookForm;
	readonly hash: PoseidonHash;
};
type StepResult = { readonly step: BookStep; readonly after: OpenState };

/**
 * Batches, then tables.
 *
 * @param request.values µUSD per lot by key
 * @returns the last state: of an honest book no poles and no weighted sum are left in it
 * @throws InputError `BOOK_SECRET_LENGTH`, `RECORD_MALFORMED`
 */
export function bookSteps(request: {
	readonly batches: readonly OpenBatch[];
	readonly tables: readonly OpenTable[];
	readonly values: readonly bigint[];
	readonly challenges: BookChallenges;
	readonly form: BookForm;
	readonly epochSecret: Uint8Array;
	readonly hash: PoseidonHash;
}): { readonly steps: readonly BookStep[]; readonly last: OpenState } {
	const { batches, tables, values, challenges, form, epochSecret, hash } = request;
	const poleAt = poles(challenges.gamma, values.length);
	const steps: BookStep[] = [];
	let before = FIRST_STATE;
	const take = (make: (own: StepRequest) => StepResult) => {
		const saltAfter = bookSalt(epochSecret, "state", steps.length);
		const { step, after } = make({ before, saltAfter, challenges, form, hash });
		steps.push(step);
		before = after;
	};
	for (const open of batches) take((own) => batchStep({ ...own, open, poleAt }));
	tables.forEach((open, table) => {
		const firstKey = 2 * form.idsPerTable * table;
		const ownValues = values.slice(firstKey, firstKey + 2 * form.idsPerTable);
		take((own) => tableStep({ ...own, open, firstKey, values: ownValues, poleAt }));
	});
	return { steps, last: before };
}

/** What a batch adds to the sums, and its circuit's inputs. */
export function batchStep(
	request: StepRequest & { readonly open: OpenBatch; readonly poleAt: (key: number) => bigint },
): StepResult {
	const { open, before, saltAfter, challenges, form, hash, poleAt } = request;
	const { batch, equitiesMicroUsd } = open;
	const firstWeight = weightOf(challenges.rho, batch.index * form.placesPerBatch);
	let weight = firstWeight;
	let { poles: poleSum, weighted, shortfall } = before.sums;
	batch.records.forEach((record, at) => {
		const equity = equitiesMicroUsd[at] as bigint;
		const share = (record?.holdings ?? []).reduce((sum, { id, qtyLots }) => {
			const isShort = qtyLots < 0n;
			return sum + (isShort ? -qtyLots : qtyLots) * poleAt(keyOf(id, isShort));
		}, 0n);
		poleSum = toField(poleSum + share);
		weighted = toField(weighted + weight * (share + equity));
		if (equity < 0n) shortfall += (1n << DEFICIT_COUNT_SHIFT) - equity;
		weight = (weight * challenges.rho) % FIELD_ORDER;
	});
	const after = { sums: { poles: poleSum, weighted, shortfall }, salt: saltAfter };
	const { rho, gamma } = challenges;
	const states = statesOf(hash, before, after);
	const input = {
		subtreeRoot: open.subtreeRoot,
		claims: open.claims,
		...states,
		rho,
		firstWeight,
		gamma,
		...recordInputs(batch.records, batch.sizeClass),
		equitiesMicroUsd,
		claimsSalt: open.claimsSalt,
		...before.sums,
		saltBefore: before.salt,
		saltAfter,
	};
	return {
		step: { circuit: batchCircuitName(form, batch.sizeClass), input, stateAfter: states.stateAfter },
		after,
	};
}

/** What a table takes out of the sums, and its circuit's inputs. */
export function tableStep(
	request: StepRequest & {
		readonly open: OpenTable;
		readonly firstKey: number;
		readonly values: readonly bigint[];
		readonly poleAt: (key: number) => bigint;
	},
): StepResult {
	const { open, firstKey, values, before, saltAfter, challenges, form, hash, poleAt } = request;
	const { qtysLots, weightedQtysLots, sums, sumsSalt } = open;
	const left = qtysLots.reduce(
		(rest, qty, at) => {
			const pole = poleAt(firstKey + at);
			return {
				poles: rest.poles - qty * pole,
				weighted: rest.weighted - (weightedQtysLots[at] as bigint) * (pole + (values[at] as bigint)),
			};
		},
		{ poles: before.sums.poles, weighted: before.sums.weighted },
	);
	const { shortfall } = before.sums;
	const after = {
		sums: { poles: toField(left.poles), weighted: toField(left.weighted), shortfall },
		salt: saltAfter,
	};
	const { gamma, beta } = challenges;
	const totalsLots = Array.from(
		{ length: form.idsPerTable },
		(_, at) => (qtysLots[2 * at] as bigint) - (qtysLots[2 * at + 1] as bigint),
	);
	const states = statesOf(hash, before, after);
	const input = {
		sums,
		values: valuesHash(hash, values),
		totals: foldTotals(totalsLots, beta),
		...states,
		firstKey: BigInt(firstKey),
		gamma,
		beta,
		qtysLots,
		weightedQtysLots,
		valuesMicroUsd: values,
		sumsSalt,
		...before.sums,
		saltBefore: before.salt,
		saltAfter,
	};
	return { step: { circuit: tableCircuitName(form), input, stateAfter: states.stateAfter }, after };
}

/** `1 / (gamma − key)` of every key, and of any key beyond. */
export function poles(gamma: bigint, keyCount: number): (key: number) => bigint {
	const pole = (key: number) => inverseOf(toField(gamma - BigInt(key)), FIELD_ORDER);
	const known = Array.from({ length: keyCount }, (_, key) => pole(key));
	return (key) => known[key] ?? pole(key);
}

function statesOf(hash: PoseidonHash, before: OpenState, after: OpenState) {
	return {
		stateBefore: stateHash(hash, before.sums, before.salt),
		stateAfter: stateHash(hash, after.sums, after.salt),
	};
}

/** Records as a batch's circuit takes them: owner, salt and entries, zeros where nobody is. */
function recordInputs(records: readonly (AccountRecord | undefined)[], sizeClass: number) {
	const opened = records.map((record) => {
		if (record === undefined) return { owner: 0n, salt: 0n, entries: new Array<bigint>(sizeClass).fill(0n) };
		const [, owner, salt, ...entries] = leafElements(record) as [bigint, bigint, bigint, ...bigint[]];
		return { owner, salt, entries };
	});
	return {
		occupied: records.map((record) => (record === undefined ? 0n : 1n)),
		owners: opened.map(({ owner }) => owner),
		salts: opened.map(({ salt }) => salt),
		entries: opened.map(({ entries }) => entries),
	};
}
