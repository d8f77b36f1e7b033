/**
 * An account at Hyperliquid from its own answers. Perpetuals settle in USDC; sizes are in coins and signed.
 *
 * - USDC of a cross account = account value − unrealised profit (`totalRawUsd` is that less what positions cost). An
 *   isolated position is an account of its own: its margin less its profit is its USDC.
 * - In portfolio margin the spot balance of USDC is the collateral and contains the unrealised profit: recorded
 *   accounts have `availableAfterMaintenance` = balance − maintenance margin, with no profit added. So the profit at
 *   the mark is taken off the balance, and the position brings it back.
 * - `hold` and `supplied` are parts of `total`: reserved and lent coins are still the account's.
 */
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import { absolute, isZero, orZero, ratioDown, textOf } from "../../input/foreign-amount.ts";
import { isTicker } from "../../market/instruments/parse-instrument-name.ts";
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
import { linearProfit } from "../answers/profit.ts";
import { compareFigure, type VenueFigure } from "../answers/venue-figure.ts";
import type { LeftOut, VenueImport } from "../answers/venue-import.ts";
import {
	type HyperliquidAnswer,
	type HyperliquidClearinghouse,
	type HyperliquidOrder,
	type HyperliquidPosition,
	type HyperliquidSpot,
	readHyperliquidAnswer,
} from "./hyperliquid-answers.ts";

const CASH = "USDC";

class HyperliquidImport {
	readonly draft = new AccountDraft();
	readonly isolated = new Map<string, AccountDraft>();
	readonly figures: VenueFigure[] = [];
	readonly leftOut: LeftOut[] = [];
	readonly missing: string[] = [];
	readonly marks: HyperliquidAnswer["marks"];

	constructor(marks: HyperliquidAnswer["marks"]) {
		this.marks = marks;
	}
}

/**
 * @param answers of one moment, in any order
 * @param user which account of a recording of several, by its name there
 * @throws InputError `ANSWER_UNKNOWN`, `ACCOUNT_NOT_CHOSEN`
 */
export function importHyperliquid(answers: readonly unknown[], name: string, user?: string): VenueImport {
	const read = answers.map(readHyperliquidAnswer);
	const into = new HyperliquidImport(Object.assign({}, ...read.map(({ marks }) => marks)));
	const users = Object.assign({}, ...read.map(({ users: listed }) => listed)) as HyperliquidAnswer["users"];
	const chosen = chooseUser(users, user);
	const isUnified =
		chosen?.userAbstraction === "portfolioMargin" || chosen?.userAbstraction === "unifiedAccount";
	const houses = [
		...read.flatMap(({ clearinghouses }) => clearinghouses),
		...(chosen ? [chosen.clearinghouseState] : []),
	];
	const spots = read.flatMap(({ spots: listed }) => listed);
	if (chosen?.spotClearinghouseState !== undefined) spots.push(chosen.spotClearinghouseState);
	for (const house of houses) addClearinghouse(house, isUnified, into);
	for (const spot of spots) addSpot(spot, into);
	for (const [token, { borrow }] of chosen?.borrowLendUserState?.tokenToState ?? [])
		addBorrow(token, borrow.value, spots, into);
	for (const order of read.flatMap(({ orders }) => orders)) addOrder(order, into);
	const source = `Hyperliquid: ${[...new Set(read.map(({ kind }) => kind))].join(", ")}`;
	return {
		venue: "hyperliquid",
		mode: chosen?.userAbstraction ?? (houses.length > 0 ? "cross and isolated" : "spot"),
		account: into.draft.finish({ name, source }),
		isolated: [...into.isolated].map(([coin, draft]) =>
			draft.finish({ name: `${name}-isolated-${coin.toLowerCase()}`, source: `${source}, isolated` }),
		),
		figures: into.figures,
		leftOut: into.leftOut,
		missing: into.missing,
	};
}

function chooseUser(users: HyperliquidAnswer["users"], user: string | undefined) {
	const names = Object.keys(users);
	const only = user ?? (names.length === 1 ? names[0] : undefined);
	if (names.length === 0) return undefined;
	const chosen = only === undefined ? undefined : users[only];
	if (chosen !== undefined) return chosen;
	throw new InputError({
		code: "ACCOUNT_NOT_CHOSEN",
		message: `the answer has ${names.length} accounts: ${names.map((one) => quoteText(one)).join(", ")}`,
		field: "user",
		hint: "say which with --user",
	});
}

