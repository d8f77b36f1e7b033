/**
 * Each underlying with options by itself: the first `ALONE_LANES` stress scenarios hit its instruments while everything
 * else stands at the mark. Where prices are curved, another coin's gain in the same scenario must not pay for the loss:
 * coins do not always move together.
 */
import { ALONE_LANES } from "../model/dimensions.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskRow } from "../model/risk-row.ts";

export type AloneSet = {
	/** The underlying set's key. */
	readonly key: number;
	/** Value at the mark of everything outside of the set. */
	readonly restMicroUsd: bigint;
	/** Value of the account in the first `ALONE_LANES` scenarios when only this set reprices; `[0]` is equity. */
	readonly valuesMicroUsd: readonly bigint[];
};

type Position = { readonly row: RiskRow; readonly holding: Holding };

/** One set for each underlying of which the account holds an option, by key. */
export function aloneSets(positions: readonly Position[], equityMicroUsd: bigint): AloneSet[] {
	const keys = new Set(
		positions.filter(({ row }) => row.keys.strike !== 0).map(({ row }) => row.keys.underlying),
	);
	return [...keys]
		.sort((a, b) => a - b)
		.map((key) => {
			const own = positions.filter(({ row }) => row.keys.underlying === key);
			const valueIn = (lane: number) =>
				own.reduce(
					(sum, { row, holding }) => sum + holding.qtyLots * (row.stressMicroUsd[lane] as bigint),
					0n,
				);
			const restMicroUsd = equityMicroUsd - valueIn(0);
			return {
				key,
				restMicroUsd,
				valuesMicroUsd: Array.from({ length: ALONE_LANES }, (_, lane) => restMicroUsd + valueIn(lane)),
			};
		});
}
