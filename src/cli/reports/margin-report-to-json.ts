/**
 * Prints the facts of a margin report's view for programs. Money is exact: decimal text with six decimals, the unit in the
 * key. The same keys in every report; what does not apply is null. Greeks are JSON numbers, because
 * they are floats and nothing may be decided on them.
 */
import { formatFieldElement } from "../../field/bn254.ts";
import type { BalanceHaircut } from "../../risk/report/exact-haircut.ts";
import type { Greeks } from "../../risk/report/greeks.ts";
import type {
	Breakdown,
	LineOutcome,
	MarginReport,
	PositionLine,
	ScenarioOutcome,
	Verdict,
} from "../../risk/report/margin-report.ts";
import type { SiloComparison } from "../../risk/report/siloed-requirement.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";
import { exact, roundedGreek as rounded } from "../output/exact-text.ts";
import { sectionsToJson } from "./report-sections-to-json.ts";
import { sourcesToJson } from "./source-report.ts";
import { changeToJson } from "./view/change-view.ts";
import type { ReportView } from "./view/report-view.ts";
import { equityUsedPpmUp, standingOf } from "./view/summary-view.ts";

export type MarginReportJson = ReturnType<typeof marginReportToJson>;

export function marginReportToJson({ facts }: ReportView) {
	const { report, sections, accountName, sources, whatIf, madeAtMs } = facts;
	const { origin, charges, lines, greeks } = report;
	return {
		account: accountName ?? null,
		madeTime: madeAtMs === undefined ? null : formatIsoTime(madeAtMs),
		level: origin.level,
		snapshotTime: formatIsoTime(origin.snapshotTimeMs),
		listingHash: origin.listingHash,
		marketHash: origin.marketHash,
		parametersHash: origin.parametersHash,
		riskRoot: formatFieldElement(report.riskRoot),
		sources: sources === undefined ? null : sourcesToJson(sources),
		holds: report.atSurplus.decision.accepted,
		standing: standingOf(report),
		atZeroSurplus: verdictToJson(report.atZeroSurplus),
		atSurplus: verdictToJson(report.atSurplus),
		equityUsd: exact(report.equityMicroUsd),
		requirementUsd: exact(report.requirementMicroUsd),
		freeCollateralUsd: exact(report.freeCollateralMicroUsd),
		marginRatio: report.marginRatioPpmDown === undefined ? null : exact(report.marginRatioPpmDown),
		grossBoundUsd: exact(report.overflowBoundMicroUsd),
		chargeUsd: exact(report.chargeMicroUsd),
		charges: {
			haircutsAndCosts: breakdownToJson(charges.haircutsAndCosts),
			basis: breakdownToJson(charges.basis),
			vega: breakdownToJson(charges.vega),
			uncoveredShort: breakdownToJson(charges.uncoveredShort),
			pin: breakdownToJson(charges.pin),
			concentration: breakdownToJson(charges.concentration),
		},
		bindingTest: report.bindingTest,
		marginTestsOff: report.marginTestsOff,
		lines: {
			stress: lineToJson(lines.stress, report.equityMicroUsd),
			tail: lineToJson(lines.tail, report.equityMicroUsd),
			floor: lineToJson(lines.floor, report.equityMicroUsd),
		},
		worstStress: scenarioToJson(report.worstStress),
		nextStress: report.nextStress.map(scenarioToJson),
		worstTail: report.worstTail.map(scenarioToJson),
		worstTailMeanUsd: exact(-report.expectedShortfallMicroUsd),
		expectedShortfallUsd: exact(lines.tail.lossMicroUsd),
		offsetFloor: breakdownToJson(report.offsetFloor),
		positions: report.positions.map(positionToJson),
		greeks: greeks === undefined ? null : greeksToJson(greeks),
		silos: {
			byLeg: siloToJson(report.silos.byLeg),
			byUnderlying: siloToJson(report.silos.byUnderlying),
		},
		dust: report.dust.map(({ instrument, amount }) => ({ instrument, amount })),
		haircuts: report.haircuts?.map(haircutToJson) ?? null,
		change: whatIf === undefined ? null : changeToJson(whatIf),
		...sectionsToJson(sections),
	};
}

