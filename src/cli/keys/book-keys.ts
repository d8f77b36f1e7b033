/** Circuits and keys of a whole book, to prove and to verify with. */
import { join } from "node:path";
import type { KeyKind } from "../../proof/keys/key-kind.ts";
import { type VerificationKey, verificationKeyHash } from "../../proof/keys/verification-key.ts";
import type { BookTools } from "../../proof/statements/prove-book.ts";
import type { Progress } from "../output/progress.ts";
import { type CircuitAndKey, circuitAndKey } from "./circuit-and-key.ts";
import { knownKeys } from "./known-keys.ts";

/**
 * @param request.folder with a folder of each circuit's key in it; without one, this machine's development keys
 * @throws those of `circuitAndKey`
 */
export async function bookTools(request: {
	readonly circuits: readonly string[];
	readonly folder?: string | undefined;
	readonly trustedHashes: readonly string[];
	readonly progress: Progress;
}): Promise<BookTools> {
	const { circuits, folder, trustedHashes, progress } = request;
	const tools = new Map<string, CircuitAndKey>();
	for (const name of circuits) {
		const own = folder === undefined ? {} : { folder: join(folder, name), trustedHashes };
		tools.set(name, await circuitAndKey(name, progress, own));
	}
	return tools;
}

export type JudgedKey = {
	readonly circuit: string;
	readonly hash: string;
	readonly kind: KeyKind | undefined;
};

/** Who vouches for each key: its kind where this machine or the user knows it, and nothing where nobody does. */
export async function judgeKeys(
	keys: Readonly<Record<string, VerificationKey>>,
	trustedHashes: readonly string[],
): Promise<JudgedKey[]> {
	return Promise.all(
		Object.entries(keys).map(async ([circuit, key]) => {
			const hash = verificationKeyHash(key);
			const known = (await knownKeys(circuit)).find(({ verificationKeyHash: one }) => one === hash);
			const vouched = trustedHashes.includes(hash) ? ("development" as const) : undefined;
			return { circuit, hash, kind: known?.kind ?? vouched };
		}),
	);
}
