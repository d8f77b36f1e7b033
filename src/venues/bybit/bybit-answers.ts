/** Bybit's v5 answers that say something of an account, each recognised by its shape. */
import { z } from "zod";
import { foreignAmount } from "../../input/foreign-amount.ts";
import { notAnAccount, unknownAnswer, venueError } from "../answers/refuse-answer.ts";

const name = z.string().max(100);

const COIN = z.object({
	coin: name,
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
	accountType: name.optional(),
	totalEquity: foreignAmount,
	coin: z.array(COIN),
});
export type BybitWallet = z.output<typeof WALLET>;

const POSITION = z.object({
	symbol: name,
	side: name,
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
	orderId: name,
	symbol: name,
	side: name,
	leavesQty: foreignAmount,
	price: foreignAmount,
	orderStatus: name.optional(),
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
	const none = { wallets: [], positions: [], orders: [] };
	if (list.length === 0) return { ...none, kind: "an empty list" };
	const wallets = z.array(WALLET).safeParse(list);
	if (wallets.success) return { ...none, kind: "wallet-balance", wallets: wallets.data };
	const orders = z.array(ORDER).safeParse(list);
	if (orders.success) return { ...none, kind: "order/realtime", orders: orders.data };
	const positions = z.array(POSITION).safeParse(list);
	if (positions.success) return { ...none, kind: "position/list", positions: positions.data };
	const other = NO_ACCOUNTS.find(({ has }) => has.every((key) => key in Object(list[0])));
	throw other === undefined ? unknownAnswer("Bybit") : notAnAccount("Bybit", other.what);
}

const NO_ACCOUNTS = [
	{ has: ["baseCoin", "totalDelta"], what: "the Greeks of coins, sums over positions that it does not list" },
	{ has: ["currency", "collateralRatioList"], what: "collateral ratios (`risk import-tiers` reads those)" },
	{ has: ["currency", "collateralRatio"], what: "terms of collateral and borrowing" },
];
