/**
 * Settlement averaging. Options do not settle at the price of one moment but at the time-weighted
 * average of the index over the last half hour before expiry: on Deribit (deribit.com/docs/expiration-price)
 * as on Derive (help.derive.xyz, "Expiration & Settlement", whose example is a test). What the average
 * has collected by now cannot move any more; Derive calls the consequence delta decay.
 */
import { InputError } from "../../errors/base.ts";
import { formatScaled, parseDecimal } from "../../units/decimal.ts";
import { addDecimals, multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import { MINUTE_MS } from "../../units/time.ts";

export const SETTLEMENT_WINDOW_MS = 30 * MINUTE_MS;

/** Digits after the point of what is written into a snapshot. */
const FORWARD_DECIMALS = 6;

/**
 * The forward of an expiry inside its window, in the two parts of a snapshot: the average so far,
 * weighted with the time it covers, and spot for the time that is left. Both to 6 decimals, toward
 * zero.
 *
 * @example settlementForward({ averageSoFarUsd: "100", spotUsd: "103", remainingMs: 600_000 })
 * // { forwardUsd: "101", fixedForwardUsd: "66.666666" }
 * @throws InputError `NOT_IN_SETTLEMENT_WINDOW`, `DECIMAL_MALFORMED`
 */
export function settlementForward(request: {
	readonly averageSoFarUsd: string;
	/** Or the forward, where it differs from spot so late. */
	readonly spotUsd: string;
	/** Whole milliseconds until expiry, 0 … half an hour. */
	readonly remainingMs: number;
}): { readonly forwardUsd: string; readonly fixedForwardUsd: string } {
	const { remainingMs } = request;
	if (!Number.isInteger(remainingMs) || remainingMs < 0 || remainingMs > SETTLEMENT_WINDOW_MS) {
		throw new InputError({
			code: "NOT_IN_SETTLEMENT_WINDOW",
			message: `${remainingMs} ms before expiry nothing is averaged`,
			field: "remainingMs",
			hint: "the settlement average covers the last half hour before expiry",
		});
	}
	const average = parseDecimal(request.averageSoFarUsd, "averageSoFarUsd");
	const spot = parseDecimal(request.spotUsd, "spotUsd");
	const elapsed = { units: BigInt(SETTLEMENT_WINDOW_MS - remainingMs), decimals: 0 };
	const fixed = multiplyDecimals(average, elapsed);
	const moving = multiplyDecimals(spot, { units: BigInt(remainingMs), decimals: 0 });
	const overWindow = ({ units, decimals }: { units: bigint; decimals: number }) =>
		formatScaled(
			(units * 10n ** BigInt(FORWARD_DECIMALS)) / (BigInt(SETTLEMENT_WINDOW_MS) * 10n ** BigInt(decimals)),
			FORWARD_DECIMALS,
		);
	return { forwardUsd: overWindow(addDecimals(fixed, moving)), fixedForwardUsd: overWindow(fixed) };
}
