/** The book itself: positions, Greeks, price thresholds, haircuts, and separate accounts. */
import { sizeText } from "../../output/amount-text.ts";
import type { MarginReportJson } from "../margin-report-to-json.ts";
import { bar, cost, greek, millionths, number, percent, section, share, table, worth } from "./figures.ts";
import { type Content, type Html, html } from "./html.ts";

type Threshold = NonNullable<MarginReportJson["thresholds"]>["moves"][number];

export function thresholdSection({ thresholds }: MarginReportJson): Html | undefined {
	if (thresholds === null || thresholds.moves.length === 0) return undefined;
	const isBelow = millionths(thresholds.freeCollateralUsd) < 0n;
	const rows = thresholds.moves.map((move): Content[] => [
		move.underlyings.length > 1 ? "all together" : (move.underlyings[0] ?? ""),
		rangeBar(move, isBelow),
		move.spotUsd === null ? "" : worth(move.spotUsd),
		...side(move.down, move.lowestMoveRatio),
		...side(move.up, move.highestMoveRatio),
	]);
	return section(
		"thresholds",
		isBelow
			? "Moves that bring the account back to maintenance"
			: "Moves that take the account to maintenance",
		html`<p>One price moves, everything else stands still; the requirement is taken at the moved price. Free collateral
at maintenance level is ${worth(thresholds.freeCollateralUsd)} USD at the mark.</p>`,
		table({
			caption: `The bar runs from the lowest to the highest price that was tried; filled is where the account ${isBelow ? "stays below maintenance" : "stays above maintenance"}, the line is the mark`,
			columns: [
				{ heading: "" },
				{ heading: "range", align: "plot" },
				{ heading: "spot, USD" },
				{ heading: "down" },
				{ heading: "price there" },
				{ heading: "free there" },
				{ heading: "up" },
				{ heading: "price there" },
				{ heading: "free there" },
			],
			rows,
			className: "names",
		}),
	);
}

function side(crossing: Threshold["down"], searched: string): Content[] {
	if (crossing === null) return [html`none to ${percent(searched)}`, "", ""];
	return [
		html`<strong>${percent(crossing.moveRatio)}</strong>`,
		crossing.spotUsd === null ? "" : worth(crossing.spotUsd),
		html`${worth(crossing.freeCollateralUsd)}<span hidden>${number(searched, searched)}</span>`,
	];
}

/** On a logarithmic scale of the price, from 5 % of it to four times it. */
function rangeBar(move: Threshold, isBelow: boolean): Html {
	const place = (ratio: string) => {
		const price = Math.max(0.05, 1 + Number(millionths(ratio)) / 1e6);
		return Math.log(price / 0.05) / Math.log(4 / 0.05);
	};
	const from = place(move.down?.moveRatio ?? move.lowestMoveRatio);
	const to = place(move.up?.moveRatio ?? move.highestMoveRatio);
	return bar([{ from, to, kind: isBelow ? "loss" : "gain" }], [place("0.000000")]);
}

export function greekSection({ greeks }: MarginReportJson): Html | undefined {
	if (greeks === null || greeks.positions.length === 0) return undefined;
	const columns = [
		"",
		"delta, coins",
		"delta, USD",
		"gamma, USD/1 %",
		"vega, USD/point",
		"theta, USD/day",
	].map((heading) => ({ heading }));
	const values = (line: typeof greeks.total): Content[] => [
		greek(line.deltaUsd),
		greek(line.gammaUsdPerPercent),
		greek(line.vegaUsdPerVolPoint),
		greek(line.thetaUsdPerDay),
	];
	return section(
		"greeks",
		"Greeks",
		table({
			caption: "Per underlying; deltas in coins do not add up",
			columns,
			rows: greeks.underlyings.map((line) => [line.underlying, greek(line.deltaCoins, 4), ...values(line)]),
			totals: [["total", "", ...values(greeks.total)]],
		}),
		html`<details><summary>By position</summary>${table({
			caption: "Per position",
			columns,
			rows: greeks.positions.map((line) => [
				html`${line.name} <span hidden>${number(line.id, `${line.id}`)}</span>`,
				greek(line.deltaCoins, 4),
				...values(line),
			]),
		})}</details>`,
	);
}

