/**
 * The margin rule as a linear program: which book has the least requirement for a given loss? Everything is in USD
 * per USD of notional, so that books of all coins have numbers of one size.
 *
 * The rule is homogeneous in the book but for haircut tiers and the free part of the concentration charge, which
 * only raise a requirement, and it frees what holds no short option of basis and vega, which the program does not: a book
 * that it finds is judged by the exact engine afterwards.
 */
import type { MarkedInstrument } from "../../src/market/snapshot/market-snapshot.ts";
import {
	ALONE_LANES,
	OTHER_RISKS_DIVISOR,
	STRESS_LANES,
	TAIL_LANES,
	TAIL_WORST_COUNT,
} from "../../src/risk/model/dimensions.ts";
import type { RiskRow, SetKeys } from "../../src/risk/model/risk-row.ts";
import { decimalTextToNumber } from "../../src/units/exact-value.ts";

const MICRO = 1e6;

export type ProgramInstrument = {
	readonly id: number;
	readonly instrument: MarkedInstrument;
	/** Of the level under attack. */
	readonly row: RiskRow;
	/** USD of notional in a lot: spot times lot. */
	readonly lotUsd: number;
};

export type SparseColumn = Map<number, number>;

/** Columns of rows; every row reads `low ≤ Σ`. */
export type RuleProgram = {
	readonly instruments: readonly ProgramInstrument[];
	/** Columns 2·i and 2·i + 1 are the long and the short notional of instrument i; charges come after them. */
	readonly columns: readonly SparseColumn[];
	readonly freeColumns: readonly number[];
	readonly lows: readonly number[];
};

/** USD of notional by lot. */
export function programInstrument(id: number, instrument: MarkedInstrument, row: RiskRow): ProgramInstrument {
	const lotUsd = decimalTextToNumber(instrument.indexUsd) * decimalTextToNumber(instrument.lot);
	return { id, instrument, row, lotUsd };
}

