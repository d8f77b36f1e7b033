/**
 * From an account in decimal text to the holdings that go into its leaf: variation of perpetuals
 * and futures becomes cash, obligations become quantities, everything becomes whole lots.
 *
 * Traded sizes must be whole lots and are refused otherwise. Balances, and cash with variation in
 * it, round against the account; what rounding took is reported as dust.
 */
import { InputError } from "../errors/base.ts";
import { throwTogether } from "../errors/throw-together.ts";
import type { InstrumentKind, ListedInstrument, Listing } from "../market/instruments/instrument.ts";
import { findInstrument } from "../market/snapshot/listing.ts";
import { aloneGroups } from "../risk/model/dimensions.ts";
import type { Holding } from "../risk/model/holding.ts";
import { type Decimal, formatScaled, parseDecimal } from "../units/decimal.ts";
import { addDecimals, DECIMAL_ZERO, negateDecimal } from "../units/decimal-arithmetic.ts";
import { decimalToLotsDown } from "../units/lots.ts";
import { type Account, checkDistinctInstruments, type Position, parsePositive } from "./account-file.ts";
import { DEFAULT_SIZE_CLASS, type SizeClass } from "./account-leaf.ts";
import {
	type AccountExtent,
	chooseSizeClass,
	fitsSizeClass,
	type SizeClassChoice,
	smallestSizeClass,
} from "./choose-size-class.ts";
import {
	type InverseTranslation,
	isMarkedToMarket,
	type SettledPosition,
	settlePosition,
} from "./settle-position.ts";

export const CASH_NAME = "USD";
export const HOLD_NAME = "USD-HOLD";
export const ORDER_NAME = "USD-ORDER";

export type SettledAccount = {
	/** Sorted by id, without zeros, at most one per instrument. */
	readonly holdings: readonly Holding[];
	readonly optionUnderlyingCount: number;
	/**
	 * What settling each perpetual and future paid (or cost), exact decimal text, in USD or in `currency`, the
	 * stablecoin that it settles in.
	 */
	readonly variation: readonly {
		readonly instrument: string;
		readonly amountUsd: string;
		readonly currency?: string | undefined;
	}[];
	/** What each inverse position is margined as. */
	readonly inverse: readonly InverseTranslation[];
	/** What rounding to lots took from the account, per instrument and in its units, positive. */
	readonly dust: readonly { readonly instrument: string; readonly amount: string }[];
	/** Ids of holdings mean nothing without it. */
	readonly listingHash: `0x${string}`;
};

type Line = { readonly instrument: ListedInstrument; readonly qtyLots: bigint; readonly dust: string };

/**
 * Settles an account at the prices of a listing.
 *
 * @throws InputError `INSTRUMENT_UNKNOWN`, `INSTRUMENT_DUPLICATE`, `INSTRUMENT_MISPLACED`,
 * `TOO_MANY_POSITIONS`, `TOO_MANY_OPTION_UNDERLYINGS`, `ORDER_MARGIN_MISSING`, and those of `settlePosition`, all at once
 */
export function settleAccount(request: {
	readonly account: Account;
	readonly listing: Listing;
	/** Most lines that the account's leaf can hold. */
	readonly sizeClass?: SizeClassChoice | undefined;
}): SettledAccount {
	const { account, listing, sizeClass = DEFAULT_SIZE_CLASS } = request;
	checkDistinctInstruments(account);
	const positions: SettledPosition[] = [];
	let balances: readonly Line[] = [];
	throwTogether([
		...account.positions.map((position, at) => () => {
			positions.push(settleLine(position, listing, `positions[${at}]`));
		}),
		() => {
			balances = balanceLines({ account, listing, positions });
		},
	]);
	const lines = [
		...positions.map(({ instrument, qtyLots }) => ({ instrument, qtyLots, dust: "0" })),
		...balances,
		...obligationLines(account, listing),
	];
	const held = lines
		.filter(({ qtyLots }) => qtyLots !== 0n)
		.sort((a, b) => a.instrument.id - b.instrument.id);
	const extent = extentOf(held);
	checkExtent({ account, held, extent, sizeClass: chooseSizeClass(sizeClass, extent) });
	return {
		holdings: held.map(({ instrument, qtyLots }) => ({ id: instrument.id, qtyLots })),
		optionUnderlyingCount: extent.optionUnderlyingCount,
		variation: positions
			.filter(({ instrument }) => isMarkedToMarket(instrument.kind))
			.map(({ instrument, variation, currency }) => ({
				instrument: instrument.name,
				amountUsd: formatScaled(variation.units, variation.decimals),
				...(currency === CASH_NAME ? {} : { currency }),
			})),
		inverse: positions.flatMap(({ inverse }) => (inverse === undefined ? [] : [inverse])),
		dust: lines
			.filter(({ dust }) => dust !== "0")
			.map(({ instrument, dust }) => ({ instrument: instrument.name, amount: dust })),
		listingHash: listing.hash,
	};
}

function settleLine(position: Position, listing: Listing, field: string): SettledPosition {
	const instrument = findInstrument(listing, position.instrument, `${field}.instrument`);
	if (!isMarkedToMarket(instrument.kind) && instrument.kind !== "option") {
		throw misplaced(`${field}.instrument`, instrument);
	}
	return settlePosition(position, instrument, field);
}

