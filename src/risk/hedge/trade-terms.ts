/**
 * What trading costs: prices at the marks of a table with fee and slippage in them, from the same
 * parameters that charge for closing a position. Funding and interest are no cost of a trade.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import {
	divideCeil,
	divideFloor,
	formatScaled,
	MICRO_USD_DECIMALS,
	parseDecimal,
} from "../../units/decimal.ts";
import { addDecimals, DECIMAL_ZERO, multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import { largerOf, microUsdDown, microUsdUp, ONE_IN_PPM, smallerOf } from "../../units/exact-value.ts";
import { sizeOf } from "../../units/lots.ts";
import { closingCost } from "../charges/side-charges.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { unitValueMicroUsd } from "../report/reprice-positions.ts";

/** All per whole unit of the instrument, µUSD. */
export type TradeTerms = {
	readonly instrument: MarkedInstrument;
	/** What a buyer pays, at least 1. */
	readonly buyMicroUsd: bigint;
	/** What a seller gets; 0 is not a price. */
	readonly sellMicroUsd: bigint;
	/** Fee and slippage. */
	readonly costMicroUsd: bigint;
	/** Of the underlying for options, of the instrument itself otherwise. */
	readonly notionalMicroUsd: bigint;
	/** What of a price has been settled to cash already: the settlement price, or 0. */
	readonly settledMicroUsd: bigint;
};

export type Trade = {
	readonly terms: TradeTerms;
	/** Negative sells; never 0. */
	readonly qtyLots: bigint;
};

export function tradeTerms(request: {
	readonly instrument: MarkedInstrument;
	readonly params: RiskParams;
	readonly timeMs: number;
}): TradeTerms {
	const { instrument, params, timeMs } = request;
	const price = parseDecimal(instrument.priceUsd, instrument.name);
	const index = microUsdUp(parseDecimal(instrument.indexUsd, instrument.name));
	const isOption = instrument.kind === "option";
	const value = isOption ? unitValueMicroUsd({ instrument, params, timeMs }) : undefined;
	const markUp = value ?? microUsdUp(price);
	const markDown = value ?? microUsdDown(price);
	const cost = costOf(instrument, params, markUp, index);
	return {
		instrument,
		buyMicroUsd: largerOf(1n, markUp + cost),
		sellMicroUsd: largerOf(0n, markDown - cost),
		costMicroUsd: cost,
		notionalMicroUsd: isOption ? index : markUp,
		settledMicroUsd:
			instrument.settlementPrice === undefined
				? 0n
				: microUsdUp(parseDecimal(instrument.settlementPrice, instrument.name)),
	};
}

function costOf(instrument: MarkedInstrument, params: RiskParams, mark: bigint, index: bigint): bigint {
	const { perpetual, future, option } = params.charges;
	const share = (amount: bigint, ppm: bigint) => divideCeil(amount * ppm, ONE_IN_PPM);
	switch (instrument.kind) {
		case "perpetual":
			return share(mark, perpetual.fee + perpetual.slippage);
		case "future":
			return share(mark, future.fee + future.slippage);
		case "option": {
			const fee = smallerOf(share(index, option.feeOfSpot), share(mark, option.feeCapOfValue));
			return fee + share(mark, option.slippageOfValue);
		}
		default:
			return share(mark, closingCost(params, instrument));
	}
}

/** USD per unit, decimal text, as a what-if trade takes it. */
export function priceText({ terms, qtyLots }: Trade): string {
	return formatScaled(qtyLots < 0n ? terms.sellMicroUsd : terms.buyMicroUsd, MICRO_USD_DECIMALS);
}

/** What a trade of so much size comes to, µUSD rounded up. */
export function amountUp({ terms, qtyLots }: Trade, perUnitMicroUsd: bigint): bigint {
	const lots = qtyLots < 0n ? -qtyLots : qtyLots;
	const { units, decimals } = sizeOf(lots, terms.instrument.lot);
	return divideCeil(units * perUnitMicroUsd, 10n ** BigInt(decimals));
}

/**
 * The account after trades that cash pays for: variation is settled, cash is rounded down to lots.
 *
 * @param cash the instrument `USD`
 */
export function tradedHoldings(request: {
	readonly holdings: readonly Holding[];
	readonly trades: readonly Trade[];
	readonly cash: MarkedInstrument;
}): Holding[] {
	const { holdings, trades, cash } = request;
	const lots = new Map(holdings.map(({ id, qtyLots }) => [id, qtyLots]));
	let paid = DECIMAL_ZERO;
	for (const { terms, qtyLots } of trades) {
		const { instrument } = terms;
		lots.set(instrument.id, (lots.get(instrument.id) ?? 0n) + qtyLots);
		const price = (qtyLots < 0n ? terms.sellMicroUsd : terms.buyMicroUsd) - terms.settledMicroUsd;
		const size = sizeOf(qtyLots, instrument.lot);
		paid = addDecimals(paid, multiplyDecimals(size, { units: price, decimals: MICRO_USD_DECIMALS }));
	}
	const lot = parseDecimal(cash.lot, "lot");
	const cashLots = divideFloor(
		-paid.units * 10n ** BigInt(lot.decimals),
		lot.units * 10n ** BigInt(paid.decimals),
	);
	lots.set(cash.id, (lots.get(cash.id) ?? 0n) + cashLots);
	return [...lots]
		.map(([id, qtyLots]) => ({ id, qtyLots }))
		.filter(({ qtyLots }) => qtyLots !== 0n)
		.sort((a, b) => a.id - b.id);
}
