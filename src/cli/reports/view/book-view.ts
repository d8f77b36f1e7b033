/** The book itself: positions, Greeks, price thresholds, haircuts, and separate accounts. */
import type { BalanceHaircut } from "../../../risk/report/exact-haircut.ts";
import type { CoinGreeks, Greeks } from "../../../risk/report/greeks.ts";
import type { MarginReport } from "../../../risk/report/margin-report.ts";
import type { Crossing, PriceThreshold, PriceThresholds } from "../../../risk/report/price-thresholds.ts";
import type { SiloComparison } from "../../../risk/report/siloed-requirement.ts";
import { roundedGreek } from "../../output/exact-text.ts";
import { spotAt } from "../spot-at.ts";
import {
	bar,
	type Cell,
	cost,
	count,
	EMPTY,
	figure,
	float,
	move,
	share,
	size,
	words,
	worth,
} from "./cells.ts";
import type { Block, Column, Section, TableBlock } from "./report-view.ts";

/** The range bar is logarithmic, from 5 % of the price to four times it. */
const LOWEST_PRICE = 0.05;
const HIGHEST_PRICE = 4;

const columnsOf = (...headings: readonly string[]): Column[] => headings.map((heading) => ({ heading }));

export function positionSection(report: MarginReport): Section[] {
	const { positions, dust } = report;
	if (positions.length === 0 && dust.length === 0) return [];
	const table: TableBlock = {
		kind: "table",
		keepsNames: true,
		caption: "USD; losses are shares of the account's worst scenarios, negative is a gain",
		columns: [
			{ heading: "positions" },
			...columnsOf("size", "mark value", "stress loss", "tail loss", "charge"),
			{ heading: "id", on: "page" },
		],
		rows: positions.map((position) => [
			words(position.name),
			size(position.size),
			worth(position.valueMicroUsd),
			cost(position.worstStressLossMicroUsd),
			cost(position.worstTailLossMicroUsdUp),
			cost(position.chargeMicroUsd),
			count(position.id),
		]),
		totals: [
			[
				words("total"),
				EMPTY,
				worth(report.equityMicroUsd),
				cost(report.worstStress.lossMicroUsd),
				cost(report.lines.tail.lossMicroUsd),
				cost(report.charges.haircutsAndCosts.totalMicroUsd),
			],
		],
	};
	const rounded: Block = {
		kind: "note",
		isSoft: true,
		content: [
			"Rounded away, against the account: ",
			...dust.flatMap(({ instrument, amount }, at) => [
				at > 0 ? ", " : "",
				figure(amount, amount),
				` ${instrument}`,
			]),
		],
	};
	return [{ id: "positions", title: "Positions", blocks: dust.length === 0 ? [table] : [table, rounded] }];
}

export function greekSection({ greeks }: MarginReport): Section[] {
	if (greeks === undefined || greeks.positions.length === 0) return [];
	const columns = columnsOf(
		"Greeks",
		"delta, coins",
		"delta, USD",
		"gamma, USD/1 %",
		"vega, USD/point",
		"theta, USD/day",
	);
	const byCoin = (name: string, line: CoinGreeks): Cell[] => [
		words(name),
		float(roundedGreek(line.deltaCoins), 4),
		...greekCells(line),
	];
	return [
		{
			id: "greeks",
			title: "Greeks",
			blocks: [
				{
					kind: "table",
					caption: "Per underlying; deltas in coins do not add up",
					columns,
					rows: greeks.underlyings.map((line) => byCoin(line.underlying, line)),
					totals: [[words("total"), EMPTY, ...greekCells(greeks.total)]],
				},
				{
					kind: "fold",
					summary: "By position",
					blocks: [
						{
							kind: "table",
							caption: "Per position",
							columns: [{ heading: "" }, ...columns.slice(1), { heading: "id" }],
							rows: greeks.positions.map((line) => [...byCoin(line.name, line), count(line.id)]),
						},
					],
				},
			],
		},
	];
}

export function greekCells(line: Greeks): Cell[] {
	return [line.deltaUsd, line.gammaUsdPerPercent, line.vegaUsdPerVolPoint, line.thetaUsdPerDay].map((value) =>
		float(roundedGreek(value)),
	);
}

export function thresholdSection(given: PriceThresholds | undefined): Section[] {
	if (given === undefined || given.thresholds.length === 0) return [];
	const isBelow = given.freeCollateralMicroUsd < 0n;
	const title = isBelow
		? "Moves that bring the account back to maintenance"
		: "Moves that take the account to maintenance";
	const state = isBelow ? "stays below maintenance" : "stays above maintenance";
	return [
		{
			id: "thresholds",
			title,
			textTitle: title,
			blocks: [
				{
					kind: "note",
					on: "page",
					content: [
						"One price moves, everything else stands still; the requirement is taken at the moved price. Free collateral at maintenance level is ",
						worth(given.freeCollateralMicroUsd),
						" USD at the mark.",
					],
				},
				{
					kind: "table",
					keepsNames: true,
					caption: `The bar runs from the lowest to the highest price that was tried; filled is where the account ${state}, the line is the mark`,
					columns: [
						{ heading: "" },
						{ heading: "range", align: "plot", on: "page" },
						{ heading: "spot, USD" },
						{ heading: "down" },
						{ heading: "price there" },
						{ heading: "free there", on: "page" },
						{ heading: "up" },
						{ heading: "price there" },
						{ heading: "free there", on: "page" },
						{ heading: "tried down to", on: "page" },
						{ heading: "and up to", on: "page" },
					],
					rows: given.thresholds.map((threshold) => thresholdRow(threshold, isBelow)),
				},
			],
		},
	];
}

