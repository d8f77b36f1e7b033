/** What a row needs to know of the value of one lot, whether it is exact or priced in floats. */
import type { Decimal } from "../../units/decimal.ts";
import type { Scenario } from "./scenario.ts";

export type LotPricer = {
	/**
	 * Value of one lot with `weightPpm` of the repricing that a scenario asks for, µUSD before any
	 * rounding. `laneDown` is this number, rounded against the account.
	 */
	readonly lane: (scenario: Scenario, weightPpm: bigint) => number;
	/** The same toward minus infinity, by more than the float error. */
	readonly laneDown: (scenario: Scenario, weightPpm: bigint) => bigint;
	/** `factor` times the full value change against the mark, µUSD to the nearest. */
	readonly changeNearest: (scenario: Scenario, factor: Decimal) => bigint;
	/** `factorPpm` of the value at the mark, µUSD toward plus infinity. */
	readonly shareUp: (factorPpm: bigint) => bigint;
	/** `ratePpm` of the dollar delta of one lot, µUSD to the nearest. */
	readonly deltaNearest: (ratePpm: bigint) => bigint;
	/** Largest error of a value that was computed in floats, µUSD per lot; 0 for exact arithmetic. */
	readonly floatErrorMicroUsd: number;
	/** A long lot can never be worth less than nothing. */
	readonly limitedLiability: boolean;
};
