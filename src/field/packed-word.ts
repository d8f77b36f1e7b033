/**
 * Packed words: four signed lanes, 63 bits apart, in one field element.
 *
 * The element is the integer `Σ v_k·2^(63k)` mod r with signed `v_k`, so a sum of words times
 * quantities is again the packed word of the lane sums. A word is never unpacked per position; it
 * is only ever used linearly.
 */
import { InternalError } from "../errors/base.ts";
import { FIELD_ORDER, toField } from "./bn254.ts";

export const LANES_PER_WORD = 4;
export const LANE_SHIFT_BITS = 63n;

/** Lanes of a packed word hold magnitudes below this. */
const LANE_LIMIT = 1n << 62n;

/** Packs four signed lanes, each with magnitude below 2^62. */
export function packWord(lanes: readonly bigint[]): bigint {
	if (lanes.length > LANES_PER_WORD) throw laneError(`${lanes.length} lanes`);
	let word = 0n;
	for (let k = lanes.length - 1; k >= 0; k--) {
		const lane = lanes[k] as bigint;
		if (lane >= LANE_LIMIT || lane <= -LANE_LIMIT) throw laneError(`lane ${k} = ${lane}`);
		word = (word << LANE_SHIFT_BITS) + lane;
	}
	return toField(word);
}

/** Packs any number of lanes, four to a word; the last word is filled with zero lanes. */
export function packWords(lanes: readonly bigint[]): bigint[] {
	const words: bigint[] = [];
	for (let at = 0; at < lanes.length; at += LANES_PER_WORD) {
		words.push(packWord(lanes.slice(at, at + LANES_PER_WORD)));
	}
	return words;
}

/**
 * The four lanes of a word, or `undefined` when the element is not such a word. Every element has
 * at most one reading with lanes in `[−2^62, 2^62)`; canonical words have magnitudes below 2^62.
 */
export function unpackWord(word: bigint): bigint[] | undefined {
	let rest = word > FIELD_ORDER / 2n ? word - FIELD_ORDER : word;
	const lanes: bigint[] = [];
	for (let k = 0; k < LANES_PER_WORD; k++) {
		const lane = BigInt.asIntN(Number(LANE_SHIFT_BITS), rest);
		if (lane === -LANE_LIMIT) return undefined;
		lanes.push(lane);
		rest = (rest - lane) >> LANE_SHIFT_BITS;
	}
	return rest === 0n ? lanes : undefined;
}

function laneError(what: string): InternalError {
	return new InternalError({ code: "LANE_OUT_OF_RANGE", message: `cannot pack ${what}` });
}
