/** Values of whole positions at any marks and any moment, for reports: to the nearest µUSD per unit. */
import { InputError } from "../../errors/base.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { addDecimals, DECIMAL_ZERO, multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import { divideNearest, ONE_IN_PPM } from "../../units/exact-value.ts";
import { sizeOf } from "../../units/lots.ts";
import type { Holding } from "../model/holding.ts";
import { MARK_SCENARIO } from "../model/scenario.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { pricerOf } from "../table/build-risk-row.ts";
import { type MarketMove, moveMarks } from "./moved-marks.ts";

/** A holding with its marks; holds and orders, whose value never changes, are left out. */
export type RepricedPosition = { readonly instrument: MarkedInstrument; readonly qtyLots: bigint };

/** @throws InputError `HOLDING_NOT_MARKED` */
export function repricedPositions(
	holdings: readonly Holding[],
	marked: readonly MarkedInstrument[],
): RepricedPosition[] {
	const byId = new Map(marked.map((instrument) => [instrument.id, instrument]));
	return holdings.flatMap(({ id, qtyLots }) => {
		const instrument = byId.get(id);
		if (instrument === undefined) {
			throw new InputError({
				code: "HOLDING_NOT_MARKED",
				message: `instrument ${id} is held but has no marks`,
				field: "marked",
				hint: "give the marks of the listing that the account was settled with",
			});
		}
		return instrument.kind === "hold" || instrument.kind === "order" ? [] : [{ instrument, qtyLots }];
	});
}

/** Value of one whole unit at the marks, µUSD to the nearest: prices of lots would round a million times more. */
export function unitValueMicroUsd(request: {
	readonly instrument: MarkedInstrument;
	readonly params: RiskParams;
	readonly timeMs: number;
}): bigint {
	const { instrument, params, timeMs } = request;
	const pricer = pricerOf({ instrument: { ...instrument, lot: "1" }, params, snapshotTimeMs: timeMs });
	return BigInt(Math.round(pricer.lane(MARK_SCENARIO, ONE_IN_PPM)));
}

/** Σ size × (value after − value before), µUSD to the nearest. */
export function profitMicroUsd(request: {
	readonly positions: readonly RepricedPosition[];
	readonly params: RiskParams;
	readonly timeMs: number;
	readonly move?: MarketMove | undefined;
	/** Moment of the value after; absent: at once. */
	readonly laterMs?: number | undefined;
}): bigint {
	const { positions, params, timeMs, move = { movesPpm: {} }, laterMs = timeMs } = request;
	let total = DECIMAL_ZERO;
	for (const { instrument, qtyLots } of positions) {
		const before = unitValueMicroUsd({ instrument, params, timeMs });
		const after = unitValueMicroUsd({ instrument: moveMarks(instrument, move), params, timeMs: laterMs });
		const size = sizeOf(qtyLots, instrument.lot);
		total = addDecimals(total, multiplyDecimals(size, { units: after - before, decimals: 0 }));
	}
	return divideNearest(total.units, 10n ** BigInt(total.decimals));
}
