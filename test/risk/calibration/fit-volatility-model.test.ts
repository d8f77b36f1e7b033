import { describe, expect, it } from "vitest";
import {
	fitVolatilityModel,
	volatilityModelToJson,
} from "../../../src/risk/calibration/fit-volatility-model.ts";
import { qlike } from "../../../src/risk/calibration/qlike.ts";
import { meanLoss } from "../../../src/risk/calibration/training-days.ts";
import { volatilityModel } from "../../../src/risk/forecast/forecast-params.ts";
import { parseRiskParams } from "../../../src/risk/params/risk-params.ts";
import { seededGarch } from "../../support/random/seeded-garch.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SAMPLE_PARAMS_TEXT } from "../../support/tables/small-tables.ts";

const TRUTH = { longRun: 1.6e-3, shock: 0.12, memory: 0.8 };
const days = seededGarch({ seed: 21, underlyings: 3, days: 2000, ...TRUTH });
const training = { days, seedDays: 60 };
const KINDS = ["ewma", "garch", "har", "ridge"] as const;
const fits = Object.fromEntries(KINDS.map((kind) => [kind, fitVolatilityModel(kind, training)]));

describe("a fit", () => {
	it("finds a GARCH's own coefficients again, within 0.03 and 0.06 on 6,000 observations", () => {
		const { shock, memory } = fits.garch as { shock: bigint; memory: bigint } & typeof fits.garch;
		expect(Math.abs(Number(shock) / 1e6 - TRUTH.shock)).toBeLessThan(0.03);
		expect(Math.abs(Number(memory) / 1e6 - TRUTH.memory)).toBeLessThan(0.06);
	});

	it("ranks the true model first and the one without a long run last", () => {
		const loss = (kind: (typeof KINDS)[number]) =>
			meanLoss(volatilityModel(fits[kind] as NonNullable<(typeof fits)[string]>), training);
		expect(loss("garch")).toBeLessThan(loss("har"));
		expect(loss("garch")).toBeLessThan(loss("ewma"));
		expect(loss("ridge")).toBeLessThan(loss("ewma"));
	});

	it("gives HAR and ridge weights that reproduce an average day: they add up to about 1", () => {
		for (const kind of ["har", "ridge"] as const) {
			const { anchor, weights } = fits[kind] as unknown as {
				anchor: bigint;
				weights: Record<string, bigint>;
			};
			const total = Object.values(weights).reduce((sum, value) => sum + value, anchor);
			expect(Math.abs(Number(total) / 1e6 - 1)).toBeLessThan(0.15);
		}
	});

	it.each(KINDS)("of %s is the same every time and reads back as a parameter", (kind) => {
		const again = fitVolatilityModel(kind, training);
		expect(again).toEqual(fits[kind]);
		const sample = SAMPLE_PARAMS_TEXT.replace(
			/"model": \{[^}]*\}/,
			`"model": ${JSON.stringify(volatilityModelToJson(again))}`,
		);
		expect(parseRiskParams(sample).forecast).toMatchObject({ model: again });
	});

	it("knows nothing of later days", () => {
		const later = days.map((day, at) => (at < 1000 ? day : day.map((value) => 3 * value)));
		const early = (all: readonly (readonly number[])[]) =>
			fitVolatilityModel("har", { days: all.slice(0, 1000), seedDays: 60 });
		expect(early(later)).toEqual(early(days));
	});

	it("refuses a history that is too short, saying how much it needs", () => {
		const error = thrownBy(() => fitVolatilityModel("garch", { days: days.slice(0, 300), seedDays: 60 }));
		expect(error).toMatchObject({ code: "CLOSES_TOO_SHORT", field: "closes" });
		expect(error.message).toContain("310 joint daily returns");
	});
});

describe("QLIKE", () => {
	it("is 0 for the truth, punishes too low more than too high, and survives a day without a move", () => {
		expect(qlike(4e-4, 4e-4)).toBe(0);
		expect(qlike(4e-4, 2e-4)).toBeGreaterThan(qlike(4e-4, 8e-4));
		expect(qlike(0, 4e-4)).toBeCloseTo(qlike(1e-8, 4e-4), 12);
		expect(qlike(4e-4, 0)).toBeLessThan(Number.POSITIVE_INFINITY);
	});
});
