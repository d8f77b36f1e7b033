/** Public answers of each venue with marks, volatilities and indices, as rows by the venue's own names. */
import { z } from "zod";
import { InputError, RetryableError } from "../../errors/base.ts";
import { foreignAmount, foreignName, isZero, textOf } from "../../input/foreign-amount.ts";
import type { Decimal } from "../../units/decimal.ts";
import type { Venue } from "../spellings/read-venue-name.ts";

/** Decimal text throughout; absent where an answer does not say it. */
export type ChainRow = {
	/** As the venue writes it; a ticker where `index` is set. */
	readonly name: string;
	/** In the settlement currency; of options the premium. */
	readonly mark?: string | undefined;
	/** Index of the underlying as this row prints it. */
	readonly spot?: string | undefined;
	/** Annual fraction. */
	readonly iv?: string | undefined;
	readonly forward?: string | undefined;
	/** USD of the ticker `name`: this row is an index and no instrument. */
	readonly index?: string | undefined;
};

/**
 * - bybit: `/v5/market/tickers` of category linear, inverse, option.
 * - okx: `/api/v5/public/mark-price`, `/public/opt-summary`, `/market/index-tickers`.
 * - binance: `/fapi/v1/premiumIndex`, `/dapi/v1/premiumIndex`, `/eapi/v1/mark`.
 * - hyperliquid: `info` of type `metaAndAssetCtxs`.
 * - paradex: `/v1/markets/summary`.
 *
 * @throws RetryableError `VENUE_ERROR`; InputError `CHAIN_ANSWER_UNKNOWN`
 */
export function readChainAnswer(venue: Venue, answer: unknown): ChainRow[] {
	const rows = READERS[venue](answer);
	if (rows !== undefined) return rows;
	throw new InputError({
		code: "CHAIN_ANSWER_UNKNOWN",
		message: `this is no public answer of ${venue} with marks that is known`,
		field: "answer",
		hint: "pass the JSON answer unchanged; `zkmargin market import --help` lists the ones that are read",
	});
}

const READERS: Readonly<Record<Venue, (answer: unknown) => ChainRow[] | undefined>> = {
	// Its own importer needs answers of three kinds at once.
	deribit: () => undefined,
	bybit: readBybit,
	okx: readOkx,
	binance: readBinance,
	hyperliquid: readHyperliquid,
	paradex: readParadex,
};

const positive = (value: Decimal | undefined) =>
	value === undefined || isZero(value) ? undefined : textOf(value);

const BYBIT = z.object({
	retCode: z.number(),
	result: z.object({
		list: z.array(
			z.object({
				symbol: foreignName,
				markPrice: foreignAmount,
				indexPrice: foreignAmount,
				markIv: foreignAmount,
				underlyingPrice: foreignAmount,
			}),
		),
	}),
});

function readBybit(answer: unknown): ChainRow[] | undefined {
	const failed = z.object({ retCode: z.number() }).safeParse(answer);
	if (failed.success && failed.data.retCode !== 0) throw venueError("Bybit", failed.data.retCode);
	return BYBIT.safeParse(answer).data?.result.list.map(
		({ symbol, markPrice, indexPrice, markIv, underlyingPrice }) => ({
			name: symbol,
			mark: positive(markPrice),
			spot: positive(indexPrice),
			iv: positive(markIv),
			forward: positive(underlyingPrice),
		}),
	);
}

const OKX = z.object({
	data: z.array(
		z.object({
			instId: foreignName,
			markPx: foreignAmount,
			markVol: foreignAmount,
			fwdPx: foreignAmount,
			idxPx: foreignAmount,
		}),
	),
});

function readOkx(answer: unknown): ChainRow[] | undefined {
	const failed = z.object({ code: foreignName }).safeParse(answer);
	if (failed.success && failed.data.code !== "0") throw venueError("OKX", failed.data.code);
	return OKX.safeParse(answer).data?.data.flatMap(({ instId, markPx, markVol, fwdPx, idxPx }): ChainRow[] => {
		if (idxPx === undefined) {
			return [{ name: instId, mark: positive(markPx), iv: positive(markVol), forward: positive(fwdPx) }];
		}
		// BTC-USD and USDT-USD; an index in anything but USD is not one of ours.
		return instId.endsWith("-USD") ? [{ name: instId.slice(0, -4), index: positive(idxPx) }] : [];
	});
}

const BINANCE = z.array(
	z.object({
		symbol: foreignName,
		markPrice: foreignAmount,
		indexPrice: foreignAmount,
		markIV: foreignAmount,
	}),
);

function readBinance(answer: unknown): ChainRow[] | undefined {
	const failed = z.object({ code: z.number(), msg: z.string() }).safeParse(answer);
	if (failed.success) throw venueError("Binance", failed.data.code);
	return BINANCE.safeParse(answer).data?.map(({ symbol, markPrice, indexPrice, markIV }) => ({
		name: symbol,
		mark: positive(markPrice),
		spot: positive(indexPrice),
		iv: positive(markIV),
	}));
}

const HYPERLIQUID = z.tuple([
	z.object({ universe: z.array(z.object({ name: foreignName, isDelisted: z.boolean().optional() })) }),
	z.array(z.object({ markPx: foreignAmount, oraclePx: foreignAmount })),
]);

function readHyperliquid(answer: unknown): ChainRow[] | undefined {
	const read = HYPERLIQUID.safeParse(answer).data;
	if (read === undefined) return undefined;
	const [{ universe }, contexts] = read;
	return universe.flatMap(({ name: coin, isDelisted }, at): ChainRow[] => {
		const context = contexts[at];
		if (isDelisted === true || context === undefined) return [];
		return [{ name: coin, mark: positive(context.markPx), spot: positive(context.oraclePx) }];
	});
}

const PARADEX = z.object({
	results: z.array(
		z.object({
			symbol: foreignName,
			mark_price: foreignAmount,
			underlying_price: foreignAmount,
			mark_iv: foreignAmount,
		}),
	),
});

function readParadex(answer: unknown): ChainRow[] | undefined {
	return PARADEX.safeParse(answer).data?.results.map(({ symbol, mark_price, underlying_price, mark_iv }) => ({
		name: symbol,
		mark: positive(mark_price),
		spot: positive(underlying_price),
		iv: positive(mark_iv),
		// Options are marked on the spot itself.
		forward: mark_iv === undefined ? undefined : positive(underlying_price),
	}));
}

function venueError(venue: string, code: string | number): RetryableError {
	return new RetryableError({
		code: "VENUE_ERROR",
		message: `${venue} answered with error ${String(code).slice(0, 40)}`,
		field: "answer",
		hint: "wait a moment and ask again",
	});
}
