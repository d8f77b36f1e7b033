/**
 * One position at the prices of a listing: whole lots of its contract, what its variation paid and, of inverse
 * contracts, the coins that are no whole lot.
 *
 * An inverse contract of N USD entered at E pays N·(1/E − 1/P) coins at price P, which are worth (N/E)·P − N: exactly
 * N/E coins bought for N USD. So it is L lots of the linear contract nearest to N/E, settled at S, and the rest
 * c = N/E − L as coins, for L·S − N USD: L·(P − S) + c·P + (L·S − N) = (N/E)·P − N for every P. The one step that
 * is not exact is the last digit of c, rounded down at 10⁻¹⁸ of a coin.
 */
import { InputError } from "../errors/base.ts";
import type { InstrumentKind, ListedInstrument } from "../market/instruments/instrument.ts";
import { type Decimal, divideFloor, formatScaled, parseDecimal } from "../units/decimal.ts";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../units/decimal-arithmetic.ts";
import { divideNearest } from "../units/exact-value.ts";
import { lotsToSize, tradedSizeToLots } from "../units/lots.ts";
import { legsOf, type Position, type PositionLeg, parseNonZero, parsePositive } from "./account-file.ts";

const COIN_DECIMALS = 18;

/** An inverse position as what it is margined as; decimal text. */
export type InverseTranslation = {
	readonly instrument: string;
	/** Signed USD of all its legs. */
	readonly sizeUsd: string;
	/** Whole lots of the linear contract, in coins. */
	readonly linearSize: string;
	/** The coins that are less than a lot, either sign. */
	readonly coins: string;
};

export type SettledPosition = {
	readonly instrument: ListedInstrument;
	readonly qtyLots: bigint;
	/** What settling paid, in `currency`. */
	readonly variation: Decimal;
	readonly currency: string;
	/** Coins of the underlying that come with it: zero unless it is inverse. */
	readonly coins: Decimal;
	readonly inverse?: InverseTranslation | undefined;
};

/** Perpetuals and futures: gains and losses go to cash at each ledger epoch. */
export function isMarkedToMarket(kind: InstrumentKind): boolean {
	return kind === "perpetual" || kind === "future";
}

/** The price at which this epoch's variation is settled, in the settlement currency. */
export function settlementPriceOf(instrument: ListedInstrument): Decimal {
	return parsePositive(instrument.settlementPrice, `${instrument.name} settlementPrice`);
}

/** Where the variation and premium of a contract go: a stablecoin's ticker, or USD. */
export function settlementCurrencyOf(instrument: ListedInstrument): string {
	return instrument.settles ?? "USD";
}

/**
 * The price at which the variation of a leg was last settled.
 *
 * @throws InputError `ENTRY_PRICE_MISSING`
 */
export function entryPriceOf(leg: PositionLeg, instrument: string, field: string): Decimal {
	if (leg.entryPrice !== undefined) return parsePositive(leg.entryPrice, `${field}.entryPrice`);
	throw new InputError({
		code: "ENTRY_PRICE_MISSING",
		message: `${field}.entryPrice: ${instrument} is marked to market and needs one`,
		field: `${field}.entryPrice`,
		hint: "give the price at which its variation was last settled",
	});
}

/**
 * @param field of the position, for errors
 * @throws InputError `SIZE_NOT_WHOLE_LOTS`, `SIZE_TOO_LARGE`, `ENTRY_PRICE_MISSING`, `ENTRY_PRICE_UNUSED`,
 * `POSITION_NOT_INVERSE`
 */
