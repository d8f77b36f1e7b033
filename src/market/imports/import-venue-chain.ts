/**
 * A market from the public answers of a venue: perpetuals, futures and options of its chains. What each venue's answers
 * look like is in `chain-answers.ts`; reading them from the network is not done here.
 */
import { InputError } from "../../errors/base.ts";
import { compareDecimalText } from "../../units/canonical-decimal.ts";
import { type Decimal, formatScaled, parseDecimal } from "../../units/decimal.ts";
import { addDecimals, multiplyDecimals, subtractDecimals } from "../../units/decimal-arithmetic.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { followedBy, formatInstrumentName, isTicker } from "../instruments/parse-instrument-name.ts";
import {
	assembleMarket,
	type DroppedInstrument,
	type ExtraAsset,
	type FutureQuote,
	type ImportedMarket,
	type OptionQuote,
} from "../snapshot/assemble-market.ts";
import { readVenueName, type Venue } from "../spellings/read-venue-name.ts";
import { type ChainRow, readChainAnswer } from "./chain-answers.ts";

type Quoted = { readonly instrument: Instrument; readonly row: ChainRow };

/**
 * Builds a snapshot from answers of one moment. A coin's index is the one that the venue prints in USD, else the one in
 * a stablecoin times its price. Stablecoins that nobody prices count as 1 USD, and `source` says so. Options whose
 * forward is not printed get the one of put-call parity: lower median of strike + call − put over the expiry's strikes.
 *
 * @throws RetryableError `VENUE_ERROR`; InputError `CHAIN_ANSWER_UNKNOWN`, `CHAIN_EMPTY`, and the codes of
 * `checkMarketSnapshot`
 */
export function importVenueChain(request: {
	readonly venue: Venue;
	readonly answers: readonly unknown[];
	readonly timeMs: number;
	/** Coins to take; the answers of a venue hold all that it lists. */
	readonly currencies: readonly string[];
	/** USD by stablecoin, where it is known better than the answers say. */
	readonly stableUsd?: Readonly<Record<string, string>> | undefined;
}): ImportedMarket {
	const { venue, answers, timeMs, currencies, stableUsd = {} } = request;
	const rows = answers.flatMap((answer) => readChainAnswer(venue, answer));
	const quoted: Quoted[] = [];
	const dropped: DroppedInstrument[] = [];
	for (const row of mergeRows(rows)) {
		if (row.index !== undefined) continue;
		const instrument = readVenueName(venue, row.name)?.instrument;
		if (instrument === undefined) dropped.push({ name: row.name, reason: "no perpetual, future or option" });
		else if (currencies.includes(instrument.underlying)) quoted.push({ instrument, row });
	}
	if (quoted.length === 0) throw emptyChain(venue);
	const { indexUsd, guessed } = indexPrices({ rows, quoted, stableUsd, currencies });
	const futures = quoted.flatMap(({ instrument, row }): FutureQuote[] =>
		instrument.kind === "option" || row.mark === undefined ? [] : [{ instrument, markUsd: row.mark }],
	);
	for (const { instrument, row } of quoted) {
		if (instrument.kind !== "option" && row.mark === undefined) {
			dropped.push({ name: instrument.name, reason: "no mark price" });
		}
	}
	const options = quoted.filter(({ instrument }) => instrument.kind === "option");
	const market = assembleMarket({
		timeMs,
		source: `${venue}, public API${guessed.length === 0 ? "" : `; ${guessed.join(", ")} at 1 USD`}`,
		indexUsd,
		futures,
		options: options.map(
			({ instrument, row }): OptionQuote => ({
				instrument,
				ivPercent: row.iv === undefined ? "" : shifted(row.iv, 2),
				forwardUsd: row.forward ?? "",
				premium: instrument.settles === undefined ? "coin" : "usd",
			}),
		),
		forwardUsd: parityForwards(options),
		extraAssets: guessed.map(
			(symbol): ExtraAsset => ({ symbol, assetClass: "stable", underlying: "USD", priceUsd: "1" }),
		),
	});
	return { snapshot: market.snapshot, dropped: [...dropped, ...market.dropped] };
}

