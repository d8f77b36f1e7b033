import { describe, expect, it } from "vitest";
import { STRESS_LANES } from "../../../src/risk/model/dimensions.ts";
import { buildStressScenarios, type StressRequest } from "../../../src/risk/scenarios/stress-scenarios.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const REQUEST: StressRequest = {
	params: SAMPLE_PARAMS,
	underlyings: ["BTC", "ETH"],
	assets: [
		{ symbol: "USD", assetClass: "fiat" },
		{ symbol: "USDC", assetClass: "stable" },
		{ symbol: "BTC", assetClass: "coin" },
		{ symbol: "WBTC", assetClass: "wrapped" },
	],
	decorrelation: [{ underlying: "ETH", downPpm: -90_000n, upPpm: 99_000n }],
	moments: { now: 0, nextExpiry: 3_600_000, horizon: 86_400_000 },
};

const named = (name: string, request = REQUEST) => {
	const found = buildStressScenarios(request).find((scenario) => scenario.name === name);
	expect(found, name).toBeDefined();
	return found;
};

describe("the stress set", () => {
	const scenarios = buildStressScenarios(REQUEST);

	it("fills every lane, the mark first and again in the lanes that nothing uses", () => {
		expect(scenarios).toHaveLength(STRESS_LANES);
		expect(scenarios[0]).toMatchObject({ name: "mark", laterMs: 0, movesPpm: {}, vols: {} });
		expect(scenarios.at(-1)).toMatchObject({ name: "mark (unused lane)", laterMs: 0, movesPpm: {} });
		const used = scenarios.filter(({ name }) => !name.startsWith("mark"));
		// 16 of the grid, 67 of the bands, 5 common tails, 2 decorrelation, 2 × 2 depegs, all at a discount, all at a premium
		expect(used).toHaveLength(96);
	});

	it("happens at once, just after the next expiry, or at the horizon, as the parameters say", () => {
		const moments = (text: string) =>
			new Set(scenarios.filter(({ name }) => name.includes(text)).map(({ laterMs }) => laterMs));
		expect(moments(", at once")).toEqual(new Set([0]));
		expect(moments(", after the next expiry")).toEqual(new Set([3_600_000]));
		expect(moments("far ")).toEqual(new Set([86_400_000]));
	});

	it("moves everything together in the grid", () => {
		expect(named("common −12 %, vol up")).toMatchObject({
			movesPpm: { BTC: -120_000n, ETH: -120_000n },
			vols: { BTC: "up", ETH: "up" },
			weight: { units: 1n, decimals: 0 },
		});
	});

	it("damps far moves by damp/|move|, rounded up", () => {
		expect(named("far −66 %, vol up")?.weight).toEqual({ units: 242_425n, decimals: 6 });
		expect(named("far +200 %, vol up")?.weight).toEqual({ units: 80_000n, decimals: 6 });
	});

	it("multiplies common moves by an underlying's own factor, and never takes more than everything", () => {
		const request = { ...REQUEST, underlyings: ["BTC", "SOL"] };
		expect(named("common −16 %, vol up", request)?.movesPpm).toEqual({ BTC: -160_000n, SOL: -240_000n });
		const { stress } = SAMPLE_PARAMS;
		const params = { ...SAMPLE_PARAMS, stress: { ...stress, moveFactors: { SOL: 4_000_000n } } };
		expect(named("common −30 %, vol up, weight 0.533334", { ...request, params })?.movesPpm).toEqual({
			BTC: -300_000n,
			SOL: -990_000n,
		});
	});

	it("moves one underlying alone, with parameters of its own where it has some", () => {
		const single = {
			moves: [-660_000n, 500_000n],
			damp: 160_000n,
			underlyings: { SOL: { moves: [1_500_000n], damp: 240_000n } },
		};
		const params = { ...SAMPLE_PARAMS, stress: { ...SAMPLE_PARAMS.stress, bands: [], singleTails: single } };
		const request = { ...REQUEST, params, underlyings: ["BTC", "SOL"] };
		expect(named("BTC alone −66 %, vol up", request)).toMatchObject({ movesPpm: { BTC: -660_000n } });
		expect(named("SOL alone +150 %, vol up", request)?.weight).toEqual({ units: 160_000n, decimals: 6 });
	});

	it("takes each pegged asset off its peg while others are sought after, in a still and in a falling market", () => {
		expect(named("USDC depeg −6 %")).toMatchObject({
			depegsPpm: { USDC: -60_000n, WBTC: 20_000n },
			movesPpm: {},
		});
		expect(named("WBTC depeg −15 %, common −16 %")).toMatchObject({
			depegsPpm: { USDC: 30_000n, WBTC: -150_000n },
			movesPpm: { BTC: -160_000n, ETH: -160_000n },
		});
	});

	it("takes all pegged assets off their pegs together, down and up", () => {
		expect(named("all depeg")?.depegsPpm).toEqual({ USDC: -60_000n, WBTC: -150_000n });
		expect(named("all at a premium")?.depegsPpm).toEqual({ USDC: 30_000n, WBTC: 20_000n });
	});

	it("asks a single pegged asset three times, and none not at all", () => {
		const depegsOf = (assets: StressRequest["assets"]) =>
			buildStressScenarios({ ...REQUEST, assets })
				.filter(({ depegsPpm }) => Object.keys(depegsPpm).length > 0)
				.map(({ name }) => name);
		const usdc = { symbol: "USDC", assetClass: "stable" } as const;
		expect(depegsOf([usdc])).toEqual([
			"USDC depeg −6 %",
			"USDC depeg −6 %, common −16 %",
			"all at a premium",
		]);
		expect(depegsOf([{ symbol: "USD", assetClass: "fiat" }])).toEqual([]);
	});

	it("parts one underlying from the others, both ways", () => {
		expect(named("ETH parts −9 %")?.movesPpm).toEqual({ ETH: -90_000n });
		expect(named("ETH parts +9.9 %")?.movesPpm).toEqual({ ETH: 99_000n });
	});

	const venue = (coins: number, stables: number, wrapped: number): StressRequest => ({
		...REQUEST,
		underlyings: Array.from({ length: coins }, (_, k) => `C${k}`),
		assets: [
			...Array.from({ length: stables }, (_, k) => ({ symbol: `S${k}`, assetClass: "stable" as const })),
			...Array.from({ length: wrapped }, (_, k) => ({ symbol: `W${k}`, assetClass: "wrapped" as const })),
		],
		decorrelation: [],
	});

	it("holds any number of coins: 89 scenarios, two for each pegged asset and two for all; ten coins, three stables and two wrapped ones fit", () => {
		const used = (request: StressRequest) =>
			buildStressScenarios(request).filter(({ name }) => name !== "mark (unused lane)").length;
		for (const coins of [1, 3, 10, 60]) expect(used(venue(coins, 1, 1))).toBe(89 + 6);
		expect(used(venue(10, 3, 2))).toBe(89 + 12);
	});

	it("is refused, never cut, when it does not fit", () => {
		const error = thrownBy(() => buildStressScenarios(venue(10, 8, 8)));
		expect(error).toMatchObject({ code: "SCENARIOS_DO_NOT_FIT", field: "stress" });
		expect(error.message).toBe(
			`the parameters ask for ${89 + 34} stress scenarios, a table holds ${STRESS_LANES}`,
		);
	});
});
