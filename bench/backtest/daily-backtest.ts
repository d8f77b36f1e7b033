/** What a history of margined days says of a rule. */
import { seededRandom } from "../../src/math/seeded-random.ts";
import { acerbiSzekelyTest, type ShortfallTest } from "./acerbi-szekely.ts";
import type { DailyBook, MarginedDay } from "./daily-books.ts";
import { type KupiecTest, kupiecTest } from "./exceedances.ts";
import { type Procyclicality, procyclicality } from "./procyclicality.ts";

export const RULES = ["initial", "maintenance", "grid", "positions"] as const;
export type Rule = (typeof RULES)[number];

/** A requirement that a day's loss exceeds more often than this does too little. */
const MEANT_RATE = 0.01;
const SHORTFALL_TAILS = [0.025, 0.01] as const;
const SIMULATIONS = 2000;
const SEED = 20_200_101;

export type RuleResult = {
	/** Mean requirement over the gross size of the book. */
	readonly averageShare: number;
	readonly kupiec: KupiecTest;
	/** Largest loss over the requirement of its day; above 1 it was exceeded. */
	readonly worst: { readonly ratio: number; readonly date: string };
	readonly procyclicality: Procyclicality;
	/** Beside a constant of the same average, which nobody knew: days, and windows from four-hour closes. */
	readonly versusConstant: {
		readonly days: Exceeded;
		readonly windows: Exceeded;
		readonly recentWindows: Exceeded;
	};
};

/** How often and by how much of the book's gross size in all a requirement was exceeded, and its constant. */
export type Exceeded = {
	readonly cases: number;
	/** Mean requirement over gross in these cases. */
	readonly averageShare: number;
	readonly count: number;
	readonly excessShare: number;
	readonly constantCount: number;
	readonly constantExcessShare: number;
};

/** Windows are also counted from here on alone. */
const RECENT_FROM = "2023-12-31";

export type DailyResult = {
	readonly book: DailyBook;
	readonly days: readonly MarginedDay[];
	readonly rules: Readonly<Record<Rule, RuleResult>>;
	/** Of the forecast behind the tail set, at each of `SHORTFALL_TAILS`. */
	readonly shortfalls: readonly (ShortfallTest & { readonly tail: number })[];
};

export function judgeDays(book: DailyBook, days: readonly MarginedDay[]): DailyResult {
	const gross = book.legs.reduce(
		(sum, { usd, underlying }) => sum + (underlying === "" ? 0 : Math.abs(usd)),
		0,
	);
	const rules = Object.fromEntries(RULES.map((rule) => [rule, judgeRule(rule, days, gross)]));
	return {
		book,
		days,
		rules: rules as DailyResult["rules"],
		shortfalls: SHORTFALL_TAILS.map((tail) => ({
			tail,
			...acerbiSzekelyTest(days, tail, SIMULATIONS, seededRandom(SEED)),
		})),
	};
}

function judgeRule(rule: Rule, days: readonly MarginedDay[], gross: number): RuleResult {
	const requirements = days.map(({ required }) => required[rule]);
	const worst = days
		.map(({ date, loss, required }) => ({ date, ratio: loss / required[rule] }))
		.reduce((most, one) => (one.ratio > most.ratio ? one : most));
	return {
		averageShare: requirements.reduce((sum, value) => sum + value, 0) / days.length / gross,
		kupiec: kupiecTest(
			days.map(({ loss, required }) => loss > required[rule]),
			MEANT_RATE,
		),
		worst,
		procyclicality: procyclicality(requirements),
		versusConstant: {
			days: exceeded(
				days.map(({ loss, required }) => ({ loss, required: required[rule] })),
				gross,
			),
			windows: exceeded(windowsOf(rule, days), gross),
			recentWindows: exceeded(
				windowsOf(
					rule,
					days.filter(({ date }) => date >= RECENT_FROM),
				),
				gross,
			),
		},
	};
}

type Case = { readonly loss: number; readonly required: number };

function windowsOf(rule: Rule, days: readonly MarginedDay[]): Case[] {
	return days.flatMap(({ barLosses, required }) =>
		barLosses.map((loss) => ({ loss, required: required[rule] })),
	);
}

/** Of no cases all is 0. */
export function exceeded(cases: readonly Case[], gross: number): Exceeded {
	const constant = cases.reduce((sum, { required }) => sum + required, 0) / Math.max(1, cases.length);
	const beyond = (requiredOf: (one: Case) => number) => {
		const excesses = cases.map((one) => one.loss - requiredOf(one)).filter((excess) => excess > 0);
		return {
			count: excesses.length,
			share: excesses.reduce((sum, excess) => sum + excess, 0) / gross,
		};
	};
	const own = beyond(({ required }) => required);
	const flat = beyond(() => constant);
	return {
		cases: cases.length,
		averageShare: constant / gross,
		count: own.count,
		excessShare: own.share,
		constantCount: flat.count,
		constantExcessShare: flat.share,
	};
}
