/** Many accounts as flat arrays, and what margining them gives. */
import type { Holding } from "../model/holding.ts";
import { type Allocate, allocateLocal } from "./batch-table.ts";
import type { MarginLine } from "./margin-engine.ts";

export type BatchAccounts = {
	readonly count: number;
	/** Holdings of account k: from `offsets[k]` to before `offsets[k + 1]`. */
	readonly offsets: Uint32Array;
	/** Ids as they were given: what is no id is for the reference engine to refuse. */
	readonly ids: Float64Array;
	readonly qtyLots: Float64Array;
};

export function packAccounts(
	accounts: readonly (readonly Holding[])[],
	allocate: Allocate = allocateLocal,
): BatchAccounts {
	const total = accounts.reduce((sum, holdings) => sum + holdings.length, 0);
	const offsets = new Uint32Array(allocate(4 * (accounts.length + 1)));
	const ids = new Float64Array(allocate(8 * total));
	const qtyLots = new Float64Array(allocate(8 * total));
	let at = 0;
	accounts.forEach((holdings, account) => {
		for (const holding of holdings) {
			ids[at] = holding.id;
			qtyLots[at] = Number(holding.qtyLots);
			at++;
		}
		offsets[account + 1] = at;
	});
	return { count: accounts.length, offsets, ids, qtyLots };
}

export function holdingsOf(accounts: BatchAccounts, account: number): Holding[] {
	const holdings: Holding[] = [];
	const end = accounts.offsets[account + 1] ?? 0;
	for (let at = accounts.offsets[account] ?? 0; at < end; at++) {
		holdings.push({ id: accounts.ids[at] as number, qtyLots: BigInt(accounts.qtyLots[at] as number) });
	}
	return holdings;
}

/** By code in `bindingTest`. */
export const LINES: readonly MarginLine[] = ["stress", "tail", "floor"];

/** The binding line of an account that doubles cannot decide exactly. */
export const UNDECIDED = 255;

/** µUSD per account; 0 where `bindingTest` is `UNDECIDED`. */
export type BatchSlacks = {
	readonly stress: Float64Array;
	readonly tail: Float64Array;
	readonly floor: Float64Array;
	/** Index into `LINES`, or `UNDECIDED`. */
	readonly bindingTest: Uint8Array;
};

export function makeBatchSlacks(count: number, allocate: Allocate = allocateLocal): BatchSlacks {
	const amounts = () => new Float64Array(allocate(8 * count));
	return {
		stress: amounts(),
		tail: amounts(),
		floor: amounts(),
		bindingTest: new Uint8Array(allocate(count)).fill(UNDECIDED),
	};
}
