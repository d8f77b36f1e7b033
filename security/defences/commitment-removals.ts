/** What accounts, rows and identities are bound to: classes 12 to 16, in the circuit. */
import { edit, named, type Removal, without } from "./removal.ts";

const SOLVENCY = "circuits/solvency.circom";
const ENTRIES = "circuits/position-entries.circom";
const ACCOUNT = "circuits/account.circom";
const ROW = "circuits/risk-row.circom";
const NETTING = "circuits/netting.circom";
const TREE = "circuits/lib/tree.circom";
const CHAIN = "circuits/lib/poseidon-chain.circom";
const POSEIDON = "circuits/lib/poseidon.circom";
const HASH = "src/field/poseidon.ts";

const SLOTS = "test/circuits/forged/forged-slots.test.ts";
const ROWS = "test/circuits/forged/forged-rows.test.ts";
const FORGED_ACCOUNT = "test/circuits/forged/forged-account.test.ts";
const LEAVES = "test/ledger/account-leaf.test.ts";
const GADGETS = "test/circuits/parts/gadget-proofs.test.ts";
const EDITED = "test/circuits/forged/edited-witness.test.ts";

const colluding = "refuses %s, even when the venue commits to it";
const order = named(
	GADGETS,
	"holds for empty slots first and then strictly increasing ids, and for nothing else",
);
const bound = (signal: string) => named(EDITED, "%s cannot change: it is bound by %s", signal);

