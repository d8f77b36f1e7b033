/**
 * The margin report as text for a terminal of 100 columns. Colour only repeats what the words say.
 *
 * Values and free collateral are rounded down to cents, losses, charges and requirements up, so
 * printed sums may be off by a cent; the JSON form is exact.
 */
import { formatFieldElement } from "../../field/bn254.ts";
import type { MarginLine } from "../../risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT, TAIL_LANES, TAIL_WORST_COUNT } from "../../risk/model/dimensions.ts";
import type {
	Breakdown,
	ChargeKind,
	MarginReport,
	ScenarioOutcome,
	Verdict,
} from "../../risk/report/margin-report.ts";
import type { ReportSections } from "../../risk/report/report-sections.ts";
import type { SiloComparison } from "../../risk/report/siloed-requirement.ts";
import { divideCeil, formatScaled, MICRO_USD_DECIMALS } from "../../units/decimal.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";
import { approximate, percentDown, percentUp, sizeText, usdDown, usdUp } from "../output/amount-text.ts";
import { paint } from "../output/terminal-text.ts";
import { type Column, PAGE_WIDTH, pad, textTable } from "../output/text-table.ts";
import { exactHaircutLines } from "./exact-haircut-text.ts";
import { decayLines, matrixLines, thresholdLines } from "./report-sections-text.ts";

const LABEL_WIDTH = 58;
const AMOUNT_WIDTH = 21;
const BAR_WIDTH = 10;

const CHARGE_LABELS: Readonly<Record<ChargeKind, string>> = {
	haircutsAndCosts: "Haircuts, liquidity, fees, funding, borrow (per position, below)",
	basis: "Basis: the curve moves apart from spot",
	vega: "Term structure: vols of two expiries part",
	uncoveredShort: "Short options not covered at their own strike",
	concentration: "Net delta too large to close at once",
};

const REFUSALS = {
	SHORTFALL: "not enough free collateral",
	GROSS_TOO_LARGE: "overflow bound of 2^61 µUSD exceeded",
	CHARGE_TOO_LARGE: "charges and surplus reach 2^61 µUSD",
} as const;

export type MarginReportTextOptions = {
	/** Repriced sections; those that are absent are left out. */
	readonly sections?: ReportSections | undefined;
	/** Only for a terminal. */
	readonly colour?: boolean | undefined;
};

/** The lines of the report, without line ends. */
export function marginReportText(
	report: MarginReport,
	{ colour = false, sections = {} }: MarginReportTextOptions = {},
): string[] {
	const parts = [
		titleLines(report, colour),
		waterfallLines(report),
		marginLineLines(report),
		scenarioLines(report),
		positionLines(report),
		exactHaircutLines(report.haircuts),
		greekLines(report),
		decayLines(sections.decay, report.greeks),
		matrixLines(sections.matrix),
		thresholdLines(sections.thresholds),
		siloLines(report),
		footerLines(report),
	];
	return parts
		.filter((lines) => lines.length > 0)
		.flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
}

function titleLines(report: MarginReport, colour: boolean): string[] {
	const { origin, atZeroSurplus, atSurplus } = report;
	const count = report.positions.length;
	const title = [
		"MARGIN REPORT",
		`${origin.level} level`,
		`marks of ${formatIsoTime(origin.snapshotTimeMs).replace("T", " ").slice(0, 19)} UTC`,
		`${count} ${count === 1 ? "position" : "positions"}`,
	].join(" · ");
	const ratio = report.marginRatioPpmDown;
	const verdict = [
		atZeroSurplus.decision.accepted ? "SOLVENT" : "NOT SOLVENT",
		verdictText(report, atZeroSurplus),
		ratio === undefined ? "no margin required" : `margin ratio ${percentDown(ratio)}`,
	].join(" · ");
	return [
		title,
		"═".repeat(PAGE_WIDTH),
		painted(verdict, atZeroSurplus.decision.accepted, colour),
		...(atSurplus.surplusMicroUsd === 0n
			? []
			: [
					painted(
						`Surplus of ${sizeText(formatScaled(atSurplus.surplusMicroUsd, MICRO_USD_DECIMALS))} USD ${surplusText(atSurplus)}`,
						atSurplus.decision.accepted,
						colour,
					),
				]),
	];
}

function verdictText(report: MarginReport, { decision }: Verdict): string {
	if (decision.accepted) return `free collateral ${usdDown(report.freeCollateralMicroUsd)} USD`;
	if (decision.reason !== "SHORTFALL") return REFUSALS[decision.reason];
	return `${usdUp(decision.shortfallMicroUsd)} USD short`;
}

