/**
 * A Groth16 proof in 128 bytes, for records of thousands of them: x of π_a, π_b and π_c, big endian, with the parity
 * of y in the top bit of each. Coordinates have 254 bits, so two bits of each first byte are free; the other stays 0.
 */
import { bn254 } from "@noble/curves/bn254.js";
import type { Groth16Proof } from "./groth16.ts";

const COORDINATE_BYTES = 32;
const PARITY_BIT = 1n << 255n;
const BASE_FIELD = bn254.fields.Fp.ORDER;

type Fp2 = { readonly c0: bigint; readonly c1: bigint };

/** 171 characters of base64url. */
export function proofToText({ pi_a, pi_b, pi_c }: Groth16Proof): string {
	const flagged = (x: bigint, isOdd: boolean) => x + (isOdd ? PARITY_BIT : 0n);
	const [bx, by] = [fp2Of(pi_b[0]), fp2Of(pi_b[1])];
	const words = [
		flagged(BigInt(pi_a[0]), isOdd1(BigInt(pi_a[1]))),
		flagged(bx.c1, isOdd2(by)),
		bx.c0,
		flagged(BigInt(pi_c[0]), isOdd1(BigInt(pi_c[1]))),
	];
	const bytes = words.map((word) => word.toString(16).padStart(2 * COORDINATE_BYTES, "0")).join("");
	const characters = bytes.match(/../g)?.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))) ?? [];
	return btoa(characters.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The proof, with every point on its curve, or nothing where the text is none or not the one text of its proof.
 * Whether π_b lies in its subgroup is for whoever verifies.
 */
export function proofFromText(text: string): Groth16Proof | undefined {
	const words = wordsOf(text);
	if (words === undefined) return undefined;
	const [a, b1, b0, c] = words as [bigint, bigint, bigint, bigint];
	const [pi_a, pi_b, pi_c] = [g1From(a), g2From(b1, b0), g1From(c)];
	if (pi_a === undefined || pi_b === undefined || pi_c === undefined) return undefined;
	const proof: Groth16Proof = { pi_a, pi_b, pi_c, protocol: "groth16", curve: "bn128" };
	return proofToText(proof) === text ? proof : undefined;
}

function wordsOf(text: string): bigint[] | undefined {
	if (!/^[A-Za-z0-9_-]{171}$/.test(text)) return undefined;
	const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
	const hex = Array.from(characters, (character) => character.charCodeAt(0).toString(16).padStart(2, "0"));
	return [0, 1, 2, 3].map((word) =>
		BigInt(`0x${hex.slice(COORDINATE_BYTES * word, COORDINATE_BYTES * (word + 1)).join("")}`),
	);
}

function g1From(word: bigint): Groth16Proof["pi_a"] | undefined {
	const { Fp } = bn254.fields;
	const x = BigInt.asUintN(255, word);
	if (x >= BASE_FIELD) return undefined;
	const y = rootOr(() => Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), bn254.G1.Point.CURVE().b)));
	if (y === undefined) return undefined;
	return [`${x}`, `${isOdd1(y) === hasParity(word) ? y : Fp.neg(y)}`, "1"];
}

function g2From(first: bigint, c0: bigint): Groth16Proof["pi_b"] | undefined {
	const { Fp2 } = bn254.fields;
	const x = { c0, c1: BigInt.asUintN(255, first) };
	if (x.c0 >= BASE_FIELD || x.c1 >= BASE_FIELD) return undefined;
	const root = rootOr(() => Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b)));
	if (root === undefined) return undefined;
	const y = isOdd2(root) === hasParity(first) ? root : Fp2.neg(root);
	return [
		[`${x.c0}`, `${x.c1}`],
		[`${y.c0}`, `${y.c1}`],
		["1", "0"],
	];
}

function rootOr<Element>(root: () => Element): Element | undefined {
	try {
		return root();
	} catch {
		return undefined;
	}
}

function hasParity(word: bigint): boolean {
	return word >> 255n === 1n;
}

function isOdd1(y: bigint): boolean {
	return (y & 1n) === 1n;
}

/** Of the first coordinate that is not zero. */
function isOdd2({ c0, c1 }: Fp2): boolean {
	return isOdd1(c0 === 0n ? c1 : c0);
}

function fp2Of([c0, c1]: readonly [string, string]): Fp2 {
	return { c0: BigInt(c0), c1: BigInt(c1) };
}
