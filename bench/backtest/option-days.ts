/** Option books on days of the IV history: margin on one day's surface, the loss on the next one's. */
import type { DailyCloses } from "../../src/market/history/daily-closes.ts";
import type { IvDay, IvHistory } from "../../src/market/history/iv-history.ts";
import { formatInstrumentName } from "../../src/market/instruments/parse-instrument-name.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import type { TailInputs } from "../../src/risk/params/risk-params.ts";
import { buildRiskRowsOnly } from "../../src/risk/table/build-risk-table.ts";
import { DAY_MS, HOUR_MS } from "../../src/units/time.ts";
import { assessBook, type Levels, requirementUsd, worstScenarioUsd } from "./book.ts";
import { type OptionBook, type OptionPosition, positionsOn } from "./option-books.ts";
import { snapshotWith, surfaceMarket } from "./surface-market.ts";

const TOLERANCE_MS = 6 * HOUR_MS;

export type OptionDay = {
	/** Of the day on which the book is margined. */
	readonly date: string;
	/** USD a unit of the book. */
	readonly loss: number;
	readonly required: Levels<number> & { readonly grid: number; readonly positions: number };
	/** Worst stress scenario of the initial level, without charges. */
	readonly worstScenario: number;
	readonly spotUsd: number;
};

/** Pairs of days a day apart. Closes and volatilities count only up to the first of the two. */
export function marginOptionDays(request: {
	readonly book: OptionBook;
	readonly underlying: string;
	readonly ivHistory: IvHistory;
	readonly closes: DailyCloses;
	readonly params: TailInputs;
}): OptionDay[] {
	const { book, underlying, ivHistory, closes, params } = request;
	const days = ivHistory.get(underlying) ?? [];
	return days.slice(0, -1).flatMap((today, at) => {
		const next = days[at + 1] as IvDay;
		if (Math.abs(next.timeMs - today.timeMs - DAY_MS) > TOLERANCE_MS) return [];
		const market = surfaceMarket(today, params);
		const after = surfaceMarket(next, params);
		const positions = positionsOn(book, market);
		const snapshot = snapshotWith(
			market,
			underlying,
			positions.map(({ option }) => option),
		);
		const listing = buildListing(snapshot);
		const rows = buildRiskRowsOnly({ listing, snapshot, params, closes, ivHistory });
		const lot = Number(snapshot.optionExpiries[0]?.lot);
		const lots = new Map(
			positions.map(({ option, units }) => [
				formatInstrumentName({
					kind: "option",
					underlying,
					expiryMs: option.expiryMs,
					strike: String(option.strikeUsd),
					optionType: option.optionType,
				}),
				BigInt(Math.round(units / lot)),
			]),
		);
		const { maintenance, initial } = assessBook(lots, listing, rows);
		const change = (priceUsd: (position: OptionPosition) => number) =>
			positions.reduce((sum, position) => sum + position.units * priceUsd(position), 0);
		const value = change(({ option }) => market.priceUsd(option));
		return [
			{
				date: today.date,
				loss: value - change(({ option }) => after.priceUsd(option)),
				required: {
					maintenance: requirementUsd(maintenance),
					initial: requirementUsd(initial),
					grid: gridLoss(positions, today, params),
					positions: 0.1 * market.spotUsd * shortUnits(positions),
				},
				worstScenario: worstScenarioUsd(initial),
				spotUsd: market.spotUsd,
			},
		];
	});
}

/** The simple rule of a fixed grid: ±15 % in steps of 5 %, volatility as it is. */
function gridLoss(positions: readonly OptionPosition[], today: IvDay, params: TailInputs): number {
	const market = surfaceMarket(today, params);
	const losses = [-15, -10, -5, 0, 5, 10, 15].map((percent) => {
		const indexUsd = String(market.spotUsd * (1 + percent / 100));
		const moved = surfaceMarket({ ...today, indexUsd }, params);
		return positions.reduce((sum, { option, units }) => {
			const volatility = market.volatility(option);
			return sum + units * (market.priceUsd(option) - moved.priceAt(option, volatility));
		}, 0);
	});
	return Math.max(...losses);
}

function shortUnits(positions: readonly OptionPosition[]): number {
	return positions.reduce((sum, { units }) => sum + Math.max(0, -units), 0);
}
