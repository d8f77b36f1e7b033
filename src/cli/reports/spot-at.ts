import { parseDecimal } from "../../units/decimal.ts";
import { divideNearest } from "../../units/exact-value.ts";

/** Spot after a move, µUSD to the nearest. */
export function spotAt(indexUsd: string, movePpm: bigint): bigint {
	const { units, decimals } = parseDecimal(indexUsd, "index");
	return divideNearest(units * (1_000_000n + movePpm), 10n ** BigInt(decimals));
}
