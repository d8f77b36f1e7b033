/** Whose account it is, where it lies in the ledger, and who may use the proof for how much. */
import { beforeAll, expect, it } from "vitest";
import { TAG_LEAF } from "../../../src/field/domain-tags.ts";
import { poseidonChain } from "../../../src/field/poseidon.ts";
import { treePath } from "../../../src/field/tree.ts";
import { hashLeaf, type SizeClass } from "../../../src/ledger/account-leaf.ts";
import { ownerOf } from "../../../src/ledger/identity.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../../support/circuits/circuit-setup.ts";
import {
	ACCOUNT_INDEX,
	committedEntries,
	type ForgeableInput,
	forge,
	modulo,
	restate,
	SALT,
	SECRET,
	type SolvencyCase,
	STRANGERS_INDEX,
	STRANGERS_SECRET,
	solvencyCase,
	venueCommitsLeaf,
} from "../../support/circuits/solvency-case.ts";
import { DESK_HOLDINGS, deskRows } from "../../support/tables/desk-table.ts";
import { tableOf } from "../../support/tables/random-table.ts";

let bench: CircuitBench;
let honest: SolvencyCase;

beforeAll(async () => {
	bench = await openCircuitBench();
	const table = tableOf(deskRows(), bench.hash);
	honest = solvencyCase({ hash: bench.hash, table, holdings: DESK_HOLDINGS, surplusMicroUsd: 1_000n });
});

const IN_LEDGER = "AssertAccountInLedger";
const ON_PATH = "AssertAccountInLedger > AssertTreePath";

type Forgery = readonly [name: string, at: string, change: (input: ForgeableInput) => void];

it("accepts the honest statement that the forgeries start from", async () => {
	await expectAccepted(bench, honest.input);
});

it("accepts another scope and another holder when both are stated", async () => {
	const input = forge(honest, (forged) => {
		forged.scope = 77n;
		forged.holder = (1n << 160n) - 1n;
		restate(forged);
	});
	await expectAccepted(bench, input);
});

const IDENTITY: readonly Forgery[] = [
	[
		"another secret under the same pseudonym",
		"AssertPseudonym",
		(input) => {
			input.secret = STRANGERS_SECRET;
		},
	],
	[
		"another secret under its own pseudonym",
		ON_PATH,
		(input) => {
			input.secret = STRANGERS_SECRET;
			restate(input);
		},
	],
	[
		"another scope under the same pseudonym",
		"AssertPseudonym",
		(input) => {
			input.scope += 1n;
		},
	],
	[
		"another pseudonym",
		"AssertPseudonym",
		(input) => {
			input.pseudonym += 1n;
		},
	],
	[
		"the owner as pseudonym",
		"AssertPseudonym",
		(input) => {
			input.pseudonym = ownerOf(SECRET);
		},
	],
	[
		"another salt",
		ON_PATH,
		(input) => {
			input.salt += 1n;
		},
	],
];

const PLACE: readonly Forgery[] = [
	[
		"the path of another account at its own index",
		ON_PATH,
		(input) => {
			input.accountIndex = BigInt(STRANGERS_INDEX);
			input.accountPath = structuredClone(treePath(honest.ledger, STRANGERS_INDEX)) as bigint[][];
		},
	],
	[
		"the index of the account next to it",
		ON_PATH,
		(input) => {
			input.accountIndex = BigInt(STRANGERS_INDEX);
		},
	],
	[
		"an index 8 places further",
		ON_PATH,
		(input) => {
			input.accountIndex += 8n;
		},
	],
	[
		"an index 2^24 places further",
		IN_LEDGER,
		(input) => {
			input.accountIndex += 1n << 24n;
		},
	],
	[
		"an index of −1",
		IN_LEDGER,
		(input) => {
			input.accountIndex = modulo(-1n);
		},
	],
	[
		"an index that is a fraction",
		IN_LEDGER,
		(input) => {
			input.accountIndex = (modulo(-1n) + 2n) / 2n;
		},
	],
	[
		"another ledger root",
		IN_LEDGER,
		(input) => {
			input.ledgerRoot += 1n;
		},
	],
	[
		"a root of 0",
		IN_LEDGER,
		(input) => {
			input.ledgerRoot = 0n;
		},
	],
	[
		"a leaf that the prover writes over the committed one",
		ON_PATH,
		(input) => {
			input.qtysLots[1] = 5_000n;
			const entries = committedEntries(input);
			const tagged = [TAG_LEAF + 16n, ownerOf(SECRET), SALT, ...entries];
			(input.accountPath[0] as bigint[])[ACCOUNT_INDEX] = poseidonChain(bench.hash, tagged);
		},
	],
	[
		"an empty place of the ledger",
		ON_PATH,
		(input) => {
			input.accountIndex = 6n;
		},
	],
	[
		"a path whose levels are out of order",
		ON_PATH,
		(input) => {
			input.accountPath = [...input.accountPath.slice(1), ...input.accountPath.slice(0, 1)];
		},
	],
	[
		"a changed node on the path",
		ON_PATH,
		(input) => {
			(input.accountPath[3] as bigint[])[0] = 12n;
		},
	],
	[
		"a changed sibling at the top",
		IN_LEDGER,
		(input) => {
			(input.accountPath[7] as bigint[])[7] = 12n;
		},
	],
];

