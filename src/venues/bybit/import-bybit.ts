/**
 * An account at Bybit (unified trading account) from its own answers.
 *
 * - A position's `size` is without sign, `side` has it; of inverse contracts it is in USD.
 * - Equity of a coin = wallet balance − spot borrow + unrealised profit + value of options. Interest that has accrued
 *   and is not charged yet is owed too, so it is taken off here.
 */

import { isZero, orZero, textOf } from "../../input/foreign-amount.ts";
import { readVenueAsset, readVenueName } from "../../market/spellings/read-venue-name.ts";
import type { Decimal } from "../../units/decimal.ts";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../../units/decimal-arithmetic.ts";
import { AccountDraft } from "../answers/account-draft.ts";
import { profitOf } from "../answers/profit.ts";
import { compareFigure, type VenueFigure } from "../answers/venue-figure.ts";
import type { LeftOut, VenueImport } from "../answers/venue-import.ts";
import {
	type BybitCoin,
	type BybitOrder,
	type BybitPosition,
	type BybitWallet,
	readBybitAnswer,
} from "./bybit-answers.ts";

const ISOLATED_TRADE_MODE = 1;

class BybitImport {
	readonly draft = new AccountDraft();
	readonly isolated = new Map<string, AccountDraft>();
	readonly figures: VenueFigure[] = [];
	readonly leftOut: LeftOut[] = [];
	readonly missing: string[] = [];
	/** Unrealised profit and option value of listed positions, by the coin that they settle in. */
	readonly worth = new Map<string, Decimal>();
}

