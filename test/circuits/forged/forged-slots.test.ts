/** Slots of an account: what one committed entry could be made to mean, and in which order. */
import { beforeAll, expect, it } from "vitest";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../../support/circuits/circuit-setup.ts";
import {
	committedEntries,
	type ForgeableInput,
	forge,
	modulo,
	openTable,
	SLOTS,
	type SolvencyCase,
	slotOf,
	solvencyCase,
	venueCommits,
} from "../../support/circuits/solvency-case.ts";
import { COIN_A, DESK_HOLDINGS, deskRows, EUR, TIERED, USD } from "../../support/tables/desk-table.ts";
import { tableOf } from "../../support/tables/random-table.ts";

let bench: CircuitBench;
let honest: SolvencyCase;

beforeAll(async () => {
	bench = await openCircuitBench();
	const table = tableOf(deskRows(), bench.hash);
	honest = solvencyCase({ hash: bench.hash, table, holdings: DESK_HOLDINGS, surplusMicroUsd: 0n });
});

/** Slots are read as other numbers that give the same committed entry, rows of the new ids included. */
function reread(
	input: ForgeableInput,
	slot: number,
	parts: { id?: bigint; neg?: bigint; qty?: bigint },
): void {
	const before = committedEntries(input);
	input.ids[slot] = parts.id ?? (input.ids[slot] as bigint);
	input.negs[slot] = parts.neg ?? (input.negs[slot] as bigint);
	input.qtysLots[slot] = modulo(parts.qty ?? (input.qtysLots[slot] as bigint));
	expect(committedEntries(input)).toEqual(before);
	openRows(input);
}

/** The rows of the slots' ids; ids that no table can hold keep the row they had. */
function openRows(input: ForgeableInput): void {
	const elements = Array.from(honest.table.rows, (row) => row && rowElements(encodeRow(row)));
	const ids = [...input.ids];
	input.ids = ids.map((id) => (elements[Number(id)] === undefined ? 0n : id));
	openTable(input, honest.table.tree, elements);
	input.ids = ids;
}

/**
 * Puts holdings into the slots as they are, with the rows of their ids and everything that follows from
 * them, so that nothing but the slots could be refused. Their instruments are in no netting set.
 */
function fill(input: ForgeableInput, slots: readonly { id: number; qtyLots: bigint; neg?: bigint }[]): void {
	for (let slot = 0; slot < SLOTS; slot++) {
		const { id, qtyLots, neg } = slots[slot] ?? { id: 0, qtyLots: 0n };
		input.ids[slot] = BigInt(id);
		input.negs[slot] = neg ?? (qtyLots < 0n ? 1n : 0n);
		input.qtysLots[slot] = qtyLots < 0n ? -qtyLots : qtyLots;
		input.chargeLinesMicroUsd[slot] = linesOf(input, slot, id);
	}
	input.expiryNetsMicroUsd.fill([0n, 0n, 0n]);
	input.underlyingNetsMicroUsd.fill([0n, 0n, 0n]);
	// Worth the same in every scenario: that is the tail level at which nothing is lost.
	const worth = slots.reduce(
		(sum, { id, qtyLots }) => sum + qtyLots * (deskRows()[id]?.tailMicroUsd[0] ?? 0n),
		0n,
	);
	input.tailShiftMicroUsd = (1n << 61n) - worth;
	// No option, so whatever is asked alone stands beside all of the account.
	input.aloneRestShiftsMicroUsd.fill((1n << 61n) + worth);
	openRows(input);
}

function linesOf(input: ForgeableInput, slot: number, id: number): bigint[] {
	const row = deskRows()[id] ?? (deskRows()[0] as RiskRow);
	const { slopeStepsMicroUsd, interceptsMicroUsd } =
		input.negs[slot] === 1n ? row.shortCharge : row.longCharge;
	return slopeStepsMicroUsd.map(
		(step, k) => (input.qtysLots[slot] as bigint) * step - (interceptsMicroUsd[k] as bigint),
	);
}

const money = { id: USD, qtyLots: 1_000_000n };
const padding = (count: number) => Array.from({ length: count }, () => ({ id: 0, qtyLots: 0n }));

it("accepts the honest account that the forgeries start from", async () => {
	await expectAccepted(bench, honest.input);
});

it("accepts zero quantities and slots that the venue commits to as they should be", async () => {
	const input = forge(honest, (forged) => {
		fill(forged, [...padding(13), money, { id: TIERED, qtyLots: 0n }, { id: EUR, qtyLots: 5n }]);
		venueCommits(bench.hash, forged);
	});
	await expectAccepted(bench, input);
});

type Forgery = readonly [name: string, at: string, change: (input: ForgeableInput, slot: number) => void];

