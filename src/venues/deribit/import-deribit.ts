/**
 * An account at Deribit from its own answers.
 *
 * - `size` of inverse perpetuals and futures is in USD, of USDC ones and options in coins, signed.
 * - The balance holds all profit up to the last daily settlement; the entry price is therefore the price at which
 *   `floating_profit_loss` begins: the settlement price for what was held then, the average price for what was
 *   opened since. A mixture has no such price, and the rest of its profit goes to the balance.
 * - Equity of a currency = balance + unrealised and realised profit of the session + value of options.
 */

import { absolute, isZero, orZero, ratioDown, textOf } from "../../input/foreign-amount.ts";
import { readVenueAsset, readVenueName } from "../../market/spellings/read-venue-name.ts";
import type { Decimal } from "../../units/decimal.ts";
import { parseDecimal } from "../../units/decimal.ts";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../../units/decimal-arithmetic.ts";
import { numberToDecimal } from "../../units/number-to-decimal.ts";
import { AccountDraft } from "../answers/account-draft.ts";
import { profitOf } from "../answers/profit.ts";
import { compareFigure, type VenueFigure } from "../answers/venue-figure.ts";
import type { LeftOut, VenueImport } from "../answers/venue-import.ts";
import {
	type DeribitAnswer,
	type DeribitOrder,
	type DeribitPosition,
	type DeribitSimulation,
	type DeribitSummary,
	readDeribitAnswer,
} from "./deribit-answers.ts";

type Worth = { profit: Decimal; options: Decimal; positions: number };

/** Everything that one import collects. */
class DeribitImport {
	readonly draft = new AccountDraft();
	readonly figures: VenueFigure[] = [];
	readonly leftOut: LeftOut[] = [];
	readonly missing: string[] = [];
	readonly models = new Set<string>();
	/** By currency: what positions are worth in it. */
	readonly worth = new Map<string, Worth>();

	worthIn(currency: string): Worth {
		const known = this.worth.get(currency) ?? { profit: DECIMAL_ZERO, options: DECIMAL_ZERO, positions: 0 };
		this.worth.set(currency, known);
		return known;
	}
}

/**
 * @param answers of one moment: summaries, positions, open orders in any order
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function importDeribit(answers: readonly unknown[], name: string): VenueImport {
	const read = answers.map(readDeribitAnswer);
	const into = new DeribitImport();
	for (const position of read.flatMap(({ positions }) => positions)) addPosition(position, into);
	for (const simulation of read.flatMap(({ simulations }) => simulations)) addSimulation(simulation, into);
	for (const order of read.flatMap(({ orders }) => orders)) addOrder(order, into);
	const summaries = read.flatMap(({ summaries: listed }) => listed);
	for (const summary of summaries) addSummary(summary, into);
	if (summaries.length > 0) addTotal(summaries, into);
	for (const { model, unlisted } of read) {
		if (model !== undefined) into.models.add(model);
		for (const what of unlisted) into.leftOut.push({ what, reason: "the answer has no figures of it" });
	}
	if (summaries.length === 0) into.missing.push("balances: get_account_summaries has them");
	return {
		venue: "deribit",
		mode: [...into.models].sort().join(", ") || "not said",
		account: into.draft.finish({ name, source: sourceOf(read) }),
		isolated: [],
		figures: into.figures,
		leftOut: into.leftOut,
		missing: into.missing,
	};
}

function sourceOf(read: readonly DeribitAnswer[]): string {
	return `Deribit: ${[...new Set(read.map(({ kind }) => kind))].join(", ")}`;
}

function addPosition(position: DeribitPosition, into: DeribitImport): void {
	const { instrument_name: name, size, mark_price: mark } = position;
	if (isZero(size)) return;
	const spelled = readVenueName("deribit", name);
	if (spelled === undefined || size === undefined) {
		into.leftOut.push({
			what: name,
			reason: "no perpetual, future or option: legs of combinations are listed by themselves",
		});
		return;
	}
	const { instrument, isInverse } = spelled;
	const signed = position.direction === "sell" && size.units > 0n ? negateDecimal(size) : size;
	const currency = instrument.settles ?? instrument.underlying;
	const worth = into.worthIn(currency);
	worth.positions++;
	if (instrument.kind === "option") {
		into.draft.addLeg(instrument.name, { size: textOf(signed) });
		if (mark !== undefined) worth.options = addDecimals(worth.options, multiplyDecimals(signed, mark));
		compareOptionProfit(position, signed, currency, into);
		return;
	}
	const entry = entryOf(position, isInverse, signed);
	if (entry === undefined) {
		into.missing.push(`entry price of ${name}`);
		return;
	}
	const amount = isInverse ? { sizeUsd: textOf(signed) } : { size: textOf(signed) };
	into.draft.addLeg(instrument.name, { ...amount, entryPrice: textOf(entry) });
	if (mark === undefined) return;
	const profit = profitOf({ isInverse, size: signed, entry, mark });
	const floating = position.floating_profit_loss;
	worth.profit = addDecimals(worth.profit, profit);
	if (floating === undefined) return;
	const rest = subtractDecimals(floating, profit);
	const what = `unrealised profit of ${name} in this session`;
	const figure = compareFigure({ what, unit: currency, ofVenue: floating, ours: profit });
	if (figure.difference === "0" || figure.because !== undefined) {
		into.figures.push(figure);
		return;
	}
	// Opened on both sides of a settlement: no single entry price gives the profit, so the rest is cash.
	into.draft.addBalance(currency, rest, `profit of ${name} in this session beyond its entry price`);
	into.figures.push({
		...figure,
		ours: figure.ofVenue,
		difference: "0",
		because: `${textOf(rest)} of it is in the balance`,
	});
}

/** The price at which the floating profit begins. */
function entryOf(position: DeribitPosition, isInverse: boolean, size: Decimal): Decimal | undefined {
	const { settlement_price, average_price, mark_price: mark, floating_profit_loss: floating } = position;
	const prices = [settlement_price, average_price].filter(
		(price) => price !== undefined && price.units > 0n,
	) as Decimal[];
	if (mark === undefined || floating === undefined) return average_price ?? settlement_price;
	const missOf = (entry: Decimal) =>
		absolute(subtractDecimals(profitOf({ isInverse, size, entry, mark }), floating));
	const [best] = prices.toSorted((a, b) => (subtractDecimals(missOf(a), missOf(b)).units < 0n ? -1 : 1));
	return best;
}

