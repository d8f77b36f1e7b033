/**
 * One row of the risk table: everything the margin rule needs to know of one instrument, as exact
 * integers per lot. See design "The risk table" for each field's meaning.
 */

import { TAG_ROW } from "../../field/domain-tags.ts";
import { packWord, packWords } from "../../field/packed-word.ts";
import { type PoseidonHash, poseidonChain } from "../../field/poseidon.ts";
import { ID_BITS } from "./dimensions.ts";
import {
	type ElementSignal,
	type Lane,
	laneNumber,
	numberCount,
	numbersOf,
	ROW_LAYOUT,
	rowOf,
} from "./row-layout.ts";

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

/** The elements of an encoded row by the names of the circuit's signals: see `ROW_LAYOUT`. */
export type EncodedRow = {
	readonly [Signal in ElementSignal]: Signal extends "stressWords" | "tailWords" ? readonly bigint[] : bigint;
};

/** Packs a row into field elements. */
export function encodeRow(row: RiskRow): EncodedRow {
	return Object.fromEntries(
		ROW_LAYOUT.map((element) => {
			const words = encodedWords(row, element);
			return [element.signal, element.count === 1 ? words[0] : words];
		}),
	) as EncodedRow;
}

function encodedWords(row: RiskRow, element: (typeof ROW_LAYOUT)[number]): readonly bigint[] {
	switch (element.form) {
		case "plain":
			return numbersOf(row, element.number);
		case "words":
			return packWords(numbersOf(row, element.numbers));
		case "lanes":
			return [packWord(element.lanes.map((lane) => encodedLane(row, lane)))];
		case "keys":
			return [encodeKeys(row.keys)];
	}
}

function encodedLane(row: RiskRow, lane: Lane): bigint {
	if (lane === null) return 0n;
	const { name, sign } = laneNumber(lane);
	return sign * (numbersOf(row, name)[0] ?? 0n);
}

/** The elements of an encoded row in hashing order. */
export function rowElements(encoded: EncodedRow): bigint[] {
	return ROW_LAYOUT.flatMap(({ signal }) => encoded[signal]);
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

/** Row 0, the row of an empty slot: all zero. */
export const ZERO_ROW: RiskRow = rowOf((name) => new Array<bigint>(numberCount(name)).fill(0n));
