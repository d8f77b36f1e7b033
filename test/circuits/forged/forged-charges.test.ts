/** Charges of single positions, the total charge and the overflow bound. */
import { beforeAll, expect, it } from "vitest";
import { fieldInverse } from "../../../security/circuit/linear-equations.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { MAX_QTY_LOTS } from "../../../src/units/lots.ts";
import { expectedVerdict } from "../../support/circuits/circuit-agreement.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../../support/circuits/circuit-setup.ts";
import {
	caseOfRows,
	type ForgeableInput,
	forge,
	modulo,
	restate,
	SLOTS,
	type SolvencyCase,
	slotOf,
} from "../../support/circuits/solvency-case.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { DESK_HOLDINGS, deskRows, EUR, flatRow, TIERED, USD } from "../../support/tables/desk-table.ts";

const SEED = 20_261_130;

let bench: CircuitBench;
let honest: SolvencyCase;

beforeAll(async () => {
	bench = await openCircuitBench();
	honest = caseOf(DESK_HOLDINGS, 0n);
});

const caseOf = (
	holdings: readonly Holding[],
	surplusMicroUsd?: bigint,
	rows: readonly RiskRow[] = deskRows(),
) => caseOfRows(bench.hash, rows, holdings, surplusMicroUsd);

/** Sizes at which each segment after the first binds. */
const TIERS = [
	[150n, 1_000n],
	[300n, 6_000n],
	[600n, 26_000n],
	[1_000n, 74_000n],
	[-75n, 750n],
	[-150n, 4_500n],
	[-300n, 19_500n],
	[-500n, 55_500n],
] as const;

const NOT_THE_LANES = "PositionCharge";
const OUT_OF_RANGE = "PositionCharge > PositivePart";

function tiered(qtyLots: bigint, surplusMicroUsd?: bigint): SolvencyCase {
	const holdings = [
		{ id: USD, qtyLots: 10_000n },
		{ id: TIERED, qtyLots },
	];
	return caseOf(holdings, surplusMicroUsd);
}

/** Changes the lines of one slot by amounts that may be negative. */
function shift(input: ForgeableInput, slot: number, by: readonly bigint[]): void {
	const lines = input.chargeLinesMicroUsd[slot] as bigint[];
	input.chargeLinesMicroUsd[slot] = lines.map((line, k) => modulo(line + (by[k] ?? 0n)));
}

it.each(TIERS)("refuses any line one too low or too high for %i lots", async (qtyLots, excessMicroUsd) => {
	const honestCase = tiered(qtyLots);
	const lines = honestCase.input.chargeLinesMicroUsd[SLOTS - 1] as bigint[];
	expect(lines.reduce((most, line) => (line > most ? line : most))).toBe(excessMicroUsd);
	await expectAccepted(bench, honestCase.input);
	for (let k = 0; k < 4; k++) {
		for (const by of [-1n, 1n]) {
			const change = [0n, 0n, 0n, 0n].with(k, by);
			await expectRefused(
				bench,
				forge(honestCase, (forged) => shift(forged, SLOTS - 1, change)),
				NOT_THE_LANES,
			);
		}
	}
});

it.each(TIERS)("charges %i lots exactly what the engine does", async (qtyLots) => {
	const all = tiered(qtyLots);
	const input = forge(all, (forged) => {
		forged.surplusMicroUsd += 1n;
		restate(forged);
	});
	await expectRefused(bench, input, expectedVerdict(all.assessment, all.input.surplusMicroUsd + 1n));
});

it("refuses the long side's smaller charge for a short position", async () => {
	const input = forge(tiered(-150n), (forged) => {
		forged.chargeLinesMicroUsd[SLOTS - 1] = tiered(150n).input.chargeLinesMicroUsd[SLOTS - 1] as bigint[];
	});
	await expectRefused(bench, input, NOT_THE_LANES);
});

/** Changes that leave the packed word as it is: a line borrows from, or lends to, the next. */
const BORROWED: readonly (readonly [string, readonly bigint[]])[] = [
	["the first lends to the second", [-(1n << 63n), 1n, 0n, 0n]],
	["the second lends to the third", [0n, -(1n << 63n), 1n, 0n]],
	["the third lends to the fourth", [0n, 0n, -(1n << 63n), 1n]],
	["the fourth is paid by the third", [0n, 0n, 1n << 63n, -1n]],
	["the third is paid by the second", [0n, 1n << 63n, -1n, 0n]],
	["the second is paid by the first", [1n << 63n, -1n, 0n, 0n]],
	["each lends to the next", [-(1n << 63n), 1n - (1n << 63n), 1n - (1n << 63n), 1n]],
	["the first lends to the fourth", [-(1n << 189n), 0n, 0n, 1n]],
	["the first lends 2^60 times", [-(1n << 123n), 1n << 60n, 0n, 0n]],
	["the last is lowered by 2^63, which the field pays", [1n << 252n, 0n, 0n, -(1n << 63n)]],
];

