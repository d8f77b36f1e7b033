/**
 * Imports the public JSON-RPC answers of Deribit (API v2): `get_book_summary_by_currency` with kinds
 * `option` and `future`, and `get_instruments` to know what is active. Reading them from the network
 * is not done here.
 */
import { z } from "zod";
import { RetryableError } from "../../errors/base.ts";
import { foreignName } from "../../input/foreign-amount.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { numberToDecimal } from "../../units/number-to-decimal.ts";
import type { Instrument } from "../instruments/instrument.ts";
import {
	assembleMarket,
	type DroppedInstrument,
	type ExtraAsset,
	type FutureQuote,
	type ImportedMarket,
	type OptionQuote,
} from "../snapshot/assemble-market.ts";
import { readVenueName } from "../spellings/read-venue-name.ts";

/**
 * Builds a snapshot from answers of one moment: inverse contracts (`BTC-…`) and those that settle in USDC
 * (`SOL_USDC-…`). Combinations, spot pairs, inactive instruments and those without a mark are dropped with
 * a reason. The forward of an expiry is the lower median of its options' `underlying_price`, which is
 * what their IVs belong to; premiums of inverse ones are paid in coin, so they are discounted by
 * index / forward (`coinPremiumDiscount`).
 *
 * @throws RetryableError `DERIBIT_ERROR`
 * @throws InputError `DERIBIT_RESPONSE_MALFORMED`, and the codes of `checkMarketSnapshot`
 */
export function importDeribitApi(responses: {
	readonly timeMs: number;
	/** Index price in USD by coin, from `get_index_price`. */
	readonly indexUsd: Readonly<Record<string, number>>;
	/** Answers of `get_book_summary_by_currency`, any number of currencies and kinds. */
	readonly bookSummaries: readonly unknown[];
	/** Answers of `get_instruments` for the same currencies. */
	readonly instruments: readonly unknown[];
	readonly extraAssets?: readonly ExtraAsset[] | undefined;
}): ImportedMarket {
	const active = activeExpiries(responses.instruments);
	const dropped: DroppedInstrument[] = [];
	const futures: FutureQuote[] = [];
	const options: OptionQuote[] = [];
	for (const summary of responses.bookSummaries.flatMap(readBookSummaries)) {
		const name = summary.instrument_name;
		const instrument = readVenueName("deribit", name)?.instrument;
		const reason =
			instrument === undefined ? "spot pair or combination" : whyNot(instrument, active, summary);
		if (instrument === undefined || reason !== undefined) {
			dropped.push({ name, reason: reason ?? "" });
		} else if (instrument.kind === "option") {
			options.push({
				instrument,
				ivPercent: decimalOrEmpty(summary.mark_iv),
				forwardUsd: decimalOrEmpty(summary.underlying_price),
				premium: instrument.settles === undefined ? "coin" : "usd",
			});
		} else {
			futures.push({ instrument, markUsd: decimalOrEmpty(summary.mark_price) });
		}
	}
	const indexUsd = new Map(
		Object.entries(responses.indexUsd).map(([coin, price]) => [coin, numberToDecimal(price)]),
	);
	const market = assembleMarket({
		timeMs: responses.timeMs,
		source: "Deribit, public API v2",
		indexUsd,
		futures,
		options,
		forwardUsd: new Map(),
		extraAssets: responses.extraAssets,
	});
	return { snapshot: market.snapshot, dropped: [...dropped, ...market.dropped] };
}

type BookSummary = z.output<typeof BOOK_SUMMARY>;

function readBookSummaries(response: unknown): readonly BookSummary[] {
	return readResult(response, z.array(BOOK_SUMMARY), "answer of get_book_summary_by_currency");
}

/** Name → expiry of every active instrument. */
function activeExpiries(responses: readonly unknown[]): ReadonlyMap<string, number> {
	const all = responses.flatMap((response) =>
		readResult(response, z.array(INSTRUMENT), "answer of get_instruments"),
	);
	const active = all.filter((instrument) => instrument.is_active);
	return new Map(active.map((instrument) => [instrument.instrument_name, instrument.expiration_timestamp]));
}

function readResult<Schema extends z.ZodType>(
	response: unknown,
	schema: Schema,
	what: string,
): z.output<Schema> {
	const failure = JSON_RPC_ERROR.safeParse(response);
	if (failure.success) {
		throw new RetryableError({
			code: "DERIBIT_ERROR",
			message: `Deribit answered with error ${failure.data.error.code}`,
			field: what,
			hint: "wait a moment and fetch again; too many requests are refused by the exchange",
		});
	}
	const malformed = {
		code: "DERIBIT_RESPONSE_MALFORMED",
		what,
		hint: "pass the JSON answer of the public API unchanged",
	};
	const { result } = parseShape({ schema: z.object({ result: z.unknown() }), value: response, ...malformed });
	return parseShape({ schema, value: result, ...malformed });
}

function whyNot(
	instrument: Instrument,
	active: ReadonlyMap<string, number>,
	summary: BookSummary,
): string | undefined {
	const expiryMs = active.get(instrument.name);
	if (expiryMs === undefined) return "not an active instrument";
	if (instrument.expiryMs !== undefined && instrument.expiryMs !== expiryMs) {
		return "its expiry is not 08:00 UTC of the day in its name";
	}
	if (instrument.kind === "option") return undefined;
	return summary.mark_price === null || summary.mark_price === undefined ? "no mark price" : undefined;
}

function decimalOrEmpty(value: number | null | undefined): string {
	return value === null || value === undefined ? "" : numberToDecimal(value);
}

/** Foreign formats grow fields without notice, so unknown ones are ignored; ours are strict. */
const BOOK_SUMMARY = z.object({
	instrument_name: foreignName,
	mark_price: z.number().nullish(),
	/** Percent; options only. */
	mark_iv: z.number().nullish(),
	/** Options only. */
	underlying_price: z.number().nullish(),
});

const INSTRUMENT = z.object({
	instrument_name: foreignName,
	is_active: z.boolean(),
	/** Milliseconds; perpetuals carry a date far in the future. */
	expiration_timestamp: z.number(),
});

const JSON_RPC_ERROR = z.object({ error: z.object({ code: z.number() }) });
