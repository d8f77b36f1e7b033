/** What can be seen of a `.zkey` by itself: that it is complete, of a circuit's dimensions, and hides a witness. */
import { InputError } from "../../errors/base.ts";
import type { CompiledCircuit } from "../circuit/compile-circuit.ts";
import { withKeyFile } from "../snarkjs/file-key-source.ts";
import { readKeyHeader } from "../snarkjs/key-source.ts";
import { readR1csHeader } from "../snarkjs/r1cs-file.ts";
import { type KeyDimensions, readKeyDimensions } from "../snarkjs/read-key-dimensions.ts";
import { withSnarkjs } from "../snarkjs/with-snarkjs.ts";
import { domainPowerOf } from "./evaluate-qap.ts";
import { requireHidingPoints } from "./key-points.ts";
import { parseVerificationKey, type VerificationKey } from "./verification-key.ts";

/**
 * The points of the sections are for `checkPointSections`.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `FILE_UNREADABLE`, `KEY_CIRCUIT_MISMATCH`, `PROVING_KEY_UNSOUND`
 */
export async function checkKeyFile(zkeyPath: string, circuit: CompiledCircuit): Promise<void> {
	const found = await checkKeyHeader(zkeyPath);
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

/**
 * The same without a circuit to compare with.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `FILE_UNREADABLE`, `PROVING_KEY_UNSOUND`
 */
export async function checkKeyHeader(zkeyPath: string): Promise<KeyDimensions> {
	const dimensions = await readKeyDimensions(zkeyPath);
	requireHidingPoints(await withKeyFile(zkeyPath, readKeyHeader));
	return dimensions;
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
