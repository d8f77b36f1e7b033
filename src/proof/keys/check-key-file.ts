/** What can be seen of a `.zkey` without any pairing: that it is complete and of a circuit's dimensions. */
import { InputError } from "../../errors/base.ts";
import type { CompiledCircuit } from "../circuit/compile-circuit.ts";
import { readR1csHeader } from "../snarkjs/r1cs-file.ts";
import { readKeyDimensions } from "../snarkjs/read-key-dimensions.ts";
import { withSnarkjs } from "../snarkjs/with-snarkjs.ts";
import { domainPowerOf } from "./evaluate-qap.ts";
import { parseVerificationKey, type VerificationKey } from "./verification-key.ts";

/** @throws InputError `KEY_FILE_MALFORMED`, `FILE_UNREADABLE`, `KEY_CIRCUIT_MISMATCH` */
export async function checkKeyFile(zkeyPath: string, circuit: CompiledCircuit): Promise<void> {
	const found = await readKeyDimensions(zkeyPath);
	const r1cs = await readR1csHeader(circuit.r1csPath);
	const domainSize = 2 ** domainPowerOf(r1cs);
	const fits =
		found.wireCount === r1cs.wireCount &&
		found.publicCount === r1cs.publicCount &&
		found.domainSize === domainSize;
	if (fits) return;
	throw keyMismatch(
		`the key has ${found.wireCount} wires, ${found.publicCount} public signals and a domain of ${found.domainSize}; ` +
			`${circuit.name} has ${r1cs.wireCount}, ${r1cs.publicCount} and ${domainSize}`,
	);
}

/** @throws InputError `VERIFICATION_KEY_UNSOUND`, `VERIFICATION_KEY_MALFORMED` */
export async function exportVerificationKey(zkeyPath: string): Promise<VerificationKey> {
	return withSnarkjs(async ({ zKey }) => parseVerificationKey(await zKey.exportVerificationKey(zkeyPath)));
}

export function keyMismatch(what: string): InputError {
	return new InputError({
		code: "KEY_CIRCUIT_MISMATCH",
		message: `this key belongs to another circuit: ${what}`,
		field: "zkey",
		hint: "use the key made for this circuit's sources, or delete it to make a new development key",
	});
}
