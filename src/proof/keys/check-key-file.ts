/** What can be seen of a `.zkey` by itself: that it is complete, of a circuit's dimensions, and hides a witness. */
import { InputError } from "../../errors/base.ts";
import type { CircuitProgram } from "../circuit/compile-circuit.ts";
import { withKeyFile } from "../snarkjs/file-key-source.ts";
import {
	type AffinePoint1,
	type AffinePoint2,
	keySection,
	readBytes,
	readKeyHeader,
	readPoint1,
} from "../snarkjs/key-source.ts";
import { type KeyDimensions, readKeyDimensions } from "../snarkjs/read-key-dimensions.ts";
import { G1_BYTES, ZKEY_SECTION } from "../snarkjs/zkey-layout.ts";
import { domainPowerOf } from "./evaluate-qap.ts";
import { requireHidingPoints } from "./key-points.ts";
import { parseVerificationKey, type VerificationKey } from "./verification-key.ts";

/**
 * The points of the sections are for `checkPointSections`.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `FILE_UNREADABLE`, `KEY_CIRCUIT_MISMATCH`, `PROVING_KEY_UNSOUND`
 */
export async function checkKeyFile(zkeyPath: string, circuit: CircuitProgram): Promise<void> {
	const found = await checkKeyHeader(zkeyPath);
	const { wireCount, constraintCount } = circuit;
	const publicCount = circuit.publicSignals.length;
	const domainSize = 2 ** domainPowerOf({ constraintCount, publicCount });
	const fits =
		found.wireCount === wireCount && found.publicCount === publicCount && found.domainSize === domainSize;
	if (fits) return;
	throw keyMismatch(
		`the key has ${found.wireCount} wires, ${found.publicCount} public signals and a domain of ${found.domainSize}; ` +
			`${circuit.name} has ${wireCount}, ${publicCount} and ${domainSize}`,
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

/**
 * The verification key that a proving key holds, read from the key file itself.
 *
 * @throws InputError `VERIFICATION_KEY_UNSOUND`, `VERIFICATION_KEY_MALFORMED`, `KEY_FILE_MALFORMED`
 */
export async function exportVerificationKey(zkeyPath: string): Promise<VerificationKey> {
	return withKeyFile(zkeyPath, async (source) => {
		const header = await readKeyHeader(source);
		const { offset, length } = keySection(header, ZKEY_SECTION.publicPoints);
		const bytes = await readBytes(source, offset, length);
		const publicPoints = Array.from({ length: length / G1_BYTES }, (_, at) =>
			readPoint1(bytes, at * G1_BYTES),
		);
		return parseVerificationKey({
			protocol: "groth16",
			curve: "bn128",
			nPublic: header.publicCount,
			vk_alpha_1: text1(header.alpha1),
			vk_beta_2: text2(header.beta2),
			vk_gamma_2: text2(header.gamma2),
			vk_delta_2: text2(header.delta2),
			IC: publicPoints.map(text1),
		});
	});
}

function text1([x, y]: AffinePoint1) {
	return [String(x), String(y), "1"];
}

function text2([x, y]: AffinePoint2) {
	return [x.map(String), y.map(String), ["1", "0"]];
}

export function keyMismatch(what: string): InputError {
	return new InputError({
		code: "KEY_CIRCUIT_MISMATCH",
		message: `this key belongs to another circuit: ${what}`,
		field: "zkey",
		hint: "use the key made for this circuit's sources, or delete it to make a new development key",
	});
}