/** One row per name: marks and volatilities may come in different answers. */
function mergeRows(rows: readonly ChainRow[]): ChainRow[] {
	const byName = new Map<string, ChainRow>();
	for (const row of rows) {
		const known = Object.entries(row).filter(([, value]) => value !== undefined);
		byName.set(row.name, { ...byName.get(row.name), ...Object.fromEntries(known) } as ChainRow);
	}
	return [...byName.values()];
}

function indexPrices(request: {
	readonly rows: readonly ChainRow[];
	readonly quoted: readonly Quoted[];
	readonly stableUsd: Readonly<Record<string, string>>;
	readonly currencies: readonly string[];
}): { readonly indexUsd: ReadonlyMap<string, string>; readonly guessed: readonly string[] } {
	const { rows, quoted, stableUsd, currencies } = request;
	const used = new Set(quoted.flatMap(({ instrument }) => instrument.settles ?? []));
	const indexUsd = new Map(Object.entries(stableUsd));
	for (const { index, name } of rows) {
		const isWanted = currencies.includes(name) || used.has(name);
		if (index !== undefined && isWanted && isTicker(name) && !indexUsd.has(name)) indexUsd.set(name, index);
	}
	const guessed = [...used].filter((asset) => !indexUsd.has(asset)).sort();
	const spots = quoted.filter(({ row }) => row.spot !== undefined);
	// Inverse contracts and options print their index in USD, so they come first.
	const rank = ({ instrument }: Quoted) =>
		instrument.settles === undefined ? 0 : instrument.kind === "option" ? 1 : 2;
	for (const { instrument, row } of spots.toSorted((a, b) => rank(a) - rank(b))) {
		const { underlying, settles, kind } = instrument;
		if (indexUsd.has(underlying) || followedBy(underlying) !== underlying) continue;
		const inUsd = settles === undefined || kind === "option";
		const spot = row.spot as string;
		indexUsd.set(underlying, inUsd ? spot : product(spot, indexUsd.get(settles) ?? "1"));
	}
	return { indexUsd, guessed };
}

/** Forward of each expiry that prints none, by the name of its future. */
function parityForwards(options: readonly Quoted[]): ReadonlyMap<string, string> {
	const silent = options.filter(({ row }) => row.forward === undefined && row.mark !== undefined);
	const byStrike = Map.groupBy(
		silent,
		({ instrument: { underlying, settles, expiryMs, strike } }) =>
			`${formatInstrumentName({ kind: "future", underlying, settles, expiryMs })} ${strike}`,
	);
	const forwards = new Map<string, string[]>();
	for (const [key, pair] of byStrike) {
		const call = pair.find(({ instrument }) => instrument.optionType === "C");
		const put = pair.find(({ instrument }) => instrument.optionType === "P");
		const [future = "", strike = ""] = key.split(" ");
		if (call?.row.mark === undefined || put?.row.mark === undefined) continue;
		const premium = subtractDecimals(decimal(call.row.mark), decimal(put.row.mark));
		const forward = addDecimals(decimal(strike), premium);
		if (forward.units > 0n) forwards.set(future, [...(forwards.get(future) ?? []), textOf(forward)]);
	}
	return new Map(
		[...forwards].map(([future, all]) => [
			future,
			all.toSorted(compareDecimalText)[Math.floor((all.length - 1) / 2)] as string,
		]),
	);
}

const decimal = (text: string): Decimal => parseDecimal(text, "price");
const textOf = ({ units, decimals }: Decimal): string => formatScaled(units, decimals);
const product = (a: string, b: string): string => textOf(multiplyDecimals(decimal(a), decimal(b)));

/** Times `10^places`, exactly. */
function shifted(text: string, places: number): string {
	return textOf(multiplyDecimals(decimal(text), { units: 10n ** BigInt(places), decimals: 0 }));
}

function emptyChain(venue: Venue): InputError {
	return new InputError({
		code: "CHAIN_EMPTY",
		message: `the answers of ${venue} have no perpetual, future or option`,
		field: "answers",
		hint: "pass the public answers that `zkmargin market import --help` lists",
	});
}