function compareOptionProfit(
	position: DeribitPosition,
	size: Decimal,
	currency: string,
	into: DeribitImport,
): void {
	const {
		mark_price: mark,
		average_price: average,
		total_profit_loss: total,
		instrument_name: name,
	} = position;
	if (mark === undefined || average === undefined || total === undefined) return;
	into.figures.push(
		compareFigure({
			what: `profit of ${name} since it was opened`,
			unit: currency,
			ofVenue: total,
			ours: profitOf({ isInverse: false, size, entry: average, mark }),
			// Mark and average price are printed to six digits, and the profit is theirs times the size.
			roundedTerms: 2,
			coarsest: { units: absolute(size).units, decimals: size.decimals + 6 },
		}),
	);
}

function addSimulation({ portfolio, ticker }: DeribitSimulation, into: DeribitImport): void {
	into.models.add("pme simulation");
	for (const [currency, amount] of Object.entries(portfolio.currency)) {
		into.draft.addBalance(
			readVenueAsset(currency),
			parseDecimal(numberToDecimal(amount), currency),
			"simulated equity",
		);
	}
	for (const [name, amount] of Object.entries(portfolio.position)) {
		const spelled = readVenueName("deribit", name);
		const size = parseDecimal(numberToDecimal(amount), name);
		const mark = ticker[name]?.mark_price;
		if (spelled === undefined) {
			into.leftOut.push({ what: name, reason: "no perpetual, future or option" });
		} else if (spelled.instrument.kind === "option") {
			into.draft.addLeg(spelled.instrument.name, { size: textOf(size) });
		} else if (mark === undefined) {
			into.missing.push(`mark price of ${name}`);
		} else {
			// Sizes of a simulation are in coins; at its own mark that is so many USD, without profit.
			const sized = spelled.isInverse
				? { sizeUsd: textOf(multiplyDecimals(size, mark)) }
				: { size: textOf(size) };
			into.draft.addLeg(spelled.instrument.name, { ...sized, entryPrice: textOf(mark) });
			into.figures.push(
				compareFigure({
					what: `size of ${name} in coins`,
					unit: spelled.instrument.underlying,
					ofVenue: size,
					ours: spelled.isInverse ? ratioDown(multiplyDecimals(size, mark), mark, 18) : size,
				}),
			);
		}
	}
}

function addOrder(order: DeribitOrder, into: DeribitImport): void {
	const {
		instrument_name: name,
		direction,
		amount,
		filled_amount: filled,
		price,
		order_state: state,
	} = order;
	const spelled = readVenueName("deribit", name);
	const what = `${direction} order of ${name}`;
	if (state !== "open") {
		into.leftOut.push({ what, reason: `${state}: it can only fill after something else has happened` });
	} else if (spelled === undefined || amount === undefined) {
		into.leftOut.push({ what, reason: "no perpetual, future or option" });
	} else if (price === null || price === undefined || typeof price === "string") {
		into.leftOut.push({ what, reason: "it has no limit price" });
	} else {
		const open = subtractDecimals(amount, orZero(filled));
		const size = direction === "sell" ? negateDecimal(open) : open;
		const priceText = numberToDecimal(price);
		const isOption = spelled.instrument.kind === "option";
		if (isOption && spelled.instrument.settles === undefined) {
			into.leftOut.push({
				what,
				reason: "its price is in coins: convert it at the index and add it by hand",
			});
			return;
		}
		const sized = spelled.isInverse ? { sizeUsd: textOf(size) } : { size: textOf(size) };
		into.draft.addOrder({ instrument: spelled.instrument.name, ...sized, price: priceText });
	}
}

