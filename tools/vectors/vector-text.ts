/** The result of a vector as lines of text. */
import { textTable } from "../../src/cli/output/text-table.ts";
import { formatScaled, MICRO_USD_DECIMALS } from "../../src/units/decimal.ts";
import type { RoundedResult, VectorLine, VectorResult } from "./check-vector.ts";
import { SCALE } from "./evaluate-vector.ts";

const SCALED_DECIMALS = MICRO_USD_DECIMALS + String(SCALE).length - 1;

/** `verbose` prints every scenario, otherwise only the one with the largest error. */
export function vectorText(result: VectorResult, { verbose }: { readonly verbose: boolean }): string[] {
	const { name, holds, lines, scenarios, rounded } = result;
	const shown = verbose ? scenarios : scenarios.filter((line) => line === worstOf(scenarios)).map(asWorst);
	return [
		`${holds ? "holds" : "DOES NOT HOLD"}  ${name}`,
		...textTable(
			[
				{ heading: "  USD", align: "left" },
				{ heading: "expected", align: "right" },
				{ heading: "computed", align: "right" },
				{ heading: "relative error", align: "right" },
			],
			[...lines, ...shown].map(row),
		),
		...rounded.map(roundedText),
	];
}

function worstOf(lines: readonly VectorLine[]): VectorLine | undefined {
	return lines.toSorted((a, b) => b.relativeError - a.relativeError)[0];
}

function asWorst(line: VectorLine): VectorLine {
	return { ...line, quantity: `largest error: ${line.quantity}` };
}

function row({ quantity, expectedUsd, computedUsd, relativeError, agrees }: VectorLine): string[] {
	return [
		`  ${quantity}`,
		expectedUsd.toFixed(MICRO_USD_DECIMALS),
		computedUsd.toFixed(MICRO_USD_DECIMALS),
		`${relativeError.toExponential(1)}${agrees ? "" : " ✗"}`,
	];
}

function roundedText({ level, lots, belowExactScaled, boundMicroUsd, holds }: RoundedResult): string {
	const below = Number(formatScaled(belowExactScaled, SCALED_DECIMALS)).toFixed(8);
	const bound = formatScaled(boundMicroUsd, MICRO_USD_DECIMALS);
	const verdict = holds ? "" : " ✗";
	return `  in ${lots} lots, ${level}: margin ${below} USD below exact, bound ${bound} USD${verdict}`;
}
