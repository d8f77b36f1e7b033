/**
 * An honest publisher cannot lose, on random options over all that a leaf may hold: from a millisecond
 * to three years, strikes up to a million times the forward, and surfaces that no market has seen.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	solidityMarketLeaf,
	solidityParametersOf,
	solidityScenarioLeaf,
} from "../../../src/chain/demands/dispute-types.ts";
import type { MarkedInstrument } from "../../../src/market/snapshot/market-snapshot.ts";
import { buildMarketTree } from "../../../src/market/snapshot/market-tree.ts";
import { netLanes } from "../../../src/risk/charges/net-lanes.ts";
import { buildScenarioTree } from "../../../src/risk/leaves/scenario-tree.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { MARK_SCENARIO, type Scenario, type VolShock } from "../../../src/risk/model/scenario.ts";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { pricerOf } from "../../../src/risk/table/build-risk-row.ts";
import { divideFloor } from "../../../src/units/decimal.ts";
import { divideNearest } from "../../../src/units/exact-value.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { DeployedProbe } from "./pricing-probe.ts";

const SEED = 1128;
const OPTIONS = 120;
const SCENARIOS = 12;
const NOW = Date.UTC(2026, 1, 5, 8);
const HOUR_MS = 3_600_000;
const LONGEST_MS = 3 * 365 * 24 * HOUR_MS;

type Reach = {
	readonly name: string;
	readonly shortestMs: number;
	/** Largest factor between strike and forward. */
	readonly moneyness: number;
	readonly leastIv: number;
	readonly largestIv: number;
	/** Largest relative change of a surface's level, skew and fly, ppm. */
	readonly surfacePpm: number;
};

const REACHES: readonly Reach[] = [
	{ name: "markets", shortestMs: HOUR_MS, moneyness: 20, leastIv: 0.01, largestIv: 5, surfacePpm: 1e6 },
	{ name: "extremes", shortestMs: 1, moneyness: 1e6, leastIv: 0.0001, largestIv: 10, surfacePpm: 5e7 },
];

/** Places among the twelve lanes of the three net words. */
const NET_LANES = [
	["uncoveredShortMicroUsd", 0],
	["basisUpMicroUsd", 4],
	["basisDownMicroUsd", 5],
	["vegaMicroUsd", 6],
	["offsetFloorDownMicroUsd", 8],
	["offsetFloorUpMicroUsd", 9],
	["deltaMicroUsd", 10],
] as const;

let probe: DeployedProbe;
beforeAll(async () => {
	probe = await DeployedProbe.deploy("LaneProbe");
});
afterAll(() => probe.close());

function drawer(seed: number) {
	const uniform = seededUniform(seed);
	const logUniform = (from: number, to: number) => from * (to / from) ** uniform();
	const ppm = (reach: number) => BigInt(Math.round((2 * uniform() - 1) * reach));
	return {
		uniform,
		logUniform,
		ppm,
		oneOf: <T>(all: readonly T[]) => all[Math.floor(uniform() * all.length)] as T,
	};
}

type Drawer = ReturnType<typeof drawer>;

function randomOption({ logUniform, oneOf, uniform }: Drawer, reach: Reach): MarkedInstrument {
	const forward = logUniform(0.01, 200_000);
	const expiryMs = NOW + Math.ceil(logUniform(reach.shortestMs, LONGEST_MS));
	const moneyness = uniform() < 0.5 ? logUniform(0.7, 1.4) : logUniform(1 / reach.moneyness, reach.moneyness);
	return {
		id: 1,
		name: "BTC-OPTION",
		kind: "option",
		underlying: "BTC",
		expiryMs,
		strike: Math.max(0.000001, forward * moneyness).toFixed(8),
		optionType: oneOf(["C", "P"] as const),
		lot: oneOf(["1", "0.01", "0.001"]),
		indexUsd: forward.toFixed(4),
		priceUsd: forward.toFixed(6),
		iv: logUniform(reach.leastIv, reach.largestIv).toFixed(6),
		...(uniform() < 0.2 ? { fixedForwardUsd: (forward * uniform()).toFixed(4) } : {}),
		...(uniform() < 0.3 ? { discountFactor: (0.5 + uniform()).toFixed(6) } : {}),
	};
}

function randomScenario({ uniform, ppm, oneOf, logUniform }: Drawer, reach: Reach): Scenario {
	const surface: VolShock = {
		levelPpm: [ppm(reach.surfacePpm), ppm(reach.surfacePpm), ppm(reach.surfacePpm), ppm(reach.surfacePpm)],
		riskReversalPpm: ppm(reach.surfacePpm / 2),
		flyPpm: ppm(reach.surfacePpm / 5),
	};
	const move = BigInt(Math.round((logUniform(0.01, 21) - 1) * 1e6));
	return {
		...MARK_SCENARIO,
		name: "random",
		weight: { units: BigInt(Math.floor(uniform() * 1e6)) + 1n, decimals: 6 },
		laterMs: oneOf([0, 1, 13_016_737, 86_400_000, 604_800_000]),
		movesPpm: { BTC: move < -990_000n ? -990_000n : move > 20_000_000n ? 20_000_000n : move },
		vols: { BTC: oneOf<VolShock>(["up", "flat", "down", surface, surface]) },
		basisPerYearPpm: { BTC: ppm(300_000) },
	};
}

