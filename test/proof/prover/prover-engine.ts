/** One thread's prover engine with some room, and ways to put elements and points into it. */
import type { bn254 } from "@noble/curves/bn254.js";
import { proverCode } from "../../../src/proof/prover/code/prover-code.ts";
import { type Engine, instantiateEngine } from "../../../src/proof/prover/engine/engine.ts";
import { engineParts, memoryPlan, threadMemoryAt } from "../../../src/proof/prover/engine/engine-memory.ts";
import { writeCoordinate } from "../../../src/proof/prover/engine/packed-element.ts";

export type TestEngine = Engine & {
	/** Aligned and zero. */
	readonly take: (bytes: number) => number;
};

export async function testEngine(bytes: number): Promise<TestEngine> {
	const code = proverCode(false);
	const plan = memoryPlan(code);
	const threadAt = threadMemoryAt(plan, code);
	let next = plan.take(bytes);
	const parts = await engineParts(code, plan.size(), false);
	const engine = instantiateEngine(parts, threadAt, code.scratchBytes);
	return {
		...engine,
		take: (wanted) => {
			const at = next;
			next += Math.ceil(wanted / 128) * 128;
			return at;
		},
	};
}

export type Point1 = InstanceType<typeof bn254.G1.Point>;
export type Point2 = InstanceType<typeof bn254.G2.Point>;

/** Writes an affine point; not the one at infinity. */
export function writePoint(engine: Engine, at: number, point: Point1 | Point2): void {
	const { x, y } = point.toAffine();
	const elements = [x, y].flatMap((value) => (typeof value === "bigint" ? [value] : [value.c0, value.c1]));
	elements.forEach((value, k) => {
		writeCoordinate(engine.u32, at + 32 * k, value);
	});
}
