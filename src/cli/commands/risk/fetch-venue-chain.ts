/** Reads the public chains of a venue. The answers are interpreted in `src/market/imports/chain-answers.ts`. */
import { RetryableError } from "../../../errors/base.ts";
import type { Venue } from "../../../market/spellings/read-venue-name.ts";
import { parseJson } from "../../../node/files/read-json-file.ts";

const TIMEOUT_MS = 30_000;

/** A question: a GET, or a POST of JSON. */
type Question = { readonly url: string; readonly body?: object };

const QUESTIONS: Readonly<
	Record<Exclude<Venue, "deribit">, (currencies: readonly string[]) => readonly Question[]>
> = {
	bybit: (currencies) => [
		...["linear", "inverse"].map((category) => ({
			url: `https://api.bybit.com/v5/market/tickers?category=${category}`,
		})),
		...currencies.map((coin) => ({
			url: `https://api.bybit.com/v5/market/tickers?category=option&baseCoin=${coin}`,
		})),
	],
	okx: (currencies) => [
		{ url: "https://www.okx.com/api/v5/market/index-tickers?quoteCcy=USD" },
		...["SWAP", "FUTURES"].map((kind) => ({
			url: `https://www.okx.com/api/v5/public/mark-price?instType=${kind}`,
		})),
		...currencies.map((coin) => ({ url: `https://www.okx.com/api/v5/public/opt-summary?uly=${coin}-USD` })),
	],
	binance: () => [
		{ url: "https://fapi.binance.com/fapi/v1/premiumIndex" },
		{ url: "https://dapi.binance.com/dapi/v1/premiumIndex" },
		{ url: "https://eapi.binance.com/eapi/v1/mark" },
	],
	hyperliquid: () => [{ url: "https://api.hyperliquid.xyz/info", body: { type: "metaAndAssetCtxs" } }],
	paradex: () => [{ url: "https://api.prod.paradex.trade/v1/markets/summary?market=ALL" }],
};

/**
 * The public answers of a venue with the marks of its chains, one after the other.
 *
 * @throws RetryableError `VENUE_UNREACHABLE`
 */
export async function fetchVenueChain(request: {
	readonly venue: Exclude<Venue, "deribit">;
	/** Coins whose options are asked for, where a venue wants them by name. */
	readonly currencies: readonly string[];
	readonly report: (detail: string) => void;
	/** The platform's `fetch` unless a test brings its own. */
	readonly ask?: (question: Question) => Promise<unknown>;
}): Promise<unknown[]> {
	const { venue, currencies, report, ask = askVenue } = request;
	const answers: unknown[] = [];
	for (const question of QUESTIONS[venue](currencies)) {
		report(new URL(question.url).pathname);
		answers.push(await ask(question));
	}
	return answers;
}

async function askVenue({ url, body }: Question): Promise<unknown> {
	try {
		const post = body && {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
		};
		const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), ...post });
		// Errors are JSON too; the importer names them.
		return parseJson(await response.text(), url);
	} catch (cause) {
		throw new RetryableError({
			code: "VENUE_UNREACHABLE",
			message: `${new URL(url).host} did not answer ${new URL(url).pathname}`,
			hint: "check the connection and try again; `market import` reads files instead",
			cause,
		});
	}
}
