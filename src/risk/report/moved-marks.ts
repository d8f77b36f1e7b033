/**
 * Marks after a move of the market: what a snapshot would say if prices and volatilities had moved at
 * once and nothing else had changed. Strikes keep their own volatility; forwards, futures, perpetuals
 * and wrapped coins keep their ratio to spot, as in the scenarios; cash and settlement prices stay.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { type Decimal, formatScaled, parseDecimal } from "../../units/decimal.ts";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	subtractDecimals,
} from "../../units/decimal-arithmetic.ts";
import { ONE_IN_PPM, ppmToDecimal } from "../../units/exact-value.ts";

export type MarketMove = {
	/** Relative price move by underlying, above −100 %; absent is 0. */
	readonly movesPpm: Readonly<Record<string, bigint>>;
	/** Relative move of every implied volatility, at least −100 %; absent is 0. */
	readonly volPpm?: bigint | undefined;
};

/** Exact: no digit of a moved mark is dropped. */
export function moveMarks(instrument: MarkedInstrument, move: MarketMove): MarkedInstrument {
	const { underlying, kind, fixedForwardUsd, iv } = instrument;
	const price = ppmToDecimal(ONE_IN_PPM + (move.movesPpm[underlying] ?? 0n));
	const vol = ppmToDecimal(ONE_IN_PPM + (move.volPpm ?? 0n));
	const times = (text: string, factor: Decimal) =>
		multiplyDecimals(parseDecimal(text, instrument.name), factor);
	if (underlying === "USD") return instrument;
	// What the settlement average has collected does not move any more.
	const fixed = fixedForwardUsd === undefined ? DECIMAL_ZERO : parseDecimal(fixedForwardUsd, instrument.name);
	const moving = subtractDecimals(parseDecimal(instrument.priceUsd, instrument.name), fixed);
	return {
		...instrument,
		indexUsd: decimalText(times(instrument.indexUsd, price)),
		priceUsd: decimalText(addDecimals(fixed, multiplyDecimals(moving, price))),
		...(kind === "option" && iv !== undefined ? { iv: decimalText(times(iv, vol)) } : {}),
	};
}

function decimalText({ units, decimals }: Decimal): string {
	return formatScaled(units, decimals);
}
