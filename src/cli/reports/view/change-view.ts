/** Before, after and difference of what-if trades: at both levels, line by line, and in the Greeks. */

import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import type { AccountGreeks, Greeks } from "../../../risk/report/greeks.ts";
import type { MarginReport } from "../../../risk/report/margin-report.ts";
import { parseDecimal } from "../../../units/decimal.ts";
import { decimalText, subtractDecimals } from "../../../units/decimal-arithmetic.ts";
import type { PricedTrade } from "../../folders/price-trades.ts";
import { sizeText } from "../../output/amount-text.ts";
import { exact, roundedGreek } from "../../output/exact-text.ts";
import { type Cell, change, cost, figure, float, size, words, worth } from "./cells.ts";
import type { Section, Statement, TableBlock } from "./report-view.ts";
import { CHARGE_KINDS, CHARGE_NAMES, standingOf } from "./summary-view.ts";

export type LevelReports = Readonly<Record<MarginLevel, MarginReport>>;

export type WhatIf = {
	readonly trades: readonly PricedTrade[];
	readonly before: LevelReports;
	readonly after: LevelReports;
};

const LEVELS = ["maintenance", "initial"] as const;

type Measure = {
	/** In the JSON report. */
	readonly key: string;
	readonly name: string;
	readonly of: (report: MarginReport) => bigint;
	/** What the account has, or what it needs. */
	readonly shows: (microUsd: bigint) => Cell;
};

const MEASURES: readonly Measure[] = [
	{ key: "equityUsd", name: "Equity", of: (report) => report.equityMicroUsd, shows: worth },
	...(["stress", "tail", "floor"] as const).map((line) => ({
		key: `${line}LossUsd`,
		name: `Loss of the ${line} line`,
		of: (report: MarginReport) => report.lines[line].lossMicroUsd,
		shows: cost,
	})),
	...CHARGE_KINDS.map((kind) => ({
		key: `${kind}Usd`,
		name: CHARGE_NAMES[kind],
		of: (report: MarginReport) => report.charges[kind].totalMicroUsd,
		shows: cost,
	})),
	{ key: "requirementUsd", name: "Requirement", of: (report) => report.requirementMicroUsd, shows: cost },
	{
		key: "freeCollateralUsd",
		name: "Free collateral",
		of: (report) => report.freeCollateralMicroUsd,
		shows: worth,
	},
];

const GREEKS = [
	{ key: "deltaUsd", name: "delta, USD" },
	{ key: "gammaUsdPerPercent", name: "gamma, USD/1 %" },
	{ key: "vegaUsdPerVolPoint", name: "vega, USD/point" },
	{ key: "thetaUsdPerDay", name: "theta, USD/day" },
] as const satisfies readonly { key: keyof Greeks; name: string }[];

const SIDES = [{ heading: "before" }, { heading: "after" }, { heading: "difference" }];

export function changeStatements({ trades, before, after }: WhatIf): Statement[] {
	return [
		...trades.map((trade) => ({ content: [tradeText(trade)] })),
		...LEVELS.map((level) => ({
			content: [
				`At ${level} level: ${standingText(before[level])} before, ${standingText(after[level])} after`,
			],
		})),
	];
}

function tradeText({ instrument, size: text, price, pricedBy }: PricedTrade): string {
	const [isSale, amount] = [text.startsWith("-"), sizeText(text.replace("-", ""))];
	if (pricedBy === "none") return `What if: ${isSale ? "withdraw" : "deposit"} ${amount} ${instrument}`;
	const at = `${sizeText(price ?? "")} USD${pricedBy === "mark" ? ", the mark" : ""}`;
	return `What if: ${isSale ? "sell" : "buy"} ${amount} ${instrument} at ${at}`;
}

function standingText(report: MarginReport): string {
	const standing = standingOf(report);
	return standing === "belowMargin"
		? "below margin"
		: standing === "tooLarge"
			? "too large to be proven"
			: standing;
}

export function changeSection(whatIf: WhatIf): Section {
	const { before, after } = whatIf;
	return {
		id: "change",
		title: "What the trades change",
		textTitle: "What the trades change",
		blocks: [
			...LEVELS.map((level) => levelTable(level, before[level], after[level])),
			...greekTable(before.maintenance.greeks, after.maintenance.greeks),
			positionTable(before.maintenance, after.maintenance),
		],
	};
}

