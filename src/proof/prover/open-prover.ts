/** Our Groth16 prover: opens a key once and makes proofs with it. Runs in Node and in browsers. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { InputError, InternalError } from "../../errors/base.ts";
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
import { type OwnVerifier, ownVerifier } from "./verify-own-proof.ts";

const HASH_CHUNK_BYTES = 1 << 20;

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
	 * One proof at a time. It verifies, unless the prover was opened with `unverified`.
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
	/**
	 * SHA-256 of the key file, 64 hexadecimal digits, from people that you trust. Without it the key must be of
	 * your own making, or compared before: one that was made for it can tell of an account by failing.
	 */
	readonly keySha256?: string | undefined;
	/** Lets proofs out as they come. Only for a caller that verifies them before anybody else sees them. */
	readonly unverified?: true | undefined;
};

/**
 * Refuses keys whose header would show the witness, and keys of another hash than the one that is trusted.
 *
 * @throws InputError `PROVING_KEY_NOT_TRUSTED`, `KEY_FILE_MALFORMED`, `PROVING_KEY_UNSOUND`,
 * `VERIFICATION_KEY_UNSOUND`
 */
export async function openProver({
	source,
	startThread,
	threadCount,
	keySha256,
	unverified,
}: OpenProverOptions): Promise<OpenProver> {
	if (keySha256 !== undefined) await requireHash(source, keySha256);
	// Started first: they come up while the key is read.
	const handles = startThread === undefined ? [] : Array.from({ length: threadCount }, startThread);
	const hasThreads = handles.length > 0;
	const key = await loadKey(source, Math.max(1, handles.length), hasThreads).catch(async (error: unknown) => {
		await Promise.all(handles.map((thread) => thread.end()));
		throw error;
	});
	const verify = unverified === true ? undefined : await ownVerifier(source, key.header);
	const threads = hasThreads
		? proverThreads(handles, key.starts)
		: callingThread(key.starts[0] as ThreadStart);
	return {
		wireCount: key.header.wireCount,
		publicCount: key.header.publicCount,
		prove: (witness, blinding = randomBlinding()) => prove({ key, threads, verify }, witness, blinding),
		close: threads.close,
	};
}

async function requireHash({ bytes, read }: KeySource, expected: string): Promise<void> {
	const hash = sha256.create();
	const chunk = new Uint8Array(HASH_CHUNK_BYTES);
	for (let at = 0; at < bytes; at += chunk.length) {
		const part = chunk.subarray(0, Math.min(chunk.length, bytes - at));
		await read(at, part);
		hash.update(part);
	}
	const found = bytesToHex(hash.digest());
	if (found === expected.toLowerCase()) return;
	throw new InputError({
		code: "PROVING_KEY_NOT_TRUSTED",
		message: `the proving key has the SHA-256 ${found}, not ${expected}`,
		field: "keySha256",
		hint: "get the key again from where the hash was published",
	});
}

type ProverParts = {
	readonly key: LoadedKey;
	readonly threads: ProverThreads;
	readonly verify: OwnVerifier | undefined;
};

async function prove(
	{ key, threads, verify }: ProverParts,
	witness: Uint8Array,
	blinding: Blinding,
): Promise<ProofJson> {
	if (witness.length !== 32 * key.header.wireCount) {
		throw new RangeError(
			`the key is for ${key.header.wireCount} wires, the witness has ${witness.length / 32}`,
		);
	}
	const points = await proveWithKey(key, threads, witness, blinding);
	if (verify !== undefined && !verify(points, witness)) {
		throw new InternalError({
			code: "PROOF_DOES_NOT_VERIFY",
			message: "a fresh proof does not verify: the witness is no solution, or the key was made to fail",
		});
	}
	return proofJson(points);
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
