/** Accounts that are far from solvent, each in another way, and by a lot. */
import type { PoseidonHash } from "../../src/field/poseidon.ts";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import { assessMargin, type MarginAssessment } from "../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../src/risk/model/holding.ts";
import type { RiskRow } from "../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../src/risk/model/risk-table.ts";
import { MAX_QTY_LOTS } from "../../src/units/lots.ts";
import { type SolvencyCase, solvencyCase } from "../../test/support/circuits/solvency-case.ts";
import { type Draw, drawFrom } from "../../test/support/random/seeded-draw.ts";
import {
	CALL_A1_HIGH,
	CALL_A1_LOW,
	CALL_A2,
	deskRows,
	flatRow,
	PUT_A1_LOW,
	USD,
} from "../../test/support/tables/desk-table.ts";
import { CASH_ID, randomRows, tableOf } from "../../test/support/tables/random-table.ts";

export const INSOLVENT_KINDS = [
	"nothing but debt",
	"uncovered short options",
	"a thousandfold leverage",
	"poor in one stress scenario only",
	"poor in the tail only",
	"poor on the floor only",
	"gross positions over the limit",
	"charges over the limit",
	"random, without its cash",
] as const;
export type InsolventKind = (typeof INSOLVENT_KINDS)[number];

/** Only the last holding of these rows is risky, so that each line can be broken by itself. */
const RISKY_ID = CASH_ID + 1;
const PER_LOT = 1n << 30n;
const VALUE = 1_000_000n;
const HUGE_LOTS = 1n << 20n;
const STEEP = (1n << 36n) - 1n;

/** The statement that this account proves a surplus of 0; the witness program refuses it. */
export function insolventCase(request: {
	readonly hash: PoseidonHash;
	readonly sizeClass: SizeClass;
	readonly kind: InsolventKind;
	readonly seed: number;
}): SolvencyCase {
	const { hash, sizeClass, kind, seed } = request;
	const { rows, holdings } = accountOf(kind, drawFrom(seed), sizeClass);
	const table: RiskTable = tableOf(rows, hash);
	return solvencyCase({ hash, table, holdings, sizeClass, surplusMicroUsd: 0n });
}

type Account = { readonly rows: readonly RiskRow[]; readonly holdings: readonly Holding[] };

function accountOf(kind: InsolventKind, draw: Draw, sizeClass: SizeClass): Account {
	const risky = (change: (row: RiskRow) => RiskRow, cashLots: bigint, riskyLots: bigint): Account => ({
		rows: [...randomRows(1, PER_LOT).slice(0, CASH_ID + 1), change(flatRow(VALUE))],
		holdings: [
			{ id: CASH_ID, qtyLots: cashLots },
			{ id: RISKY_ID, qtyLots: riskyLots },
		],
	});
	switch (kind) {
		case "nothing but debt":
			return { rows: randomRows(2, PER_LOT), holdings: [{ id: CASH_ID, qtyLots: -1_000_000_000n }] };
		case "uncovered short options":
			return {
				rows: deskRows(),
				holdings: [
					{ id: USD, qtyLots: 10n },
					...[CALL_A1_LOW, PUT_A1_LOW, CALL_A1_HIGH, CALL_A2].map((id) => ({ id, qtyLots: -5_000_000n })),
				],
			};
		case "a thousandfold leverage":
			return risky(
				(row) => ({ ...row, stressMicroUsd: row.stressMicroUsd.map((v, s) => v - BigInt(s) * 10_000n) }),
				1_000n - HUGE_LOTS,
				HUGE_LOTS,
			);
		case "poor in one stress scenario only":
			return risky(
				(row) => ({ ...row, stressMicroUsd: row.stressMicroUsd.with(41, -VALUE) }),
				HUGE_LOTS / 2n,
				HUGE_LOTS,
			);
		case "poor in the tail only":
			return risky(
				(row) => ({ ...row, tailMicroUsd: row.tailMicroUsd.map((v, n) => (n % 30 === 7 ? -VALUE : v)) }),
				HUGE_LOTS / 2n,
				HUGE_LOTS,
			);
		case "poor on the floor only":
			return risky(
				(row) => ({
					...row,
					keys: { strike: 0, expiry: 0, underlying: RISKY_ID },
					offsetFloorDownMicroUsd: -VALUE,
				}),
				-HUGE_LOTS / 2n,
				HUGE_LOTS,
			);
		case "gross positions over the limit":
			return {
				rows: randomRows(3, (1n << 36n) - 1n),
				holdings: [{ id: CASH_ID, qtyLots: MAX_QTY_LOTS }, ...lots([20, 21, 22], -MAX_QTY_LOTS)],
			};
		case "charges over the limit":
			return risky(
				(row) => {
					const longCharge = {
						...row.longCharge,
						baseSlopeMicroUsd: STEEP,
						slopeStepsMicroUsd: new Array<bigint>(4).fill(STEEP),
					};
					return { ...row, longCharge, boundMicroUsd: STEEP };
				},
				0n,
				((1n << 61n) / STEEP / 10n) * 9n,
			);
		case "random, without its cash":
			return randomAccount(draw, sizeClass);
	}
}

function lots(ids: readonly number[], qtyLots: bigint): Holding[] {
	return ids.map((id) => ({ id, qtyLots }));
}

function randomAccount(draw: Draw, sizeClass: SizeClass): Account {
	const rows = randomRows(draw.integer(0, 1_000_000), 1n << BigInt(draw.integer(16, 30)));
	const count = Math.min(sizeClass - 1, rows.length - 2);
	const others = lots(
		Array.from({ length: count }, (_, at) => CASH_ID + 1 + at),
		0n,
	).map(({ id }) => ({
		id,
		qtyLots: draw.signed(1n << 24n),
	}));
	const { freeCollateralMicroUsd } = assessMargin(rows, others);
	const value = rows[CASH_ID]?.stressMicroUsd[0] as bigint;
	const owed = freeCollateralMicroUsd > 0n ? freeCollateralMicroUsd / value : 0n;
	const cash = -owed - draw.unsigned(1n << 30n) - 1n;
	return {
		rows,
		holdings: [{ id: CASH_ID, qtyLots: cash < -MAX_QTY_LOTS ? -MAX_QTY_LOTS : cash }, ...others],
	};
}

/** Whether an account fails by no less than a dollar, or is over a limit. */
export function isFarFromSolvent({
	freeCollateralMicroUsd,
	overflowBoundMicroUsd,
	totals,
}: MarginAssessment): boolean {
	const limit = 1n << 61n;
	return (
		freeCollateralMicroUsd < -1_000_000n || overflowBoundMicroUsd >= limit || totals.chargeMicroUsd >= limit
	);
}
