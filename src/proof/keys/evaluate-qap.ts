/**
 * The scalars of a Groth16 key: the circuit's polynomials at the secret point, straight from the r1cs.
 *
 * Everything that this returns except `coefficients` reveals the trapdoor: callers overwrite it.
 * The conventions are those of snarkjs' `zkey new`: after the constraints come `publicCount + 1`
 * rows that put the public signals into A, and H lives on the odd half of the doubled domain.
 */
import { InputError, InternalError } from "../../errors/base.ts";
import { type Bn254, type Bn254Code, instantiateBn254, SCALAR_BYTES } from "../snarkjs/bn254-wasm.ts";
import { R1CS_TERM_BYTES, type R1csHeader, readConstraintsInto } from "../snarkjs/r1cs-file.ts";
import type { Trapdoor } from "./trapdoor.ts";

/** Largest domain for which the field still has a root of unity of twice its order. */
const MAX_DOMAIN_POWER = 27;
/** matrix, constraint, wire (u32 each) and the coefficient. */
export const COEFFICIENT_BYTES = 12 + SCALAR_BYTES;

export type QapScalars = {
	readonly header: R1csHeader;
	readonly domainPower: number;
	/** The key's coefficient section: a u32 count, then the terms of A and B in doubled Montgomery form. */
	readonly coefficients: Uint8Array<ArrayBuffer>;
	/** Plain scalars, 32 bytes each, little endian: per wire … */
	readonly a: Uint8Array<ArrayBuffer>;
	readonly b: Uint8Array<ArrayBuffer>;
	/** … `(β·A + α·B + C)` over γ for the public wires and over δ for the others … */
	readonly combined: Uint8Array<ArrayBuffer>;
	/** … and per point of the odd coset. */
	readonly h: Uint8Array<ArrayBuffer>;
};

/** Smallest power of two above constraints and public rows, as snarkjs chooses it. */
export function domainPowerOf(header: Pick<R1csHeader, "constraintCount" | "publicCount">): number {
	return 32 - Math.clz32(header.constraintCount + header.publicCount);
}

/** @throws InputError `R1CS_MALFORMED`; InternalError `TRAPDOOR_UNUSABLE`, `CIRCUIT_TOO_LARGE` */
export async function evaluateQap(
	code: Bn254Code,
	r1csPath: string,
	trapdoor: Trapdoor,
): Promise<QapScalars> {
	let wasm: Bn254 | undefined;
	let constraints = 0;
	const header = await readConstraintsInto(r1csPath, (found) => {
		wasm = instantiateBn254(code, SCALAR_BYTES * (2 ** domainPowerOf(found) + 2));
		constraints = wasm.allocate(found.constraintBytes);
		return wasm.view.u8.subarray(constraints, constraints + found.constraintBytes);
	});
	if (wasm === undefined)
		throw new InternalError({ code: "QAP_NO_MEMORY", message: "no memory was allocated" });
	const domainPower = domainPowerOf(header);
	if (domainPower > MAX_DOMAIN_POWER) {
		throw new InternalError({ code: "CIRCUIT_TOO_LARGE", message: `a domain of 2^${domainPower}` });
	}
	try {
		const secrets = placeSecrets(wasm, trapdoor);
		const lagrange = lagrangeAtTau(wasm, secrets, domainPower);
		const sums = sumConstraints(wasm, header, constraints, lagrange);
		const combined = combine(wasm, header, sums, secrets);
		const h = oddCosetAtTau(wasm, secrets, domainPower);
		const copy = (start: number, bytes: number) =>
			wasm?.view.u8.slice(start, start + bytes) as Uint8Array<ArrayBuffer>;
		const perWire = header.wireCount * SCALAR_BYTES;
		return {
			header,
			domainPower,
			coefficients: copy(sums.coefficients, sums.coefficientBytes),
			a: copy(sums.a, perWire),
			b: copy(sums.b, perWire),
			combined: copy(combined, perWire),
			h: copy(h, SCALAR_BYTES * 2 ** domainPower),
		};
	} finally {
		wasm.wipe();
	}
}

/** Pointers to field elements in Montgomery form. */
type Secrets = {
	readonly tau: number;
	readonly alpha: number;
	readonly beta: number;
	readonly gammaInverse: number;
	readonly deltaInverse: number;
	readonly one: number;
};

