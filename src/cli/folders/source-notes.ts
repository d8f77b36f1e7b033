/** What a table's numbers rest on: each source with its hash, its last date and its age. */
import { InputError } from "../../errors/base.ts";
import { isSampleMarket } from "../../market/sample/is-sample-market.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import {
	closesAge,
	type HistoryAge,
	isStale,
	ivHistoryAge,
	MAX_HISTORY_AGE_MS,
} from "../../risk/scenarios/history-age.ts";
import { scenarioUnderlyings } from "../../risk/scenarios/scenario-set.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";
import { DAY_MS } from "../../units/time.ts";
import { hashSources, needsCloses, type RiskSources } from "./risk-sources.ts";

export type HistoryNote = {
	/** SHA-256 of the file. */
	readonly sha256: string;
	/** Of the underlying whose history ends first; absent when the market has none of this history. */
	readonly age?: HistoryAge | undefined;
};

export type SourceNotes = {
	readonly market: {
		/** In the market's own words; nothing checks them. */
		readonly says: string;
		/** Checked: generated again from its seed. */
		readonly isSample: boolean;
	};
	readonly parameters: { readonly sha256: string };
	/** Absent where the parameters use none. */
	readonly dailyCloses?: HistoryNote | undefined;
	/** Absent where surfaces move by the parameters alone. */
	readonly ivHistory?: HistoryNote | undefined;
};

/** @throws InputError `SAMPLE_MARKET_DIFFERS` */
export function sourceNotes(request: {
	readonly sources: RiskSources;
	readonly snapshot: MarketSnapshot;
	readonly marked: readonly MarkedInstrument[];
}): SourceNotes {
	const { sources, snapshot, marked } = request;
	const { parameters, dailyCloses, ivHistory } = hashSources(sources.texts);
	const underlyings = scenarioUnderlyings(marked);
	return {
		market: { says: snapshot.source, isSample: isSampleMarket(snapshot) },
		parameters: { sha256: parameters },
		dailyCloses:
			dailyCloses === null || !needsCloses(sources.params)
				? undefined
				: { sha256: dailyCloses, age: closesAge(sources.closes, underlyings, snapshot.timeMs) },
		ivHistory:
			ivHistory === null || sources.ivHistory === undefined
				? undefined
				: { sha256: ivHistory, age: ivHistoryAge(sources.ivHistory, underlyings, snapshot.timeMs) },
	};
}

/** Histories that are too old for the market, in words such as `daily closes`. */
export function staleHistories({ dailyCloses, ivHistory }: SourceNotes): { name: string; age: HistoryAge }[] {
	return [
		{ name: "daily closes", age: dailyCloses?.age },
		{ name: "implied volatilities", age: ivHistory?.age },
	].flatMap(({ name, age }) => (age !== undefined && isStale(age) ? [{ name, age }] : []));
}

/** @throws InputError `HISTORY_STALE` */
export function refuseStaleHistory(notes: SourceNotes, timeMs: number): void {
	const [stale] = staleHistories(notes);
	if (stale === undefined) return;
	throw new InputError({
		code: "HISTORY_STALE",
		message: `the ${stale.name} of ${stale.age.underlying} ${endText(stale.age)}; the market is of ${formatIsoTime(timeMs)}`,
		field: stale.name === "daily closes" ? "--closes" : "--iv-history",
		hint: `histories may be ${MAX_HISTORY_AGE_MS / DAY_MS} days older than the market: give newer ones, or --allow-stale-history, and every report will say so`,
	});
}

/** @example "end on 2026-02-03, 1.2 days before it" */
function endText({ lastDate, ageMs }: HistoryAge): string {
	if (lastDate === undefined || ageMs === undefined) return "do not begin before it";
	return `end on ${lastDate}, ${daysText(ageMs)} days before it`;
}

/** Days to a tenth, rounded up: an age is never shown younger than it is. */
export function daysText(ageMs: number): string {
	return (Math.ceil((ageMs * 10) / DAY_MS) / 10).toFixed(1);
}
