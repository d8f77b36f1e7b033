/**
 * What one side of an instrument costs beyond price risk: haircuts, liquidation, fees, slippage,
 * funding, borrow. Before the rounding buffer.
 */

import { lotAtMark, lotAtSpot } from "../../market/snapshot/lot-usd.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import { microUsdUp, ONE_IN_PPM, ppmToDecimal, smallerOf } from "../../units/exact-value.ts";
import type { LotPricer } from "../model/lot-pricer.ts";
import type { ChargeLadder } from "../model/risk-row.ts";
import type { HaircutTier, RiskParams } from "../params/risk-params.ts";
import { haircutFactorPpm, scaleHaircutsUp } from "../scenarios/haircut-factors.ts";
import { flatCharge, ladderPerLot } from "./charge-ladder.ts";
import { fitHaircutLadder, type LadderFit } from "./haircut-fit.ts";

export type SideCharges = { readonly long: ChargeLadder; readonly short: ChargeLadder };

type ChargeRequest = {
	readonly instrument: MarkedInstrument;
	readonly pricer: LotPricer;
	readonly params: RiskParams;
	/** By underlying, from the forecast. */
	readonly haircutFactorsPpm: Readonly<Record<string, bigint>>;
	/** No slope of the long side exceeds this: see `largestLongSlope`. Absent: no cap. */
	readonly longCapMicroUsd: bigint | undefined;
	/** What a lot loses against the mark in its worst lane. */
	readonly largestLossMicroUsd: bigint;
};

export function sideCharges(request: ChargeRequest): SideCharges {
	const { instrument } = request;
	if (instrument.kind === "option") return optionCharges(request);
	return instrument.assetClass === undefined ? futureCharges(request) : assetCharges(request);
}

function assetCharges(request: ChargeRequest): SideCharges {
	const { instrument, params, haircutFactorsPpm, longCapMicroUsd, largestLossMicroUsd } = request;
	const { borrow, haircutBasis } = params.charges;
	const assetClass = instrument.assetClass ?? "coin";
	const closing = closingCost(params, instrument);
	const lotUsd = lotAtMark(instrument);
	const factorPpm = haircutFactorPpm(haircutFactorsPpm, instrument);
	return {
		long: ladderPerLot({
			segments: haircutFit(params, instrument, factorPpm).segments,
			extraPpm: closing,
			lotUsd,
			creditMicroUsd: haircutBasis === "netOfShock" ? largestLossMicroUsd : 0n,
			capMicroUsd: longCapMicroUsd,
		}),
		short: flatCharge(microUsdUp(multiplyDecimals(lotUsd, ppmToDecimal(borrow[assetClass] + closing)))),
	};
}

/** Share of its value that selling a balance costs, ppm. */
export function closingCost(
	params: RiskParams,
	{ assetClass }: Pick<MarkedInstrument, "assetClass">,
): bigint {
	if (assetClass === undefined || assetClass === "fiat") return 0n;
	return params.charges.assetLiquidationCost[assetClass];
}

/** The five segments that stand for an asset's haircut ladder times a factor, and how far they lie above it. */
export function haircutFit(
	params: RiskParams,
	asset: Pick<MarkedInstrument, "name" | "assetClass">,
	factorPpm = ONE_IN_PPM,
): LadderFit {
	return fitHaircutLadder(scaleHaircutsUp(haircutTiers(params, asset), factorPpm));
}

const NO_HAIRCUT: readonly HaircutTier[] = [{ fromUsd: 0n, haircut: 0n }];

/** The exact ladder of an asset before the forecast's factor: its own, or that of its class. */
export function haircutTiers(
	params: RiskParams,
	{ name, assetClass }: Pick<MarkedInstrument, "name" | "assetClass">,
): readonly HaircutTier[] {
	const { haircuts } = params.charges;
	if (assetClass === undefined || assetClass === "fiat") return NO_HAIRCUT;
	return haircuts.assets[name] ?? haircuts[assetClass];
}

function futureCharges({ instrument, params }: ChargeRequest): SideCharges {
	const { perpetual, future, positionTiers } = params.charges;
	const { underlying, kind } = instrument;
	const own = perpetual.underlyings[underlying] ?? perpetual;
	const isPerpetual = kind === "perpetual";
	const charge = ladderPerLot({
		segments: fitHaircutLadder(positionTiers[underlying] ?? NO_HAIRCUT).segments,
		extraPpm: isPerpetual ? own.fee + own.slippage + own.funding8h : future.fee + future.slippage,
		lotUsd: isPerpetual && perpetual.notionalAt === "index" ? lotAtSpot(instrument) : lotAtMark(instrument),
		creditMicroUsd: 0n,
		capMicroUsd: undefined,
	});
	return { long: charge, short: charge };
}

function optionCharges({ instrument, pricer, params, longCapMicroUsd }: ChargeRequest): SideCharges {
	const { feeOfSpot, feeCapOfValue, slippageOfValue } = params.charges.option;
	const fullFee = microUsdUp(multiplyDecimals(lotAtSpot(instrument), ppmToDecimal(feeOfSpot)));
	const feeCap = pricer.shareUp(feeCapOfValue);
	const slope = smallerOf(fullFee, feeCap) + pricer.shareUp(slippageOfValue);
	const long = longCapMicroUsd === undefined ? slope : smallerOf(slope, longCapMicroUsd);
	return { long: flatCharge(long), short: flatCharge(slope) };
}