function verdictToJson({ surplusMicroUsd, decision }: Verdict) {
	return {
		surplusUsd: exact(surplusMicroUsd),
		accepted: decision.accepted,
		reason: decision.accepted ? null : decision.reason,
		shortfallUsd: exact(decision.accepted ? 0n : decision.shortfallMicroUsd),
	};
}

function breakdownToJson({ totalMicroUsd, parts }: Breakdown) {
	return {
		totalUsd: exact(totalMicroUsd),
		parts: parts.map(({ name, amountMicroUsd }) => ({ name, amountUsd: exact(amountMicroUsd) })),
	};
}

function lineToJson(line: LineOutcome, equityMicroUsd: bigint) {
	const usedPpm = equityUsedPpmUp(line.requirementMicroUsd, equityMicroUsd);
	return {
		lossUsd: exact(line.lossMicroUsd),
		requirementUsd: exact(line.requirementMicroUsd),
		slackUsd: exact(line.slackMicroUsd),
		behindBindingUsd: exact(line.behindBindingMicroUsd),
		equityRatio: usedPpm === undefined ? null : exact(usedPpm),
	};
}

function scenarioToJson({ index, name, valueMicroUsd, lossMicroUsd }: ScenarioOutcome) {
	return { index, name, valueUsd: exact(valueMicroUsd), lossUsd: exact(lossMicroUsd) };
}

function positionToJson(position: PositionLine) {
	return {
		id: position.id,
		name: position.name,
		size: position.size,
		valueUsd: exact(position.valueMicroUsd),
		worstStressLossUsd: exact(position.worstStressLossMicroUsd),
		worstTailLossUsd: exact(position.worstTailLossMicroUsdUp),
		chargeUsd: exact(position.chargeMicroUsd),
	};
}

function haircutToJson(balance: BalanceHaircut) {
	return {
		id: balance.id,
		name: balance.name,
		valueUsd: exact(balance.valueMicroUsdUp),
		exactUsd: exact(balance.exactMicroUsdUp),
		tableUsd: exact(balance.tableMicroUsd),
		excessUsd: exact(balance.excessMicroUsd),
	};
}

function greeksToJson({ positions, underlyings, total }: NonNullable<MarginReport["greeks"]>) {
	return {
		total: sensitivitiesToJson(total),
		underlyings: underlyings.map(({ underlying, deltaCoins, ...rest }) => ({
			underlying,
			deltaCoins: rounded(deltaCoins),
			...sensitivitiesToJson(rest),
		})),
		positions: positions.map(({ id, name, deltaCoins, ...rest }) => ({
			id,
			name,
			deltaCoins: rounded(deltaCoins),
			...sensitivitiesToJson(rest),
		})),
	};
}

function sensitivitiesToJson(greeks: Greeks) {
	return {
		deltaUsd: rounded(greeks.deltaUsd),
		gammaUsdPerPercent: rounded(greeks.gammaUsdPerPercent),
		vegaUsdPerVolPoint: rounded(greeks.vegaUsdPerVolPoint),
		thetaUsdPerDay: rounded(greeks.thetaUsdPerDay),
	};
}

function siloToJson(comparison: SiloComparison) {
	return {
		requirementUsd: exact(comparison.requirementMicroUsd),
		unifiedRequirementUsd: exact(comparison.unifiedRequirementMicroUsd),
		benefitRatio: comparison.benefitPpmDown === undefined ? null : exact(comparison.benefitPpmDown),
		silos: comparison.silos.map(({ name, equityMicroUsd, requirementMicroUsd }) => ({
			name,
			equityUsd: exact(equityMicroUsd),
			requirementUsd: exact(requirementMicroUsd),
		})),
	};
}