const SAME_ENTRY: readonly Forgery[] = [
	[
		"the neighbouring id with 2^41 lots more",
		"PositionEntry > RangeChecked",
		(input, slot) => reread(input, slot, { id: BigInt(COIN_A - 1), qty: 120n + (1n << 41n) }),
	],
	[
		"the neighbouring id with a sign of 2",
		"PositionEntry",
		(input, slot) => reread(input, slot, { id: BigInt(COIN_A - 1), neg: 2n }),
	],
	[
		"an id 2^12 higher with 2^53 lots less",
		"PositionEntry",
		(input, slot) => reread(input, slot, { id: BigInt(COIN_A) + 4096n, qty: 120n - (1n << 53n) }),
	],
	[
		"an id that is wrong by a field fraction",
		"PositionEntry",
		(input, slot) =>
			reread(input, slot, { id: modulo((120n - 7n) * inverse(1n << 41n)) + BigInt(COIN_A), qty: 7n }),
	],
	[
		"a short position of 2^40 lots less",
		"PositionEntry > RangeChecked",
		(input, slot) => reread(input, slot, { neg: 1n, qty: 120n - (1n << 40n) }),
	],
	[
		"a sign of −1 with 2^40 lots more",
		"PositionEntry > RangeChecked",
		(input, slot) => reread(input, slot, { neg: modulo(-1n), qty: 120n + (1n << 40n) }),
	],
	[
		"a fractional sign with fewer lots",
		"PositionEntry",
		(input, slot) => reread(input, slot, { neg: modulo(110n * inverse(1n << 40n)), qty: 10n }),
	],
];

it.each(SAME_ENTRY)("refuses to read a committed entry as %s", async (_name, at, change) => {
	await expectRefused(
		bench,
		forge(honest, (input) => change(input, slotOf(input, COIN_A))),
		at,
	);
});

it("refuses to read a debt as 2^40 lots more of an asset", async () => {
	const input = forge(honest, (forged) => {
		const slot = slotOf(forged, TIERED);
		reread(forged, slot, { neg: 0n, qty: 450n + (1n << 40n) });
	});
	await expectRefused(bench, input, "PositionEntry > RangeChecked");
});

const NOT_COMMITTED: readonly Forgery[] = [
	[
		"more of an asset",
		"AssertAccountInLedger > AssertTreePath",
		(input) => {
			input.qtysLots[1] = 1001n;
		},
	],
	[
		"less of a debt",
		"AssertAccountInLedger > AssertTreePath",
		(input) => {
			input.qtysLots[2] = 449n;
		},
	],
	[
		"a debt turned into an asset",
		"AssertAccountInLedger > AssertTreePath",
		(input) => {
			input.negs[2] = 0n;
		},
	],
	[
		"an account without its debt",
		"AssertAccountInLedger > AssertTreePath",
		(input) => {
			fill(input, [...padding(2), ...DESK_HOLDINGS.filter(({ id }) => id !== TIERED)]);
		},
	],
];

it.each(NOT_COMMITTED)("refuses %s than the ledger has", async (_name, at, change) => {
	await expectRefused(
		bench,
		forge(honest, (input) => change(input, 0)),
		at,
	);
});

const COLLUDING_VENUE: readonly Forgery[] = [
	[
		"a short position of nothing",
		"PositionEntry",
		(input) => fill(input, [...padding(14), money, { id: TIERED, qtyLots: 0n, neg: 1n }]),
	],
	[
		"lots in an empty slot",
		"PositionEntry",
		(input) => fill(input, [{ id: 0, qtyLots: 7n }, ...padding(14), money]),
	],
	[
		"a debt in an empty slot",
		"PositionEntry",
		(input) => fill(input, [{ id: 0, qtyLots: -7n }, ...padding(14), money]),
	],
	[
		"a sign in an empty slot",
		"PositionEntry",
		(input) => fill(input, [{ id: 0, qtyLots: 0n, neg: 1n }, ...padding(14), money]),
	],
	[
		"an id of 2^12",
		"PositionEntry",
		(input) => fill(input, [...padding(14), money, { id: 4096, qtyLots: 1n }]),
	],
	[
		"2^40 lots",
		"PositionEntry > RangeChecked",
		(input) => fill(input, [...padding(15), { id: USD, qtyLots: 1n << 40n }]),
	],
	[
		"one instrument in two slots",
		"AssertStrictlyIncreasing > RangeChecked",
		(input) =>
			fill(input, [...padding(13), money, { id: TIERED, qtyLots: 40n }, { id: TIERED, qtyLots: 40n }]),
	],
	[
		"unsorted ids",
		"AssertStrictlyIncreasing > RangeChecked",
		(input) => fill(input, [...padding(13), money, { id: EUR, qtyLots: 1n }, { id: TIERED, qtyLots: 1n }]),
	],
	[
		"an empty slot after a filled one",
		"AssertStrictlyIncreasing > RangeChecked",
		(input) => fill(input, [...padding(13), money, { id: 0, qtyLots: 0n }, { id: EUR, qtyLots: 1n }]),
	],
	[
		"holdings first and empty slots last",
		"AssertStrictlyIncreasing > RangeChecked",
		(input) => fill(input, [money, ...padding(15)]),
	],
];

it.each(COLLUDING_VENUE)("refuses %s, even when the venue commits to it", async (_name, at, change) => {
	const input = forge(honest, (forged) => {
		change(forged, 0);
		venueCommits(bench.hash, forged);
	});
	await expectRefused(bench, input, at);
});

/** The field inverse, by Fermat. */
function inverse(value: bigint): bigint {
	let [base, exponent, result] = [modulo(value), modulo(-2n), 1n];
	for (; exponent > 0n; exponent >>= 1n) {
		if ((exponent & 1n) === 1n) result = modulo(result * base);
		base = modulo(base * base);
	}
	return result;
}
