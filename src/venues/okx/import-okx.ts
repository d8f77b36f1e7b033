/**
 * An account at OKX from its own answers.
 *
 * - Sizes are contracts: times the contract's size they are coins, or USD of inverse ones. `posSide` short has no sign.
 * - Equity of a currency = cash balance + unrealised profit + isolated equity + equity of trading bots. Isolated
 *   positions become accounts of their own; what bots hold is not in these answers and is left out.
 * - Spot margin positions are what they consist of: coins and a debt, in an account of their own when isolated.
 */

import { absolute, isZero, orZero, ratioDown, textOf } from "../../input/foreign-amount.ts";
import { readVenueAsset, readVenueName } from "../../market/spellings/read-venue-name.ts";
import type { SpelledInstrument } from "../../market/spellings/venue-spelling.ts";
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
	type OkxBalance,
	type OkxBuilt,
	type OkxContract,
	type OkxDetail,
	type OkxOrder,
	type OkxPosition,
	readOkxAnswer,
} from "./okx-answers.ts";
import { okxContractSize } from "./okx-contracts.ts";

class OkxImport {
	readonly draft = new AccountDraft();
	readonly isolated = new Map<string, AccountDraft>();
	readonly figures: VenueFigure[] = [];
	readonly leftOut: LeftOut[] = [];
	readonly missing: string[] = [];
	readonly modes = new Set<string>();
	readonly worth = new Map<string, Decimal>();
	readonly contracts: readonly OkxContract[];

	constructor(contracts: readonly OkxContract[]) {
		this.contracts = contracts;
	}
}

/**
 * @param answers of one moment: balance, positions, pending orders, instruments in any order
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function importOkx(answers: readonly unknown[], name: string): VenueImport {
	const read = answers.map(readOkxAnswer);
	const into = new OkxImport(read.flatMap(({ contracts }) => contracts));
	for (const position of read.flatMap(({ positions }) => positions)) addPosition(position, into);
	for (const order of read.flatMap(({ orders }) => orders)) addOrder(order, into);
	for (const built of read.flatMap(({ built: all }) => all)) addBuilt(built, into);
	for (const { simPos, simAsset, inclRealPosAndEq } of read.flatMap(({ simulated }) => simulated)) {
		into.modes.add("simulated");
		if (inclRealPosAndEq === true)
			into.missing.push("the real positions and equity that the request includes");
		for (const { ccy, amt } of simAsset) into.draft.addBalance(readVenueAsset(ccy), amt, "simulated asset");
		for (const { instId, pos, avgPx } of simPos)
			addContract({ instId, contracts: pos, entry: avgPx }, into.draft, into);
	}
	const balances = read.flatMap(({ balances: listed }) => listed);
	for (const balance of balances) addBalance(balance, into);
	const hasCash =
		balances.length > 0 || read.some(({ built, simulated }) => built.length + simulated.length > 0);
	if (!hasCash) into.missing.push("balances: account/balance has them");
	const source = `OKX: ${[...new Set(read.map(({ kind }) => kind))].join(", ")}`;
	return {
		venue: "okx",
		mode: [...into.modes].join(", ") || "not said",
		account: into.draft.finish({ name, source }),
		isolated: [...into.isolated].map(([instId, draft]) =>
			draft.finish({ name: `${name}-isolated-${instId.toLowerCase()}`, source: `${source}, isolated` }),
		),
		figures: into.figures,
		leftOut: into.leftOut,
		missing: into.missing,
	};
}

type Entry = {
	readonly instId: string;
	/** Signed. */
	readonly contracts: Decimal | undefined;
	readonly entry: Decimal | undefined;
};

