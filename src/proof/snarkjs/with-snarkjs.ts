/**
 * The one door to snarkjs: gives it one curve with its threads, and ends them.
 *
 * snarkjs takes its curve from a global variable, starts threads whenever that is empty and never ends
 * them, so a program that verified one proof would not exit. And each copy of ffjavascript that is
 * loaded (packages bring their own) empties the variable, even in the middle of a proof: snarkjs would
 * then start a second set of threads that nobody knows of. So while our curve is alive the variable is
 * ours and cannot be emptied. The threads end shortly after the last user: a series of proofs does not
 * start them each time.
 */
import type { Bn128 } from "ffjavascript";
import { optionalPackage } from "../../node/packages/missing-package.ts";

const IDLE_MS = 250;
const GLOBAL_NAME = "curve_bn128";

type Snarkjs = typeof import("snarkjs");
type Started = { readonly snarkjs: Snarkjs; readonly curve: Bn128 };

let starting: Promise<Started> | undefined;
let users = 0;
let idle: NodeJS.Timeout | undefined;
/** What the global variable is while this is set, whatever anybody writes there. */
let live: Bn128 | undefined;
/** What others wrote there. */
let others: unknown;

export type SnarkjsThreads = "one per core" | "none";

/**
 * Runs `use` with snarkjs and its curve.
 *
 * @param threads `none` computes in the calling thread; only the first user of a thread decides
 */
export async function withSnarkjs<T>(
	use: (snarkjs: Snarkjs, curve: Bn128) => Promise<T>,
	threads: SnarkjsThreads = "one per core",
): Promise<T> {
	users++;
	clearTimeout(idle);
	try {
		starting ??= start(threads);
		const { snarkjs, curve } = await starting;
		return await use(snarkjs, curve);
	} finally {
		users--;
		if (users === 0) idle = setTimeout(stop, IDLE_MS);
	}
}

async function start(threads: SnarkjsThreads): Promise<Started> {
	try {
		const snarkjs = await optionalPackage(() => import("snarkjs"));
		const { buildBn128 } = await optionalPackage(() => import("ffjavascript"));
		guardGlobal();
		live = await buildBn128(threads === "none");
		others = undefined;
		return { snarkjs, curve: live };
	} catch (error) {
		// The next user tries again.
		starting = undefined;
		throw error;
	}
}

function stop(): void {
	starting = undefined;
	// At once and not by `curve.terminate`, which asks each thread to end itself.
	for (const thread of live?.tm.workers ?? []) thread.terminate();
	live = undefined;
}

/** Makes the global variable one that nobody can change while our curve is alive. */
function guardGlobal(): void {
	Object.defineProperty(globalThis, GLOBAL_NAME, {
		configurable: true,
		get: () => live ?? others,
		set: (value: unknown) => {
			others = value;
		},
	});
}
