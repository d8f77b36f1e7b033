/**
 * Reads a history of implied volatilities from CSV, any number of rows a day. The day's row is its
 * last complete one (UTC): closes are taken at 24:00, and of the rows of a day the last is nearest.
 * Only the basis is the median of the day's complete rows (of two middle ones the lower): it is the
 * small difference of two prices read seconds apart, and one bad pair moves it by points.
 * A row with an empty number is left out, because a tenor was not spanned by listed expiries then.
 */
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import { parseCsv, readColumns } from "../../input/parse-csv.ts";
import { canonicalDecimal, canonicalPrice, compareDecimalText } from "../../units/canonical-decimal.ts";
import { formatIsoTime, parseIsoTime } from "../../units/parse-iso-time.ts";
import { isTicker } from "../instruments/parse-instrument-name.ts";
import type { IvDay, IvHistory } from "./iv-history.ts";

const WHAT = "IV history";

export const IV_HISTORY_COLUMNS = [
	"timestamp",
	"currency",
	"index_price",
	"atm_iv_7d",
	"atm_iv_30d",
	"atm_iv_90d",
	"atm_iv_180d",
	"rr25_30d",
	"fly25_30d",
	"basis_90d_ann_pct",
] as const;

type Row = Record<(typeof IV_HISTORY_COLUMNS)[number], string>;

/** Volatility above this, in percent a year, is a slip of units. */
const LARGEST_PERCENT = 2000;

/**
 * Further columns are ignored.
 *
 * @throws InputError `CSV_MALFORMED`, `IV_HISTORY_MALFORMED`, `IV_HISTORY_ORDER`, `TIME_MALFORMED`,
 * `PRICE_NEGATIVE`, `PRICE_NOT_POSITIVE`, `DECIMAL_MALFORMED`, `DECIMAL_TOO_PRECISE`
 */
export function parseIvHistory(csv: string): IvHistory {
	const rows = new Map<string, IvDay[]>();
	const lastMs = new Map<string, number>();
	readColumns(parseCsv(csv, WHAT), IV_HISTORY_COLUMNS, WHAT).forEach((row, at) => {
		const line = `line ${at + 2}`;
		if (!isTicker(row.currency)) throw malformed(line, `${quoteText(row.currency, 20)} is not a ticker`);
		const timeMs = parseIsoTime(row.timestamp, `${WHAT}, ${line}, timestamp`);
		if (timeMs <= (lastMs.get(row.currency) ?? -1)) throw outOfOrder(line, row);
		lastMs.set(row.currency, timeMs);
		if (IV_HISTORY_COLUMNS.some((column) => row[column] === "")) return;
		const own = rows.get(row.currency) ?? [];
		own.push(parseRow(row, timeMs, line));
		rows.set(row.currency, own);
	});
	return new Map([...rows].map(([currency, own]) => [currency, closesOfDays(own)]));
}

function closesOfDays(rows: readonly IvDay[]): IvDay[] {
	const byDate = Map.groupBy(rows, ({ date }) => date);
	return [...byDate.values()].map((ofDay) => {
		const bases = ofDay.map(({ basisPercentPerYear }) => basisPercentPerYear).sort(compareDecimalText);
		const median = bases[Math.floor((bases.length - 1) / 2)] as string;
		return { ...(ofDay.at(-1) as IvDay), basisPercentPerYear: median };
	});
}

function parseRow(row: Row, timeMs: number, line: string): IvDay {
	const where = (column: string) => `${WHAT}, ${line}, ${column}`;
	const volatility = (column: "atm_iv_7d" | "atm_iv_30d" | "atm_iv_90d" | "atm_iv_180d") => {
		const text = canonicalPrice(row[column], where(column));
		if (Number(text) <= LARGEST_PERCENT) return text;
		throw malformed(line, `${column} ${text} is above ${LARGEST_PERCENT} %`);
	};
	const points = (column: "rr25_30d" | "fly25_30d" | "basis_90d_ann_pct") => {
		const text = canonicalDecimal(row[column], where(column));
		if (Math.abs(Number(text)) <= LARGEST_PERCENT) return text;
		throw malformed(line, `${column} ${text} is beyond ±${LARGEST_PERCENT}`);
	};
	return {
		date: formatIsoTime(timeMs).slice(0, 10),
		timeMs,
		indexUsd: canonicalPrice(row.index_price, where("index_price")),
		atmIvPercent: [
			volatility("atm_iv_7d"),
			volatility("atm_iv_30d"),
			volatility("atm_iv_90d"),
			volatility("atm_iv_180d"),
		],
		riskReversalPoints: points("rr25_30d"),
		flyPoints: points("fly25_30d"),
		basisPercentPerYear: points("basis_90d_ann_pct"),
	};
}

function malformed(line: string, why: string): InputError {
	return new InputError({
		code: "IV_HISTORY_MALFORMED",
		message: `${WHAT}, ${line}: ${why}`,
		field: line,
		hint: `the columns are ${IV_HISTORY_COLUMNS.join(",")}; volatilities in percent`,
	});
}

function outOfOrder(line: string, { currency, timestamp }: Row): InputError {
	return new InputError({
		code: "IV_HISTORY_ORDER",
		message: `${WHAT}, ${line}: ${timestamp} does not come after the ${currency} row before it`,
		field: line,
		hint: "rows of one currency ascend in time, each moment once",
	});
}
