/** Our Groth16 prover: opens a key once and makes proofs with it. Runs in Node and in browsers. */
import { FIELD_ORDER } from "../../field/bn254.ts";
import type { KeySource } from "../snarkjs/key-source.ts";
import { type LoadedKey, loadKey } from "./key/loaded-key.ts";
import { type Blinding, type ProofPoints, proveWithKey } from "./prove-with-key.ts";
import {
	callingThread,
	type ProverThreads,
	proverThreads,
	type ThreadHandle,
	type ThreadStart,
} from "./threads/prover-threads.ts";

/** Affine coordinates as decimal text, in snarkjs' layout. */
export type ProofJson = {
	readonly pi_a: [string, string, "1"];
	readonly pi_b: [[string, string], [string, string], ["1", "0"]];
	readonly pi_c: [string, string, "1"];
	readonly protocol: "groth16";
	readonly curve: "bn128";
};

export type OpenProver = {
	readonly wireCount: number;
	readonly publicCount: number;
	/**
	 * One proof at a time.
	 *
	 * @param witness 32 bytes little endian per wire, reduced
	 * @param blinding only for tests: else it is drawn from the platform's secure generator
	 */
	readonly prove: (witness: Uint8Array, blinding?: Blinding) => Promise<ProofJson>;
	readonly close: () => Promise<void>;
};

export type OpenProverOptions = {
	readonly source: KeySource;
	/** Starts a thread. Left out, where memory cannot be shared: all is done in the calling thread. */
	readonly startThread?: (() => ThreadHandle) | undefined;
	readonly threadCount: number;
};

/**
 * Refuses keys whose header would show the witness. Whoever opens a key that came from elsewhere compares
 * its hash first, and lets no proof out that does not verify: that is what `requireTrustedKey` and
 * `proveSolvency` do, and a page has to do itself.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `PROVING_KEY_UNSOUND`, `VERIFICATION_KEY_UNSOUND`
 */
export async function openProver({
	source,
	startThread,
	threadCount,
}: OpenProverOptions): Promise<OpenProver> {
	// Started first: they come up while the key is read.
	const handles = startThread === undefined ? [] : Array.from({ length: threadCount }, startThread);
	const hasThreads = handles.length > 0;
	const key = await loadKey(source, Math.max(1, handles.length), hasThreads).catch(async (error: unknown) => {
		await Promise.all(handles.map((thread) => thread.end()));
		throw error;
	});
	const threads = hasThreads
		? proverThreads(handles, key.starts)
		: callingThread(key.starts[0] as ThreadStart);
	return {
		wireCount: key.header.wireCount,
		publicCount: key.header.publicCount,
		prove: (witness, blinding = randomBlinding()) => prove(key, threads, witness, blinding),
		close: threads.close,
	};
}

async function prove(
	key: LoadedKey,
	threads: ProverThreads,
	witness: Uint8Array,
	blinding: Blinding,
): Promise<ProofJson> {
	if (witness.length !== 32 * key.header.wireCount) {
		throw new RangeError(
			`the key is for ${key.header.wireCount} wires, the witness has ${witness.length / 32}`,
		);
	}
	return proofJson(await proveWithKey(key, threads, witness, blinding));
}

/** From the platform's secure generator: 128 bits more than the field has, so that the bias is negligible. */
export function randomBlinding(): Blinding {
	const draw = () => {
		const bytes = crypto.getRandomValues(new Uint8Array(48));
		return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) % FIELD_ORDER;
	};
	return { r: draw(), s: draw() };
}

function proofJson({ a, b, c }: ProofPoints): ProofJson {
	const first = ({ x, y }: { x: bigint; y: bigint }): [string, string, "1"] => [String(x), String(y), "1"];
	const { x, y } = b.toAffine();
	return {
		pi_a: first(a.toAffine()),
		pi_b: [
			[String(x.c0), String(x.c1)],
			[String(y.c0), String(y.c1)],
			["1", "0"],
		],
		pi_c: first(c.toAffine()),
		protocol: "groth16",
		curve: "bn128",
	};
}
