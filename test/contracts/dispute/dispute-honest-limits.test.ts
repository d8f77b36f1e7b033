/**
 * Honest options at the limits of what the parsers take cannot lose: milliseconds after the horizon, volatilities up to
 * 1000 %, a century, forwards and strikes a factor of 2^20 apart. 200,000 of them are one command:
 * `node security/compare/fuzz-honest-options.ts`.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { fuzzHonestOptions, randomHonestOption } from "../../../security/compare/fuzz-honest-options.ts";
import { optionDeltaRange, optionRange } from "../../../security/compare/option-range.ts";
import {
	solidityMarketLeaf,
	solidityParameters,
	solidityScenarioLeaf,
} from "../../../src/chain/demands/dispute-types.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { DeployedProbe } from "./pricing-probe.ts";

/** Options around a day and a few milliseconds lost with this seed while years were subtracted as floats. */
const SEED = 1130;
const OPTIONS = 20_000;
const COMPARED = 60;

let probe: DeployedProbe;
beforeAll(async () => {
	probe = await DeployedProbe.deploy("LaneProbe");
});
afterAll(() => probe.close());

it("the integers that honest lanes are compared with are the contract's, bit for bit", async () => {
	const uniform = seededUniform(SEED + 1);
	for (let n = 0; n < COMPARED; n++) {
		const { leaf: market, scenarioLeaf: scenario, parameters } = randomHonestOption(uniform, SAMPLE_PARAMS);
		for (const level of ["initial", "maintenance"] as const) {
			const [range]: { lowest: bigint; highest: bigint }[] = await probe.contract.getFunction("ranges")(
				solidityMarketLeaf(market),
				[solidityScenarioLeaf(scenario)],
				solidityParameters(parameters),
				level === "initial",
			);
			const { lowest, highest } = optionRange({ market, scenario, parameters, level });
			expect([lowest, highest], `option ${n}`).toEqual([range?.lowest, range?.highest]);
			const nets: { lowest: bigint; highest: bigint }[] = await probe.contract.getFunction("netRanges")(
				solidityMarketLeaf(market),
				solidityParameters(parameters),
				level === "initial",
			);
			// The third lane of the third net word.
			const delta = optionDeltaRange({ market, parameters, level });
			expect([delta.lowest, delta.highest], `delta ${n}`).toEqual([nets[10]?.lowest, nets[10]?.highest]);
		}
	}
});

it(`no lane of ${OPTIONS} honest options is lost (seed ${SEED})`, () => {
	const found = fuzzHonestOptions({ options: OPTIONS, uniform: seededUniform(SEED), params: SAMPLE_PARAMS });
	expect(found.lost).toEqual([]);
	expect(found.lanes).toBe(6 * OPTIONS);
});
