/** The head of the report, the way from equity to free collateral, and the three lines. */
import type { MarginLine } from "../../../risk/margin/margin-engine.ts";
import { TAIL_WORST_COUNT } from "../../../risk/model/dimensions.ts";
import type { Breakdown, ChargeKind, MarginReport, Verdict } from "../../../risk/report/margin-report.ts";
import { divideCeil, formatScaled, MICRO_USD_DECIMALS } from "../../../units/decimal.ts";
import { ONE_IN_PPM } from "../../../units/exact-value.ts";
import { sizeText } from "../../output/amount-text.ts";
import { exact } from "../../output/exact-text.ts";
import { bar, type Cell, cost, EMPTY, figure, share, shareUp, taken, words, worth } from "./cells.ts";
import type { FoldBlock, Section, Statement, Step, TableBlock } from "./report-view.ts";

/** What each charge is for, in the order of the waterfall. */
export const CHARGE_NAMES: Readonly<Record<ChargeKind, string>> = {
	haircutsAndCosts: "Haircuts, liquidity, fees, funding, borrow",
	basis: "Basis: the curve moves apart from spot",
	vega: "Vega between expiries",
	uncoveredShort: "Short options not covered at their own strike",
	pin: "Options near expiry that pay less between scenarios",
	concentration: "Net delta too large to close at once",
};
export const CHARGE_KINDS = Object.keys(CHARGE_NAMES) as readonly ChargeKind[];

const REFUSALS = {
	SHORTFALL: "not enough free collateral",
	GROSS_TOO_LARGE: "overflow bound of 2^61 µUSD exceeded",
	CHARGE_TOO_LARGE: "charges and surplus reach 2^61 µUSD",
} as const;

/** `insolvent` only where the account owes more than it has; below margin it may still be worth a lot. */
export type Standing = "solvent" | "belowMargin" | "insolvent" | "tooLarge";

export function standingOf({ equityMicroUsd, atZeroSurplus: { decision } }: MarginReport): Standing {
	if (decision.accepted) return "solvent";
	if (equityMicroUsd < 0n) return "insolvent";
	return decision.reason === "SHORTFALL" ? "belowMargin" : "tooLarge";
}

export function verdictOf(report: MarginReport): Statement {
	const { atZeroSurplus, freeCollateralMicroUsd, equityMicroUsd, origin } = report;
	const { decision } = atZeroSurplus;
	if (decision.accepted) {
		return { isGood: true, content: ["Solvent: free collateral of ", worth(freeCollateralMicroUsd), " USD"] };
	}
	const below = [`elow ${origin.level} margin by `, cost(decision.shortfallMicroUsd), " USD"] as const;
	switch (standingOf(report)) {
		case "insolvent":
			return {
				isGood: false,
				content: ["Insolvent: equity is ", worth(equityMicroUsd), " USD, b", ...below],
			};
		case "belowMargin":
			return { isGood: false, content: ["B", ...below] };
		default:
			return { isGood: false, content: [`Too large to be proven: ${REFUSALS[decision.reason]}`] };
	}
}

/** About the surplus that was asked for, if one was. */
export function surplusStatements({ atSurplus }: MarginReport): Statement[] {
	if (atSurplus.surplusMicroUsd === 0n) return [];
	return [{ isGood: atSurplus.decision.accepted, content: surplusContent(atSurplus) }];
}

function surplusContent({ surplusMicroUsd, decision }: Verdict): (string | Cell)[] {
	const asked = figure(exact(surplusMicroUsd), sizeText(formatScaled(surplusMicroUsd, MICRO_USD_DECIMALS)));
	if (decision.accepted) return ["A surplus of ", asked, " USD can be proven"];
	return [
		"A surplus of ",
		asked,
		` USD cannot be proven: ${REFUSALS[decision.reason]}`,
		...(decision.shortfallMicroUsd > 0n ? [", ", cost(decision.shortfallMicroUsd), " USD missing"] : []),
	];
}

export function headFigures(report: MarginReport): { name: string; figure: Cell }[] {
	const { equityMicroUsd, requirementMicroUsd, freeCollateralMicroUsd, marginRatioPpmDown } = report;
	return [
		{ name: "Equity", figure: worth(equityMicroUsd) },
		{ name: "Requirement", figure: cost(requirementMicroUsd) },
		{ name: "Free collateral", figure: worth(freeCollateralMicroUsd) },
		{
			name: "Margin ratio",
			figure: marginRatioPpmDown === undefined ? words("nothing required") : share(marginRatioPpmDown),
		},
	];
}