/** Balances with what positions paid into them: variation into cash, the coins of inverse contracts into coins. */
function balanceLines(request: {
	readonly account: Account;
	readonly listing: Listing;
	readonly positions: readonly SettledPosition[];
}): Line[] {
	const { account, listing, positions } = request;
	const held = new Map<string, { readonly amount: Decimal; readonly field: string }>();
	const add = (asset: string, amount: Decimal, field: string) => {
		const before = held.get(asset);
		held.set(asset, {
			amount: addDecimals(before?.amount ?? DECIMAL_ZERO, amount),
			field: before?.field ?? field,
		});
	};
	for (const [at, { asset, amount }] of account.balances.entries()) {
		add(asset, parseDecimal(amount, `balances[${at}].amount`), `balances[${at}]`);
	}
	for (const { instrument, variation, currency, coins } of positions) {
		if (variation.units !== 0n) add(currency, variation, `${currency} balance with variation`);
		if (coins.units !== 0n) add(instrument.underlying, coins, `${instrument.name} in coins`);
	}
	const lines: Line[] = [];
	throwTogether(
		[...held].map(([asset, { amount, field }]) => () => {
			const instrument = findInstrument(listing, asset, `${field}.asset`);
			if (instrument.kind !== "cash" && instrument.kind !== "coin") {
				throw misplaced(`${field}.asset`, instrument);
			}
			lines.push({ instrument, ...decimalToLotsDown(amount, instrument.lot, `${field}.amount`) });
		}),
	);
	return lines;
}

/** Obligations are positive quantities of instruments worth −1, so they round up. */
function obligationLines(account: Account, listing: Listing): Line[] {
	const holdsUsd = account.holds.reduce(
		(sum, { amountUsd }, at) => addDecimals(sum, parsePositive(amountUsd, `holds[${at}].amountUsd`)),
		DECIMAL_ZERO,
	);
	const ordersUsd = parseDecimal(orderMarginOf(account), "orderMarginUsd");
	const obligations = [
		{ name: HOLD_NAME, amountUsd: holdsUsd, field: "holds" },
		{ name: ORDER_NAME, amountUsd: ordersUsd, field: "orderMarginUsd" },
	];
	return obligations
		.filter(({ amountUsd }) => amountUsd.units !== 0n)
		.map(({ name, amountUsd, field }) => {
			const instrument = findInstrument(listing, name, field);
			const { qtyLots, dust } = decimalToLotsDown(negateDecimal(amountUsd), instrument.lot, field);
			return { instrument, qtyLots: -qtyLots, dust };
		});
}

function orderMarginOf({ orders = [], orderMarginUsd }: Account): string {
	if (orderMarginUsd !== undefined || orders.length === 0) return orderMarginUsd ?? "0";
	throw new InputError({
		code: "ORDER_MARGIN_MISSING",
		message: `the account has ${orders.length} open orders and does not say what they reserve`,
		field: "orderMarginUsd",
		hint: "`zkmargin account orders` computes it from a risk folder",
	});
}

function extentOf(held: readonly Line[]): AccountExtent {
	const options = held.filter(({ instrument }) => instrument.kind === "option");
	return {
		lineCount: held.length,
		optionUnderlyingCount: new Set(options.map(({ instrument }) => instrument.underlying)).size,
	};
}

function checkExtent(given: {
	readonly account: Account;
	readonly held: readonly Line[];
	readonly extent: AccountExtent;
	readonly sizeClass: SizeClass;
}): void {
	const { account, held, extent, sizeClass } = given;
	if (fitsSizeClass(extent, sizeClass)) return;
	if (held.length <= sizeClass) throw tooManyOptionUnderlyings(account, extent, sizeClass);
	const names = held.map(({ instrument }) => instrument.name);
	throw new InputError({
		code: "TOO_MANY_POSITIONS",
		message: `account ${account.name} has ${held.length} lines, ${sizeClass} fit: ${names.join(", ")}`,
		field: "positions",
		hint: `${largerClassHint(extent)}close or merge ${held.length - sizeClass} of them; cash, coins and holds count too`,
	});
}

function tooManyOptionUnderlyings(account: Account, extent: AccountExtent, sizeClass: SizeClass): InputError {
	const most = aloneGroups(sizeClass);
	return new InputError({
		code: "TOO_MANY_OPTION_UNDERLYINGS",
		message: `account ${account.name} holds options on ${extent.optionUnderlyingCount} underlyings, size class ${sizeClass} tests ${most} alone`,
		field: "positions",
		hint: `${largerClassHint(extent)}close the options on all but ${most} underlyings`,
	});
}

function largerClassHint(extent: AccountExtent): string {
	const larger = smallestSizeClass(extent);
	return larger === undefined ? "" : `commit it in size class ${larger}, or `;
}

function misplaced(field: string, instrument: ListedInstrument): InputError {
	const places: Record<InstrumentKind, string> = {
		cash: "balances",
		coin: "balances",
		perpetual: "positions",
		future: "positions",
		option: "positions",
		hold: "holds",
		order: "orderMarginUsd",
	};
	return new InputError({
		code: "INSTRUMENT_MISPLACED",
		message: `${field}: ${instrument.name} does not belong there`,
		field,
		hint: `write it under ${places[instrument.kind]}`,
	});
}
