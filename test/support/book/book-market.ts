/** A listing of 28 instruments with a risk table of seeded rows: cash, coins, contracts, options, obligations. */
import type { PoseidonHash } from "../../../src/field/poseidon.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { type RiskRow, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { LISTING } from "../../ledger/ledger-fixtures.ts";
import { type Draw, drawFrom } from "../random/seeded-draw.ts";
import { tableOf } from "../tables/random-table.ts";

export { LISTING };

/** µUSD per lot. */
const OBLIGATION = 10_000n;

export function bookRows(seed: number): RiskRow[] {
	const draw = drawFrom(seed);
	return [
		ZERO_ROW,
		...LISTING.instruments.map(({ kind }) => {
			if (kind === "hold" || kind === "order") return rowAt(-OBLIGATION, 0n, OBLIGATION);
			if (kind === "cash") return rowAt(OBLIGATION, 3n, 4n);
			return randomRow(draw, kind === "coin");
		}),
	];
}

export function bookTable(hash: PoseidonHash, seed: number): RiskTable {
	const table = tableOf(bookRows(seed), hash);
	return { ...table, origin: { ...table.origin, listingHash: LISTING.hash } };
}

/** Contracts that were marked to market may be worth less than nothing. */
function randomRow(draw: Draw, isCoin: boolean): RiskRow {
	const mark = isCoin ? 1n + draw.anyMagnitude(33) : draw.signed(draw.anyMagnitude(32));
	return rowAt(mark, draw.anyMagnitude(28), draw.anyMagnitude(28));
}

function rowAt(mark: bigint, longSlope: bigint, shortSlope: bigint): RiskRow {
	return {
		...ZERO_ROW,
		stressMicroUsd: new Array<bigint>(STRESS_LANES).fill(mark),
		tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(mark),
		longCharge: { ...ZERO_ROW.longCharge, baseSlopeMicroUsd: longSlope },
		shortCharge: { ...ZERO_ROW.shortCharge, baseSlopeMicroUsd: shortSlope },
		boundMicroUsd: 1n << 35n,
	};
}
