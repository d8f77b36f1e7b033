/** The ladders that venues really publish: exact in tiers, covered from above by five segments. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePublishedTiers, type TierVenue } from "../../../src/risk/params/parse-published-tiers.ts";
import { haircutTiersOf, type PublishedLadder } from "../../../src/risk/params/published-ladder.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { checkLadder, type DirectBand } from "./ladder-check.ts";

const FILES: readonly (readonly [TierVenue, string])[] = [
	["binance", "tiers-binance.json"],
	["binance", "tiers-binance-2024.json"],
	["okx", "tiers-okx.json"],
	["bybit", "tiers-bybit.json"],
	["kraken", "tiers-kraken.json"],
	["deribit", "tiers-deribit.json"],
];
/** Whole cents, so that the direct evaluation of bands in coins has whole µUSD. */
const PRICE_CENTS = 41n;
type RawBand = readonly [from: number, to: number | null, rate: number];
type RawFile = Readonly<
	Partial<Record<"assets" | "published" | "tables", readonly Readonly<Record<string, unknown>>[]>>
>;

const LOTS = ["0.2492", "0.99983", "1.0000001", "0.637"];

/** Straight from the file's own numbers, past the importer; flat haircuts have no bands to read. */
function direct(file: RawFile, { asset, table, unit, bands }: PublishedLadder): DirectBand[] {
	const scale = unit === "USD" ? 1_000_000n : PRICE_CENTS * 10_000n;
	const raw = file.assets?.find((entry) => entry.asset === asset)?.[table] as RawBand[] | undefined;
	const okx = file.published?.find((entry) => entry.asset === asset && entry.complete === true)?.[table];
	const [at = "", product] = table.split(".");
	const bybit = file.tables?.[Number(at)];
	const inner = product === undefined ? bybit : (bybit?.[product] as Record<string, unknown> | undefined);
	const found = raw ?? (okx as RawBand[] | undefined) ?? (inner?.[asset] as RawBand[] | undefined);
	if (found === undefined) return bands.map(({ ratePpmDown }) => [0n, null, ratePpmDown]);
	const rateScale = raw === undefined ? 1_000_000 : 10_000;
	return found
		.map(([from, to, rate]): DirectBand => {
			return [
				BigInt(from) * scale,
				to === null ? null : BigInt(to) * scale,
				BigInt(Math.round(rate * rateScale)),
			];
		})
		.sort(([left], [right]) => (left < right ? -1 : 1));
}

const isOverlapping = (bands: readonly DirectBand[]) =>
	bands.some(([from], k) => k > 0 && from !== bands[k - 1]?.[1]);

describe.skipIf(!hasShared)("published ladders (skipped without the shared data folder)", () => {
	it("of five venues are exact in tiers and covered by five segments in all bands", () => {
		const assets: Record<string, Set<string>> = {};
		let longest = 0;
		let ladderCount = 0;
		for (const [venue, file] of FILES) {
			const raw = JSON.parse(readFileSync(sharedPath("data/tiers", file), "utf8")) as RawFile;
			const { ladders } = parsePublishedTiers(venue, raw);
			for (const ladder of ladders) {
				const name = `${file} ${ladder.table} ${ladder.asset}`;
				const bands = direct(raw, ladder);
				if (isOverlapping(bands)) {
					expect(thrownBy(() => haircutTiersOf(ladder, "0.41")).code, name).toBe("TIERS_NOT_CONTIGUOUS");
					continue;
				}
				const { tiers, tightened } = haircutTiersOf(ladder, "0.41");
				expect(tightened, name).toBe(false);
				checkLadder({ name, bands, tiers, lotUsd: LOTS[ladderCount % LOTS.length] as string });
				ladderCount += 1;
				longest = Math.max(longest, tiers.length);
				if (bands.length > 1) assets[venue] = (assets[venue] ?? new Set()).add(ladder.asset);
			}
		}
		const counts = Object.fromEntries(Object.entries(assets).map(([venue, names]) => [venue, names.size]));
		expect(counts.binance).toBeGreaterThanOrEqual(50);
		expect(counts.okx).toBeGreaterThanOrEqual(2);
		expect(counts.bybit).toBeGreaterThanOrEqual(1);
		expect(longest).toBe(29);
	});
});
