/** A figure that a venue prints beside ours, and why they differ where they do. */

import { absolute, isZero, textOf } from "../../input/foreign-amount.ts";
import { type Decimal, formatScaled } from "../../units/decimal.ts";
import { addDecimals, DECIMAL_ZERO, subtractDecimals } from "../../units/decimal-arithmetic.ts";

export type VenueFigure = {
	/** `equity of BTC`, `unrealised profit of ETH-PERPETUAL`. */
	readonly what: string;
	readonly unit: string;
	/** As the venue prints it, decimal text. */
	readonly ofVenue: string;
	readonly ours: string;
	/** Ours less the venue's; `0` where they agree. */
	readonly difference: string;
	/** Says where all of the difference comes from; absent where there is none, or where nobody knows. */
	readonly because?: string | undefined;
};

/** Something that could explain a difference, with the amount by which it would move ours. */
export type Reason = { readonly amount: Decimal; readonly because: string };

/** Differences below its last place are none. */
const SHOWN_DECIMALS = 12;
/** Reasons are tried together, so there are few. */
const MOST_REASONS = 6;

/**
 * Compares a figure with ours. A difference is explained by rounding when it is below one unit of the last place
 * printed for each rounded term, else by the reasons that add up to it.
 *
 * @param roundedTerms how many printed, rounded figures are compared or went into ours
 */
export function compareFigure(request: {
	readonly what: string;
	readonly unit: string;
	readonly ofVenue: Decimal;
	readonly ours: Decimal;
	readonly roundedTerms?: number | undefined;
	/** Of figures that are rounded coarser than the venue's own: the unit of their last place. */
	readonly coarsest?: Decimal | undefined;
	readonly reasons?: readonly Reason[] | undefined;
}): VenueFigure {
	const { what, unit, ofVenue, ours, roundedTerms = 1, coarsest, reasons = [] } = request;
	const difference = subtractDecimals(ours, ofVenue);
	const figure = {
		what,
		unit,
		ofVenue: textOf(ofVenue),
		ours: shortText(ours),
		difference: shortText(difference),
	};
	if (figure.difference === "0") return figure;
	const place = lastPlace(ofVenue, coarsest);
	const bound = { units: place.units * BigInt(roundedTerms), decimals: place.decimals };
	const isRounding = (rest: Decimal) => subtractDecimals(absolute(rest), bound).units <= 0n;
	const rounding = `rounding of what is printed (${shortText(place)} in each of ${roundedTerms})`;
	if (isRounding(difference)) return { ...figure, because: rounding };
	const known = reasons.filter(({ amount }) => !isZero(amount)).slice(0, MOST_REASONS);
	for (let choice = 1; choice < 2 ** known.length; choice++) {
		const chosen = known.filter((_, at) => (choice >> at) & 1);
		const sum = chosen.reduce((total, { amount }) => addDecimals(total, amount), DECIMAL_ZERO);
		const rest = subtractDecimals(difference, sum);
		if (!isRounding(rest)) continue;
		const because = chosen.map((reason) => `${shortText(reason.amount)} ${reason.because}`);
		return { ...figure, because: [...because, ...(isZero(rest) ? [] : [rounding])].join("; ") };
	}
	return figure;
}

/** A whole number may be one that a program printed short, so it says nothing of its last place. */
function lastPlace(value: Decimal, coarsest: Decimal | undefined): Decimal {
	const own = { units: 1n, decimals: value.decimals === 0 ? SHOWN_DECIMALS : value.decimals };
	return coarsest !== undefined && subtractDecimals(coarsest, own).units > 0n ? coarsest : own;
}

/** To twelve places: enough to compare, short enough to read. */
function shortText({ units, decimals }: Decimal): string {
	const surplus = decimals - SHOWN_DECIMALS;
	if (surplus <= 0) return formatScaled(units, decimals);
	return formatScaled(units / 10n ** BigInt(surplus), SHOWN_DECIMALS);
}
