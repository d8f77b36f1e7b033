/** The pieces of work that a proof is cut into, for whichever thread is free. */

import type { Engine } from "../engine/engine.ts";
import { polynomialBytes, type TransformTables, transformToCoset } from "../engine/transform.ts";
import {
	type BucketRequest,
	type BucketRoom,
	sumBuckets,
	sumPoints,
	type WindowSums,
} from "../sums/bucket-sums.ts";

export type ProverTask =
	| { readonly kind: "buckets"; readonly request: BucketRequest }
	| { readonly kind: "points"; readonly request: BucketRequest }
	| {
			readonly kind: "rows";
			readonly streamAt: number;
			readonly streamEnd: number;
			readonly out: number;
	  }
	| {
			readonly kind: "multiply";
			readonly a: number;
			readonly b: number;
			readonly out: number;
			readonly size: number;
	  }
	| { readonly kind: "transform"; readonly tables: TransformTables; readonly at: number }
	| {
			readonly kind: "quotient";
			readonly a: number;
			readonly b: number;
			readonly c: number;
			readonly size: number;
			readonly out: number;
			readonly biasAt: number;
	  };

export type ProverTaskResult = {
	readonly buckets: WindowSums[];
	readonly points: (readonly bigint[])[][];
	readonly rows: undefined;
	readonly multiply: undefined;
	readonly transform: undefined;
	readonly quotient: undefined;
};

export type ResultOf<Task extends ProverTask> = ProverTaskResult[Task["kind"]];

export function runProverTask(
	engine: Engine,
	room: BucketRoom,
	task: ProverTask,
): ProverTaskResult[ProverTask["kind"]] {
	const { call } = engine;
	switch (task.kind) {
		case "buckets":
			return sumBuckets(engine, task.request, room);
		case "points":
			return sumPoints(engine, task.request, room);
		case "rows":
			call.fr_rowProducts(task.streamAt, task.streamEnd, task.out);
			return undefined;
		case "multiply":
			call.fr_multiplyBlocks(task.a, task.b, task.out, task.out + polynomialBytes(task.size));
			return undefined;
		case "transform":
			transformToCoset(engine, task.tables, task.at);
			return undefined;
		case "quotient": {
			const { a, b, c, size, out, biasAt } = task;
			const quarter = (size / 4) * 32;
			call.fr_quotientScalars(a, b, c, a + polynomialBytes(size), out, quarter, biasAt);
			return undefined;
		}
	}
}
