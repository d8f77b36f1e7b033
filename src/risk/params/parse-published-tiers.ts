/**
 * Files of published collateral ladders, one form per venue (`docs/charges.md`, "Published ladders").
 * Fields that say where a file comes from are ignored.
 */
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { symbolText } from "../../input/text-shape.ts";
import { type Decimal, parseDecimal } from "../../units/decimal.ts";
import { numberToDecimal } from "../../units/number-to-decimal.ts";
import {
	haircutToRatePpmDown,
	type PublishedBand,
	type PublishedLadder,
	rateToPpmDown,
} from "./published-ladder.ts";

export const TIER_VENUES = ["binance", "okx", "bybit", "kraken", "deribit"] as const;
export type TierVenue = (typeof TIER_VENUES)[number];

export type PublishedTiers = {
	readonly ladders: readonly PublishedLadder[];
	/** Ladders of which a venue published only a part. */
	readonly incomplete: readonly string[];
};

/** @throws InputError `TIERS_MALFORMED` */
export function parsePublishedTiers(venue: TierVenue, file: unknown): PublishedTiers {
	return PARSERS[venue](file);
}

/** Beyond 2^53 a number in JSON is not the one that was written. */
const amount = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** `[from, to, rate]`, `to` null in a last band without end. */
const band = z.tuple([amount, amount.nullable(), amount]);
const bands = z.array(band);
type Band = z.output<typeof band>;

const binance = z.object({
	tierUnit: z.literal("USD"),
	assets: z.array(
		z.object({
			asset: symbolText,
			portfolioMargin: bands.optional(),
			crossMargin: bands.optional(),
			vipLoan: bands.optional(),
		}),
	),
});

const okx = z.object({
	published: z.array(
		z.object({
			asset: symbolText,
			tierUnit: z.enum(["USD", "coin"]),
			complete: z.boolean(),
			before: bands.optional(),
			after: bands.optional(),
			tiers: bands.optional(),
		}),
	),
});

const bybit = z.object({ tables: z.array(z.record(symbolText, z.unknown())) });
const kraken = z.object({ collateral: z.record(symbolText, z.tuple([amount, amount.nullable()])) });
const deribit = z.object({
	haircuts: z.record(symbolText, z.union([amount, z.object({ after: amount })])),
});

const PARSERS: Readonly<Record<TierVenue, (file: unknown) => PublishedTiers>> = {
	/** Rates in percent of the USD value. */
	binance: (file) => {
		const { assets } = parse(binance, file, "Binance");
		const tables = ["portfolioMargin", "crossMargin", "vipLoan"] as const;
		const ladders = assets.flatMap((entry) =>
			tables.flatMap((table): PublishedLadder[] => {
				const ladder = entry[table];
				if (ladder === undefined) return [];
				// A ladder without bands: nothing of the asset counts, which is a haircut of 100 % and not none.
				const counted = ladder.length === 0 ? [NOTHING_COUNTS] : ladder;
				return [
					{ asset: entry.asset, table, unit: "USD", bands: counted.map((one) => published(one, PERCENT)) },
				];
			}),
		);
		return { ladders, incomplete: [] };
	},
	okx: (file) => {
		const entries = parse(okx, file, "OKX").published;
		const ladders = entries
			.filter(({ complete }) => complete)
			.flatMap(({ asset, tierUnit, ...states }) =>
				(["before", "after", "tiers"] as const).flatMap((table): PublishedLadder[] => {
					const ladder = states[table];
					if (ladder === undefined) return [];
					return [{ asset, table, unit: tierUnit, bands: ladder.map((one) => published(one, WHOLE)) }];
				}),
			);
		return { ladders, incomplete: entries.filter(({ complete }) => !complete).map(({ asset }) => asset) };
	},
	/** Tables are numbered from 0; a table may hold products, each with ladders of its own. */
	bybit: (file) => {
		const { tables } = parse(bybit, file, "Bybit");
		const ladders = tables.flatMap((table, at) =>
			Object.entries(table).flatMap(([name, value]): PublishedLadder[] => {
				if (Array.isArray(value)) return [coinLadder(name, `${at}`, value)];
				if (typeof value !== "object" || value === null) return [];
				return Object.entries(value).map(([asset, inner]) => coinLadder(asset, `${at}.${name}`, inner));
			}),
		);
		return { ladders, incomplete: [] };
	},
	/** Flat haircuts in percent. */
	kraken: (file) => {
		const { collateral } = parse(kraken, file, "Kraken");
		const entries = Object.entries(collateral).map(([asset, [haircut]]) =>
			flat(asset, decimal(haircut, PERCENT)),
		);
		return { ladders: entries, incomplete: [] };
	},
	/** Flat haircuts as shares; where one changed, the later. */
	deribit: (file) => {
		const { haircuts } = parse(deribit, file, "Deribit");
		const entries = Object.entries(haircuts).map(([asset, haircut]) =>
			flat(asset, decimal(typeof haircut === "number" ? haircut : haircut.after, WHOLE)),
		);
		return { ladders: entries, incomplete: [] };
	},
};

