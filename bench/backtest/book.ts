/** Books by name and what margin and market make of them. */
import type { Listing } from "../../src/market/instruments/instrument.ts";
import { assessMargin, type MarginAssessment } from "../../src/risk/margin/margin-engine.ts";
import type { RiskRow } from "../../src/risk/model/risk-row.ts";

/** Signed lots by instrument name. */
export type Book = ReadonlyMap<string, bigint>;

export type Levels<Value> = Readonly<Record<"maintenance" | "initial", Value>>;

export const MICRO = 1e6;

/** At both levels. Every instrument of the book is listed. */
export function assessBook(
	book: Book,
	listing: Listing,
	rows: Levels<readonly RiskRow[]>,
): Levels<MarginAssessment> {
	const holdings = listing.instruments.flatMap(({ id, name }) => {
		const qtyLots = book.get(name) ?? 0n;
		return qtyLots === 0n ? [] : [{ id, qtyLots }];
	});
	if (holdings.length !== book.size) throw new Error(`not all of ${[...book.keys()].join(", ")} are listed`);
	return {
		maintenance: assessMargin(rows.maintenance, holdings),
		initial: assessMargin(rows.initial, holdings),
	};
}

/** USD that an account must hold besides its book: by how much equity may fall before the level is missed. */
export function requirementUsd({ requirementMicroUsd }: MarginAssessment): number {
	return Number(requirementMicroUsd) / MICRO;
}

/** Loss in the worst stress scenario, without charges. */
export function worstScenarioUsd({ equityMicroUsd, worstStress }: MarginAssessment): number {
	return Number(equityMicroUsd - worstStress.valueMicroUsd) / MICRO;
}
