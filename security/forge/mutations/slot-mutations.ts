/** Mutations of inputs that a trader with these positions would try: other slots, rows and sizes. */

import { toField } from "../../../src/field/bn254.ts";
import { treePath } from "../../../src/field/tree.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT } from "../../../src/risk/model/row-layout.ts";
import type { ForgeableInput } from "../../../test/support/circuits/solvency-case.ts";
import {
	exchange,
	type Forgery,
	type InputMutation,
	mutation,
	pickTwo,
	pickUnequal,
	rearrange,
	usedSlots,
} from "./input-mutation.ts";

const QTY_LIMIT = 1n << 40n;
/** Its place in a row. */
const KEY_WORD = ELEMENT.keys;
const range = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Opens the row of an id as the table has it. */
function openRow({ input, honest: { table } }: Forgery, slot: number, id: number): void {
	const row = table.rows[id];
	if (row === undefined) throw new Error(`no row ${id}`);
	input.rows[slot] = rowElements(encodeRow(row));
	input.rowPaths[slot] = structuredClone(treePath(table.tree, id).slice(0, 2)) as bigint[][];
}

const listed = ({ honest: { table } }: Forgery) =>
	range(table.rows.length).filter((id) => id > 0 && table.rows[id] !== undefined);

function emptySlot(input: ForgeableInput): number | undefined {
	const slot = input.ids.indexOf(0n);
	return slot < 0 ? undefined : slot;
}

/** Moves the used slots by one to the front, so that the slot before `slot` is free for half of it. */
function makeRoomBefore(input: ForgeableInput, slot: number): boolean {
	if (emptySlot(input) !== 0) return false;
	rearrange(
		input,
		range(input.ids.length).map((at) => (at < slot ? at + 1 : at)),
	);
	return true;
}

