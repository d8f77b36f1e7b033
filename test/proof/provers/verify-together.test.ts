/** Many proofs at once: the false ones are named, wherever and whatever they are. */
import { bn254 } from "@noble/curves/bn254.js";
import { beforeAll, describe, expect, it } from "vitest";
import { bookClaims } from "../../../src/book/verify/book-claims.ts";
import type { Groth16Proof } from "../../../src/proof/provers/groth16.ts";
import { verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { proofFromText, proofToText } from "../../../src/proof/provers/proof-text.ts";
import {
	areInSubgroup,
	falseProofs,
	type ProofToVerify,
} from "../../../src/proof/provers/verify-together.ts";
import { seededBytes } from "../../ledger/ledger-fixtures.ts";
import { type ProvenBook, provenBook } from "../../support/book/proven-book.ts";

const SEED = 27_182;

let honest: readonly ProofToVerify[];
let proven: ProvenBook;
beforeAll(async () => {
	proven = await provenBook(SEED);
	const { book, record, keys, known } = proven;
	const { statement, challenges } = book;
	honest = bookClaims({ record, statement, challenges, hash: known.hash }).map((claim) => ({
		key: keys[claim.circuit] as ProofToVerify["key"],
		proof: proofFromText(claim.proof) as Groth16Proof,
		publicSignals: claim.publicSignals,
	}));
});

/** `count` proofs under two keys, the same again and again. */
const many = (count: number) =>
	Array.from({ length: count }, (_, at) => honest[at % honest.length] as ProofToVerify);
const found = (proofs: readonly ProofToVerify[]) => falseProofs({ proofs, randomBytes: seededBytes(5) });
const wrongSignal = (proof: ProofToVerify): ProofToVerify => ({
	...proof,
	publicSignals: proof.publicSignals.map((signal, at) => (at === 1 ? signal + 1n : signal)),
});
const changed = (proof: ProofToVerify, change: Partial<Groth16Proof>): ProofToVerify => ({
	...proof,
	proof: { ...proof.proof, ...change },
});

it("agrees with the verification of each proof by itself", async () => {
	for (const { key, proof, publicSignals } of honest) {
		const signals = publicSignals.map(String);
		expect(await verifyGroth16({ verificationKey: key, proof, publicSignals: signals })).toBe(true);
	}
	expect(found(honest)).toEqual([]);
	expect(found([])).toEqual([]);
});

it("names every false proof among many, and no other", () => {
	const proofs = many(14).map((proof, at) => ([0, 6, 7, 13].includes(at) ? wrongSignal(proof) : proof));
	expect(found(proofs)).toEqual([0, 6, 7, 13]);
});

it("is not deceived by two faults that cancel in a plain product", () => {
	const [one] = honest as [ProofToVerify];
	const c = bn254.G1.Point.fromAffine({ x: BigInt(one.proof.pi_c[0]), y: BigInt(one.proof.pi_c[1]) });
	const moved = (by: bigint) => {
		const { x, y } = c.add(bn254.G1.Point.BASE.multiply(by)).toAffine();
		return changed(one, { pi_c: [`${x}`, `${y}`, "1"] });
	};
	const order = bn254.fields.Fr.ORDER;
	expect(found([moved(5n), one, moved(order - 5n)])).toEqual([0, 2]);
});

/** On the twist; outside of the subgroup with overwhelming probability. */
function twistPoint(): Groth16Proof["pi_b"] {
	const { Fp2 } = bn254.fields;
	for (let c0 = 1n; ; c0++) {
		const x = { c0, c1: 1n };
		try {
			const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b));
			return [
				[`${x.c0}`, `${x.c1}`],
				[`${y.c0}`, `${y.c1}`],
				["1", "0"],
			];
		} catch {
			// Not a square: the next.
		}
	}
}

describe("a point", () => {
	it.each([2, 20])("outside of the subgroup is found among %i", (count) => {
		const proofs = many(count).map((proof, at) =>
			at === 1 ? changed(proof, { pi_b: twistPoint() }) : proof,
		);
		expect(found(proofs)).toEqual([1]);
	});

	it("outside of the subgroup is found among many by sums alone", () => {
		const points = many(20).map(({ proof: { pi_b } }) => point2(pi_b));
		expect(areInSubgroup(points, seededBytes(9))).toBe(true);
		expect(areInSubgroup([...points, point2(twistPoint())], seededBytes(9))).toBe(false);
	});

	it("off its curve is found", () => {
		const off = many(3).map((proof, at) => (at === 2 ? changed(proof, { pi_a: ["1", "1", "1"] }) : proof));
		expect(found(off)).toEqual([2]);
		const b = many(3).map((proof, at) =>
			at === 0
				? changed(proof, {
						pi_b: [
							["1", "1"],
							["1", "1"],
							["1", "0"],
						],
					})
				: proof,
		);
		expect(found(b)).toEqual([0]);
	});
});

function point2([[x0, x1], [y0, y1]]: Groth16Proof["pi_b"]) {
	return bn254.G2.Point.fromAffine({
		x: { c0: BigInt(x0), c1: BigInt(x1) },
		y: { c0: BigInt(y0), c1: BigInt(y1) },
	});
}

it("takes no signals that are too few, too many or not reduced", () => {
	const [one] = honest as [ProofToVerify];
	const { publicSignals } = one;
	const order = bn254.fields.Fr.ORDER;
	for (const signals of [
		publicSignals.slice(1),
		[...publicSignals, 0n],
		[(publicSignals[0] as bigint) + order, ...publicSignals.slice(1)],
	]) {
		expect(found([{ ...one, publicSignals: signals }, one])).toEqual([0]);
	}
});

it("rests on the least prime of the twist's cofactor being 10 069", () => {
	const { p, n } = { p: bn254.fields.Fp.ORDER, n: bn254.fields.Fr.ORDER };
	let cofactor = 2n * p - n;
	expect(
		bn254.G2.Point.fromAffine(point2(twistPoint()).toAffine())
			.multiplyUnsafe(n - 1n)
			.is0(),
	).toBe(false);
	const primes: bigint[] = [];
	for (let divisor = 2n; divisor < 20_000n; divisor++) {
		while (cofactor % divisor === 0n) {
			primes.push(divisor);
			cofactor /= divisor;
		}
	}
	expect(primes[0]).toBe(10_069n);
});

describe("a proof as text", () => {
	it("is one text of 171 characters, there and back", () => {
		for (const { proof } of honest) {
			const text = proofToText(proof);
			expect(text).toHaveLength(171);
			expect(proofFromText(text)).toEqual(proof);
		}
	});

	it("is nothing in any other spelling", () => {
		const [{ proof }] = honest as [ProofToVerify];
		const text = proofToText(proof);
		const last = text.at(-1) as string;
		const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
		const unused = alphabet[alphabet.indexOf(last) ^ 1] as string;
		expect(proofFromText(text.slice(0, -1) + unused)).toBeUndefined();
		expect(proofFromText(`${text}A`)).toBeUndefined();
		expect(proofFromText("_".repeat(170) + last)).toBeUndefined();
		expect(proofFromText("")).toBeUndefined();
	});
});
