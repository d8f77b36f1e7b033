/** The head of the page: verdict, the figures that matter, the waterfall and the three lines. */
import { usdDown } from "../../output/amount-text.ts";
import type { MarginReportJson } from "../margin-report-to-json.ts";
import { bar, cost, millionths, number, section, share, table, worth } from "./figures.ts";
import { type Content, type Html, html } from "./html.ts";

const CHARGES = [
	["haircutsAndCosts", "Haircuts, liquidity, fees, funding, borrow"],
	["basis", "Basis: the curve moves apart from spot"],
	["vega", "Term structure: vols of two expiries part"],
	["uncoveredShort", "Short options not covered at their own strike"],
	["concentration", "Net delta too large to close at once"],
] as const;

const REFUSALS = {
	SHORTFALL: "not enough free collateral",
	GROSS_TOO_LARGE: "overflow bound of 2^61 µUSD exceeded",
	CHARGE_TOO_LARGE: "charges and surplus reach 2^61 µUSD",
} as const;

export function pageHeader(report: MarginReportJson): Html {
	const { atZeroSurplus, atSurplus } = report;
	const time = report.snapshotTime.replace("T", " ").slice(0, 19);
	return html`<header>
<h1>Margin report</h1>
<p class="soft">${report.level} level · marks of <time datetime="${report.snapshotTime}">${time} UTC</time> · ${
		report.positions.length
	} positions</p>
<p class="verdict ${atZeroSurplus.accepted ? "good" : "bad"}">${atZeroSurplus.accepted ? "✓ Solvent" : "✗ Not solvent"}</p>
${verdictLine("Free collateral of at least", atZeroSurplus)}
${millionths(atSurplus.surplusUsd) === 0n ? undefined : verdictLine("Asked for: a surplus of", atSurplus)}
<dl class="figures">
${figure("Equity at the mark", worth(report.equityUsd))}
${figure("Requirement", cost(report.requirementUsd))}
${figure("Free collateral", worth(report.freeCollateralUsd))}
${figure("Margin ratio", report.marginRatio === null ? "nothing required" : share(report.marginRatio))}
</dl>
</header>
`;
}

function figure(name: string, value: Content): Html {
	return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function verdictLine(label: string, verdict: MarginReportJson["atSurplus"]): Html {
	const verb = verdict.accepted
		? "can be proven"
		: `cannot be proven: ${REFUSALS[verdict.reason ?? "SHORTFALL"]}`;
	return html`<p>${label} ${worth(verdict.surplusUsd)} USD ${verb} (missing ${cost(verdict.shortfallUsd)} USD).</p>`;
}

export function waterfallSection(report: MarginReportJson): Html {
	const { lines, bindingTest, charges, equityUsd, freeCollateralUsd, requirementUsd, chargeUsd } = report;
	const steps = [
		{ name: worstCase(report), amountUsd: lines[bindingTest].lossUsd, parts: [] as Part[] },
		...CHARGES.map(([key, name]) => ({
			name,
			amountUsd: charges[key].totalUsd,
			parts: charges[key].parts as Part[],
		})),
	];
	const usd = (text: string) => Number(millionths(text)) / 1e6;
	const equity = usd(equityUsd);
	const levels = [equity];
	for (const { amountUsd } of steps) levels.push((levels.at(-1) ?? 0) - usd(amountUsd));
	const low = Math.min(0, ...levels);
	const width = Math.max(1e-6, Math.max(0, ...levels) - low);
	const at = (value: number) => (value - low) / width;
	const rows = steps.flatMap(({ name, amountUsd, parts }, k) => [
		[
			name,
			bar(
				[
					{
						from: at(levels[k] ?? 0),
						to: at(levels[k + 1] ?? 0),
						kind: usd(amountUsd) < 0 ? "gain" : "loss",
					},
				],
				[at(0)],
			),
			taken(amountUsd),
		],
		...(name === CHARGES[0][1] ? [] : partRows(parts)),
	]);
	return section(
		"waterfall",
		"From equity to free collateral",
		table({
			caption: "USD; each step takes its amount off what is left",
			columns: [{ heading: "" }, { heading: "", align: "plot" }, { heading: "USD" }],
			rows: [
				[
					"Equity at the mark",
					bar([{ from: at(0), to: at(equity), kind: "total" }], [at(0)]),
					worth(equityUsd),
				],
				...rows,
			],
			totals: [
				[
					"Free collateral",
					bar([{ from: at(0), to: at(levels.at(-1) ?? 0), kind: "total" }], [at(0)]),
					worth(freeCollateralUsd),
				],
				["Requirement (equity less free collateral)", "", cost(requirementUsd)],
				["All charges together", "", cost(chargeUsd)],
			],
		}),
		html`<details><summary>Haircuts and costs by position, and stand-alone risk by underlying</summary><div class="pair">
${breakdownTable("Haircuts, liquidity, fees, funding, borrow", report.charges.haircutsAndCosts)}
${breakdownTable("Stand-alone risk, which the floor line asks for", report.offsetFloor)}
</div></details>`,
	);
}

/** What a step takes away: the exact amount, shown with the sign of the step. */
function taken(amountUsd: string): Html {
	return number(amountUsd, usdDown(-millionths(amountUsd)));
}

type Part = { readonly name: string; readonly amountUsd: string };

function partRows(parts: readonly Part[]): Content[][] {
	return parts.map(({ name, amountUsd }) => [
		html`<span class="part">${name}</span>`,
		"",
		html`<span class="soft">${taken(amountUsd)}</span>`,
	]);
}

function breakdownTable(
	caption: string,
	{ totalUsd, parts }: { totalUsd: string; parts: readonly Part[] },
): Html {
	return table({
		caption,
		columns: [{ heading: "" }, { heading: "USD" }],
		rows: parts.map(({ name, amountUsd }) => [name, cost(amountUsd)]),
		totals: [["total", cost(totalUsd)]],
	});
}

function worstCase({ bindingTest, worstStress, worstTail }: MarginReportJson): string {
	if (bindingTest === "stress") return `Worst stress scenario: ${worstStress.name}`;
	if (bindingTest === "tail") return `Expected shortfall: mean of the ${worstTail.length} worst tail days`;
	return "Floor: each underlying must carry part of its own risk";
}

export function linesSection(report: MarginReportJson): Html {
	const names = ["stress", "tail", "floor"] as const;
	const equity = Number(millionths(report.equityUsd));
	const rows = names.map((name) => {
		const line = report.lines[name];
		const used = equity > 0 ? Number(millionths(line.requirementUsd)) / equity : 1;
		const isBinding = name === report.bindingTest;
		return [
			html`${isBinding ? html`<strong>▸ ${name} (binds)</strong>` : name}${report.marginTestsOff.includes(name) ? " (off)" : ""}`,
			bar([{ from: 0, to: used, kind: used > 1 ? "loss" : "total" }], [1]),
			cost(line.lossUsd),
			cost(line.requirementUsd),
			worth(line.slackUsd),
			worth(line.behindBindingUsd),
		];
	});
	return section(
		"lines",
		"The three lines, and how far the next ones are",
		table({
			caption: "USD. The bar is the share of equity that a line would need by itself",
			columns: [
				{ heading: "line" },
				{ heading: "of equity", align: "plot" },
				{ heading: "loss" },
				{ heading: "requirement" },
				{ heading: "slack" },
				{ heading: "behind the binding one" },
			],
			rows,
		}),
	);
}