/** Adds contracts to an account; `undefined` where they cannot be said. */
function addContract(
	{ instId, contracts, entry }: Entry,
	draft: AccountDraft,
	into: OkxImport,
): (SpelledInstrument & { readonly size: Decimal; readonly currency: string }) | undefined {
	const spelled = readVenueName("okx", instId);
	if (spelled === undefined || contracts === undefined) {
		into.leftOut.push({ what: instId, reason: "no perpetual, future or option" });
		return undefined;
	}
	const contractSize = okxContractSize(instId, spelled, into.contracts);
	if (contractSize === undefined) {
		into.missing.push(`contract size of ${instId}: public/instruments has it`);
		return undefined;
	}
	const { instrument, isInverse } = spelled;
	const size = multiplyDecimals(contracts, contractSize);
	const amount = isInverse ? { sizeUsd: textOf(size) } : { size: textOf(size) };
	if (instrument.kind !== "option" && entry === undefined) {
		into.missing.push(`entry price of ${instId}`);
		return undefined;
	}
	const price = instrument.kind === "option" || entry === undefined ? {} : { entryPrice: textOf(entry) };
	draft.addLeg(instrument.name, { ...amount, ...price });
	return { ...spelled, size, currency: instrument.settles ?? instrument.underlying };
}

function addPosition(position: OkxPosition, into: OkxImport): void {
	const { instId, instType, pos, mgnMode = "cross", posSide, markPx: mark, upl } = position;
	if (pos === undefined || isZero(pos)) return;
	const isIsolated = mgnMode === "isolated";
	into.modes.add(mgnMode);
	const draft = isIsolated
		? isolatedDraft(`${instId}${posSide === "short" ? "-short" : ""}`, into)
		: into.draft;
	if (instType === "MARGIN") {
		addSpotMargin(position, draft, isIsolated, into);
		return;
	}
	const contracts = posSide === "short" ? negateDecimal(absolute(pos)) : pos;
	const entry = position.avgPx;
	const added = addContract({ instId, contracts, entry }, draft, into);
	if (added === undefined) return;
	const { isInverse, size, currency, instrument } = added;
	if (isIsolated)
		draft.addBalance(readVenueAsset(position.ccy ?? currency), position.margin, "margin of the position");
	compareNotional(position, size, isInverse, into);
	if (mark === undefined) return;
	const worth =
		instrument.kind === "option"
			? multiplyDecimals(size, mark)
			: profitOf({ isInverse, size, entry: orZero(entry), mark });
	if (!isIsolated) into.worth.set(currency, addDecimals(orZero(into.worth.get(currency)), worth));
	if (upl === undefined || instrument.kind === "option") return;
	into.figures.push(
		compareFigure({ what: `unrealised profit of ${instId}`, unit: currency, ofVenue: upl, ours: worth }),
	);
}

/** A wrong contract size shows here. */
function compareNotional(position: OkxPosition, size: Decimal, isInverse: boolean, into: OkxImport): void {
	const { notionalUsd, markPx, instId, pos } = position;
	if (notionalUsd === undefined || markPx === undefined || isZero(notionalUsd)) return;
	const ours = absolute(isInverse ? size : multiplyDecimals(size, markPx));
	const asCoins = absolute(multiplyDecimals(orZero(pos), markPx));
	into.figures.push(
		compareFigure({
			what: `notional of ${instId}`,
			unit: "USD",
			ofVenue: notionalUsd,
			ours,
			// A stablecoin is not exactly a dollar.
			coarsest: { units: notionalUsd.units * 5n, decimals: notionalUsd.decimals + 3 },
			reasons: [
				{
					amount: subtractDecimals(ours, asCoins),
					because:
						"because the printed notional counts contracts as coins, which is no answer of a real account",
				},
			],
		}),
	);
}