const CONTEXT: readonly Forgery[] = [
	[
		"another holder",
		"AssertContext",
		(input) => {
			input.holder += 1n;
		},
	],
	[
		"a larger surplus in the context alone",
		"AssertContext",
		(input) => {
			input.context += 1n << 160n;
		},
	],
	[
		"2^160 more holder and 1 less surplus",
		"AssertContext > RangeChecked",
		(input) => {
			input.holder += 1n << 160n;
			input.surplusMicroUsd -= 1n;
		},
	],
	[
		"a negative holder and 1 more surplus",
		"AssertContext > RangeChecked",
		(input) => {
			input.holder = modulo(input.holder - (1n << 160n));
			input.surplusMicroUsd += 1n;
			input.context = honest.input.context;
		},
	],
	[
		"a holder of 2^160",
		"AssertContext > RangeChecked",
		(input) => {
			input.holder = 1n << 160n;
			restate(input);
		},
	],
	...[1n << 61n, 1n << 160n, modulo(-1n), (modulo(-1n) + 2n) / 2n].map(
		(surplus): Forgery => [
			`a stated surplus of ${surplus}`,
			"RangeChecked",
			(input) => {
				input.surplusMicroUsd = surplus;
				restate(input);
			},
		],
	),
];

it.each(IDENTITY)("refuses %s", async (_name, at, change) => {
	await expectRefused(bench, forge(honest, change), at);
});

it.each(PLACE)("refuses %s", async (_name, at, change) => {
	await expectRefused(bench, forge(honest, change), at);
});

it.each(CONTEXT)("refuses %s", async (_name, at, change) => {
	await expectRefused(bench, forge(honest, change), at);
});

it.each([8, 32, 64] satisfies SizeClass[])("refuses a leaf of size class %i", async (sizeClass) => {
	const holdings = DESK_HOLDINGS.slice(0, 8);
	const input = forge(honest, (forged) => {
		const record = { owner: ownerOf(SECRET), salt: SALT, holdings, sizeClass };
		venueCommitsLeaf(bench.hash, forged, hashLeaf(bench.hash, record));
	});
	await expectRefused(bench, input, ON_PATH);
});

it("accepts the same account in its own size class, at the same place", async () => {
	const input = forge(honest, (forged) => {
		const record = { owner: ownerOf(SECRET), salt: SALT, holdings: DESK_HOLDINGS, sizeClass: 16 } as const;
		venueCommitsLeaf(bench.hash, forged, hashLeaf(bench.hash, record));
	});
	await expectAccepted(bench, input);
});

it("refuses a short leaf reopened with phantom entries behind a chain state that was registered as owner", async () => {
	// Without the tag in front, P4(owner, …) with owner = the state of a rich block would open as its continuation.
	const entries = committedEntries(honest.input);
	const state = bench.hash([TAG_LEAF + 16n, ownerOf(SECRET), SALT, ...entries.slice(0, 13)]);
	const untagged = bench.hash([state, ...entries.slice(13)]);
	const tagged = bench.hash([TAG_LEAF + 3n, state, ...entries.slice(14)]);
	const open = (leaf: bigint) => forge(honest, (forged) => venueCommitsLeaf(bench.hash, forged, leaf));
	await expectAccepted(bench, open(untagged));
	await expectRefused(bench, open(tagged), ON_PATH);
	expect(untagged).not.toBe(tagged);
});
