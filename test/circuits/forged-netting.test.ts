/** Charges on nets: the four bounds that the prover supplies, and where a netting set ends. */
import { beforeAll, expect, it } from "vitest";
import type { Holding } from "../../src/risk/holding.ts";
import { encodeKeys, type RiskRow } from "../../src/risk/risk-row.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../support/circuit-setup.ts";
import {
	CALL_A1_HIGH,
	CALL_A1_LOW,
	CALL_A2,
	COIN_A,
	DESK_HOLDINGS,
	deskRows,
	FREE_DELTA_A,
	FUTURE_A1,
	FUTURE_A2,
	FUTURE_B1,
	PERPETUAL_A,
	PUT_A1_LOW,
	PUT_B1,
	USD,
} from "../support/desk-table.ts";
import { tableOf } from "../support/random-table.ts";
import {
	type ForgeableInput,
	forge,
	modulo,
	publisherPosts,
	restate,
	SLOTS,
	type SolvencyCase,
	slotOf,
	solvencyCase,
} from "../support/solvency-case.ts";

let bench: CircuitBench;
let honest: SolvencyCase;

beforeAll(async () => {
	bench = await openCircuitBench();
	honest = caseOf(DESK_HOLDINGS, 0n);
});

function caseOf(
	holdings: readonly Holding[],
	surplusMicroUsd?: bigint,
	rows: readonly RiskRow[] = deskRows(),
) {
	const { hash } = bench;
	const surplus = surplusMicroUsd === undefined ? {} : { surplusMicroUsd };
	return solvencyCase({ hash, table: tableOf(rows, hash), holdings, ...surplus });
}

type Bounds =
	| "basisBoundsMicroUsd"
	| "vegaBoundsMicroUsd"
	| "standaloneBoundsMicroUsd"
	| "sizeBoundsMicroUsd";

/** Bound, last member of a set where the honest bound is positive, a member before it. */
const BOUNDS: readonly (readonly [Bounds, number, number])[] = [
	["basisBoundsMicroUsd", CALL_A1_HIGH, FUTURE_A1],
	["vegaBoundsMicroUsd", CALL_A1_HIGH, CALL_A1_LOW],
	["standaloneBoundsMicroUsd", CALL_A2, COIN_A],
	["sizeBoundsMicroUsd", CALL_A2, PERPETUAL_A],
];
const NAMES = BOUNDS.map(([name]) => name);

it("accepts the honest bounds, all four of them positive", async () => {
	for (const [bounds, last] of BOUNDS) {
		expect(honest.input[bounds][slotOf(honest.input, last)]).toBeGreaterThan(0n);
	}
	await expectAccepted(bench, honest.input);
});

it.each(BOUNDS)("refuses %s that are one too low", async (bounds, last) => {
	const input = forge(honest, (forged) => {
		forged[bounds][slotOf(forged, last)] = (forged[bounds][slotOf(forged, last)] as bigint) - 1n;
	});
	await expectRefused(bench, input, "AssertNetBounds > NonNegativeLanes");
});

it.each(BOUNDS)("refuses %s claimed at an earlier slot of the set", async (bounds, last, earlier) => {
	const input = forge(honest, (forged) => {
		forged[bounds][slotOf(forged, earlier)] = forged[bounds][slotOf(forged, last)] as bigint;
		forged[bounds][slotOf(forged, last)] = 0n;
	});
	await expectRefused(bench, input, "AssertNetBounds");
});

it.each(BOUNDS)(
	"refuses %s away from the end of a set, even on top of the honest one",
	async (bounds, _last, earlier) => {
		const input = forge(honest, (forged) => {
			forged[bounds][slotOf(forged, earlier)] = 1n;
		});
		await expectRefused(bench, input, "AssertNetBounds");
	},
);

it.each(BOUNDS)(
	"accepts %s that are too high: they only raise the prover's own charge",
	async (bounds, last) => {
		const input = forge(honest, (forged) => {
			forged[bounds][slotOf(forged, last)] = (forged[bounds][slotOf(forged, last)] as bigint) + 1n;
		});
		await expectAccepted(bench, input);
	},
);

/** Nets of +10^9 and more: the packed check alone would let a negative bound pass. */
function richSets(): SolvencyCase {
	const rows = deskRows();
	const rich = { basisUpMicroUsd: 90_000n, basisDownMicroUsd: 90_000n, vegaMicroUsd: 0n };
	const lanes = { standaloneDownMicroUsd: 90_000n, standaloneUpMicroUsd: 90_000n, deltaMicroUsd: 0n };
	rows[FUTURE_A2] = { ...(rows[FUTURE_A2] as RiskRow), ...rich, ...lanes };
	return caseOf(
		[
			{ id: USD, qtyLots: 9_000n },
			{ id: FUTURE_A2, qtyLots: 100_000n },
		],
		0n,
		rows,
	);
}

it.each(NAMES)("refuses negative %s in a set with a large positive sum", async (bounds) => {
	const rich = richSets();
	await expectAccepted(bench, rich.input);
	const input = forge(rich, (forged) => {
		forged[bounds][SLOTS - 1] = modulo(-1_000n);
	});
	await expectRefused(bench, input, "RangeChecked");
});