it.each(BORROWED)("refuses lines of the same packed word where %s", async (_name, by) => {
	expect(by.reduce((sum, change, k) => sum + (change << BigInt(63 * k)), 0n)).toBe(0n);
	for (const [qtyLots] of TIERS) {
		const input = forge(tiered(qtyLots, 0n), (forged) => shift(forged, SLOTS - 1, by));
		await expectRefused(bench, input, OUT_OF_RANGE);
	}
});

it(`refuses any other three lines, with the fourth solved for in the field (seed ${SEED})`, async () => {
	const draw = drawFrom(SEED);
	for (let sample = 0; sample < 20; sample++) {
		const solved = draw.integer(0, 3);
		const by = [0, 1, 2, 3].map((k) => (k === solved ? 0n : draw.signed(1n << 61n)));
		const rest = by.reduce((sum, change, k) => sum + (change << BigInt(63 * k)), 0n);
		by[solved] = modulo(-rest) * fieldInverse(1n << BigInt(63 * solved));
		const input = forge(honest, (forged) => shift(forged, slotOf(forged, TIERED), by));
		await expectRefused(bench, input, OUT_OF_RANGE);
	}
});

it("refuses charges of 2^61 µUSD in total, and one lot less only because it cannot pay", async () => {
	const slope = 1n << 35n;
	const rows = deskRows();
	const longCharge = {
		baseSlopeMicroUsd: slope,
		slopeStepsMicroUsd: new Array<bigint>(4).fill(slope),
		interceptsMicroUsd: new Array<bigint>(4).fill(0n),
	};
	rows[EUR] = { ...flatRow(1n), longCharge, boundMicroUsd: slope };
	const charged = (qtyLots: bigint) => caseOf([{ id: EUR, qtyLots }], 0n, rows);
	expect(charged(1n << 25n).assessment.totals.chargeMicroUsd).toBe(1n << 61n);
	await expectRefused(bench, charged(1n << 25n).input, "TotalCharge > RangeChecked");
	await expectRefused(bench, charged((1n << 25n) - 1n).input, "AssertStressAndFloor > NonNegativeLanes");
});

it("refuses a surplus that pushes the total charge over 2^61", async () => {
	const input = forge(honest, (forged) => {
		forged.surplusMicroUsd = (1n << 61n) - 1n;
		restate(forged);
	});
	await expectRefused(bench, input, "TotalCharge > RangeChecked");
});

/** Two currencies worth 2^21 and 1 µUSD a lot: gross is set to the µUSD. */
function atGross(overflowBoundMicroUsd: bigint): SolvencyCase {
	const rows = deskRows();
	rows[USD] = { ...flatRow(1n << 21n), boundMicroUsd: 1n << 21n };
	rows[TIERED] = { ...flatRow(1n), boundMicroUsd: 1n };
	const large = MAX_QTY_LOTS;
	return caseOf(
		[
			{ id: USD, qtyLots: large },
			{ id: TIERED, qtyLots: overflowBoundMicroUsd - large * (1n << 21n) },
		],
		0n,
		rows,
	);
}

it("accepts gross positions of 2^61 − 1 µUSD and refuses 2^61", async () => {
	const under = atGross((1n << 61n) - 1n);
	expect(under.assessment.overflowBoundMicroUsd).toBe((1n << 61n) - 1n);
	await expectAccepted(bench, under.input);
	const over = atGross(1n << 61n);
	expect(over.assessment.overflowBoundMicroUsd).toBe(1n << 61n);
	await expectRefused(bench, over.input, "AssertGrossBound > RangeChecked");
});

it.each([2n, 4n, 16n])("refuses gross positions of %i times 2^61 µUSD", async (times) => {
	const rows = deskRows();
	rows[EUR] = { ...flatRow(1n), boundMicroUsd: 1n << 35n };
	const qtyLots = (times << 61n) >> 35n;
	const input = caseOf([{ id: EUR, qtyLots }], 0n, rows).input;
	await expectRefused(bench, input, "AssertGrossBound > RangeChecked");
});
