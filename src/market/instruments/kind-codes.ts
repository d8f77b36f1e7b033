/** Numbers of the kinds of instruments in everything that is hashed; never renumbered. */
import type { InstrumentKind } from "./instrument.ts";

export const KIND_CODES: Readonly<Record<InstrumentKind, number>> = {
	cash: 1,
	coin: 2,
	hold: 3,
	order: 4,
	perpetual: 5,
	future: 6,
	option: 7,
};
