/** The forecast block of the risk parameters: which model, with which coefficients, floor and release. */
import { z } from "zod";
import { ratio } from "../../input/ratio-shape.ts";
import { ppmToNumber } from "../../units/exact-value.ts";
import { ewmaModel } from "./ewma-model.ts";
import { garchModel } from "./garch-model.ts";
import { linearModel } from "./linear-model.ts";
import { HAR_MEASURES, RIDGE_MEASURE_NAMES, RIDGE_MEASURES, type RidgeMeasure } from "./realised-measures.ts";
import type { VolatilityModel } from "./volatility-model.ts";

const weight = ratio("-10", "10");
const memory = ratio("0", "0.999999");

const ewma = z.strictObject({ kind: z.literal("ewma"), memory });

const garch = z
	.strictObject({ kind: z.literal("garch"), shock: memory, memory })
	.refine((g) => g.shock + g.memory < 1_000_000n, "shock + memory must be below 1");

const har = z.strictObject({
	kind: z.literal("har"),
	anchor: weight,
	weights: z.strictObject({ day: weight, week: weight, month: weight }),
});

const ridge = z.strictObject({
	kind: z.literal("ridge"),
	anchor: weight,
	weights: z.strictObject(
		Object.fromEntries(RIDGE_MEASURE_NAMES.map((name) => [name, weight])) as Record<
			RidgeMeasure,
			typeof weight
		>,
	),
});

export const volatilityModelParams = z.discriminatedUnion("kind", [ewma, garch, har, ridge]);

export const forecastParams = z.strictObject({
	model: volatilityModelParams,
	floorQuantile: ratio("0", "1"),
	releasePerDay: ratio("0", "1"),
});

/** Coefficients in whole ppm. */
export type VolatilityModelParams = z.output<typeof volatilityModelParams>;
export type VolatilityModelKind = VolatilityModelParams["kind"];

export function volatilityModel(params: VolatilityModelParams): VolatilityModel {
	switch (params.kind) {
		case "ewma":
			return ewmaModel({ memory: ppmToNumber(params.memory) });
		case "garch":
			return garchModel({ shock: ppmToNumber(params.shock), memory: ppmToNumber(params.memory) });
		case "har":
		case "ridge":
			return linearModel(params.kind === "har" ? HAR_MEASURES : RIDGE_MEASURES, {
				anchor: ppmToNumber(params.anchor),
				weights: Object.fromEntries(
					Object.entries(params.weights).map(([name, ppm]) => [name, ppmToNumber(ppm)]),
				),
			});
	}
}
