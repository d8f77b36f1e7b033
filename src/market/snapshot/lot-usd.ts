/** What one lot costs, in exact USD: the one place where a price of an instrument meets its lot. */
import { type Decimal, parseDecimal } from "../../units/decimal.ts";
import { multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import type { MarkedInstrument } from "./market-snapshot.ts";

/** At a price of this instrument, decimal USD. */
export function lotAt({ name, lot }: Pick<MarkedInstrument, "name" | "lot">, priceUsd: string): Decimal {
	return multiplyDecimals(parseDecimal(priceUsd, name), parseDecimal(lot, "lot"));
}

/** At its own mark: the price of a balance, the mark of a contract, the forward of an option. */
export function lotAtMark(instrument: MarkedInstrument): Decimal {
	return lotAt(instrument, instrument.priceUsd);
}

/** At the spot of its underlying. */
export function lotAtSpot(instrument: MarkedInstrument): Decimal {
	return lotAt(instrument, instrument.indexUsd);
}
