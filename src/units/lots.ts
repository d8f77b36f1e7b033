/**
 * Sizes ⇄ lots. Traded sizes must be whole lots and are refused otherwise; balances and derived
 * legs round against the account and report the dust (design: "Units and bounds").
 */
import { InputError } from "../errors/base.ts";
import { type Decimal, divideFloor, formatScaled, parseDecimal } from "./decimal.ts";

/** Quantities are below 2^40 lots: the circuit range-checks exactly this. */
export const QTY_BITS = 40n;
export const MAX_QTY_LOTS = (1n << QTY_BITS) - 1n;

export type RoundedLots = {
	/** Signed whole lots, rounded toward minus infinity: less asset, more debt. */
	readonly qtyLots: bigint;
	/** What rounding took from the account, `≥ 0`, as exact decimal text in units of the instrument. */
	readonly dust: string;
};

/**
 * Converts a traded size to signed whole lots.
 *
 * @example tradedSizeToLots("-1.5", "0.1", "size") // -15n
 * @throws InputError `SIZE_NOT_WHOLE_LOTS`, `SIZE_TOO_LARGE`, `DECIMAL_MALFORMED`
 */
export function tradedSizeToLots(sizeText: unknown, lotText: string, field: string): bigint {
	const { quotient, remainder } = divideByLot(parseDecimal(sizeText, field), lotText);
	if (remainder !== 0n) {
		throw new InputError({
			code: "SIZE_NOT_WHOLE_LOTS",
			message: `${field}: size ${String(sizeText)} is not a whole number of lots of ${lotText}`,
			field,
			hint: `use a multiple of ${lotText}: traded sizes are never rounded`,
		});
	}
	return checkLotRange(quotient, field);
}

/**
 * Converts a balance or derived leg to signed whole lots, rounded against the account.
 *
 * @throws InputError `SIZE_TOO_LARGE`, `DECIMAL_MALFORMED`
 */
export function balanceToLotsDown(balanceText: unknown, lotText: string, field: string): RoundedLots {
	return decimalToLotsDown(parseDecimal(balanceText, field), lotText, field);
}

/**
 * `balanceToLotsDown` for an amount that was computed, such as cash plus variation.
 *
 * @throws InputError `SIZE_TOO_LARGE`
 */
export function decimalToLotsDown(balance: Decimal, lotText: string, field: string): RoundedLots {
	const { quotient, remainder, decimals } = divideByLot(balance, lotText);
	return { qtyLots: checkLotRange(quotient, field), dust: formatScaled(remainder, decimals) };
}

/** Writes signed lots as an exact decimal size. */
export function lotsToSize(qtyLots: bigint, lotText: string): string {
	const { units, decimals } = sizeOf(qtyLots, lotText);
	return formatScaled(units, decimals);
}

/** Signed lots as an exact size. */
export function sizeOf(qtyLots: bigint, lotText: string): Decimal {
	const lot = parseDecimal(lotText, "lot");
	return { units: qtyLots * lot.units, decimals: lot.decimals };
}

function divideByLot(size: Decimal, lotText: string) {
	const lot = parseDecimal(lotText, "lot");
	if (lot.units <= 0n) {
		throw new InputError({
			code: "LOT_NOT_POSITIVE",
			message: `lot ${lotText} must be positive`,
			field: "lot",
			hint: "lots are positive decimals such as 0.01",
		});
	}
	const decimals = Math.max(size.decimals, lot.decimals);
	const sizeUnits = size.units * 10n ** BigInt(decimals - size.decimals);
	const lotUnits = lot.units * 10n ** BigInt(decimals - lot.decimals);
	const quotient = divideFloor(sizeUnits, lotUnits);
	return { quotient, remainder: sizeUnits - quotient * lotUnits, decimals };
}

function checkLotRange(qtyLots: bigint, field: string): bigint {
	if (qtyLots > MAX_QTY_LOTS || qtyLots < -MAX_QTY_LOTS) {
		throw new InputError({
			code: "SIZE_TOO_LARGE",
			message: `${field}: ${qtyLots} lots do not fit below 2^${QTY_BITS} lots`,
			field,
			hint: "split the account or list the instrument with a larger lot",
		});
	}
	return qtyLots;
}
