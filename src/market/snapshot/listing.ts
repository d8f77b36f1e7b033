/**
 * Listings: which instruments exist, in which order, with which lots and settlement prices. The
 * place in a listing is the id that the circuit sees, so an id means nothing without the hash.
 */
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import { CanonicalBytes, keccakHex } from "../../hashing/canonical-bytes.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { symbolText } from "../../input/text-shape.ts";
import { canonicalLot, canonicalPrice } from "../../units/canonical-decimal.ts";
import { formatIsoTime, parseIsoTime } from "../../units/parse-iso-time.ts";
import {
	type Instrument,
	type ListedInstrument,
	type Listing,
	MAX_LISTED_INSTRUMENTS,
} from "../instruments/instrument.ts";
import { KIND_CODES } from "../instruments/kind-codes.ts";
import { compareInstruments } from "../instruments/listing-order.ts";
import { nearestInstruments } from "../instruments/nearest-instruments.ts";
import { formatInstrumentName, isTicker } from "../instruments/parse-instrument-name.ts";
import { readAnyVenueName } from "../spellings/read-venue-name.ts";
import type { MarketSnapshot } from "./market-snapshot.ts";

const LISTING_FORM = "zkmargin-listing/2";
/** Begins the bytes that are hashed: it changes when they do, not with the file. */
const LISTING_BYTES_FORM = "zkmargin-listing-1";

type UnlistedInstrument = Omit<ListedInstrument, "id">;

/**
 * Lists every instrument of a snapshot, plus `USD-HOLD` and `USD-ORDER` in lots of USD. Perpetuals
 * and futures settle at their mark in the snapshot.
 *
 * @throws InputError `LISTING_TOO_LARGE`, `INSTRUMENT_DUPLICATE`, `INSTRUMENT_MALFORMED`,
 * `PRICE_NEGATIVE`, `PRICE_NOT_POSITIVE`, `LOT_NOT_POSITIVE`
 */
export function buildListing(snapshot: MarketSnapshot): Listing {
	const instruments = [...assetInstruments(snapshot), ...derivativeInstruments(snapshot)];
	return numberInstruments(instruments.map(checkInstrument).sort(compareInstruments));
}

/**
 * Reads a listing file; order, ids and hash are checked again.
 *
 * @throws InputError `LISTING_MALFORMED`, `LISTING_ORDER`, `LISTING_HASH_MISMATCH`, and the codes of
 * `buildListing`
 */
export function parseListing(json: unknown): Listing {
	const file = parseShape({
		schema: LISTING_SCHEMA,
		value: json,
		code: "LISTING_MALFORMED",
		what: "listing",
		hint: "a listing is written by `zkmargin`; do not edit it",
	});
	const listing = numberInstruments(
		file.instruments.map(({ id: _id, expiry, ...rest }, at) =>
			checkInstrument({
				...rest,
				expiryMs: expiry === undefined ? undefined : parseIsoTime(expiry, `instruments[${at}].expiry`),
			}),
		),
	);
	const misnumbered = file.instruments.findIndex((instrument, at) => instrument.id !== at + 1);
	if (misnumbered >= 0) throw outOfOrder(misnumbered, file.instruments[misnumbered]?.name ?? "");
	if (listing.hash !== file.hash) {
		throw new InputError({
			code: "LISTING_HASH_MISMATCH",
			message: `the listing says hash ${file.hash}, its content has ${listing.hash}`,
			field: "hash",
			hint: "the file was changed after it was written: fetch or build it again",
		});
	}
	return listing;
}

/** The file form of a listing, for `JSON.stringify`. */
export function listingToJson(listing: Listing): unknown {
	return {
		format: LISTING_FORM,
		hash: listing.hash,
		instruments: listing.instruments.map(({ id, name, kind, underlying, expiryMs, ...rest }) => ({
			id,
			name,
			kind,
			underlying,
			...(expiryMs === undefined ? {} : { expiry: formatIsoTime(expiryMs) }),
			...rest,
		})),
	};
}

