import { describe, expect, it } from "vitest";
import { hashRiskParams, parseRiskParams } from "../../../src/risk/params/risk-params.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { PMRM_LIKE_PARAMS, SAMPLE_PARAMS, SAMPLE_PARAMS_TEXT } from "../../support/tables/small-tables.ts";

const edited = (from: string, to: string) => {
	expect(SAMPLE_PARAMS_TEXT).toContain(from);
	return SAMPLE_PARAMS_TEXT.replace(from, to);
};

describe("risk parameters", () => {
	it("reads ratios of the commented sample as whole parts per million", () => {
		expect(SAMPLE_PARAMS.levels).toEqual({ initialWeight: 1_000_000n, initialMultiplier: 1_250_000n });
		expect(SAMPLE_PARAMS.stress.grid.moves).toContain(-160_000n);
		expect(SAMPLE_PARAMS.charges.concentration.allowanceUsd.BTC).toBe(20_000_000_000_000n);
	});

	it("hash the content: comments and order do not matter, every number does", () => {
		const sample = hashRiskParams(SAMPLE_PARAMS);
		const rewritten = JSON.parse(JSON.stringify(withoutComments())) as Record<string, unknown>;
		const reversed = Object.fromEntries(Object.entries(rewritten).reverse());
		expect(hashRiskParams(parseRiskParams(JSON.stringify(reversed)))).toBe(sample);
		expect(hashRiskParams(parseRiskParams(edited('"1.25"', '"1.250001"')))).not.toBe(sample);
		expect(hashRiskParams(parseRiskParams(edited('"1.25"', '"1.2500"')))).toBe(sample);
	});

	it("take what may be left out for its default, and the word off for a part that takes no part", () => {
		const { stress, charges } = PMRM_LIKE_PARAMS;
		expect(PMRM_LIKE_PARAMS.tail).toBe("off");
		expect(stress.decorrelation).toBe("off");
		expect(stress.horizonDays).toBe(0);
		expect(charges.perpetual.notionalAt).toBe("index");
		const shorter = edited('"horizonDays": 1,', "")
			.replace('"listed": [],', "")
			.replace(/"capLongSlopes".*/, "");
		expect(parseRiskParams(shorter)).toEqual(SAMPLE_PARAMS);
	});

	it("read weights of listed scenarios with more digits than a ratio", () => {
		const listed = '"listed": [{ "move": "-0.66", "vol": "up", "weight": "0.054545454545454536" }],';
		expect(parseRiskParams(edited('"listed": [],', listed)).stress.listed).toEqual([
			{ move: -660_000n, vol: "up", weight: { units: 54_545_454_545_454_536n, decimals: 18 } },
		]);
	});

	it.each([
		["text that is not JSON", () => "{", "risk parameters"],
		["an unknown key", () => edited('"levels": {', '"levels": { "x": "1",'), "levels"],
		["a ratio as a number", () => edited('"1.25"', "1.25"), "levels.initialMultiplier"],
		["a ratio in scientific notation", () => edited('"1.25"', '"1e0"'), "levels.initialMultiplier"],
		["more than six decimals", () => edited('"1.25"', '"1.2500001"'), "levels.initialMultiplier"],
		[
			"an initial level milder than maintenance",
			() => edited('"1.25"', '"0.99"'),
			"levels.initialMultiplier",
		],
		[
			"a weight above 1: a long option could lose more than its value",
			() => edited('"initialWeight": "1"', '"initialWeight": "1.01"'),
			"levels.initialWeight",
		],
		[
			"a listed scenario that counts more than once",
			() => edited('"listed": [],', '"listed": [{ "move": "0", "vol": "up", "weight": "1.1" }],'),
			"stress.listed[0].weight",
		],
		["a horizon of two days", () => edited('"horizonDays": 1', '"horizonDays": 2'), "stress.horizonDays"],
		["a profile without a name", () => edited('"profile": "default"', '"profile": ""'), "profile"],
		[
			"a rise as the fall of the basis",
			() => edited('"down": "-0.04"', '"down": "0.04"'),
			"charges.basis.down",
		],
		["a tail that is neither on nor off", () => edited('"tail": {', '"tail": "on", "x": {'), "tail"],
		["a weight of 0", () => edited('"initialWeight": "1"', '"initialWeight": "0"'), "levels.initialWeight"],
		[
			"a fall by everything",
			() => edited('"-0.66", "-0.33", "0.50", "1.00", "2.00"', '"-1"'),
			"stress.commonTails.moves[0]",
		],
		["tail days that do not add up to 120", () => edited('"recentDays": 80', '"recentDays": 81'), "tail"],
		["a model that is not there", () => edited('"kind": "garch"', '"kind": "oracle"'), "forecast.model.kind"],
		[
			"coefficients of another model",
			() => edited('"kind": "garch", "shock": "0.086151",', '"kind": "garch", "day": "0.086151",'),
			"forecast.model.shock",
		],
		[
			"a GARCH without a long run: shock + memory of 1",
			() => edited('"memory": "0.899006"', '"memory": "0.913849"'),
			"forecast.model",
		],
		["fewer than five seed days", () => edited('"seedDays": 60', '"seedDays": 4'), "tail.seedDays"],
		[
			"a release of more than everything",
			() => edited('"releasePerDay": "0.02"', '"releasePerDay": "1.01"'),
			"forecast.releasePerDay",
		],
		[
			"haircut factors bounded the wrong way round",
			() => edited('"lowest": "1"', '"lowest": "3.5"'),
			"charges.dynamicHaircut",
		],
		[
			"haircut tiers that fall with size: the charge would not be convex",
			() =>
				edited(
					'{ "fromUsd": "50000000", "haircut": "0.06" }',
					'{ "fromUsd": "50000000", "haircut": "0.001" }',
				),
			"charges.haircuts.stable",
		],
	])("refuse %s", (_, text, field) => {
		const error = thrownBy(() => parseRiskParams(text()));
		expect(error).toMatchObject({ code: "RISK_PARAMS_MALFORMED", field });
	});
});

/** The sample without its comment lines; no value in it contains two slashes except the format. */
function withoutComments(): unknown {
	return JSON.parse(SAMPLE_PARAMS_TEXT.replace(/^\s*\/\/.*$/gm, ""));
}
