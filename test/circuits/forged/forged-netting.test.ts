/** Charges on nets: the nets that the prover supplies, and where a netting set ends. */

import { beforeAll, describe, expect, it } from "vitest";
import { fieldInverse } from "../../../security/circuit/linear-equations.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { encodeKeys, type RiskRow } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT } from "../../../src/risk/model/row-layout.ts";
import { expectedVerdict } from "../../support/circuits/circuit-agreement.ts";
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
	publisherPosts,
	restate,
	type SolvencyCase,
	slotOf,
} from "../../support/circuits/solvency-case.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
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
} from "../../support/tables/desk-table.ts";

const SEED = 20_261_129;

let bench: CircuitBench;
let honest: SolvencyCase;

beforeAll(async () => {
	bench = await openCircuitBench();
	honest = caseOf(DESK_HOLDINGS, 0n);
});

const caseOf = (
	holdings: readonly Holding[],
	surplusMicroUsd?: bigint,
	rows: readonly RiskRow[] = deskRows(),
) => caseOfRows(bench.hash, rows, holdings, surplusMicroUsd);

type Nets = "expiryNetsMicroUsd" | "underlyingNetsMicroUsd";

/** Nets, which of the three, last member of a set where the honest net is not 0, a member before it. */
const NETS: readonly (readonly [Nets, number, number, number])[] = [
	["expiryNetsMicroUsd", 0, CALL_A1_HIGH, FUTURE_A1],
	["expiryNetsMicroUsd", 1, CALL_A1_HIGH, FUTURE_A1],
	["expiryNetsMicroUsd", 2, CALL_A1_HIGH, CALL_A1_LOW],
	["underlyingNetsMicroUsd", 0, CALL_A2, COIN_A],
	["underlyingNetsMicroUsd", 1, CALL_A2, COIN_A],
	["underlyingNetsMicroUsd", 2, CALL_A2, PERPETUAL_A],
];
const KINDS: readonly (readonly [Nets, number])[] = [
	["expiryNetsMicroUsd", CALL_A1_HIGH],
	["underlyingNetsMicroUsd", CALL_A2],
];
const NOT_THE_LANES = "SetCharges";
const OUT_OF_RANGE = "SetCharges > PositivePart";

/** Third and fourth lane of a packed word that are opposites. */
const OPPOSITE_LANES = (1n << 126n) - (1n << 189n);

function netsAt(input: ForgeableInput, nets: Nets, id: number): [bigint, bigint, bigint] {
	return input[nets][slotOf(input, id)] as [bigint, bigint, bigint];
}

/** Changes the nets of one set by amounts that may be negative. */
function shift(input: ForgeableInput, nets: Nets, id: number, by: readonly bigint[]): void {
	const shifted = netsAt(input, nets, id).map((net, k) => modulo(net + (by[k] ?? 0n)));
	input[nets][slotOf(input, id)] = shifted;
}

it("accepts the honest nets, none of them 0, with all four charges positive", async () => {
	for (const [nets, lane, last] of NETS) expect(netsAt(honest.input, nets, last)[lane]).not.toBe(0n);
	const { basisMicroUsd, vegaMicroUsd, concentrationMicroUsd, offsetFloorMicroUsd } =
		honest.assessment.totals;
	for (const charge of [basisMicroUsd, vegaMicroUsd, concentrationMicroUsd, offsetFloorMicroUsd]) {
		expect(charge).toBeGreaterThan(0n);
	}
	await expectAccepted(bench, honest.input);
});

it.each(NETS)("refuses %s, number %i, one too low, one too high, or left out", async (nets, lane, last) => {
	const honestNet = netsAt(honest.input, nets, last)[lane] as bigint;
	for (const by of [-1n, 1n, -honestNet]) {
		const change = [0n, 0n, 0n].with(lane, by);
		await expectRefused(
			bench,
			forge(honest, (forged) => shift(forged, nets, last, change)),
			NOT_THE_LANES,
		);
	}
});

