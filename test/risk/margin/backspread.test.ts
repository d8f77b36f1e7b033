/**
 * Options that expire within the day are kinked at their strikes, between the moves of a grid: a book that is short one strike
 * and long more of the next one down loses most just there. On the sample market and on a real chain.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseAccount } from "../../../src/ledger/account-file.ts";
import { settleAccount } from "../../../src/ledger/settle-account.ts";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import { parseMarketSnapshot } from "../../../src/market/snapshot/market-format.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { buildRiskRowsOnly, type RiskTableSources } from "../../../src/risk/table/build-risk-table.ts";
import { BEFORE_THE_CRASH, realMarket, realSources } from "../../support/market/real-market.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

/** A quarter percent, over ±30 %. */
const MOVES = Array.from({ length: 241 }, (_, at) => at / 400 - 0.3);

function sampleSources(params: RiskParams): RiskTableSources {
	const read = (file: string) => readFileSync(new URL(`../../../sample/${file}`, import.meta.url), "utf8");
	const snapshot = parseMarketSnapshot(JSON.parse(read("market.json")));
	return {
		snapshot,
		listing: buildListing(snapshot),
		params,
		closes: parseDailyCloses(read("daily-closes.csv")),
		ivHistory: parseIvHistory(read("iv-history.csv")),
	};
}

/** Options of one expiry, by what they pay there after a move of their forward. */
function judged(sources: RiskTableSources, holdings: readonly Holding[]) {
	const marked = markInstruments(sources.listing, sources.snapshot);
	const { equityMicroUsd, freeCollateralMicroUsd } = assessMargin(
		buildRiskRowsOnly(sources).maintenance,
		holdings,
	);
	const paysUsd = (move: number) =>
		holdings.reduce((sum, { id, qtyLots }) => {
			const option = marked[id - 1];
			const size = Number(qtyLots) * Number(option?.lot);
			if (option?.kind !== "option") return sum + size * Number(option?.priceUsd);
			const aboveUsd = Number(option.priceUsd) * (1 + move) - Number(option.strike);
			return sum + size * Math.max(0, option.optionType === "C" ? aboveUsd : -aboveUsd);
		}, 0);
	const worstUsd = Math.min(...MOVES.map(paysUsd));
	const lossUsd = Number(equityMicroUsd) / 1e6 - worstUsd;
	const requiredUsd = Number(equityMicroUsd - freeCollateralMicroUsd) / 1e6;
	return { isAccepted: freeCollateralMicroUsd >= 0n, lossUsd, requiredUsd, paysUsd };
}

describe("a backspread that expires within the day", () => {
	const withoutBands: RiskParams = {
		...SAMPLE_PARAMS,
		stress: { ...SAMPLE_PARAMS.stress, bands: [] },
		charges: {
			...SAMPLE_PARAMS.charges,
			uncoveredShortOption: { ...SAMPLE_PARAMS.charges.uncoveredShortOption, near: 5_000n },
		},
	};
	const book = (sources: RiskTableSources): Holding[] =>
		[
			{ name: "BTC-21NOV26-80000-P", size: -100 },
			{ name: "BTC-21NOV26-77500-P", size: 200 },
		]
			.map(({ name, size }): Holding => {
				const listed = sources.listing.instruments.find((one) => one.name === name);
				if (listed === undefined) throw new Error(`no ${name}`);
				return { id: listed.id, qtyLots: BigInt(Math.round(size / Number(listed.lot))) };
			})
			.sort((a, b) => a.id - b.id);

	it("on the sample loses less than 1.5 times its maintenance, and more than twice what a bare grid would ask", () => {
		const sources = sampleSources(SAMPLE_PARAMS);
		const now = judged(sources, book(sources));
		expect(now.lossUsd / now.requiredUsd).toBeLessThan(1.5);
		const bare = judged(sampleSources(withoutBands), book(sources));
		expect(bare.lossUsd).toBe(now.lossUsd);
		expect(bare.lossUsd / bare.requiredUsd).toBeGreaterThan(2);
	});

	it.skipIf(!hasShared)("of the audit is refused on its chain (skipped without the shared folder)", () => {
		const sources = realSources(realMarket(BEFORE_THE_CRASH));
		const account = parseAccount(JSON.parse(readFileSync(sharedPath("cases", "backspread.json"), "utf8")));
		const { holdings } = settleAccount({ account, listing: sources.listing });
		const { isAccepted, lossUsd, requiredUsd, paysUsd } = judged(sources, holdings);
		expect(paysUsd(-0.15)).toBeLessThan(-130_000);
		expect(isAccepted).toBe(false);
		expect(requiredUsd).toBeGreaterThanOrEqual(lossUsd / 1.25);
	});
});
