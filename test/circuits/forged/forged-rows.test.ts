/** Rows of the risk table: the prover opens the row of each id, as it was published, or nothing. */

import { beforeAll, it } from "vitest";
import { poseidonChain } from "../../../src/field/poseidon.ts";
import { treeLevel, treePath } from "../../../src/field/tree.ts";
import { encodeRow, type RiskRow, rowElements, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT, ROW_ELEMENTS } from "../../../src/risk/model/row-layout.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../../support/circuits/circuit-setup.ts";
import {
	type ForgeableInput,
	forge,
	modulo,
	publisherPosts,
	type SolvencyCase,
	slotOf,
	solvencyCase,
	venueCommits,
} from "../../support/circuits/solvency-case.ts";
import {
	COIN_A,
	DESK_HOLDINGS,
	deskRows,
	EUR,
	TIERED,
	UNLISTED,
	USD,
} from "../../support/tables/desk-table.ts";
import { tableOf } from "../../support/tables/random-table.ts";

let bench: CircuitBench;
let honest: SolvencyCase;
let richer: SolvencyCase["table"];

beforeAll(async () => {
	bench = await openCircuitBench();
	const { hash } = bench;
	honest = solvencyCase({
		hash,
		table: tableOf(deskRows(), hash),
		holdings: DESK_HOLDINGS,
		surplusMicroUsd: 0n,
	});
	const richerRows = deskRows();
	richerRows[COIN_A] = { ...(richerRows[COIN_A] as RiskRow), boundMicroUsd: 100_001n };
	richer = tableOf(richerRows, hash);
});

const NOT_THE_ROW = "AssertRowInTable > AssertTreePath";
const NOT_IN_CAP = "AssertRowInTable";

/** Elements of one field each, as `RiskRowFields` names them. */
const FIELDS = {
	"the mark": 0,
	"the last stress word": 17,
	"the first tail word": 18,
	"the last tail word": 47,
	"the base slope, long": ELEMENT.longSlope,
	"the base slope, short": ELEMENT.shortSlope,
	"the slope steps, long": ELEMENT.longSteps,
	"the slope steps, short": ELEMENT.shortSteps,
	"the intercepts, long": ELEMENT.longIntercepts,
	"the intercepts, short": ELEMENT.shortIntercepts,
	"the strike word": ELEMENT.strike,
	"the expiry word": ELEMENT.expiry,
	"the underlying word": ELEMENT.underlying,
	"the underlying's intercepts": ELEMENT.underlyingIntercepts,
	"the key word": ELEMENT.keys,
	"the bound": ELEMENT.bound,
} as const;

it("accepts the honest rows that the forgeries start from", async () => {
	await expectAccepted(bench, honest.input);
});

it.each(Object.entries(FIELDS))("refuses a row with %s changed", async (_name, element) => {
	const input = forge(honest, (forged) => {
		const row = forged.rows[slotOf(forged, COIN_A)] as bigint[];
		row[element] = (row[element] as bigint) + 1n;
	});
	await expectRefused(bench, input, NOT_THE_ROW);
});

function open(input: ForgeableInput, id: number, table: SolvencyCase["table"], of: number): void {
	const slot = slotOf(input, id);
	input.rows[slot] = rowElements(encodeRow(table.rows[of] as RiskRow));
	input.rowPaths[slot] = structuredClone(treePath(table.tree, of).slice(0, 2)) as bigint[][];
}

type Forgery = readonly [name: string, at: string, change: (input: ForgeableInput) => void];

