/** Compares what a vector expects with what our rule gives, before and after rounding. */
import { evaluateVector, type RoundedMargin, SCALE, type VectorNumbers } from "./evaluate-vector.ts";
import type { VectorFile } from "./vector-file.ts";

/** 10⁻⁹ of the expected value, or 10⁻⁶ USD where that is more. */
export const RELATIVE_TOLERANCE = 1e-9;
const ABSOLUTE_TOLERANCE_USD = 1e-6;

export type VectorLine = {
	readonly quantity: string;
	readonly expectedUsd: number;
	readonly computedUsd: number;
	/** Difference over the expected value, over 1,000 USD where that is less: at most `RELATIVE_TOLERANCE`. */
	readonly relativeError: number;
	readonly agrees: boolean;
};

export type RoundedResult = RoundedMargin & {
	/** How far rounding lowers the free collateral, in units of µUSD / `SCALE`. */
	readonly belowExactScaled: bigint;
	/** Never above the exact value, and below it by no more than the bound. */
	readonly holds: boolean;
};

export type VectorResult = {
	readonly name: string;
	/** Everything but the scenarios, the margin last. */
	readonly lines: readonly VectorLine[];
	readonly scenarios: readonly VectorLine[];
	readonly rounded: readonly RoundedResult[];
	readonly worstRelativeError: number;
	readonly holds: boolean;
};

/** @throws InputError the codes of `evaluateVector` */
export function checkVector(file: VectorFile): VectorResult {
	const { numbers, exactFreeScaled, rounded } = evaluateVector(file);
	const line = (quantity: string, key: Exclude<keyof VectorNumbers, "scenarioPnl">) =>
		compare(quantity, file.expected[key], numbers[key]);
	const lines = [
		line("equity", "equity"),
		line("worst scenario", "worst"),
		line("basis", "basisCharge"),
		line("uncovered short", "nakedShortCharge"),
		line("perpetual", "perpCharge"),
		line("haircut", "haircut"),
		line("margin", "margin"),
	];
	const scenarios = file.params.scenarios.map(({ spotFactor, vol, damp }, at) =>
		compare(
			`spot × ${shortNumber(spotFactor)}, vol ${vol}${damp === 1 ? "" : `, damp ${shortNumber(damp)}`}`,
			file.expected.scenarioPnl[at] as number,
			numbers.scenarioPnl[at] as number,
		),
	);
	const roundedResults = rounded.map((margin): RoundedResult => {
		const belowExactScaled = exactFreeScaled - margin.freeCollateralMicroUsd * SCALE;
		const holds = belowExactScaled >= 0n && belowExactScaled <= margin.boundMicroUsd * SCALE;
		return { ...margin, belowExactScaled, holds };
	});
	const all = [...lines, ...scenarios];
	return {
		name: file.name,
		lines,
		scenarios,
		rounded: roundedResults,
		worstRelativeError: Math.max(...all.map(({ relativeError }) => relativeError)),
		holds: all.every(({ agrees }) => agrees) && roundedResults.every(({ holds }) => holds),
	};
}

function compare(quantity: string, expectedUsd: number, computedUsd: number): VectorLine {
	const scale = Math.max(Math.abs(expectedUsd), ABSOLUTE_TOLERANCE_USD / RELATIVE_TOLERANCE);
	const relativeError = Math.abs(computedUsd - expectedUsd) / scale;
	return {
		quantity,
		expectedUsd,
		computedUsd,
		relativeError,
		agrees: relativeError <= RELATIVE_TOLERANCE,
	};
}

function shortNumber(value: number): string {
	return String(Number(value.toPrecision(6)));
}
