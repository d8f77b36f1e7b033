/** What a contract recomputes without any tolerance: linear lanes, packed words, the order of a listing. */
import { afterAll, beforeAll, expect, it } from "vitest";
import {
	solidityMarketLeaf,
	solidityParametersOf,
	solidityScenarioLeaf,
} from "../../../src/chain/demands/dispute-types.ts";
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { packWord, unpackWord } from "../../../src/field/packed-word.ts";
import { compareInstruments } from "../../../src/market/instruments/listing-order.ts";
import type { MarkedInstrument } from "../../../src/market/snapshot/market-snapshot.ts";
import { buildMarketTree } from "../../../src/market/snapshot/market-tree.ts";
import { buildScenarioTree } from "../../../src/risk/leaves/scenario-tree.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { MARK_SCENARIO, type Scenario } from "../../../src/risk/model/scenario.ts";
import { pricerOf } from "../../../src/risk/table/build-risk-row.ts";
import { divideFloor, formatScaled } from "../../../src/units/decimal.ts";
import { disputeCase } from "../../support/market/dispute-case.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { DeployedProbe } from "./pricing-probe.ts";

const SEED = 281;
const NOW = Date.UTC(2026, 1, 5, 8);
const HASH: `0x${string}` = `0x${"0".repeat(64)}`;

let probe: DeployedProbe;
beforeAll(async () => {
	probe = await DeployedProbe.deploy("LaneProbe");
});
afterAll(() => probe.close());

const uniform = seededUniform(SEED);
const digits = (most: number) => BigInt(Math.floor(uniform() * 10 ** Math.ceil(uniform() * most))) + 1n;
const ppm = (from: number, to: number) => BigInt(Math.round(from + (to - from) * uniform()));

function randomInstrument(kind: "coin" | "perpetual" | "future"): MarkedInstrument {
	const amount = (most: number) => formatScaled(digits(most), 3 + Math.floor(uniform() * 15));
	const index = digits(12);
	const decimals = 3 + Math.floor(uniform() * 10);
	return {
		id: 1,
		// A coin that is not its own underlying may stand at any price.
		name: kind === "coin" ? "WABC" : "ABC",
		kind,
		underlying: "ABC",
		lot: amount(8),
		indexUsd: formatScaled(index, decimals),
		// Marks further from the index are refused before any dispute.
		priceUsd: kind === "coin" ? amount(15) : formatScaled(index * ppm(700_000, 1_300_000), decimals + 6),
		...(kind === "coin" ? { assetClass: "wrapped" } : { settlementPrice: amount(15) }),
		...(kind === "future" ? { expiryMs: NOW + Math.ceil(uniform() * 1e11) } : {}),
	};
}

function randomScenario(): Scenario {
	return {
		...MARK_SCENARIO,
		weight: { units: digits(15) * 1000n, decimals: 18 },
		laterMs: uniform() < 0.3 ? 0 : Math.floor(uniform() * 2 * 86_400_000),
		movesPpm: { ABC: ppm(-990_000, 3_000_000) },
		depegsPpm: { ABC: ppm(-200_000, 200_000) },
		basisPerYearPpm: { ABC: ppm(-300_000, 300_000) },
	};
}

it(`linear lanes are the publisher's to the last µUSD (seed ${SEED})`, async () => {
	for (let n = 0; n < 60; n++) {
		const instrument = randomInstrument((["coin", "perpetual", "future"] as const)[n % 3] ?? "coin");
		const stress = Array.from({ length: STRESS_LANES }, (_, at) =>
			at === 0 ? MARK_SCENARIO : randomScenario(),
		);
		const scenarios = {
			stress,
			tail: new Array<Scenario>(TAIL_LANES).fill(MARK_SCENARIO),
			haircutFactorsPpm: {},
		};
		const levels = { initialWeight: ppm(1, 1_000_000), initialMultiplier: ppm(1_000_000, 9_000_000) };
		const params = { ...SAMPLE_PARAMS, levels };
		const tree = buildScenarioTree({ instruments: [instrument], params, scenarios });
		const market = buildMarketTree({ instruments: [instrument], snapshotTimeMs: NOW, marketHash: HASH });
		const pricer = pricerOf({ instrument, params, snapshotTimeMs: NOW });
		const initial = stress.map((scenario) => pricer.laneDown(scenario, levels.initialWeight));
		const mark = initial[0] as bigint;
		const maintenance = initial.map(
			(lane) => mark + divideFloor((lane - mark) * 1_000_000n, levels.initialMultiplier),
		);
		for (const [isInitial, lanes] of [
			[true, initial],
			[false, maintenance],
		] as const) {
			const ranges: { lowest: bigint; highest: bigint }[] = await probe.contract.getFunction("ranges")(
				solidityMarketLeaf(market.leaves[0] as never),
				tree.scenarios.slice(0, STRESS_LANES).map(solidityScenarioLeaf),
				solidityParametersOf(tree, market.leaves[0]?.underlying ?? 0n),
				isInitial,
			);
			expect(ranges.map(({ lowest }) => lowest)).toEqual(lanes);
			expect(ranges.map(({ highest }) => highest)).toEqual(lanes);
		}
	}
});

it("words decode to the same lanes, or not at all, as in TypeScript", async () => {
	const lane = () =>
		BigInt(Math.floor((uniform() * 2 - 1) * 2 ** 52)) * 2n ** BigInt(Math.floor(uniform() * 10));
	const words = [
		0n,
		1n,
		FIELD_ORDER - 1n,
		FIELD_ORDER / 2n,
		FIELD_ORDER / 2n + 1n,
		2n ** 62n,
		toField(-(2n ** 62n)),
		2n ** 251n,
		2n ** 252n,
		...Array.from({ length: 40 }, () => packWord([lane(), lane(), lane(), lane()])),
		...Array.from({ length: 40 }, () => (digits(15) ** 6n * digits(15)) % FIELD_ORDER),
	];
	for (const word of words) {
		const [decodes, lanes] = await probe.contract.getFunction("lanesOf")(word);
		const expected = unpackWord(word);
		expect(decodes, String(word)).toBe(expected !== undefined);
		if (expected !== undefined) expect([...lanes]).toEqual(expected);
	}
});

it("instruments stand in the order of a listing", async () => {
	const { instruments, market } = disputeCase();
	for (const [a, one] of market.leaves.entries()) {
		for (const [b, other] of market.leaves.entries()) {
			const isBefore = await probe.contract.getFunction("isBefore")(
				solidityMarketLeaf(one),
				solidityMarketLeaf(other),
			);
			const [x, y] = [instruments[a], instruments[b]] as [MarkedInstrument, MarkedInstrument];
			expect(isBefore, `${x.name} ${y.name}`).toBe(compareInstruments(x, y) < 0);
		}
	}
});
