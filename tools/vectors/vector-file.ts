/**
 * Known-answer vectors of the scenario-margin rule: portfolios with every intermediate value, as some
 * other model computed them. Natural units: USD, contracts, fractions, years of 365 days.
 */
import { z } from "zod";
import { parseShape } from "../../src/input/parse-shape.ts";

const positive = z.number().positive();
const atLeastZero = z.number().min(0);

const option = z.strictObject({
	strike: positive,
	type: z.enum(["call", "put"]),
	iv: positive,
	/** Contracts, negative is short. */
	size: z.number(),
});

const expiry = z.strictObject({
	secondsToExpiry: z.int().min(0),
	forward: positive,
	/** The part of the forward that does not move with spot. */
	forwardFixedPart: atLeastZero,
	discountFactor: positive,
	options: z.array(option),
});

const collateral = z.strictObject({
	size: atLeastZero,
	/** USD. */
	price: atLeastZero,
	haircut: z.number().min(0).max(1),
	movesWithSpot: z.boolean(),
});

const params = z.strictObject({
	volShock: z.strictObject({
		rangeUp: atLeastZero,
		rangeDown: atLeastZero,
		shortTermPower: atLeastZero,
		longTermPower: atLeastZero,
		floorSeconds: atLeastZero,
		minVolUp: atLeastZero,
	}),
	scenarios: z.array(
		z.strictObject({ spotFactor: positive, vol: z.enum(["up", "flat", "down"]), damp: atLeastZero }),
	),
	scenarioMultiplier: atLeastZero,
	basis: z.strictObject({
		spotUp: positive,
		spotDown: positive,
		addFactor: atLeastZero,
		perYearFactor: atLeastZero,
	}),
	nakedShortOptionRate: atLeastZero,
	perpRate: atLeastZero,
});

const expected = z.strictObject({
	equity: z.number(),
	/** One per scenario of the parameters, before the multiplier. */
	scenarioPnl: z.array(z.number()),
	/** `min(0, min scenarioPnl)`. */
	worst: z.number(),
	basisCharge: z.number(),
	nakedShortCharge: z.number(),
	perpCharge: z.number(),
	haircut: z.number(),
	margin: z.number(),
});

const vectorFile = z
	.strictObject({
		name: z.string().min(1),
		source: z.string(),
		market: z.strictObject({ spot: positive, perpPrice: atLeastZero, expiries: z.array(expiry) }),
		portfolio: z.strictObject({ cash: z.number(), perp: z.number(), collateral: z.array(collateral) }),
		params,
		expected,
	})
	.refine((file) => file.expected.scenarioPnl.length === file.params.scenarios.length, {
		message: "must hold one number per scenario of params.scenarios",
		path: ["expected", "scenarioPnl"],
	})
	.refine((file) => file.market.expiries.every((one) => one.forwardFixedPart <= one.forward), {
		message: "forwardFixedPart must not exceed its forward",
		path: ["market", "expiries"],
	})
	.refine(({ market: { expiries } }) => new Set(expiries.map(secondsOf)).size === expiries.length, {
		message: "secondsToExpiry must differ between expiries",
		path: ["market", "expiries"],
	});

function secondsOf({ secondsToExpiry }: { readonly secondsToExpiry: number }): number {
	return secondsToExpiry;
}

export type VectorFile = z.output<typeof vectorFile>;

/** @throws InputError `VECTOR_MALFORMED` */
export function parseVectorFile(json: unknown): VectorFile {
	return parseShape({
		schema: vectorFile,
		value: json,
		code: "VECTOR_MALFORMED",
		what: "scenario-margin vector",
		hint: "docs/vectors.md describes the form; numbers are JSON numbers and no field may be missing or extra",
	});
}
