/** What a search for a hedge found, as text of 100 columns and for programs. */
import type { Trade as WhatIfTrade } from "../../ledger/apply-trade.ts";
import type { Hedge, HedgeResult } from "../../risk/hedge/find-hedge.ts";
import { amountUp, priceText, type Trade } from "../../risk/hedge/trade-terms.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { lotsToSize } from "../../units/lots.ts";
import { sizeText, usdDown, usdUp } from "../output/amount-text.ts";
import { exact } from "../output/exact-text.ts";
import { type Column, textTable } from "../output/text-table.ts";

type OutOfReach = Extract<HedgeResult, { outcome: "outOfReach" }>;

const REASONS: Readonly<Record<OutOfReach["reason"], string>> = {
	EQUITY_BELOW_TARGET: "free collateral never exceeds equity, and no trade raises equity",
	TRADES_NOT_ENOUGH: "no trades from this listing restore it",
	NO_FREE_LINE: "trades would restore it, but not within the lines of one account",
};

/** A trade as `margin --add` takes it. */
export function whatIfTrade(trade: Trade): WhatIfTrade {
	const { name, lot } = trade.terms.instrument;
	return { instrument: name, size: lotsToSize(trade.qtyLots, lot), price: priceText(trade) };
}

export function hedgeText(result: HedgeResult, level: MarginLevel): string[] {
	const { targetMicroUsd, freeCollateralMicroUsd } = result;
	const asked = `${usdDown(targetMicroUsd)} USD of free collateral at ${level} level`;
	const now = `The account has ${usdDown(freeCollateralMicroUsd)} USD.`;
	if (result.outcome === "satisfied") return [`NOTHING TO DO · ${asked}`, now];
	if (result.outcome === "hedged") {
		return [`HEDGE · ${asked}`, now, "", ...hedgeLines(result.hedge)];
	}
	const { best, reason, missingMicroUsd } = result;
	return [
		`OUT OF REACH · ${asked}`,
		now,
		`${REASONS[reason][0]?.toUpperCase()}${REASONS[reason].slice(1)}.`,
		...(best === undefined ? [] : ["", "The most that trades reach:", ...hedgeLines(best)]),
		"",
		`Still missing ${usdUp(missingMicroUsd)} USD${best === undefined ? "" : " after these trades"}; a deposit brings it.`,
	];
}

function hedgeLines({ trades, freeCollateralMicroUsd, notionalMicroUsd, costMicroUsd }: Hedge): string[] {
	const columns: Column[] = [
		{ heading: "TRADE", align: "left" },
		{ heading: "size", align: "right" },
		{ heading: "price, USD", align: "right" },
		{ heading: "notional, USD", align: "right" },
		{ heading: "fee and slippage", align: "right" },
	];
	const rows = trades.map((trade) => {
		const { instrument, size, price = "" } = whatIfTrade(trade);
		return [
			`  ${trade.qtyLots < 0n ? "sell" : "buy "} ${instrument}`,
			sizeText(size.replace("-", "")),
			sizeText(price),
			usdUp(amountUp(trade, trade.terms.notionalMicroUsd)),
			usdUp(amountUp(trade, trade.terms.costMicroUsd)),
		];
	});
	return [
		...textTable(columns, [...rows, ["  total", "", "", usdUp(notionalMicroUsd), usdUp(costMicroUsd)]]),
		"",
		`Afterwards ${usdDown(freeCollateralMicroUsd)} USD of free collateral, costs paid. To see the account then:`,
		...trades.map((trade) => `  --add ${addText(trade)}`),
	];
}

function addText(trade: Trade): string {
	const { instrument, size, price } = whatIfTrade(trade);
	return `${instrument}:${size}@${price}`;
}

export function hedgeToJson(result: HedgeResult, level: MarginLevel) {
	const isOut = result.outcome === "outOfReach";
	const hedge = result.outcome === "hedged" ? result.hedge : isOut ? result.best : undefined;
	return {
		level,
		targetUsd: exact(result.targetMicroUsd),
		outcome: result.outcome,
		reason: isOut ? result.reason : null,
		missingUsd: exact(isOut ? result.missingMicroUsd : 0n),
		equityUsd: exact(result.equityMicroUsd),
		freeCollateralUsd: exact(result.freeCollateralMicroUsd),
		freeCollateralAfterUsd: exact(hedge?.freeCollateralMicroUsd ?? result.freeCollateralMicroUsd),
		notionalUsd: exact(hedge?.notionalMicroUsd ?? 0n),
		costUsd: exact(hedge?.costMicroUsd ?? 0n),
		trades: (hedge?.trades ?? []).map((trade) => ({
			...whatIfTrade(trade),
			notionalUsd: exact(amountUp(trade, trade.terms.notionalMicroUsd)),
			costUsd: exact(amountUp(trade, trade.terms.costMicroUsd)),
			add: addText(trade),
		})),
	};
}