function addSummary(summary: DeribitSummary, into: DeribitImport): void {
	const currency = readVenueAsset(summary.currency);
	const worth = into.worthIn(currency);
	if (summary.margin_model !== undefined && !isZero(summary.equity)) into.models.add(summary.margin_model);
	into.draft.addBalance(currency, summary.balance, "balance");
	into.draft.addBalance(currency, summary.futures_session_rpl, "realised in this session, not settled yet");
	if (!isZero(summary.fee_balance)) {
		into.leftOut.push({
			what: `fee balance of ${textOf(orZero(summary.fee_balance))} ${currency}`,
			reason: "reserved for fees",
		});
	}
	const printedProfit = sessionProfitOf(summary);
	const printedOptions = orZero(summary.options_value);
	const deltas = Object.entries(summary.delta_total_map ?? {}).filter(([, delta]) => delta !== 0);
	const isSilent =
		worth.positions === 0 && (!isZero(printedProfit) || !isZero(printedOptions) || deltas.length > 0);
	if (isSilent) {
		const why =
			deltas.length > 0
				? `delta ${deltas.map(([pair, delta]) => `${delta} in ${pair}`).join(", ")}`
				: "profit";
		into.missing.push(`positions in ${currency} (${why}): get_positions has them`);
	}
	if (summary.equity === undefined) return;
	const ours = [into.draft.balanceOf(currency), worth.profit, worth.options].reduce(
		addDecimals,
		DECIMAL_ZERO,
	);
	const unlisted = isSilent ? addDecimals(printedProfit, printedOptions) : DECIMAL_ZERO;
	const figure = compareFigure({
		what: `equity of ${currency}`,
		unit: currency,
		ofVenue: summary.equity,
		ours,
		roundedTerms: 3,
		reasons: [
			{ amount: negateDecimal(unlisted), because: "in positions that are in none of the answers" },
			{
				amount: subtractDecimals(worth.profit, printedProfit),
				because: "by which prices moved between the answers",
			},
		],
	});
	if (figure.ofVenue !== "0" || figure.ours !== "0") into.figures.push(figure);
}

/** `get_subaccounts` prints no profit: there it is what equity has beyond the balance. */
function sessionProfitOf({ futures_session_upl, session_upl, equity, balance }: DeribitSummary): Decimal {
	const printed = futures_session_upl ?? session_upl;
	if (printed !== undefined || equity === undefined) return orZero(printed);
	return subtractDecimals(equity, orZero(balance));
}

/** Cross-collateral accounts print one total; the prices behind it follow from the margin balance in each currency. */
function addTotal(summaries: readonly DeribitSummary[], into: DeribitImport): void {
	const total = summaries.find(({ total_equity_usd }) => total_equity_usd !== undefined)?.total_equity_usd;
	const crossed = summaries.filter(
		({ total_equity_usd, margin_balance }) => total_equity_usd !== undefined && !isZero(margin_balance),
	);
	if (total === undefined || crossed.length < 2) return;
	let ours = DECIMAL_ZERO;
	let listed = DECIMAL_ZERO;
	let unlisted = DECIMAL_ZERO;
	let doubt = DECIMAL_ZERO;
	for (const {
		currency: symbol,
		equity,
		margin_balance: margin,
		total_margin_balance_usd: marginUsd,
	} of crossed) {
		const currency = readVenueAsset(symbol);
		const worth = into.worthIn(currency);
		const price = ratioDown(orZero(marginUsd), orZero(margin), 12);
		const held = [into.draft.balanceOf(currency), worth.profit, worth.options].reduce(
			addDecimals,
			DECIMAL_ZERO,
		);
		ours = addDecimals(ours, multiplyDecimals(held, price));
		listed = addDecimals(listed, multiplyDecimals(orZero(equity), price));
		unlisted = addDecimals(unlisted, multiplyDecimals(subtractDecimals(held, orZero(equity)), price));
		// One unit of the last place of the margin balance moves the price, three of the equity the amount.
		const place = { units: 1n, decimals: orZero(margin).decimals };
		const ofPrice = ratioDown(multiplyDecimals(price, place), orZero(margin), 12);
		const ofEquity = isZero(equity) ? DECIMAL_ZERO : { units: 3n, decimals: orZero(equity).decimals };
		doubt = [multiplyDecimals(absolute(held), ofPrice), multiplyDecimals(ofEquity, price)].reduce(
			addDecimals,
			doubt,
		);
	}
	into.figures.push(
		compareFigure({
			what: "total equity",
			unit: "USD",
			ofVenue: total,
			ours,
			coarsest: absolute(doubt),
			reasons: [
				{ amount: unlisted, because: "in positions that are in none of the answers" },
				{
					amount: subtractDecimals(listed, total),
					because: "by which the printed total differs from the currencies that the same answer lists",
				},
			],
		}),
	);
}
