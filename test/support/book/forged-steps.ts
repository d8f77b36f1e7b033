/**
 * Inputs of a book's circuits in the hands of a venue that cheats: it chooses every private input, commits to
 * whatever it likes, and restates what follows from that.
 */
import { claimsHash, claimWords, stateHash } from "../../../src/book/commitments/book-hashes.ts";
import { toField } from "../../../src/field/bn254.ts";
import { type PoseidonHash, poseidonChain } from "../../../src/field/poseidon.ts";
import { buildTree } from "../../../src/field/tree.ts";

export type ForgedBatch = {
	subtreeRoot: bigint;
	claims: bigint;
	stateBefore: bigint;
	stateAfter: bigint;
	rho: bigint;
	firstWeight: bigint;
	gamma: bigint;
	occupied: bigint[];
	owners: bigint[];
	salts: bigint[];
	entries: bigint[][];
	equitiesMicroUsd: bigint[];
	claimsSalt: bigint;
	poles: bigint;
	weighted: bigint;
	shortfall: bigint;
	saltBefore: bigint;
	saltAfter: bigint;
};

export type ForgedTable = {
	sums: bigint;
	values: bigint;
	totals: bigint;
	stateBefore: bigint;
	stateAfter: bigint;
	firstKey: bigint;
	gamma: bigint;
	beta: bigint;
	qtysLots: bigint[];
	weightedQtysLots: bigint[];
	valuesMicroUsd: bigint[];
	sumsSalt: bigint;
	poles: bigint;
	weighted: bigint;
	shortfall: bigint;
	saltBefore: bigint;
	saltAfter: bigint;
};

export type ForgedFund = {
	state: bigint;
	deficitCount: bigint;
	subtreeRoot: bigint;
	claims: bigint;
	fundOwner: bigint;
	deficitMicroUsd: bigint;
	stateSalt: bigint;
	placeBits: bigint[];
	accountSalt: bigint;
	entries: bigint[];
	path: bigint[][];
	claimWords: bigint[];
	claimsSalt: bigint;
};

/** A copy with `change` applied. */
export function forged<Input>(honest: unknown, change: (input: Input) => void): Input {
	const input = structuredClone(honest) as Input;
	change(input);
	return input;
}

/** The venue's ledger holds the leaves of these inputs, as they are. */
export function recommitLeaves(hash: PoseidonHash, input: ForgedBatch, tag?: bigint): void {
	const leaves = input.entries.map((entries, at) => {
		const elements = [tag ?? 65_536n + BigInt(entries.length), input.owners[at], input.salts[at], ...entries];
		return toField((input.occupied[at] as bigint) * poseidonChain(hash, (elements as bigint[]).map(toField)));
	});
	input.subtreeRoot = buildTree(hash, leaves, 1).root;
}

/** The venue's claims are these equities, in range or not. */
export function recommitClaims(hash: PoseidonHash, input: ForgedBatch): void {
	const words = claimWords(input.equitiesMicroUsd, 62n).map(toField);
	input.claims = claimsHash(hash, words, input.claimsSalt);
}

/** The state before is of these sums. */
export function recommitBefore(hash: PoseidonHash, input: ForgedBatch | ForgedTable): void {
	input.stateBefore = stateHash(hash, input, input.saltBefore);
}
