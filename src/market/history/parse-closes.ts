/** Reads daily closes from CSV: `date,BTC,ETH,…`, one line per day, blank where there is no close. */
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import { parseCsv } from "../../input/parse-csv.ts";
import { canonicalPrice } from "../../units/canonical-decimal.ts";
import { isTicker } from "../instruments/parse-instrument-name.ts";
import type { DailyCloses } from "./daily-closes.ts";

const WHAT = "daily closes";
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * @throws InputError `CSV_MALFORMED`, `CLOSES_MALFORMED`, `CLOSES_DATE_ORDER`, `PRICE_NEGATIVE`,
 * `PRICE_NOT_POSITIVE`, `DECIMAL_MALFORMED`, `DECIMAL_TOO_PRECISE`
 */
export function parseDailyCloses(csv: string): DailyCloses {
	const { header, rows } = parseCsv(csv, WHAT);
	const [dateColumn, ...symbols] = header;
	if (dateColumn !== "date" || symbols.length === 0 || !symbols.every(isTicker)) {
		throw malformed("line 1", "the header must be date and then tickers");
	}
	const dates: string[] = [];
	const closes: (string | null)[][] = [];
	rows.forEach((row, at) => {
		const line = `line ${at + 2}`;
		const [date = "", ...prices] = row;
		if (!isDate(date)) throw malformed(line, `${quoteText(date, 20)} is not a date`);
		const before = dates.at(-1);
		if (before !== undefined && date <= before) throw outOfOrder(line, before, date);
		dates.push(date);
		closes.push(
			prices.map((price, column) =>
				price === "" ? null : canonicalPrice(price, `${WHAT}, ${line}, ${symbols[column]}`),
			),
		);
	});
	return { dates, symbols, closes };
}

function isDate(text: string): boolean {
	if (!DATE.test(text)) return false;
	const timeMs = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}

function malformed(line: string, why: string): InputError {
	return new InputError({
		code: "CLOSES_MALFORMED",
		message: `${WHAT}, ${line}: ${why}`,
		field: line,
		hint: "write date,BTC,ETH and then lines such as 2026-02-05,62909.86,1882.4",
	});
}

function outOfOrder(line: string, before: string, date: string): InputError {
	return new InputError({
		code: "CLOSES_DATE_ORDER",
		message: `${WHAT}, ${line}: ${date} does not come after ${before}`,
		field: line,
		hint: "one line per day, oldest first",
	});
}