function thresholdRow(threshold: PriceThreshold, isBelow: boolean): Cell[] {
	const { underlyings, indexUsd, down, up, lowestMovePpm, highestMovePpm } = threshold;
	const spot = (movePpm: bigint) => (indexUsd === undefined ? EMPTY : worth(spotAt(indexUsd, movePpm)));
	const side = (crossing: Crossing | undefined, searchedPpm: bigint): Cell[] =>
		crossing === undefined
			? [words(`none to ${move(searchedPpm).shown}`), EMPTY, EMPTY]
			: [
					{ ...move(crossing.movePpm), strong: true },
					spot(crossing.movePpm),
					worth(crossing.freeCollateralMicroUsd),
				];
	return [
		words(underlyings.length > 1 ? "all together" : (underlyings[0] ?? "")),
		rangeBar(threshold, isBelow),
		spot(0n),
		...side(down, lowestMovePpm),
		...side(up, highestMovePpm),
		move(lowestMovePpm),
		move(highestMovePpm),
	];
}

function rangeBar({ down, up, lowestMovePpm, highestMovePpm }: PriceThreshold, isBelow: boolean): Cell {
	const place = (movePpm: bigint) =>
		Math.log(Math.max(LOWEST_PRICE, 1 + Number(movePpm) / 1e6) / LOWEST_PRICE) /
		Math.log(HIGHEST_PRICE / LOWEST_PRICE);
	const from = place(down?.movePpm ?? lowestMovePpm);
	const to = place(up?.movePpm ?? highestMovePpm);
	return bar([{ from, to, kind: isBelow ? "loss" : "gain" }], [place(0n)]);
}

export function siloSection({ silos, requirementMicroUsd }: MarginReport): Section {
	const { byLeg, byUnderlying } = silos;
	const widest = Math.max(1, ...[byLeg, byUnderlying].map((one) => Number(one.requirementMicroUsd)));
	const needed = (microUsd: bigint) => bar([{ from: 0, to: Number(microUsd) / widest, kind: "total" }]);
	const row = (name: string, { requirementMicroUsd: microUsd, benefitPpmDown }: SiloComparison): Cell[] => [
		words(name),
		needed(microUsd),
		cost(microUsd),
		benefitPpmDown === undefined ? words("nothing required") : share(benefitPpmDown),
	];
	const detail = (caption: string, comparison: SiloComparison): TableBlock => ({
		kind: "table",
		caption,
		columns: columnsOf("", "equity", "requirement"),
		rows: comparison.silos.map((silo) => [
			words(silo.name),
			worth(silo.equityMicroUsd),
			cost(silo.requirementMicroUsd),
		]),
		totals: [
			[words("separate"), EMPTY, cost(comparison.requirementMicroUsd)],
			[words("together"), EMPTY, cost(comparison.unifiedRequirementMicroUsd)],
		],
	});
	return {
		id: "silos",
		title: "The same legs in separate accounts",
		blocks: [
			{
				kind: "table",
				caption: "Requirement in USD, and what one account saves",
				columns: [
					{ heading: "the same legs in separate accounts" },
					{ heading: "", align: "plot", on: "page" },
					{ heading: "requirement" },
					{ heading: "one account saves" },
				],
				rows: [
					row("one per leg", byLeg),
					row("one per underlying", byUnderlying),
					...byUnderlying.silos.map((silo) => [
						words(`· ${silo.name}`),
						needed(silo.requirementMicroUsd),
						cost(silo.requirementMicroUsd),
						EMPTY,
					]),
				],
				totals: [[words("this account"), needed(requirementMicroUsd), cost(requirementMicroUsd), EMPTY]],
				isWide: true,
			},
			{
				kind: "fold",
				summary: "Each of these accounts",
				blocks: [detail("One per underlying, USD", byUnderlying), detail("One per leg, USD", byLeg)],
			},
		],
	};
}

export function haircutSection(balances: readonly BalanceHaircut[] = []): Section[] {
	if (balances.length === 0) return [];
	return [
		{
			id: "haircuts",
			title: "Haircut and sale of balances",
			blocks: [
				{
					kind: "table",
					caption: "USD; the exact ladder beside the five segments of the table",
					columns: [
						{ heading: "haircut and sale of balances" },
						{ heading: "id", on: "page" },
						...columnsOf("mark value", "exact ladder", "this table", "difference"),
					],
					rows: balances.map((one) => [
						words(one.name),
						count(one.id),
						worth(one.valueMicroUsdUp),
						cost(one.exactMicroUsdUp),
						cost(one.tableMicroUsd),
						cost(one.excessMicroUsd),
					]),
				},
			],
		},
	];
}
