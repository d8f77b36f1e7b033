/** A thread of the development key builder: evaluates the circuit's polynomials, multiplies generators. */
import { parentPort } from "node:worker_threads";
import type { Bn254Code } from "../snarkjs/bn254-wasm.ts";
import { evaluateQap, type QapScalars } from "./evaluate-qap.ts";
import { type FixedBase, fixedBase, type GroupName } from "./fixed-base.ts";
import { type Trapdoor, wipeTrapdoor } from "./trapdoor.ts";

export type KeyTask =
	| {
			readonly kind: "evaluate";
			readonly code: Bn254Code;
			readonly r1csPath: string;
			readonly trapdoor: Trapdoor;
	  }
	| {
			readonly kind: "multiply";
			readonly code: Bn254Code;
			readonly group: GroupName;
			readonly scalars: Uint8Array;
	  };

export type KeyTaskResult = { readonly scalars: QapScalars } | { readonly points: Uint8Array<ArrayBuffer> };

const bases = new Map<GroupName, FixedBase>();

parentPort?.on("message", async (task: KeyTask) => {
	if (task.kind === "evaluate") {
		// The thread got a copy of the trapdoor.
		const scalars = await evaluateQap(task.code, task.r1csPath, task.trapdoor).finally(() => {
			wipeTrapdoor(task.trapdoor);
		});
		const { coefficients, a, b, combined, h } = scalars;
		parentPort?.postMessage(
			{ scalars } satisfies KeyTaskResult,
			[coefficients, a, b, combined, h].map((bytes) => bytes.buffer),
		);
		return;
	}
	const base = bases.get(task.group) ?? fixedBase(task.code, task.group);
	bases.set(task.group, base);
	const points = base.multiply(task.scalars);
	task.scalars.fill(0);
	parentPort?.postMessage({ points } satisfies KeyTaskResult, [points.buffer]);
});
