/** What-if trades: the account as it would be after one trade, before any is made. */
import { InputError } from "../errors/base.ts";
import { quoteText } from "../errors/printable-text.ts";
import type { ListedInstrument, Listing } from "../market/instruments/instrument.ts";
import { findInstrument } from "../market/snapshot/listing.ts";
import { type Decimal, formatScaled, parseDecimal } from "../units/decimal.ts";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../units/decimal-arithmetic.ts";
import { tradedSizeToLots } from "../units/lots.ts";
import {
	type Account,
	type Balance,
	legsOf,
	type Position,
	type PositionLeg,
	parseNonZero,
	parsePositive,
} from "./account-file.ts";
import { CASH_NAME } from "./settle-account.ts";
import {
	entryPriceOf,
	isMarkedToMarket,
	settlementCurrencyOf,
	settlementPriceOf,
} from "./settle-position.ts";

export type Trade = {
	readonly instrument: string;
	/** Signed size in units of the instrument, decimal text; negative sells. */
	readonly size: string;
	/** USD per unit, decimal text. */
	readonly price?: string | undefined;
};

/**
 * Reads `INSTRUMENT:SIZE` or `INSTRUMENT:SIZE@PRICE`.
 *
 * @example parseTrade("BTC-27MAR26-90000-C:3@1250") // { instrument, size: "3", price: "1250" }
 * @throws InputError `TRADE_MALFORMED`, `DECIMAL_MALFORMED`, `AMOUNT_ZERO`, `AMOUNT_NEGATIVE`
 */
export function parseTrade(text: string): Trade {
	const [, instrument, size, price] = /^([^:@\s]+):([^:@\s]+)(?:@([^:@\s]+))?$/.exec(text) ?? [];
	if (instrument === undefined || size === undefined) {
		throw new InputError({
			code: "TRADE_MALFORMED",
			message: `${quoteText(text, 80)} is not a trade`,
			field: "trade",
			hint: "write INSTRUMENT:SIZE or INSTRUMENT:SIZE@PRICE, such as BTC-PERPETUAL:-0.5",
		});
	}
	parseNonZero(size, "trade size");
	if (price !== undefined) parsePositive(price, "trade price");
	return { instrument, size, price };
}

/**
 * The account after a trade. Nothing is rounded.
 *
 * - Perpetuals and futures trade at the price, or at the settlement price when none is given.
 * - Options need a price; the premium moves in USD.
 * - Coins with a price are bought or sold for USD; without one they are deposited or withdrawn.
 * - `USD` is deposited or withdrawn and takes no price.
 *
 * @throws InputError `INSTRUMENT_UNKNOWN`, `SIZE_NOT_WHOLE_LOTS`, `TRADE_PRICE_MISSING`,
 * `TRADE_PRICE_UNUSED`, `TRADE_NOT_POSSIBLE`, `ENTRY_PRICE_MISSING`
 */
export function applyTrade(request: {
	readonly account: Account;
	readonly listing: Listing;
	readonly trade: Trade;
}): Account {
	const { account, listing, trade } = request;
	const instrument = findInstrument(listing, trade.instrument, "trade instrument");
	const size = parseNonZero(trade.size, "trade size");
	const price = trade.price === undefined ? undefined : parsePositive(trade.price, "trade price");
	if (instrument.kind === "cash" || instrument.kind === "coin") {
		return moveBalance({ account, instrument, size, price });
	}
	tradedSizeToLots(trade.size, instrument.lot, "trade size");
	if (isMarkedToMarket(instrument.kind)) {
		return tradeMarked({ account, instrument, size, price: price ?? settlementPriceOf(instrument) });
	}
	if (instrument.kind !== "option") {
		throw tradeError("TRADE_NOT_POSSIBLE", `${instrument.name} is an obligation and cannot be traded`);
	}
	if (price === undefined) {
		throw tradeError("TRADE_PRICE_MISSING", `${instrument.name}: an option is not free`);
	}
	const traded = changePosition(account, instrument.name, size, undefined);
	const premium = negateDecimal(multiplyDecimals(size, price));
	return addBalance(traded, settlementCurrencyOf(instrument), premium);
}

type SizedTrade = {
	readonly account: Account;
	readonly instrument: ListedInstrument;
	readonly size: Decimal;
};

