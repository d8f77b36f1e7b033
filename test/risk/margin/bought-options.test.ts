/**
 * Bought options ask no more than they are worth: a debt-free account that only bought options keeps its
 * cash as free collateral, less what closing them costs. Every listed option, alone and in books, at both
 * levels.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { parseMarketSnapshot } from "../../../src/market/snapshot/market-format.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { buildRiskRowsOnly } from "../../../src/risk/table/build-risk-table.ts";
import { BEFORE_THE_CRASH, realMarket } from "../../support/market/real-market.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const SEED = 20261121;
const LEVELS = ["maintenance", "initial"] as const;
const CASH = { usd: 1_000n, lotsPerUsd: 100n };

type Market = { readonly options: readonly number[]; readonly usdId: number; readonly rows: RowsByLevel };
type RowsByLevel = Readonly<Record<(typeof LEVELS)[number], readonly RiskRow[]>>;

function sampleMarket(): Market {
	const read = (file: string) => readFileSync(new URL(`../../../sample/${file}`, import.meta.url), "utf8");
	const snapshot = parseMarketSnapshot(JSON.parse(read("market.json")));
	const listing = buildListing(snapshot);
	const rows = buildRiskRowsOnly({
		listing,
		snapshot,
		params: SAMPLE_PARAMS,
		closes: parseDailyCloses(read("daily-closes.csv")),
		ivHistory: parseIvHistory(read("iv-history.csv")),
	});
	return { ...namesOf(listing.instruments), rows };
}

function realChain(): Market {
	const { snapshot, listing } = realMarket(BEFORE_THE_CRASH);
	const closes = readFileSync(sharedPath("data", "market", "daily-closes.csv"), "utf8");
	const rows = buildRiskRowsOnly({
		listing,
		snapshot,
		params: SAMPLE_PARAMS,
		closes: parseDailyCloses(closes),
	});
	return { ...namesOf(listing.instruments), rows };
}

function namesOf(
	instruments: readonly { readonly id: number; readonly name: string; readonly kind: string }[],
) {
	return {
		options: instruments.filter(({ kind }) => kind === "option").map(({ id }) => id),
		usdId: instruments.find(({ name }) => name === "USD")?.id ?? 0,
	};
}

/** Free collateral less the cash, and what closing costs, of options beside cash. */
function beside({ usdId }: Market, rows: readonly RiskRow[], bought: readonly Holding[]) {
	const cash = { id: usdId, qtyLots: CASH.usd * CASH.lotsPerUsd };
	const { freeCollateralMicroUsd, totals } = assessMargin(
		rows,
		[cash, ...bought].sort((a, b) => a.id - b.id),
	);
	return {
		gainMicroUsd: freeCollateralMicroUsd - CASH.usd * 1_000_000n,
		closingMicroUsd: totals.haircutsAndCostsMicroUsd,
		totals,
	};
}

describe.each([
	["the sample market", sampleMarket, true],
	["a real chain (skipped without the shared data folder)", realChain, hasShared],
] as const)("on %s", (_name, load, isThere) => {
	it.skipIf(!isThere)(
		"every listed option held alone leaves the cash less its closing cost",
		{ timeout: 120_000 },
		() => {
			const market = load();
			expect(market.options.length).toBeGreaterThan(700);
			for (const level of LEVELS) {
				for (const id of market.options) {
					for (const qtyLots of [1n, 500n]) {
						const { gainMicroUsd, closingMicroUsd } = beside(market, market.rows[level], [{ id, qtyLots }]);
						expect(gainMicroUsd >= -closingMicroUsd, `${level}, id ${id}: ${gainMicroUsd}`).toBe(true);
					}
				}
			}
			const draw = drawFrom(SEED);
			for (let round = 0; round < 300; round++) {
				const level = draw.pick(LEVELS);
				const ids = new Set(Array.from({ length: draw.integer(2, 12) }, () => draw.pick(market.options)));
				const book = [...ids].map((id) => ({ id, qtyLots: 1n + draw.anyMagnitude(9) }));
				const { gainMicroUsd, closingMicroUsd, totals } = beside(market, market.rows[level], book);
				expect(totals.vegaMicroUsd + totals.basisMicroUsd + totals.uncoveredShortMicroUsd).toBe(0n);
				expect(
					gainMicroUsd >= -closingMicroUsd - totals.concentrationMicroUsd,
					`seed ${SEED}, ${level}, ids ${[...ids]}: ${gainMicroUsd}`,
				).toBe(true);
			}
		},
	);
});
