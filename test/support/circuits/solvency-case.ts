/**
 * Honest inputs of the solvency circuit, and the hands of everyone who could forge one.
 *
 * The prover chooses every private input and may restate what follows from them. Ledger and table
 * change only where a test says that the venue or the publisher is in on it.
 */
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { TAG_LEAF } from "../../../src/field/domain-tags.ts";
import { type PoseidonHash, poseidonChain } from "../../../src/field/poseidon.ts";
import { buildTree, type Tree, treeLevel, treePath } from "../../../src/field/tree.ts";
import { hashLeaf, type SizeClass } from "../../../src/ledger/account-leaf.ts";
import { ownerOf, pseudonymOf } from "../../../src/ledger/identity.ts";
import { LEDGER_DEPTH } from "../../../src/ledger/ledger.ts";
import { type CircuitInput, solvencyInput } from "../../../src/proof/inputs/solvency-input.ts";
import { assessMargin, type MarginAssessment } from "../../../src/risk/margin/margin-engine.ts";
import { TABLE_DEPTH } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { encodeRow, type RiskRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { tableOf } from "../tables/random-table.ts";

/** The circuit's inputs, open to any change. */
export type ForgeableInput = {
	pseudonym: bigint;
	ledgerRoot: bigint;
	riskRoot: bigint;
	scope: bigint;
	context: bigint;
	secret: bigint;
	salt: bigint;
	accountIndex: bigint;
	accountPath: bigint[][];
	holder: bigint;
	surplusMicroUsd: bigint;
	ids: bigint[];
	negs: bigint[];
	qtysLots: bigint[];
	rows: bigint[][];
	rowPaths: bigint[][][];
	tableCap: bigint[];
	chargeLinesMicroUsd: bigint[][];
	/** Basis up, basis down and vega of an expiry set, where it ends. */
	expiryNetsMicroUsd: bigint[][];
	/** Stand-alone down and up, and delta of an underlying set, where it ends. */
	underlyingNetsMicroUsd: bigint[][];
	tailShiftMicroUsd: bigint;
	/** Underlyings with options, then keys of empty groups. */
	aloneKeys: bigint[];
	/** Value at the mark of all else, + 2^61. */
	aloneRestShiftsMicroUsd: bigint[];
};

export const SLOTS = 16;
export const SECRET = 0x5ec7e7_0f_7e57_cafe_f00d_0123_4567_89ab_cdefn;
export const STRANGERS_SECRET = 0x57a4_6e25_5ec7_e700_1111_2222_3333_4444_5555n;
export const SALT = 0x5a17_0f_7e57_9999_8888_7777_6666_5555_4444n;
const SCOPE = 0x5c09e_1234_5678n;
const HOLDER = "0x1111222233334444555566667777888899990000";

/** The prover's place in the ledger; a stranger with the same holdings sits in the next one. */
export const ACCOUNT_INDEX = 3;
export const STRANGERS_INDEX = 4;

export type SolvencyCase = {
	readonly hash: PoseidonHash;
	readonly table: RiskTable;
	readonly ledger: Tree;
	readonly assessment: MarginAssessment;
	readonly input: ForgeableInput;
};

/** An account that holds `holdings` proves `surplusMicroUsd` (default: all of its free collateral). */
export function solvencyCase(request: {
	readonly hash: PoseidonHash;
	readonly table: RiskTable;
	readonly holdings: readonly Holding[];
	readonly surplusMicroUsd?: bigint | undefined;
	readonly sizeClass?: SizeClass;
}): SolvencyCase {
	const { hash, table, holdings, sizeClass = SLOTS } = request;
	const assessment = assessMargin(table.rows, holdings);
	const record = { owner: ownerOf(SECRET), salt: SALT, holdings, sizeClass };
	const stranger = { ...record, owner: ownerOf(STRANGERS_SECRET), salt: SALT + 1n };
	const leaves = [1n, 2n, 3n, hashLeaf(hash, record), hashLeaf(hash, stranger)];
	const ledger = buildTree(hash, leaves, LEDGER_DEPTH);
	const input = solvencyInput({
		secret: SECRET,
		record,
		accountIndex: ACCOUNT_INDEX,
		accountPath: treePath(ledger, ACCOUNT_INDEX),
		ledgerRoot: ledger.root,
		table,
		assessment,
		request: {
			scope: SCOPE,
			holder: HOLDER,
			surplusMicroUsd: request.surplusMicroUsd ?? largestProvable(assessment),
		},
	});
	return { hash, table, ledger, assessment, input: structuredClone(input) as ForgeableInput };
}

/** The same in a table of just these rows. */
export function caseOfRows(
	hash: PoseidonHash,
	rows: readonly RiskRow[],
	holdings: readonly Holding[],
	surplusMicroUsd?: bigint,
): SolvencyCase {
	return solvencyCase({ hash, table: tableOf(rows, hash), holdings, surplusMicroUsd });
}

function largestProvable({ freeCollateralMicroUsd }: MarginAssessment): bigint {
	return freeCollateralMicroUsd > 0n ? freeCollateralMicroUsd : 0n;
}

/** A copy of the honest input with `change` applied. */
export function forge(honest: SolvencyCase, change: (input: ForgeableInput) => void): CircuitInput {
	const input = structuredClone(honest.input);
	change(input);
	return input;
}

/** Recomputes what follows from secret, scope, holder and surplus, modulo the field. */
export function restate(input: ForgeableInput): void {
	input.pseudonym = pseudonymOf(input.secret, input.scope);
	input.context = modulo(input.holder + input.surplusMicroUsd * (1n << 160n));
}

/** The slot of a holding: holdings fill the last slots. */
export function slotOf(input: ForgeableInput, id: number): number {
	const slot = input.ids.indexOf(BigInt(id));
	if (slot < 0) throw new Error(`this account has no instrument ${id}`);
	return slot;
}

/** `id·2^41 + neg·2^40 + qty` of each slot, modulo the field. */
export function committedEntries(input: ForgeableInput): bigint[] {
	return input.ids.map((id, slot) =>
		modulo(id * (1n << 41n) + (input.negs[slot] as bigint) * (1n << 40n) + (input.qtysLots[slot] as bigint)),
	);
}

/** The venue is in on it: it commits to whatever slots the prover opens. */
export function venueCommits(hash: PoseidonHash, input: ForgeableInput): void {
	const tagged = [TAG_LEAF + BigInt(SLOTS), ownerOf(input.secret), input.salt, ...committedEntries(input)];
	venueCommitsLeaf(hash, input, poseidonChain(hash, tagged));
}

/** The venue is in on it: it puts `leaf` at the account's place. */
export function venueCommitsLeaf(hash: PoseidonHash, input: ForgeableInput, leaf: bigint): void {
	const ledger = buildTree(hash, [1n, 2n, 3n, leaf], LEDGER_DEPTH);
	input.accountPath = structuredClone(treePath(ledger, ACCOUNT_INDEX)) as bigint[][];
	input.ledgerRoot = ledger.root;
}

/**
 * The publisher is in on it: the table holds the edited elements. Every slot opens the row of its
 * id again.
 */
export function publisherPosts(
	{ hash, table }: SolvencyCase,
	input: ForgeableInput,
	edit: (elements: bigint[], id: number) => void,
): void {
	const elementsById = Array.from(table.rows, (row, id) => {
		if (row === undefined) return undefined;
		const elements = rowElements(encodeRow(row));
		edit(elements, id);
		return elements;
	});
	const leaves = elementsById.map((elements) =>
		elements === undefined ? 0n : poseidonChain(hash, elements),
	);
	const tree = buildTree(hash, leaves, TABLE_DEPTH);
	openTable(input, tree, elementsById);
}

/** Opens rows of another table, root included. */
export function openTable(
	input: ForgeableInput,
	tree: Tree,
	elementsById: readonly (readonly bigint[] | undefined)[],
): void {
	input.riskRoot = tree.root;
	input.tableCap = treeLevel(tree, 2);
	input.ids.forEach((id, slot) => {
		input.rows[slot] = [...(elementsById[Number(id)] ?? [])];
		input.rowPaths[slot] = structuredClone(treePath(tree, Number(id)).slice(0, 2)) as bigint[][];
	});
}

export function modulo(value: bigint): bigint {
	return ((value % FIELD_ORDER) + FIELD_ORDER) % FIELD_ORDER;
}
