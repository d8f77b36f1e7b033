/** Damage to the sectioned binary files of a setup (r1cs, zkey, ptau), as fast-check arbitraries that shrink. */
import fc from "fast-check";

const PREAMBLE_BYTES = 12;
const SECTION_HEADER_BYTES = 12;
/** Impossible, huge, beyond 2^53, beyond what a sum of offsets can hold. */
const LENGTHS = [0n, 1n, 1n << 31n, (1n << 32n) + 4n, 1n << 53n, (1n << 63n) - 1n, (1n << 64n) - 1n];
const WORDS = [0, 1, 2, 3, 0x7fffffff, 0xffffffff];

type Found = { readonly type: number; readonly headerAt: number; readonly end: number };

export type Damage = (file: Buffer) => Buffer;

/** One edit, or a few of them one after the other. */
export const damages: fc.Arbitrary<Damage> = fc
	.array(
		fc.oneof(
			fc
				.record({ section: fc.nat(20), at: fc.nat(2 ** 31), mask: fc.integer({ min: 1, max: 255 }) })
				.map((edit) => ({ kind: "flip" as const, ...edit })),
			fc
				.record({ section: fc.nat(20), word: fc.nat(60), value: fc.constantFrom(...WORDS) })
				.map((edit) => ({ kind: "word" as const, ...edit })),
			fc
				.record({ section: fc.nat(20), length: fc.constantFrom(...LENGTHS) })
				.map((edit) => ({ kind: "length" as const, ...edit })),
			fc.record({ section: fc.nat(20), by: fc.integer({ min: -64, max: 64 }) }).map((edit) => ({
				kind: "resize" as const,
				...edit,
			})),
			fc
				.record({ section: fc.nat(20), type: fc.nat(20) })
				.map((edit) => ({ kind: "type" as const, ...edit })),
			fc.record({ a: fc.nat(20), b: fc.nat(20) }).map((edit) => ({ kind: "swap" as const, ...edit })),
			fc.record({ at: fc.nat(2 ** 31) }).map((edit) => ({ kind: "cut" as const, ...edit })),
			fc.record({ count: fc.constantFrom(0, 1, 9, 11, 64, 65, 0xffffffff) }).map((edit) => ({
				kind: "count" as const,
				...edit,
			})),
		),
		{ minLength: 1, maxLength: 3 },
	)
	.map((edits) => (file) => edits.reduce<Buffer>((damaged, edit) => apply(damaged, edit), Buffer.from(file)));

type Edit =
	| { readonly kind: "flip"; readonly section: number; readonly at: number; readonly mask: number }
	| { readonly kind: "word"; readonly section: number; readonly word: number; readonly value: number }
	| { readonly kind: "length"; readonly section: number; readonly length: bigint }
	| { readonly kind: "resize"; readonly section: number; readonly by: number }
	| { readonly kind: "type"; readonly section: number; readonly type: number }
	| { readonly kind: "swap"; readonly a: number; readonly b: number }
	| { readonly kind: "cut"; readonly at: number }
	| { readonly kind: "count"; readonly count: number };

function apply(file: Buffer, edit: Edit): Buffer {
	const sections = sectionsOf(file);
	const pick = (index: number) => sections[index % Math.max(1, sections.length)];
	if (edit.kind === "cut") return file.subarray(0, edit.at % (file.length + 1));
	if (edit.kind === "count") {
		if (file.length >= PREAMBLE_BYTES) file.writeUInt32LE(edit.count, 8);
		return file;
	}
	if (edit.kind === "swap") return swapped(file, pick(edit.a), pick(edit.b));
	const section = pick(edit.section);
	if (section === undefined) return file;
	const contentAt = section.headerAt + SECTION_HEADER_BYTES;
	const length = section.end - contentAt;
	switch (edit.kind) {
		case "flip": {
			const at = section.headerAt + (edit.at % (section.end - section.headerAt));
			file.writeUInt8(file.readUInt8(at) ^ edit.mask, at);
			return file;
		}
		case "word":
			if (length >= 4) file.writeUInt32LE(edit.value, contentAt + 4 * (edit.word % Math.floor(length / 4)));
			return file;
		case "length":
			file.writeBigUInt64LE(edit.length, section.headerAt + 4);
			return file;
		case "type":
			file.writeUInt32LE(edit.type, section.headerAt);
			return file;
		case "resize": {
			const bytes = Math.max(0, length + edit.by);
			const content = Buffer.alloc(bytes);
			file.copy(content, 0, contentAt, contentAt + Math.min(bytes, length));
			file.writeBigUInt64LE(BigInt(bytes), section.headerAt + 4);
			return Buffer.concat([file.subarray(0, contentAt), content, file.subarray(section.end)]);
		}
	}
}

function swapped(file: Buffer, a: Found | undefined, b: Found | undefined): Buffer {
	if (a === undefined || b === undefined || a.headerAt === b.headerAt) return file;
	const [first, second] = a.headerAt < b.headerAt ? [a, b] : [b, a];
	return Buffer.concat([
		file.subarray(0, first.headerAt),
		file.subarray(second.headerAt, second.end),
		file.subarray(first.end, second.headerAt),
		file.subarray(first.headerAt, first.end),
		file.subarray(second.end),
	]);
}

/** As far as they can be followed. */
function sectionsOf(file: Buffer): Found[] {
	const found: Found[] = [];
	let headerAt = PREAMBLE_BYTES;
	while (headerAt + SECTION_HEADER_BYTES <= file.length) {
		const end = headerAt + SECTION_HEADER_BYTES + Number(file.readBigUInt64LE(headerAt + 4));
		if (end > file.length) break;
		found.push({ type: file.readUInt32LE(headerAt), headerAt, end });
		headerAt = end;
	}
	return found;
}
