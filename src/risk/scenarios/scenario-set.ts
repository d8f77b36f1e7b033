/**
 * All scenarios and haircut factors of one risk epoch, from public parameters, daily closes and implied
 * volatilities.
 */

import { hashCanonical } from "../../hashing/canonical-json.ts";
import type { DailyCloses } from "../../market/history/daily-closes.ts";
import type { IvHistory } from "../../market/history/iv-history.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { TAIL_LANES } from "../model/dimensions.ts";
import { type ScenarioSet, unusedLanes } from "../model/scenario.ts";
import { type RiskParams, tailInputsOf } from "../params/risk-params.ts";
import { type JointReturns, jointLogReturns } from "./daily-returns.ts";
import { decorrelationMoves } from "./decorrelation-moves.ts";
import { haircutFactorsPpmUp } from "./haircut-factors.ts";
import { scenarioMoments } from "./scenario-moments.ts";
import { buildStressScenarios } from "./stress-scenarios.ts";
import { buildTailScenarios } from "./tail-scenarios.ts";

/**
 * Closes are read only when the parameters ask for something that follows from them.
 *
 * @throws InputError `SCENARIOS_DO_NOT_FIT`, `CLOSES_NO_HISTORY`, `CLOSES_TOO_SHORT`
 */
export function buildScenarioSet(request: {
	readonly instruments: readonly MarkedInstrument[];
	readonly params: RiskParams;
	readonly closes: DailyCloses;
	/** Without it surfaces move by the regression of the parameters alone. */
	readonly ivHistory?: IvHistory | undefined;
	readonly snapshotTimeMs: number;
}): ScenarioSet {
	const { instruments, params, closes, ivHistory, snapshotTimeMs } = request;
	const underlyings = scenarioUnderlyings(instruments);
	const returns =
		params.tail === "off" && params.stress.decorrelation === "off"
			? NO_RETURNS
			: jointLogReturns(closes, underlyings, snapshotTimeMs);
	const assets = instruments.flatMap(({ name, assetClass }) =>
		assetClass === undefined ? [] : [{ symbol: name, assetClass }],
	);
	const decorrelation = decorrelationMoves(returns, underlyings, params);
	const moments = scenarioMoments({ instruments, params, snapshotTimeMs });
	const stress = buildStressScenarios({ params, underlyings, assets, decorrelation, moments });
	const { dynamicHaircut } = params.charges;
	const inputs = tailInputsOf(params);
	const tail =
		inputs === undefined
			? unusedLanes(TAIL_LANES)
			: buildTailScenarios({
					returns,
					underlyings,
					params: inputs,
					ivHistory,
					knownAtMs: snapshotTimeMs,
				});
	return {
		stress,
		tail,
		haircutFactorsPpm:
			inputs === undefined || dynamicHaircut === "off"
				? {}
				: haircutFactorsPpmUp(returns, underlyings, { ...inputs, dynamicHaircut }),
	};
}

const NO_RETURNS: JointReturns = { dates: [], byUnderlying: [] };

/** Every underlying but USD, in listing order. */
export function scenarioUnderlyings(instruments: readonly MarkedInstrument[]): string[] {
	const all = new Set(instruments.map((instrument) => instrument.underlying));
	return [...all].filter((underlying) => underlying !== "USD");
}

/**
 * keccak256 over parameters and scenarios, the tail set included: everything besides listing and
 * marks that a row depends on.
 */
export function hashRiskInputs(params: RiskParams, scenarios: ScenarioSet): `0x${string}` {
	return hashCanonical({ params, scenarios });
}
