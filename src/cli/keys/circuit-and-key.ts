/** Compiled circuit and proving key: a given key, or this machine's own from the cache or built now. */
import { join } from "node:path";
import { Option } from "@commander-js/extra-typings";
import { type CompiledCircuit, compileCircuit } from "../../proof/circuit/compile-circuit.ts";
import type { KeyPin } from "../../proof/keys/key-kind.ts";
import { KEY_FILE } from "../../proof/keys/key-manifest.ts";
import { requireTrustedKey, trustOf } from "../../proof/keys/key-trust.ts";
import {
	ensureProvingKey,
	loadProvingKey,
	type ProvingKey,
	type SuppliedKey,
} from "../../proof/keys/proving-key.ts";
import type { Progress } from "../output/progress.ts";
import { reporting } from "../output/reporting.ts";

export type CircuitAndKey = { readonly circuit: CompiledCircuit; readonly key: ProvingKey };

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
	const circuit = await compiled(name, progress);
	if (folder === undefined) {
		const key = await progress.step(`development key of ${name}`, (report) =>
			ensureProvingKey({ circuit, onProgress: reporting(report) }),
		);
		return { circuit, key };
	}
	const key = await progress.step(`key of ${name}`, async () =>
		requireTrustedKey({ key: await loaded(folder, circuit), circuit, pins, trustedHashes }),
	);
	return { circuit, key };
}

/**
 * A key that nothing is proven with: a checker may name one that only the checker trusts.
 *
 * @returns `development` as its kind unless this machine knows better
 * @throws those of `compileCircuit` and `loadProvingKey`
 */
export async function keyToCheckWith(
	name: string,
	progress: Progress,
	folder: string,
): Promise<SuppliedKey & Pick<ProvingKey, "kind">> {
	const circuit = await compiled(name, progress);
	return progress.step(`key of ${name}`, async () => {
		const key = await loaded(folder, circuit);
		return { ...key, kind: (await trustOf({ key, circuit }))?.kind ?? "development" };
	});
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

function compiled(name: string, progress: Progress): Promise<CompiledCircuit> {
	return progress.step(`circuit ${name}`, (report) =>
		compileCircuit({ name, onProgress: reporting(report) }),
	);
}

function loaded(folder: string, circuit: CompiledCircuit): Promise<SuppliedKey> {
	return loadProvingKey(join(folder, KEY_FILE), circuit);
}