function levelTable(level: MarginLevel, before: MarginReport, after: MarginReport): TableBlock {
	const rows = MEASURES.map(({ name, of, shows }) => [
		words(name),
		shows(of(before)),
		shows(of(after)),
		change(of(after) - of(before)),
	]);
	return {
		kind: "table",
		caption: `USD at ${level} level`,
		columns: [{ heading: `${level} level` }, ...SIDES],
		rows,
	};
}

function greekTable(before: AccountGreeks | undefined, after: AccountGreeks | undefined): TableBlock[] {
	if (before === undefined || after === undefined) return [];
	const names = namesOf(before, after);
	if (names.length === 0) return [];
	const row = (name: string, one: number, other: number, decimals = 2) => [
		words(name),
		float(roundedGreek(one), decimals),
		float(roundedGreek(other), decimals),
		float(roundedGreek(other - one), decimals),
	];
	return [
		{
			kind: "table",
			caption: "Greeks",
			columns: [{ heading: "Greeks" }, ...SIDES],
			rows: [
				...names.map((name) =>
					row(`${name} delta, coins`, coinDelta(before, name), coinDelta(after, name), 4),
				),
				...GREEKS.map(({ key, name }) => row(name, before.total[key], after.total[key])),
			],
		},
	];
}

function coinDelta(greeks: AccountGreeks, name: string): number {
	return greeks.underlyings.find(({ underlying }) => underlying === name)?.deltaCoins ?? 0;
}

function namesOf(before: AccountGreeks, after: AccountGreeks): string[] {
	return [...new Set([...before.underlyings, ...after.underlyings].map(({ underlying }) => underlying))];
}

function positionTable(before: MarginReport, after: MarginReport): TableBlock {
	return {
		kind: "table",
		keepsNames: true,
		caption: "Sizes that change",
		columns: [{ heading: "size" }, ...SIDES],
		rows: sizesOf(before, after).map(({ name, before: one, after: other, difference }) => [
			words(name),
			size(one),
			size(other),
			figure(difference, `${difference.startsWith("-") ? "" : "+"}${sizeText(difference)}`),
		]),
	};
}

function sizesOf(before: MarginReport, after: MarginReport) {
	const sizes = (report: MarginReport) => new Map(report.positions.map((one) => [one.name, one.size]));
	const [one, other] = [sizes(before), sizes(after)];
	return [...new Set([...one.keys(), ...other.keys()])].flatMap((name) => {
		const [from, to] = [one.get(name) ?? "0", other.get(name) ?? "0"];
		if (from === to) return [];
		const difference = subtractDecimals(parseDecimal(to, name), parseDecimal(from, name));
		return [{ name, before: from, after: to, difference: decimalText(difference) }];
	});
}

export function changeToJson({ trades, before, after }: WhatIf) {
	const level = (name: MarginLevel) => ({
		standing: { before: standingOf(before[name]), after: standingOf(after[name]) },
		...Object.fromEntries(
			MEASURES.map(({ key, of }) => {
				const [one, other] = [of(before[name]), of(after[name])];
				return [key, { before: exact(one), after: exact(other), difference: exact(other - one) }];
			}),
		),
	});
	return {
		trades: trades.map(({ instrument, size: amount, price, pricedBy }) => ({
			instrument,
			size: amount,
			price: price ?? null,
			pricedBy,
		})),
		maintenance: level("maintenance"),
		initial: level("initial"),
		greeks: greeksToJson(before.maintenance.greeks, after.maintenance.greeks),
		sizes: sizesOf(before.maintenance, after.maintenance),
	};
}

function greeksToJson(before: AccountGreeks | undefined, after: AccountGreeks | undefined) {
	if (before === undefined || after === undefined) return null;
	const sides = (one: number, other: number) => ({
		before: roundedGreek(one),
		after: roundedGreek(other),
		difference: roundedGreek(other - one),
	});
	return {
		underlyings: namesOf(before, after).map((underlying) => ({
			underlying,
			deltaCoins: sides(coinDelta(before, underlying), coinDelta(after, underlying)),
		})),
		...Object.fromEntries(GREEKS.map(({ key }) => [key, sides(before.total[key], after.total[key])])),
	};
}
