/** Rows of Deribit's published chains, repriced from their own volatility. In coin where nothing else is said. */
import { readFileSync } from "node:fs";
import { parseCsv, readColumns } from "../../../src/input/parse-csv.ts";
import {
	type BlackInput,
	blackGreeks,
	blackPrice,
	DAYS_PER_YEAR,
} from "../../../src/market/pricing/black-76.ts";
import { sharedPath } from "../../support/market/shared-data.ts";

const COLUMNS = [
	"instrument_name",
	"underlying_index",
	"expiry",
	"strike",
	"type",
	"tte_years",
	"underlying_price",
	"mark_price",
	"mark_iv",
	"reprice_err",
] as const;

type Row = Record<(typeof COLUMNS)[number], string>;

export type RepricedMark = {
	/** Our price less the published mark. */
	readonly error: number;
	/** What the last published digits of volatility, mark, forward and time may account for. */
	readonly allowance: number;
};

export type RepricedRow = RepricedMark & {
	readonly row: Row;
	/** `error` as the publisher of the file computed it, to three significant digits. */
	readonly publishedError: number;
	/** The same with the forward that this row and its call or put imply by parity. */
	readonly atParity: RepricedMark;
};

export function repricedRows(file: string): RepricedRow[] {
	const text = readFileSync(sharedPath("data/market", file), "utf8");
	const rows = readColumns(parseCsv(text, file), COLUMNS, file);
	const forwardDecimals = new Map<string, number>();
	for (const { underlying_index: index, underlying_price: price } of rows) {
		forwardDecimals.set(index, Math.max(forwardDecimals.get(index) ?? 0, decimalsOf(price)));
	}
	const marks = new Map(
		rows.map((row) => [`${row.expiry} ${row.strike} ${row.type}`, Number(row.mark_price)]),
	);
	return rows.map((row) => {
		const forwardRounding = halfDigit(forwardDecimals.get(row.underlying_index) ?? 0);
		const [call, put] = ["C", "P"].map((type) => marks.get(`${row.expiry} ${row.strike} ${type}`));
		if (call === undefined || put === undefined) throw new Error(`${file}: a row has no pair`);
		const parityForward = Number(row.strike) / (1 - (call - put));
		// Two marks, each rounded: F = K/(1 − C + P).
		const parityRounding = (2 * markRounding(row) * parityForward ** 2) / Number(row.strike);
		return {
			row,
			...reprice(row, Number(row.underlying_price), forwardRounding),
			publishedError: Number(row.reprice_err),
			atParity: reprice(row, parityForward, parityRounding),
		};
	});
}

function reprice(row: Row, forward: number, forwardRounding: number): RepricedMark {
	const input: BlackInput = {
		forward,
		strike: Number(row.strike),
		volatility: Number(row.mark_iv) / 100,
		years: Number(row.tte_years),
		optionType: row.type === "C" ? "C" : "P",
	};
	const price = blackPrice(input);
	const { delta, vega, thetaPerDay } = blackGreeks(input);
	return {
		error: price / forward - Number(row.mark_price),
		allowance:
			// Published to 0.01 volatility points.
			(vega / forward) * halfDigit(4) +
			markRounding(row) +
			(Math.abs(delta - price / forward) / forward) * forwardRounding +
			(Math.abs(thetaPerDay * DAYS_PER_YEAR) / forward) * halfDigit(decimalsOf(row.tte_years)),
	};
}

function markRounding(row: Row): number {
	return halfDigit(decimalsOf(row.mark_price));
}

function halfDigit(decimals: number): number {
	return 0.5 / 10 ** decimals;
}

function decimalsOf(text: string): number {
	const point = text.indexOf(".");
	return point < 0 ? 0 : text.length - point - 1;
}
