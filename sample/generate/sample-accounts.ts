/**
 * Four accounts on the sample market, without owners: a hedged options book, a carry trade, an
 * over-levered account and an insolvent one. Strikes and expiries are picked relative to the
 * market, so that the accounts keep their character when the sample market is generated anew.
 */
import { InternalError } from "../../src/errors/base.ts";
import type { Account, Position } from "../../src/ledger/account-file.ts";
import { formatInstrumentName } from "../../src/market/instruments/parse-instrument-name.ts";
import type { MarketSnapshot } from "../../src/market/snapshot/market-snapshot.ts";
import { formatScaled, parseScaled } from "../../src/units/decimal.ts";
import { DAY_MS } from "../../src/units/time.ts";

const PRICE_DECIMALS = 2;

/** The sample accounts, ready for `accountToJson`. */
export function sampleAccounts(market: MarketSnapshot): Account[] {
	return [hedgedOptions(market), carry(market), overLevered(market), insolvent(market)];
}

/**
 * Long coins, two thirds of them on borrowed dollars, hedged three ways: a short basis in perpetual
 * and future, covered calls, and put spreads and a collar below. Margined leg by leg it would need
 * more than its equity.
 */
function hedgedOptions(market: MarketSnapshot): Account {
	const btc = (type: "C" | "P", moneyness: number, size: string) =>
		option(market, { underlying: "BTC", daysOut: 45, type, moneyness, size });
	const eth = (type: "C" | "P", moneyness: number, size: string) =>
		option(market, { underlying: "ETH", daysOut: 45, type, moneyness, size });
	return {
		name: "hedged-options",
		balances: [
			{ asset: "USD", amount: "-800000" },
			{ asset: "USDC", amount: "150000" },
			{ asset: "BTC", amount: "8" },
			{ asset: "WBTC", amount: "1" },
			{ asset: "ETH", amount: "60" },
		],
		positions: [
			perpetual(market, { underlying: "BTC", size: "-2.5", entryRatio: "1.004" }),
			future(market, { underlying: "BTC", daysOut: 45, size: "-3", entryRatio: "1.002" }),
			btc("C", 1.1, "-2"),
			btc("C", 1.25, "-1"),
			btc("P", 0.9, "4"),
			btc("P", 0.75, "-4"),
			eth("P", 0.9, "50"),
			eth("C", 1.15, "-50"),
			perpetual(market, { underlying: "ETH", size: "-10", entryRatio: "0.998" }),
		],
		holds: [{ reason: "pending withdrawal", amountUsd: "5000" }],
	};
}

/** Long spot on borrowed dollars, short the future: lives on the basis. */
function carry(market: MarketSnapshot): Account {
	return {
		name: "carry",
		balances: [
			{ asset: "USD", amount: "-350000" },
			{ asset: "BTC", amount: "10" },
		],
		positions: [future(market, { underlying: "BTC", daysOut: 90, size: "-10", entryRatio: "1.001" })],
		holds: [],
	};
}

/** Directional and thin: above the maintenance level, below the initial one. */
function overLevered(market: MarketSnapshot): Account {
	return {
		name: "over-levered",
		balances: [{ asset: "USDC", amount: "117000" }],
		positions: [
			perpetual(market, { underlying: "BTC", size: "6", entryRatio: "1.01" }),
			perpetual(market, { underlying: "ETH", size: "20", entryRatio: "1.02" }),
		],
		holds: [],
	};
}

/** Sold crash insurance, and the market fell: still some equity at the mark, none in a stress. */
function insolvent(market: MarketSnapshot): Account {
	const put = (underlying: string, moneyness: number, size: string) =>
		option(market, { underlying, daysOut: 30, type: "P", moneyness, size });
	return {
		name: "insolvent",
		balances: [{ asset: "USD", amount: "120000" }],
		positions: [
			put("BTC", 0.95, "-10"),
			put("BTC", 0.85, "-20"),
			put("ETH", 0.9, "-200"),
			perpetual(market, { underlying: "BTC", size: "2", entryRatio: "1.08" }),
		],
		holds: [],
		orderMarginUsd: "2500",
	};
}

type MarkedTrade = {
	readonly underlying: string;
	readonly size: string;
	/** Entry price as a multiple of the mark, up to four decimals. */
	readonly entryRatio: string;
};

function perpetual(market: MarketSnapshot, trade: MarkedTrade): Position {
	const mark = required(
		market.perpetuals.find(({ underlying }) => underlying === trade.underlying),
		`${trade.underlying} perpetual`,
	);
	const instrument = formatInstrumentName({ kind: "perpetual", underlying: trade.underlying });
	return { instrument, size: trade.size, entryPrice: entryPrice(mark.markUsd, trade.entryRatio) };
}

function future(market: MarketSnapshot, trade: MarkedTrade & { readonly daysOut: number }): Position {
	const futures = market.futures.filter(({ underlying }) => underlying === trade.underlying);
	const mark = nearest(futures, (candidate) => daysFrom(market, candidate.expiryMs), trade.daysOut);
	const instrument = formatInstrumentName({ kind: "future", ...mark });
	return { instrument, size: trade.size, entryPrice: entryPrice(mark.markUsd, trade.entryRatio) };
}

function option(
	market: MarketSnapshot,
	pick: {
		readonly underlying: string;
		readonly daysOut: number;
		readonly type: "C" | "P";
		/** Strike as a multiple of the forward. */
		readonly moneyness: number;
		readonly size: string;
	},
): Position {
	const expiries = market.optionExpiries.filter(({ underlying }) => underlying === pick.underlying);
	const expiry = nearest(expiries, (candidate) => daysFrom(market, candidate.expiryMs), pick.daysOut);
	const { strike } = nearest(
		expiry.options.filter(({ optionType }) => optionType === pick.type),
		(candidate) => Number(candidate.strike) / Number(expiry.forwardUsd),
		pick.moneyness,
	);
	const { underlying, expiryMs } = expiry;
	const instrument = formatInstrumentName({
		kind: "option",
		underlying,
		expiryMs,
		strike,
		optionType: pick.type,
	});
	return { instrument, size: pick.size };
}

function entryPrice(markUsd: string, ratio: string): string {
	const product = parseScaled(markUsd, 8, "mark") * parseScaled(ratio, 4, "entry ratio");
	return formatScaled(product / 10n ** BigInt(12 - PRICE_DECIMALS), PRICE_DECIMALS);
}

function daysFrom(market: MarketSnapshot, timeMs: number): number {
	return (timeMs - market.timeMs) / DAY_MS;
}

function nearest<Candidate>(
	candidates: readonly Candidate[],
	measure: (candidate: Candidate) => number,
	target: number,
): Candidate {
	const distance = (candidate: Candidate) => Math.abs(measure(candidate) - target);
	const [best] = candidates.toSorted((a, b) => distance(a) - distance(b));
	return required(best, "candidate");
}

function required<Value>(value: Value | undefined, what: string): Value {
	if (value !== undefined) return value;
	throw new InternalError({ code: "SAMPLE_MARKET_TOO_SMALL", message: `the sample market has no ${what}` });
}
