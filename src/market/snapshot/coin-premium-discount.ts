/**
 * The discount factor of options whose premium is paid in coin. Such an option's mark is
 * `Black-76(F)/F` coins, worth `Black-76(F)/F · S` dollars now: the undiscounted dollar value times
 * `S/F`. That is no interest rate of the venue, but what the forward says a dollar at expiry is worth.
 */
import { formatScaled, parseDecimal } from "../../units/decimal.ts";
import { divideNearest } from "../../units/exact-value.ts";

/** What is lost beyond them is below 10⁻¹² of an option's value. */
const DISCOUNT_DECIMALS = 12;

/**
 * Index over forward, to the nearest 10⁻¹²; `undefined` where either is no positive price, which the
 * check of the snapshot refuses.
 *
 * @throws InputError `DECIMAL_MALFORMED`
 */
export function coinPremiumDiscount(indexUsd: string, forwardUsd: string): string | undefined {
	const index = parseDecimal(indexUsd, "index");
	const forward = parseDecimal(forwardUsd, "forward");
	if (index.units <= 0n || forward.units <= 0n) return undefined;
	const top = index.units * 10n ** BigInt(forward.decimals + DISCOUNT_DECIMALS);
	const bottom = forward.units * 10n ** BigInt(index.decimals);
	return formatScaled(divideNearest(top, bottom), DISCOUNT_DECIMALS);
}