it.each(NETS)(
	"refuses %s, number %i, claimed at an earlier slot of the set",
	async (nets, lane, last, earlier) => {
		const input = forge(honest, (forged) => {
			const by = netsAt(forged, nets, last)[lane] as bigint;
			shift(forged, nets, last, [0n, 0n, 0n].with(lane, -by));
			shift(forged, nets, earlier, [0n, 0n, 0n].with(lane, by));
		});
		await expectRefused(bench, input, NOT_THE_LANES);
	},
);

it.each(KINDS)("refuses %s away from the end of a set, even on top of the honest ones", async (nets) => {
	const input = forge(honest, (forged) => shift(forged, nets, COIN_A, [-1n, 0n, 0n]));
	await expectRefused(bench, input, NOT_THE_LANES);
});

/** Changes that leave the packed sum as it is: a net borrows from, or lends to, the next. */
const BORROWED: readonly (readonly [string, readonly bigint[]])[] = [
	["the first lends to the second", [-(1n << 63n), 1n, 0n]],
	["the first borrows from the second", [1n << 63n, -1n, 0n]],
	["the first borrows 2^60 times", [1n << 123n, -(1n << 60n), 0n]],
	["the second lends to the third", [0n, -OPPOSITE_LANES >> 63n, 1n]],
	["the second borrows from the third", [0n, OPPOSITE_LANES >> 63n, -1n]],
	["the first lends to the third", [-OPPOSITE_LANES, 0n, 1n]],
	["the first borrows from both", [(1n << 63n) + OPPOSITE_LANES, -1n, -1n]],
	[
		"the third is huge, and the first cancels it in the total charge",
		[-OPPOSITE_LANES << 10n, 0n, 1n << 10n],
	],
];

describe.each(KINDS)("%s with the same packed sum", (nets, last) => {
	it.each(BORROWED)("are refused where %s", async (_name, by) => {
		expect((by[0] as bigint) + ((by[1] as bigint) << 63n) + (by[2] as bigint) * OPPOSITE_LANES).toBe(0n);
		await expectRefused(
			bench,
			forge(honest, (forged) => shift(forged, nets, last, by)),
			OUT_OF_RANGE,
		);
	});

	it(`are refused for any other two nets, with the third solved for in the field (seed ${SEED})`, async () => {
		const draw = drawFrom(SEED);
		const small = () => draw.signed(1n << 61n);
		const third = fieldInverse(modulo(OPPOSITE_LANES));
		for (let sample = 0; sample < 8; sample++) {
			const [a, b] = [small(), small()];
			for (const by of [
				[-(a << 63n) - b * OPPOSITE_LANES, a, b],
				[a, b, modulo(-(a + (b << 63n))) * third],
			]) {
				const input = forge(honest, (forged) => shift(forged, nets, last, by));
				await expectRefused(bench, input, OUT_OF_RANGE);
			}
		}
	});
});

/** Nets of +10^9 and more, of either sign: where a wrong range would let a charge be negative. */
it.each([90_000n, -90_000n])(
	"charges exactly what the engine does for rich sets of %i µUSD a lot",
	async (net) => {
		const rows = deskRows();
		const rich = { basisUpMicroUsd: net, basisDownMicroUsd: net, vegaMicroUsd: net };
		const lanes = { offsetFloorDownMicroUsd: net, offsetFloorUpMicroUsd: net, deltaMicroUsd: net };
		rows[FUTURE_A2] = { ...(rows[FUTURE_A2] as RiskRow), ...rich, ...lanes };
		const holdings = [
			{ id: USD, qtyLots: 90_000n },
			{ id: FUTURE_A2, qtyLots: 100_000n },
		];
		const { totals } = caseOf(holdings, 0n, rows).assessment;
		const loss = net < 0n ? 9_000_000_000n : 0n;
		expect(totals).toMatchObject({
			basisMicroUsd: loss,
			vegaMicroUsd: loss,
			offsetFloorMicroUsd: loss,
		});
		const all = caseOf(holdings, undefined, rows);
		await expectAccepted(bench, all.input);
		const input = forge(all, (forged) => {
			forged.surplusMicroUsd += 1n;
			restate(forged);
		});
		await expectRefused(bench, input, expectedVerdict(all.assessment, all.input.surplusMicroUsd + 1n));
	},
);

