/** Poseidon by people who are not us: what both of our implementations are compared with. */
import {
	poseidon1,
	poseidon2,
	poseidon3,
	poseidon4,
	poseidon5,
	poseidon6,
	poseidon7,
	poseidon8,
	poseidon9,
	poseidon10,
	poseidon11,
	poseidon12,
	poseidon13,
	poseidon14,
	poseidon15,
	poseidon16,
} from "poseidon-lite";

const BY_ARITY = [
	poseidon1,
	poseidon2,
	poseidon3,
	poseidon4,
	poseidon5,
	poseidon6,
	poseidon7,
	poseidon8,
	poseidon9,
	poseidon10,
	poseidon11,
	poseidon12,
	poseidon13,
	poseidon14,
	poseidon15,
	poseidon16,
];

export function poseidonLite(inputs: readonly bigint[]): bigint {
	const hash = BY_ARITY[inputs.length - 1];
	if (hash === undefined) throw new Error(`poseidon-lite takes 1 to 16 inputs, not ${inputs.length}`);
	return hash([...inputs]);
}
