/**
 * Sensitivities of an account, for people: floats from Black-76, never an input to a margin
 * decision. The same operations in the same order everywhere, so the same bits.
 *
 * A move is a move of the underlying's spot; forwards, futures and wrapped coins keep their ratio to
 * it, as they do in the scenarios. Cash, holds and orders have no Greeks.
 */
import { InputError } from "../../errors/base.ts";
import { blackGreeks, MS_PER_YEAR } from "../../market/pricing/black-76.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { decimalTextToNumber } from "../../units/exact-value.ts";
import { lotsToSize } from "../../units/lots.ts";
import type { Holding } from "../model/holding.ts";
import { optionMarks } from "../pricing/option-marks.ts";

/** What adds up across underlyings. */
export type Greeks = {
	/** Change of value in USD if the underlying moved by +100 % along today's slope. */
	readonly deltaUsd: number;
	/** Change of `deltaUsd` that curvature adds for a move of +1 %: Γ·F²/100. */
	readonly gammaUsdPerPercent: number;
	/** Change of value in USD for one volatility point (0.01) more. */
	readonly vegaUsdPerVolPoint: number;
	/** Change of value in USD over one calendar day, all else equal. */
	readonly thetaUsdPerDay: number;
};

export type CoinGreeks = Greeks & {
	readonly underlying: string;
	/** Coins of the underlying with the same delta. */
	readonly deltaCoins: number;
};

export type PositionGreeks = CoinGreeks & { readonly id: number; readonly name: string };

export type AccountGreeks = {
	/** In the order of the holdings, those with an underlying other than USD. */
	readonly positions: readonly PositionGreeks[];
	readonly underlyings: readonly CoinGreeks[];
	/** All underlyings moving together; deltas in coins do not add up. */
	readonly total: Greeks;
};

const NO_GREEKS: Greeks = { deltaUsd: 0, gammaUsdPerPercent: 0, vegaUsdPerVolPoint: 0, thetaUsdPerDay: 0 };

/** @throws InputError `HOLDING_NOT_MARKED`, `IV_MISSING` */
export function accountGreeks(request: {
	readonly holdings: readonly Holding[];
	/** At least the instruments held. */
	readonly marked: readonly MarkedInstrument[];
	/** Moment of the marks. */
	readonly timeMs: number;
}): AccountGreeks {
	const held = new Set(request.holdings.map(({ id }) => id));
	const byId = new Map<number, MarkedInstrument>();
	for (const instrument of request.marked) if (held.has(instrument.id)) byId.set(instrument.id, instrument);
	const positions = request.holdings.flatMap(({ id, qtyLots }) => {
		const instrument = byId.get(id) ?? notMarked(id);
		return instrument.underlying === "USD" ? [] : [positionGreeks(instrument, qtyLots, request.timeMs)];
	});
	const underlyings = new Map<string, CoinGreeks>();
	for (const position of positions) {
		const { underlying, deltaCoins } = position;
		const sum = underlyings.get(underlying);
		underlyings.set(underlying, {
			underlying,
			deltaCoins: (sum?.deltaCoins ?? 0) + deltaCoins,
			...addGreeks(sum ?? NO_GREEKS, position),
		});
	}
	const summed = [...underlyings.values()];
	return { positions, underlyings: summed, total: summed.reduce<Greeks>(addGreeks, NO_GREEKS) };
}

function positionGreeks(instrument: MarkedInstrument, qtyLots: bigint, timeMs: number): PositionGreeks {
	const { id, name, underlying, lot } = instrument;
	const size = decimalTextToNumber(lotsToSize(qtyLots, lot));
	const indexUsd = decimalTextToNumber(instrument.indexUsd);
	const perUnit =
		instrument.kind === "option"
			? optionGreeks(instrument, timeMs)
			: { ...NO_GREEKS, deltaUsd: decimalTextToNumber(instrument.priceUsd) };
	const deltaUsd = times(size, perUnit.deltaUsd);
	return {
		id,
		name,
		underlying,
		deltaCoins: deltaUsd / indexUsd,
		deltaUsd,
		gammaUsdPerPercent: times(size, perUnit.gammaUsdPerPercent),
		vegaUsdPerVolPoint: times(size, perUnit.vegaUsdPerVolPoint),
		thetaUsdPerDay: times(size, perUnit.thetaUsdPerDay),
	};
}

/** A product without negative zero: a short future has no curvature, not −0 of it. */
function times(size: number, perUnit: number): number {
	return size * perUnit + 0;
}

function optionGreeks(option: MarkedInstrument, timeMs: number): Greeks {
	const { name } = option;
	const marks = optionMarks(option);
	if (marks === undefined) {
		throw new InputError({
			code: "IV_MISSING",
			message: `${name} has no implied volatility`,
			field: name,
			hint: "Greeks need the marks of every option held",
		});
	}
	const { forward, fixed, strike, volatility, discount, optionType, expiryMs } = marks;
	// What the settlement average has collected does not move with spot.
	const moving = forward - fixed;
	const greeks = blackGreeks({
		forward,
		strike,
		volatility,
		years: (expiryMs - timeMs) / MS_PER_YEAR,
		optionType,
	});
	return {
		deltaUsd: greeks.delta * moving * discount,
		gammaUsdPerPercent: (greeks.gamma * moving * moving * discount) / 100,
		vegaUsdPerVolPoint: (greeks.vega * discount) / 100,
		// Decay of time value; a discount factor keeps its value over the day.
		thetaUsdPerDay: greeks.thetaPerDay * discount,
	};
}

function addGreeks(a: Greeks, b: Greeks): Greeks {
	return {
		deltaUsd: a.deltaUsd + b.deltaUsd,
		gammaUsdPerPercent: a.gammaUsdPerPercent + b.gammaUsdPerPercent,
		vegaUsdPerVolPoint: a.vegaUsdPerVolPoint + b.vegaUsdPerVolPoint,
		thetaUsdPerDay: a.thetaUsdPerDay + b.thetaUsdPerDay,
	};
}

function notMarked(id: number): never {
	throw new InputError({
		code: "HOLDING_NOT_MARKED",
		message: `instrument ${id} is held but has no marks`,
		field: "marked",
		hint: "give the marks of the listing that the account was settled with",
	});
}
