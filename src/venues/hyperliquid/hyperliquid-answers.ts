/** Hyperliquid's `info` answers that say something of an account, each recognised by its shape. */
import { z } from "zod";
import { foreignAmount, foreignName } from "../../input/foreign-amount.ts";
import { unknownAnswer } from "../answers/answer-shapes.ts";

const SUMMARY = z.object({
	accountValue: foreignAmount,
	totalRawUsd: foreignAmount,
	totalNtlPos: foreignAmount,
});

const POSITION = z.object({
	coin: foreignName,
	szi: foreignAmount,
	entryPx: foreignAmount,
	positionValue: foreignAmount,
	unrealizedPnl: foreignAmount,
	marginUsed: foreignAmount,
	leverage: z.object({ type: foreignName, rawUsd: foreignAmount }),
});
export type HyperliquidPosition = z.output<typeof POSITION>;

const CLEARINGHOUSE = z.object({
	assetPositions: z.array(z.object({ position: POSITION })),
	crossMarginSummary: SUMMARY.optional(),
	marginSummary: SUMMARY.optional(),
	crossMaintenanceMarginUsed: foreignAmount,
});
export type HyperliquidClearinghouse = z.output<typeof CLEARINGHOUSE>;

const SPOT = z.object({
	balances: z.array(
		z.object({
			coin: foreignName,
			total: foreignAmount,
			hold: foreignAmount,
			supplied: foreignAmount,
			token: z.number(),
		}),
	),
});
export type HyperliquidSpot = z.output<typeof SPOT>;

const ORDER = z.object({
	coin: foreignName,
	side: foreignName,
	sz: foreignAmount,
	limitPx: foreignAmount,
	oid: z.number(),
});
export type HyperliquidOrder = z.output<typeof ORDER>;

/** `[token, { borrow, supply }]` of each token of `borrowLendUserState`. */
const LENT = z.object({
	tokenToState: z.array(z.tuple([z.number(), z.object({ borrow: z.object({ value: foreignAmount }) })])),
});

const USER = z.object({
	userAbstraction: foreignName.optional(),
	clearinghouseState: CLEARINGHOUSE,
	spotClearinghouseState: SPOT.optional(),
	borrowLendUserState: LENT.optional(),
});
export type HyperliquidUser = z.output<typeof USER>;

const MARKS = z.object({
	universe: z.array(z.object({ name: foreignName })),
	assetContexts: z.array(z.object({ markPx: foreignAmount })),
});

export type HyperliquidAnswer = {
	readonly kind: string;
	readonly clearinghouses: readonly HyperliquidClearinghouse[];
	readonly spots: readonly HyperliquidSpot[];
	readonly orders: readonly HyperliquidOrder[];
	/** Recorded accounts by the name that the recording gives them. */
	readonly users: Readonly<Record<string, HyperliquidUser>>;
	readonly marks: Readonly<Record<string, z.output<typeof foreignAmount>>>;
};

const NOTHING = { clearinghouses: [], spots: [], orders: [], users: {}, marks: {} };

/**
 * Reads one answer: `clearinghouseState`, `spotClearinghouseState`, `openOrders`, `metaAndAssetCtxs`, or a recording
 * of several users' states under `users`.
 *
 * @throws InputError `ANSWER_UNKNOWN`
 */
export function readHyperliquidAnswer(answer: unknown): HyperliquidAnswer {
	const recording = z.object({ users: z.record(z.string(), USER), meta: MARKS.optional() }).safeParse(answer);
	if (recording.success) {
		const { users, meta } = recording.data;
		return {
			...NOTHING,
			kind: "portfolio margin states",
			users,
			marks: meta === undefined ? {} : marksOf(meta),
		};
	}
	const perpetuals = CLEARINGHOUSE.safeParse(answer);
	if (perpetuals.success)
		return { ...NOTHING, kind: "clearinghouseState", clearinghouses: [perpetuals.data] };
	const spot = SPOT.safeParse(answer);
	if (spot.success) return { ...NOTHING, kind: "spotClearinghouseState", spots: [spot.data] };
	const contexts = z
		.tuple([
			z.object({ universe: z.array(z.object({ name: foreignName })) }),
			z.array(z.object({ markPx: foreignAmount })),
		])
		.safeParse(answer);
	if (contexts.success) {
		const [{ universe }, assetContexts] = contexts.data;
		return { ...NOTHING, kind: "metaAndAssetCtxs", marks: marksOf({ universe, assetContexts }) };
	}
	const orders = z.array(ORDER).safeParse(answer);
	if (orders.success) return { ...NOTHING, kind: "openOrders", orders: orders.data };
	throw unknownAnswer("Hyperliquid");
}

function marksOf({ universe, assetContexts }: z.output<typeof MARKS>): HyperliquidAnswer["marks"] {
	return Object.fromEntries(universe.map(({ name: coin }, at) => [coin, assetContexts[at]?.markPx]));
}
