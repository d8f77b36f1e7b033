/** What is registered of the common stress scenarios is what honest publishers commit to, whatever is listed. */
import { describe, expect, it } from "vitest";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { nameWord, ownNames, type ScenarioLeaf } from "../../../src/risk/scenarios/scenario-leaf.ts";
import { stressLeaves } from "../../../src/risk/scenarios/stress-leaves.ts";
import { disputeCase } from "../../support/market/dispute-case.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { PMRM_LIKE_PARAMS, SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const AFTER_NEXT_EXPIRY = 2 ** 32 - 1;

const withStress = (stress: Partial<RiskParams["stress"]>): RiskParams => ({
	...SAMPLE_PARAMS,
	stress: { ...SAMPLE_PARAMS.stress, ...stress },
});
const PROFILES: Readonly<Record<string, RiskParams>> = {
	sample: SAMPLE_PARAMS,
	"pmrm-like": PMRM_LIKE_PARAMS,
	"a coin that moves further": withStress({ moveFactors: { BTC: 1_500_000n, ETH: 2_000_001n } }),
	"moves at their limits": withStress({ moveFactors: { BTC: 5_000_000n, ETH: 1n } }),
	"half-way surfaces": withStress({ grid: { ...SAMPLE_PARAMS.stress.grid, vols: ["halfUp"] } }),
};

describe.each(Object.entries(PROFILES))("%s", (_name, params) => {
	const { instruments, market, scenarios } = disputeCase(SMALL_MARKET, params);
	const registered = stressLeaves(params);
	const byPlace = new Map(registered.map((leaf) => [`${leaf.lane} ${leaf.parametersOf}`, leaf]));
	const underlyings = new Map(market.leaves.map(({ subject, underlying }) => [subject, underlying]));

	it("has every common scenario of every subject that moves, under the name that counts for it", () => {
		const names = ownNames(params).map(nameWord);
		let compared = 0;
		for (const leaf of scenarios.scenarios) {
			const underlying = underlyings.get(leaf.subject) ?? 0n;
			if (underlying === nameWord("USD")) continue;
			const name = names.includes(underlying) ? underlying : 0n;
			expect(leaf.parametersOf).toBe(name);
			const expected = byPlace.get(`${leaf.lane} ${name}`);
			if (expected === undefined) continue;
			const moment = expected.laterMs === AFTER_NEXT_EXPIRY ? { laterMs: AFTER_NEXT_EXPIRY } : {};
			const found: ScenarioLeaf = { ...leaf, subject: 0n, ...moment };
			expect(found).toEqual(expected);
			compared++;
		}
		expect(compared).toBeGreaterThanOrEqual(registered.length);
		expect(instruments.length).toBeGreaterThan(5);
	});

	it("leaves out the mark, and has each lane once for each name", () => {
		const lanes = registered.filter(({ parametersOf }) => parametersOf === 0n).map(({ lane }) => lane);
		expect(lanes).toEqual(lanes.map((_, at) => at + 1));
		expect(byPlace.size).toBe(registered.length);
		expect(registered.every(({ subject, depeg }) => subject === 0n && depeg === 0n)).toBe(true);
	});
});
