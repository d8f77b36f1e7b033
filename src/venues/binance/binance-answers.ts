/** Binance's answers that say something of an account, each recognised by its shape. */
import { z } from "zod";
import { foreignAmount, foreignName } from "../../input/foreign-amount.ts";
import { notAnAccount, unknownAnswer, venueError } from "../answers/answer-shapes.ts";

/** `GET /papi/v1/balance`: the margin wallet and both futures wallets of an asset. */
const UNIFIED_BALANCE = z.object({
	asset: foreignName,
	totalWalletBalance: foreignAmount,
	crossMarginFree: foreignAmount,
	crossMarginLocked: foreignAmount,
	crossMarginBorrowed: foreignAmount,
	crossMarginInterest: foreignAmount,
	umWalletBalance: foreignAmount,
	umUnrealizedPNL: foreignAmount,
	cmWalletBalance: foreignAmount,
	cmUnrealizedPNL: foreignAmount,
});
export type BinanceUnifiedBalance = z.output<typeof UNIFIED_BALANCE>;

/** Positions of `/fapi/v2/account` have no mark, those of `…/positionRisk` have one. */
const POSITION = z.object({
	symbol: foreignName,
	positionAmt: foreignAmount,
	entryPrice: foreignAmount,
	markPrice: foreignAmount,
	unRealizedProfit: foreignAmount,
	unrealizedProfit: foreignAmount,
	positionSide: foreignName.optional(),
	marginType: foreignName.optional(),
	isolated: z.boolean().optional(),
	isolatedMargin: foreignAmount,
	isolatedWallet: foreignAmount,
});
export type BinancePosition = z.output<typeof POSITION>;

const FUTURES_ASSET = z.object({
	asset: foreignName,
	walletBalance: foreignAmount,
	unrealizedProfit: foreignAmount,
	marginBalance: foreignAmount,
});
export type BinanceFuturesAsset = z.output<typeof FUTURES_ASSET>;

const FUTURES_ACCOUNT = z.object({
	totalMarginBalance: foreignAmount,
	totalWalletBalance: foreignAmount,
	totalUnrealizedProfit: foreignAmount,
	multiAssetsMargin: z.boolean().optional(),
	assets: z.array(FUTURES_ASSET),
	positions: z.array(POSITION),
});
export type BinanceFuturesAccount = z.output<typeof FUTURES_ACCOUNT>;

/** `GET /eapi/v1/position`: options settle in USDT. */
const OPTION_POSITION = z.object({
	symbol: foreignName,
	side: foreignName,
	quantity: foreignAmount,
	entryPrice: foreignAmount,
	markPrice: foreignAmount,
	unrealizedPNL: foreignAmount,
	optionSide: foreignName,
});
export type BinanceOptionPosition = z.output<typeof OPTION_POSITION>;

const ORDER = z.object({
	orderId: z.union([z.number(), foreignName]),
	symbol: foreignName,
	side: foreignName,
	origQty: foreignAmount,
	executedQty: foreignAmount,
	price: foreignAmount,
});
export type BinanceOrder = z.output<typeof ORDER>;

export type BinanceAnswer = {
	readonly kind: string;
	readonly unified: readonly BinanceUnifiedBalance[];
	readonly futures: readonly BinanceFuturesAccount[];
	readonly positions: readonly BinancePosition[];
	readonly options: readonly BinanceOptionPosition[];
	readonly orders: readonly BinanceOrder[];
};

const NOTHING = { unified: [], futures: [], positions: [], options: [], orders: [] };

/**
 * Reads one answer: `papi/v1/balance`, `fapi/v2/account` or `dapi/v1/account`, `…/positionRisk`, `eapi/v1/position`,
 * `…/openOrders`.
 *
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function readBinanceAnswer(answer: unknown): BinanceAnswer {
	const failure = z.object({ code: z.number(), msg: z.string() }).safeParse(answer);
	if (failure.success && failure.data.code < 0) throw venueError("Binance", failure.data.code);
	if (Array.isArray(answer)) return readList(answer);
	const account = FUTURES_ACCOUNT.safeParse(answer);
	if (account.success) return { ...NOTHING, kind: "futures account", futures: [account.data] };
	if (z.object({ accountEquity: z.unknown(), uniMMR: z.unknown() }).safeParse(answer).success) {
		throw notAnAccount(
			"Binance",
			"the totals of a portfolio margin account (`papi/v1/balance` has the rest)",
		);
	}
	throw unknownAnswer("Binance");
}

function readList(answer: readonly unknown[]): BinanceAnswer {
	if (answer.length === 0) return { ...NOTHING, kind: "an empty list" };
	const has = (key: string) => key in Object(answer[0]);
	if (has("crossMarginFree") || has("umWalletBalance")) {
		const unified = z.array(UNIFIED_BALANCE).safeParse(answer);
		if (unified.success) return { ...NOTHING, kind: "papi/v1/balance", unified: unified.data };
	}
	if (has("positionAmt")) {
		const positions = z.array(POSITION).safeParse(answer);
		if (positions.success) return { ...NOTHING, kind: "positionRisk", positions: positions.data };
	}
	if (has("optionSide")) {
		const options = z.array(OPTION_POSITION).safeParse(answer);
		if (options.success) return { ...NOTHING, kind: "eapi/v1/position", options: options.data };
	}
	if (has("origQty")) {
		const orders = z.array(ORDER).safeParse(answer);
		if (orders.success) return { ...NOTHING, kind: "openOrders", orders: orders.data };
	}
	throw unknownAnswer("Binance");
}