export function ruleProgram(instruments: readonly ProgramInstrument[], buysOnly = false): RuleProgram {
	const everyone = instruments.map((_, at) => at);
	const columns: SparseColumn[] = instruments.flatMap(() => [new Map(), new Map()]);
	const freeColumns: number[] = [];
	const lows: number[] = [];
	const newColumn = () => columns.push(new Map()) - 1;
	const newRow = (low: number) => lows.push(low) - 1;
	const put = (column: number, row: number, value: number) => {
		if (value !== 0) columns[column]?.set(row, (columns[column]?.get(row) ?? 0) + value);
	};
	const putNet = (row: number, at: number, perLot: bigint) => {
		const { lotUsd } = instruments[at] as ProgramInstrument;
		const value = Number(perLot) / MICRO / lotUsd;
		put(2 * at, row, value);
		put(2 * at + 1, row, -value);
	};
	const charges: number[] = [];
	const setsOf = (level: keyof SetKeys) => {
		const sets = new Map<number, number[]>();
		instruments.forEach(({ row }, at) => {
			const key = row.keys[level];
			if (key !== 0) sets.set(key, [...(sets.get(key) ?? []), at]);
		});
		return [...sets.values()];
	};
	/** A new charge that is at least the negative of each net of a set. */
	const chargeOf = (members: readonly number[], nets: readonly ((row: RiskRow) => bigint)[]) => {
		const charge = newColumn();
		for (const net of nets) {
			const row = newRow(0);
			put(charge, row, 1);
			for (const at of members) putNet(row, at, net((instruments[at] as ProgramInstrument).row));
		}
		return charge;
	};
	for (const members of setsOf("strike")) {
		charges.push(chargeOf(members, [(row) => row.uncoveredShortMicroUsd]));
		const g = Number(process.env.GAP ?? 0);
		const { expiryMs, indexUsd, lot } = (instruments[members[0] as number] as ProgramInstrument).instrument;
		const days = ((expiryMs as number) - Number(process.env.T0)) / 86400000;
		const fade = Math.max(0, Math.min(1, (Number(process.env.GAPFAR ?? 7) - days) / (Number(process.env.GAPFAR ?? 7) - 1.5)));
		const lots = Number(indexUsd) * Number(lot) * 1e6 * g * fade;
		if (!buysOnly && lots > 0) charges.push(chargeOf(members, [() => -BigInt(Math.round(lots))]));
	}
	for (const members of setsOf("expiry")) {
		if (buysOnly && members.every((at) => instruments[at]?.row.keys.strike !== 0)) continue;
		charges.push(chargeOf(members, [(row) => row.basisUpMicroUsd, (row) => row.basisDownMicroUsd]));
		charges.push(chargeOf(members, [(row) => row.vegaMicroUsd, (row) => -row.vegaMicroUsd]));
	}
	const floors = setsOf("underlying").map((members) =>
		chargeOf(members, [(row) => row.offsetFloorDownMicroUsd, (row) => row.offsetFloorUpMicroUsd]),
	);
	/** `− C` of a line. */
	const putCharges = (row: number, times = 1) => {
		for (const charge of charges) put(charge, row, -times);
		instruments.forEach(({ row: { longCharge, shortCharge }, lotUsd }, at) => {
			put(2 * at, row, (-times * Number(longCharge.baseSlopeMicroUsd)) / MICRO / lotUsd);
			put(2 * at + 1, row, (-times * Number(shortCharge.baseSlopeMicroUsd)) / MICRO / lotUsd);
		});
	};
	const putChange = (row: number, at: number, value: (row: RiskRow) => bigint | undefined) => {
		const { row: own } = instruments[at] as ProgramInstrument;
		putNet(row, at, (value(own) as bigint) - (own.stressMicroUsd[0] as bigint));
	};
	/** A line: what these instruments lose in a lane and all charges stay within 1. */
	const line = (members: readonly number[], lane: number) => {
		const row = newRow(-1);
		putCharges(row);
		for (const at of members) putChange(row, at, ({ stressMicroUsd }) => stressMicroUsd[lane]);
	};
	for (const base of (process.env.PINS ?? "").split(",").filter(Boolean).map(Number)) {
		const row = newRow(-1);
		putCharges(row);
		instruments.forEach(({ row: own, instrument, lotUsd }, at) => {
			const moved = Number((own.stressMicroUsd[base] as bigint) - (own.stressMicroUsd[0] as bigint));
			let value = moved;
			if (own.keys.strike !== 0) {
				const days = ((instrument.expiryMs as number) - Number(process.env.T0)) / 86400000;
				const fade = Math.max(0, Math.min(1, (Number(process.env.VOIDFAR ?? 3) - days) / (Number(process.env.VOIDFAR ?? 3) - 1.5)));
				value = (1 - fade) * moved - 0.8 * fade * Number(own.stressMicroUsd[0]);
			}
			put(2 * at, row, value / MICRO / lotUsd);
			put(2 * at + 1, row, -value / MICRO / lotUsd);
		});
	}
	const dropped = new Set((process.env.DROP ?? "").split(",").filter(Boolean).map(Number));
	for (let lane = 0; lane < STRESS_LANES; lane++) {
		if (dropped.has(lane)) continue;
		if (instruments.some(({ row }) => row.stressMicroUsd[lane] !== row.stressMicroUsd[0]))
			line(everyone, lane);
	}
	const alone: number[] = [];
	for (const members of setsOf("underlying")) {
		if (members.every((at) => instruments[at]?.row.keys.strike === 0)) continue;
		const risk = newColumn();
		alone.push(risk);
		for (let lane = 1; lane < ALONE_LANES; lane++) {
			if (dropped.has(lane)) continue;
			const row = newRow(0);
			put(risk, row, 1);
			for (const at of members) putChange(row, at, ({ stressMicroUsd }) => stressMicroUsd[lane]);
		}
	}
	for (const risk of alone) {
		const row = newRow(-1);
		putCharges(row);
		for (const other of alone) put(other, row, other === risk ? -1 : -Number(process.env.SHARE ?? 0));
	}
	// Floor: each stand-alone risk, and a part of all others.
	for (const floor of floors) {
		const row = newRow(-1);
		putCharges(row);
		for (const other of floors) put(other, row, other === floor ? -1 : -1 / OTHER_RISKS_DIVISOR);
	}
	// Expected shortfall.
	const level = newColumn();
	freeColumns.push(level);
	const shortfall = newRow(-TAIL_WORST_COUNT);
	putCharges(shortfall, TAIL_WORST_COUNT);
	put(level, shortfall, -TAIL_WORST_COUNT);
	for (let day = 0; day < TAIL_LANES; day++) {
		const beyond = newColumn();
		put(beyond, shortfall, -1);
		const row = newRow(0);
		put(beyond, row, 1);
		put(level, row, 1);
		for (const at of everyone) putChange(row, at, ({ tailMicroUsd }) => tailMicroUsd[day]);
	}
	return { instruments, columns, freeColumns, lows };
}