export function siloSection({ silos, requirementUsd }: MarginReportJson): Html {
	const { byLeg, byUnderlying } = silos;
	const widest = Math.max(1, ...[byLeg, byUnderlying].map((one) => Number(millionths(one.requirementUsd))));
	const row = (name: string, requirement: string, benefit: Content): Content[] => [
		name,
		bar([{ from: 0, to: Number(millionths(requirement)) / widest, kind: "total" }]),
		cost(requirement),
		benefit,
	];
	const benefit = (ratio: string | null) => (ratio === null ? "nothing required" : share(ratio));
	const detail = (caption: string, comparison: typeof byLeg) =>
		table({
			caption,
			columns: [{ heading: "" }, { heading: "equity" }, { heading: "requirement" }],
			rows: comparison.silos.map(({ name, equityUsd, requirementUsd: needed }) => [
				name,
				worth(equityUsd),
				cost(needed),
			]),
			totals: [
				["separate", "", cost(comparison.requirementUsd)],
				["together", "", cost(comparison.unifiedRequirementUsd)],
			],
		});
	return section(
		"silos",
		"The same legs in separate accounts",
		table({
			caption: "Requirement in USD, and what one account saves",
			columns: [
				{ heading: "" },
				{ heading: "", align: "plot" },
				{ heading: "requirement" },
				{ heading: "one account saves" },
			],
			rows: [
				row("one per leg", byLeg.requirementUsd, benefit(byLeg.benefitRatio)),
				row("one per underlying", byUnderlying.requirementUsd, benefit(byUnderlying.benefitRatio)),
			],
			totals: [row("this account", requirementUsd, "")],
		}),
		html`<details><summary>Each of these accounts</summary><div class="pair">
${detail("One per underlying, USD", byUnderlying)}${detail("One per leg, USD", byLeg)}</div></details>`,
	);
}

export function positionSection({ positions, dust }: MarginReportJson): Html | undefined {
	if (positions.length === 0 && dust.length === 0) return undefined;
	return section(
		"positions",
		"Positions",
		table({
			className: "names",
			caption: "USD; losses are shares of the account's worst scenarios, negative is a gain",
			columns: ["", "id", "size", "mark value", "stress loss", "tail loss", "charge"].map((heading) => ({
				heading,
			})),
			rows: positions.map((position) => [
				position.name,
				number(position.id, `${position.id}`),
				number(position.size, sizeText(position.size)),
				worth(position.valueUsd),
				cost(position.worstStressLossUsd),
				cost(position.worstTailLossUsd),
				cost(position.chargeUsd),
			]),
		}),
		dust.length === 0
			? undefined
			: html`<p class="soft">Rounded away, against the account: ${dust.map(
					({ instrument, amount }, at) => html`${at > 0 ? ", " : ""}${number(amount, amount)} ${instrument}`,
				)}</p>`,
	);
}

export function haircutSection({ haircuts }: MarginReportJson): Html | undefined {
	if (haircuts === null || haircuts.length === 0) return undefined;
	return section(
		"haircuts",
		"Haircut and sale of balances",
		table({
			caption: "USD; the exact ladder beside the five segments of the table",
			columns: ["", "id", "mark value", "exact ladder", "this table", "difference"].map((heading) => ({
				heading,
			})),
			rows: haircuts.map((one) => [
				one.name,
				number(one.id, `${one.id}`),
				worth(one.valueUsd),
				cost(one.exactUsd),
				cost(one.tableUsd),
				cost(one.excessUsd),
			]),
		}),
	);
}
