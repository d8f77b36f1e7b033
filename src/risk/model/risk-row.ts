/**
 * One row of the risk table: everything the margin rule needs to know of one instrument, as exact
 * integers per lot. See design "The risk table" for each field's meaning.
 */

import { TAG_ROW } from "../../field/domain-tags.ts";
import { LANES_PER_WORD, packWord, packWords } from "../../field/packed-word.ts";
import { type PoseidonHash, poseidonChain } from "../../field/poseidon.ts";
import { EXTRA_SEGMENTS, ID_BITS, STRESS_LANES, TAIL_LANES } from "./dimensions.ts";

/**
 * A convex charge on `|q|` lots of one side:
 * `|q|·s_0 + max(0, max_k(|q|·(s_k − s_0) − I_k))`, five segments.
 */
export type ChargeLadder = {
	/** `s_0`, µUSD per lot, `≥ 0`. */
	readonly baseSlopeMicroUsd: bigint;
	/** `s_k − s_0` for k = 1 … 4, µUSD per lot, `≥ 0`. Unused segments are 0. */
	readonly slopeStepsMicroUsd: readonly bigint[];
	/** `I_k` for k = 1 … 4, µUSD, `0 ≤ I_k < 2^61`. Unused segments are 0. */
	readonly interceptsMicroUsd: readonly bigint[];
};

/**
 * The netting sets of an instrument, numbered by the id of their first member; 0 means none.
 * Equal strike set ⇒ equal expiry set ⇒ equal underlying set.
 */
export type SetKeys = { readonly strike: number; readonly expiry: number; readonly underlying: number };

export type RiskRow = {
	/** Value of one lot in each stress scenario, `STRESS_LANES` numbers; `[0]` is the mark. */
	readonly stressMicroUsd: readonly bigint[];
	/** Value of one lot in each tail scenario, `TAIL_LANES` numbers. */
	readonly tailMicroUsd: readonly bigint[];
	readonly longCharge: ChargeLadder;
	readonly shortCharge: ChargeLadder;
	/** Uncovered-short charge per lot: nets within a strike set. */
	readonly uncoveredShortMicroUsd: bigint;
	/** Pin charge per lot: nets within a strike set, asked where they are long. */
	readonly pinMicroUsd: bigint;
	/** Basis lanes: change of value per lot times the basis factor, forward up and down. */
	readonly basisUpMicroUsd: bigint;
	readonly basisDownMicroUsd: bigint;
	/** Vega charge per lot: nets within an expiry set. */
	readonly vegaMicroUsd: bigint;
	/** φ × profit and loss per lot at −range (`a`) and +range (`b`) of the underlying, vol up. */
	readonly offsetFloorDownMicroUsd: bigint;
	readonly offsetFloorUpMicroUsd: bigint;
	/** Concentration charge per lot on the net delta of an underlying. */
	readonly deltaMicroUsd: bigint;
	/** Free part of the concentration charge `I_u`, µUSD, equal on all rows of an underlying. */
	readonly deltaAllowanceMicroUsd: bigint;
	readonly keys: SetKeys;
	/** `M`: at least the magnitude of every per-lot number of this row. */
	readonly boundMicroUsd: bigint;
};

/** Packed words of values at the start of an encoded row: stress, then tail. */
export const LANE_WORDS = (STRESS_LANES + TAIL_LANES) / LANES_PER_WORD;

/** Elements of an encoded row: five Poseidon calls (16 + 15 + 15 + 15 + 5). */
export const ROW_ELEMENTS = LANE_WORDS + 12;

/** The fields of an encoded row in the order in which the circuit reads them. */
export type EncodedRow = {
	readonly stressWords: readonly bigint[];
	readonly tailWords: readonly bigint[];
	readonly longBaseSlope: bigint;
	readonly shortBaseSlope: bigint;
	readonly longSteps: bigint;
	readonly shortSteps: bigint;
	readonly longIntercepts: bigint;
	readonly shortIntercepts: bigint;
	readonly strikeWord: bigint;
	readonly expiryWord: bigint;
	readonly underlyingWord: bigint;
	readonly underlyingIntercepts: bigint;
	readonly keyWord: bigint;
	readonly bound: bigint;
};

