/**
 * The margin rule's numbers with names on them: which charge comes from which position, expiry,
 * strike or underlying, which scenario is the worst, which line binds. It adds nothing to the rule:
 * every decision is the engine's.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { divideCeil, divideFloor } from "../../units/decimal.ts";
import { largerOf, ONE_IN_PPM } from "../../units/exact-value.ts";
import { lotsToSize } from "../../units/lots.ts";
import {
	assessMargin,
	decideSolvency,
	type MarginAssessment,
	type MarginLine,
	type SolvencyDecision,
	type WorstStress,
} from "../margin/margin-engine.ts";
import { OTHER_RISKS_DIVISOR } from "../model/dimensions.ts";
import type { Holding } from "../model/holding.ts";
import { type RiskRow, ZERO_ROW } from "../model/risk-row.ts";
import type { RiskTable, TableLabels, TableOrigin } from "../model/risk-table.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { type BalanceHaircut, exactHaircuts } from "./exact-haircut.ts";
import { type AccountGreeks, accountGreeks } from "./greeks.ts";
import { marginTestsOff } from "./margin-tests-off.ts";
import { type SiloComparison, siloedByUnderlying, siloedRequirement } from "./siloed-requirement.ts";
import { stressName } from "./stress-name.ts";

/** How many stress scenarios after the worst one are named. */
const NEXT_STRESS_COUNT = 5;

export type NamedAmount = { readonly name: string; readonly amountMicroUsd: bigint };

/** `parts` leaves out zeros and adds up to the total. */
export type Breakdown = { readonly totalMicroUsd: bigint; readonly parts: readonly NamedAmount[] };

/**
 * - `haircutsAndCosts` (H) per position
 * - `basis` (B), `vega` (W) per expiry
 * - `uncoveredShort` (K), `pin` (P) per strike
 * - `concentration` (D) per underlying
 */
export type ChargeKind = "haircutsAndCosts" | "basis" | "vega" | "uncoveredShort" | "pin" | "concentration";

export type ScenarioOutcome = {
	readonly index: number;
	readonly name: string;
	/** Account value in the scenario, before charges. */
	readonly valueMicroUsd: bigint;
	/** What the account loses against the mark. */
	readonly lossMicroUsd: bigint;
};

/** `equity − loss − charges = slack`. */
export type LineOutcome = {
	readonly lossMicroUsd: bigint;
	/** Loss plus charges: what the account would need if this line were the only one. */
	readonly requirementMicroUsd: bigint;
	readonly slackMicroUsd: bigint;
	/** How much more slack than the binding line; 0 for that one. */
	readonly behindBindingMicroUsd: bigint;
};

export type PositionLine = {
	readonly id: number;
	readonly name: string;
	/** Signed, in units of the instrument, decimal text. */
	readonly size: string;
	/** Perpetuals and futures: only what has not been settled to cash yet. */
	readonly valueMicroUsd: bigint;
	/** Its share of the account's worst stress scenario; negative is a gain. */
	readonly worstStressLossMicroUsd: bigint;
	/** Its share of the tail line's loss, the mean over the worst tail scenarios, rounded up. */
	readonly worstTailLossMicroUsdUp: bigint;
	readonly chargeMicroUsd: bigint;
};

/** What rounding a balance to whole lots took from the account, in units of the instrument. */
export type Dust = { readonly instrument: string; readonly amount: string };

export type Verdict = { readonly surplusMicroUsd: bigint; readonly decision: SolvencyDecision };

export type MarginReport = {
	readonly origin: TableOrigin;
	readonly riskRoot: bigint;
	readonly atZeroSurplus: Verdict;
	/** Equal to `atZeroSurplus` when no surplus was asked for. */
	readonly atSurplus: Verdict;
	readonly equityMicroUsd: bigint;
	/** `G`, the bound on every sum that the circuit forms; no measure of risk. */
	readonly overflowBoundMicroUsd: bigint;
	readonly charges: Readonly<Record<ChargeKind, Breakdown>>;
	/** `C` at surplus 0. */
	readonly chargeMicroUsd: bigint;
	readonly worstStress: ScenarioOutcome;
	/** The next ones, worst first, without lanes that repeat a scenario. */
	readonly nextStress: readonly ScenarioOutcome[];
	/** The tail scenarios whose mean is the expected shortfall, worst first. */
	readonly worstTail: readonly ScenarioOutcome[];
	/** Minus the mean account value over them, rounded up; negative while they leave something. */
	readonly expectedShortfallMicroUsd: bigint;
	/** What each underlying adds to `R`. */
	readonly offsetFloor: Breakdown;
	readonly lines: Readonly<Record<MarginLine, LineOutcome>>;
	readonly bindingTest: MarginLine;
	/** Lines that the table has switched off: they ask nothing beyond the charges. */
	readonly marginTestsOff: readonly MarginLine[];
	readonly freeCollateralMicroUsd: bigint;
	/** Charges plus the loss of the binding line, never negative. */
	readonly requirementMicroUsd: bigint;
	/** Equity / requirement, rounded down; absent when nothing is required. */
	readonly marginRatioPpmDown?: bigint | undefined;
	readonly positions: readonly PositionLine[];
	/** Only with marks. */
	readonly greeks?: AccountGreeks | undefined;
	readonly silos: { readonly byLeg: SiloComparison; readonly byUnderlying: SiloComparison };
	readonly dust: readonly Dust[];
	/** Exact ladders beside the table's; only with marks and parameters. */
	readonly haircuts?: readonly BalanceHaircut[] | undefined;
};