export function settlePosition(
	position: Position,
	instrument: ListedInstrument,
	field: string,
): SettledPosition {
	const legs = legsOf(position).map((leg, at) => ({
		leg,
		field: position.legs === undefined ? field : `${field}.legs[${at}]`,
	}));
	const linear = legs.filter(({ leg }) => leg.sizeUsd === undefined);
	const inverse = legs.filter(({ leg }) => leg.sizeUsd !== undefined);
	const size = linear.reduce(
		(sum, { leg, field: at }) => addDecimals(sum, parseNonZero(leg.size, `${at}.size`)),
		DECIMAL_ZERO,
	);
	const sizeField = position.legs === undefined ? `${field}.size` : `${field}.legs`;
	const qtyLots = tradedSizeToLots(formatScaled(size.units, size.decimals), instrument.lot, sizeField);
	const currency = settlementCurrencyOf(instrument);
	if (instrument.kind === "option") {
		refuseOptionTerms(legs, instrument);
		return { instrument, qtyLots, variation: DECIMAL_ZERO, currency, coins: DECIMAL_ZERO };
	}
	const settlement = settlementPriceOf(instrument);
	const variation = linear.reduce((sum, { leg, field: at }) => {
		const move = subtractDecimals(settlement, entryPriceOf(leg, instrument.name, at));
		return addDecimals(sum, multiplyDecimals(parseDecimal(leg.size, `${at}.size`), move));
	}, DECIMAL_ZERO);
	if (inverse.length === 0) return { instrument, qtyLots, variation, currency, coins: DECIMAL_ZERO };
	const translated = translateInverse(inverse, instrument);
	return {
		instrument,
		qtyLots: qtyLots + translated.lots,
		variation: addDecimals(variation, translated.cashUsd),
		currency,
		coins: translated.coins,
		inverse: translated.inverse,
	};
}

type Leg = { readonly leg: PositionLeg; readonly field: string };

function translateInverse(legs: readonly Leg[], instrument: ListedInstrument) {
	for (const { field } of legs) {
		if (instrument.settles !== undefined) throw notInverse(instrument, `${field}.sizeUsd`);
	}
	let usd = DECIMAL_ZERO;
	/** Σ N/E as one fraction. */
	let [top, bottom] = [0n, 1n];
	for (const { leg, field } of legs) {
		const size = parseNonZero(leg.sizeUsd, `${field}.sizeUsd`);
		const entry = entryPriceOf(leg, instrument.name, field);
		usd = addDecimals(usd, size);
		const legTop = size.units * 10n ** BigInt(entry.decimals);
		const legBottom = entry.units * 10n ** BigInt(size.decimals);
		[top, bottom] = [top * legBottom + legTop * bottom, bottom * legBottom];
	}
	const lot = parseDecimal(instrument.lot, "lot");
	const lots = divideNearest(top * 10n ** BigInt(lot.decimals), bottom * lot.units);
	const linearSize = lotsToSize(lots, instrument.lot);
	// c = top/bottom − lots·lot, down.
	const restTop = top * 10n ** BigInt(lot.decimals) - lots * lot.units * bottom;
	const restBottom = bottom * 10n ** BigInt(lot.decimals);
	const coins: Decimal = {
		units: divideFloor(restTop * 10n ** BigInt(COIN_DECIMALS), restBottom),
		decimals: COIN_DECIMALS,
	};
	const bought = multiplyDecimals(parseDecimal(linearSize, "linear size"), settlementPriceOf(instrument));
	return {
		lots,
		coins,
		cashUsd: addDecimals(bought, negateDecimal(usd)),
		inverse: {
			instrument: instrument.name,
			sizeUsd: formatScaled(usd.units, usd.decimals),
			linearSize,
			coins: formatScaled(coins.units, coins.decimals),
		},
	};
}

function refuseOptionTerms(legs: readonly Leg[], instrument: ListedInstrument): void {
	for (const { leg, field } of legs) {
		if (leg.sizeUsd !== undefined) throw notInverse(instrument, `${field}.sizeUsd`);
		if (leg.entryPrice === undefined) continue;
		throw new InputError({
			code: "ENTRY_PRICE_UNUSED",
			message: `${field}.entryPrice: ${instrument.name} is an option and has no variation to settle`,
			field: `${field}.entryPrice`,
			hint: "leave it out: the premium was paid up front and is already in the balance",
		});
	}
}

function notInverse({ name, kind, settles }: ListedInstrument, field: string): InputError {
	const what = kind === "option" ? "is an option" : `settles in ${settles}`;
	return new InputError({
		code: "POSITION_NOT_INVERSE",
		message: `${field}: ${name} ${what} and has no size in USD`,
		field,
		hint: "write size in units of the underlying; sizeUsd is for inverse perpetuals and futures",
	});
}
