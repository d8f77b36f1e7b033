/** Statements at the edges of what can be proven, for all three judges. */
import type { PoseidonHash } from "../../src/field/poseidon.ts";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import type { Holding } from "../../src/risk/model/holding.ts";
import { ZERO_ROW } from "../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../src/risk/model/risk-table.ts";
import { fullAccount } from "../../test/support/circuits/full-account.ts";
import { DESK_HOLDINGS, deskRows, flatRow } from "../../test/support/tables/desk-table.ts";
import { CASH_ID, tableOf } from "../../test/support/tables/random-table.ts";
import { INSOLVENT_KINDS, insolventCase } from "../forge/insolvent-cases.ts";
import type { ChainStatement } from "./chain-verdict.ts";

export type ExtremeStatement = {
	readonly name: string;
	readonly solvent: boolean;
	readonly statement: ChainStatement;
};

const LARGEST_SURPLUS = (1n << 61n) - 1n;
const LARGEST_PRICE = (1n << 36n) - 1n;

/** The account behind them has no more than `sizeClass` positions. */
export function extremeStatements(hash: PoseidonHash, sizeClass: SizeClass): ExtremeStatement[] {
	const desk = tableOf(deskRows(), hash);
	const cash = tableOf(freeRows(), hash);
	const full = fullAccount(hash, sizeClass);
	const { freeCollateralMicroUsd } = full.assessment;
	const statement = (
		table: RiskTable,
		holdings: readonly Holding[],
		surplusMicroUsd: bigint,
	): ChainStatement => ({
		sizeClass,
		level: "maintenance",
		tables: { maintenance: table, initial: table === desk ? cash : desk },
		holdings,
		surplusMicroUsd,
	});
	const rich = [
		{ id: CASH_ID, qtyLots: 1n << 25n },
		{ id: CASH_ID + 1, qtyLots: (1n << 25n) - 1n },
	];
	const owes = [{ id: CASH_ID, qtyLots: -1n }];
	return [
		{ name: "an empty account and no surplus", solvent: true, statement: statement(desk, [], 0n) },
		{ name: "an empty account and one µUSD", solvent: false, statement: statement(desk, [], 1n) },
		{
			name: "nothing but zeros",
			solvent: true,
			statement: statement(desk, [{ id: CASH_ID, qtyLots: 0n }], 0n),
		},
		{ name: "one lot of debt", solvent: false, statement: statement(desk, owes, 0n) },
		{ name: "a surplus of 2^61 − 1", solvent: true, statement: statement(cash, rich, LARGEST_SURPLUS) },
		{
			name: "a surplus of 2^61 − 1 with one lot less",
			solvent: false,
			statement: statement(
				cash,
				[rich[0] as Holding, { id: CASH_ID + 1, qtyLots: (1n << 25n) - 2n }],
				LARGEST_SURPLUS,
			),
		},
		{
			name: "a full account and all of its free collateral",
			solvent: true,
			statement: {
				...statement(full.table, full.assessment.holdings, freeCollateralMicroUsd),
				level: "maintenance",
			},
		},
		{
			name: "a full account and one µUSD more",
			solvent: false,
			statement: statement(full.table, full.assessment.holdings, freeCollateralMicroUsd + 1n),
		},
		{
			name: "a full account and no surplus",
			solvent: true,
			statement: statement(full.table, full.assessment.holdings, 0n),
		},
		...(DESK_HOLDINGS.length > sizeClass
			? []
			: [
					{
						name: "a desk at initial level",
						solvent: true,
						statement: atInitial(statement(desk, DESK_HOLDINGS, 1_000n)),
					},
				]),
		...INSOLVENT_KINDS.map((kind, at) => {
			const { table, assessment } = insolventCase({ hash, sizeClass, kind, seed: at });
			return {
				name: `insolvent: ${kind}`,
				solvent: false,
				statement: statement(table, assessment.holdings, 0n),
			};
		}),
	];
}

function atInitial(statement: ChainStatement): ChainStatement {
	const { maintenance, initial } = statement.tables;
	return { ...statement, level: "initial", tables: { maintenance: initial, initial: maintenance } };
}

/** Two kinds of cash that cost nothing to hold: no table of ours has such rows, but the circuit takes them. */
function freeRows() {
	const free = (valueMicroUsd: bigint) => ({
		...flatRow(valueMicroUsd),
		longCharge: ZERO_ROW.longCharge,
		boundMicroUsd: valueMicroUsd,
	});
	return [ZERO_ROW, free(LARGEST_PRICE), free(1n)];
}
