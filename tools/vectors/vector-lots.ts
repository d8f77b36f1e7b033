/** Lots for positions whose sizes have as many digits as a double: always whole lots, never rounded. */

import { PER_LOT_LIMIT } from "../../src/risk/model/dimensions.ts";
import { magnitude } from "../../src/risk/model/row-numbers.ts";
import { type Decimal, divideCeil, formatScaled } from "../../src/units/decimal.ts";

/** A position in lots: `|size| = lot × |qtyLots|`, exactly. */
export type LottedSize = { readonly lot: string; readonly qtyLots: bigint };

/** Room for what the rounding buffer adds to a row's largest number, µUSD per lot. */
const MARGIN_ROOM = 1000n;

/** One lot for `scale` times the position. */
export function oneLot({ units, decimals }: Decimal, scale: bigint): LottedSize {
	return { lot: formatScaled(magnitude(units) * scale, decimals), qtyLots: units < 0n ? -1n : 1n };
}

/**
 * The fewest lots of 1, 2 or 5 times a power of ten that a row can hold: fewer lots, less rounding.
 *
 * @param largestMicroUsd largest number of the row if the whole position were one lot
 */
export function fewestLots({ units, decimals }: Decimal, largestMicroUsd: bigint): LottedSize {
	const needed = divideCeil(largestMicroUsd, PER_LOT_LIMIT - MARGIN_ROOM);
	let power = 0;
	for (;;) {
		for (const [lots, inverse] of [
			[1n, 10n],
			[2n, 5n],
			[5n, 2n],
		] as const) {
			const count = lots * 10n ** BigInt(power);
			if (count < needed) continue;
			const lot = formatScaled(magnitude(units) * inverse, decimals + power + 1);
			return { lot, qtyLots: units < 0n ? -count : count };
		}
		power += 1;
	}
}
