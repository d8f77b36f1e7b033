/**
 * Random risk tables that meet every table assumption, for tests of engine and circuit. Numbers are
 * arbitrary, the structure (cash, then underlyings with expiries and strikes) is that of a listing.
 */
import type { PoseidonHash } from "../../../src/field/poseidon.ts";
import { buildTree } from "../../../src/field/tree.ts";
import { AMOUNT_LIMIT, STRESS_LANES, TABLE_DEPTH, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import {
	type ChargeLadder,
	hashRow,
	type RiskRow,
	type SetKeys,
	ZERO_ROW,
} from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { type Draw, drawFrom } from "../random/seeded-draw.ts";

/**
 * `listing`: 3 kinds of cash and 3 underlyings of 17 instruments, rows 1 … 54. `one-set`: cash and
 * 20 instruments that share strike, expiry and underlying, rows 1 … 21: one run can fill an account.
 */
export type TableShape = "listing" | "one-set";

/** The row that is worth the same in every scenario and pays the least charge: dollars. */
export const CASH_ID = 1;

const STRIKES_PER_EXPIRY = 3;
const EXPIRIES = 2;
const UNDERLYINGS = 3;
const NO_SET: SetKeys = { strike: 0, expiry: 0, underlying: 0 };

/** Every per-lot number stays within `perLotLimit`, which is at least 1000 and below 2^36. */
export function randomRows(seed: number, perLotLimit: bigint, shape: TableShape = "listing"): RiskRow[] {
	const draw = drawFrom(seed);
	const rows: RiskRow[] = [ZERO_ROW, cashRow(perLotLimit)];
	const add = (keys: SetKeys, deltaAllowanceMicroUsd: bigint) =>
		rows.push(randomRow({ draw, perLotLimit, keys, deltaAllowanceMicroUsd }));
	if (shape === "one-set") {
		const free = deltaAllowance(draw, perLotLimit);
		for (let i = 0; i < 20; i++) add({ strike: 2, expiry: 2, underlying: 2 }, free);
		return rows;
	}
	for (let cash = 0; cash < 2; cash++) add(NO_SET, 0n);
	for (let u = 0; u < UNDERLYINGS; u++) {
		const underlying = rows.length;
		const free = deltaAllowance(draw, perLotLimit);
		for (const _ of ["coin", "wrapped", "perpetual"]) add({ strike: 0, expiry: 0, underlying }, free);
		for (let e = 0; e < EXPIRIES; e++) {
			const expiry = rows.length;
			add({ strike: 0, expiry, underlying }, free);
			for (let s = 0; s < STRIKES_PER_EXPIRY; s++) {
				const strike = rows.length;
				add({ strike, expiry, underlying }, free);
				add({ strike, expiry, underlying }, free);
			}
		}
	}
	return rows;
}

function cashRow(perLotLimit: bigint): RiskRow {
	const valueMicroUsd = perLotLimit < 1_000_000n ? perLotLimit : 1_000_000n;
	return {
		...ZERO_ROW,
		stressMicroUsd: new Array<bigint>(STRESS_LANES).fill(valueMicroUsd),
		tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(valueMicroUsd),
		longCharge: { ...ZERO_ROW.longCharge, baseSlopeMicroUsd: 3n },
		shortCharge: { ...ZERO_ROW.shortCharge, baseSlopeMicroUsd: 4n },
		boundMicroUsd: valueMicroUsd,
	};
}

function randomRow({
	draw,
	perLotLimit,
	keys,
	deltaAllowanceMicroUsd,
}: {
	draw: Draw;
	perLotLimit: bigint;
	keys: SetKeys;
	deltaAllowanceMicroUsd: bigint;
}): RiskRow {
	const mark = draw.signed(perLotLimit);
	const around = (value: bigint, deviation: bigint) => {
		const moved = value + draw.signed(deviation);
		return moved > perLotLimit ? perLotLimit : moved < -perLotLimit ? -perLotLimit : moved;
	};
	const deviation = perLotLimit / 5n;
	const small = perLotLimit / 50n;
	const inSet = (key: number, limit: bigint) => (key === 0 ? 0n : draw.signed(limit));
	return {
		stressMicroUsd: Array.from({ length: STRESS_LANES }, (_, s) =>
			s === 0 ? mark : around(mark, deviation),
		),
		tailMicroUsd: Array.from({ length: TAIL_LANES }, () => around(mark, deviation)),
		longCharge: randomLadder(draw, small),
		shortCharge: randomLadder(draw, small),
		uncoveredShortMicroUsd: inSet(keys.strike, small),
		pinMicroUsd: inSet(keys.strike, small),
		basisUpMicroUsd: inSet(keys.expiry, small),
		basisDownMicroUsd: inSet(keys.expiry, small),
		vegaMicroUsd: inSet(keys.expiry, small),
		offsetFloorDownMicroUsd: inSet(keys.underlying, perLotLimit / 2n),
		offsetFloorUpMicroUsd: inSet(keys.underlying, perLotLimit / 2n),
		deltaMicroUsd: inSet(keys.underlying, small),
		deltaAllowanceMicroUsd,
		keys,
		boundMicroUsd: perLotLimit,
	};
}

/** Kinks at sizes of any magnitude, so that each segment binds for some portfolio. */
function randomLadder(draw: Draw, slopeLimit: bigint): ChargeLadder {
	const slopeStepsMicroUsd = Array.from({ length: 4 }, () => draw.unsigned(slopeLimit));
	return {
		baseSlopeMicroUsd: 4n + draw.unsigned(slopeLimit),
		slopeStepsMicroUsd,
		interceptsMicroUsd: slopeStepsMicroUsd.map((step) => amount(step * draw.anyMagnitude(40))),
	};
}

function deltaAllowance(draw: Draw, perLotLimit: bigint): bigint {
	return amount((perLotLimit / 50n) * draw.anyMagnitude(40));
}

function amount(valueMicroUsd: bigint): bigint {
	return valueMicroUsd < AMOUNT_LIMIT ? valueMicroUsd : AMOUNT_LIMIT - 1n;
}

/** Wraps rows into a table, with made-up labels. Ids without a row hold the constant 0. */
export function tableOf(rows: readonly RiskRow[], hash: PoseidonHash): RiskTable {
	const leaves = Array.from(rows, (row) => (row === undefined ? 0n : hashRow(hash, row)));
	const zeroHash = `0x${"00".repeat(32)}` as const;
	return {
		origin: {
			level: "maintenance",
			listingHash: zeroHash,
			marketHash: zeroHash,
			parametersHash: zeroHash,
			snapshotTimeMs: 0,
			nextExpiryMs: null,
		},
		labels: {
			instruments: rows.map((_, id) => `instrument ${id}`),
			lots: rows.map(() => "1"),
			stress: Array.from({ length: STRESS_LANES }, (_, s) => (s === 0 ? "mark" : `stress ${s}`)),
			tail: Array.from({ length: TAIL_LANES }, (_, n) => `tail ${n}`),
			haircutFactors: {},
			underlyings: {},
			expiries: {},
			strikes: {},
		},
		rows,
		maxRoundingErrorMicroUsd: 0n,
		tree: buildTree(hash, leaves, TABLE_DEPTH),
	};
}