function surplusText({ decision }: Verdict): string {
	if (decision.accepted) return "can be proven";
	const missing = decision.shortfallMicroUsd > 0n ? `, ${usdUp(decision.shortfallMicroUsd)} USD missing` : "";
	return `cannot be proven: ${REFUSALS[decision.reason]}${missing}`;
}

function waterfallLines(report: MarginReport): string[] {
	const { charges, lines, bindingTest } = report;
	const total = (label: string, amount: string) =>
		`${label}${pad(amount, PAGE_WIDTH - label.length, "right")}`;
	const minus = (amountMicroUsd: bigint) => usdDown(-amountMicroUsd);
	const charge = (kind: ChargeKind) => [
		total(`  ${CHARGE_LABELS[kind]}`, minus(charges[kind].totalMicroUsd)),
		...(kind === "haircutsAndCosts" ? [] : partLines(charges[kind])),
	];
	return [
		total("FROM EQUITY TO FREE COLLATERAL", "USD"),
		total("  Equity at the mark", usdDown(report.equityMicroUsd)),
		total(`  ${worstCase(report)}`, minus(lines[bindingTest].lossMicroUsd)),
		...(bindingTest === "floor" ? partLines(report.offsetFloor) : []),
		...charge("haircutsAndCosts"),
		...charge("basis"),
		...charge("vega"),
		...charge("uncoveredShort"),
		...charge("concentration"),
		total("", "─".repeat(AMOUNT_WIDTH - 2)),
		total("  Free collateral", usdDown(report.freeCollateralMicroUsd)),
		total("  Requirement (equity less free collateral)", usdUp(report.requirementMicroUsd)),
	];
}

/** The parts of a charge in a column of their own, left of the totals. */
function partLines({ parts }: Breakdown): string[] {
	return parts.map(
		({ name, amountMicroUsd }) =>
			`${pad(`      ${name}`, LABEL_WIDTH, "left")}${pad(usdDown(-amountMicroUsd), AMOUNT_WIDTH, "right")}`,
	);
}

function worstCase({ bindingTest, worstStress }: MarginReport): string {
	if (bindingTest === "stress" && worstStress.lossMicroUsd === 0n) return "No stress scenario loses anything";
	if (bindingTest === "stress") return `Worst stress scenario: ${worstStress.name}`;
	if (bindingTest === "tail") return `Expected shortfall: mean of the ${TAIL_WORST_COUNT} worst tail days`;
	return "Floor: each underlying must carry part of its own risk";
}

function marginLineLines(report: MarginReport): string[] {
	const columns: Column[] = [
		{ heading: "LINE (▸ binds)", align: "left" },
		{ heading: "loss", align: "right" },
		{ heading: "requirement", align: "right" },
		{ heading: "slack", align: "right" },
		{ heading: "behind ▸", align: "right" },
		{ heading: "equity used", align: "left" },
	];
	const row = (line: MarginLine) => {
		const { lossMicroUsd, requirementMicroUsd, slackMicroUsd, behindBindingMicroUsd } = report.lines[line];
		return [
			`${line === report.bindingTest ? "▸" : " "} ${line}${report.marginTestsOff.includes(line) ? " (off)" : ""}`,
			usdUp(lossMicroUsd),
			usdUp(requirementMicroUsd),
			usdDown(slackMicroUsd),
			line === report.bindingTest ? "" : usdDown(behindBindingMicroUsd),
			usedBar(report.equityMicroUsd - slackMicroUsd, report.equityMicroUsd),
		];
	};
	return textTable(columns, [row("stress"), row("tail"), row("floor")]);
}

/** Share of equity that a line takes; full when it takes all of it or there is none. */
function usedBar(usedMicroUsd: bigint, equityMicroUsd: bigint): string {
	if (equityMicroUsd <= 0n) return `${"█".repeat(BAR_WIDTH)} no equity`;
	const usedPpm = divideCeil(usedMicroUsd * 1_000_000n, equityMicroUsd);
	const cells = usedPpm < 0n ? 0 : Math.min(BAR_WIDTH, Number((usedPpm * BigInt(BAR_WIDTH)) / 1_000_000n));
	return `${"█".repeat(cells)}${"░".repeat(BAR_WIDTH - cells)} ${percentUp(usedPpm)}`;
}

