/**
 * The secret scalars of a Groth16 key. Whoever knows them can prove anything, so they exist only in
 * memory, only while a development key is made, and are overwritten after.
 */
import { randomFillSync } from "node:crypto";
import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { SCALAR_BYTES } from "../snarkjs/bn254-wasm.ts";

const NAMES = ["tau", "alpha", "beta", "gamma", "delta"] as const;
type SecretName = (typeof NAMES)[number];

/** Each one 32 bytes, little endian, below the field order. */
export type Trapdoor = { readonly [name in SecretName]: Uint8Array };

const ORDER_BYTES = Uint8Array.from({ length: SCALAR_BYTES }, (_, i) =>
	Number((FIELD_ORDER >> BigInt(8 * i)) & 255n),
);

/** Fresh uniform scalars, all different and none zero. Kept in bytes: a bigint cannot be overwritten. */
export function sampleTrapdoor(): Trapdoor {
	const scalars: Uint8Array[] = [];
	while (scalars.length < NAMES.length) {
		const scalar = randomFillSync(new Uint8Array(SCALAR_BYTES));
		scalar[SCALAR_BYTES - 1] = (scalar[SCALAR_BYTES - 1] as number) & 0x3f;
		if (isUsable(scalar) && !scalars.some((other) => isSame(other, scalar))) scalars.push(scalar);
	}
	return trapdoorOf(scalars);
}

/**
 * A trapdoor that everybody knows, for tests of the key construction. Never for a key that is kept.
 *
 * @throws InputError `TRAPDOOR_WEAK` as `checkTrapdoor`
 */
export function fixedTrapdoorForTests(values: Record<SecretName, bigint>): Trapdoor {
	const toBytes = (value: bigint) =>
		Uint8Array.from({ length: SCALAR_BYTES }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
	const trapdoor = trapdoorOf(NAMES.map((name) => toBytes(values[name])));
	checkTrapdoor(trapdoor);
	return trapdoor;
}

/**
 * Refuses zero, unreduced and repeated scalars. With gamma = delta a public input can be moved into
 * the private part, and forged proofs verify.
 *
 * @throws InputError `TRAPDOOR_WEAK`
 */
export function checkTrapdoor(trapdoor: Trapdoor): void {
	NAMES.forEach((name, i) => {
		const twin = NAMES.slice(0, i).find((other) => isSame(trapdoor[other], trapdoor[name]));
		if (isUsable(trapdoor[name]) && twin === undefined) return;
		throw new InputError({
			code: "TRAPDOOR_WEAK",
			message: twin === undefined ? `${name} is not a non-zero scalar` : `${name} equals ${twin}`,
			field: name,
			hint: "all five scalars must be different and in [1, r)",
		});
	});
}

export function wipeTrapdoor(trapdoor: Trapdoor): void {
	for (const name of NAMES) trapdoor[name].fill(0);
}

function trapdoorOf(scalars: readonly Uint8Array[]): Trapdoor {
	const [tau, alpha, beta, gamma, delta] = scalars as [
		Uint8Array,
		Uint8Array,
		Uint8Array,
		Uint8Array,
		Uint8Array,
	];
	return { tau, alpha, beta, gamma, delta };
}

function isUsable(scalar: Uint8Array): boolean {
	if (scalar.every((byte) => byte === 0)) return false;
	for (let i = SCALAR_BYTES - 1; i >= 0; i--) {
		const difference = (scalar[i] as number) - (ORDER_BYTES[i] as number);
		if (difference !== 0) return difference < 0;
	}
	return false;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
	return a.every((byte, i) => byte === b[i]);
}
