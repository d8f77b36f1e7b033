/** Mutations of inputs about places in trees, identities, and what is claimed for whom. */
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { treePath } from "../../../src/field/tree.ts";
import { AMOUNT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import { SALT, STRANGERS_INDEX, STRANGERS_SECRET } from "../../../test/support/circuits/solvency-case.ts";
import { exchange, type InputMutation, mutation, pickTwo, pickUnequal } from "./input-mutation.ts";

const indexes = (list: readonly unknown[]) => list.map((_, at) => at);

export const TREE_MUTATIONS: readonly InputMutation[] = [
	mutation("a bit of the account's place", ({ input, draw }) => {
		input.accountIndex ^= 1n << BigInt(draw.integer(0, 24));
	}),
	mutation("another account's place", ({ input, honest, draw }) => {
		input.accountIndex = BigInt(STRANGERS_INDEX);
		input.accountPath = structuredClone(treePath(honest.ledger, STRANGERS_INDEX)) as bigint[][];
		if (draw.chance(0.5)) input.salt = SALT + 1n;
		if (draw.chance(0.3)) input.secret = STRANGERS_SECRET;
	}),
	mutation("ledger nodes exchanged", ({ input, draw }) => {
		const levels = pickTwo(indexes(input.accountPath), draw);
		const nodes = input.accountPath[draw.integer(0, input.accountPath.length - 1)] as bigint[];
		const two = pickUnequal(nodes, draw);
		if (levels === undefined || two === undefined) return false;
		if (draw.chance(0.5)) exchange(input.accountPath, ...levels);
		else exchange(nodes, ...two);
	}),
	mutation("table nodes exchanged", ({ input, draw }) => {
		const path = draw.pick(input.rowPaths);
		const nodes = draw.pick(path);
		const two = pickUnequal(nodes, draw);
		if (two === undefined) return false;
		if (draw.chance(0.3)) path.reverse();
		else exchange(nodes, ...two);
	}),
	mutation("another instrument's path", ({ input, honest: { table }, draw }) => {
		const slot = draw.integer(0, input.rowPaths.length - 1);
		const ids = table.rows.flatMap((_row, id) => (id >> 3 === Number(input.ids[slot]) >> 3 ? [] : [id]));
		if (ids.length === 0) return false;
		input.rowPaths[slot] = structuredClone(treePath(table.tree, draw.pick(ids)).slice(0, 2)) as bigint[][];
	}),
	mutation("cap nodes exchanged", ({ input, draw }) => {
		const two = pickUnequal(input.tableCap, draw);
		if (two === undefined) return false;
		exchange(input.tableCap, ...two);
	}),
	mutation("a cap node put in", ({ input, draw }) => {
		const node = draw.pick([
			0n,
			draw.pick(draw.pick(draw.pick(input.rowPaths))),
			draw.unsigned(FIELD_ORDER - 1n),
		]);
		input.tableCap[draw.integer(0, input.tableCap.length - 1)] = node;
	}),
	mutation("another identity", ({ input, draw }) => {
		input.secret = draw.chance(0.5) ? STRANGERS_SECRET : draw.unsigned(FIELD_ORDER - 1n);
	}),
	mutation("surplus lent by the holder", ({ input, draw }) => {
		const lent = draw.chance(0.5) ? 1n : draw.anyMagnitude(61);
		input.surplusMicroUsd = toField(input.surplusMicroUsd + lent);
		input.holder = toField(input.holder - (lent << 160n));
	}),
	mutation("the largest surplus there is", ({ input, draw }) => {
		input.surplusMicroUsd = draw.pick([AMOUNT_LIMIT - 1n, AMOUNT_LIMIT, 1n << 63n, FIELD_ORDER - 1n]);
	}),
	mutation("another tail level", ({ input, honest, draw }) => {
		const { tailMicroUsd } = honest.assessment;
		const near = (shift: bigint) => shift + BigInt(draw.integer(-1, 1));
		const shifts = [
			near(AMOUNT_LIMIT - draw.pick(tailMicroUsd)),
			near(input.tailShiftMicroUsd),
			0n,
			2n * AMOUNT_LIMIT - 1n,
		];
		input.tailShiftMicroUsd = toField(draw.chance(0.8) ? draw.pick(shifts) : draw.anyMagnitude(62));
	}),
];
