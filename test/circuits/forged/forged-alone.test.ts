/** Each underlying with options alone: what it must pay, and every way to leave it out. */
import { beforeAll, describe, expect, it } from "vitest";
import { ALONE_LANES, AMOUNT_LIMIT, STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { type RiskRow, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../../support/circuits/circuit-setup.ts";
import {
	caseOfRows,
	type ForgeableInput,
	forge,
	modulo,
	restate,
	type SolvencyCase,
} from "../../support/circuits/solvency-case.ts";

let bench: CircuitBench;

beforeAll(async () => {
	bench = await openCircuitBench();
});

const VALUE = 1_000_000_000n;
const LOSS = 400_000_000n;
/** An option on each of three underlyings, and a coin of the first. */
const FIRST = 1;
const COIN = 2;
const SECOND = 3;
const THIRD = 4;
const AFTER_MARK = "AssertAlone > LanesAfterMark";
const IN_LATER_WORD = "AssertAlone > NonNegativeLanes";

/** The first option loses in a scenario what the second one gains in it. */
function rowsWith(lane: number): RiskRow[] {
	const lot = (change: bigint, key: number, isOption: boolean): RiskRow => ({
		...ZERO_ROW,
		stressMicroUsd: Array.from({ length: STRESS_LANES }, (_, s) => (s === lane ? VALUE + change : VALUE)),
		tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(VALUE),
		boundMicroUsd: VALUE + LOSS,
		keys: { strike: isOption ? key : 0, expiry: isOption ? key : 0, underlying: key },
	});
	const coin = lot(0n, FIRST, false);
	return [ZERO_ROW, lot(-LOSS, FIRST, true), coin, lot(LOSS, SECOND, true), lot(0n, THIRD, true)];
}

const ALL: readonly Holding[] = [FIRST, COIN, SECOND, THIRD].map((id) => ({ id, qtyLots: 1n }));
const honestIn = (lane: number): SolvencyCase => caseOfRows(bench.hash, rowsWith(lane), ALL);

function withSurplus(
	honest: SolvencyCase,
	surplusMicroUsd: bigint,
	change?: (input: ForgeableInput) => void,
) {
	return forge(honest, (input) => {
		input.surplusMicroUsd = surplusMicroUsd;
		restate(input);
		change?.(input);
	});
}

describe("an underlying alone", () => {
	it.each([
		[1, AFTER_MARK],
		[3, AFTER_MARK],
		[4, IN_LATER_WORD],
		[17, IN_LATER_WORD],
		[ALONE_LANES - 1, IN_LATER_WORD],
	])("pays in scenario %i for what another one gains there", async (lane, at) => {
		const honest = honestIn(lane);
		expect(honest.input.surplusMicroUsd).toBe(4n * VALUE - LOSS);
		expect(honest.assessment.worstStress).toMatchObject({ index: lane, aloneKey: FIRST });
		await expectAccepted(bench, honest.input);
		await expectRefused(bench, withSurplus(honest, honest.input.surplusMicroUsd + 1n), at);
	});

	it("does not pay after the scenarios that are asked of each", async () => {
		const honest = honestIn(ALONE_LANES);
		expect(honest.input.surplusMicroUsd).toBe(4n * VALUE);
		await expectAccepted(bench, honest.input);
	});
});

describe("leaving one out", () => {
	const LANE = 9;
	const MORE = 4n * VALUE - LOSS + 1n;

	it.each<[string, (input: ForgeableInput) => void, string]>([
		[
			"by a key that no slot has",
			(input) => {
				input.aloneKeys = [2n, 3n, 4n];
				input.aloneRestShiftsMicroUsd[0] = 4n * VALUE + AMOUNT_LIMIT;
			},
			"AloneMembers",
		],
		[
			"by naming another one twice",
			(input) => {
				input.aloneKeys = [3n, 3n, 4n];
				input.aloneRestShiftsMicroUsd[0] = 3n * VALUE + AMOUNT_LIMIT;
			},
			"AloneMembers",
		],
		[
			"by keys that fall",
			(input) => {
				input.aloneKeys = [4n, 3n, 1n];
			},
			"AloneMembers",
		],
		[
			"by a key below zero",
			(input) => {
				input.aloneKeys[0] = modulo(-1n);
			},
			"AloneMembers",
		],
		[
			"by a key of 13 bits",
			(input) => {
				input.aloneKeys = [4096n, 4097n, 4098n];
			},
			"AloneMembers",
		],
		[
			"by more worth of all else",
			(input) => {
				input.aloneRestShiftsMicroUsd[0] = (input.aloneRestShiftsMicroUsd[0] as bigint) + 1n;
			},
			AFTER_MARK,
		],
		[
			"by as much more as the loss",
			(input) => {
				input.aloneRestShiftsMicroUsd[0] = (input.aloneRestShiftsMicroUsd[0] as bigint) + LOSS;
			},
			AFTER_MARK,
		],
		[
			"by worth that only fits modulo 2^63",
			(input) => {
				input.aloneRestShiftsMicroUsd[0] = (input.aloneRestShiftsMicroUsd[0] as bigint) + (1n << 63n);
			},
			"RangeChecked",
		],
		[
			"by worth that wraps around the field",
			(input) => {
				input.aloneRestShiftsMicroUsd[0] = modulo(-(1n << 63n));
			},
			"RangeChecked",
		],
	])("%s is refused", async (_name, change, at) => {
		await expectRefused(bench, withSurplus(honestIn(LANE), MORE, change), at);
	});

	it("is open to nobody with an option, and to everybody without", async () => {
		const [, ...rows] = rowsWith(LANE);
		const linear = [
			ZERO_ROW,
			...rows.map((row) => ({ ...row, keys: { ...row.keys, strike: 0, expiry: 0 } })),
		];
		const honest = caseOfRows(bench.hash, linear, ALL);
		expect(honest.assessment.aloneSets).toEqual([]);
		expect(honest.input.surplusMicroUsd).toBe(4n * VALUE);
		await expectAccepted(bench, honest.input);
		// Who names it all the same is tested for it.
		const named = withSurplus(honest, 4n * VALUE, (input) => {
			input.aloneKeys = [BigInt(FIRST), 4095n, 4096n];
			input.aloneRestShiftsMicroUsd[0] = 2n * VALUE + AMOUNT_LIMIT;
		});
		await expectRefused(bench, named, IN_LATER_WORD);
	});
});
