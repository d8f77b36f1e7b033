import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../../src/node/files/repository-root.ts";
import {
	ELEMENT,
	elementAt,
	LANE_WORDS,
	lanesAgree,
	NUMBERS_PER_ROW,
	numbersOf,
	ROW_ELEMENTS,
	ROW_NUMBERS,
	rowOf,
} from "../../../src/risk/model/row-layout.ts";
import { randomRows } from "../../support/tables/random-table.ts";

const SEED = 7;
const source = (path: string) => readFileSync(join(REPOSITORY_ROOT, "contracts", path), "utf8");

/** `uint256 … NAME = 56;` or `= LANE_WORDS + 6;` */
function constantsOf(text: string): Record<string, number> {
	const found: Record<string, number> = {};
	for (const [, name = "", base, plus] of text.matchAll(
		/uint\d+ \w+ constant (\w+) = (\w+)(?: \+ (\d+))?;/g,
	)) {
		found[name] = (found[base ?? ""] ?? Number(base)) + Number(plus ?? 0);
	}
	return found;
}

describe("the contracts have the places of the layout", () => {
	it("each element's", () => {
		expect(constantsOf(source("dispute/RowForm.sol"))).toMatchObject({
			LANE_WORDS,
			LONG_SLOPE: ELEMENT.longSlope,
			SHORT_SLOPE: ELEMENT.shortSlope,
			LONG_STEPS: ELEMENT.longSteps,
			SHORT_STEPS: ELEMENT.shortSteps,
			LONG_INTERCEPTS: ELEMENT.longIntercepts,
			SHORT_INTERCEPTS: ELEMENT.shortIntercepts,
			STRIKE_WORD: ELEMENT.strike,
			EXPIRY_WORD: ELEMENT.expiry,
			UNDERLYING_WORD: ELEMENT.underlying,
			UNDERLYING_INTERCEPTS: ELEMENT.underlyingIntercepts,
			KEY_WORD: ELEMENT.keys,
			BOUND: ELEMENT.bound,
		});
	});

	it("the number of elements, and of lanes that hold values", () => {
		expect(constantsOf(source("risk-epochs/RowOpening.sol"))).toMatchObject({ ROW_ELEMENTS });
		expect(constantsOf(source("dispute/ScenarioLeafLib.sol"))).toMatchObject({ LANES: 4 * LANE_WORDS });
		expect(constantsOf(source("risk-epochs/MarketDemands.sol"))).toMatchObject({
			LANE_LIMIT: 4 * LANE_WORDS,
		});
	});
});

describe("a row", () => {
	it(`is what its numbers say (seed ${SEED})`, () => {
		for (const row of randomRows(SEED, (1n << 36n) - 1n)) {
			expect(rowOf((name) => numbersOf(row, name))).toEqual(row);
			expect(ROW_NUMBERS.flatMap(({ name }) => numbersOf(row, name))).toHaveLength(NUMBERS_PER_ROW);
		}
	});

	it("has one element at each place, and none behind the last", () => {
		expect(elementAt(0)?.name).toBe("stress");
		expect(elementAt(LANE_WORDS - 1)?.name).toBe("tail");
		expect(elementAt(ROW_ELEMENTS - 1)?.name).toBe("bound");
		expect(elementAt(ROW_ELEMENTS)).toBeUndefined();
		expect(elementAt(-1)).toBeUndefined();
	});

	it.each([
		[[5n, 0n, 0n, 0n], ["uncoveredShort", null, null, null], true],
		[[5n, 0n, 1n, 0n], ["uncoveredShort", null, null, null], false],
		[[1n, 2n, 7n, -7n], ["basisUp", "basisDown", "vega", "-vega"], true],
		[[1n, 2n, 7n, 7n], ["basisUp", "basisDown", "vega", "-vega"], false],
		[[0n, 0n, 4n, 5n], [null, null, "deltaAllowance", "deltaAllowance"], false],
	] as const)("lanes agree where they repeat a number or are empty: %s as %s, %s", (values, lanes, agree) => {
		expect(lanesAgree(lanes, values)).toBe(agree);
	});
});
