/**
 * Everything that the circuit assumes of a table. The circuit checks none of it: the rows are public,
 * so whoever builds, loads or watches a table does. Each assumption has its own code;
 * `docs/table-assumptions.md` says what a prover could have gained from each.
 */
import { InputError } from "../../errors/base.ts";
import {
	AMOUNT_LIMIT,
	EXTRA_SEGMENTS,
	MAX_INSTRUMENT_ID,
	PER_LOT_LIMIT,
	STRESS_LANES,
	TAIL_LANES,
} from "../model/dimensions.ts";
import { type ChargeLadder, type RiskRow, ZERO_ROW } from "../model/risk-row.ts";
import type { TableLabels } from "../model/risk-table.ts";
import { intercepts, magnitude, perLotNumbers } from "../model/row-numbers.ts";
import { leastMargin } from "./rounding-buffer.ts";

const SET_LEVELS = ["strike", "expiry", "underlying"] as const;

/** Names of lanes that hold no scenario of their own start with this. */
const MARK_LABEL = "mark";

type Refuse = (code: string, field: string, why: string) => never;

/**
 * @throws InputError `TABLE_ROW_COUNT`, `TABLE_LANE_COUNT`, `TABLE_NUMBER_TOO_LARGE`,
 * `TABLE_BOUND_TOO_SMALL`, `TABLE_INTERCEPT_OUT_OF_RANGE`, `TABLE_SLOPE_NEGATIVE`,
 * `TABLE_ZERO_ROW`, `TABLE_KEY_RANGE`, `TABLE_KEY_SPLIT`, `TABLE_KEY_NOT_FIRST_ID`,
 * `TABLE_KEY_NOT_NESTED`, `TABLE_KEY_ZERO_WITH_LANES`, `TABLE_DELTA_ALLOWANCE_DIFFERS`,
 * `TABLE_ROUNDING_BUFFER`, `TABLE_LABELS`, `TABLE_MARK_LANE`
 */
export function checkRiskTable(rows: readonly RiskRow[], labels?: TableLabels): void {
	if (rows.length < 1 || rows.length > MAX_INSTRUMENT_ID + 1) {
		refuser(0, labels)(
			"TABLE_ROW_COUNT",
			"",
			`${rows.length} rows, a table holds 1 to ${MAX_INSTRUMENT_ID + 1}`,
		);
	}
	rows.forEach((row, id) => {
		const refuse = refuser(id, labels);
		checkLaneCounts(row, refuse);
		checkBounds(row, refuse);
		if (id === 0) checkZeroRow(row, refuse);
		checkKeyRange(row, refuse);
		checkKeyZero(row, refuse);
		checkMargin(row, refuse);
	});
	checkSets(rows, labels);
	if (labels !== undefined) checkLabels(rows, labels);
}

function checkLaneCounts(row: RiskRow, refuse: Refuse): void {
	const expect = (field: string, values: readonly bigint[], count: number) => {
		if (values.length !== count) refuse("TABLE_LANE_COUNT", field, `${values.length} numbers, not ${count}`);
	};
	expect("stress", row.stressMicroUsd, STRESS_LANES);
	expect("tail", row.tailMicroUsd, TAIL_LANES);
	const ladder = (field: string, charge: ChargeLadder) => {
		expect(`${field}.slopeSteps`, charge.slopeStepsMicroUsd, EXTRA_SEGMENTS);
		expect(`${field}.intercepts`, charge.interceptsMicroUsd, EXTRA_SEGMENTS);
	};
	ladder("longCharge", row.longCharge);
	ladder("shortCharge", row.shortCharge);
}

function checkBounds(row: RiskRow, refuse: Refuse): void {
	const bound = row.boundMicroUsd;
	if (bound < 0n || bound >= PER_LOT_LIMIT) {
		refuse("TABLE_NUMBER_TOO_LARGE", "bound", `${bound} is not in [0, 2^36)`);
	}
	for (const [field, value] of perLotNumbers(row)) {
		if (magnitude(value) >= PER_LOT_LIMIT) {
			refuse("TABLE_NUMBER_TOO_LARGE", field, `${value} has a magnitude of 2^36 or more`);
		}
		if (magnitude(value) > bound) {
			refuse("TABLE_BOUND_TOO_SMALL", field, `${value} exceeds the row's bound ${bound}`);
		}
		if (value < 0n && /slope/i.test(field)) refuse("TABLE_SLOPE_NEGATIVE", field, `${value} is negative`);
	}
	for (const [field, value] of intercepts(row)) {
		if (value < 0n || value >= AMOUNT_LIMIT) {
			refuse("TABLE_INTERCEPT_OUT_OF_RANGE", field, `${value} is not in [0, 2^61)`);
		}
	}
}

function checkZeroRow(row: RiskRow, refuse: Refuse): void {
	for (const [field, value] of [...perLotNumbers(row), ...intercepts(row)]) {
		if (value !== 0n) refuse("TABLE_ZERO_ROW", field, `${value} in the row of the empty slot`);
	}
	const { strike, expiry, underlying } = row.keys;
	if (row.boundMicroUsd !== 0n || strike !== 0 || expiry !== 0 || underlying !== 0) {
		refuse("TABLE_ZERO_ROW", "keys", "the row of the empty slot has a bound or a key");
	}
}