/** Packs a row into field elements. */
export function encodeRow(row: RiskRow): EncodedRow {
	return {
		stressWords: packWords(row.stressMicroUsd),
		tailWords: packWords(row.tailMicroUsd),
		longBaseSlope: row.longCharge.baseSlopeMicroUsd,
		shortBaseSlope: row.shortCharge.baseSlopeMicroUsd,
		longSteps: packWord(row.longCharge.slopeStepsMicroUsd),
		shortSteps: packWord(row.shortCharge.slopeStepsMicroUsd),
		longIntercepts: packWord(row.longCharge.interceptsMicroUsd),
		shortIntercepts: packWord(row.shortCharge.interceptsMicroUsd),
		strikeWord: packWord([row.uncoveredShortMicroUsd, row.pinMicroUsd]),
		expiryWord: packWord([row.basisUpMicroUsd, row.basisDownMicroUsd, row.vegaMicroUsd, -row.vegaMicroUsd]),
		underlyingWord: packWord([
			row.offsetFloorDownMicroUsd,
			row.offsetFloorUpMicroUsd,
			row.deltaMicroUsd,
			-row.deltaMicroUsd,
		]),
		underlyingIntercepts: packWord([0n, 0n, row.deltaAllowanceMicroUsd, row.deltaAllowanceMicroUsd]),
		keyWord: encodeKeys(row.keys),
		bound: row.boundMicroUsd,
	};
}

/** The elements of an encoded row in hashing order. */
export function rowElements(encoded: EncodedRow): bigint[] {
	return [
		...encoded.stressWords,
		...encoded.tailWords,
		encoded.longBaseSlope,
		encoded.shortBaseSlope,
		encoded.longSteps,
		encoded.shortSteps,
		encoded.longIntercepts,
		encoded.shortIntercepts,
		encoded.strikeWord,
		encoded.expiryWord,
		encoded.underlyingWord,
		encoded.underlyingIntercepts,
		encoded.keyWord,
		encoded.bound,
	];
}

/** The leaf of a row in the table tree. */
export function hashRow(hash: PoseidonHash, row: RiskRow): bigint {
	return poseidonChain(hash, rowElements(encodeRow(row)));
}

/** `kS + kE·2^12 + kU·2^24 + TAG_ROW·2^36`: three set keys and the tag of a row. */
export function encodeKeys(keys: SetKeys): bigint {
	return (
		BigInt(keys.strike) +
		(BigInt(keys.expiry) << ID_BITS) +
		(BigInt(keys.underlying) << (2n * ID_BITS)) +
		(TAG_ROW << (3n * ID_BITS))
	);
}

const NO_CHARGE: ChargeLadder = {
	baseSlopeMicroUsd: 0n,
	slopeStepsMicroUsd: new Array<bigint>(EXTRA_SEGMENTS).fill(0n),
	interceptsMicroUsd: new Array<bigint>(EXTRA_SEGMENTS).fill(0n),
};

/** Row 0, the row of an empty slot: all zero. */
export const ZERO_ROW: RiskRow = {
	stressMicroUsd: new Array<bigint>(STRESS_LANES).fill(0n),
	tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(0n),
	longCharge: NO_CHARGE,
	shortCharge: NO_CHARGE,
	uncoveredShortMicroUsd: 0n,
	pinMicroUsd: 0n,
	basisUpMicroUsd: 0n,
	basisDownMicroUsd: 0n,
	vegaMicroUsd: 0n,
	offsetFloorDownMicroUsd: 0n,
	offsetFloorUpMicroUsd: 0n,
	deltaMicroUsd: 0n,
	deltaAllowanceMicroUsd: 0n,
	keys: { strike: 0, expiry: 0, underlying: 0 },
	boundMicroUsd: 0n,
};
