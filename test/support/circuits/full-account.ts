/** An account with as many lines as a size class holds, in a random table of that many instruments. */
import type { PoseidonHash } from "../../../src/field/poseidon.ts";
import type { SizeClass } from "../../../src/ledger/account-leaf.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { drawFrom } from "../random/seeded-draw.ts";
import { flatRow } from "../tables/desk-table.ts";
import { CASH_ID, randomRows, tableOf } from "../tables/random-table.ts";
import { type SolvencyCase, solvencyCase } from "./solvency-case.ts";

const SEED = 64_064;
const LARGEST = 64;
const MARGIN_USD = 1_000n;

/**
 * By default it proves all of its free collateral, about a thousand dollars. `lines` may be fewer than
 * the class holds.
 */
export function fullAccount(
	hash: PoseidonHash,
	sizeClass: SizeClass,
	surplusMicroUsd?: bigint,
	lines: number = sizeClass,
): SolvencyCase {
	const rows = randomRows(SEED, 1n << 20n);
	while (rows.length <= LARGEST) rows.push(flatRow(1_000n * BigInt(rows.length)));
	const draw = drawFrom(SEED);
	const others = Array.from({ length: lines - 1 }, (_, at) => ({
		id: CASH_ID + 1 + at,
		qtyLots: draw.signed(1n << 20n),
	}));
	const cash = (qtyLots: bigint): Holding => ({ id: CASH_ID, qtyLots });
	const { freeCollateralMicroUsd } = assessMargin(rows, [cash(0n), ...others]);
	const value = rows[CASH_ID]?.stressMicroUsd[0] as bigint;
	const holdings = [cash(MARGIN_USD - freeCollateralMicroUsd / value), ...others];
	const table = tableOf(rows, hash);
	return solvencyCase({
		hash,
		table,
		holdings,
		sizeClass,
		...(surplusMicroUsd === undefined ? {} : { surplusMicroUsd }),
	});
}
