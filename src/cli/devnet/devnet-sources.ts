/** Histories of the sample market that end on another day: the sample's own, moved by whole days. */
import { readTextFile } from "../../node/files/read-text-file.ts";
import { DAY_MS } from "../../units/time.ts";
import {
	parseSources,
	type RiskSources,
	SAMPLE_CLOSES,
	SAMPLE_IV_HISTORY,
	SAMPLE_PARAMS,
} from "../folders/risk-sources.ts";

const DATE = /^\d{4}-\d\d-\d\d/gm;

/** @returns sources whose last close is that of the day before `timeMs` (UTC) */
export async function devnetSources(timeMs: number): Promise<RiskSources> {
	const closes = await readTextFile(SAMPLE_CLOSES);
	const last = closes.match(DATE)?.at(-1) ?? "";
	const yesterday = Math.floor(timeMs / DAY_MS) - 1;
	const days = yesterday - Date.parse(`${last}T00:00:00Z`) / DAY_MS;
	return parseSources({
		parameters: await readTextFile(SAMPLE_PARAMS),
		dailyCloses: movedDays(closes, days),
		ivHistory: movedDays(await readTextFile(SAMPLE_IV_HISTORY), days),
	});
}

/** Every date that begins a line of a CSV file, moved. */
function movedDays(csv: string, days: number): string {
	return csv.replace(DATE, (date) =>
		new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10),
	);
}
