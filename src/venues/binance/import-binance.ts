/**
 * An account at Binance (portfolio margin, USDⓈ-M, COIN-M, options) from its own answers.
 *
 * - `positionAmt` is signed except in hedge mode, where `positionSide` SHORT has a negative amount as well. COIN-M
 *   counts contracts: 100 USD of BTC, 10 USD of any other coin.
 * - Of an asset are owned: margin wallet free and locked, both futures wallets; owed: what is borrowed, and interest.
 */

import { absolute, isZero, orZero, textOf } from "../../input/foreign-amount.ts";
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
	type BinanceFuturesAccount,
	type BinanceOptionPosition,
	type BinanceOrder,
	type BinancePosition,
	type BinanceUnifiedBalance,
	readBinanceAnswer,
} from "./binance-answers.ts";

class BinanceImport {
	readonly draft = new AccountDraft();
	readonly isolated = new Map<string, AccountDraft>();
	readonly figures: VenueFigure[] = [];
	readonly leftOut: LeftOut[] = [];
	readonly missing: string[] = [];
	readonly modes = new Set<string>();
	/** Unrealised profit of listed positions by the asset that they settle in. */
	readonly profit = new Map<string, Decimal>();
	/** Positions that were added: an account and positionRisk both list them. */
	readonly seen = new Set<string>();
}