export type MarginReportRequest = {
	readonly table: RiskTable;
	readonly holdings: readonly Holding[];
	/** Adds the Greeks; at least the instruments held, marked at the time of the table. */
	readonly marked?: readonly MarkedInstrument[] | undefined;
	/** Those of the table; with marks they add the exact haircuts. */
	readonly params?: RiskParams | undefined;
	/** Free collateral to prove. */
	readonly surplusMicroUsd?: bigint | undefined;
	/** From settling the account, passed through. */
	readonly dust?: readonly Dust[] | undefined;
};

/**
 * Margins an account and names every number.
 *
 * @throws InputError those of `assessMargin`, `decideSolvency` and `accountGreeks`
 */
export function marginReport(request: MarginReportRequest): MarginReport {
	const { table, holdings, marked, params, surplusMicroUsd = 0n, dust = [] } = request;
	const { labels, origin } = table;
	const assessment = assessMargin(table.rows, holdings);
	const { equityMicroUsd, requirementMicroUsd } = assessment;
	const verdict = (surplus: bigint): Verdict => ({
		surplusMicroUsd: surplus,
		decision: decideSolvency(assessment, surplus),
	});
	return {
		origin,
		riskRoot: table.tree.root,
		atZeroSurplus: verdict(0n),
		atSurplus: verdict(surplusMicroUsd),
		equityMicroUsd,
		overflowBoundMicroUsd: assessment.overflowBoundMicroUsd,
		charges: namedCharges(assessment, labels),
		chargeMicroUsd: assessment.totals.chargeMicroUsd,
		...namedScenarios(assessment, labels),
		expectedShortfallMicroUsd: assessment.expectedShortfallMicroUsd,
		offsetFloor: floorParts(assessment, labels),
		lines: lineOutcomes(assessment),
		bindingTest: assessment.bindingTest,
		marginTestsOff: marginTestsOff(table),
		freeCollateralMicroUsd: assessment.freeCollateralMicroUsd,
		requirementMicroUsd,
		marginRatioPpmDown:
			requirementMicroUsd > 0n ? divideFloor(equityMicroUsd * ONE_IN_PPM, requirementMicroUsd) : undefined,
		positions: positionLines(assessment, table),
		greeks:
			marked === undefined ? undefined : accountGreeks({ holdings, marked, timeMs: origin.snapshotTimeMs }),
		silos: {
			byLeg: siloedRequirement({ table, holdings, unifiedRequirementMicroUsd: requirementMicroUsd }),
			byUnderlying: siloedByUnderlying({ table, holdings, unifiedRequirementMicroUsd: requirementMicroUsd }),
		},
		dust,
		haircuts:
			marked === undefined || params === undefined
				? undefined
				: exactHaircuts({ table, holdings, marked, params }),
	};
}

function namedCharges(assessment: MarginAssessment, labels: TableLabels): MarginReport["charges"] {
	const { positionCharges, strikeSets, expirySets, underlyingSets } = assessment;
	return {
		haircutsAndCosts: breakdown(positionCharges, ({ id, chargeMicroUsd }) => ({
			name: instrumentName(labels, id),
			amountMicroUsd: chargeMicroUsd,
		})),
		basis: breakdown(expirySets, ({ key, basisMicroUsd }) => ({
			name: setName(labels.expiries, key),
			amountMicroUsd: basisMicroUsd,
		})),
		vega: breakdown(expirySets, ({ key, vegaMicroUsd }) => ({
			name: setName(labels.expiries, key),
			amountMicroUsd: vegaMicroUsd,
		})),
		uncoveredShort: breakdown(strikeSets, ({ key, uncoveredShortMicroUsd }) => ({
			name: setName(labels.strikes, key),
			amountMicroUsd: uncoveredShortMicroUsd,
		})),
		pin: breakdown(strikeSets, ({ key, pinMicroUsd }) => ({
			name: setName(labels.strikes, key),
			amountMicroUsd: pinMicroUsd,
		})),
		concentration: breakdown(underlyingSets, ({ key, concentrationMicroUsd }) => ({
			name: setName(labels.underlyings, key),
			amountMicroUsd: concentrationMicroUsd,
		})),
	};
}

