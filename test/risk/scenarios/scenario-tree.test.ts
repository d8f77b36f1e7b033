import { AbiCoder, concat, keccak256 } from "ethers";
import { describe, expect, it } from "vitest";
import { textWord } from "../../../src/hashing/abi-words.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { MARK_SCENARIO, type Scenario } from "../../../src/risk/model/scenario.ts";
import { hashRiskParams } from "../../../src/risk/params/risk-params.ts";
import { scenarioWords } from "../../../src/risk/scenarios/scenario-leaf.ts";
import {
	buildScenarioTree,
	parameterSetHash,
	parameterWords,
} from "../../../src/risk/scenarios/scenario-tree.ts";
import { disputeCase } from "../../support/market/dispute-case.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const leafHash = (words: readonly bigint[]) =>
	keccak256(
		keccak256(
			AbiCoder.defaultAbiCoder().encode(
				words.map((word) => (word < 0n ? "int256" : "uint256")),
				words,
			),
		),
	);
const rootOf = (leaf: string, path: readonly string[]) =>
	path.reduce(
		(node, other) => keccak256(concat(BigInt(node) < BigInt(other) ? [node, other] : [other, node])),
		leaf,
	);

const { instruments, scenarios } = disputeCase();
const SUBJECTS = ["BTC", "ETH", "USD", "USDC", "WBTC"];

/** A tree whose second stress lane is another scenario. */
const withScenario = (change: Partial<Scenario>) => {
	const one = { ...MARK_SCENARIO, name: "changed", laterMs: 86_400_000, ...change };
	const stress = new Array<Scenario>(STRESS_LANES).fill(MARK_SCENARIO).with(1, one);
	const tail = new Array<Scenario>(TAIL_LANES).fill(MARK_SCENARIO);
	return buildScenarioTree({
		instruments,
		params: SAMPLE_PARAMS,
		scenarios: { stress, tail, haircutFactorsPpm: {} },
	});
};
const leafOf = (tree: typeof scenarios, lane: number, subject: string) =>
	tree.scenarios.find((leaf) => leaf.lane === lane && leaf.subject === textWord(subject));

describe("the tree of scenarios", () => {
	it("has one leaf for each lane and subject, and the parameters lie under their own set", () => {
		const { tree, scenarioRoot, parameterTree, parameterRoot } = scenarios;
		expect(scenarios.scenarios.length).toBe((STRESS_LANES + TAIL_LANES) * SUBJECTS.length);
		expect(scenarios.scenarios.slice(0, 5).map(({ subject }) => subject)).toEqual(SUBJECTS.map(textWord));
		expect(scenarios.parameters.map(({ name }) => name)).toEqual([0n, textWord("SOL")]);
		scenarios.parameters.forEach((leaf, place) => {
			expect(rootOf(leafHash(parameterWords(leaf)), parameterTree.path(place))).toBe(parameterRoot);
		});
		for (const place of [0, 1, 500, scenarios.scenarios.length - 1]) {
			const words = scenarioWords(scenarios.scenarios[place] as never);
			expect(rootOf(leafHash(words), tree.path(place))).toBe(scenarioRoot);
		}
	});

	it("is pinned for the small market, under a root that also binds all inputs", () => {
		expect(scenarios.scenarioRoot).toBe("0xe76c9e485328a11aacf30eea2b8639d1e353e0c849813ad0d243b7b01d7da463");
		const form = keccak256(new TextEncoder().encode("zkmargin.parameters-root.v2"));
		expect(scenarios.parametersHash).toBe(
			keccak256(concat([form, scenarios.inputsHash, scenarios.scenarioRoot])),
		);
	});

	it("has the set that the timelock registers, whatever the scenarios of the day", () => {
		const { parameterSet, paramsHash, parameterRoot } = scenarios;
		const form = keccak256(new TextEncoder().encode("zkmargin.parameter-set.v1"));
		expect(parameterSet).toBe(keccak256(concat([form, paramsHash, parameterRoot])));
		expect(parameterSetHash(SAMPLE_PARAMS)).toBe(parameterSet);
		expect(paramsHash).toBe(hashRiskParams(SAMPLE_PARAMS));
	});

	it("moves a wrapped coin with its coin's spot and its own peg, and nothing else by that peg", () => {
		const tree = withScenario({ movesPpm: { BTC: -160_000n }, depegsPpm: { WBTC: -150_000n } });
		expect(leafOf(tree, 1, "WBTC")).toMatchObject({ move: -160_000n, depeg: -150_000n });
		expect(leafOf(tree, 1, "BTC")).toMatchObject({ move: -160_000n, depeg: 0n });
		expect(leafOf(tree, 1, "ETH")).toMatchObject({ move: 0n, depeg: 0n });
		expect(leafOf(tree, 0, "BTC")).toMatchObject({ move: 0n, depeg: 0n, laterMs: 0 });
	});

	it("refuses scenarios that a contract cannot recompute", () => {
		const units = (decimals: number) => ({ units: 1n, decimals });
		const surface = { levelPpm: [0n, 0n, 0n, 0n] as const, riskReversalPpm: 0n, flyPpm: 0n };
		const refused: Partial<Scenario>[] = [
			{ weight: units(19) },
			{ weight: { units: 11n, decimals: 1 } },
			{ movesPpm: { BTC: -990_001n } },
			{ depegsPpm: { USDC: 20_000_001n } },
			{ vols: { BTC: { ...surface, levelPpm: [2n ** 36n, 0n, 0n, 0n] } } },
			{ vols: { BTC: { ...surface, flyPpm: -(2n ** 30n) } } },
			{ vols: { BTC: { ...surface, riskReversalPpm: 2n ** 30n } } },
			{ basisPerYearPpm: { BTC: 2n ** 30n } },
		];
		for (const change of refused) {
			expect(thrownBy(() => withScenario(change))).toMatchObject({ code: "SCENARIO_OUT_OF_RANGE" });
		}
		expect(leafOf(withScenario({ weight: units(18) }), 1, "BTC")).toMatchObject({ weightE18: 1n });
	});
});