const NOTHING_COUNTS: Band = [0, null, 0];

/** Decimals that a unit of the file shifts a rate by. */
const WHOLE = 0;
const PERCENT = 2;

function published([from, to, rate]: Band, shift: number): PublishedBand {
	return {
		from: numberToDecimal(from),
		to: to === null ? undefined : numberToDecimal(to),
		ratePpmDown: rateToPpmDown(decimal(rate, shift)),
	};
}

function coinLadder(asset: string, table: string, value: unknown): PublishedLadder {
	const ladder = parse(bands, value, `Bybit, table ${table}, ${asset}`);
	return { asset, table, unit: "coin", bands: ladder.map((one) => published(one, WHOLE)) };
}

function flat(asset: string, haircut: Decimal): PublishedLadder {
	const ratePpmDown = haircutToRatePpmDown(haircut);
	return { asset, table: "haircuts", unit: "USD", bands: [{ from: "0", to: undefined, ratePpmDown }] };
}

function decimal(value: number, shift: number): Decimal {
	const { units, decimals } = parseDecimal(numberToDecimal(value), "rate");
	return { units, decimals: decimals + shift };
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, venue: string): z.output<Schema> {
	const hint = "docs/charges.md describes the form of each venue's file";
	return parseShape({ schema, value, code: "TIERS_MALFORMED", what: `tier file of ${venue}`, hint });
}

export type LadderSelection = {
	readonly table?: string | undefined;
	/** All of the table without it. */
	readonly assets?: readonly string[] | undefined;
};

/**
 * Of each asset the ladder in `table`; without a table, its only one.
 *
 * @throws InputError `TIERS_TABLE_UNKNOWN`, `TIERS_TABLE_AMBIGUOUS`, `TIERS_ASSET_UNKNOWN`
 */
export function selectLadders(
	{ ladders }: PublishedTiers,
	{ table, assets }: LadderSelection,
): PublishedLadder[] {
	const tables = [...new Set(ladders.map((ladder) => ladder.table))].join(", ");
	const inTable = ladders.filter((ladder) => table === undefined || ladder.table === table);
	const refuse = (code: string, message: string, field: string, hint: string): never => {
		throw new InputError({ code, message, field, hint });
	};
	if (table !== undefined && inTable.length === 0) {
		refuse(
			"TIERS_TABLE_UNKNOWN",
			`no ladder stands in a table "${table}"`,
			"table",
			`the file has: ${tables}`,
		);
	}
	for (const asset of assets ?? []) {
		if (inTable.some((ladder) => ladder.asset === asset)) continue;
		refuse(
			"TIERS_ASSET_UNKNOWN",
			`the file has no complete ladder of ${asset}`,
			asset,
			"check asset and table",
		);
	}
	const chosen = inTable.filter(({ asset }) => assets === undefined || assets.includes(asset));
	const seen = new Set<string>();
	for (const { asset } of chosen) {
		if (seen.has(asset)) {
			refuse("TIERS_TABLE_AMBIGUOUS", `${asset} stands in several tables`, asset, `choose one of: ${tables}`);
		}
		seen.add(asset);
	}
	return chosen;
}
