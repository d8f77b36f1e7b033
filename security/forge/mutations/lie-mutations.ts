/**
 * Mutations of inputs that tell one lie and the whole truth that would follow from it: every charge, net and
 * hint is what an account with these lots, or a table with these rows, would have. Only the commitment is
 * left to refuse them.
 */

import type { SizeClass } from "../../../src/ledger/account-leaf.ts";
import { assessMargin, decideSolvency } from "../../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import { MAX_QTY_LOTS } from "../../../src/units/lots.ts";
import { solvencyCase } from "../../../test/support/circuits/solvency-case.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";
import { type Forgery, type InputMutation, mutation, pickTwo } from "./input-mutation.ts";

type Holdings = readonly Holding[];

/** Claims what would be true of other holdings, or of other rows, at all the surplus that they would allow. */
function tell(forgery: Forgery, holdings: Holdings, rows: readonly RiskRow[]): void {
	const { input, honest } = forgery;
	const { hash, table } = honest;
	const told = assessMargin(rows, holdings);
	const most = told.freeCollateralMicroUsd < AMOUNT_LIMIT ? told.freeCollateralMicroUsd : AMOUNT_LIMIT - 1n;
	const surplusMicroUsd = most >= 0n && decideSolvency(told, most).accepted ? most : 0n;
	const sizeClass = input.ids.length as SizeClass;
	const { holder, ledgerRoot, accountPath } = input;
	Object.assign(
		input,
		solvencyCase({ hash, table: { ...table, rows }, holdings, sizeClass, surplusMicroUsd }).input,
	);
	input.context += holder - input.holder;
	Object.assign(input, { holder, ledgerRoot, accountPath });
}

const aboutHoldings = (
	name: string,
	change: (holdings: Holding[], draw: Draw, forgery: Forgery) => boolean | undefined,
) =>
	mutation(`consistently: ${name}`, (forgery) => {
		const { honest, draw, input } = forgery;
		const holdings = [...honest.assessment.holdings];
		if (change(holdings, draw, forgery) === false) return false;
		holdings.sort((one, other) => one.id - other.id);
		if (holdings.length > input.ids.length) return false;
		tell(forgery, holdings, honest.table.rows);
	});

const aboutRows = (name: string, change: (row: RiskRow, sign: bigint, draw: Draw) => RiskRow) =>
	mutation(`consistently: ${name}`, (forgery) => {
		const { honest, draw } = forgery;
		const { holdings } = honest.assessment;
		if (holdings.length === 0) return false;
		const { id, qtyLots } = draw.pick(holdings);
		const rows = [...honest.table.rows];
		rows[id] = change(rows[id] as RiskRow, qtyLots < 0n ? -1n : 1n, draw);
		tell(forgery, holdings, rows);
	});

function withLots({ id }: Holding, qtyLots: bigint): Holding {
	return {
		id,
		qtyLots: qtyLots > MAX_QTY_LOTS ? MAX_QTY_LOTS : qtyLots < -MAX_QTY_LOTS ? -MAX_QTY_LOTS : qtyLots,
	};
}

/** Better for the account, by up to the whole value of a lot. */
const better = (value: bigint, sign: bigint, draw: Draw) =>
	value + sign * (draw.unsigned(value < 0n ? -value : value) + 1n);

export const LIE_MUTATIONS: readonly InputMutation[] = [
	aboutHoldings("more lots of a long position", (holdings, draw) => {
		const longs = holdings.flatMap(({ qtyLots }, at) => (qtyLots > 0n ? [at] : []));
		if (longs.length === 0) return false;
		const at = draw.pick(longs);
		const held = holdings[at] as Holding;
		holdings[at] = withLots(held, held.qtyLots + draw.anyMagnitude(40) + 1n);
	}),
	aboutHoldings("fewer lots of a short position", (holdings, draw) => {
		const shorts = holdings.flatMap(({ qtyLots }, at) => (qtyLots < 0n ? [at] : []));
		if (shorts.length === 0) return false;
		const at = draw.pick(shorts);
		const held = holdings[at] as Holding;
		holdings[at] = withLots(held, held.qtyLots + draw.unsigned(-held.qtyLots - 1n) + 1n);
	}),
	aboutHoldings("a position left out", (holdings, draw) => {
		if (holdings.length === 0) return false;
		holdings.splice(draw.integer(0, holdings.length - 1), 1);
	}),
	aboutHoldings("a position that is not there", (holdings, draw, { honest }) => {
		const free = honest.table.rows.flatMap((row, id) =>
			id === 0 || row === undefined || holdings.some((holding) => holding.id === id) ? [] : [id],
		);
		if (free.length === 0) return false;
		holdings.push({ id: draw.pick(free), qtyLots: draw.anyMagnitude(30) });
	}),
	aboutHoldings("every position turned", (holdings) => {
		for (const [at, holding] of holdings.entries()) holdings[at] = withLots(holding, -holding.qtyLots);
	}),
	aboutHoldings("the lots of two positions exchanged", (holdings, draw) => {
		const two = pickTwo([...holdings.keys()], draw);
		if (two === undefined) return false;
		const [one, other] = two.map((at) => holdings[at] as Holding) as [Holding, Holding];
		holdings[two[0]] = withLots(one, other.qtyLots);
		holdings[two[1]] = withLots(other, one.qtyLots);
	}),
	aboutHoldings("another size of everything", (holdings, draw) => {
		const times = BigInt(draw.integer(2, 9));
		for (const [at, holding] of holdings.entries())
			holdings[at] = withLots(holding, draw.chance(0.5) ? holding.qtyLots * times : holding.qtyLots / times);
	}),
	aboutRows("a better price at the mark", (row, sign, draw) => ({
		...row,
		stressMicroUsd: row.stressMicroUsd.with(0, better(row.stressMicroUsd[0] as bigint, sign, draw)),
	})),
	aboutRows("better prices in every scenario", (row, sign, draw) => {
		const more = better(0n, sign, draw) + sign * draw.anyMagnitude(30);
		return {
			...row,
			stressMicroUsd: row.stressMicroUsd.map((value) => value + more),
			tailMicroUsd: row.tailMicroUsd.map((value) => value + more),
		};
	}),
	aboutRows("a better price in the tail", (row, sign, draw) => ({
		...row,
		tailMicroUsd: row.tailMicroUsd.map((value) => better(value, sign, draw)),
	})),
	aboutRows("no charges", (row) => ({
		...row,
		longCharge: ZERO_ROW.longCharge,
		shortCharge: ZERO_ROW.shortCharge,
	})),
	aboutRows("no netting sets", (row) => ({ ...row, keys: ZERO_ROW.keys })),
	aboutRows("a smaller bound", (row, _sign, draw) => ({
		...row,
		boundMicroUsd: draw.unsigned(row.boundMicroUsd),
	})),
	aboutRows("a larger free amount of delta", (row) => ({
		...row,
		deltaAllowanceMicroUsd: AMOUNT_LIMIT - 1n,
	})),
];