it("refuses two huge bounds that cancel in the total charge", async () => {
	const rich = richSets();
	const input = forge(rich, (forged) => {
		forged.basisBoundsMicroUsd[SLOTS - 1] = 1n << 200n;
		forged.vegaBoundsMicroUsd[SLOTS - 1] = modulo(-(1n << 200n));
	});
	await expectRefused(bench, input, "RangeChecked");
});

it("refuses to net the basis of one expiry against another's", async () => {
	const input = forge(honest, (forged) => {
		const [first, second] = [slotOf(forged, CALL_A1_HIGH), slotOf(forged, CALL_A2)];
		const bounds = forged.basisBoundsMicroUsd;
		bounds[second] = (bounds[first] as bigint) + (bounds[second] as bigint);
		bounds[first] = 0n;
	});
	await expectRefused(bench, input, "AssertNetBounds > NonNegativeLanes");
});

it("refuses to net the size of one underlying against another's", async () => {
	const input = forge(honest, (forged) => {
		forged.sizeBoundsMicroUsd[slotOf(forged, PUT_B1)] = 0n;
	});
	await expectRefused(bench, input, "AssertNetBounds > NonNegativeLanes");
});

it("grants the free delta of an underlying once per set, however many members it has", async () => {
	const large = caseOf([
		{ id: USD, qtyLots: 1_000n },
		{ id: COIN_A, qtyLots: 100n },
		{ id: PERPETUAL_A, qtyLots: 100n },
	]);
	const [set] = large.assessment.underlyingSets.slice(-1);
	expect(set?.sizeMicroUsd).toBe(60_000n - FREE_DELTA_A);
	await expectAccepted(bench, large.input);
	const input = forge(large, (forged) => {
		forged.sizeBoundsMicroUsd[SLOTS - 1] = 60_000n - 2n * FREE_DELTA_A;
	});
	await expectRefused(bench, input, "AssertNetBounds > NonNegativeLanes");
});

/** Two positions whose basis cancels, if only their sets were one. */
const OPPOSITE = [
	{ id: USD, qtyLots: 1_000n },
	{ id: FUTURE_A2, qtyLots: 10n },
	{ id: FUTURE_B1, qtyLots: -10n },
];

it("keeps sets apart that share an expiry key by mistake, across underlyings", async () => {
	const apart = caseOf(OPPOSITE, 0n);
	const post = (input: ForgeableInput) =>
		publisherPosts(apart, input, (elements, id) => {
			if (id === FUTURE_B1) elements[58] = encodeKeys({ strike: 0, expiry: FUTURE_A2, underlying: 13 });
		});
	await expectAccepted(bench, forge(apart, post));
	const input = forge(apart, (forged) => {
		post(forged);
		forged.basisBoundsMicroUsd.fill(0n);
	});
	await expectRefused(bench, input, "AssertNetBounds > NonNegativeLanes");
});

it("merges two sets once the publisher merges every key above them too", async () => {
	const apart = caseOf(OPPOSITE, 0n);
	const input = forge(apart, (forged) => {
		publisherPosts(apart, forged, (elements, id) => {
			if (id === FUTURE_B1) elements[58] = encodeKeys({ strike: 0, expiry: FUTURE_A2, underlying: COIN_A });
		});
		forged.basisBoundsMicroUsd.fill(0n);
		// The set of A now ends in the last slot, and its nets are those of both.
		for (const bounds of ["standaloneBoundsMicroUsd", "sizeBoundsMicroUsd"] as const) {
			forged[bounds].fill(0n);
			forged[bounds][SLOTS - 1] = 10_000n;
		}
	});
	await expectAccepted(bench, input);
});

/** A short option and a long one at two strikes of two expiries. */
const TWO_STRIKES = [
	{ id: USD, qtyLots: 1_000n },
	{ id: PUT_A1_LOW, qtyLots: 10n },
	{ id: CALL_A2, qtyLots: -10n },
];

it("charges a naked short beside a long option whose strike key is equal by mistake", async () => {
	const rows = deskRows();
	const short = rows[CALL_A2] as RiskRow;
	rows[CALL_A2] = { ...short, keys: { ...short.keys, strike: CALL_A1_LOW } };
	const mistaken = caseOf(TWO_STRIKES, undefined, rows);
	expect(mistaken.assessment.totals.nakedShortMicroUsd).toBe(5_000n);
	await expectAccepted(bench, mistaken.input);
	const input = forge(mistaken, (forged) => {
		forged.surplusMicroUsd += 1n;
		restate(forged);
	});
	expect(mistaken.assessment.bindingLine).toBe("tail");
	await expectRefused(bench, input, "AssertExpectedShortfall > RangeChecked");
});

it("lets a long option cover a short one at its own strike", async () => {
	const covered = caseOf([
		{ id: USD, qtyLots: 1_000n },
		{ id: CALL_A1_LOW, qtyLots: -10n },
		{ id: PUT_A1_LOW, qtyLots: 10n },
	]);
	expect(covered.assessment.totals.nakedShortMicroUsd).toBe(0n);
	await expectAccepted(bench, covered.input);
});
