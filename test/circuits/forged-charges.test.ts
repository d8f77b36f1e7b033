/** Charges of single positions, the total charge and the gross bound. */
import { beforeAll, expect, it } from "vitest";
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import type { Holding } from "../../src/risk/holding.ts";
import type { RiskRow } from "../../src/risk/risk-row.ts";
import { MAX_QTY_LOTS } from "../../src/units/lots.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../support/circuit-setup.ts";
import { CALL_A2, DESK_HOLDINGS, deskRows, EUR, flatRow, TIERED, USD } from "../support/desk-table.ts";
import { tableOf } from "../support/random-table.ts";
import {
	forge,
	modulo,
	restate,
	SLOTS,
	type SolvencyCase,
	slotOf,
	solvencyCase,
} from "../support/solvency-case.ts";

let bench: CircuitBench;
let honest: SolvencyCase;

beforeAll(async () => {
	bench = await openCircuitBench();
	honest = caseOf(DESK_HOLDINGS, 0n);
});

function caseOf(
	holdings: readonly Holding[],
	surplusMicroUsd?: bigint,
	rows: readonly RiskRow[] = deskRows(),
) {
	const { hash } = bench;
	const surplus = surplusMicroUsd === undefined ? {} : { surplusMicroUsd };
	return solvencyCase({ hash, table: tableOf(rows, hash), holdings, ...surplus });
}

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

it.each(TIERS)("refuses an excess one too low for %i lots", async (qtyLots, excessMicroUsd) => {
	const tiered = caseOf([
		{ id: USD, qtyLots: 10_000n },
		{ id: TIERED, qtyLots },
	]);
	expect(tiered.input.chargeExcessMicroUsd[SLOTS - 1]).toBe(excessMicroUsd);
	await expectAccepted(bench, tiered.input);
	const input = forge(tiered, (forged) => {
		forged.chargeExcessMicroUsd[SLOTS - 1] = excessMicroUsd - 1n;
	});
	await expectRefused(bench, input, "PositionCharge > NonNegativeLanes");
});

it("refuses the long side's smaller charge for a short position", async () => {
	const tiered = caseOf([
		{ id: USD, qtyLots: 10_000n },
		{ id: TIERED, qtyLots: -150n },
	]);
	const input = forge(tiered, (forged) => {
		forged.chargeExcessMicroUsd[SLOTS - 1] = 1_000n;
	});
	await expectRefused(bench, input, "PositionCharge > NonNegativeLanes");
});

it.each([
	["negative", modulo(-1n)],
	["negative by the whole charge", modulo(-43_500n)],
	["2^61", 1n << 61n],
	["2^63 more than honest", 43_500n + (1n << 63n)],
	["2^126 more than honest", 43_500n + (1n << 126n)],
	["2^200", 1n << 200n],
	["half the field", FIELD_ORDER / 2n],
	["a field half", (FIELD_ORDER + 43_500n) / 2n],
])("refuses an excess that is %s", async (_name, excess) => {
	const input = forge(honest, (forged) => {
		forged.chargeExcessMicroUsd[slotOf(forged, TIERED)] = excess;
	});
	await expectRefused(bench, input, "RangeChecked");
});

it("refuses two excesses that cancel in the total charge", async () => {
	const input = forge(honest, (forged) => {
		forged.chargeExcessMicroUsd[slotOf(forged, TIERED)] = 43_500n + (1n << 126n);
		forged.chargeExcessMicroUsd[slotOf(forged, CALL_A2)] = modulo(-(1n << 126n));
	});
	await expectRefused(bench, input, "RangeChecked");
});

it("refuses a total charge pushed over 2^61 by slack, each part within its range", async () => {
	const whale = caseOf([{ id: USD, qtyLots: MAX_QTY_LOTS }], 0n);
	await expectAccepted(bench, whale.input);
	const push = (partMicroUsd: bigint) =>
		forge(whale, (forged) => {
			forged.chargeExcessMicroUsd[SLOTS - 1] = partMicroUsd;
			forged.chargeExcessMicroUsd[SLOTS - 2] = partMicroUsd;
		});
	await expectRefused(bench, push(1n << 60n), "TotalCharge > RangeChecked");
	await expectRefused(bench, push((1n << 61n) - 1n), "TotalCharge > RangeChecked");
});

it("refuses a surplus that pushes the total charge over 2^61", async () => {
	const input = forge(honest, (forged) => {
		forged.surplusMicroUsd = (1n << 61n) - 1n;
		restate(forged);
	});
	await expectRefused(bench, input, "TotalCharge > RangeChecked");
});

/** Two currencies worth 2^21 and 1 µUSD a lot: gross is set to the µUSD. */
function atGross(grossMicroUsd: bigint): SolvencyCase {
	const rows = deskRows();
	rows[USD] = { ...flatRow(1n << 21n), boundMicroUsd: 1n << 21n };
	rows[TIERED] = { ...flatRow(1n), boundMicroUsd: 1n };
	const large = MAX_QTY_LOTS;
	return caseOf(
		[
			{ id: USD, qtyLots: large },
			{ id: TIERED, qtyLots: grossMicroUsd - large * (1n << 21n) },
		],
		0n,
		rows,
	);
}

it("accepts gross positions of 2^61 − 1 µUSD and refuses 2^61", async () => {
	const under = atGross((1n << 61n) - 1n);
	expect(under.assessment.grossMicroUsd).toBe((1n << 61n) - 1n);
	await expectAccepted(bench, under.input);
	const over = atGross(1n << 61n);
	expect(over.assessment.grossMicroUsd).toBe(1n << 61n);
	await expectRefused(bench, over.input, "AssertGrossBound > RangeChecked");
});

it.each([2n, 4n, 16n])("refuses gross positions of %i times 2^61 µUSD", async (times) => {
	const rows = deskRows();
	rows[EUR] = { ...flatRow(1n), boundMicroUsd: 1n << 35n };
	const qtyLots = (times << 61n) >> 35n;
	const input = caseOf([{ id: EUR, qtyLots }], 0n, rows).input;
	await expectRefused(bench, input, "AssertGrossBound > RangeChecked");
});