/**
 * One position has one entry price. The old one stays, and the new lots' difference to it moves in
 * cash at once: `(s+t)(S−e) + t(e−p) = s(S−e) + t(S−p)` for every settlement price S, exactly.
 */
function tradeMarked(trade: SizedTrade & { readonly price: Decimal }): Account {
	const { account, instrument, size, price } = trade;
	const at = account.positions.findIndex((position) => position.instrument === instrument.name);
	const held = account.positions[at];
	// Entries that are kept apart stay apart, and so does an inverse one.
	if (held?.legs !== undefined || held?.sizeUsd !== undefined) {
		const leg = { size: formatDecimal(size), entryPrice: formatDecimal(price) };
		const position = { instrument: instrument.name, legs: [...legsOf(held).map(legOnly), leg] };
		return { ...account, positions: replaceLine(account.positions, at, position) };
	}
	const entryPrice = held === undefined ? price : entryPriceOf(held, held.instrument, `positions[${at}]`);
	const traded = changePosition(account, instrument.name, size, formatDecimal(entryPrice));
	const paid = multiplyDecimals(size, subtractDecimals(entryPrice, price));
	return addBalance(traded, settlementCurrencyOf(instrument), paid);
}

/** A leg without the name of the position that it may have been. */
export function legOnly({ size, sizeUsd, entryPrice }: PositionLeg): PositionLeg {
	return {
		...(size !== undefined && { size }),
		...(sizeUsd !== undefined && { sizeUsd }),
		...(entryPrice !== undefined && { entryPrice }),
	};
}

function moveBalance(trade: SizedTrade & { readonly price: Decimal | undefined }): Account {
	const { account, instrument, size, price } = trade;
	const moved = addBalance(account, instrument.name, size);
	if (price === undefined) return moved;
	if (instrument.name === CASH_NAME) {
		throw tradeError(
			"TRADE_PRICE_UNUSED",
			"USD is what prices are in: it can only be deposited or withdrawn",
		);
	}
	return addCash(moved, negateDecimal(multiplyDecimals(size, price)));
}

function changePosition(
	account: Account,
	name: string,
	size: Decimal,
	entryPrice: string | undefined,
): Account {
	const at = account.positions.findIndex((position) => position.instrument === name);
	const held = account.positions[at];
	const heldSize =
		held === undefined
			? DECIMAL_ZERO
			: legsOf(held).reduce(
					(total, leg) => addDecimals(total, parseDecimal(leg.size, `positions[${at}].size`)),
					DECIMAL_ZERO,
				);
	const sum = addDecimals(heldSize, size);
	const changed: Position = { instrument: name, size: formatDecimal(sum), entryPrice };
	return {
		...account,
		positions: replaceLine(account.positions, at, sum.units === 0n ? undefined : changed),
	};
}

function addCash(account: Account, amountUsd: Decimal): Account {
	return addBalance(account, CASH_NAME, amountUsd);
}

function addBalance(account: Account, asset: string, amount: Decimal): Account {
	const at = account.balances.findIndex((balance) => balance.asset === asset);
	const held = account.balances[at];
	const heldAmount = held === undefined ? DECIMAL_ZERO : parseDecimal(held.amount, `balances[${at}].amount`);
	const sum = addDecimals(heldAmount, amount);
	const changed: Balance = { asset, amount: formatDecimal(sum) };
	return { ...account, balances: replaceLine(account.balances, at, sum.units === 0n ? undefined : changed) };
}

/** Puts `line` in place `at`, or at the end when `at` is −1; without a line, only takes out. */
function replaceLine<Line>(lines: readonly Line[], at: number, line: Line | undefined): Line[] {
	const added = line === undefined ? [] : [line];
	return at < 0 ? [...lines, ...added] : [...lines.slice(0, at), ...added, ...lines.slice(at + 1)];
}

function formatDecimal(value: Decimal): string {
	return formatScaled(value.units, value.decimals);
}

function tradeError(code: string, message: string): InputError {
	return new InputError({
		code,
		message,
		field: "trade",
		hint: "write INSTRUMENT:SIZE@PRICE for options and coins, INSTRUMENT:SIZE for perpetuals and USD",
	});
}
