/**
 * The stress scenarios that follow from the parameters alone, as leaves of the registered set: all coins move together,
 * an underlying with parameters of its own as those say. `contracts/dispute/StressGround.sol` compares the scenarios that
 * an epoch committed to with them, so publishers cannot commit to scenarios in which nothing moves.
 */
import { tagWord } from "../../hashing/abi-words.ts";
import { STRESS_LANES } from "../model/dimensions.ts";
import { horizonMs, type RiskParams } from "../params/risk-params.ts";
import { COMMON, ownNames, type ScenarioLeaf, scenarioLeaf, scenarioWords } from "./scenario-leaf.ts";
import { commonScenarios } from "./stress-scenarios.ts";

const STRESS_FORM = tagWord("zkmargin.stress-leaf.v1");

/** In place of a time: just after the next expiry, which parameters do not know, or the horizon when that comes first. */
const AFTER_NEXT_EXPIRY = 2 ** 32 - 1;

/** By name, then by lane from 1 on; the subject is 0, because they are of all subjects. */
export function stressLeaves(params: RiskParams): ScenarioLeaf[] {
	const moments = { now: 0, nextExpiry: AFTER_NEXT_EXPIRY, horizon: horizonMs(params) };
	return [COMMON, ...ownNames(params)].flatMap((underlying) =>
		commonScenarios({ params, underlyings: [underlying], moments })
			.slice(0, STRESS_LANES - 1)
			.map((scenario, at) => scenarioLeaf({ params, scenario, lane: at + 1, subject: COMMON, underlying })),
	);
}

/** Words in the order of the Solidity struct, behind the tag. */
export function stressWords(leaf: ScenarioLeaf): bigint[] {
	return scenarioWords(leaf, STRESS_FORM);
}
