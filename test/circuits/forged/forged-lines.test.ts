/** The three lines of the margin rule: stress, tail and floor, each refused one µUSD past its limit. */
import { beforeAll, expect, it } from "vitest";
import type { MarginLine } from "../../../src/risk/margin/margin-engine.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
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
	forge,
	modulo,
	restate,
	SLOTS,
	type SolvencyCase,
} from "../../support/circuits/solvency-case.ts";
import { COIN_B, deskRows } from "../../support/tables/desk-table.ts";

let bench: CircuitBench;

beforeAll(async () => {
	bench = await openCircuitBench();
});

const REFUSED_AT: Readonly<Record<MarginLine, string>> = {
	stress: "AssertStressAndFloor > NonNegativeLanes",
	tail: "AssertExpectedShortfall > RangeChecked",
	floor: "AssertStressAndFloor > AssertFloor > RangeChecked",
};

const caseOf = (rows: readonly RiskRow[], holdings: readonly Holding[], surplusMicroUsd?: bigint) =>
	caseOfRows(bench.hash, rows, holdings, surplusMicroUsd);

/** One lot of an instrument without charges, worth 10^9 µUSD except in the given scenarios. */
function lotWorth(
	change: (row: { stress: bigint[]; tail: bigint[] }) => Partial<RiskRow> | undefined,
): RiskRow[] {
	const stress = new Array<bigint>(STRESS_LANES).fill(1_000_000_000n);
	const tail = new Array<bigint>(TAIL_LANES).fill(1_000_000_000n);
	const extra = change({ stress, tail });
	return [
		ZERO_ROW,
		{ ...ZERO_ROW, stressMicroUsd: stress, tailMicroUsd: tail, boundMicroUsd: 1_000_000_000n, ...extra },
	];
}

const ONE_LOT = [{ id: 1, qtyLots: 1n }];

/** The same statement for one µUSD more, everything that follows from it restated. */
function oneMore(honest: SolvencyCase) {
	return forge(honest, (input) => {
		input.surplusMicroUsd += 1n;
		restate(input);
	});
}

const STRESS_PLACES = [1, 2, 3, 4, 37, 38, 39, STRESS_LANES - 2, STRESS_LANES - 1];

it.each(STRESS_PLACES)("refuses −1 µUSD in stress scenario %i between rich neighbours", async (scenario) => {
	const rows = lotWorth(({ stress }) => {
		stress[scenario] = -1n;
	});
	await expectRefused(bench, caseOf(rows, ONE_LOT).input, REFUSED_AT.stress);
});

it.each(STRESS_PLACES)("refuses a surplus one over stress scenario %i", async (scenario) => {
	const honest = caseOf(
		lotWorth(({ stress }) => {
			stress[scenario] = 7n;
		}),
		ONE_LOT,
	);
	expect(honest.input.surplusMicroUsd).toBe(7n);
	await expectAccepted(bench, honest.input);
	await expectRefused(bench, oneMore(honest), REFUSED_AT.stress);
});

it("refuses −1 µUSD at the mark between rich scenarios", async () => {
	const honest = caseOf(
		lotWorth(({ stress }) => {
			stress[0] = -1n;
		}),
		ONE_LOT,
	);
	await expectRefused(bench, honest.input, REFUSED_AT.stress);
});

it.each([
	["0 to 3", [0, 1, 2, 3]],
	["4, 9 and 14", [4, 9, 14]],
	["the last three", [117, 118, 119]],
	["one alone", [63]],
])("refuses tail scenarios %s short by one µUSD in sum", async (_name, bad) => {
	const rows = lotWorth(({ tail }) => {
		for (const n of bad) tail[n] = -1_000_000_000n;
	});
	const honest = caseOf(rows, [...ONE_LOT]);
	const [first, second, third] = [...honest.assessment.tailMicroUsd]
		.sort((a, b) => (a < b ? -1 : 1))
		.slice(0, 3);
	const worstSum = (first as bigint) + (second as bigint) + (third as bigint);
	if (worstSum < 0n) {
		await expectRefused(bench, honest.input, REFUSED_AT.tail);
	} else {
		expect(honest.input.surplusMicroUsd).toBe(worstSum / 3n);
		await expectAccepted(bench, honest.input);
		await expectRefused(bench, oneMore(honest), REFUSED_AT.tail);
	}
});

it.each([0, 1, 2, 3])("refuses a tail sum of −1 whose deficit lies in lane %i of a word", async (lane) => {
	const rows = lotWorth(({ tail }) => {
		tail.fill(1_000_000n);
		tail[8 + lane] = -1n;
		tail[20] = 0n;
		tail[21] = 0n;
	});
	await expectRefused(bench, caseOf(rows, ONE_LOT).input, REFUSED_AT.tail);
});

