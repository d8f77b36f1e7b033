/** What a row needs to know of the value of one lot, whether it is exact or priced in floats. */
import type { Scenario } from "./scenario.ts";

export type LotPricer = {
	/** Value of one lot, toward minus infinity, with `weightPpm` of the repricing that a scenario asks for. */
	readonly laneDown: (scenario: Scenario, weightPpm: bigint) => bigint;
	/** `factorPpm` of the full value change against the mark, µUSD to the nearest. */
	readonly changeNearest: (scenario: Scenario, factorPpm: bigint) => bigint;
	/** `factorPpm` of the value at the mark, µUSD toward plus infinity. */
	readonly shareUp: (factorPpm: bigint) => bigint;
	/** `ratePpm` of the dollar delta of one lot, µUSD to the nearest. */
	readonly deltaNearest: (ratePpm: bigint) => bigint;
	/** Largest error of a value that was computed in floats, µUSD per lot; 0 for exact arithmetic. */
	readonly floatErrorMicroUsd: number;
	/** A long lot can never be worth less than nothing. */
	readonly limitedLiability: boolean;
};
