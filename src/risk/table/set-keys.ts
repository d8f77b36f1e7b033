/**
 * Netting sets, numbered by the id of their first member. Never by date or strike: two underlyings
 * that share an expiry number would net against each other.
 */
import type { ListedInstrument } from "../../market/instruments/instrument.ts";
import type { SetKeys } from "../model/risk-row.ts";

/** Keys by position in `instruments`; 0 where an instrument belongs to no set of that level. */
export function assignSetKeys(instruments: readonly ListedInstrument[]): SetKeys[] {
	const firstIds = new Map<string, number>();
	const keyOf = (id: number, name: string | undefined): number => {
		if (name === undefined) return 0;
		const known = firstIds.get(name);
		if (known !== undefined) return known;
		firstIds.set(name, id);
		return id;
	};
	return instruments.map((instrument) => {
		const names = setNames(instrument);
		return {
			underlying: keyOf(instrument.id, names.underlying),
			expiry: keyOf(instrument.id, names.expiry),
			strike: keyOf(instrument.id, names.strike),
		};
	});
}

/** What reports call the sets of an instrument: "BTC", "BTC-27MAR26", "BTC-27MAR26-90000". */
export function setNames(instrument: ListedInstrument): {
	readonly underlying: string | undefined;
	readonly expiry: string | undefined;
	readonly strike: string | undefined;
} {
	const { underlying, kind } = instrument;
	// What settles in a stablecoin nets with what settles in the coin: the sets know no settlement.
	const name = instrument.settles === undefined ? instrument.name : coinSettledName(instrument);
	const none = { underlying: undefined, expiry: undefined, strike: undefined };
	if (underlying === "USD") return none;
	if (kind === "future") return { ...none, underlying, expiry: name };
	if (kind !== "option") return { ...none, underlying };
	const strike = name.slice(0, name.lastIndexOf("-"));
	return { underlying, expiry: strike.slice(0, strike.lastIndexOf("-")), strike };
}

function coinSettledName({ name, underlying, settles }: ListedInstrument): string {
	return underlying + name.slice(`${underlying}_${settles}`.length);
}
