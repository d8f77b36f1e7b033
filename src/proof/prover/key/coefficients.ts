/**
 * The matrices A and B of a proving key, compactly: few different values occur, so each is kept once, and
 * terms are sorted by row in the order in which `fr_rowProducts` takes them.
 */
import { FIELD_ORDER } from "../../../field/bn254.ts";
import { inverseOf } from "../../../field/modular-power.ts";
import {
	type KeyHeader,
	type KeySource,
	keyMalformed,
	keySection,
	readBytes,
} from "../../snarkjs/key-source.ts";
import { ZKEY_SECTION } from "../../snarkjs/zkey-layout.ts";
import { centre, MONTGOMERY_RADIX, PACK_BIAS, reduce } from "../code/field-constants.ts";
import { writeInteger } from "../engine/packed-element.ts";

/** matrix, row, wire (u32 each) and the value in 32 bytes. */
const ENTRY_WORDS = 11;
const VALUE_WORDS = 8;
const CHUNK_ENTRIES = 1 << 16;
const LANES = 4;
const TERM_WORDS = 2 * LANES;
/** Values in key files are multiplied with 2^512. */
const INVERSE_DOUBLE_RADIX = inverseOf((1n << 512n) % FIELD_ORDER, FIELD_ORDER);

export type Coefficients = {
	/** Value k; the first is 0. */
	readonly values: readonly bigint[];
	/** For A and B. */
	readonly matrices: readonly [MatrixTerms, MatrixTerms];
};

export type MatrixTerms = {
	/** Words of the stream that `writeStream` writes. */
	readonly streamWords: number;
	/** Row k's terms are `rowEnds[k-1] … rowEnds[k]`. */
	readonly rowEnds: Uint32Array;
	readonly wires: Uint32Array;
	readonly valueIndices: Uint32Array;
};

/**
 * For provers of others, which take every index of a key as it is.
 *
 * @throws InputError `KEY_FILE_MALFORMED`
 */
export async function checkCoefficients(source: KeySource, header: KeyHeader): Promise<void> {
	await eachCoefficient(source, header, () => {});
}

type Coefficient = {
	readonly index: number;
	readonly matrix: number;
	readonly row: number;
	readonly wire: number;
	/** Holds the value, from word `valueAt` on. */
	readonly chunk: Uint32Array;
	readonly valueAt: number;
};

async function countCoefficients(source: KeySource, header: KeyHeader): Promise<number> {
	const { offset, length } = keySection(header, ZKEY_SECTION.coefficients);
	if (length < 4) throw keyMalformed("has no coefficients");
	const count = new DataView((await readBytes(source, offset, 4)).buffer).getUint32(0, true);
	if (length !== 4 + 4 * ENTRY_WORDS * count) throw keyMalformed("has coefficients of another length");
	return count;
}

async function eachCoefficient(
	source: KeySource,
	header: KeyHeader,
	visit: (coefficient: Coefficient) => void,
): Promise<void> {
	const { offset } = keySection(header, ZKEY_SECTION.coefficients);
	const count = await countCoefficients(source, header);
	const chunk = new Uint32Array(CHUNK_ENTRIES * ENTRY_WORDS);
	for (let first = 0; first < count; first += CHUNK_ENTRIES) {
		const size = Math.min(CHUNK_ENTRIES, count - first);
		await source.read(
			offset + 4 + 4 * ENTRY_WORDS * first,
			new Uint8Array(chunk.buffer, 0, 4 * ENTRY_WORDS * size),
		);
		for (let k = 0; k < size; k++) {
			const at = ENTRY_WORDS * k;
			const matrix = chunk[at] as number;
			const row = chunk[at + 1] as number;
			const wire = chunk[at + 2] as number;
			if (matrix > 1 || row >= header.domainSize || wire >= header.wireCount) {
				throw keyMalformed("has a coefficient outside its matrices");
			}
			visit({ index: first + k, matrix, row, wire, chunk, valueAt: at + 3 });
		}
	}
}

/** @throws InputError `KEY_FILE_MALFORMED` */
export async function readCoefficients(source: KeySource, header: KeyHeader): Promise<Coefficients> {
	const count = await countCoefficients(source, header);
	const values = valueIndex();
	const [rows, wires, indices] = [0, 1, 2].map(() => new Uint32Array(count)) as [
		Uint32Array,
		Uint32Array,
		Uint32Array,
	];
	const rowSizes = [0, 1].map(() => new Uint32Array(header.domainSize)) as [Uint32Array, Uint32Array];
	await eachCoefficient(source, header, ({ index, matrix, row, wire, chunk, valueAt }) => {
		// The matrix in the lowest bit.
		rows[index] = 2 * row + matrix;
		wires[index] = wire;
		indices[index] = values.indexOf(chunk, valueAt);
		const sizes = rowSizes[matrix] as Uint32Array;
		sizes[row] = (sizes[row] as number) + 1;
	});
	return {
		values: values.list().map((value) => reduce(value * INVERSE_DOUBLE_RADIX, FIELD_ORDER)),
		matrices: [0, 1].map((matrix) =>
			sortTerms({ rows, wires, indices }, matrix, rowSizes[matrix] as Uint32Array),
		) as [MatrixTerms, MatrixTerms],
	};
}

