/** Bybit's v5 answers that say something of an account, each recognised by its shape. */
import { z } from "zod";
import { foreignAmount, foreignName } from "../../input/foreign-amount.ts";
import {
	firstReading,
	type ListReading,
	listOf,
	refusalOf,
	unknownAnswer,
	venueError,
} from "../answers/answer-shapes.ts";

const COIN = z.object({
	coin: foreignName,
	walletBalance: foreignAmount,
	equity: foreignAmount,
	usdValue: foreignAmount,
	unrealisedPnl: foreignAmount,
	borrowAmount: foreignAmount,
	spotBorrow: foreignAmount,
	accruedInterest: foreignAmount,
	bonus: foreignAmount,
	locked: foreignAmount,
	totalPositionIM: foreignAmount,
});
export type BybitCoin = z.output<typeof COIN>;

const WALLET = z.object({
	accountType: foreignName.optional(),
	totalEquity: foreignAmount,
	coin: z.array(COIN),
});
export type BybitWallet = z.output<typeof WALLET>;

const POSITION = z.object({
	symbol: foreignName,
	side: foreignName,
	size: foreignAmount,
	avgPrice: foreignAmount,
	entryPrice: foreignAmount,
	sessionAvgPrice: foreignAmount,
	markPrice: foreignAmount,
	unrealisedPnl: foreignAmount,
	positionIdx: z.number().optional(),
	tradeMode: z.number().optional(),
	positionBalance: foreignAmount,
});
export type BybitPosition = z.output<typeof POSITION>;

const ORDER = z.object({
	orderId: foreignName,
	symbol: foreignName,
	side: foreignName,
	leavesQty: foreignAmount,
	price: foreignAmount,
	orderStatus: foreignName.optional(),
	reduceOnly: z.boolean().optional(),
});
export type BybitOrder = z.output<typeof ORDER>;

export type BybitAnswer = {
	readonly kind: string;
	readonly wallets: readonly BybitWallet[];
	readonly positions: readonly BybitPosition[];
	readonly orders: readonly BybitOrder[];
};

/**
 * Reads one answer: `account/wallet-balance`, `position/list`, `order/realtime`.
 *
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function readBybitAnswer(answer: unknown): BybitAnswer {
	const read = z
		.object({ retCode: z.number(), result: z.object({ list: z.array(z.unknown()).optional() }).optional() })
		.safeParse(answer);
	if (!read.success) throw unknownAnswer("Bybit");
	if (read.data.retCode !== 0) throw venueError("Bybit", read.data.retCode);
	const { list } = read.data.result ?? {};
	if (list === undefined) throw unknownAnswer("Bybit");
	if (list.length === 0) return { ...NOTHING, kind: "an empty list" };
	const found = firstReading(list, READINGS);
	if (found === undefined) throw refusalOf("Bybit", list[0], NO_ACCOUNTS);
	return { ...NOTHING, ...found };
}

const NOTHING = { wallets: [], positions: [], orders: [] };

const READINGS: readonly ListReading<Partial<BybitAnswer> & { readonly kind: string }>[] = [
	listOf(WALLET, (wallets) => ({ kind: "wallet-balance", wallets })),
	listOf(ORDER, (orders) => ({ kind: "order/realtime", orders })),
	listOf(POSITION, (positions) => ({ kind: "position/list", positions })),
];

const NO_ACCOUNTS = [
	{ has: ["baseCoin", "totalDelta"], what: "the Greeks of coins, sums over positions that it does not list" },
	{ has: ["currency", "collateralRatioList"], what: "collateral ratios (`risk import-tiers` reads those)" },
	{ has: ["currency", "collateralRatio"], what: "terms of collateral and borrowing" },
];
