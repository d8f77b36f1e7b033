/** Mutations of inputs that write over single numbers, whatever they mean. */
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import type { ForgeableInput } from "../../../test/support/circuits/solvency-case.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";
import { type InputMutation, mutation } from "./input-mutation.ts";
import { EDGE_VALUES } from "./mutations.ts";

const LANE_BITS = 63n;
const LANE_BASE = 1n << LANE_BITS;

/** What the prover claims and neither ledger nor table holds as such. */
const CLAIMED = ["chargeLinesMicroUsd", "expiryNetsMicroUsd", "underlyingNetsMicroUsd", "tailShiftMicroUsd"];

/** Bits of each number that has a width of its own. */
const WIDTHS: Readonly<Record<string, readonly bigint[]>> = {
	accountIndex: [24n],
	holder: [160n],
	surplusMicroUsd: [61n],
	ids: [12n],
	negs: [1n],
	qtysLots: [40n],
	chargeLinesMicroUsd: [61n, 62n],
	expiryNetsMicroUsd: [61n, 62n],
	underlyingNetsMicroUsd: [61n, 62n],
	tailShiftMicroUsd: [61n, 62n],
};
/** Of the lanes of a row's words, and of its plain numbers. */
const ROW_WIDTHS = [35n, 36n, 61n, 62n, 63n];

type Place = { readonly list: Record<string | number, unknown>; readonly key: string | number };

/** A number of the inputs with this name. */
function placeIn(input: ForgeableInput, name: string, draw: Draw): Place {
	let list: Record<string | number, unknown> = input;
	let key: string | number = name;
	for (let child = list[key]; Array.isArray(child); child = list[key]) {
		list = child as unknown as Record<string | number, unknown>;
		key = draw.integer(0, child.length - 1);
	}
	return { list, key };
}

/** Claims are tried most often. */
const anyName = (input: ForgeableInput, draw: Draw) =>
	draw.pick(draw.chance(0.5) ? CLAIMED : Object.keys(input));

const overwriting = (name: string, value: (old: bigint, draw: Draw) => bigint): InputMutation =>
	mutation(name, ({ input, draw }) => {
		const { list, key } = placeIn(input, anyName(input, draw), draw);
		list[key] = toField(value(list[key] as bigint, draw));
	});

export const NUMBER_MUTATIONS: readonly InputMutation[] = [
	overwriting("any field element", (_old, draw) => draw.unsigned(FIELD_ORDER - 1n)),
	overwriting("an edge value", (_old, draw) => draw.pick(EDGE_VALUES)),
	overwriting("moved by an edge value", (old, draw) => old + draw.pick(EDGE_VALUES)),
	overwriting("moved by one", (old, draw) => old + (draw.chance(0.5) ? 1n : -1n)),
	overwriting("negated", (old) => -old),
	mutation("two numbers exchanged", ({ input, draw }) => {
		const name = anyName(input, draw);
		const one = placeIn(input, name, draw);
		const other = placeIn(input, draw.chance(0.7) ? name : draw.pick(Object.keys(input)), draw);
		const kept = one.list[one.key];
		one.list[one.key] = other.list[other.key];
		other.list[other.key] = kept;
	}),
	mutation("another number copied", ({ input, draw }) => {
		const name = anyName(input, draw);
		const one = placeIn(input, name, draw);
		const other = placeIn(input, draw.chance(0.7) ? name : draw.pick(Object.keys(input)), draw);
		one.list[one.key] = other.list[other.key];
	}),
	mutation("a claimed lane carried into the next", ({ input, draw }) => {
		const { list, key } = placeIn(input, draw.pick(CLAIMED.slice(0, 3)), draw);
		const next = (key as number) + 1;
		if (list[next] === undefined) return false;
		const sign = draw.chance(0.5) ? 1n : -1n;
		list[key] = toField((list[key] as bigint) + sign * LANE_BASE);
		list[next] = toField((list[next] as bigint) - sign);
	}),
	mutation("the edge of the number's width", ({ input, draw }) => {
		const name = draw.pick(Object.keys(WIDTHS));
		const { list, key } = placeIn(input, name, draw);
		const edge = 1n << draw.pick(WIDTHS[name] as readonly bigint[]);
		list[key] = toField(draw.pick([edge - 1n, edge, edge + 1n, -edge, -edge - 1n, 1n - edge]));
	}),
	mutation("the edge of a row's lane", ({ input, draw }) => {
		const { list, key } = placeIn(input, "rows", draw);
		const edge = draw.pick([1n, -1n]) * (1n << draw.pick(ROW_WIDTHS));
		list[key] = toField((list[key] as bigint) + (edge << (LANE_BITS * BigInt(draw.integer(0, 3)))));
	}),
];
