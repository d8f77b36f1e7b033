/**
 * The one door to snarkjs: starts its curve threads and stops them.
 *
 * snarkjs keeps a multi-threaded curve in a global variable and never ends it, so a program that
 * verified one proof would not exit. And each copy of ffjavascript that is loaded (packages bring
 * their own) empties that variable, upon which snarkjs would start a second set of threads that
 * nobody ends. So snarkjs is loaded first, and the variable is set again before every use. The threads
 * end shortly after the last user: a series of proofs does not start them each time.
 */
import type { Bn128 } from "ffjavascript";

const IDLE_MS = 250;

type Snarkjs = typeof import("snarkjs");
type Started = { readonly snarkjs: Snarkjs; readonly curve: Bn128 };

let starting: Promise<Started> | undefined;
let users = 0;
let idle: NodeJS.Timeout | undefined;

export async function withSnarkjs<T>(use: (snarkjs: Snarkjs, curve: Bn128) => Promise<T>): Promise<T> {
	users++;
	clearTimeout(idle);
	try {
		starting ??= start();
		const { snarkjs, curve } = await starting;
		(globalThis as { curve_bn128?: Bn128 }).curve_bn128 = curve;
		return await use(snarkjs, curve);
	} finally {
		users--;
		if (users === 0) idle = setTimeout(stop, IDLE_MS);
	}
}

async function start(): Promise<Started> {
	const snarkjs = await import("snarkjs");
	const { buildBn128 } = await import("ffjavascript");
	return { snarkjs, curve: await buildBn128() };
}

function stop(): void {
	const stopping = starting;
	starting = undefined;
	stopping?.then(({ curve }) => curve.terminate()).catch(() => {});
}
