/** Unrealised profit as venues print it: of linear contracts in the settlement currency, of inverse ones in coins. */

import { ratioDown } from "../../input/foreign-amount.ts";
import type { Decimal } from "../../units/decimal.ts";
import { multiplyDecimals, subtractDecimals } from "../../units/decimal-arithmetic.ts";

/** More than any venue prints. */
const PROFIT_DECIMALS = 24;

/** `size · (mark − entry)`, exact. */
export function linearProfit(size: Decimal, entry: Decimal, mark: Decimal): Decimal {
	return multiplyDecimals(size, subtractDecimals(mark, entry));
}

/** `sizeUsd · (1/entry − 1/mark)` coins, down at 24 places. */
export function inverseProfit(sizeUsd: Decimal, entry: Decimal, mark: Decimal): Decimal {
	const top = multiplyDecimals(sizeUsd, subtractDecimals(mark, entry));
	return ratioDown(top, multiplyDecimals(entry, mark), PROFIT_DECIMALS);
}

/** Profit of either kind. */
export function profitOf(terms: {
	readonly isInverse: boolean;
	/** Coins, or USD of an inverse contract. */
	readonly size: Decimal;
	readonly entry: Decimal;
	readonly mark: Decimal;
}): Decimal {
	const { isInverse, size, entry, mark } = terms;
	return isInverse ? inverseProfit(size, entry, mark) : linearProfit(size, entry, mark);
}
