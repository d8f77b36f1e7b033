/** Deribit's private answers (API v2, JSON-RPC) that say something of an account, each recognised by its shape. */
import { z } from "zod";
import { foreignAmount, foreignName } from "../../input/foreign-amount.ts";
import { notAnAccount, unknownAnswer, venueError } from "../answers/answer-shapes.ts";

const SUMMARY = z.object({
	currency: foreignName,
	balance: foreignAmount,
	equity: foreignAmount,
	session_upl: foreignAmount,
	futures_session_upl: foreignAmount,
	futures_session_rpl: foreignAmount,
	options_value: foreignAmount,
	initial_margin: foreignAmount,
	margin_balance: foreignAmount,
	total_margin_balance_usd: foreignAmount,
	total_equity_usd: foreignAmount,
	margin_model: foreignName.optional(),
	fee_balance: foreignAmount,
	delta_total_map: z.record(z.string(), z.number()).nullish(),
});
export type DeribitSummary = z.output<typeof SUMMARY>;

const POSITION = z.object({
	instrument_name: foreignName,
	kind: foreignName,
	size: foreignAmount,
	direction: foreignName.optional(),
	average_price: foreignAmount,
	settlement_price: foreignAmount,
	mark_price: foreignAmount,
	index_price: foreignAmount,
	floating_profit_loss: foreignAmount,
	total_profit_loss: foreignAmount,
	realized_funding: foreignAmount,
});
export type DeribitPosition = z.output<typeof POSITION>;

const ORDER = z.object({
	instrument_name: foreignName,
	direction: foreignName,
	amount: foreignAmount,
	filled_amount: foreignAmount,
	price: z.union([z.number(), z.string()]).nullish(),
	order_state: foreignName,
	reduce_only: z.boolean().nullish(),
	is_secondary_oto: z.boolean().nullish(),
});
export type DeribitOrder = z.output<typeof ORDER>;

const SIMULATION = z.object({
	portfolio: z.object({
		position: z.record(z.string(), z.number()),
		currency: z.record(z.string(), z.number()),
	}),
	ticker: z.record(z.string(), z.object({ mark_price: foreignAmount })),
	model_params: z.unknown(),
});
export type DeribitSimulation = z.output<typeof SIMULATION>;

const SUBACCOUNT = z.object({
	id: z.number().optional(),
	uid: z.number().optional(),
	type: foreignName.optional(),
	username: foreignName.optional(),
	margin_model: foreignName.optional(),
	portfolio: z.record(z.string(), SUMMARY).optional(),
	positions: z.array(POSITION).optional(),
	open_orders: z.array(ORDER).optional(),
});

export type DeribitAnswer = {
	readonly kind: string;
	readonly summaries: readonly DeribitSummary[];
	readonly positions: readonly DeribitPosition[];
	readonly orders: readonly DeribitOrder[];
	readonly simulations: readonly DeribitSimulation[];
	/** The model of a subaccount, where the summaries do not say it. */
	readonly model?: string | undefined;
	/** Accounts that are named and have no figures in the answer. */
	readonly unlisted: readonly string[];
};

const NOTHING = { summaries: [], positions: [], orders: [], simulations: [], unlisted: [] };

/**
 * Reads one answer: `get_account_summary`, `get_account_summaries`, `get_subaccounts`, `get_subaccounts_details`,
 * `get_positions`, `get_open_orders`, `simulate_portfolio`, `pme/simulate`, or messages of `user.portfolio`.
 *
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function readDeribitAnswer(answer: unknown): DeribitAnswer {
	const failure = z.object({ error: z.object({ code: z.number() }) }).safeParse(answer);
	if (failure.success) throw venueError("Deribit", failure.data.error.code);
	const messages = z
		.array(z.object({ params: z.object({ data: SUMMARY }) }))
		.min(1)
		.safeParse(answer);
	if (messages.success) {
		return { ...NOTHING, kind: "user.portfolio", summaries: messages.data.map(({ params }) => params.data) };
	}
	const wrapped = z.object({ result: z.unknown() }).safeParse(answer);
	const result = wrapped.success ? wrapped.data.result : answer;
	const read = Array.isArray(result) ? readList(result) : readObject(result);
	if (read === undefined) throw unknownAnswer("Deribit");
	return read;
}

function readObject(result: unknown): DeribitAnswer | undefined {
	const simulation = SIMULATION.safeParse(result);
	if (simulation.success) return { ...NOTHING, kind: "pme/simulate", simulations: [simulation.data] };
	const all = z.object({ summaries: z.array(SUMMARY) }).safeParse(result);
	if (all.success) return { ...NOTHING, kind: "get_account_summaries", summaries: all.data.summaries };
	const one = SUMMARY.safeParse(result);
	if (one.success && one.data.equity !== undefined) {
		return { ...NOTHING, kind: "get_account_summary", summaries: [one.data] };
	}
	const index = z.object({ index_price: z.number() }).safeParse(result);
	if (index.success) throw notAnAccount("Deribit", "an index price");
	return undefined;
}

function readList(result: readonly unknown[]): DeribitAnswer | undefined {
	if (result.length === 0) return { ...NOTHING, kind: "an empty list" };
	const positions = z.array(POSITION).safeParse(result);
	if (positions.success) return { ...NOTHING, kind: "get_positions", positions: positions.data };
	const orders = z.array(ORDER).safeParse(result);
	if (orders.success) return { ...NOTHING, kind: "get_open_orders", orders: orders.data };
	const accounts = z.array(SUBACCOUNT).safeParse(result);
	if (!accounts.success || accounts.data.every(({ id, uid }) => id === undefined && uid === undefined))
		return undefined;
	const held = accounts.data.filter(({ portfolio, positions: listed }) => portfolio ?? listed);
	const kind = held.some(({ portfolio }) => portfolio) ? "get_subaccounts" : "get_subaccounts_details";
	return {
		kind,
		summaries: held.flatMap(({ portfolio = {}, margin_model }) =>
			Object.values(portfolio).map((summary) => ({
				...summary,
				margin_model: summary.margin_model ?? margin_model,
			})),
		),
		positions: held.flatMap(({ positions: listed = [] }) => listed),
		orders: held.flatMap(({ open_orders = [] }) => open_orders),
		simulations: [],
		model: held[0]?.margin_model,
		unlisted: accounts.data
			.filter(({ portfolio, positions: listed }) => portfolio === undefined && listed === undefined)
			.map(({ type, username }) => `${type ?? "account"} ${username ?? ""}`.trim()),
	};
}
