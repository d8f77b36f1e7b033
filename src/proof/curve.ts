/**
 * The one place that starts and stops snarkjs' curve threads.
 *
 * snarkjs keeps one multi-threaded curve per process and never ends it, so a program that verified
 * one proof would not exit. Everything that calls snarkjs runs inside `withCurve`; the threads end
 * shortly after the last user, so that a series of proofs does not start them again each time.
 */
import type { Bn128 } from "ffjavascript";

const IDLE_MS = 250;

let starting: Promise<Bn128> | undefined;
let users = 0;
let idle: NodeJS.Timeout | undefined;

export async function withCurve<T>(use: (curve: Bn128) => Promise<T>): Promise<T> {
	users++;
	clearTimeout(idle);
	try {
		starting ??= import("ffjavascript").then(({ buildBn128 }) => buildBn128());
		return await use(await starting);
	} finally {
		users--;
		if (users === 0) idle = setTimeout(stop, IDLE_MS);
	}
}

function stop(): void {
	const stopping = starting;
	starting = undefined;
	stopping?.then((curve) => curve.terminate()).catch(() => {});
}