/** The largest stand-alone risk in full, of each other one its part; rounded so that they add up to `R`. */
function floorParts({ underlyingSets }: MarginAssessment, labels: TableLabels): Breakdown {
	const largest = underlyingSets.reduce((most, set) => largerOf(most, set.offsetFloorMicroUsd), 0n);
	const largestAt = underlyingSets.findIndex((set) => set.offsetFloorMicroUsd === largest);
	const partOf = (sum: bigint) => divideCeil(sum, BigInt(OTHER_RISKS_DIVISOR));
	let others = 0n;
	const parts = underlyingSets.map(({ key, offsetFloorMicroUsd }, at) => {
		const before = others;
		if (at !== largestAt) others += offsetFloorMicroUsd;
		return {
			name: setName(labels.underlyings, key),
			amountMicroUsd: at === largestAt ? largest : partOf(others) - partOf(before),
		};
	});
	return breakdown(parts, (part) => part);
}

function namedScenarios(assessment: MarginAssessment, labels: TableLabels) {
	const { equityMicroUsd, stressMicroUsd, aloneSets, underlyingSets } = assessment;
	const outcome = (name: string, index: number, valueMicroUsd: bigint): ScenarioOutcome => ({
		index,
		name,
		valueMicroUsd,
		lossMicroUsd: equityMicroUsd - valueMicroUsd,
	});
	const stress = ({ index, valueMicroUsd, aloneKey }: WorstStress) =>
		outcome(stressName(labels, { index, aloneKey }), index, valueMicroUsd);
	const worstStress = stress(assessment.worstStress);
	// With one underlying, what it does alone is what all do; the mark of one alone is the mark of all.
	const alone =
		underlyingSets.length < 2
			? []
			: aloneSets.flatMap(({ key, valuesMicroUsd }) =>
					valuesMicroUsd.map((valueMicroUsd, index) => ({ index, valueMicroUsd, aloneKey: key })).slice(1),
				);
	const together = stressMicroUsd.map((valueMicroUsd, index) => ({ index, valueMicroUsd }));
	const ranked = [...together, ...alone]
		.map(stress)
		// Equal values keep their order, as in the engine.
		.sort((a, b) => (a.valueMicroUsd < b.valueMicroUsd ? -1 : a.valueMicroUsd > b.valueMicroUsd ? 1 : 0));
	const others = ranked.filter(
		(scenario, at) =>
			scenario.name !== worstStress.name && ranked.findIndex(({ name }) => name === scenario.name) === at,
	);
	return {
		worstStress,
		nextStress: others.slice(0, NEXT_STRESS_COUNT),
		worstTail: assessment.worstTail.map(({ index, valueMicroUsd }) =>
			outcome(labels.tail[index] ?? `tail scenario ${index}`, index, valueMicroUsd),
		),
	};
}

function lineOutcomes(assessment: MarginAssessment): MarginReport["lines"] {
	const { equityMicroUsd, slackMicroUsd, freeCollateralMicroUsd, totals } = assessment;
	const line = (name: MarginLine): LineOutcome => ({
		lossMicroUsd: equityMicroUsd - totals.chargeMicroUsd - slackMicroUsd[name],
		requirementMicroUsd: equityMicroUsd - slackMicroUsd[name],
		slackMicroUsd: slackMicroUsd[name],
		behindBindingMicroUsd: slackMicroUsd[name] - freeCollateralMicroUsd,
	});
	return { stress: line("stress"), tail: line("tail"), floor: line("floor") };
}

function positionLines(assessment: MarginAssessment, { rows, labels }: RiskTable): PositionLine[] {
	const { worstStress, worstTail } = assessment;
	const isHit = ({ keys }: RiskRow) =>
		worstStress.aloneKey === undefined || worstStress.aloneKey === keys.underlying;
	return assessment.holdings.map(({ id, qtyLots }, at) => {
		const row = rows[id] ?? ZERO_ROW;
		const valueMicroUsd = qtyLots * (row.stressMicroUsd[0] ?? 0n);
		return {
			id,
			name: instrumentName(labels, id),
			size: lotsToSize(qtyLots, labels.lots[id] ?? "1"),
			valueMicroUsd,
			worstStressLossMicroUsd: isHit(row)
				? valueMicroUsd - qtyLots * (row.stressMicroUsd[worstStress.index] ?? 0n)
				: 0n,
			worstTailLossMicroUsdUp: divideCeil(
				worstTail.reduce(
					(loss, { index }) => loss + valueMicroUsd - qtyLots * (row.tailMicroUsd[index] ?? 0n),
					0n,
				),
				BigInt(worstTail.length),
			),
			chargeMicroUsd: assessment.positionCharges[at]?.chargeMicroUsd ?? 0n,
		};
	});
}

function breakdown<Item>(items: readonly Item[], named: (item: Item) => NamedAmount): Breakdown {
	const parts = items.map(named).filter(({ amountMicroUsd }) => amountMicroUsd !== 0n);
	return { totalMicroUsd: parts.reduce((total, part) => total + part.amountMicroUsd, 0n), parts };
}

function instrumentName(labels: TableLabels, id: number): string {
	return labels.instruments[id] ?? `instrument ${id}`;
}

function setName(names: Readonly<Record<number, string>>, key: number): string {
	return names[key] ?? (key === 0 ? "no set" : `set ${key}`);
}