export const SLOT_MUTATIONS: readonly InputMutation[] = [
	mutation("the rows of two slots exchanged", ({ input, draw }) => {
		const two = pickTwo(usedSlots(input), draw);
		if (two === undefined) return false;
		exchange(input.rows, ...two);
		if (draw.chance(0.5)) exchange(input.rowPaths, ...two);
	}),
	mutation("another instrument's row", (forgery) => {
		const { input, draw } = forgery;
		const slots = usedSlots(input);
		if (slots.length === 0) return false;
		openRow(forgery, draw.pick(slots), draw.pick(listed(forgery)));
	}),
	mutation("another instrument altogether", (forgery) => {
		const { input, draw } = forgery;
		const slots = usedSlots(input);
		if (slots.length === 0) return false;
		const [slot, id] = [draw.pick(slots), draw.pick(listed(forgery))];
		openRow(forgery, slot, id);
		input.ids[slot] = BigInt(id);
	}),
	mutation("two slots in the other order", ({ input, draw }) => {
		const two = pickUnequal(input.ids, draw);
		if (two === undefined) return false;
		const order = range(input.ids.length);
		exchange(order, ...two);
		rearrange(input, order);
	}),
	mutation("all slots in reverse", ({ input }) => {
		rearrange(input, range(input.ids.length).reverse());
	}),
	mutation("one position in two slots", ({ input, draw }) => {
		const slots = usedSlots(input).filter((slot) => (input.qtysLots[slot] as bigint) > 1n);
		if (slots.length === 0) return false;
		const slot = draw.pick(slots);
		if (!makeRoomBefore(input, slot)) return false;
		const whole = input.qtysLots[slot] as bigint;
		const part = draw.unsigned(whole - 2n) + 1n;
		input.qtysLots[slot - 1] = part;
		input.qtysLots[slot] = whole - part;
	}),
	mutation("one position counted twice", ({ input, draw }) => {
		const slots = usedSlots(input);
		return slots.length > 0 && makeRoomBefore(input, draw.pick(slots));
	}),
	mutation("lots moved to another slot", ({ input, draw }) => {
		const two = pickTwo(usedSlots(input), draw);
		if (two === undefined) return false;
		const moved = draw.anyMagnitude(40);
		input.qtysLots[two[0]] = toField((input.qtysLots[two[0]] as bigint) - moved);
		input.qtysLots[two[1]] = toField((input.qtysLots[two[1]] as bigint) + moved);
	}),
	mutation("lots and sign borrowed from the entry next to them", ({ input, draw }) => {
		const slots = usedSlots(input);
		if (slots.length === 0) return false;
		const slot = draw.pick(slots);
		const neg = input.negs[slot] as bigint;
		if (draw.chance(0.5)) {
			// The same committed entry: a debt as 2^40 more lots, or lots as another sign.
			input.negs[slot] = 1n - neg;
			input.qtysLots[slot] = toField(
				(input.qtysLots[slot] as bigint) + (neg === 1n ? QTY_LIMIT : -QTY_LIMIT),
			);
		} else {
			input.ids[slot] = (input.ids[slot] as bigint) - 1n;
			input.negs[slot] = neg + 2n;
		}
	}),
	mutation("a sign turned", ({ input, draw }) => {
		const slots = usedSlots(input);
		if (slots.length === 0) return false;
		const slot = draw.pick(slots);
		input.negs[slot] = 1n - (input.negs[slot] as bigint);
		if (draw.chance(0.3)) input.qtysLots[slot] = toField(-(input.qtysLots[slot] as bigint));
	}),
	mutation("a position left out", (forgery) => {
		const { input, draw } = forgery;
		const slots = usedSlots(input);
		if (slots.length === 0) return false;
		const slot = draw.pick(slots);
		[input.ids[slot], input.negs[slot], input.qtysLots[slot]] = [0n, 0n, 0n];
		openRow(forgery, slot, 0);
	}),
	mutation("lots in an empty slot", (forgery) => {
		const { input, draw } = forgery;
		const slot = emptySlot(input);
		if (slot === undefined) return false;
		input.qtysLots[slot] = draw.anyMagnitude(40);
		if (draw.chance(0.5)) openRow(forgery, slot, draw.pick(listed(forgery)));
		if (draw.chance(0.3)) input.negs[slot] = 1n;
	}),
	mutation("a position that the account has not", (forgery) => {
		const { input, draw } = forgery;
		const ids = listed(forgery).filter((id) => !input.ids.includes(BigInt(id)));
		if (ids.length === 0 || emptySlot(input) !== 0) return false;
		const id = draw.pick(ids);
		const slot = input.ids.findLastIndex((held) => held < BigInt(id));
		rearrange(
			input,
			range(input.ids.length).map((at) => (at < slot ? at + 1 : at)),
		);
		input.ids[slot] = BigInt(id);
		input.negs[slot] = 0n;
		input.qtysLots[slot] = draw.anyMagnitude(40);
		openRow(forgery, slot, id);
	}),
	mutation("padding as in another size class", ({ input, draw }) => {
		const length = input.ids.length;
		const by = draw.integer(1, length - 1);
		rearrange(
			input,
			range(length).map((slot) => (slot + by) % length),
		);
	}),
	mutation("netting set keys of another row", ({ input, draw }) => {
		const keyWords = input.rows.map((row) => row[KEY_WORD] as bigint);
		const two = pickUnequal(keyWords, draw);
		if (two === undefined) return false;
		const [to, from] = two;
		(input.rows[to] as bigint[])[KEY_WORD] = keyWords[from] as bigint;
	}),
	mutation("nets of a set in another slot", ({ input, draw }) => {
		const lists = [input.expiryNetsMicroUsd, input.underlyingNetsMicroUsd];
		const list = draw.pick(lists.filter((nets) => pickUnequal(nets, draw) !== undefined));
		const two = list === undefined ? undefined : pickUnequal(list, draw);
		if (list === undefined || two === undefined) return false;
		exchange(list, ...two);
	}),
];
