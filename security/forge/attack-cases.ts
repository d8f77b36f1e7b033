/** Accounts to attack: made with the engine, solvent, some to the last µUSD and some with room for slack. */
import type { PoseidonHash } from "../../src/field/poseidon.ts";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import { assessMargin } from "../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT } from "../../src/risk/model/dimensions.ts";
import type { RiskTable } from "../../src/risk/model/risk-table.ts";
import { fullAccount } from "../../test/support/circuits/full-account.ts";
import { type SolvencyCase, solvencyCase } from "../../test/support/circuits/solvency-case.ts";
import { PORTFOLIO_KINDS, randomPortfolio } from "../../test/support/random/random-portfolio.ts";
import { type Draw, drawFrom } from "../../test/support/random/seeded-draw.ts";
import { DESK_HOLDINGS, deskRows } from "../../test/support/tables/desk-table.ts";
import { randomRows, tableOf } from "../../test/support/tables/random-table.ts";

export type AttackCase = { readonly label: string; readonly honest: SolvencyCase };

const PER_LOT_LIMITS = [1n << 16n, 1n << 24n, 1n << 30n, (1n << 36n) - 1n];
const MAX_ATTEMPTS = 50;

/** The `index`-th case of a seed: a full account, then the desk (if it fits), then random ones. */
export function attackCase(
	hash: PoseidonHash,
	sizeClass: SizeClass,
	seed: number,
	index: number,
): AttackCase {
	if (index === 0) return { label: "full account", honest: fullAccount(hash, sizeClass) };
	if (index === 1 && DESK_HOLDINGS.length <= sizeClass) {
		const table = tableOf(deskRows(), hash);
		const honest = solvencyCase({ hash, table, holdings: DESK_HOLDINGS, surplusMicroUsd: 1_000n, sizeClass });
		return { label: "desk with slack", honest };
	}
	const draw = drawFrom(seed * 1_009 + index);
	return randomCase({ hash, sizeClass, draw, seed: seed + index });
}

function randomCase(request: {
	readonly hash: PoseidonHash;
	readonly sizeClass: SizeClass;
	readonly draw: Draw;
	readonly seed: number;
}): AttackCase {
	const { hash, sizeClass, draw, seed } = request;
	const table: RiskTable = tableOf(randomRows(seed, draw.pick(PER_LOT_LIMITS)), hash);
	for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
		const kind = draw.pick(PORTFOLIO_KINDS.filter((other) => other !== "empty"));
		const holdings = randomPortfolio(draw, table.rows, kind).slice(0, sizeClass);
		const { freeCollateralMicroUsd, overflowBoundMicroUsd } = assessMargin(table.rows, holdings);
		if (
			freeCollateralMicroUsd < 0n ||
			freeCollateralMicroUsd >= AMOUNT_LIMIT ||
			overflowBoundMicroUsd >= AMOUNT_LIMIT
		)
			continue;
		const surplusMicroUsd = draw.chance(0.5) ? freeCollateralMicroUsd : freeCollateralMicroUsd / 2n;
		const honest = solvencyCase({ hash, table, holdings, sizeClass, surplusMicroUsd });
		return { label: `random account ${seed}, ${kind}`, honest };
	}
	return { label: "full account", honest: fullAccount(hash, sizeClass) };
}