function addSpotMargin(
	position: OkxPosition,
	draft: AccountDraft,
	isIsolated: boolean,
	into: OkxImport,
): void {
	const { instId, pos, posCcy, liab, liabCcy, interest, markPx: mark, margin, upl } = position;
	if (posCcy === undefined || liabCcy === undefined) {
		into.missing.push(`currencies of the margin position ${instId}`);
		return;
	}
	if (!isIsolated) {
		into.leftOut.push({
			what: `margin position ${instId}`,
			reason: "cross: its coins and debt are in the balances already",
		});
		return;
	}
	const owed = negateDecimal(absolute(orZero(liab)));
	draft.addBalance(readVenueAsset(posCcy), pos, `bought on margin in ${instId}`);
	draft.addBalance(readVenueAsset(liabCcy), owed, "borrowed");
	draft.addBalance(readVenueAsset(liabCcy), negateDecimal(orZero(interest)), "accrued interest");
	if (mark === undefined || margin === undefined || upl === undefined || pos === undefined) return;
	const isBase = instId.startsWith(`${posCcy}-`);
	const debt = isBase ? ratioDown(owed, mark, 18) : multiplyDecimals(owed, mark);
	into.figures.push(
		compareFigure({
			what: `margin and unrealised profit of ${instId}`,
			unit: posCcy,
			ofVenue: addDecimals(margin, upl),
			ours: addDecimals(pos, debt),
			// The margin is printed to nine places.
			coarsest: { units: 1n, decimals: margin.decimals },
		}),
	);
}

function isolatedDraft(key: string, into: OkxImport): AccountDraft {
	const known = into.isolated.get(key) ?? new AccountDraft();
	into.isolated.set(key, known);
	return known;
}

function addOrder({ instId, side, sz, accFillSz, px }: OkxOrder, into: OkxImport): void {
	const what = `${side} order of ${instId}`;
	const spelled = readVenueName("okx", instId);
	const contractSize = spelled === undefined ? undefined : okxContractSize(instId, spelled, into.contracts);
	if (spelled === undefined || contractSize === undefined || sz === undefined) {
		into.leftOut.push({ what, reason: "no perpetual, future or option of a known contract size" });
	} else if (px === undefined || isZero(px)) {
		into.leftOut.push({ what, reason: "it has no limit price" });
	} else if (spelled.instrument.kind === "option" && spelled.instrument.settles === undefined) {
		into.leftOut.push({ what, reason: "its price is in coins: convert it at the index and add it by hand" });
	} else {
		const open = multiplyDecimals(subtractDecimals(sz, orZero(accFillSz)), contractSize);
		const size = textOf(side === "sell" ? negateDecimal(open) : open);
		const sized = spelled.isInverse ? { sizeUsd: size } : { size };
		into.draft.addOrder({ instrument: spelled.instrument.name, ...sized, price: textOf(px) });
	}
}

function addBalance({ details, totalEq }: OkxBalance, into: OkxImport): void {
	for (const detail of details) addDetail(detail, into);
	if (totalEq === undefined) return;
	const listed = details.reduce((sum, { eqUsd }) => addDecimals(sum, orZero(eqUsd)), DECIMAL_ZERO);
	into.figures.push(
		compareFigure({
			what: "total equity, from the USD values of the listed currencies",
			unit: "USD",
			ofVenue: totalEq,
			ours: listed,
			roundedTerms: details.length + 1,
			reasons: [
				{
					amount: subtractDecimals(listed, totalEq),
					because: "by which the total differs from the USD values that the same answer lists",
				},
			],
		}),
	);
}