type Terms = { readonly rows: Uint32Array; readonly wires: Uint32Array; readonly indices: Uint32Array };

function sortTerms({ rows, wires, indices }: Terms, matrix: number, rowEnds: Uint32Array): MatrixTerms {
	let total = 0;
	let blockTerms = 0;
	const blocks = rowEnds.length / LANES;
	for (let block = 0; block < blocks; block++) {
		let longest = 0;
		for (let quarter = 0; quarter < LANES; quarter++) {
			longest = Math.max(longest, rowEnds[quarter * blocks + block] as number);
		}
		blockTerms += longest;
	}
	for (let row = 0; row < rowEnds.length; row++) {
		const size = rowEnds[row] as number;
		rowEnds[row] = total;
		total += size;
	}
	const sortedWires = new Uint32Array(total);
	const valueIndices = new Uint32Array(total);
	for (let k = 0; k < rows.length; k++) {
		const row = rows[k] as number;
		if ((row & 1) !== matrix) continue;
		const place = rowEnds[row >>> 1] as number;
		sortedWires[place] = wires[k] as number;
		valueIndices[place] = indices[k] as number;
		rowEnds[row >>> 1] = place + 1;
	}
	return { streamWords: blocks + TERM_WORDS * blockTerms, rowEnds, wires: sortedWires, valueIndices };
}

/** Writes values so that a packed one times a plain witness value is a Montgomery product. */
export function writeValues(u32: Uint32Array, at: number, values: readonly bigint[]): void {
	values.forEach((value, k) => {
		const doubled = centre(value * MONTGOMERY_RADIX * MONTGOMERY_RADIX, FIELD_ORDER);
		writeInteger(u32, at + 32 * k, doubled + PACK_BIAS);
	});
}

/** Writes the stream of `fr_rowProducts`: per block the number of terms, then addresses for each lane. */
export function writeStream(
	u32: Uint32Array,
	at: number,
	{ rowEnds, wires, valueIndices }: MatrixTerms,
	addresses: { readonly values: number; readonly witness: number },
): void {
	const blocks = rowEnds.length / LANES;
	// Rows of the lanes: block, + n/2, + n/4, + 3n/4.
	const rowOf = [0, 2, 1, 3].map((quarter) => quarter * blocks);
	const startOf = (row: number) => (row === 0 ? 0 : (rowEnds[row - 1] as number));
	let to = at >>> 2;
	for (let block = 0; block < blocks; block++) {
		const countAt = to++;
		let longest = 0;
		for (let lane = 0; lane < LANES; lane++) {
			const row = (rowOf[lane] as number) + block;
			longest = Math.max(longest, (rowEnds[row] as number) - startOf(row));
		}
		u32[countAt] = longest;
		for (let lane = 0; lane < LANES; lane++) {
			const row = (rowOf[lane] as number) + block;
			const start = startOf(row);
			const end = rowEnds[row] as number;
			for (let k = 0; k < longest; k++) {
				const isTerm = start + k < end;
				const place = to + TERM_WORDS * k + 2 * lane;
				// Value 0 fills up short rows.
				u32[place] = addresses.values + 32 * (isTerm ? (valueIndices[start + k] as number) : 0);
				u32[place + 1] = addresses.witness + 32 * (isTerm ? (wires[start + k] as number) : 0);
			}
		}
		to += TERM_WORDS * longest;
	}
}

/** Numbers different values of eight words in the order in which they first occur, after a zero. */
function valueIndex() {
	let words = new Uint32Array(VALUE_WORDS << 10);
	let slots = new Uint32Array(1 << 12);
	let count = 1;
	const hash = (source: Uint32Array, at: number) =>
		(Math.imul(source[at] as number, 0x9e3779b1) ^ Math.imul(source[at + 3] as number, 0x85ebca77)) >>> 0;
	const isSame = (index: number, source: Uint32Array, at: number) => {
		for (let word = 0; word < VALUE_WORDS; word++) {
			if (words[VALUE_WORDS * index + word] !== source[at + word]) return false;
		}
		return true;
	};
	const place = (source: Uint32Array, at: number): number => {
		let slot = (hash(source, at) >>> 7) & (slots.length - 1);
		for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
			if (isSame(slots[slot] as number, source, at)) break;
		}
		return slot;
	};
	const grow = () => {
		const larger = new Uint32Array(2 * words.length);
		larger.set(words);
		words = larger;
		slots = new Uint32Array(2 * slots.length);
		for (let index = 1; index < count; index++) slots[place(words, VALUE_WORDS * index)] = index;
	};
	return {
		indexOf: (source: Uint32Array, at: number): number => {
			const found = slots[place(source, at)] as number;
			if (found !== 0) return found;
			if (VALUE_WORDS * (count + 1) > words.length) grow();
			const index = count++;
			words.set(source.subarray(at, at + VALUE_WORDS), VALUE_WORDS * index);
			slots[place(source, at)] = index;
			return index;
		},
		list: (): bigint[] =>
			Array.from({ length: count }, (_, index) => {
				let value = 0n;
				for (let word = VALUE_WORDS - 1; word >= 0; word--) {
					value = (value << 32n) | BigInt(words[VALUE_WORDS * index + word] as number);
				}
				return value;
			}),
	};
}