export const COMMITMENT_REMOVALS: readonly Removal[] = [
	{
		attackClass: 12,
		defence: "the order of ids",
		edits: [without(ENTRIES, "        _ <== RangeChecked(12)(ids[i + 1] - ids[i] - 1 + isEmpty[i]);\n")],
		noticedBy: [
			named(SLOTS, colluding, "unsorted ids"),
			named(SLOTS, colluding, "one instrument in two slots"),
			named(SLOTS, colluding, "an empty slot after a filled one"),
		],
	},
	{
		attackClass: 12,
		defence: "that an id stands once",
		edits: [edit(ENTRIES, "ids[i + 1] - ids[i] - 1 + isEmpty[i]", "ids[i + 1] - ids[i]")],
		noticedBy: [named(SLOTS, colluding, "one instrument in two slots"), order],
	},
	{
		attackClass: 12,
		defence: "that an empty slot holds nothing",
		edits: [without(ENTRIES, "    isEmpty * qtyLots === 0;\n")],
		noticedBy: [
			named(SLOTS, colluding, "lots in an empty slot"),
			named(GADGETS, "is formed from exactly the slots that are allowed, and no two slots share one"),
		],
	},
	{
		attackClass: 13,
		defence: "the last element of a chain, for venue and circuit alike",
		edits: [
			edit(
				CHAIN,
				"blocks[b].inputs[i + 1] <== elements[at + i];",
				"blocks[b].inputs[i + 1] <== at + i + 1 < length ? elements[at + i] : 0;",
			),
			edit(
				HASH,
				"state = hash([state, ...elements.slice(at, at + MAX_POSEIDON_INPUTS - 1)]);",
				"state = hash([state, ...elements.slice(at, at + MAX_POSEIDON_INPUTS - 1).map((element, i) => (at + i + 1 < elements.length ? element : 0n))]);",
			),
		],
		noticedBy: [named(ROWS, "refuses a row with %s changed", "the bound")],
	},
	{
		attackClass: 13,
		defence: "the size class in the tag of a leaf, for venue and circuit alike",
		edits: [
			edit(ACCOUNT, "elements[0] = 65536 + positionCount;", "elements[0] = 65536;"),
			edit(
				"src/ledger/account-leaf.ts",
				"[TAG_LEAF + BigInt(record.sizeClass), record.owner",
				"[TAG_LEAF, record.owner",
			),
		],
		noticedBy: [named(LEAVES, "class %i starts every call with its tag or a chain state")],
	},
	{
		attackClass: 13,
		defence: "that the tag of a leaf stands before what a trader chooses, for venue and circuit alike",
		edits: [
			edit(
				ACCOUNT,
				"    elements[0] = 65536 + positionCount;\n    elements[1] = owner;\n",
				"    elements[0] = owner;\n    elements[1] = 65536 + positionCount;\n",
			),
			edit(
				"src/ledger/account-leaf.ts",
				"[TAG_LEAF + BigInt(record.sizeClass), record.owner",
				"[record.owner, TAG_LEAF + BigInt(record.sizeClass)",
			),
		],
		noticedBy: [
			named(LEAVES, "class %i starts every call with its tag or a chain state"),
			named(LEAVES, "a chain state of class %i as owner does not reopen a leaf of class %i"),
		],
	},
	{
		attackClass: 13,
		defence: "the tag of a row",
		edits: [
			edit(
				NETTING,
				"    component bits = Num2Bits(36);\n    bits.in <== keyWord - 3 * (1 << 36);\n",
				"    component bits = Num2Bits(40);\n    bits.in <== keyWord;\n",
			),
		],
		noticedBy: [
			named(ROWS, "refuses a published row with %s", "no tag"),
			named(ROWS, "refuses a published row with %s", "the tag 4"),
		],
	},
	{
		attackClass: 13,
		defence: "the right hash: the constants of its first round",
		edits: [edit(POSEIDON, "inputs[i - 1] + constants[i];", "inputs[i - 1];")],
		noticedBy: [
			named(
				"test/circuits/parts/poseidon-gadget.test.ts",
				// biome-ignore lint/suspicious/noTemplateCurlyInString: as the test's source has it
				"is poseidon-lite's for 1 to 16 inputs (seed ${SEED})",
			),
		],
	},
	{
		attackClass: 14,
		defence: "what binds the pseudonym and the scope",
		edits: [without(ACCOUNT, "    expected === pseudonym;\n")],
		noticedBy: [
			bound("pseudonym"),
			named(FORGED_ACCOUNT, "refuses %s", "another pseudonym"),
			named(FORGED_ACCOUNT, "refuses %s", "another scope under the same pseudonym"),
		],
	},
	{
		attackClass: 14,
		defence: "what binds the ledger's root",
		edits: [without(ACCOUNT, "    root === ledgerRoot;\n")],
		noticedBy: [bound("ledgerRoot"), named(FORGED_ACCOUNT, "refuses %s", "another ledger root")],
	},
	{
		attackClass: 14,
		defence: "what binds the table's root",
		edits: [without(SOLVENCY, "    tableRoot === riskRoot;\n")],
		noticedBy: [bound("riskRoot"), named(ROWS, "refuses %s", "another risk root")],
	},
	{
		attackClass: 14,
		defence: "what binds holder and surplus",
		edits: [without(ACCOUNT, "    context === holder + surplusMicroUsd * (1 << 160);\n")],
		noticedBy: [
			bound("context"),
			named(FORGED_ACCOUNT, "refuses %s", "another holder"),
			named(FORGED_ACCOUNT, "refuses %s", "a larger surplus in the context alone"),
		],
	},
	{
		attackClass: 15,
		defence: "that the cap of the table is hashed to the risk root",
		edits: [without(SOLVENCY, "    tableRoot === riskRoot;\n")],
		noticedBy: [
			named(ROWS, "refuses %s", "another table's row with its cap node put among the others"),
			named(ROWS, "refuses %s", "another table's cap"),
		],
	},
	{
		attackClass: 15,
		defence: "that a row's path ends in the cap",
		edits: [without(ROW, "    ancestor === expected;\n")],
		noticedBy: [
			named(ROWS, "refuses %s", "the same instrument's row of another table"),
			named(ROWS, "refuses %s", "a row that the prover writes over the published one"),
		],
	},
	{
		attackClass: 15,
		defence: "that a path holds the node below",
		edits: [without(TREE, "        chosen === nodes[level];\n")],
		noticedBy: [named(ROWS, "refuses a row with %s changed")],
	},
	{
		attackClass: 16,
		defence: "that the pseudonym is the hash of scope and secret",
		edits: [without(ACCOUNT, "    expected === pseudonym;\n")],
		noticedBy: [
			named(
				"test/security/attack-classes.test.ts",
				"is the same in every witness of an identity and a scope, and another in another scope",
			),
		],
	},
];
