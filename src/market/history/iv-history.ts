/** One row per day and underlying of where a volatility surface and the futures curve stood. */

/** Tenors, in days, at which a history states the volatility at the money. */
export const IV_TENOR_DAYS = [7, 30, 90, 180] as const;

export type FourTenors<Value> = readonly [Value, Value, Value, Value];

export type IvDay = {
	/** UTC date, `2026-02-05`. */
	readonly date: string;
	readonly timeMs: number;
	/** Spot at the same moment, USD, decimal text. */
	readonly indexUsd: string;
	/** At the money at `IV_TENOR_DAYS`, percent a year, decimal text. */
	readonly atmIvPercent: FourTenors<string>;
	/** 30-day 25-delta call volatility minus put volatility, volatility points. */
	readonly riskReversalPoints: string;
	/** 30-day mean of both 25-delta volatilities minus the one at the money, volatility points. */
	readonly flyPoints: string;
	/** 90-day basis of forward over spot, percent a year. */
	readonly basisPercentPerYear: string;
};

/** By underlying; days ascending, gaps allowed. */
export type IvHistory = ReadonlyMap<string, readonly IvDay[]>;
