/**
 * Checks a whole witness against the constraint system, without the witness program: what a verifier
 * is convinced of is exactly this. Used to try forged witnesses.
 */
import { InputError, InternalError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { type Bn254, instantiateBn254, loadBn254Code, SCALAR_BYTES } from "../snarkjs/bn254-wasm.ts";
import { R1CS_TERM_BYTES, type R1csHeader, readConstraintsInto } from "../snarkjs/r1cs-file.ts";
import { witnessBytes } from "../snarkjs/witness-file.ts";

export type WitnessCheck = {
	readonly satisfied: boolean;
	/** Index of the first constraint that does not hold. */
	readonly firstUnsatisfied?: number;
};

export type WitnessChecker = (witness: readonly bigint[]) => WitnessCheck;

/**
 * Loads a constraint system once, to check many witnesses (tens of milliseconds per 10 000 constraints).
 *
 * The checker throws InputError `WITNESS_LENGTH`, `WITNESS_ELEMENT` (not in `[0, r)`).
 *
 * @throws InputError `R1CS_MALFORMED`, `FILE_UNREADABLE`
 */
export async function loadWitnessChecker(r1csPath: string): Promise<WitnessChecker> {
	const code = await loadBn254Code();
	let wasm: Bn254 | undefined;
	let constraints = 0;
	const header = await readConstraintsInto(r1csPath, ({ constraintBytes }) => {
		wasm = instantiateBn254(code, 0);
		constraints = wasm.allocate(constraintBytes);
		return wasm.view.u8.subarray(constraints, constraints + constraintBytes);
	});
	if (wasm === undefined)
		throw new InternalError({ code: "R1CS_NO_MEMORY", message: "no memory was allocated" });
	return checkerOver(wasm, header, constraints);
}

/** Checks one witness. See `loadWitnessChecker` for the errors. */
export async function checkWitness(request: {
	readonly r1csPath: string;
	readonly witness: readonly bigint[];
}): Promise<WitnessCheck> {
	return (await loadWitnessChecker(request.r1csPath))(request.witness);
}

function checkerOver(wasm: Bn254, header: R1csHeader, constraints: number): WitnessChecker {
	const { call } = wasm;
	const values = wasm.allocate(header.wireCount * SCALAR_BYTES);
	const [a, b, c, term] = [0, 1, 2, 3].map(() => wasm.allocate(SCALAR_BYTES)) as [
		number,
		number,
		number,
		number,
	];
	const { u8, u32 } = wasm.view;

	/** Sums one linear combination into `sum`, as a plain number; returns where the next one starts. */
	const evaluate = (from: number, sum: number): number => {
		u8.fill(0, sum, sum + SCALAR_BYTES);
		const end = from + 4 + (u32[from >>> 2] as number) * R1CS_TERM_BYTES;
		for (let at = from + 4; at < end; at += R1CS_TERM_BYTES) {
			call.frm_mul(at + 4, values + (u32[at >>> 2] as number) * SCALAR_BYTES, term);
			call.frm_add(sum, term, sum);
		}
		return end;
	};

	return (witness) => {
		checkElements(witness, header);
		u8.set(witnessBytes(witness), values);
		for (let wire = 0; wire < header.wireCount; wire++) {
			call.frm_toMontgomery(values + wire * SCALAR_BYTES, values + wire * SCALAR_BYTES);
		}
		let at = constraints;
		for (let constraint = 0; constraint < header.constraintCount; constraint++) {
			at = evaluate(evaluate(evaluate(at, a), b), c);
			call.frm_toMontgomery(a, a);
			call.frm_mul(a, b, term);
			if (call.frm_eq(term, c) === 0) return { satisfied: false, firstUnsatisfied: constraint };
		}
		return { satisfied: true };
	};
}

function checkElements(witness: readonly bigint[], header: R1csHeader): void {
	if (witness.length !== header.wireCount) {
		throw new InputError({
			code: "WITNESS_LENGTH",
			message: `the witness has ${witness.length} elements, the circuit ${header.wireCount} wires`,
			field: "witness",
			hint: "witness and constraint system must come from one compilation",
		});
	}
	const at = witness.findIndex(
		(value, index) => value < 0n || value >= FIELD_ORDER || (index === 0 && value !== 1n),
	);
	if (at >= 0) {
		throw new InputError({
			code: "WITNESS_ELEMENT",
			message: `witness element ${at} is not in its range`,
			field: `witness[${at}]`,
			hint: "element 0 is the constant 1, all others are in [0, r)",
		});
	}
}
