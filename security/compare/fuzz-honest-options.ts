/**
 * Honest options at the limits of what the parsers take: every lane and net lane that the engine builds must lie in the
 * range that contracts allow. `node security/compare/fuzz-honest-options.ts [options] [seed]` prints what was compared.
 */
import { fileURLToPath } from "node:url";
import type { MarkedInstrument } from "../../src/market/snapshot/market-snapshot.ts";
import { buildMarketTree, type MarketLeaf } from "../../src/market/snapshot/market-tree.ts";
import { netLanes } from "../../src/risk/charges/net-lanes.ts";
import { MARK_SCENARIO, type Scenario, type VolShock } from "../../src/risk/model/scenario.ts";
import type { RiskParams } from "../../src/risk/params/risk-params.ts";
import { type ScenarioLeaf, scenarioLeaf } from "../../src/risk/scenarios/scenario-leaf.ts";
import { type ParameterLeaf, parameterLeaf } from "../../src/risk/scenarios/scenario-tree.ts";
import { pricerOf } from "../../src/risk/table/build-risk-row.ts";
import { divideFloor } from "../../src/units/decimal.ts";
import { divideNearest } from "../../src/units/exact-value.ts";
import { DAY_MS, HOUR_MS } from "../../src/units/time.ts";
import { type LaneBounds, optionDeltaRange, optionNetRange, optionRange } from "./option-range.ts";

const NOW = Date.UTC(2026, 1, 5, 8);
const LONGEST_MS = 36_500 * DAY_MS;
/** A row holds numbers below 68,719 USD. */
const LARGEST_LOT_USD = 60_000;

export type HonestOption = {
	readonly option: MarkedInstrument;
	readonly params: RiskParams;
	readonly scenario: Scenario;
	readonly leaf: MarketLeaf;
	readonly scenarioLeaf: ScenarioLeaf;
	readonly parameters: ParameterLeaf;
};

export type FuzzResult = {
	readonly options: number;
	/** Lanes and net lanes compared. */
	readonly lanes: number;
	readonly lost: readonly string[];
};

/** @param uniform in [0, 1) */
export function randomHonestOption(uniform: () => number, base: RiskParams): HonestOption {
	const logUniform = (from: number, to: number) => from * (to / from) ** uniform();
	const ppm = (reach: number) => BigInt(Math.round((2 * uniform() - 1) * reach * 1e6));
	const oneOf = <T>(all: readonly T[]) => all[Math.floor(uniform() * all.length)] as T;
	const forward = logUniform(0.00001, 1e9);
	const move = oneOf([
		() => -990_000n,
		() => 20_000_000n,
		() => BigInt(Math.round((logUniform(0.01, 21) - 1) * 1e6)),
		() => ppm(0.3),
	])();
	const factor = 1 + Number(move) / 1e6;
	// At the money where the scenario ends an option answers most to what is left of its time.
	const moneyness = oneOf([
		() => factor * logUniform(0.9999, 1.0001),
		() => logUniform(0.5, 2),
		() => logUniform(2 ** -19.9, 2 ** 19.9),
	])();
	const strike = Math.min(1e12, forward * moneyness);
	const lifeMs = oneOf([
		// What is left at the horizon is a few milliseconds: a difference of years has no digits there.
		() => DAY_MS + Math.ceil(logUniform(0.5, 100_000)),
		() => Math.ceil(logUniform(0.5, DAY_MS)),
		() => Math.ceil(logUniform(HOUR_MS, 3 * 365 * DAY_MS)),
		() => Math.ceil(logUniform(DAY_MS, LONGEST_MS)),
	])();
	const [price, strikeText] = [forward.toFixed(9), strike.toFixed(9)];
	const lot = Math.min(1000, LARGEST_LOT_USD / Math.max(forward * Math.max(1, factor), strike));
	const option: MarkedInstrument = {
		id: 1,
		name: "BTC-OPTION",
		kind: "option",
		underlying: "BTC",
		expiryMs: NOW + lifeMs,
		strike: Number(strikeText) < 0.000001 ? "0.000001" : strikeText,
		optionType: oneOf(["C", "P"] as const),
		lot: lot < 1e-17 ? "0.00000000000000001" : lot.toFixed(17),
		indexUsd: price,
		priceUsd: price,
		iv: oneOf([() => logUniform(0.0001, 10), () => logUniform(2.5, 10)])().toFixed(9),
		...(uniform() < 0.2 ? { fixedForwardUsd: (forward * uniform() * 0.999).toFixed(9) } : {}),
		...(uniform() < 0.3 ? { discountFactor: (0.01 + 1.98 * uniform()).toFixed(6) } : {}),
	};
	const params = randomParams(uniform, base);
	const surface: VolShock = {
		levelPpm: [0, 1, 2, 3].map(() => BigInt(Math.round((6 * uniform() - 0.95) * 1e6))) as never,
		riskReversalPpm: ppm(1),
		flyPpm: ppm(1),
	};
	const scenario: Scenario = {
		...MARK_SCENARIO,
		name: "random",
		weight: oneOf([
			{ units: 1n, decimals: 0 },
			{ units: BigInt(Math.floor(uniform() * 1e6)) + 1n, decimals: 6 },
		]),
		laterMs: oneOf([0, 13_016_737, 86_400_000, 86_400_000, 86_400_000]),
		movesPpm: { BTC: move },
		vols: { BTC: oneOf<VolShock>(["up", "flat", "down", surface, surface]) },
		basisPerYearPpm: { BTC: ppm(1) },
	};
	const { leaves } = buildMarketTree({
		instruments: [option],
		snapshotTimeMs: NOW,
		marketHash: `0x${"0".repeat(64)}`,
	});
	const given = { params, scenario, lane: 1, subject: "BTC", underlying: "BTC" };
	return {
		...{ option, params, scenario },
		leaf: leaves[0] as MarketLeaf,
		scenarioLeaf: scenarioLeaf(given),
		parameters: parameterLeaf(params, "BTC"),
	};
}