describe("an expiry of bought options alone", () => {
	/** Basis that a long loses on both sides, and vega that it gains. */
	const lossy = () => {
		const rows = deskRows();
		for (const id of [CALL_A1_LOW, CALL_A1_HIGH]) {
			const nets = { basisUpMicroUsd: -7_000n, basisDownMicroUsd: -9_000n, vegaMicroUsd: 500n };
			rows[id] = { ...(rows[id] as RiskRow), ...nets };
		}
		return rows;
	};
	const provesExactlyItsFree = async (holdings: readonly Holding[]) => {
		const all = caseOf(holdings, undefined, lossy());
		await expectAccepted(bench, all.input);
		const input = forge(all, (forged) => {
			forged.surplusMicroUsd += 1n;
			restate(forged);
		});
		await expectRefused(bench, input, expectedVerdict(all.assessment, all.input.surplusMicroUsd + 1n));
		return all.assessment.totals;
	};

	it("is asked neither basis nor vega", async () => {
		const totals = await provesExactlyItsFree([
			{ id: USD, qtyLots: 10_000n },
			{ id: CALL_A1_LOW, qtyLots: 3n },
			{ id: CALL_A1_HIGH, qtyLots: 5n },
		]);
		expect(totals).toMatchObject({ basisMicroUsd: 0n, vegaMicroUsd: 0n });
	});

	it.each([
		["a short option", { id: CALL_A1_HIGH, qtyLots: -1n }, 18_000n],
		["a future", { id: FUTURE_A1, qtyLots: 1n }, undefined],
	])("is asked its basis once it holds %s", async (_name, other, basis) => {
		const totals = await provesExactlyItsFree(
			[{ id: USD, qtyLots: 10_000n }, { id: CALL_A1_LOW, qtyLots: 3n }, other].sort((a, b) => a.id - b.id),
		);
		expect(totals.basisMicroUsd > 0n).toBe(true);
		if (basis !== undefined) expect(totals.basisMicroUsd).toBe(basis);
	});

	it("is not taken for one when the prover claims less than its nets", async () => {
		const short = caseOf(
			[
				{ id: USD, qtyLots: 10_000n },
				{ id: CALL_A1_LOW, qtyLots: 3n },
				{ id: CALL_A1_HIGH, qtyLots: -1n },
			],
			0n,
			lossy(),
		);
		const input = forge(short, (forged) => {
			forged.expiryNetsMicroUsd[slotOf(forged, CALL_A1_HIGH)] = [0n, 0n, 0n];
		});
		await expectRefused(bench, input, NOT_THE_LANES);
	});
});

it("refuses to net the basis of one expiry against another's", async () => {
	const input = forge(honest, (forged) => {
		const first = netsAt(forged, "expiryNetsMicroUsd", CALL_A1_HIGH);
		shift(forged, "expiryNetsMicroUsd", CALL_A2, first);
		forged.expiryNetsMicroUsd[slotOf(forged, CALL_A1_HIGH)] = [0n, 0n, 0n];
	});
	await expectRefused(bench, input, NOT_THE_LANES);
});

it("refuses to net the size of one underlying against another's", async () => {
	const input = forge(honest, (forged) => {
		shift(forged, "underlyingNetsMicroUsd", PUT_B1, netsAt(forged, "underlyingNetsMicroUsd", CALL_A2));
		forged.underlyingNetsMicroUsd[slotOf(forged, CALL_A2)] = [0n, 0n, 0n];
	});
	await expectRefused(bench, input, NOT_THE_LANES);
});

