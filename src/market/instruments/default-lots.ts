/**
 * The size of one lot where a snapshot does not say it. Lots are chosen here and nowhere else.
 *
 * Two limits decide: a balance lot is worth about a dollar at most, because balances round to a lot
 * against the account; and no lot may come near 68 719 USD (2^36 µUSD) even if its price rises
 * sixfold, because every per-lot number of a risk row stays below that.
 */
import { formatScaled, parseDecimal } from "../../units/decimal.ts";

/** What a lot is for: coin and cash balances, options, perpetuals and dated futures. */
export type LotUse = "balance" | "option" | "future";

/** Fixed for the common symbols, so that a lot does not change when a price crosses a power of ten. */
const FIXED_LOTS: Readonly<Record<LotUse, Readonly<Record<string, string>>>> = {
	balance: { USD: "0.01", USDC: "0.01", BTC: "0.00001", WBTC: "0.00001", ETH: "0.0001", SOL: "0.001" },
	option: { BTC: "0.01", ETH: "0.1", SOL: "1" },
	future: { BTC: "0.001", ETH: "0.01", SOL: "0.1" },
};

/** Other symbols: the largest power of ten whose value in USD is at most this. */
const MAX_LOT_VALUE_USD: Readonly<Record<LotUse, bigint>> = { balance: 1n, option: 1000n, future: 100n };

/** Powers of ten from 10⁹ down to 10⁻¹² are tried. */
const LARGEST_POWER = 9;
const SMALLEST_POWER = -12;

/**
 * Size of one lot in units of the instrument, decimal text.
 *
 * @example defaultLot({ use: "option", symbol: "BTC", priceUsd: "63719" }) // "0.01"
 * @throws InputError `DECIMAL_MALFORMED`
 */
export function defaultLot(request: {
	readonly use: LotUse;
	/** The asset, or the underlying of the derivative. */
	readonly symbol: string;
	readonly priceUsd: string;
}): string {
	const fixed = FIXED_LOTS[request.use][request.symbol];
	if (fixed !== undefined) return fixed;
	const price = parseDecimal(request.priceUsd, "price");
	const limit = MAX_LOT_VALUE_USD[request.use];
	for (let power = LARGEST_POWER; power > SMALLEST_POWER; power--) {
		const value = price.units * 10n ** BigInt(power - SMALLEST_POWER);
		const limitAtScale = limit * 10n ** BigInt(price.decimals - SMALLEST_POWER);
		if (value <= limitAtScale) return powerOfTenText(power);
	}
	return powerOfTenText(SMALLEST_POWER);
}

function powerOfTenText(power: number): string {
	return power >= 0 ? (10n ** BigInt(power)).toString() : formatScaled(1n, -power);
}