/**
 * The instrument with this name.
 *
 * @throws InputError `INSTRUMENT_UNKNOWN` with the nearest ones of the same coin as a hint
 */
export function findInstrument(listing: Listing, name: string, field = "instrument"): ListedInstrument {
	const found = listing.instruments.find((instrument) => instrument.name === name);
	if (found !== undefined) return found;
	const meant = readAnyVenueName(name)?.instrument.name ?? name;
	const nearest = nearestInstruments(meant, listing.instruments, 3);
	throw new InputError({
		code: "INSTRUMENT_UNKNOWN",
		message: `${field}: ${quoteText(name)} is not in this listing`,
		field,
		hint: `did you mean ${nearest.join(", ")}? Expired instruments are no longer listed`,
	});
}

/** The first expiry in the listing, or `null` when nothing in it expires. */
export function nextExpiryMs(listing: Listing): number | null {
	let next: number | null = null;
	for (const { expiryMs } of listing.instruments) {
		if (expiryMs !== undefined && (next === null || expiryMs < next)) next = expiryMs;
	}
	return next;
}

/**
 * The bytes behind `Listing.hash`: the form's name, the count (2 bytes), then per instrument in
 * order of id: kind (1), name, underlying, expiry in ms or 0 (8), strike, type (1: 0 none, 1 call,
 * 2 put), lot, settlement price. Absent texts are empty; decimals are canonical.
 */
export function encodeListing(instruments: readonly ListedInstrument[]): Uint8Array {
	const bytes = new CanonicalBytes(LISTING_BYTES_FORM).integer(instruments.length, 2);
	for (const instrument of instruments) {
		bytes
			.integer(KIND_CODES[instrument.kind], 1)
			.text(instrument.name)
			.text(instrument.underlying)
			.integer(instrument.expiryMs ?? 0, 8)
			.text(instrument.strike ?? "")
			.integer(instrument.optionType === undefined ? 0 : instrument.optionType === "C" ? 1 : 2, 1)
			.text(instrument.lot)
			.text(instrument.settlementPrice ?? "");
	}
	return bytes.toBytes();
}

function assetInstruments(snapshot: MarketSnapshot): UnlistedInstrument[] {
	const assets = snapshot.assets.map(
		({ symbol, assetClass, underlying, lot }): UnlistedInstrument => ({
			name: symbol,
			kind: assetClass === "fiat" || assetClass === "stable" ? "cash" : "coin",
			underlying,
			lot,
		}),
	);
	const usd = snapshot.assets.find((asset) => asset.symbol === "USD");
	if (usd === undefined) {
		throw new InputError({
			code: "USD_MISSING",
			message: "the market snapshot has no USD",
			field: "assets",
			hint: "add USD with price 1: cash and obligations are counted in it",
		});
	}
	return [
		...assets,
		{ name: "USD-HOLD", kind: "hold", underlying: "USD", lot: usd.lot },
		{ name: "USD-ORDER", kind: "order", underlying: "USD", lot: usd.lot },
	];
}

function derivativeInstruments(snapshot: MarketSnapshot): UnlistedInstrument[] {
	const named = (instrument: Omit<UnlistedInstrument, "name">): UnlistedInstrument => ({
		name: formatInstrumentName(instrument),
		...instrument,
	});
	const perpetuals = snapshot.perpetuals.map(({ underlying, settles, markUsd, lot }) =>
		named({ kind: "perpetual", underlying, settles, lot, settlementPrice: markUsd }),
	);
	const futures = snapshot.futures.map(({ underlying, settles, expiryMs, markUsd, lot }) =>
		named({ kind: "future", underlying, settles, expiryMs, lot, settlementPrice: markUsd }),
	);
	const options = snapshot.optionExpiries.flatMap(({ underlying, settles, expiryMs, lot, options: chain }) =>
		chain.map(({ strike, optionType }) =>
			named({
				kind: "option",
				underlying,
				settles,
				expiryMs,
				strike: canonicalPrice(strike, "strike"),
				optionType,
				lot,
			}),
		),
	);
	return [...perpetuals, ...futures, ...options];
}

