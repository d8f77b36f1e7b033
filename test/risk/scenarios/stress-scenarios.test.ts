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
		expect(scenarios[0]).toMatchObject({ name: "mark", daysLater: 0, movesPpm: {}, vols: {} });
		expect(scenarios.at(-1)).toMatchObject({ name: "mark (unused lane)", daysLater: 0, movesPpm: {} });
		const used = scenarios.filter(({ name }) => !name.startsWith("mark"));
		expect(used.every(({ daysLater }) => daysLater === 1)).toBe(true);
		// 27 of the grid, 5 common and 2 × 4 single tails, 2 decorrelation, 2 × 3 depegs
		expect(used).toHaveLength(48);
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

	it("moves one underlying alone, with parameters of its own where it has some", () => {
		const request = { ...REQUEST, underlyings: ["BTC", "SOL"] };
		expect(named("BTC alone −66 %, vol up", request)).toMatchObject({ movesPpm: { BTC: -660_000n } });
		expect(named("SOL alone +150 %, vol up", request)?.weight).toEqual({ units: 160_000n, decimals: 6 });
	});

	it("takes each pegged asset off its peg, alone, in a falling market, and at a premium", () => {
		expect(named("USDC depeg −12 %")).toMatchObject({ depegsPpm: { USDC: -120_000n }, movesPpm: {} });
		expect(named("WBTC depeg −15 %, common −16 %")).toMatchObject({
			depegsPpm: { WBTC: -150_000n },
			movesPpm: { BTC: -160_000n, ETH: -160_000n },
		});
		expect(named("USDC premium +3 %")?.depegsPpm).toEqual({ USDC: 30_000n });
	});

	it("parts one underlying from the others, both ways", () => {
		expect(named("ETH parts −9 %")?.movesPpm).toEqual({ ETH: -90_000n });
		expect(named("ETH parts +9.9 %")?.movesPpm).toEqual({ ETH: 99_000n });
	});

	it("holds 5 underlyings and 2 pegged assets: 33 + 6 lanes each + 3 per pegged asset; one more is refused", () => {
		const request = (count: number): StressRequest => {
			const underlyings = Array.from({ length: count }, (_, k) => `C${k}`);
			const decorrelation = underlyings.map((underlying) => ({
				underlying,
				downPpm: -90_000n,
				upPpm: 99_000n,
			}));
			return { ...REQUEST, underlyings, decorrelation };
		};
		const used = (count: number) =>
			buildStressScenarios(request(count)).filter(({ name }) => name !== "mark (unused lane)").length;
		for (const count of [2, 3, 5]) expect(used(count)).toBe(33 + 6 * count + 6);
		const error = thrownBy(() => buildStressScenarios(request(6)));
		expect(error).toMatchObject({ code: "SCENARIOS_DO_NOT_FIT", field: "stress" });
		expect(error.message).toBe("the parameters ask for 75 stress scenarios, a table holds 72");
	});

	it("is refused, never cut, when it does not fit", () => {
		const underlyings = Array.from({ length: 11 }, (_, k) => `C${k}`);
		const error = thrownBy(() => buildStressScenarios({ ...REQUEST, underlyings }));
		// the mark, 27, 5, 11 × 4, 2, 6
		expect(error).toMatchObject({ code: "SCENARIOS_DO_NOT_FIT", field: "stress" });
		expect(error.message).toBe("the parameters ask for 85 stress scenarios, a table holds 72");
	});
});
