/** What-if trades at a price: the one that is given, or the mark of the table that margins the account. */
import { InputError } from "../../errors/base.ts";
import type { Trade } from "../../ledger/apply-trade.ts";
import { CASH_NAME } from "../../ledger/settle-account.ts";
import { findInstrument } from "../../market/snapshot/listing.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import type { RiskParams } from "../../risk/params/risk-params.ts";
import { unitValueMicroUsd } from "../../risk/report/reprice-positions.ts";
import { formatScaled, MICRO_USD_DECIMALS } from "../../units/decimal.ts";
import { largerOf } from "../../units/exact-value.ts";
import type { RiskFolder } from "./risk-folder.ts";

export type PricedTrade = Trade & {
	/** Where the price comes from; `none` where nothing is paid: a deposit or a withdrawal. */
	readonly pricedBy: "given" | "mark" | "none";
};

/** @throws InputError `INSTRUMENT_UNKNOWN` */
export function priceTrade(
	trade: Trade,
	folder: Pick<RiskFolder, "listing" | "marked" | "params" | "snapshot">,
): PricedTrade {
	if (trade.price !== undefined) return { ...trade, pricedBy: "given" };
	if (trade.instrument === CASH_NAME) return { ...trade, pricedBy: "none" };
	const { listing, marked, params, snapshot } = folder;
	const { id } = findInstrument(listing, trade.instrument, "trade instrument");
	const instrument = marked.find((one) => one.id === id);
	if (instrument === undefined || instrument.kind === "hold" || instrument.kind === "order") {
		// `applyTrade` says why an obligation cannot be traded.
		return { ...trade, pricedBy: "none" };
	}
	return { ...trade, price: markText(instrument, params, snapshot.timeMs), pricedBy: "mark" };
}

/** Coins in and out of the account: nothing is paid for them. @throws InputError `DEPOSIT_PRICED` */
export function depositOf(trade: Trade): PricedTrade {
	if (trade.price === undefined) return { ...trade, pricedBy: "none" };
	throw new InputError({
		code: "DEPOSIT_PRICED",
		message: `nothing is paid for a deposit of ${trade.instrument}`,
		field: "--deposit",
		hint: "write --deposit ASSET:AMOUNT, or --add ASSET:AMOUNT@PRICE to buy it",
	});
}

/** USD per unit; of an option its Black-76 value at the marks, which a table values it at. */
function markText(instrument: MarkedInstrument, params: RiskParams, timeMs: number): string {
	if (instrument.kind !== "option") return instrument.priceUsd;
	const value = unitValueMicroUsd({ instrument, params, timeMs });
	// Whatever it is worth, it is not bought for nothing.
	return formatScaled(largerOf(1n, value), MICRO_USD_DECIMALS);
}