function addDetail(detail: OkxDetail, into: OkxImport): void {
	const asset = readVenueAsset(detail.ccy);
	const { cashBal, eq, upl, isoEq, stgyEq, interest } = detail;
	into.draft.addBalance(asset, cashBal, "cash balance");
	into.draft.addBalance(asset, negateDecimal(orZero(interest)), "accrued interest");
	const worth = into.worth.get(asset);
	const bare = subtractDecimals(orZero(upl), orZero(detail.isoUpl));
	const isSilent = worth === undefined && !isZero(bare);
	if (isSilent) into.missing.push(`positions that settle in ${asset}: account/positions has them`);
	if (!isZero(isoEq) && into.isolated.size === 0) {
		into.missing.push(`isolated positions of ${textOf(orZero(isoEq))} ${asset}: account/positions has them`);
	}
	if (!isZero(stgyEq)) {
		into.leftOut.push({
			what: `${textOf(orZero(stgyEq))} ${asset} in trading bots`,
			reason: "what they hold is in none of these answers",
		});
	}
	if (eq === undefined) return;
	const ours = addDecimals(into.draft.balanceOf(asset), orZero(worth));
	const figure = compareFigure({
		what: `equity of ${asset}`,
		unit: asset,
		ofVenue: eq,
		ours,
		roundedTerms: 4,
		reasons: [
			{
				amount: negateDecimal(orZero(isoEq)),
				because: "in isolated positions, which are accounts of their own",
			},
			{ amount: negateDecimal(orZero(stgyEq)), because: "in trading bots" },
			{
				amount: negateDecimal(isSilent ? bare : DECIMAL_ZERO),
				because: "in positions that are in none of the answers",
			},
			{
				amount: negateDecimal(orZero(interest)),
				because: "interest that has accrued and is not in the printed equity",
			},
			{
				amount: subtractDecimals(orZero(worth), bare),
				because: "by which listed positions differ from the printed profit",
			},
		],
	});
	if (figure.ofVenue !== "0" || figure.ours !== "0") into.figures.push(figure);
}

/** A simulated portfolio: an asset's available equity is its amount and the profit of what settles in it. */
function addBuilt({ eq, upl, assets, riskUnitData }: OkxBuilt, into: OkxImport): void {
	into.modes.add("position builder");
	const profits = new Map<string, Decimal>();
	for (const { instId, amt, avgPx, markPx, floatPnl } of riskUnitData.flatMap(
		({ portfolios }) => portfolios,
	)) {
		const added = addContract({ instId, contracts: amt, entry: avgPx }, into.draft, into);
		if (added === undefined || markPx === undefined || avgPx === undefined) continue;
		const { isInverse, size, currency } = added;
		const profit = profitOf({ isInverse, size, entry: avgPx, mark: markPx });
		profits.set(currency, addDecimals(orZero(profits.get(currency)), profit));
		if (floatPnl === undefined) continue;
		into.figures.push(
			compareFigure({
				what: `unrealised profit of ${instId}`,
				unit: currency,
				ofVenue: floatPnl,
				ours: profit,
				// Their doubles: 290.6300000000003.
				coarsest: { units: 1n, decimals: 9 },
			}),
		);
	}
	let ours = DECIMAL_ZERO;
	for (const { ccy, availEq } of assets) {
		const asset = readVenueAsset(ccy);
		into.draft.addBalance(asset, subtractDecimals(orZero(availEq), orZero(profits.get(asset))), "asset");
		ours = addDecimals(ours, orZero(availEq));
	}
	compareBuiltEquity({ eq, upl, ours, profits }, into);
}

function compareBuiltEquity(
	built: {
		readonly eq: Decimal | undefined;
		readonly upl: Decimal | undefined;
		readonly ours: Decimal;
		readonly profits: ReadonlyMap<string, Decimal>;
	},
	into: OkxImport,
): void {
	const { eq, upl, ours, profits } = built;
	const [profit, ...more] = [...profits.values()];
	// One settlement currency: both figures in USD are ours in it times one price.
	if (eq === undefined || upl === undefined || profit === undefined || more.length > 0 || isZero(profit))
		return;
	const price = ratioDown(upl, profit, 15);
	into.figures.push(
		compareFigure({
			what: `equity, the settlement currency at ${textOf(ratioDown(upl, profit, 6))} USD`,
			unit: "USD",
			ofVenue: eq,
			ours: multiplyDecimals(ours, price),
			coarsest: { units: 1n, decimals: 6 },
		}),
	);
}