/** Canonical decimals, and nothing that its kind does not have. */
function checkInstrument(instrument: UnlistedInstrument): UnlistedInstrument {
	const { name, kind, underlying, settles, expiryMs, optionType } = instrument;
	const isMarked = kind === "perpetual" || kind === "future";
	const isUsd = underlying === "USD";
	const fits =
		isTicker(underlying) &&
		isUsd === (kind === "cash" || kind === "hold" || kind === "order") &&
		(kind === "cash" || kind === "coin" ? isTicker(name) : true) &&
		(expiryMs !== undefined) === (kind === "future" || kind === "option") &&
		(instrument.strike !== undefined) === (kind === "option") &&
		(optionType !== undefined) === (kind === "option") &&
		(settles === undefined || isMarked || kind === "option") &&
		(instrument.settlementPrice !== undefined) === isMarked;
	const strike = instrument.strike === undefined ? undefined : canonicalPrice(instrument.strike, name);
	if (!fits || strike !== instrument.strike || name !== formatInstrumentName(instrument)) {
		throw new InputError({
			code: "INSTRUMENT_MALFORMED",
			message: `${quoteText(name)} does not fit a ${kind} on ${quoteText(underlying)}: name and terms disagree`,
			field: quoteText(name),
			hint: "the name follows from the terms; only perpetuals and futures have a settlement price",
		});
	}
	const terms: Instrument = { name, kind, underlying };
	return {
		...terms,
		...(settles === undefined ? {} : { settles }),
		...(expiryMs === undefined ? {} : { expiryMs }),
		...(strike === undefined ? {} : { strike }),
		...(optionType === undefined ? {} : { optionType }),
		lot: canonicalLot(instrument.lot, `${name}.lot`),
		...(instrument.settlementPrice === undefined
			? {}
			: { settlementPrice: canonicalPrice(instrument.settlementPrice, `${name}.settlementPrice`) }),
	};
}

/** Gives ids to instruments that are already in order. */
function numberInstruments(instruments: readonly UnlistedInstrument[]): Listing {
	if (instruments.length > MAX_LISTED_INSTRUMENTS) {
		throw new InputError({
			code: "LISTING_TOO_LARGE",
			message: `${instruments.length} instruments, a listing holds at most ${MAX_LISTED_INSTRUMENTS}`,
			field: "instruments",
			hint: "leave out far strikes or expiries",
		});
	}
	instruments.forEach((instrument, at) => {
		const before = instruments[at - 1];
		if (before === undefined) return;
		const order = compareInstruments(before, instrument);
		if (order === 0) throw duplicate(instrument.name);
		if (order > 0) throw outOfOrder(at, instrument.name);
	});
	const listed = instruments.map((instrument, at) => ({ id: at + 1, ...instrument }));
	return { instruments: listed, hash: keccakHex(encodeListing(listed)) };
}

function duplicate(name: string): InputError {
	return new InputError({
		code: "INSTRUMENT_DUPLICATE",
		message: `${name} is listed twice`,
		field: name,
		hint: "list every instrument once",
	});
}

function outOfOrder(at: number, name: string): InputError {
	return new InputError({
		code: "LISTING_ORDER",
		message: `${name} is out of place: ids follow underlying, expiry, strike and type, from 1 without gaps`,
		field: `instruments[${at}]`,
		hint: "build the listing again from its market snapshot",
	});
}

const LISTING_SCHEMA = z.strictObject({
	format: z.literal(LISTING_FORM),
	hash: z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]),
	instruments: z.array(
		z.strictObject({
			id: z.int(),
			name: symbolText,
			kind: z.enum(["cash", "coin", "perpetual", "future", "option", "hold", "order"]),
			underlying: symbolText,
			settles: symbolText.optional(),
			expiry: z.string().optional(),
			strike: z.string().optional(),
			optionType: z.enum(["C", "P"]).optional(),
			lot: z.string(),
			settlementPrice: z.string().optional(),
		}),
	),
});