function randomParams({ uniform }: Drawer): RiskParams {
	const ppmBetween = (from: number, to: number) => BigInt(Math.round((from + (to - from) * uniform()) * 1e6));
	const { levels, stress } = SAMPLE_PARAMS;
	return {
		...SAMPLE_PARAMS,
		levels: { ...levels, initialWeight: ppmBetween(0.5, 1), initialMultiplier: ppmBetween(1, 3) },
		stress: {
			...stress,
			vol: {
				underlyings: {},
				rangeUp: ppmBetween(0, 5),
				rangeDown: ppmBetween(0, 1),
				shortPower: ppmBetween(0, 1),
				longPower: ppmBetween(0, 1),
				tenorFloorDays: ppmBetween(0.01, 30),
				upFloor: ppmBetween(0, 5),
				floorShare: ppmBetween(0, 1),
				wingCap: ppmBetween(0, 5),
			},
		},
	};
}

describe.each(REACHES)("random options of $name", (reach) => {
	it(`all lanes survive at both levels (seed ${SEED})`, { timeout: 240_000 }, async () => {
		const draw = drawer(SEED);
		const lost: string[] = [];
		let ofValue = 0;
		for (let n = 0; n < OPTIONS; n++) {
			const option = randomOption(draw, reach);
			const params = randomParams(draw);
			const stress = Array.from({ length: STRESS_LANES }, (_, at) =>
				at > 0 && at <= SCENARIOS ? randomScenario(draw, reach) : MARK_SCENARIO,
			);
			const tail = new Array<Scenario>(TAIL_LANES).fill(MARK_SCENARIO);
			const scenarios = { stress, tail, haircutFactorsPpm: {} };
			const market = buildMarketTree({
				instruments: [option],
				snapshotTimeMs: NOW,
				marketHash: `0x${"0".repeat(64)}`,
			});
			const tree = buildScenarioTree({ instruments: [option], params, scenarios });
			const pricer = pricerOf({ instrument: option, params, snapshotTimeMs: NOW });
			const { initialWeight, initialMultiplier } = params.levels;
			const initial = stress.slice(0, SCENARIOS + 1).map((one) => pricer.laneDown(one, initialWeight));
			const mark = initial[0] as bigint;
			for (const level of ["initial", "maintenance"] as const) {
				const ranges: { lowest: bigint; highest: bigint }[] = await probe.contract.getFunction("ranges")(
					solidityMarketLeaf(market.leaves[0] as never),
					tree.scenarios.slice(0, SCENARIOS + 1).map(solidityScenarioLeaf),
					solidityParametersOf(tree, market.leaves[0]?.underlying ?? 0n),
					level === "initial",
				);
				ranges.forEach(({ lowest, highest }, at) => {
					const lane = initial[at] as bigint;
					const claimed =
						level === "initial" ? lane : mark + divideFloor((lane - mark) * 1_000_000n, initialMultiplier);
					if (claimed > 0n) ofValue++;
					if (claimed >= lowest && claimed <= highest) return;
					const shock = JSON.stringify(stress[at], (_, v) => (typeof v === "bigint" ? String(v) : v));
					lost.push(`${level} ${claimed} [${lowest}, ${highest}] ${JSON.stringify(option)} ${shock}`);
				});
				const netRanges: { lowest: bigint; highest: bigint }[] = await probe.contract.getFunction(
					"netRanges",
				)(
					solidityMarketLeaf(market.leaves[0] as never),
					solidityParametersOf(tree, market.leaves[0]?.underlying ?? 0n),
					level === "initial",
				);
				const nets = netLanes({ instrument: option, pricer, params, snapshotTimeMs: NOW });
				NET_LANES.forEach(([field, place]) => {
					const { lowest, highest } = netRanges[place] as { lowest: bigint; highest: bigint };
					const net = nets[field];
					const claimed = level === "initial" ? net : divideNearest(net * 1_000_000n, initialMultiplier);
					if (claimed >= lowest && claimed <= highest) return;
					lost.push(`${level} ${field} ${claimed} [${lowest}, ${highest}] ${JSON.stringify(option)}`);
				});
			}
		}
		expect(lost).toEqual([]);
		expect(ofValue).toBeGreaterThan(OPTIONS * SCENARIOS);
	});
});
