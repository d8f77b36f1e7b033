/** What a constraint system costs: its dimensions, and from them the size of its proving key. */
import { R1CS_TERM_BYTES, readConstraintsInto } from "../snarkjs/r1cs-file.ts";
import { zkeyLayout } from "../snarkjs/zkey-layout.ts";
import { COEFFICIENT_BYTES, domainPowerOf } from "./evaluate-qap.ts";

export type CircuitSize = {
	readonly constraints: number;
	readonly wires: number;
	/** Coefficients of all constraints `a·b = c`. */
	readonly nonzeros: number;
	/** Those of a and b, which a proving key stores. */
	readonly factorNonzeros: number;
	/** The prover's polynomials have 2^domainPower coefficients. */
	readonly domainPower: number;
	readonly keyBytes: number;
};

/**
 * Counts; makes no key.
 *
 * @throws InputError `R1CS_MALFORMED`, `FILE_UNREADABLE`
 */
export async function measureCircuit(r1csPath: string): Promise<CircuitSize> {
	let bytes = new Uint8Array(0);
	const header = await readConstraintsInto(r1csPath, ({ constraintBytes }) => {
		bytes = new Uint8Array(constraintBytes);
		return bytes;
	});
	const view = new DataView(bytes.buffer);
	let factorNonzeros = 0;
	let nonzeros = 0;
	let at = 0;
	for (let constraint = 0; constraint < header.constraintCount; constraint++) {
		for (const isFactor of [true, true, false]) {
			const count = view.getUint32(at, true);
			at += 4 + count * R1CS_TERM_BYTES;
			nonzeros += count;
			if (isFactor) factorNonzeros += count;
		}
	}
	const domainPower = domainPowerOf(header);
	// One row more for each public signal and the constant one.
	const keyCoefficients = factorNonzeros + header.publicCount + 1;
	const { fileBytes } = zkeyLayout({
		wireCount: header.wireCount,
		publicCount: header.publicCount,
		domainSize: 2 ** domainPower,
		coefficientBytes: 4 + keyCoefficients * COEFFICIENT_BYTES,
	});
	return {
		constraints: header.constraintCount,
		wires: header.wireCount,
		nonzeros,
		factorNonzeros,
		domainPower,
		keyBytes: fileBytes,
	};
}
