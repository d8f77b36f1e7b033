/**
 * From an account in decimal text to the holdings that go into its leaf: variation of perpetuals
 * and futures becomes cash, obligations become quantities, everything becomes whole lots.
 *
 * Traded sizes must be whole lots and are refused otherwise. Balances, and cash with variation in
 * it, round against the account; what rounding took is reported as dust.
 */
import { InputError } from "../errors/base.ts";
import type { InstrumentKind, ListedInstrument, Listing } from "../market/instruments/instrument.ts";
import { findInstrument } from "../market/snapshot/listing.ts";
import { aloneGroups } from "../risk/model/dimensions.ts";
import type { Holding } from "../risk/model/holding.ts";
import { type Decimal, formatScaled, parseDecimal } from "../units/decimal.ts";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../units/decimal-arithmetic.ts";
import { decimalToLotsDown, tradedSizeToLots } from "../units/lots.ts";
import { type Account, checkDistinctInstruments, type Position, parsePositive } from "./account-file.ts";
import { DEFAULT_SIZE_CLASS, type SizeClass } from "./account-leaf.ts";
import {
	type AccountExtent,
	chooseSizeClass,
	fitsSizeClass,
	type SizeClassChoice,
	smallestSizeClass,
} from "./choose-size-class.ts";

export const CASH_NAME = "USD";
export const HOLD_NAME = "USD-HOLD";
export const ORDER_NAME = "USD-ORDER";

export type SettledAccount = {
	/** Sorted by id, without zeros, at most one per instrument. */
	readonly holdings: readonly Holding[];
	readonly optionUnderlyingCount: number;
	/** What settling each perpetual and future paid (or cost) in USD, exact decimal text. */
	readonly variation: readonly { readonly instrument: string; readonly amountUsd: string }[];
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
 * `TOO_MANY_POSITIONS`, `TOO_MANY_OPTION_UNDERLYINGS`, `SIZE_NOT_WHOLE_LOTS`, `SIZE_TOO_LARGE`, `ENTRY_PRICE_MISSING`, `ENTRY_PRICE_UNUSED`
 */
export function settleAccount(request: {
	readonly account: Account;
	readonly listing: Listing;
	/** Most lines that the account's leaf can hold. */
	readonly sizeClass?: SizeClassChoice | undefined;
}): SettledAccount {
	const { account, listing, sizeClass = DEFAULT_SIZE_CLASS } = request;
	checkDistinctInstruments(account);
	const positions = account.positions.map((position, at) =>
		settlePosition({ position, listing, field: `positions[${at}]` }),
	);
	const variationUsd = positions.reduce(
		(sum, settled) => addDecimals(sum, settled.variationUsd),
		DECIMAL_ZERO,
	);
	const lines = [
		...positions.map(({ line }) => line),
		...balanceLines({ account, listing, variationUsd }),
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
			.filter(({ line }) => isMarkedToMarket(line.instrument.kind))
			.map(({ line, variationUsd }) => ({
				instrument: line.instrument.name,
				amountUsd: formatScaled(variationUsd.units, variationUsd.decimals),
			})),
		dust: lines
			.filter(({ dust }) => dust !== "0")
			.map(({ instrument, dust }) => ({ instrument: instrument.name, amount: dust })),
		listingHash: listing.hash,
	};
}

/** Perpetuals and futures: gains and losses go to cash at each ledger epoch. */
export function isMarkedToMarket(kind: InstrumentKind): boolean {
	return kind === "perpetual" || kind === "future";
}

/** The price at which this epoch's variation is settled, USD. */
export function settlementPriceOf(instrument: ListedInstrument): Decimal {
	return parsePositive(instrument.settlementPrice, `${instrument.name} settlementPrice`);
}

/**
 * The price at which the variation of a perpetual or future was last settled, USD.
 *
 * @throws InputError `ENTRY_PRICE_MISSING`
 */
export function entryPriceOf(position: Position, field: string): Decimal {
	if (position.entryPrice !== undefined) return parsePositive(position.entryPrice, `${field}.entryPrice`);
	throw new InputError({
		code: "ENTRY_PRICE_MISSING",
		message: `${field}.entryPrice: ${position.instrument} is marked to market and needs one`,
		field: `${field}.entryPrice`,
		hint: "give the price at which its variation was last settled",
	});
}

function settlePosition(request: {
	readonly position: Position;
	readonly listing: Listing;
	readonly field: string;
}): { readonly line: Line; readonly variationUsd: Decimal } {
	const { position, listing, field } = request;
	const instrument = findInstrument(listing, position.instrument, `${field}.instrument`);
	if (!isMarkedToMarket(instrument.kind) && instrument.kind !== "option") {
		throw misplaced(`${field}.instrument`, instrument);
	}
	const qtyLots = tradedSizeToLots(position.size, instrument.lot, `${field}.size`);
	const line = { instrument, qtyLots, dust: "0" };
	if (instrument.kind === "option") {
		if (position.entryPrice === undefined) return { line, variationUsd: DECIMAL_ZERO };
		throw new InputError({
			code: "ENTRY_PRICE_UNUSED",
			message: `${field}.entryPrice: ${instrument.name} is an option and has no variation to settle`,
			field: `${field}.entryPrice`,
			hint: "leave it out: the premium was paid up front and is already in the USD balance",
		});
	}
	const move = subtractDecimals(settlementPriceOf(instrument), entryPriceOf(position, field));
	return { line, variationUsd: multiplyDecimals(parseDecimal(position.size, `${field}.size`), move) };
}

function balanceLines(request: {
	readonly account: Account;
	readonly listing: Listing;
	readonly variationUsd: Decimal;
}): Line[] {
	const { account, listing, variationUsd } = request;
	let cashUsd = variationUsd;
	const lines: Line[] = [];
	for (const [at, { asset, amount }] of account.balances.entries()) {
		const field = `balances[${at}]`;
		const instrument = findInstrument(listing, asset, `${field}.asset`);
		if (instrument.kind !== "cash" && instrument.kind !== "coin")
			throw misplaced(`${field}.asset`, instrument);
		const value = parseDecimal(amount, `${field}.amount`);
		if (instrument.name === CASH_NAME) cashUsd = addDecimals(cashUsd, value);
		else lines.push({ instrument, ...decimalToLotsDown(value, instrument.lot, `${field}.amount`) });
	}
	if (cashUsd.units === 0n) return lines;
	const cash = findInstrument(listing, CASH_NAME, "balances");
	lines.push({ instrument: cash, ...decimalToLotsDown(cashUsd, cash.lot, "USD balance with variation") });
	return lines;
}

/** Obligations are positive quantities of instruments worth −1, so they round up. */
function obligationLines(account: Account, listing: Listing): Line[] {
	const holdsUsd = account.holds.reduce(
		(sum, { amountUsd }, at) => addDecimals(sum, parsePositive(amountUsd, `holds[${at}].amountUsd`)),
		DECIMAL_ZERO,
	);
	const ordersUsd = parseDecimal(account.orderMarginUsd ?? "0", "orderMarginUsd");
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

function tooManyOptionUnderlyings(
	account: Account,
	extent: AccountExtent,
	sizeClass: SizeClass,
): InputError {
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
