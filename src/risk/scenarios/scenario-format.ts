/**
 * The file form of a table's scenarios: all that was assumed of the market, so that rows can be built
 * again, at these marks or others, without the history the scenarios came from. Together with the
 * parameters they are what an epoch's parameters hash covers (`hashRiskInputs`).
 */
import { z } from "zod";
import { parseShape } from "../../input/parse-shape.ts";
import { printableText, symbolText } from "../../input/text-shape.ts";
import { STRESS_LANES, TAIL_LANES } from "../model/dimensions.ts";
import { LARGEST_LATER_MS, type Scenario, type ScenarioSet } from "../model/scenario.ts";

const SCENARIOS_FORMAT = "zkmargin-scenarios/2";

const integer = z
	.string()
	.regex(/^-?(?:0|[1-9][0-9]{0,29})$/, "must be a whole number as text")
	.transform(BigInt);
const ppmByName = z.record(symbolText, integer);

const surfaceMove = z.strictObject({
	levelPpm: z.tuple([integer, integer, integer, integer]),
	riskReversalPpm: integer,
	flyPpm: integer,
});

const scenario = z.strictObject({
	name: printableText(200),
	weight: z.strictObject({ units: integer, decimals: z.int().min(0).max(60) }),
	laterMs: z.int().min(0).max(LARGEST_LATER_MS),
	movesPpm: ppmByName,
	depegsPpm: ppmByName,
	vols: z.record(symbolText, z.union([z.enum(["up", "flat", "down", "pin"]), surfaceMove])),
	basisPerYearPpm: ppmByName,
}) satisfies z.ZodType<Scenario>;

const scenarioSet = z.strictObject({
	stress: z.array(scenario).length(STRESS_LANES),
	tail: z.array(scenario).length(TAIL_LANES),
	haircutFactorsPpm: ppmByName,
}) satisfies z.ZodType<ScenarioSet>;

const file = z.strictObject({ format: z.literal(SCENARIOS_FORMAT), ...scenarioSet.shape });

/** For `JSON.stringify`: integers as decimal text. */
export function scenariosToJson(scenarios: ScenarioSet): unknown {
	return { format: SCENARIOS_FORMAT, ...(integersAsText(scenarios) as object) };
}

/** @throws InputError `SCENARIOS_MALFORMED` */
export function parseScenarios(value: unknown): ScenarioSet {
	const { format: _format, ...scenarios } = parseShape({
		schema: file,
		value,
		code: "SCENARIOS_MALFORMED",
		what: "scenarios",
		hint: "scenarios.json is written by `zkmargin risk build`; do not edit it",
	});
	return scenarios;
}

function integersAsText(value: unknown): unknown {
	if (typeof value === "bigint") return value.toString();
	if (Array.isArray(value)) return value.map(integersAsText);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, integersAsText(one)]));
}
