/**
 * Imports normalised Deribit chains from CSV: one file of options per currency and one of futures,
 * all of the same moment, into one market snapshot.
 *
 * Columns used of an options file: timestamp, instrument_name, expiry, strike, type,
 * underlying_price, mark_iv (percent). Of the futures file: timestamp, currency, instrument_name,
 * kind, expiry, mark_price, with kind `index` (spot), `perpetual`, `future` (tradable), `synthetic`
 * or `index_as_forward` (only the forward of an expiry's options).
 */
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import { parseCsv, readColumns } from "../../input/parse-csv.ts";
import { canonicalDecimal } from "../../units/canonical-decimal.ts";
import { formatIsoTime, parseIsoTime } from "../../units/parse-iso-time.ts";
import { MINUTE_MS } from "../../units/time.ts";
import { formatInstrumentName, parseInstrumentName } from "../instruments/parse-instrument-name.ts";
import {
	assembleMarket,
	type ExtraAsset,
	type FutureQuote,
	type ImportedMarket,
	type OptionQuote,
} from "../snapshot/assemble-market.ts";

/** Rows of one snapshot may be this far apart; beyond it the files belong to different moments. */
const MAX_SPREAD_MS = 5 * MINUTE_MS;

const OPTION_COLUMNS = [
	"timestamp",
	"instrument_name",
	"expiry",
	"strike",
	"type",
	"underlying_price",
	"mark_iv",
] as const;
const FUTURE_COLUMNS = ["timestamp", "currency", "instrument_name", "kind", "expiry", "mark_price"] as const;

type FutureRow = Record<(typeof FUTURE_COLUMNS)[number], string>;
type OptionRow = Record<(typeof OPTION_COLUMNS)[number], string>;

/**
 * The time of the snapshot is that of its latest row. An expiry's forward is the futures file's mark
 * for it; where that has none, the lower median of the rows' underlying_price. Premiums are paid in
 * coin, so options are discounted by index / forward (`coinPremiumDiscount`).
 *
 * @throws InputError `CSV_MALFORMED`, `CSV_ROW_INCONSISTENT`, `MARKET_TIMES_DIFFER`,
 * `INSTRUMENT_NAME_MALFORMED`, `TIME_MALFORMED`, and the codes of `checkMarketSnapshot`
 */
export function importDeribitCsv(files: {
	readonly optionCsvs: readonly string[];
	readonly futuresCsv: string;
	readonly extraAssets?: readonly ExtraAsset[] | undefined;
}): ImportedMarket {
	const optionRows = files.optionCsvs.flatMap((csv, at) => {
		const what = `options file ${at + 1}`;
		return readColumns(parseCsv(csv, what), OPTION_COLUMNS, what);
	});
	const futureRows = readColumns(parseCsv(files.futuresCsv, "futures file"), FUTURE_COLUMNS, "futures file");
	const { indexUsd, forwardUsd, futures } = readFutures(futureRows);
	return assembleMarket({
		timeMs: commonTimeMs([...optionRows, ...futureRows].map((row) => row.timestamp)),
		source: "Deribit, imported from CSV",
		indexUsd,
		forwardUsd,
		futures,
		options: optionRows.map(readOption),
		extraAssets: files.extraAssets,
	});
}

function readFutures(rows: readonly FutureRow[]) {
	const indexUsd = new Map<string, string>();
	const forwardUsd = new Map<string, string>();
	const futures: FutureQuote[] = [];
	for (const row of rows) {
		const { currency: underlying, kind, instrument_name: name, mark_price: markUsd } = row;
		switch (kind) {
			case "index":
				setOnce(indexUsd, underlying, markUsd);
				break;
			case "perpetual":
				requireEqual(name, formatInstrumentName({ kind, underlying }), name);
				futures.push({ instrument: parseInstrumentName(name), markUsd });
				break;
			case "future":
			case "synthetic":
			case "index_as_forward": {
				const expiryMs = parseIsoTime(row.expiry, `${name}.expiry`);
				const expiryName = formatInstrumentName({ kind: "future", underlying, expiryMs });
				setOnce(forwardUsd, expiryName, markUsd);
				if (kind === "future") {
					requireEqual(name, expiryName, name);
					futures.push({ instrument: parseInstrumentName(name), markUsd });
				}
				break;
			}
			default:
				throw inconsistent(name, `kind ${quoteText(kind)} is unknown`);
		}
	}
	return { indexUsd, forwardUsd, futures };
}

function readOption(row: OptionRow): OptionQuote {
	const instrument = parseInstrumentName(row.instrument_name);
	const { name } = instrument;
	requireEqual(instrument.kind, "option", name);
	requireEqual(formatIsoTime(instrument.expiryMs ?? 0), formatIsoTime(parseIsoTime(row.expiry, name)), name);
	requireEqual(instrument.strike, canonicalDecimal(row.strike, `${name}.strike`), name);
	requireEqual(instrument.optionType, row.type, name);
	return {
		instrument,
		ivPercent: row.mark_iv,
		forwardUsd: row.underlying_price,
		premium: instrument.settles === undefined ? "coin" : "usd",
	};
}

function commonTimeMs(timestamps: readonly string[]): number {
	let earliestMs = Number.POSITIVE_INFINITY;
	let latestMs = 0;
	for (const text of new Set(timestamps)) {
		const timeMs = parseIsoTime(text, "timestamp");
		earliestMs = Math.min(earliestMs, timeMs);
		latestMs = Math.max(latestMs, timeMs);
	}
	if (latestMs - earliestMs > MAX_SPREAD_MS) {
		throw new InputError({
			code: "MARKET_TIMES_DIFFER",
			message: `rows are from ${formatIsoTime(earliestMs)} to ${formatIsoTime(latestMs)}`,
			field: "timestamp",
			hint: "import files of one moment: marks of different times are not one market",
		});
	}
	return latestMs;
}

function setOnce(map: Map<string, string>, key: string, value: string): void {
	if (map.has(key)) throw inconsistent(key, "it has two rows");
	map.set(key, value);
}

function requireEqual(got: string | undefined, wanted: string, name: string): void {
	if (got !== wanted) throw inconsistent(name, `${quoteText(got ?? "")} where ${wanted} belongs`);
}

function inconsistent(name: string, why: string): InputError {
	return new InputError({
		code: "CSV_ROW_INCONSISTENT",
		message: `${quoteText(name)}: ${why}`,
		field: quoteText(name),
		hint: "the columns of a row must agree with the instrument's name",
	});
}
