/**
 * What a long balance would be charged by its exact haircut ladder, beside what the table charges.
 * The table is never cheaper, except where the slope cap binds: a balance in a tier of 100 % is
 * charged what it is worth in its worst lane, not more.
 */
import { lotAtMark } from "../../market/snapshot/lot-usd.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { divideCeil, parseScaled } from "../../units/decimal.ts";
import { largerOf, ONE_IN_PPM, PPM_DECIMALS } from "../../units/exact-value.ts";
import { exactLadderCharge } from "../charges/haircut-fit.ts";
import { largestLoss } from "../charges/long-slope-cap.ts";
import { closingCost, haircutTiers } from "../charges/side-charges.ts";
import { positionCharge } from "../margin/position-charge.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskRow } from "../model/risk-row.ts";
import type { RiskTable } from "../model/risk-table.ts";
import { type HaircutTier, initialMultiplier, type RiskParams } from "../params/risk-params.ts";
import { scaleHaircutsUp } from "../scenarios/haircut-factors.ts";

export type BalanceHaircut = {
	readonly id: number;
	readonly name: string;
	/** At the mark, rounded up. */
	readonly valueMicroUsdUp: bigint;
	/** Every tier of the ladder and the cost of selling, at the table's level, rounded up once. */
	readonly exactMicroUsdUp: bigint;
	/** `H` of the balance. */
	readonly tableMicroUsd: bigint;
	/** Table less exact: five segments, rounding per lot; negative only where the slope cap binds. */
	readonly excessMicroUsd: bigint;
};

/**
 * Long balances other than fiat, in the order of the holdings.
 *
 * @param marked at least the instruments held, at the marks of the table
 * @param params those of the table: nothing here can check that
 */
export function exactHaircuts(request: {
	readonly table: Pick<RiskTable, "rows" | "origin" | "labels">;
	readonly holdings: readonly Holding[];
	readonly marked: readonly MarkedInstrument[];
	readonly params: RiskParams;
}): BalanceHaircut[] {
	const { table, holdings, marked, params } = request;
	const byId = new Map(marked.map((instrument) => [instrument.id, instrument]));
	return holdings.flatMap((holding) => {
		const instrument = byId.get(holding.id);
		const row = table.rows[holding.id];
		if (row === undefined || instrument?.assetClass === undefined || instrument.assetClass === "fiat")
			return [];
		if (holding.qtyLots <= 0n) return [];
		const multiplier = table.origin.level === "initial" ? { top: 1n, bottom: 1n } : initialMultiplier(params);
		const factor = table.labels.haircutFactors[instrument.name];
		const factorPpm = factor === undefined ? ONE_IN_PPM : parseScaled(factor, PPM_DECIMALS, "haircutFactors");
		const tiers = scaleHaircutsUp(haircutTiers(params, instrument), factorPpm);
		const exact = exactCharge({ instrument, row, tiers, params, multiplier, qtyLots: holding.qtyLots });
		const tableMicroUsd = positionCharge(row, holding).chargeMicroUsd;
		return [
			{
				id: holding.id,
				name: instrument.name,
				...exact,
				tableMicroUsd,
				excessMicroUsd: tableMicroUsd - exact.exactMicroUsdUp,
			},
		];
	});
}

function exactCharge(request: {
	readonly instrument: MarkedInstrument;
	readonly row: RiskRow;
	/** With the forecast's factor. */
	readonly tiers: readonly HaircutTier[];
	readonly params: RiskParams;
	readonly multiplier: { readonly top: bigint; readonly bottom: bigint };
	readonly qtyLots: bigint;
}): Pick<BalanceHaircut, "valueMicroUsdUp" | "exactMicroUsdUp"> {
	const { instrument, row, params, multiplier, qtyLots } = request;
	const lotUsd = lotAtMark(instrument);
	// Everything below in µUSD times this, so that no value is rounded before the end.
	const scale = 10n ** BigInt(lotUsd.decimals);
	const value = qtyLots * lotUsd.units * 1_000_000n;
	const tiers = request.tiers.map(({ fromUsd, haircut }) => ({
		fromUsd: fromUsd * scale,
		haircut,
	}));
	const atLevel = (amount: bigint) => divideCeil(amount * multiplier.bottom, multiplier.top);
	const lanes = [...row.stressMicroUsd, ...row.tailMicroUsd];
	const credit =
		params.charges.haircutBasis === "netOfShock" ? qtyLots * largestLoss(lanes) * scale * ONE_IN_PPM : 0n;
	const haircut = largerOf(0n, atLevel(exactLadderCharge(tiers, value)) - credit);
	const selling = atLevel(value * closingCost(params, instrument));
	return {
		valueMicroUsdUp: divideCeil(value, scale),
		exactMicroUsdUp: divideCeil(haircut + selling, scale * ONE_IN_PPM),
	};
}