function randomParams(uniform: () => number, base: RiskParams): RiskParams {
	const ppmBetween = (from: number, to: number) => BigInt(Math.round((from + (to - from) * uniform()) * 1e6));
	const { levels, stress } = base;
	const isSteep = uniform() < 0.5;
	return {
		...base,
		levels: { ...levels, initialWeight: ppmBetween(0.01, 1), initialMultiplier: ppmBetween(1, 10) },
		stress: {
			...stress,
			vol: {
				underlyings: {},
				rangeUp: ppmBetween(0, 5),
				rangeDown: ppmBetween(0, 1),
				shortPower: isSteep ? 1_000_000n : ppmBetween(0, 1),
				longPower: ppmBetween(0, 1),
				tenorFloorDays: isSteep ? ppmBetween(0.01, 0.1) : ppmBetween(0.01, 30),
				upFloor: ppmBetween(0, 5),
				floorShare: ppmBetween(0, 1),
				wingCap: ppmBetween(0, 5),
			},
		},
	};
}

/** Lanes and net lanes that a contract would take the bond for. */
export function lossesOf(honest: HonestOption): { readonly lanes: number; readonly lost: string[] } {
	const { option, params, scenario, leaf: market, parameters } = honest;
	const pricer = pricerOf({ instrument: option, params, snapshotTimeMs: NOW });
	const multiplier = params.levels.initialMultiplier;
	const laneAt = (of: Scenario) => pricer.laneDown(of, params.levels.initialWeight);
	const [mark, lane] = [laneAt(MARK_SCENARIO), laneAt(scenario)];
	const nets = netLanes({ instrument: option, pricer, params, snapshotTimeMs: NOW });
	const lost: string[] = [];
	let lanes = 0;
	const compare = (what: string, claimed: bigint, { lowest, highest }: LaneBounds) => {
		lanes++;
		if (claimed >= lowest && claimed <= highest) return;
		const text = (value: unknown) => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v));
		lost.push(`${what} ${claimed} [${lowest}, ${highest}] ${text(option)} ${text(scenario)}`);
	};
	const vol = { scenario: upScenario(honest), factor: params.charges.vega.shareOfUpShock * 10n ** 18n };
	for (const level of ["initial", "maintenance"] as const) {
		const isInitial = level === "initial";
		const valued = isInitial ? lane : mark + divideFloor((lane - mark) * 1_000_000n, multiplier);
		compare(level, valued, optionRange({ market, scenario: honest.scenarioLeaf, parameters, level }));
		const scaled = (net: bigint) => (isInitial ? net : divideNearest(net * 1_000_000n, multiplier));
		compare(
			`${level} vega`,
			scaled(nets.vegaMicroUsd),
			optionNetRange({ market, parameters, level, ...vol }),
		);
		compare(`${level} delta`, scaled(nets.deltaMicroUsd), optionDeltaRange({ market, parameters, level }));
	}
	return { lanes, lost };
}

function upScenario({ scenarioLeaf: leaf }: HonestOption): ScenarioLeaf {
	const still = { move: 0n, depeg: 0n, basisPerYear: 0n, riskReversal: 0n, fly: 0n, laterMs: 0 };
	return { ...leaf, ...still, levels: [0n, 0n, 0n, 0n], vol: 1 };
}

export function fuzzHonestOptions(request: {
	readonly options: number;
	readonly uniform: () => number;
	readonly params: RiskParams;
}): FuzzResult {
	const lost: string[] = [];
	let lanes = 0;
	for (let n = 0; n < request.options; n++) {
		const found = lossesOf(randomHonestOption(request.uniform, request.params));
		lanes += found.lanes;
		lost.push(...found.lost);
	}
	return { options: request.options, lanes, lost };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { seededUniform } = await import("../../test/support/random/seeded-uniform.ts");
	const { SAMPLE_PARAMS } = await import("../../test/support/tables/small-tables.ts");
	const [options, seed] = [Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 1130)];
	const { lanes, lost } = fuzzHonestOptions({ options, uniform: seededUniform(seed), params: SAMPLE_PARAMS });
	process.stdout.write(`${options} options, ${lanes} lanes, ${lost.length} lost, seed ${seed}\n`);
	for (const one of lost.slice(0, 20)) process.stdout.write(`${one}\n`);
	process.exitCode = lost.length === 0 ? 0 : 1;
}
