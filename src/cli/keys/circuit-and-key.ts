/** Compiled circuit and proving key: a given key, or this machine's own from the cache or built now. */
import { join } from "node:path";
import { Option } from "@commander-js/extra-typings";
import { type CircuitProgram, compileCircuit } from "../../proof/circuit/compile-circuit.ts";
import { shippedOrCompiledCircuit } from "../../proof/circuit/shipped-circuits.ts";
import type { KeyPin } from "../../proof/keys/key-kind.ts";
import { KEY_FILE } from "../../proof/keys/key-manifest.ts";
import { requireTrustedKey } from "../../proof/keys/key-trust.ts";
import {
	ensureProvingKey,
	findDevelopmentKey,
	loadProvingKey,
	type ProvingKey,
	type SuppliedKey,
} from "../../proof/keys/proving-key.ts";
import type { Progress } from "../output/progress.ts";
import { reporting } from "../output/reporting.ts";

export type CircuitAndKey = { readonly circuit: CircuitProgram; readonly key: ProvingKey };

/** Which key to prove with, and who vouches for it. */
export type KeyChoice = {
	/** As `ceremony finish` wrote it; without one the key is this machine's development key. */
	readonly folder?: string | undefined;
	/** Of the deployment that the proof is for. */
	readonly pins?: readonly KeyPin[] | undefined;
	/** Given by the user. */
	readonly trustedHashes?: readonly string[] | undefined;
};

/**
 * @throws those of `compileCircuit`, `ensureProvingKey`, `loadProvingKey` and `requireTrustedKey`
 */
export async function circuitAndKey(
	name: string,
	progress: Progress,
	{ folder, pins, trustedHashes }: KeyChoice = {},
): Promise<CircuitAndKey> {
	const circuit = await progress.step(`circuit ${name}`, (report) =>
		shippedOrCompiledCircuit({ name, onProgress: reporting(report) }),
	);
	if (folder === undefined) return { circuit, key: await developmentKey(circuit, progress) };
	const key = await progress.step(`key of ${name}`, async () =>
		requireTrustedKey({ key: await loaded(folder, circuit), circuit, pins, trustedHashes }),
	);
	return { circuit, key };
}

/** From the cache, or made now, which takes the constraints themselves: the package has only their hash. */
async function developmentKey(circuit: CircuitProgram, progress: Progress): Promise<ProvingKey> {
	const own = await findDevelopmentKey({ circuit });
	if (own !== undefined) return own;
	const { name } = circuit;
	const compiled = await progress.step(
		`compiling ${name}, once, to make this machine's development key; a published key (--key) needs none of this`,
		(report) => compileCircuit({ name, onProgress: reporting(report) }),
	);
	return progress.step(`development key of ${name}`, (report) =>
		ensureProvingKey({ circuit: compiled, onProgress: reporting(report) }),
	);
}

/** SHA-256 of a `.zkey` that the user vouches for; may be repeated. */
export function trustedHashOption() {
	return new Option(
		"--trust-key-hash <sha256>",
		"SHA-256 of a key file that you vouch for, where its ceremony was not verified on this machine",
	)
		.argParser((hash: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), hash])
		.default([] as readonly string[], "none");
}

function loaded(folder: string, circuit: CircuitProgram): Promise<SuppliedKey> {
	return loadProvingKey(join(folder, KEY_FILE), circuit);
}
