import { describe, expect, it } from "vitest";
import { tailConfidences } from "../../../src/risk/calibration/tail-confidence.ts";
import { jointLogReturns } from "../../../src/risk/scenarios/daily-returns.ts";
import { buildTailScenarios, filterAll } from "../../../src/risk/scenarios/tail-scenarios.ts";
import { madeUpCloses } from "../../support/market/daily-closes.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const UNDERLYINGS = ["BTC", "ETH", "SOL"];
const LATER_MS = Date.UTC(2026, 5, 1);
const closes = madeUpCloses({ seed: 21, symbols: UNDERLYINGS, lastDay: "2026-02-04", days: 700 });
const returns = jointLogReturns(closes, UNDERLYINGS, LATER_MS);
const HISTORY_DAYS = 699 - SAMPLE_PARAMS.tail.seedDays;

describe("the confidence of the tail set", () => {
	const found = tailConfidences({ returns, underlyings: UNDERLYINGS, params: SAMPLE_PARAMS });
	const of = (book: string) => found.find((one) => one.book === book);

	it("is stated for everything together, each coin and each pair, both ways", () => {
		expect(found.map(({ book }) => book)).toEqual([
			"equal parts long",
			"equal parts short",
			"BTC long",
			"BTC short",
			"ETH long",
			"ETH short",
			"SOL long",
			"SOL short",
			"ETH against BTC",
			"BTC against ETH",
			"SOL against BTC",
			"BTC against SOL",
		]);
	});

	it("compares the mean of the worst three tail days with the worst days of the whole history", () => {
		const set = buildTailScenarios({
			returns,
			underlyings: UNDERLYINGS,
			params: SAMPLE_PARAMS,
			knownAtMs: LATER_MS,
		});
		const tail = set.map(({ movesPpm }) => -Number(movesPpm.ETH) / 1e6).sort((a, b) => b - a);
		const shortfall = ((tail[0] as number) + (tail[1] as number) + (tail[2] as number)) / 3;
		expect(of("ETH long")?.shortfall).toBeCloseTo(shortfall, 5);
		const [, eth] = filterAll(returns, SAMPLE_PARAMS);
		const losses = (eth?.standardised ?? [])
			.slice(SAMPLE_PARAMS.tail.seedDays)
			.map((z) => 1 - Math.exp(z * (eth?.forecast ?? 0)))
			.sort((a, b) => b - a);
		const meanOf = (count: number) => losses.slice(0, count).reduce((sum, loss) => sum + loss, 0) / count;
		const { worstDays = 0, historyDays, confidence } = of("ETH long") ?? {};
		expect(historyDays).toBe(HISTORY_DAYS);
		expect(meanOf(worstDays)).toBeGreaterThanOrEqual(shortfall - 2e-6);
		expect(meanOf(worstDays + 1)).toBeLessThan(shortfall);
		expect(confidence).toBe(1 - worstDays / HISTORY_DAYS);
	});

	it("is never above what three days of the whole history could give, and above 97.5 % for whole coins", () => {
		for (const { book, worstDays, confidence } of found) {
			expect(worstDays, book).toBeGreaterThanOrEqual(3);
			if (!book.includes("against")) expect(confidence, book).toBeGreaterThan(0.975);
		}
	});

	it("falls when no stress days are chosen", () => {
		const none = { recentDays: 120, commonStressDays: 0, secondStressDays: 0, residualStressDays: 0 };
		const params = { ...SAMPLE_PARAMS, tail: { ...SAMPLE_PARAMS.tail, ...none } };
		const without = tailConfidences({ returns, underlyings: UNDERLYINGS, params });
		const least = (all: typeof found) => Math.min(...all.map(({ confidence }) => confidence));
		expect(least(without)).toBeLessThan(least(found));
	});

	it("has two books for a single underlying", () => {
		const [btc = []] = returns.byUnderlying;
		const single = { ...returns, byUnderlying: [btc] };
		const books = tailConfidences({ returns: single, underlyings: ["BTC"], params: SAMPLE_PARAMS });
		expect(books.map(({ book }) => book)).toEqual(["BTC long", "BTC short"]);
	});
});