function addClearinghouse(
	house: HyperliquidClearinghouse,
	isUnified: boolean,
	into: HyperliquidImport,
): void {
	let crossProfit = DECIMAL_ZERO;
	let isolatedEquity = DECIMAL_ZERO;
	for (const { position } of house.assetPositions) {
		const profit = addPosition(position, into);
		if (position.leverage.type === "isolated")
			isolatedEquity = addDecimals(isolatedEquity, orZero(position.marginUsed));
		else crossProfit = addDecimals(crossProfit, profit);
	}
	if (isUnified) {
		into.draft.addBalance(CASH, negateDecimal(crossProfit), "unrealised profit, which the balance contains");
		return;
	}
	const cross = house.crossMarginSummary;
	if (cross?.accountValue === undefined) {
		into.missing.push("account value: clearinghouseState has it");
		return;
	}
	const isSilent = house.assetPositions.length === 0 && !isZero(cross.totalNtlPos);
	if (isSilent)
		into.missing.push(
			`positions of ${textOf(orZero(cross.totalNtlPos))} USD, which the answer does not list`,
		);
	into.draft.addBalance(CASH, subtractDecimals(cross.accountValue, crossProfit), "perpetuals account");
	const equity = addDecimals(into.draft.balanceOf(CASH), crossProfit);
	into.figures.push(
		compareFigure({ what: "cross account value", unit: CASH, ofVenue: cross.accountValue, ours: equity }),
	);
	const all = house.marginSummary?.accountValue;
	if (all === undefined) return;
	into.figures.push(
		compareFigure({
			what: "account value, isolated positions included",
			unit: CASH,
			ofVenue: all,
			ours: addDecimals(equity, isolatedEquity),
			roundedTerms: 1 + into.isolated.size,
		}),
	);
}

/** Adds a position to the account or to its own; returns its unrealised profit. */
function addPosition(position: HyperliquidPosition, into: HyperliquidImport): Decimal {
	const { coin, szi: size, entryPx: entry, positionValue, unrealizedPnl, marginUsed, leverage } = position;
	const spelled = readVenueName("hyperliquid", coin);
	if (spelled === undefined || size === undefined || entry === undefined) {
		into.leftOut.push({ what: coin, reason: "no perpetual on a coin" });
		return DECIMAL_ZERO;
	}
	const leg = { size: textOf(size), entryPrice: textOf(entry) };
	const mark =
		into.marks[coin] ??
		(positionValue === undefined ? undefined : ratioDown(positionValue, absolute(size), 18));
	const computed = mark === undefined ? undefined : linearProfit(size, entry, mark);
	const profit = unrealizedPnl ?? computed;
	if (profit === undefined) into.missing.push(`mark price of ${coin}: metaAndAssetCtxs has it`);
	if (unrealizedPnl !== undefined && computed !== undefined) {
		into.figures.push(
			compareFigure({
				what: `unrealised profit of ${coin}`,
				unit: CASH,
				ofVenue: unrealizedPnl,
				ours: computed,
				// The entry price is printed to five digits, and the profit is from what was really paid.
				coarsest: multiplyDecimals(absolute(size), { units: 1n, decimals: entry.decimals }),
			}),
		);
	}
	if (leverage.type !== "isolated") {
		into.draft.addLeg(spelled.instrument.name, leg);
		return orZero(profit);
	}
	const own = into.isolated.get(coin) ?? new AccountDraft();
	into.isolated.set(coin, own);
	own.addLeg(spelled.instrument.name, leg);
	own.addBalance(
		CASH,
		subtractDecimals(orZero(marginUsed), orZero(computed ?? profit)),
		"margin of the position less its profit",
	);
	return orZero(profit);
}

function addSpot({ balances }: HyperliquidSpot, into: HyperliquidImport): void {
	for (const { coin, total, hold, supplied } of balances) {
		if (total === undefined || isZero(total)) continue;
		const asset = readVenueAsset(coin);
		if (!isTicker(asset)) {
			into.leftOut.push({ what: `${textOf(total)} of ${coin}`, reason: "an outcome token, no coin" });
			continue;
		}
		const before = into.draft.balanceOf(asset);
		into.draft.addBalance(
			asset,
			subtractDecimals(total, orZero(supplied)),
			isZero(hold) ? "spot" : `spot, ${textOf(orZero(hold))} on hold`,
		);
		into.draft.addBalance(asset, supplied, "supplied");
		const ours = subtractDecimals(into.draft.balanceOf(asset), before);
		into.figures.push(compareFigure({ what: `spot total of ${asset}`, unit: asset, ofVenue: total, ours }));
	}
}

function addBorrow(
	token: number,
	owed: Decimal | undefined,
	spots: readonly HyperliquidSpot[],
	into: HyperliquidImport,
): void {
	if (owed === undefined || isZero(owed)) return;
	const coin = spots.flatMap(({ balances }) => balances).find((balance) => balance.token === token)?.coin;
	if (coin === undefined)
		into.missing.push(`the coin of token ${token}, of which ${textOf(owed)} are borrowed`);
	else into.draft.addBalance(readVenueAsset(coin), negateDecimal(owed), "borrowed, with interest");
}

function addOrder({ coin, side, sz, limitPx }: HyperliquidOrder, into: HyperliquidImport): void {
	const spelled = readVenueName("hyperliquid", coin);
	if (spelled === undefined || sz === undefined || limitPx === undefined) {
		into.leftOut.push({ what: `order of ${coin}`, reason: "no perpetual on a coin" });
		return;
	}
	const size = textOf(side === "A" ? negateDecimal(sz) : sz);
	into.draft.addOrder({ instrument: spelled.instrument.name, size, price: textOf(limitPx) });
}