function checkKeyRange(row: RiskRow, refuse: Refuse): void {
	for (const level of SET_LEVELS) {
		const key = row.keys[level];
		if (!Number.isInteger(key) || key < 0 || key > MAX_INSTRUMENT_ID) {
			refuse("TABLE_KEY_RANGE", `keys.${level}`, `${key} is not an integer of 12 bits`);
		}
	}
	const { strike, expiry, underlying } = row.keys;
	if ((strike !== 0 && expiry === 0) || (expiry !== 0 && underlying === 0)) {
		refuse("TABLE_KEY_NOT_NESTED", "keys", "a set lies in no set of the level above");
	}
}

/** Key 0 joins neighbours of any kind into one run. */
function checkKeyZero(row: RiskRow, refuse: Refuse): void {
	const zero = (level: (typeof SET_LEVELS)[number], lanes: readonly bigint[]) => {
		if (row.keys[level] === 0 && lanes.some((lane) => lane !== 0n)) {
			refuse("TABLE_KEY_ZERO_WITH_LANES", `keys.${level}`, "key 0, but the lanes of this level are not 0");
		}
	};
	zero("strike", [row.uncoveredShortMicroUsd, row.pinMicroUsd]);
	zero("expiry", [row.basisUpMicroUsd, row.basisDownMicroUsd, row.vegaMicroUsd]);
	zero("underlying", [
		row.offsetFloorDownMicroUsd,
		row.offsetFloorUpMicroUsd,
		row.deltaMicroUsd,
		row.deltaAllowanceMicroUsd,
	]);
}

function checkMargin(row: RiskRow, refuse: Refuse): void {
	const { longMicroUsd, shortMicroUsd } = leastMargin(row);
	const expect = (field: string, slope: bigint, least: bigint) => {
		if (slope < least)
			refuse("TABLE_ROUNDING_BUFFER", field, `${slope} is below the rounding buffer ${least}`);
	};
	expect("longCharge.baseSlope", row.longCharge.baseSlopeMicroUsd, longMicroUsd);
	expect("shortCharge.baseSlope", row.shortCharge.baseSlopeMicroUsd, shortMicroUsd);
}

/** Each set is one run of neighbours, numbered by its first member, inside one set of the level above. */
function checkSets(rows: readonly RiskRow[], labels: TableLabels | undefined): void {
	const seen = { strike: new Set<number>(), expiry: new Set<number>(), underlying: new Set<number>() };
	rows.forEach((row, id) => {
		const refuse = refuser(id, labels);
		const before = rows[id - 1] ?? ZERO_ROW;
		for (const level of SET_LEVELS) {
			const key = row.keys[level];
			if (key === 0 || key === before.keys[level]) continue;
			if (seen[level].has(key))
				refuse("TABLE_KEY_SPLIT", `keys.${level}`, `set ${key} is not one run of ids`);
			if (key !== id) refuse("TABLE_KEY_NOT_FIRST_ID", `keys.${level}`, `set ${key} starts at id ${id}`);
			seen[level].add(key);
		}
		const { keys, deltaAllowanceMicroUsd } = row;
		const sameStrike = keys.strike !== 0 && keys.strike === before.keys.strike;
		const sameExpiry = keys.expiry !== 0 && keys.expiry === before.keys.expiry;
		const sameUnderlying = keys.underlying !== 0 && keys.underlying === before.keys.underlying;
		if ((sameStrike && !sameExpiry) || (sameExpiry && !sameUnderlying)) {
			refuse("TABLE_KEY_NOT_NESTED", "keys", "a set reaches over two sets of the level above");
		}
		if (sameUnderlying && deltaAllowanceMicroUsd !== before.deltaAllowanceMicroUsd) {
			refuse(
				"TABLE_DELTA_ALLOWANCE_DIFFERS",
				"deltaAllowance",
				`differs from id ${id - 1} of the same underlying`,
			);
		}
	});
}

function checkLabels(rows: readonly RiskRow[], labels: TableLabels): void {
	const counts = [
		["instruments", labels.instruments.length, rows.length],
		["lots", labels.lots.length, rows.length],
		["stress", labels.stress.length, STRESS_LANES],
		["tail", labels.tail.length, TAIL_LANES],
	] as const;
	for (const [field, count, expected] of counts) {
		if (count !== expected) {
			throw new InputError({
				code: "TABLE_LABELS",
				message: `the table has ${count} labels for ${expected} ${field}`,
				field: `labels.${field}`,
				hint: HINT,
			});
		}
	}
	labels.stress.forEach((label, lane) => {
		const isMark = lane === 0 ? label === MARK_LABEL : !label.startsWith(MARK_LABEL);
		if (isMark) return;
		rows.forEach((row, id) => {
			if (lane !== 0 && row.stressMicroUsd[lane] === row.stressMicroUsd[0]) return;
			refuser(id, labels)("TABLE_MARK_LANE", `stress[${lane}]`, `"${label}" must be the mark`);
		});
	});
	labels.tail.forEach((label, lane) => {
		if (!label.startsWith(MARK_LABEL)) return;
		rows.forEach((row, id) => {
			if (row.tailMicroUsd[lane] === row.stressMicroUsd[0]) return;
			refuser(id, labels)("TABLE_MARK_LANE", `tail[${lane}]`, `"${label}" must be the mark`);
		});
	});
}

const HINT = "this table is not sound: do not prove or verify with it, and dispute it if it was posted";

function refuser(id: number, labels: TableLabels | undefined): Refuse {
	return (code, field, why) => {
		const name = labels?.instruments[id];
		throw new InputError({
			code,
			message: `row ${id}${name === undefined ? "" : ` (${name})`}, ${field}: ${why}`,
			field: `rows[${id}].${field}`,
			hint: HINT,
		});
	};
}