function placeSecrets(wasm: Bn254, trapdoor: Trapdoor): Secrets {
	const { call, allocate, view } = wasm;
	const place = (bytes: Uint8Array) => {
		const at = allocate(SCALAR_BYTES);
		view.u8.set(bytes, at);
		call.frm_toMontgomery(at, at);
		return at;
	};
	const placeInverse = (bytes: Uint8Array) => {
		const at = place(bytes);
		call.frm_inverse(at, at);
		return at;
	};
	return {
		tau: place(trapdoor.tau),
		alpha: place(trapdoor.alpha),
		beta: place(trapdoor.beta),
		gammaInverse: placeInverse(trapdoor.gamma),
		deltaInverse: placeInverse(trapdoor.delta),
		one: place(Uint8Array.from({ length: SCALAR_BYTES }, (_, i) => (i === 0 ? 1 : 0))),
	};
}

/** `L_c(τ) = (τ^n − 1)/n · w^c/(τ − w^c)` for every c, in Montgomery form. */
function lagrangeAtTau(wasm: Bn254, secrets: Secrets, power: number): number {
	const scale = vanishingOverSize(wasm, secrets, power);
	return scaledFractions(wasm, secrets, {
		scale,
		first: secrets.one,
		step: rootOfUnity(wasm, power),
		count: 2 ** power,
	});
}

/**
 * `L_{2c+1}(τ)/δ` of the domain of twice the size, as plain scalars. A·B − C vanishes on the even half,
 * so its values on the odd half and these points give h(τ)·Z(τ)/δ.
 */
function oddCosetAtTau(wasm: Bn254, secrets: Secrets, power: number): number {
	const scale = vanishingOverSize(wasm, secrets, power + 1);
	wasm.call.frm_mul(scale, secrets.deltaInverse, scale);
	wasm.call.frm_fromMontgomery(scale, scale);
	const first = rootOfUnity(wasm, power + 1);
	return scaledFractions(wasm, secrets, { scale, first, step: rootOfUnity(wasm, power), count: 2 ** power });
}

type Fractions = {
	readonly scale: number;
	readonly first: number;
	readonly step: number;
	readonly count: number;
};

/** `scale · x/(τ − x)` for `x = first·step^i`. The form of `scale` is the form of the result. */
function scaledFractions(wasm: Bn254, secrets: Secrets, { scale, first, step, count }: Fractions): number {
	const { call, allocate } = wasm;
	const numerators = allocate(count * SCALAR_BYTES);
	const fractions = allocate(count * SCALAR_BYTES);
	call.frm_mul(first, secrets.one, numerators);
	for (let i = 1; i < count; i++) {
		const at = numerators + i * SCALAR_BYTES;
		call.frm_mul(at - SCALAR_BYTES, step, at);
	}
	for (let at = 0; at < count * SCALAR_BYTES; at += SCALAR_BYTES) {
		call.frm_sub(secrets.tau, numerators + at, fractions + at);
	}
	call.frm_batchInverse(fractions, SCALAR_BYTES, count, fractions, SCALAR_BYTES);
	for (let at = 0; at < count * SCALAR_BYTES; at += SCALAR_BYTES) {
		call.frm_mul(fractions + at, numerators + at, fractions + at);
		call.frm_mul(fractions + at, scale, fractions + at);
	}
	return fractions;
}

/** `(τ^n − 1)/n` for `n = 2^power`, in Montgomery form. */
function vanishingOverSize(wasm: Bn254, secrets: Secrets, power: number): number {
	const { call, allocate } = wasm;
	const value = allocate(SCALAR_BYTES);
	const size = allocate(SCALAR_BYTES);
	call.frm_mul(secrets.tau, secrets.one, value);
	call.frm_mul(secrets.one, secrets.one, size);
	for (let i = 0; i < power; i++) {
		call.frm_square(value, value);
		call.frm_add(size, size, size);
	}
	call.frm_sub(value, secrets.one, value);
	if (call.frm_isZero(value) !== 0) {
		throw new InternalError({ code: "TRAPDOOR_UNUSABLE", message: "tau is a root of unity of the domain" });
	}
	call.frm_inverse(size, size);
	call.frm_mul(value, size, value);
	return value;
}

function rootOfUnity(wasm: Bn254, power: number): number {
	const root = wasm.code.rootsOfUnity[power];
	if (root === undefined)
		throw new InternalError({ code: "CIRCUIT_TOO_LARGE", message: `no root of 2^${power}` });
	const at = wasm.allocate(SCALAR_BYTES);
	wasm.view.u8.set(root, at);
	return at;
}

