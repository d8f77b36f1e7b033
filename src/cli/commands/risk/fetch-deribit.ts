/** Reads Deribit's public API. The answers are interpreted in `src/market/imports/import-deribit-api.ts`. */
import { InputError, RetryableError } from "../../../errors/base.ts";
import { quoteText } from "../../../errors/printable-text.ts";
import { parseJson } from "../../../node/files/read-json-file.ts";

const API = "https://www.deribit.com/api/v2/public";
const TIMEOUT_MS = 30_000;

export type DeribitResponses = {
	readonly timeMs: number;
	readonly indexUsd: Readonly<Record<string, number>>;
	readonly bookSummaries: readonly unknown[];
	readonly instruments: readonly unknown[];
};

/**
 * Marks, instruments and index prices of some currencies, one after the other.
 *
 * @throws RetryableError `DERIBIT_UNREACHABLE`; InputError `CURRENCY_MALFORMED`
 */
export async function fetchDeribit(request: {
	readonly currencies: readonly string[];
	readonly nowMs: number;
	readonly report: (detail: string) => void;
	/** The platform's `fetch` unless a test brings its own. */
	readonly fetchJson?: (url: string) => Promise<unknown>;
}): Promise<DeribitResponses> {
	const { currencies, nowMs, report, fetchJson = getJson } = request;
	const indexUsd: Record<string, number> = {};
	const bookSummaries: unknown[] = [];
	const instruments: unknown[] = [];
	for (const currency of currencies) {
		if (!/^[A-Z0-9]{2,10}$/.test(currency)) throw malformedCurrency(currency);
		report(currency);
		const index = await fetchJson(`${API}/get_index_price?index_name=${currency.toLowerCase()}_usd`);
		indexUsd[currency] = indexPriceOf(index, currency);
		instruments.push(await fetchJson(`${API}/get_instruments?currency=${currency}`));
		for (const kind of ["future", "option"]) {
			bookSummaries.push(
				await fetchJson(`${API}/get_book_summary_by_currency?currency=${currency}&kind=${kind}`),
			);
		}
	}
	return { timeMs: nowMs, indexUsd, bookSummaries, instruments };
}

async function getJson(url: string): Promise<unknown> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
		// Deribit answers errors as JSON too; the importer names them.
		return parseJson(await response.text(), url);
	} catch (cause) {
		throw unreachable(url, cause);
	}
}

function indexPriceOf(answer: unknown, currency: string): number {
	const price = (answer as { result?: { index_price?: unknown } | null } | null)?.result?.index_price;
	if (typeof price === "number" && price > 0 && Number.isFinite(price)) return price;
	throw unreachable(`the index price of ${currency}`, answer);
}

function unreachable(what: string, cause: unknown): RetryableError {
	return new RetryableError({
		code: "DERIBIT_UNREACHABLE",
		message: `Deribit did not answer ${what}`,
		hint: "check the connection and try again; `market import` reads files instead",
		cause,
	});
}

function malformedCurrency(currency: string): InputError {
	return new InputError({
		code: "CURRENCY_MALFORMED",
		message: `${quoteText(currency, 20)} is not a currency`,
		field: "currencies",
		hint: "write them as BTC,ETH",
	});
}
