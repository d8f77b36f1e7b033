/** Puts the view of a margin report together: what it says and in which order. */
import { formatFieldElement } from "../../../field/bn254.ts";
import { AMOUNT_LIMIT } from "../../../risk/model/dimensions.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { usdDown } from "../../output/amount-text.ts";
import { sourceEntries, staleStatements } from "../source-report.ts";
import { greekSection, haircutSection, positionSection, siloSection, thresholdSection } from "./book-view.ts";
import { cost, counted } from "./cells.ts";
import { changeSection, changeStatements } from "./change-view.ts";
import type { Entry, MarginFacts, ReportView } from "./report-view.ts";
import { matrixSection, oneDaySection, scenarioSection } from "./scenario-view.ts";
import { headFigures, linesSection, surplusStatements, verdictOf, waterfallSection } from "./summary-view.ts";

/** @param facts without `sections` where nothing was repriced: what is absent is left out */
export function buildReportView(
	given: Omit<MarginFacts, "sections"> & Partial<Pick<MarginFacts, "sections">>,
): ReportView {
	const facts: MarginFacts = { ...given, sections: given.sections ?? {} };
	const { report, sections, accountName, sources, whatIf } = facts;
	const { level, snapshotTimeMs } = report.origin;
	const marksTime = formatIsoTime(snapshotTimeMs);
	return {
		facts,
		level,
		marksTime,
		about: [
			...(accountName === undefined ? [] : [`account ${accountName}`]),
			`${level} level`,
			`marks of ${marksTime.replace("T", " ").slice(0, 19)} UTC`,
			counted(report.positions.length, "position"),
		],
		verdict: verdictOf(report),
		statements: [
			...(whatIf === undefined ? [] : changeStatements(whatIf)),
			...surplusStatements(report),
			...(sources === undefined ? [] : staleStatements(sources)),
		],
		figures: headFigures(report),
		sections: [
			...(whatIf === undefined ? [] : [changeSection(whatIf)]),
			...positionSection(report),
			waterfallSection(report),
			linesSection(report),
			...matrixSection(sections.matrix),
			...thresholdSection(sections.thresholds),
			scenarioSection(report),
			...greekSection(report),
			...oneDaySection(sections.decay, report.greeks),
			siloSection(report),
			...haircutSection(report.haircuts),
		],
		basis: basisOf(facts),
	};
}

/** What the numbers rest on. */
function basisOf({ report, sources, madeAtMs }: MarginFacts): Entry[] {
	const { origin, riskRoot, overflowBoundMicroUsd } = report;
	return [
		...(madeAtMs === undefined ? [] : [{ name: "Report made", content: [formatIsoTime(madeAtMs)] }]),
		...(sources === undefined ? [] : sourceEntries(sources)),
		{ name: "Risk table", content: [formatFieldElement(riskRoot)] },
		{ name: "Listing", content: [origin.listingHash] },
		{ name: "Market", content: [origin.marketHash] },
		{ name: "Parameters and scenarios", content: [origin.parametersHash] },
		{
			name: "Overflow bound",
			content: [cost(overflowBoundMicroUsd), ` USD, must stay below ${usdDown(AMOUNT_LIMIT)} USD`],
		},
	];
}