type Sums = {
	readonly a: number;
	readonly b: number;
	readonly c: number;
	readonly coefficients: number;
	readonly coefficientBytes: number;
};

/** One pass over all constraints: A, B and C per wire as plain scalars, and the coefficient section. */
function sumConstraints(wasm: Bn254, header: R1csHeader, constraints: number, lagrange: number): Sums {
	const { call, allocate } = wasm;
	const rows = header.publicCount + 1;
	const matrices = [0, 1, 2].map(() => allocate(header.wireCount * SCALAR_BYTES)) as [number, number, number];
	const term = allocate(SCALAR_BYTES);
	// n·R³/R = n·R²: the prover's one multiplication by a plain witness value then gives Montgomery form.
	const montgomeryCubed = placeOne(wasm);
	for (let i = 0; i < 3; i++) call.frm_toMontgomery(montgomeryCubed, montgomeryCubed);
	const maxTerms = Math.ceil(header.constraintBytes / R1CS_TERM_BYTES) + rows;
	const coefficients = allocate(4 + maxTerms * COEFFICIENT_BYTES);
	const plainOne = placeOne(wasm);
	const { u32 } = wasm.view;

	let out = coefficients + 4;
	const writeCoefficient = (matrix: number, constraint: number, wire: number, value: number) => {
		u32[out >>> 2] = matrix;
		u32[(out >>> 2) + 1] = constraint;
		u32[(out >>> 2) + 2] = wire;
		call.frm_mul(value, montgomeryCubed, out + 12);
		out += COEFFICIENT_BYTES;
	};

	let at = constraints;
	for (let constraint = 0; constraint < header.constraintCount; constraint++) {
		const weight = lagrange + constraint * SCALAR_BYTES;
		for (let matrix = 0; matrix < 3; matrix++) {
			const sums = matrices[matrix] as number;
			const end = at + 4 + (u32[at >>> 2] as number) * R1CS_TERM_BYTES;
			for (at += 4; at < end; at += R1CS_TERM_BYTES) {
				const wire = u32[at >>> 2] as number;
				if (wire >= header.wireCount) throw malformed(`constraint ${constraint} uses wire ${wire}`);
				const sum = sums + wire * SCALAR_BYTES;
				call.frm_mul(at + 4, weight, term);
				call.frm_add(sum, term, sum);
				if (matrix < 2) writeCoefficient(matrix, constraint, wire, at + 4);
			}
		}
	}
	if (at !== constraints + header.constraintBytes) throw malformed("constraints do not fill their section");
	for (let wire = 0; wire < rows; wire++) {
		const constraint = header.constraintCount + wire;
		const sum = matrices[0] + wire * SCALAR_BYTES;
		call.frm_fromMontgomery(lagrange + constraint * SCALAR_BYTES, term);
		call.frm_add(sum, term, sum);
		writeCoefficient(0, constraint, wire, plainOne);
	}
	u32[coefficients >>> 2] = (out - coefficients - 4) / COEFFICIENT_BYTES;
	const [a, b, c] = matrices;
	return { a, b, c, coefficients, coefficientBytes: out - coefficients };
}

function combine(wasm: Bn254, header: R1csHeader, sums: Sums, secrets: Secrets): number {
	const { call, allocate } = wasm;
	const combined = allocate(header.wireCount * SCALAR_BYTES);
	const term = allocate(SCALAR_BYTES);
	for (let wire = 0; wire < header.wireCount; wire++) {
		const offset = wire * SCALAR_BYTES;
		const at = combined + offset;
		call.frm_mul(sums.a + offset, secrets.beta, at);
		call.frm_mul(sums.b + offset, secrets.alpha, term);
		call.frm_add(at, term, at);
		call.frm_add(at, sums.c + offset, at);
		call.frm_mul(at, wire <= header.publicCount ? secrets.gammaInverse : secrets.deltaInverse, at);
	}
	return combined;
}

/** The number 1, not in Montgomery form. */
function placeOne(wasm: Bn254): number {
	const at = wasm.allocate(SCALAR_BYTES);
	wasm.view.u8[at] = 1;
	return at;
}

function malformed(what: string): InputError {
	return new InputError({
		code: "R1CS_MALFORMED",
		message: `the constraint system is damaged: ${what}`,
		hint: "compile the circuit again",
	});
}
