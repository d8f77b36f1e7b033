/** Joins a listing with a market snapshot: every listed instrument with the marks it is priced from. */
import { InputError } from "../../errors/base.ts";
import { canonicalDecimal } from "../../units/canonical-decimal.ts";
import { formatScaled, parseDecimal } from "../../units/decimal.ts";
import { multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import type { ListedInstrument, Listing } from "../instruments/instrument.ts";
import { formatInstrumentName } from "../instruments/parse-instrument-name.ts";
import { expired, ivMissing } from "./market-format.ts";
import type { MarkedInstrument, MarketSnapshot, OptionExpiry } from "./market-snapshot.ts";

type Marks = Pick<
	MarkedInstrument,
	"indexUsd" | "priceUsd" | "settlementPrice" | "iv" | "fixedForwardUsd" | "discountFactor" | "assetClass"
>;
type OptionMarks = { readonly priceUsd: string; readonly iv: string } & Terms;
type Terms = Pick<OptionExpiry, "fixedForwardUsd" | "discountFactor">;
type MarkSource = (instrument: ListedInstrument) => Marks;

/**
 * The instruments of a listing in order of id, each with its marks. Holds and orders are marked at
 * 1 USD; that they are owed is the risk table's business. What settles in a stablecoin is worth its price in
 * that stablecoin times the stablecoin's own: perpetuals and futures through mark and settlement price, options
 * through the discount factor, exactly.
 *
 * @throws InputError `MARK_MISSING`, `IV_MISSING`, `OPTION_EXPIRED`, `FUTURE_EXPIRED`
 */
export function markInstruments(listing: Listing, snapshot: MarketSnapshot): MarkedInstrument[] {
	const marksOf = markSource(snapshot);
	return listing.instruments.map((instrument) => ({ ...instrument, ...marksOf(instrument) }));
}

function markSource(snapshot: MarketSnapshot): MarkSource {
	const assets = new Map(snapshot.assets.map((asset) => [asset.symbol, asset]));
	const futures = new Map<string, string>([
		...snapshot.perpetuals.map(
			(p) => [formatInstrumentName({ kind: "perpetual", ...p }), p.markUsd] as const,
		),
		...snapshot.futures.map((f) => [formatInstrumentName({ kind: "future", ...f }), f.markUsd] as const),
	]);
	const optionMark = optionMarks(snapshot);
	const spot = (instrument: ListedInstrument): string =>
		required(
			assets.get(instrument.underlying)?.priceUsd,
			instrument,
			`the spot price of ${instrument.underlying}`,
		);

	const stableUsdOf = (instrument: ListedInstrument): string | undefined => {
		const { settles } = instrument;
		if (settles === undefined) return undefined;
		return required(
			assets.get(settles)?.priceUsd,
			instrument,
			`the price of ${settles}, which it settles in`,
		);
	};

	return (instrument) => {
		const { name, kind, expiryMs } = instrument;
		const isOption = kind === "option";
		if (expiryMs !== undefined && expiryMs <= snapshot.timeMs) {
			throw expired(isOption ? "OPTION_EXPIRED" : "FUTURE_EXPIRED", name, snapshot.timeMs);
		}
		const indexUsd = spot(instrument);
		switch (kind) {
			case "hold":
			case "order":
				return { indexUsd, priceUsd: "1" };
			case "cash":
			case "coin": {
				const asset = required(assets.get(name), instrument, "its price");
				return { indexUsd, priceUsd: asset.priceUsd, assetClass: asset.assetClass };
			}
			case "perpetual":
			case "future": {
				const mark = required(futures.get(name), instrument, "its mark");
				const settled = instrument.settlementPrice ?? mark;
				const stableUsd = stableUsdOf(instrument);
				if (stableUsd === undefined) return { indexUsd, priceUsd: mark };
				return {
					indexUsd,
					priceUsd: product(mark, stableUsd, name),
					settlementPrice: product(settled, stableUsd, name),
				};
			}
			case "option": {
				const marks = optionMark(instrument);
				const stableUsd = stableUsdOf(instrument);
				if (stableUsd === undefined) return { indexUsd, ...marks };
				const discountFactor = product(marks.discountFactor ?? "1", stableUsd, name);
				return { indexUsd, ...marks, discountFactor };
			}
		}
	};
}

function optionMarks(snapshot: MarketSnapshot): (option: ListedInstrument) => OptionMarks {
	const chains = new Map<string, OptionExpiry>();
	const ivs = new Map<string, string>();
	for (const chain of snapshot.optionExpiries) {
		const { underlying, settles, expiryMs, options } = chain;
		chains.set(chainKey(chain), chain);
		for (const { strike: strikeText, optionType, iv } of options) {
			const strike = canonicalDecimal(strikeText, "strike");
			ivs.set(
				formatInstrumentName({ kind: "option", underlying, settles, expiryMs, strike, optionType }),
				iv,
			);
		}
	}
	return (option) => {
		const chain = chains.get(chainKey(option));
		const iv = ivs.get(option.name);
		const { forwardUsd, fixedForwardUsd, discountFactor } = required(
			chain,
			option,
			"the forward of its expiry",
		);
		if (iv === undefined) throw ivMissing(option.name);
		return {
			priceUsd: forwardUsd,
			iv,
			...(fixedForwardUsd === undefined ? {} : { fixedForwardUsd }),
			...(discountFactor === undefined ? {} : { discountFactor }),
		};
	};
}

function chainKey(of: Pick<ListedInstrument, "underlying" | "settles" | "expiryMs">): string {
	return `${of.underlying} ${of.settles ?? ""} ${of.expiryMs}`;
}

function product(a: string, b: string, field: string): string {
	const { units, decimals } = multiplyDecimals(parseDecimal(a, field), parseDecimal(b, field));
	return formatScaled(units, decimals);
}

function required<T>(mark: T | undefined, instrument: ListedInstrument, what: string): T {
	if (mark !== undefined) return mark;
	throw new InputError({
		code: "MARK_MISSING",
		message: `${instrument.name}: the market snapshot lacks ${what}`,
		field: instrument.name,
		hint: "take listing and snapshot of the same epoch, or build the listing again",
	});
}