function scenarioLines(report: MarginReport): string[] {
	const { worstStress, nextStress, worstTail } = report;
	const columns = (heading: string): Column[] => [
		{ heading: pad(heading, LABEL_WIDTH - 8, "left"), align: "left" },
		{ heading: pad("account value", AMOUNT_WIDTH, "right"), align: "right" },
		{ heading: pad("loss", AMOUNT_WIDTH, "right"), align: "right" },
	];
	const row = ({ name, valueMicroUsd, lossMicroUsd }: ScenarioOutcome) => [
		`  ${name}`,
		usdDown(valueMicroUsd),
		usdUp(lossMicroUsd),
	];
	const mean = [
		"  their mean, the expected shortfall",
		usdDown(-report.expectedShortfallMicroUsd),
		usdUp(report.lines.tail.lossMicroUsd),
	];
	const stress = textTable(columns("WORST STRESS SCENARIOS"), [worstStress, ...nextStress].map(row));
	if (report.marginTestsOff.includes("tail")) {
		return [...stress, "", "TAIL DAYS: off, these risk parameters have no expected shortfall"];
	}
	return [
		...stress,
		"",
		...textTable(columns(`WORST ${worstTail.length} OF ${TAIL_LANES} TAIL DAYS`), [
			...worstTail.map(row),
			mean,
		]),
	];
}

function positionLines(report: MarginReport): string[] {
	const columns: Column[] = [
		{ heading: "POSITIONS", align: "left" },
		{ heading: "size", align: "right" },
		{ heading: "mark value", align: "right" },
		{ heading: "stress loss", align: "right" },
		{ heading: "tail loss", align: "right" },
		{ heading: "charge", align: "right" },
	];
	const rows = report.positions.map((position) => [
		`  ${position.name}`,
		sizeText(position.size),
		usdDown(position.valueMicroUsd),
		usdUp(position.worstStressLossMicroUsd),
		usdUp(position.worstTailLossMicroUsdUp),
		usdUp(position.chargeMicroUsd),
	]);
	const total = [
		"  total",
		"",
		usdDown(report.equityMicroUsd),
		usdUp(report.worstStress.lossMicroUsd),
		usdUp(report.lines.tail.lossMicroUsd),
		usdUp(report.charges.haircutsAndCosts.totalMicroUsd),
	];
	return textTable(columns, [...rows, total]);
}

function greekLines({ greeks }: MarginReport): string[] {
	if (greeks === undefined || greeks.positions.length === 0) return [];
	const columns: Column[] = [
		{ heading: "GREEKS", align: "left" },
		{ heading: "delta, coins", align: "right" },
		{ heading: "delta, USD", align: "right" },
		{ heading: "gamma, USD/1 %", align: "right" },
		{ heading: "vega, USD/point", align: "right" },
		{ heading: "theta, USD/day", align: "right" },
	];
	const rows = [...greeks.underlyings, { underlying: "total", deltaCoins: undefined, ...greeks.total }].map(
		(line) => [
			`  ${line.underlying}`,
			line.deltaCoins === undefined ? "" : approximate(line.deltaCoins, 4),
			approximate(line.deltaUsd, 2),
			approximate(line.gammaUsdPerPercent, 2),
			approximate(line.vegaUsdPerVolPoint, 2),
			approximate(line.thetaUsdPerDay, 2),
		],
	);
	return textTable(columns, rows);
}

function siloLines({ silos, requirementMicroUsd }: MarginReport): string[] {
	const columns: Column[] = [
		{ heading: pad("THE SAME LEGS IN SEPARATE ACCOUNTS", LABEL_WIDTH - 8, "left"), align: "left" },
		{ heading: pad("requirement", AMOUNT_WIDTH, "right"), align: "right" },
		{ heading: pad("one account saves", AMOUNT_WIDTH, "right"), align: "right" },
	];
	const row = (label: string, silo: SiloComparison) => [
		`  ${label}`,
		usdUp(silo.requirementMicroUsd),
		silo.benefitPpmDown === undefined ? "nothing required" : percentDown(silo.benefitPpmDown),
	];
	return textTable(columns, [
		row("one per leg", silos.byLeg),
		row("one per underlying", silos.byUnderlying),
		...silos.byUnderlying.silos.map((silo) => [`      ${silo.name}`, usdUp(silo.requirementMicroUsd), ""]),
		["  this account", usdUp(requirementMicroUsd), ""],
	]);
}

/** What the numbers rest on, and what they leave out. */
function footerLines({ riskRoot, overflowBoundMicroUsd, dust }: MarginReport): string[] {
	const amounts = dust.map(({ instrument, amount }) => `${amount} ${instrument}`);
	return [
		`Risk table   ${formatFieldElement(riskRoot)}`,
		`Overflow bound  ${usdUp(overflowBoundMicroUsd)} USD, must stay below ${usdDown(AMOUNT_LIMIT)} USD`,
		...(amounts.length === 0 ? [] : [`Dust         ${amounts.join(", ")} rounded away, against the account`]),
	];
}

function painted(text: string, good: boolean, colour: boolean): string {
	return colour ? paint(text, good) : text;
}
