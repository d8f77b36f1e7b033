/**
 * The points in a proving key's header on which it depends that a proof hides its witness.
 *
 * π_a is `α₁ + Σ w·A + r·δ₁` and π_b is `β₂ + Σ w·B + s·δ₂`, with r and s drawn for each proof. As long as
 * δ₁ and δ₂ are generators, both are uniform whatever A and B are, and π_c follows from them and from the
 * public signals for every proof that verifies. With δ₁ = 0 nothing hides π_a: a key whose A is zero but
 * for one wire shows that wire to everybody. These are the checks of Fuchsbauer, "Subversion-zero-knowledge
 * SNARKs" (PKC 2018), that concern the header. What they leave to a key's maker is to choose witnesses whose
 * proofs fail (`docs/threat-model.md`).
 */
import { bn254 } from "@noble/curves/bn254.js";
import { InputError } from "../../errors/base.ts";
import type { AffinePoint1, AffinePoint2, KeyHeader } from "../snarkjs/key-source.ts";

type PointName = "alpha1" | "beta1" | "beta2" | "gamma2" | "delta1" | "delta2";
type Points = Pick<KeyHeader, PointName>;
type G1 = InstanceType<typeof bn254.G1.Point>;
type G2 = InstanceType<typeof bn254.G2.Point>;

/**
 * Takes about 0.1 s for its four pairings.
 *
 * @throws InputError `PROVING_KEY_UNSOUND`, with the point's name as field
 */
export function requireHidingPoints(points: Points): void {
	inG1("alpha1", points.alpha1);
	const beta1 = inG1("beta1", points.beta1);
	const delta1 = inG1("delta1", points.delta1);
	const beta2 = inG2("beta2", points.beta2);
	inG2("gamma2", points.gamma2);
	const delta2 = inG2("delta2", points.delta2);
	requireSameFactor("delta1", delta1, delta2);
	requireSameFactor("beta1", beta1, beta2);
}

/**
 * Refuses what only a ceremony's starting key may be. It hides a witness, but anybody can forge with it.
 *
 * @throws InputError `VERIFICATION_KEY_UNSOUND`
 */
export function requireContributedPoints({ gamma2, delta2 }: Points): void {
	if (gamma2.flat().join() === delta2.flat().join()) throw forgeable();
}

/** On the curve, which for G1 has no subgroup, and not at infinity: key files write that as zeros. */
function inG1(name: PointName, [x, y]: AffinePoint1): G1 {
	if (x === 0n && y === 0n) throw infinite(name);
	return valid(name, bn254.G1.Point.fromAffine({ x, y }));
}

function inG2(name: PointName, coordinates: AffinePoint2): G2 {
	if (coordinates.flat().every((coordinate) => coordinate === 0n)) throw infinite(name);
	const [x, y] = coordinates.map(([c0, c1]) => ({ c0, c1 })) as [Fp2, Fp2];
	return valid(name, bn254.G2.Point.fromAffine({ x, y }));
}

type Fp2 = { readonly c0: bigint; readonly c1: bigint };

/** noble's own check: on the curve and in the subgroup of order r. */
function valid<P extends { assertValidity: () => void; is0: () => boolean }>(name: PointName, point: P): P {
	try {
		point.assertValidity();
		return point;
	} catch {
		throw unsound(name, "is outside of its group");
	}
}

/** Whether e(a, G₂) = e(G₁, b), which is that both are the same multiple of their generators. */
function requireSameFactor(name: "delta1" | "beta1", a: G1, b: G2): void {
	const product = bn254.pairingBatch([
		{ g1: a, g2: bn254.G2.Point.BASE },
		{ g1: bn254.G1.Point.BASE.negate(), g2: b },
	]);
	if (bn254.fields.Fp12.eql(product, bn254.fields.Fp12.ONE)) return;
	throw unsound(name, `is another multiple of its generator than ${name.replace("1", "2")}`);
}

function infinite(name: PointName): InputError {
	return unsound(name, "is the point at infinity, so nothing would hide the account in a proof");
}

function unsound(name: PointName, what: string): InputError {
	return new InputError({
		code: "PROVING_KEY_UNSOUND",
		message: `the proving key's ${name} ${what}`,
		field: name,
		hint: "do not prove with it: whoever made it could read positions out of your proofs",
	});
}

function forgeable(): InputError {
	return new InputError({
		code: "VERIFICATION_KEY_UNSOUND",
		message: "gamma equals delta: phase 2 of this key was never contributed to, and proofs can be forged",
		field: "gamma2",
		hint: "use a key with at least one phase 2 contribution, or a development key made here",
	});
}
