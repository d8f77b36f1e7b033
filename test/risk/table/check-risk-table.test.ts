/** Every assumption that the circuit makes of a table, broken once. */
import { describe, expect, it } from "vitest";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { type RiskRow, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import type { TableLabels } from "../../../src/risk/model/risk-table.ts";
import { checkRiskTable } from "../../../src/risk/table/check-risk-table.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

/**
 * A sound table of the smallest interesting shape: 1 cash; 2 coin, 3 future, 4 and 5 options of one
 * strike, 6 an option of another strike; 7 coin of a second underlying, 8 its future.
 */
function soundRows(): RiskRow[] {
	const option = (strike: number) =>
		derivative({ strike, expiry: 3, underlying: 2 }, { uncoveredShortMicroUsd: 40n, vegaMicroUsd: 30n });
	return [
		ZERO_ROW,
		{ ...ZERO_ROW, ...constantLanes(10_000n), boundMicroUsd: 10_000n },
		derivative({ strike: 0, expiry: 0, underlying: 2 }, { basisUpMicroUsd: 0n, basisDownMicroUsd: 0n }),
		derivative({ strike: 0, expiry: 3, underlying: 2 }),
		option(4),
		option(4),
		option(6),
		derivative({ strike: 0, expiry: 0, underlying: 7 }, { basisUpMicroUsd: 0n, basisDownMicroUsd: 0n }),
		derivative({ strike: 0, expiry: 8, underlying: 7 }),
	];
}

function constantLanes(value: bigint) {
	return {
		stressMicroUsd: new Array<bigint>(STRESS_LANES).fill(value),
		tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(value),
	};
}

function derivative(keys: RiskRow["keys"], given: Partial<RiskRow> = {}): RiskRow {
	const charge = { ...ZERO_ROW.longCharge, baseSlopeMicroUsd: 5n, slopeStepsMicroUsd: [7n, 0n, 0n, 0n] };
	return {
		...ZERO_ROW,
		...constantLanes(1000n),
		tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(900n),
		longCharge: charge,
		shortCharge: charge,
		basisUpMicroUsd: 20n,
		basisDownMicroUsd: -20n,
		offsetFloorDownMicroUsd: -100n,
		offsetFloorUpMicroUsd: 100n,
		deltaMicroUsd: 50n,
		deltaAllowanceMicroUsd: keys.underlying === 2 ? 5_000n : 6_000n,
		keys,
		boundMicroUsd: 1000n,
		...given,
	};
}

const LABELS: TableLabels = {
	instruments: ["(empty)", "USD", "BTC", "BTC-F", "BTC-C1", "BTC-P1", "BTC-C2", "ETH", "ETH-F"],
	lots: new Array<string>(9).fill("1"),
	stress: ["mark", ...new Array<string>(STRESS_LANES - 2).fill("fall"), "mark (unused lane)"],
	tail: new Array<string>(TAIL_LANES).fill("a day"),
	haircutFactors: {},
	underlyings: {},
	expiries: {},
	strikes: {},
};

const changed = (id: number, change: (row: RiskRow) => Partial<RiskRow>) => {
	const rows = soundRows();
	const row = rows[id] as RiskRow;
	rows[id] = { ...row, ...change(row) };
	return rows;
};
const keyed = (id: number, keys: Partial<RiskRow["keys"]>) =>
	changed(id, (row) => ({ keys: { ...row.keys, ...keys } }));
const stress = (row: RiskRow, at: number, value: bigint) => ({
	stressMicroUsd: row.stressMicroUsd.with(at, value),
});

describe("a table that meets every assumption", () => {
	it("is taken, with and without labels", () => {
		expect(() => checkRiskTable(soundRows())).not.toThrow();
		expect(() => checkRiskTable(soundRows(), LABELS)).not.toThrow();
	});

	it("may hold nothing but the empty slot", () => {
		expect(() => checkRiskTable([ZERO_ROW])).not.toThrow();
	});

	it("may go to every bound", () => {
		const edge = (1n << 36n) - 1n;
		const rows = changed(2, (row) => ({
			...stress(row, 5, -edge),
			boundMicroUsd: edge,
			longCharge: { ...row.longCharge, interceptsMicroUsd: [(1n << 61n) - 1n, 0n, 0n, 0n] },
		}));
		expect(() => checkRiskTable(rows)).not.toThrow();
	});
});

// The gain of each breach stands in docs/table-assumptions.md; in short, on the left.
const BREACHES: readonly [gain: string, code: string, field: string, rows: () => RiskRow[]][] = [
	["ids that do not exist", "TABLE_ROW_COUNT", "rows[0].", () => []],
	[
		"a lane that hides in the next word",
		"TABLE_LANE_COUNT",
		"rows[2].stress",
		() => changed(2, (row) => ({ stressMicroUsd: row.stressMicroUsd.slice(1) })),
	],
	[
		"a tail scenario that is not there",
		"TABLE_LANE_COUNT",
		"rows[2].tail",
		() => changed(2, (row) => ({ tailMicroUsd: row.tailMicroUsd.slice(1) })),
	],
	[
		"a fifth step that spills into another word",
		"TABLE_LANE_COUNT",
		"rows[2].shortCharge.slopeSteps",
		() =>
			changed(2, (row) => ({
				shortCharge: { ...row.shortCharge, slopeStepsMicroUsd: [0n, 0n, 0n, 0n, 0n] },
			})),
	],
	[
		"sums that wrap around a lane",
		"TABLE_NUMBER_TOO_LARGE",
		"rows[2].stress[9]",
		() => changed(2, (row) => ({ ...stress(row, 9, 1n << 36n), boundMicroUsd: (1n << 36n) - 1n })),
	],
	[
		"a overflow bound past its own range check",
		"TABLE_NUMBER_TOO_LARGE",
		"rows[2].bound",
		() => changed(2, () => ({ boundMicroUsd: 1n << 36n })),
	],
	[
		"sums larger than the overflow bound admits",
		"TABLE_BOUND_TOO_SMALL",
		"rows[2].tail[0]",
		() => changed(2, (row) => ({ tailMicroUsd: row.tailMicroUsd.with(0, -1001n) })),
	],
	[
		"a step larger than the overflow bound admits",
		"TABLE_BOUND_TOO_SMALL",
		"rows[2].longCharge.slopeSteps[1]",
		() =>
			changed(2, (row) => ({
				longCharge: { ...row.longCharge, slopeStepsMicroUsd: [0n, 1001n, 0n, 0n] },
			})),
	],
	[
		"a charge lane that absorbs any charge",
		"TABLE_INTERCEPT_OUT_OF_RANGE",
		"rows[2].longCharge.intercepts[3]",
		() =>
			changed(2, (row) => ({
				longCharge: { ...row.longCharge, interceptsMicroUsd: [0n, 0n, 0n, 1n << 61n] },
			})),
	],
	[
		"honest charges that cannot be proven",
		"TABLE_INTERCEPT_OUT_OF_RANGE",
		"rows[2].deltaAllowance",
		() => changed(2, () => ({ deltaAllowanceMicroUsd: -1n })),
	],
	[
		"a charge that pays the account",
		"TABLE_SLOPE_NEGATIVE",
		"rows[2].longCharge.baseSlope",
		() => changed(2, (row) => ({ longCharge: { ...row.longCharge, baseSlopeMicroUsd: -1n } })),
	],
	[
		"a step that borrows from the lane above",
		"TABLE_SLOPE_NEGATIVE",
		"rows[2].shortCharge.slopeSteps[2]",
		() =>
			changed(2, (row) => ({
				shortCharge: { ...row.shortCharge, slopeStepsMicroUsd: [0n, 0n, -1n, 0n] },
			})),
	],
	[
		"value from an empty slot",
		"TABLE_ZERO_ROW",
		"rows[0].stress[0]",
		() => changed(0, (row) => ({ ...stress(row, 0, 1n), boundMicroUsd: 1n })),
	],
	[
		"a bound for an empty slot",
		"TABLE_ZERO_ROW",
		"rows[0].keys",
		() => changed(0, () => ({ boundMicroUsd: 1n })),
	],
	[
		"keys that fold into each other",
		"TABLE_KEY_RANGE",
		"rows[2].keys.underlying",
		() => keyed(2, { underlying: 4096 }),
	],
	[
		"two underlyings in one expiry set: their basis nets",
		"TABLE_KEY_SPLIT",
		"rows[8].keys.expiry",
		() => keyed(8, { expiry: 3 }),
	],
	[
		"a set that is joined again later: free delta twice",
		"TABLE_KEY_SPLIT",
		"rows[8].keys.underlying",
		() => {
			const rows = soundRows();
			rows.push(
				derivative({ strike: 0, expiry: 0, underlying: 2 }, { basisUpMicroUsd: 0n, basisDownMicroUsd: 0n }),
			);
			return [...rows.slice(0, 8), ...rows.slice(9)];
		},
	],
	[
		"numbers by date or strike, which two underlyings share",
		"TABLE_KEY_NOT_FIRST_ID",
		"rows[6].keys.strike",
		() => keyed(6, { strike: 60 }),
	],
	[
		"one strike in two expiries: a short is covered by another month",
		"TABLE_KEY_NOT_NESTED",
		"rows[5].keys",
		() => keyed(5, { expiry: 5 }),
	],
	[
		"one expiry in two underlyings",
		"TABLE_KEY_NOT_NESTED",
		"rows[7].keys",
		() => {
			const rows = soundRows().slice(0, 7);
			rows.push(derivative({ strike: 0, expiry: 3, underlying: 7 }));
			return rows;
		},
	],
	[
		"a strike outside any expiry",
		"TABLE_KEY_NOT_NESTED",
		"rows[6].keys",
		() =>
			changed(6, (row) => ({
				basisUpMicroUsd: 0n,
				basisDownMicroUsd: 0n,
				vegaMicroUsd: 0n,
				keys: { ...row.keys, expiry: 0 },
			})),
	],
	[
		"uncovered shorts of different strikes in the run of key 0",
		"TABLE_KEY_ZERO_WITH_LANES",
		"rows[6].keys.strike",
		() => keyed(6, { strike: 0 }),
	],
	[
		"basis of different underlyings in the run of key 0",
		"TABLE_KEY_ZERO_WITH_LANES",
		"rows[8].keys.expiry",
		() => keyed(8, { expiry: 0 }),
	],
	[
		"deltas of different underlyings in the run of key 0",
		"TABLE_KEY_ZERO_WITH_LANES",
		"rows[1].keys.underlying",
		() =>
			changed(1, (row) => ({
				deltaMicroUsd: 1n,
				longCharge: { ...row.longCharge, baseSlopeMicroUsd: 1n },
				shortCharge: { ...row.shortCharge, baseSlopeMicroUsd: 1n },
			})),
	],
	[
		"a free delta by choice of the last position",
		"TABLE_DELTA_ALLOWANCE_DIFFERS",
		"rows[5].deltaAllowance",
		() => changed(5, () => ({ deltaAllowanceMicroUsd: 5_001n })),
	],
	[
		"half a µUSD per lot and net term",
		"TABLE_ROUNDING_BUFFER",
		"rows[4].longCharge.baseSlope",
		() => changed(4, (row) => ({ longCharge: { ...row.longCharge, baseSlopeMicroUsd: 2n } })),
	],
	[
		"a liability rounded down",
		"TABLE_ROUNDING_BUFFER",
		"rows[4].shortCharge.baseSlope",
		() => changed(4, (row) => ({ shortCharge: { ...row.shortCharge, baseSlopeMicroUsd: 3n } })),
	],
];

describe("a table is refused when it would give a prover", () => {
	it.each(BREACHES)("%s (%s)", (_gain, code, field, rows) => {
		expect(thrownBy(() => checkRiskTable(rows()))).toMatchObject({ code, field });
	});

	it("a boom as the mark that the floor is measured at (TABLE_MARK_LANE)", () => {
		const labels = { ...LABELS, stress: LABELS.stress.with(0, "common +16 %, vol up") };
		const error = thrownBy(() => checkRiskTable(soundRows(), labels));
		expect(error).toMatchObject({ code: "TABLE_MARK_LANE", field: "rows[0].stress[0]" });
	});

	it("an unnamed scenario in a lane that is said to repeat the mark (TABLE_MARK_LANE)", () => {
		const rows = changed(4, (row) => stress(row, STRESS_LANES - 1, 999n));
		const error = thrownBy(() => checkRiskTable(rows, LABELS));
		expect(error).toMatchObject({ code: "TABLE_MARK_LANE", field: `rows[4].stress[${STRESS_LANES - 1}]` });
		expect(error.message).toContain("row 4 (BTC-C1)");
	});

	it.each(["instruments", "lots", "stress", "tail"] as const)(
		"names that do not fit its rows: %s (TABLE_LABELS)",
		(field) => {
			const labels = { ...LABELS, [field]: LABELS[field].slice(1) };
			const error = thrownBy(() => checkRiskTable(soundRows(), labels));
			expect(error).toMatchObject({ code: "TABLE_LABELS", field: `labels.${field}` });
		},
	);
});
