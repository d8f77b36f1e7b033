/**
 * What open orders reserve: the margin of the worst set of fills. An order that fills is a trade at its price, so a
 * set of fills is an account like any other, and the set that leaves the least free collateral decides.
 */

import type { Listing } from "../market/instruments/instrument.ts";
import { assessMargin } from "../risk/margin/margin-engine.ts";
import type { RiskRow } from "../risk/model/risk-row.ts";
import { formatScaled, MICRO_USD_DECIMALS } from "../units/decimal.ts";
import { type Account, legsOf, type OpenOrder, type Position } from "./account-file.ts";
import { applyTrade, legOnly } from "./apply-trade.ts";
import { settleAccount } from "./settle-account.ts";

/** Up to so many orders every set is tried. */
const MOST_TRIED_OUT = 10;

export type WorstFills = {
	/** What the orders reserve at the table's level, decimal USD, not negative. */
	readonly orderMarginUsd: string;
	/** The orders of the worst set, by their place in the account; none where no set costs anything. */
	readonly filled: readonly number[];
	readonly setsTried: number;
	/** Was every set tried? Otherwise there may be a worse one. */
	readonly isExhaustive: boolean;
};

/** The account after some of its orders have filled, without any orders left. Nothing is rounded. */
export function afterFills(account: Account, filled: readonly OpenOrder[], listing: Listing): Account {
	const { orders: _orders, orderMarginUsd: _margin, ...held } = account;
	return filled.reduce((before: Account, order) => fill(before, order, listing), held);
}

/**
 * Finds the set of fills after which the account has the least free collateral under a table's rows. With up to ten
 * orders every set is tried. With more: all, none, all buys, all sells, for each scenario the orders that lose in it, and
 * from the worst of these, single orders in and out as long as that makes it worse.
 *
 * @param request.rows of the initial table: orders reserve initial margin
 * @throws InputError those of `applyTrade` and `settleAccount`
 */
export function worstFills(request: {
	readonly account: Account;
	readonly listing: Listing;
	readonly rows: readonly RiskRow[];
}): WorstFills {
	const { account, listing, rows } = request;
	const orders = account.orders ?? [];
	const tried = new Map<string, { readonly set: FillSet; readonly freeMicroUsd: bigint }>();
	const assess = (set: FillSet) => {
		const filled = orders.filter((_, at) => set[at]);
		const { holdings } = settleAccount({
			account: afterFills(account, filled, listing),
			listing,
			sizeClass: "smallest",
		});
		return assessMargin(rows, holdings);
	};
	const freeAfter = (set: FillSet): bigint => {
		const key = set.map(Number).join("");
		const known = tried.get(key);
		if (known !== undefined) return known.freeMicroUsd;
		const { freeCollateralMicroUsd } = assess(set);
		tried.set(key, { set, freeMicroUsd: freeCollateralMicroUsd });
		return freeCollateralMicroUsd;
	};
	const none = orders.map(() => false);
	const isExhaustive = orders.length <= MOST_TRIED_OUT;
	const before = freeAfter(none);
	for (const set of isExhaustive ? allSets(orders.length) : likelySets(orders, assess)) freeAfter(set);
	if (!isExhaustive) descend(worstOf(tried.values()).set, freeAfter);
	const worst = worstOf(tried.values());
	return {
		orderMarginUsd: formatScaled(before - worst.freeMicroUsd, MICRO_USD_DECIMALS),
		filled: worst.set.flatMap((isFilled, at) => (isFilled ? [at] : [])),
		setsTried: tried.size,
		isExhaustive,
	};
}

/** Which orders have filled, in the account's order. */
type FillSet = readonly boolean[];

function fill(account: Account, { instrument, size, sizeUsd, price }: OpenOrder, listing: Listing): Account {
	if (size !== undefined) return applyTrade({ account, listing, trade: { instrument, size, price } });
	const leg = { sizeUsd, entryPrice: price };
	const held = account.positions.find((position) => position.instrument === instrument);
	const position: Position =
		held === undefined ? { instrument, ...leg } : { instrument, legs: [...legsOf(held).map(legOnly), leg] };
	return { ...account, positions: [...account.positions.filter((other) => other !== held), position] };
}

function allSets(count: number): FillSet[] {
	return Array.from({ length: 2 ** count }, (_, bits) =>
		Array.from({ length: count }, (_, at) => ((bits >> at) & 1) === 1),
	);
}

/** The orders that lose in a scenario, for every scenario; single fills are exact there, since values add up. */
function likelySets(
	orders: readonly OpenOrder[],
	assess: (set: FillSet) => ReturnType<typeof assessMargin>,
): FillSet[] {
	const none = assess(orders.map(() => false));
	const alone = orders.map((_, filled) => assess(orders.map((_, at) => at === filled)));
	const losers = (values: (of: ReturnType<typeof assessMargin>) => readonly bigint[]): FillSet[] =>
		values(none).map((before, scenario) =>
			alone.map((after) => (values(after)[scenario] as bigint) < before),
		);
	const isSale = orders.map(({ size, sizeUsd }) => (size ?? sizeUsd ?? "").startsWith("-"));
	return [
		orders.map(() => true),
		isSale,
		isSale.map((sale) => !sale),
		...losers(({ stressMicroUsd }) => stressMicroUsd),
		...losers(({ tailMicroUsd }) => tailMicroUsd),
	];
}

function descend(start: FillSet, freeAfter: (set: FillSet) => bigint): void {
	let [set, isWorse] = [start, true];
	while (isWorse) {
		isWorse = false;
		for (const flipped of set.keys()) {
			const other = set.map((isFilled, at) => (at === flipped ? !isFilled : isFilled));
			if (freeAfter(other) >= freeAfter(set)) continue;
			[set, isWorse] = [other, true];
		}
	}
}

function worstOf<Tried extends { readonly freeMicroUsd: bigint }>(tried: Iterable<Tried>): Tried {
	return [...tried].reduce((worst, one) => (one.freeMicroUsd < worst.freeMicroUsd ? one : worst));
}
