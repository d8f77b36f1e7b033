/** What the proofs of a book commit to, hashed as `circuits/book` does. */
import { toField } from "../../field/bn254.ts";
import { TAG_BOOK_CLAIMS, TAG_BOOK_STATE, TAG_BOOK_SUMS, TAG_BOOK_VALUES } from "../../field/domain-tags.ts";
import { type PoseidonHash, poseidonChain } from "../../field/poseidon.ts";

/** Digits of a word of claims lie so far apart, whatever their width. */
const DIGIT_SHIFT_BITS = 63n;
const DIGITS_PER_WORD = 4;
/** Deficits count in units of 1, accounts in deficit in units of this: no book has 2^100 µUSD of deficits. */
export const DEFICIT_COUNT_SHIFT = 100n;

/** The sums between two proofs, field elements. */
export type BookSums = {
	readonly poles: bigint;
	readonly weighted: bigint;
	/** Σ deficits in µUSD + 2^100·(accounts in deficit). */
	readonly shortfall: bigint;
};

export const NO_SUMS: BookSums = { poles: 0n, weighted: 0n, shortfall: 0n };

/** `P5(4, poles, weighted, shortfall, salt)`. */
export function stateHash(
	hash: PoseidonHash,
	{ poles, weighted, shortfall }: BookSums,
	salt: bigint,
): bigint {
	return hash([TAG_BOOK_STATE, toField(poles), toField(weighted), toField(shortfall), salt]);
}

/** Equities of a batch as digits `equity + 2^(bits − 1)`, four to an element. */
export function claimWords(equitiesMicroUsd: readonly bigint[], bits: bigint): bigint[] {
	const words: bigint[] = [];
	for (let at = 0; at < equitiesMicroUsd.length; at += DIGITS_PER_WORD) {
		const digits = equitiesMicroUsd.slice(at, at + DIGITS_PER_WORD);
		words.push(
			digits.reduce(
				(word, equity, lane) => word + ((equity + (1n << (bits - 1n))) << (DIGIT_SHIFT_BITS * BigInt(lane))),
				0n,
			),
		);
	}
	return words;
}

/** `chain(5, salt, words …)`. */
export function claimsHash(hash: PoseidonHash, words: readonly bigint[], salt: bigint): bigint {
	return poseidonChain(hash, [TAG_BOOK_CLAIMS, salt, ...words]);
}

/** `chain(6, salt, S_0, W_0, S_1, W_1, …)` over the keys of one table. */
export function sumsHash(
	hash: PoseidonHash,
	{
		qtysLots,
		weightedQtysLots,
	}: { readonly qtysLots: readonly bigint[]; readonly weightedQtysLots: readonly bigint[] },
	salt: bigint,
): bigint {
	const elements = qtysLots.flatMap((qty, key) => [toField(qty), weightedQtysLots[key] as bigint]);
	return poseidonChain(hash, [TAG_BOOK_SUMS, salt, ...elements]);
}

/** `chain(7, v_0, v_1, …)` over the keys of one table. */
export function valuesHash(hash: PoseidonHash, values: readonly bigint[]): bigint {
	return poseidonChain(hash, [TAG_BOOK_VALUES, ...values.map(toField)]);
}