/**
 * @param answers of one moment: wallet balance, positions of every category, open orders in any order
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function importBybit(answers: readonly unknown[], name: string): VenueImport {
	const read = answers.map(readBybitAnswer);
	const into = new BybitImport();
	for (const position of read.flatMap(({ positions }) => positions)) addPosition(position, into);
	for (const order of read.flatMap(({ orders }) => orders)) addOrder(order, into);
	const wallets = read.flatMap(({ wallets: listed }) => listed);
	for (const wallet of wallets) addWallet(wallet, into);
	if (wallets.length === 0) into.missing.push("balances: account/wallet-balance has them");
	const source = `Bybit: ${[...new Set(read.map(({ kind }) => kind))].join(", ")}`;
	return {
		venue: "bybit",
		mode: [...new Set(wallets.map(({ accountType }) => accountType ?? "not said"))].join(", ") || "not said",
		account: into.draft.finish({ name, source }),
		isolated: [...into.isolated].map(([symbol, draft]) =>
			draft.finish({ name: `${name}-isolated-${symbol.toLowerCase()}`, source: `${source}, isolated` }),
		),
		figures: into.figures,
		leftOut: into.leftOut,
		missing: into.missing,
	};
}

function addPosition(position: BybitPosition, into: BybitImport): void {
	const { symbol, side, size, markPrice: mark, unrealisedPnl: printed } = position;
	if (size === undefined || isZero(size)) return;
	const spelled = readVenueName("bybit", symbol);
	if (spelled === undefined) {
		into.leftOut.push({ what: symbol, reason: "no perpetual, future or option" });
		return;
	}
	const { instrument, isInverse } = spelled;
	const signed = side === "Sell" ? negateDecimal(size) : size;
	const currency = instrument.settles ?? instrument.underlying;
	const isIsolated = position.tradeMode === ISOLATED_TRADE_MODE;
	const draft = isIsolated ? isolatedDraft(symbol, into) : into.draft;
	if (isIsolated) draft.addBalance(currency, position.positionBalance, "margin of the position");
	const add = (worth: Decimal) => {
		if (!isIsolated) into.worth.set(currency, addDecimals(into.worth.get(currency) ?? DECIMAL_ZERO, worth));
	};
	if (instrument.kind === "option") {
		draft.addLeg(instrument.name, { size: textOf(signed) });
		if (mark !== undefined) add(multiplyDecimals(signed, mark));
		return;
	}
	// USDC contracts settle every eight hours: their profit begins at the session's price.
	const entry = position.sessionAvgPrice ?? position.avgPrice ?? position.entryPrice;
	if (entry === undefined) {
		into.missing.push(`entry price of ${symbol}`);
		return;
	}
	const amount = isInverse ? { sizeUsd: textOf(signed) } : { size: textOf(signed) };
	draft.addLeg(instrument.name, { ...amount, entryPrice: textOf(entry) });
	if (mark === undefined) return;
	const profit = profitOf({ isInverse, size: signed, entry, mark });
	add(profit);
	if (printed === undefined) return;
	into.figures.push(
		compareFigure({ what: `unrealised profit of ${symbol}`, unit: currency, ofVenue: printed, ours: profit }),
	);
}

function isolatedDraft(symbol: string, into: BybitImport): AccountDraft {
	const known = into.isolated.get(symbol) ?? new AccountDraft();
	into.isolated.set(symbol, known);
	return known;
}

function addOrder(order: BybitOrder, into: BybitImport): void {
	const { symbol, side, leavesQty, price, orderStatus = "New" } = order;
	const what = `${side} order of ${symbol}`;
	const spelled = readVenueName("bybit", symbol);
	if (orderStatus === "Untriggered") {
		into.leftOut.push({ what, reason: "untriggered: it can only fill after something else has happened" });
	} else if (spelled === undefined || leavesQty === undefined || isZero(leavesQty)) {
		into.leftOut.push({ what, reason: "no perpetual, future or option, or nothing left to fill" });
	} else if (price === undefined || isZero(price)) {
		into.leftOut.push({ what, reason: "it has no limit price" });
	} else {
		const size = textOf(side === "Sell" ? negateDecimal(leavesQty) : leavesQty);
		const sized = spelled.isInverse ? { sizeUsd: size } : { size };
		into.draft.addOrder({ instrument: spelled.instrument.name, ...sized, price: textOf(price) });
	}
}

function addWallet({ coin: coins, totalEquity }: BybitWallet, into: BybitImport): void {
	for (const coin of coins) addCoin(coin, into);
	if (totalEquity === undefined) return;
	const listed = coins.reduce((sum, { usdValue }) => addDecimals(sum, orZero(usdValue)), DECIMAL_ZERO);
	into.figures.push(
		compareFigure({
			what: "total equity, from the USD values of the listed coins",
			unit: "USD",
			ofVenue: totalEquity,
			ours: listed,
			roundedTerms: coins.length + 1,
			reasons: [
				{
					amount: subtractDecimals(listed, totalEquity),
					because: "by which the total differs from the USD values that the same answer lists",
				},
			],
		}),
	);
}

function addCoin(coin: BybitCoin, into: BybitImport): void {
	const asset = readVenueAsset(coin.coin);
	const { walletBalance, accruedInterest, equity, unrealisedPnl, bonus } = coin;
	const borrowed = borrowedOf(coin);
	into.draft.addBalance(
		asset,
		walletBalance,
		isZero(coin.locked)
			? "wallet"
			: `wallet, of which ${textOf(orZero(coin.locked))} is locked in spot orders`,
	);
	into.draft.addBalance(asset, negateDecimal(borrowed), "borrowed");
	into.draft.addBalance(asset, negateDecimal(orZero(accruedInterest)), "accrued interest");
	if (!isZero(bonus)) {
		into.leftOut.push({
			what: `bonus of ${textOf(orZero(bonus))} ${asset}`,
			reason: "it cannot be withdrawn: not the account's",
		});
	}
	const worth = into.worth.get(asset);
	const isSilent = worth === undefined && (!isZero(unrealisedPnl) || !isZero(coin.totalPositionIM));
	if (isSilent) into.missing.push(`positions that settle in ${asset}: position/list has them`);
	if (equity === undefined) return;
	const ours = addDecimals(into.draft.balanceOf(asset), orZero(worth));
	const figure = compareFigure({
		what: `equity of ${asset}`,
		unit: asset,
		ofVenue: equity,
		ours,
		roundedTerms: 2,
		reasons: [
			{
				amount: negateDecimal(orZero(accruedInterest)),
				because: "interest that has accrued and is not in the printed equity",
			},
			{ amount: negateDecimal(borrowed), because: "borrowed, which the printed equity leaves out" },
			{
				amount: negateDecimal(isSilent ? orZero(unrealisedPnl) : DECIMAL_ZERO),
				because: "in positions that are in none of the answers",
			},
			{
				amount: subtractDecimals(orZero(worth), orZero(unrealisedPnl)),
				because: "by which listed positions differ from the coin's printed profit",
			},
		],
	});
	if (figure.ofVenue !== "0" || figure.ours !== "0") into.figures.push(figure);
}

/** What spot borrowed stands beside the wallet; what derivatives borrowed is a wallet below zero already. */
function borrowedOf({ spotBorrow, borrowAmount, walletBalance }: BybitCoin): Decimal {
	if (spotBorrow !== undefined) return spotBorrow;
	return orZero(walletBalance).units < 0n ? DECIMAL_ZERO : orZero(borrowAmount);
}
