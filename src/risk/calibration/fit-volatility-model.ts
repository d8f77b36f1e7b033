/**
 * Coefficients of a volatility model from past days. Runs when parameters are made, never when a
 * table is built: tables take the published coefficients.
 */
import { InputError } from "../../errors/base.ts";
import { formatScaled } from "../../units/decimal.ts";
import { PPM_DECIMALS } from "../../units/exact-value.ts";
import type { VolatilityModelKind, VolatilityModelParams } from "../forecast/forecast-params.ts";
import type { LinearCoefficients } from "../forecast/linear-model.ts";
import { HAR_MEASURES, RIDGE_MEASURES } from "../forecast/realised-measures.ts";
import { returnToPpm } from "../scenarios/daily-returns.ts";
import { fitHar, fitRidge } from "./fit-linear.ts";
import { fitEwma, fitGarch } from "./fit-recursions.ts";
import type { TrainingDays } from "./training-days.ts";

/** Fewer days after the seed do not pin the coefficients down. */
const FEWEST_FITTED_DAYS = 250;

/** Coefficients in whole ppm, common to all underlyings. @throws InputError `CLOSES_TOO_SHORT` */
export function fitVolatilityModel(kind: VolatilityModelKind, training: TrainingDays): VolatilityModelParams {
	const needed = training.seedDays + FEWEST_FITTED_DAYS;
	if (training.days.length < needed) {
		throw new InputError({
			code: "CLOSES_TOO_SHORT",
			message: `a fit needs ${needed} joint daily returns, the closes give ${training.days.length}`,
			field: "closes",
			hint: "give a longer history; only days on which every symbol has a close count",
		});
	}
	switch (kind) {
		case "ewma":
			return { kind, memory: returnToPpm(fitEwma(training).memory) };
		case "garch": {
			const { shock, memory } = fitGarch(training);
			return { kind, shock: returnToPpm(shock), memory: returnToPpm(memory) };
		}
		case "har":
			return { kind, ...linearToPpm(fitHar(HAR_MEASURES, training)) } as VolatilityModelParams;
		case "ridge":
			return { kind, ...linearToPpm(fitRidge(RIDGE_MEASURES, training)) } as VolatilityModelParams;
	}
}

function linearToPpm({ anchor, weights }: LinearCoefficients) {
	return {
		anchor: returnToPpm(anchor),
		weights: Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, returnToPpm(value)])),
	};
}

/** The block `forecast.model` of a parameter file: coefficients as decimal text. */
export function volatilityModelToJson(params: VolatilityModelParams): Record<string, unknown> {
	return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, toText(value)]));
}

function toText(value: string | bigint | Readonly<Record<string, bigint>>): unknown {
	if (typeof value === "string") return value;
	if (typeof value === "bigint") return formatScaled(value, PPM_DECIMALS);
	return Object.fromEntries(Object.entries(value).map(([name, ppm]) => [name, toText(ppm)]));
}
