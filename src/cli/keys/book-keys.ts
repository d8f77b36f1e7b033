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

/**
 * A key that the user vouches for, for one circuit. Circuits of several sizes have the same public signals: a key of a
 * larger one in a smaller one's place would let a batch cover more places than its weights keep apart.
 */
export type TrustedKeyHash = { readonly circuit: string; readonly hash: string };

/** Who vouches for each key: its kind where this machine or the user knows it, and nothing where nobody does. */
export async function judgeKeys(
	keys: Readonly<Record<string, VerificationKey>>,
	trusted: readonly TrustedKeyHash[],
): Promise<JudgedKey[]> {
	return Promise.all(
		Object.entries(keys).map(async ([circuit, key]) => {
			const hash = verificationKeyHash(key);
			const known = (await knownKeys(circuit)).find(({ verificationKeyHash: one }) => one === hash);
			const isVouched = trusted.some((own) => own.circuit === circuit && own.hash === hash);
			const vouched = isVouched ? ("development" as const) : undefined;
			return { circuit, hash, kind: known?.kind ?? vouched };
		}),
	);
}