/**
 * @param answers of one moment: balances, accounts, positionRisk, option positions, open orders in any order
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function importBinance(answers: readonly unknown[], name: string): VenueImport {
	const read = answers.map(readBinanceAnswer);
	const into = new BinanceImport();
	// positionRisk first: it has the mark prices.
	for (const position of read.flatMap(({ positions }) => positions)) addPosition(position, into);
	for (const option of read.flatMap(({ options }) => options)) addOption(option, into);
	for (const order of read.flatMap(({ orders }) => orders)) addOrder(order, into);
	for (const account of read.flatMap(({ futures }) => futures)) addFuturesAccount(account, into);
	for (const balance of read.flatMap(({ unified }) => unified)) addUnified(balance, into);
	if (!read.some(({ unified, futures }) => unified.length + futures.length > 0)) {
		into.missing.push("balances: papi/v1/balance or the futures account has them");
	}
	const source = `Binance: ${[...new Set(read.map(({ kind }) => kind))].join(", ")}`;
	return {
		venue: "binance",
		mode: [...into.modes].join(", ") || "not said",
		account: into.draft.finish({ name, source }),
		isolated: [...into.isolated].map(([symbol, draft]) =>
			draft.finish({
				name: `${name}-isolated-${symbol.toLowerCase().replace(/_/g, "-")}`,
				source: `${source}, isolated`,
			}),
		),
		figures: into.figures,
		leftOut: into.leftOut,
		missing: into.missing,
	};
}

function addPosition(position: BinancePosition, into: BinanceImport): void {
	const { symbol, positionAmt, entryPrice: entry, markPrice: mark, positionSide = "BOTH" } = position;
	const key = `${symbol} ${positionSide}`;
	if (positionAmt === undefined || isZero(positionAmt) || into.seen.has(key)) return;
	into.seen.add(key);
	const spelled = readVenueName("binance", symbol);
	if (spelled === undefined || entry === undefined) {
		into.leftOut.push({ what: symbol, reason: "no perpetual, future or option" });
		return;
	}
	const { instrument, isInverse } = spelled;
	const amount = positionSide === "SHORT" ? negateDecimal(absolute(positionAmt)) : positionAmt;
	const size = isInverse ? multiplyDecimals(amount, contractUsd(instrument.underlying)) : amount;
	const currency = instrument.settles ?? instrument.underlying;
	const isIsolated = position.isolated === true || position.marginType?.toLowerCase() === "isolated";
	const draft = isIsolated ? isolatedDraft(symbol, into) : into.draft;
	const printed = position.unRealizedProfit ?? position.unrealizedProfit;
	const wallet = position.isolatedWallet ?? position.isolatedMargin;
	if (isIsolated) draft.addBalance(currency, wallet, "margin of the position");
	if (isIsolated)
		into.draft.addBalance(currency, negateDecimal(orZero(wallet)), `in the isolated position ${symbol}`);
	draft.addLeg(instrument.name, {
		...(isInverse ? { sizeUsd: textOf(size) } : { size: textOf(size) }),
		entryPrice: textOf(entry),
	});
	const profit = mark === undefined ? printed : profitOf({ isInverse, size, entry, mark });
	if (!isIsolated) into.profit.set(currency, addDecimals(orZero(into.profit.get(currency)), orZero(profit)));
	if (mark === undefined || printed === undefined || profit === undefined) return;
	into.figures.push(
		compareFigure({ what: `unrealised profit of ${symbol}`, unit: currency, ofVenue: printed, ours: profit }),
	);
}

function contractUsd(underlying: string): Decimal {
	return { units: underlying === "BTC" ? 100n : 10n, decimals: 0 };
}

function isolatedDraft(symbol: string, into: BinanceImport): AccountDraft {
	const known = into.isolated.get(symbol) ?? new AccountDraft();
	into.isolated.set(symbol, known);
	return known;
}

function addOption(option: BinanceOptionPosition, into: BinanceImport): void {
	const { symbol, side, quantity } = option;
	if (quantity === undefined || isZero(quantity)) return;
	const spelled = readVenueName("binance", symbol);
	if (spelled === undefined) {
		into.leftOut.push({ what: symbol, reason: "no option" });
		return;
	}
	const size = side === "SHORT" ? negateDecimal(absolute(quantity)) : quantity;
	into.draft.addLeg(spelled.instrument.name, { size: textOf(size) });
	const { entryPrice: entry, markPrice: mark, unrealizedPNL: printed } = option;
	if (entry === undefined || mark === undefined || printed === undefined) return;
	const ours = profitOf({ isInverse: false, size, entry, mark });
	into.figures.push(
		compareFigure({ what: `unrealised profit of ${symbol}`, unit: "USDT", ofVenue: printed, ours }),
	);
}

function addOrder(order: BinanceOrder, into: BinanceImport): void {
	const { symbol, side, origQty, executedQty, price } = order;
	const what = `${side} order of ${symbol}`;
	const spelled = readVenueName("binance", symbol);
	if (spelled === undefined || origQty === undefined) {
		into.leftOut.push({ what, reason: "no perpetual, future or option" });
	} else if (price === undefined || isZero(price)) {
		into.leftOut.push({ what, reason: "it has no limit price" });
	} else {
		const open = subtractDecimals(origQty, orZero(executedQty));
		const amount = spelled.isInverse
			? multiplyDecimals(open, contractUsd(spelled.instrument.underlying))
			: open;
		const size = textOf(side === "SELL" ? negateDecimal(amount) : amount);
		const sized = spelled.isInverse ? { sizeUsd: size } : { size };
		into.draft.addOrder({ instrument: spelled.instrument.name, ...sized, price: textOf(price) });
	}
}

function addFuturesAccount(account: BinanceFuturesAccount, into: BinanceImport): void {
	into.modes.add(account.multiAssetsMargin === true ? "futures, multi-assets" : "futures, single asset");
	for (const position of account.positions) addPosition(position, into);
	for (const { asset: symbol, walletBalance, marginBalance, unrealizedProfit } of account.assets) {
		const asset = readVenueAsset(symbol);
		into.draft.addBalance(asset, walletBalance, "futures wallet");
		if (marginBalance === undefined) continue;
		const listed = orZero(into.profit.get(asset));
		const figure = compareFigure({
			what: `margin balance of ${asset}`,
			unit: asset,
			ofVenue: marginBalance,
			ours: addDecimals(into.draft.balanceOf(asset), listed),
			roundedTerms: 2,
			reasons: [
				{
					amount: subtractDecimals(listed, orZero(unrealizedProfit)),
					because: "by which listed positions differ from the printed profit",
				},
			],
		});
		if (figure.ofVenue !== "0" || figure.ours !== "0") into.figures.push(figure);
	}
}

function addUnified(balance: BinanceUnifiedBalance, into: BinanceImport): void {
	into.modes.add("portfolio margin");
	const asset = readVenueAsset(balance.asset);
	const { crossMarginFree: free, crossMarginLocked: locked, totalWalletBalance: total } = balance;
	const { crossMarginBorrowed: borrowed, crossMarginInterest: interest } = balance;
	const owned = [free, locked, balance.umWalletBalance, balance.cmWalletBalance].map(orZero);
	const names = ["margin wallet", "margin wallet, locked", "USD-M wallet", "COIN-M wallet"];
	for (const [at, amount] of owned.entries()) into.draft.addBalance(asset, amount, names[at] ?? "");
	into.draft.addBalance(asset, negateDecimal(orZero(borrowed)), "borrowed");
	into.draft.addBalance(asset, negateDecimal(orZero(interest)), "accrued interest");
	const printedProfit = addDecimals(orZero(balance.umUnrealizedPNL), orZero(balance.cmUnrealizedPNL));
	if (!into.profit.has(asset) && !isZero(printedProfit)) {
		into.missing.push(
			`positions that settle in ${asset}: papi/v1/um/positionRisk and papi/v1/cm/positionRisk have them`,
		);
	}
	if (total === undefined) return;
	const wallets = owned.reduce(addDecimals, DECIMAL_ZERO);
	into.figures.push(
		compareFigure({
			what: `wallets of ${asset}, before what is owed`,
			unit: asset,
			ofVenue: total,
			ours: wallets,
			roundedTerms: 4,
			reasons: [
				{
					amount: subtractDecimals(wallets, total),
					because: "by which the printed total differs from the four wallets that the same answer lists",
				},
			],
		}),
	);
}