export function waterfallSection(report: MarginReport): Section {
	const { lines, bindingTest, charges, equityMicroUsd, freeCollateralMicroUsd } = report;
	const steps = [
		{
			name: worstCase(report),
			microUsd: lines[bindingTest].lossMicroUsd,
			of: bindingTest === "floor" ? report.offsetFloor : undefined,
		},
		...CHARGE_KINDS.map((kind) => ({
			name: CHARGE_NAMES[kind],
			microUsd: charges[kind].totalMicroUsd,
			// Per position: the table of positions has them.
			of: kind === "haircutsAndCosts" ? undefined : charges[kind],
		})),
	];
	const levels = [equityMicroUsd];
	for (const { microUsd } of steps) levels.push((levels.at(-1) ?? 0n) - microUsd);
	const at = scaleOf(levels);
	const total = (name: string, microUsd: bigint): Step => ({
		name,
		amount: worth(microUsd),
		bar: bar([{ from: at(0n), to: at(microUsd), kind: "total" }], [at(0n)]),
		parts: [],
	});
	return {
		id: "waterfall",
		title: "From equity to free collateral",
		blocks: [
			{
				kind: "steps",
				caption: "USD; each step takes its amount off what is left",
				steps: [
					total("Equity at the mark", equityMicroUsd),
					...steps.map(({ name, microUsd, of }, k): Step => {
						const kind = microUsd < 0n ? "gain" : "loss";
						const [from, to] = [at(levels[k] ?? 0n), at(levels[k + 1] ?? 0n)];
						return {
							name,
							amount: taken(microUsd),
							bar: bar([{ from, to, kind }], [at(0n)]),
							parts: (of?.parts ?? []).map((part) => ({
								name: part.name,
								amount: taken(part.amountMicroUsd),
							})),
						};
					}),
					{ ...total("Free collateral", freeCollateralMicroUsd), isTotal: true },
					{
						name: "Requirement (equity less free collateral)",
						amount: cost(report.requirementMicroUsd),
						parts: [],
						isTotal: true,
					},
				],
			},
			breakdownFold(report),
		],
	};
}

function breakdownFold({ charges, offsetFloor, chargeMicroUsd }: MarginReport): FoldBlock {
	const table = (
		caption: string,
		{ totalMicroUsd, parts }: Breakdown,
		more: [string, bigint][] = [],
	): TableBlock => ({
		kind: "table",
		caption,
		columns: [{ heading: "" }, { heading: "USD" }],
		rows: parts.map(({ name, amountMicroUsd }) => [words(name), cost(amountMicroUsd)]),
		totals: [["total", totalMicroUsd] as const, ...more].map(([name, amount]) => [words(name), cost(amount)]),
	});
	return {
		kind: "fold",
		summary: "Haircuts and costs by position, and stand-alone risk by underlying",
		blocks: [
			table(CHARGE_NAMES.haircutsAndCosts, charges.haircutsAndCosts, [
				["all charges together", chargeMicroUsd],
			]),
			table("Stand-alone risk, which the floor line asks for", offsetFloor),
		],
	};
}

/** Where an amount stands between the lowest and the highest, zero included. */
function scaleOf(levels: readonly bigint[]): (microUsd: bigint) => number {
	const values = [0, ...levels.map(Number)];
	const low = Math.min(...values);
	const width = Math.max(1, Math.max(...values) - low);
	return (microUsd) => (Number(microUsd) - low) / width;
}

function worstCase({ bindingTest, worstStress }: MarginReport): string {
	if (bindingTest === "stress" && worstStress.lossMicroUsd === 0n) return "No stress scenario loses anything";
	if (bindingTest === "stress") return `Worst stress scenario: ${worstStress.name}`;
	if (bindingTest === "tail") return `Expected shortfall: mean of the ${TAIL_WORST_COUNT} worst tail days`;
	return "Floor: each underlying must carry part of its own risk";
}

/** The share of equity that a line would need by itself, rounded up; absent when there is no equity. */
export function equityUsedPpmUp(requirementMicroUsd: bigint, equityMicroUsd: bigint): bigint | undefined {
	if (equityMicroUsd <= 0n) return undefined;
	return divideCeil(requirementMicroUsd * ONE_IN_PPM, equityMicroUsd);
}

export function linesSection(report: MarginReport): Section {
	const { equityMicroUsd, bindingTest, marginTestsOff } = report;
	const row = (line: MarginLine): Cell[] => {
		const { lossMicroUsd, requirementMicroUsd, slackMicroUsd, behindBindingMicroUsd } = report.lines[line];
		const binds = line === bindingTest;
		const usedPpm = equityUsedPpmUp(requirementMicroUsd, equityMicroUsd);
		const used = usedPpm === undefined ? 1 : Number(usedPpm) / 1e6;
		return [
			words(`${binds ? "▸ " : "  "}${line}${marginTestsOff.includes(line) ? " (off)" : ""}`, binds),
			bar([{ from: 0, to: used, kind: used > 1 ? "loss" : "total" }], [1]),
			usedPpm === undefined ? words("no equity") : shareUp(usedPpm),
			cost(lossMicroUsd),
			cost(requirementMicroUsd),
			worth(slackMicroUsd),
			binds ? EMPTY : worth(behindBindingMicroUsd),
		];
	};
	return {
		id: "lines",
		title: "The three lines, and how far the next ones are",
		blocks: [
			{
				kind: "table",
				caption: "USD; ▸ binds. The bar is the share of equity that a line would need by itself",
				columns: [
					{ heading: "line, ▸ binds" },
					{ heading: "", align: "plot" },
					{ heading: "of equity" },
					{ heading: "loss" },
					{ heading: "requirement" },
					{ heading: "slack" },
					{ heading: "behind ▸" },
				],
				rows: [row("stress"), row("tail"), row("floor")],
			},
		],
	};
}
