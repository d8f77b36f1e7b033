/**
 * Whether every point of a `.zkey` lies on its curve.
 *
 * Formulas for additions do not look at the curve's constant, so arithmetic goes on with points that lie on
 * none or on a weak one. A contributor who multiplies (1, 1) of y² = x³ with a secret gives the secret away
 * in one division; a prover whose sum leaves the curve makes no valid proof, which tells whoever chose the
 * points that a wire was not zero. snarkjs does not look.
 */
import type { FileHandle } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";
import { type Bn254, instantiateBn254, loadBn254Code } from "../snarkjs/bn254-wasm.ts";
import { ELEMENT_BYTES } from "../snarkjs/iden3-container.ts";
import { readInto, readSectionTable, withFile } from "../snarkjs/iden3-file.ts";
import { BASE_FIELD_ORDER, ZKEY_SECTION } from "../snarkjs/zkey-layout.ts";

const CHUNK_POINTS = 1 << 13;
const WORDS = ELEMENT_BYTES / 4;

const SECTIONS = [
	["publicPoints", 1],
	["a", 1],
	["b1", 1],
	["b2", 2],
	["privatePoints", 1],
	["h", 1],
] as const;

/**
 * Points at infinity are allowed: wires that a matrix does not name have them. For b2 the subgroup is not
 * checked, which would take minutes: only a verified transcript or a known hash vouches for that.
 *
 * @throws InputError `PROVING_KEY_UNSOUND`, with the section as field; `KEY_FILE_MALFORMED`, `FILE_UNREADABLE`
 */
export async function checkPointSections(zkeyPath: string): Promise<void> {
	const checkers = { 1: await curveChecker(1), 2: await curveChecker(2) };
	await withFile(zkeyPath, async (file) => {
		const sections = await readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", zkeyPath);
		for (const [name, degree] of SECTIONS) {
			const section = sections.get(ZKEY_SECTION[name]);
			if (section === undefined) continue;
			await checkSection({ file, ...section, name, checker: checkers[degree] });
		}
	});
}

type CurveChecker = {
	readonly pointBytes: number;
	/** Room for `CHUNK_POINTS` points. */
	readonly room: Uint8Array;
	/** Of the points in the room, the first that is not on the curve, or -1. */
	readonly firstOutside: (count: number) => number;
};

type SectionCheck = {
	readonly file: FileHandle;
	readonly offset: number;
	readonly length: number;
	readonly name: string;
	readonly checker: CurveChecker;
};

async function checkSection({ file, offset, length, name, checker }: SectionCheck): Promise<void> {
	const { pointBytes, room, firstOutside } = checker;
	for (let at = 0; at < length; at += CHUNK_POINTS * pointBytes) {
		const bytes = Math.min(CHUNK_POINTS * pointBytes, length - at);
		await readInto(file, offset + at, room.subarray(0, bytes));
		const outside = firstOutside(bytes / pointBytes);
		if (outside < 0) continue;
		throw new InputError({
			code: "PROVING_KEY_UNSOUND",
			message: `point ${at / pointBytes + outside} of the proving key's section ${name} is not on the curve`,
			field: name,
			hint: "use the key neither to prove nor to contribute: whoever made it could learn secrets from that",
		});
	}
}

/** The constant of the curve, y² − x³, is taken from the generator. */
async function curveChecker(degree: 1 | 2): Promise<CurveChecker> {
	const wasm = instantiateBn254(await loadBn254Code(), 0);
	const elementBytes = degree * ELEMENT_BYTES;
	const pointBytes = 2 * elementBytes;
	const roomAt = wasm.allocate(CHUNK_POINTS * pointBytes);
	const [constantAt, valueAt, cubeAt] = [0, 1, 2].map(() => wasm.allocate(elementBytes)) as [
		number,
		number,
		number,
	];
	const evaluate = curveEquation(wasm, degree, cubeAt);
	const { g1Generator, g2Generator } = wasm.code;
	evaluate(degree === 1 ? g1Generator : g2Generator, constantAt);
	const { u8, u32 } = wasm.view;
	const isEqual = (a: number, b: number) => {
		for (let k = 0; k < elementBytes / 4; k++) if (u32[a / 4 + k] !== u32[b / 4 + k]) return false;
		return true;
	};
	const isOn = (at: number): boolean => {
		if (isZero(u32, at, pointBytes)) return true;
		for (let k = 0; k < 2 * degree; k++) if (!isReduced(u32, at / 4 + WORDS * k)) return false;
		evaluate(at, valueAt);
		return isEqual(valueAt, constantAt);
	};
	return {
		pointBytes,
		room: u8.subarray(roomAt, roomAt + CHUNK_POINTS * pointBytes),
		firstOutside: (count) => {
			for (let k = 0; k < count; k++) if (!isOn(roomAt + k * pointBytes)) return k;
			return -1;
		},
	};
}

/** Writes y² − x³ of the affine point at an address. */
function curveEquation({ call }: Bn254, degree: 1 | 2, cubeAt: number): (point: number, out: number) => void {
	const [square, multiply, subtract] =
		degree === 1
			? [call.f1m_square, call.f1m_mul, call.f1m_sub]
			: [call.f2m_square, call.f2m_mul, call.f2m_sub];
	return (point, out) => {
		square(point, out);
		multiply(out, point, cubeAt);
		square(point + degree * ELEMENT_BYTES, out);
		subtract(out, cubeAt, out);
	};
}

const ORDER_WORDS = Array.from({ length: WORDS }, (_, k) =>
	Number(BigInt.asUintN(32, BASE_FIELD_ORDER >> BigInt(32 * k))),
);

/** The curve's code takes reduced coordinates only, and provers disagree on what others mean. */
function isReduced(u32: Uint32Array, at: number): boolean {
	for (let k = WORDS - 1; k >= 0; k--) {
		const difference = (u32[at + k] as number) - (ORDER_WORDS[k] as number);
		if (difference !== 0) return difference < 0;
	}
	return false;
}

function isZero(u32: Uint32Array, at: number, bytes: number): boolean {
	for (let k = 0; k < bytes / 4; k++) if (u32[at / 4 + k] !== 0) return false;
	return true;
}