it("grants the free delta of an underlying once per set, however many members it has", async () => {
	const large = caseOf([
		{ id: USD, qtyLots: 1_000n },
		{ id: COIN_A, qtyLots: 100n },
		{ id: PERPETUAL_A, qtyLots: 100n },
	]);
	const [set] = large.assessment.underlyingSets.slice(-1);
	expect(set?.concentrationMicroUsd).toBe(60_000n - FREE_DELTA_A);
	await expectAccepted(bench, large.input);
	const oneMore = forge(large, (forged) => {
		forged.surplusMicroUsd += 1n;
		restate(forged);
	});
	await expectRefused(bench, oneMore, expectedVerdict(large.assessment, large.input.surplusMicroUsd + 1n));
	const twice = forge(large, (forged) =>
		shift(forged, "underlyingNetsMicroUsd", PERPETUAL_A, [0n, 0n, -FREE_DELTA_A]),
	);
	await expectRefused(bench, twice, NOT_THE_LANES);
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
			if (id === FUTURE_B1)
				elements[ELEMENT.keys] = encodeKeys({ strike: 0, expiry: FUTURE_A2, underlying: 13 });
		});
	await expectAccepted(bench, forge(apart, post));
	const input = forge(apart, (forged) => {
		post(forged);
		forged.expiryNetsMicroUsd.fill([0n, 0n, 0n]);
	});
	await expectRefused(bench, input, NOT_THE_LANES);
});

it("merges two sets once the publisher merges every key above them too", async () => {
	const apart = caseOf(OPPOSITE, 0n);
	const input = forge(apart, (forged) => {
		publisherPosts(apart, forged, (elements, id) => {
			if (id === FUTURE_B1)
				elements[ELEMENT.keys] = encodeKeys({ strike: 0, expiry: FUTURE_A2, underlying: COIN_A });
		});
		forged.expiryNetsMicroUsd.fill([0n, 0n, 0n]);
		// The set of A now ends in the last slot, and its nets are those of both.
		shift(forged, "underlyingNetsMicroUsd", FUTURE_B1, netsAt(forged, "underlyingNetsMicroUsd", FUTURE_A2));
		forged.underlyingNetsMicroUsd[slotOf(forged, FUTURE_A2)] = [0n, 0n, 0n];
	});
	await expectAccepted(bench, input);
});

/** A short option and a long one at two strikes of two expiries. */
const TWO_STRIKES = [
	{ id: USD, qtyLots: 1_000n },
	{ id: PUT_A1_LOW, qtyLots: 10n },
	{ id: CALL_A2, qtyLots: -10n },
];

it("charges an uncovered short beside a long option whose strike key is equal by mistake", async () => {
	const rows = deskRows();
	const short = rows[CALL_A2] as RiskRow;
	rows[CALL_A2] = { ...short, keys: { ...short.keys, strike: CALL_A1_LOW } };
	const mistaken = caseOf(TWO_STRIKES, undefined, rows);
	expect(mistaken.assessment.totals.uncoveredShortMicroUsd).toBe(5_000n);
	await expectAccepted(bench, mistaken.input);
	const input = forge(mistaken, (forged) => {
		forged.surplusMicroUsd += 1n;
		restate(forged);
	});
	expect(mistaken.assessment.bindingTest).toBe("tail");
	await expectRefused(bench, input, "AssertExpectedShortfall > RangeChecked");
});

it("lets a long option cover a short one at its own strike", async () => {
	const covered = caseOf([
		{ id: USD, qtyLots: 1_000n },
		{ id: CALL_A1_LOW, qtyLots: -10n },
		{ id: PUT_A1_LOW, qtyLots: 10n },
	]);
	expect(covered.assessment.totals.uncoveredShortMicroUsd).toBe(0n);
	await expectAccepted(bench, covered.input);
});