it("refuses a floor one short", async () => {
	const rows = lotWorth(() => ({
		offsetFloorDownMicroUsd: -400_000_000n,
		keys: { strike: 0, expiry: 0, underlying: 1 },
	}));
	const honest = caseOf(rows, ONE_LOT);
	expect(honest.input.surplusMicroUsd).toBe(600_000_000n);
	await expectAccepted(bench, honest.input);
	await expectRefused(bench, oneMore(honest), REFUSED_AT.floor);
});

it("refuses a floor that offsets one underlying's stand-alone risk with another's", async () => {
	const [zero, flat] = lotWorth(() => undefined) as [RiskRow, RiskRow];
	const alone = (underlying: number, offsetFloorDownMicroUsd: bigint): RiskRow => ({
		...flat,
		offsetFloorDownMicroUsd,
		offsetFloorUpMicroUsd: -offsetFloorDownMicroUsd,
		keys: { strike: 0, expiry: 0, underlying },
	});
	const both = [1, 2].map((id) => ({ id, qtyLots: 1n }));
	const honest = caseOf([zero, alone(1, -400_000_000n), alone(2, 400_000_000n)], both);
	// The one in full and a seventh of the other, rounded up.
	expect(honest.input.surplusMicroUsd).toBe(2_000_000_000n - 400_000_000n - 57_142_858n);
	await expectAccepted(bench, honest.input);
	await expectRefused(bench, oneMore(honest), REFUSED_AT.floor);
	const offset = forge(honest, (input) => void input.underlyingNetsMicroUsd.fill([0n, 0n, 0n]));
	await expectRefused(bench, offset, "SetCharges");
});

/** A tail where every choice of t but the value at risk costs something. */
function steepTail(): SolvencyCase {
	const rows = lotWorth(({ tail }) => {
		tail.forEach((_value, n) => {
			tail[n] = 1_000_000n + 1_000n * BigInt(n);
		});
	});
	return caseOf(rows, ONE_LOT);
}

it.each([
	["above the value at risk", 1n],
	["far above it", 1n << 40n],
	["2^60 above it", 1n << 60n],
	["below the next scenario", -1_001n],
	["far below it", -(1n << 40n)],
	["2^60 below it", -(1n << 60n)],
])("refuses a tail level %s when the line is exact", async (_name, offset) => {
	const honest = steepTail();
	expect(honest.assessment.bindingTest).toBe("tail");
	await expectAccepted(bench, honest.input);
	const input = forge(honest, (forged) => {
		forged.tailShiftMicroUsd += offset;
	});
	await expectRefused(bench, input, REFUSED_AT.tail);
});

it("accepts a wrong tail level that only costs the prover what it can spare", async () => {
	const honest = steepTail();
	const input = forge(honest, (forged) => {
		forged.surplusMicroUsd -= 2_000n;
		forged.tailShiftMicroUsd += 3_000n;
		restate(forged);
	});
	await expectAccepted(bench, input);
});

it.each([
	["−1", modulo(-1n)],
	["2^62", 1n << 62n],
	["2^62 more than honest", (1n << 62n) + (1n << 61n) - 1_000_000n],
	["2^63 more than honest", (1n << 63n) + (1n << 61n)],
	["2^126", 1n << 126n],
	["p − 2^61", modulo(-(1n << 61n))],
	["a field half", (modulo(-1n) + 2n) / 2n],
])("refuses a tail shift of %s", async (_name, shift) => {
	const input = forge(steepTail(), (forged) => {
		forged.tailShiftMicroUsd = shift;
	});
	await expectRefused(bench, input, "RangeChecked");
});

it.each([
	["the least", 0n],
	["the greatest", (1n << 62n) - 1n],
])("refuses %s tail level in range for an account that has nothing to spare", async (_name, shift) => {
	const input = forge(steepTail(), (forged) => {
		forged.tailShiftMicroUsd = shift;
	});
	await expectRefused(bench, input, REFUSED_AT.tail);
});

it("refuses an account that is short one µUSD of nothing at all", async () => {
	const empty = caseOf(deskRows(), []);
	await expectAccepted(bench, empty.input);
	await expectRefused(bench, oneMore(empty), REFUSED_AT.stress);
});

it("proves nothing for a slot that holds nothing", async () => {
	const nothing = caseOf(deskRows(), [{ id: COIN_B, qtyLots: 0n }]);
	expect(nothing.input.ids[SLOTS - 1]).toBe(BigInt(COIN_B));
	await expectAccepted(bench, nothing.input);
	await expectRefused(bench, oneMore(nothing), REFUSED_AT.stress);
});