const OTHER_ROWS: readonly Forgery[] = [
	["the row of a neighbour, path and all", NOT_THE_ROW, (input) => open(input, TIERED, honest.table, USD)],
	[
		"the row of 64 ids further, whose low bits are equal",
		NOT_IN_CAP,
		(input) => open(input, 6, honest.table, EUR),
	],
	["the row of the empty slot for a debt", NOT_THE_ROW, (input) => open(input, TIERED, honest.table, 0)],
	["the row of cash in an empty slot", NOT_THE_ROW, (input) => open(input, 0, honest.table, USD)],
	["the same instrument's row of another table", NOT_IN_CAP, (input) => open(input, COIN_A, richer, COIN_A)],
	[
		"another table's cap",
		"Solvency",
		(input) => {
			input.tableCap = treeLevel(richer.tree, 2);
		},
	],
	[
		"another table's row with its cap node put among the others",
		"Solvency",
		(input) => {
			// The rows beside it as well: their paths end in the same node.
			for (const id of input.ids.map(Number)) open(input, id, richer, id);
			input.tableCap[0] = treeLevel(richer.tree, 2)[0] as bigint;
		},
	],
	[
		"a cap with two nodes exchanged",
		"Solvency",
		(input) => {
			const [first, second] = input.tableCap as [bigint, bigint];
			input.tableCap[0] = second;
			input.tableCap[1] = first;
		},
	],
	[
		"another risk root",
		"Solvency",
		(input) => {
			input.riskRoot += 1n;
		},
	],
	[
		"a row that the prover writes over the published one",
		NOT_IN_CAP,
		(input) => {
			const slot = slotOf(input, COIN_A);
			const row = input.rows[slot] as bigint[];
			row[ELEMENT.bound] = 1n;
			const children = (input.rowPaths[slot] as bigint[][])[0] as bigint[];
			children[COIN_A % 8] = poseidonChain(bench.hash, row);
			((input.rowPaths[slot] as bigint[][])[1] as bigint[])[0] = bench.hash(children);
		},
	],
];

it.each(OTHER_ROWS)("refuses %s", async (_name, at, change) => {
	await expectRefused(bench, forge(honest, change), at);
});

/** The venue commits to an instrument that the table does not have: an expired debt, say. */
function holdUnlisted(input: ForgeableInput): number {
	const slot = slotOf(input, EUR);
	input.ids[slot] = BigInt(UNLISTED);
	input.negs[slot] = 1n;
	input.qtysLots[slot] = (1n << 39n) + 5n;
	venueCommits(bench.hash, input);
	const place = { id: UNLISTED, children: [new Array<bigint>(8).fill(0n), [] as bigint[]] };
	place.children[1] = treePath(honest.table.tree, PATH_OF_GROUP)[1]?.slice() ?? [];
	input.rowPaths[slot] = place.children;
	return slot;
}

/** An id below 64 shares the second level of its path. */
const PATH_OF_GROUP = USD;

it.each([
	["the zero row", () => rowElements(encodeRow(ZERO_ROW))],
	["nothing but zeros", () => new Array<bigint>(ROW_ELEMENTS).fill(0n)],
	["the row of cash", () => rowElements(encodeRow(honest.table.rows[USD] as RiskRow))],
])("refuses an unlisted id with %s", async (_name, elements) => {
	const input = forge(honest, (forged) => {
		forged.rows[holdUnlisted(forged)] = elements();
	});
	await expectRefused(bench, input, NOT_THE_ROW);
});

it("refuses an unlisted id whose leaf the prover writes in", async () => {
	const input = forge(honest, (forged) => {
		const slot = holdUnlisted(forged);
		forged.rows[slot] = rowElements(encodeRow(ZERO_ROW));
		const [bottom, top] = forged.rowPaths[slot] as [bigint[], bigint[]];
		bottom[UNLISTED % 8] = poseidonChain(bench.hash, forged.rows[slot] as bigint[]);
		top[Math.floor(UNLISTED / 8)] = bench.hash(bottom);
	});
	await expectRefused(bench, input, NOT_IN_CAP);
});

const KEY_WORD = FIELDS["the key word"];
const TAG_UNIT = 1n << 36n;

it.each([
	["no tag", -3n * TAG_UNIT],
	["the tag 2", -TAG_UNIT],
	["the tag 4", TAG_UNIT],
	["a key that reaches into the field's end", -4n * TAG_UNIT],
])("refuses a published row with %s", async (_name, offset) => {
	const input = forge(honest, (forged) => {
		publisherPosts(honest, forged, (elements, id) => {
			if (id !== USD) return;
			elements[KEY_WORD] = modulo((elements[KEY_WORD] as bigint) + offset);
		});
	});
	await expectRefused(bench, input, "RowKeys");
});
