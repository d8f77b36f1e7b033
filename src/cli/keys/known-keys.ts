/** Verification keys that this machine knows of, for whoever verifies: by hash, without compiling or making anything. */
import { join } from "node:path";
import { InputError } from "../../errors/base.ts";
import { fileHash } from "../../node/cache/file-hash.ts";
import { RUNS_FROM_SOURCE } from "../../node/files/repository-root.ts";
import { type CircuitProgram, findCompiledCircuit } from "../../proof/circuit/compile-circuit.ts";
import { shippedCircuit } from "../../proof/circuit/shipped-circuits.ts";
import { exportVerificationKey } from "../../proof/keys/check-key-file.ts";
import { KEY_FILE, readManifest } from "../../proof/keys/key-manifest.ts";
import { findDevelopmentKey } from "../../proof/keys/proving-key.ts";
import { SHIPPED_KEYS } from "../../proof/keys/shipped-keys.ts";
import { verificationKeyHash } from "../../proof/keys/verification-key.ts";
import { isVerifiedKey } from "../../proof/keys/verified-keys.ts";
import type { KnownKey } from "../../proof/statements/verify-certificate.ts";

/** Those that travel with the package, and this machine's own development key if it was made before. */
export async function knownKeys(circuitName: string): Promise<readonly KnownKey[]> {
	const shipped = SHIPPED_KEYS.filter(({ circuit }) => circuit === circuitName);
	const circuit = await circuitAtHand(circuitName);
	const own = circuit && (await findDevelopmentKey({ circuit }));
	return own === undefined
		? shipped
		: [...shipped, { verificationKeyHash: verificationKeyHash(own.verificationKey), kind: own.kind }];
}

/**
 * The key in a folder that the checker names, and so trusts: what its key file says, not its manifest.
 *
 * @returns `development` as its kind unless this machine knows better
 * @throws InputError those of `readManifest` and `exportVerificationKey`; `VERIFICATION_KEY_MISMATCH`
 */
export async function keyInFolder(circuitName: string, folder: string): Promise<KnownKey> {
	const manifest = await readManifest(folder);
	const verificationKey = await exportVerificationKey(join(folder, KEY_FILE));
	const hash = verificationKeyHash(verificationKey);
	if (hash !== verificationKeyHash(manifest.verificationKey)) {
		throw new InputError({
			code: "VERIFICATION_KEY_MISMATCH",
			message: "the manifest has another verification key than the key file",
			field: "verificationKey",
			hint: "use the manifest that was written with the key",
		});
	}
	const known = (await knownKeys(circuitName)).find((key) => key.verificationKeyHash === hash);
	if (known !== undefined) return known;
	const circuit = await circuitAtHand(circuitName);
	const isCeremony =
		circuit !== undefined && (await isVerifiedKey({ circuit, zkeySha256: manifest.zkeySha256 }));
	const isWhole = isCeremony && (await fileHash(join(folder, KEY_FILE))) === manifest.zkeySha256;
	return { verificationKeyHash: hash, kind: isWhole ? "ceremony" : "development" };
}

/** Shipped, or compiled here before. Without circom's packages nothing was. */
async function circuitAtHand(name: string): Promise<CircuitProgram | undefined> {
	return (await shippedCircuit(name)) ?? (RUNS_FROM_SOURCE ? findCompiledCircuit({ name }) : undefined);
}
