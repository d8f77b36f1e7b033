/** Other models' portfolios through our real path: pricers, scenarios, rows, engine. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { STRESS_LANES } from "../../../src/risk/model/dimensions.ts";
import { checkVector, RELATIVE_TOLERANCE } from "../../../tools/vectors/check-vector.ts";
import { parseVectorFile, type VectorFile } from "../../../tools/vectors/vector-file.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { HAND_VECTOR } from "./hand-vector.ts";

const withParams = (change: Partial<VectorFile["params"]>): VectorFile => ({
	...HAND_VECTOR,
	params: { ...HAND_VECTOR.params, ...change },
});

describe("a vector that was worked out by hand", () => {
	it("holds in every number, before and after rounding", () => {
		const result = checkVector(HAND_VECTOR);
		expect(result.lines.filter(({ agrees }) => !agrees)).toEqual([]);
		expect(result.scenarios.map(({ computedUsd }) => computedUsd)).toEqual([154.6, -197, 0]);
		expect(result.worstRelativeError).toBeLessThan(1e-15);
		expect(result.holds).toBe(true);
	});

	it("loses a few µUSD to rounding at both levels, and no more than the bound", () => {
		const { rounded } = checkVector(HAND_VECTOR);
		expect(rounded.map(({ level }) => level)).toEqual(["initial", "maintenance"]);
		for (const { belowExactScaled, boundMicroUsd, lots } of rounded) {
			expect(belowExactScaled).toBeGreaterThan(0n);
			expect(lots).toBe(5n);
			expect(boundMicroUsd).toBeLessThanOrEqual(5n * 20n);
		}
	});

	it("stops holding when any expected value changes by more than the tolerance", () => {
		const change = (value: number) => value + 2 * RELATIVE_TOLERANCE * Math.max(1000, Math.abs(value));
		const { scenarioPnl, ...single } = HAND_VECTOR.expected;
		for (const [key, value] of Object.entries(single)) {
			const expected = { ...HAND_VECTOR.expected, [key]: change(value) };
			const result = checkVector({ ...HAND_VECTOR, expected });
			expect(result.holds, key).toBe(false);
			expect(result.lines.filter(({ agrees }) => !agrees)).toHaveLength(1);
		}
		scenarioPnl.forEach((value, at) => {
			const changed = scenarioPnl.with(at, change(value));
			const result = checkVector({
				...HAND_VECTOR,
				expected: { ...HAND_VECTOR.expected, scenarioPnl: changed },
			});
			expect(result.holds, `scenario ${at}`).toBe(false);
			expect(result.scenarios.findIndex(({ agrees }) => !agrees)).toBe(at);
		});
	});

	it("is refused when our parameters cannot say what it says", () => {
		const [first, ...others] = HAND_VECTOR.params.scenarios;
		const moved = (spotFactor: number) =>
			withParams({ scenarios: [{ vol: "up", damp: 1, spotFactor }, ...others] });
		expect(thrownBy(() => checkVector(withParams({ perpRate: 1 / 3 })))).toMatchObject({
			code: "VECTOR_NOT_IN_PPM",
			field: "params.perpRate",
		});
		expect(thrownBy(() => checkVector(moved(1.23456789)))).toMatchObject({ code: "VECTOR_NOT_IN_PPM" });
		expect(thrownBy(() => checkVector(moved(40)))).toMatchObject({ code: "VECTOR_MOVE_TOO_LARGE" });
		const many = { scenarios: new Array(STRESS_LANES).fill(first) };
		expect(thrownBy(() => checkVector(withParams(many)))).toMatchObject({ code: "SCENARIOS_DO_NOT_FIT" });
	});
});

describe("the floor of a vector's volatility shock", () => {
	/** One call, 20 days before expiry, at the money; everything else is nothing. */
	const withFloor = (floorDays: number): VectorFile => {
		const [expiry, ...rest] = HAND_VECTOR.market.expiries;
		if (expiry === undefined || rest.length > 0) throw new Error("the hand vector has one expiry");
		const { volShock } = HAND_VECTOR.params;
		return {
			...HAND_VECTOR,
			market: {
				...HAND_VECTOR.market,
				expiries: [
					{
						...expiry,
						secondsToExpiry: 20 * 86_400,
						options: [{ strike: 100, type: "call", iv: 0.5, size: 1 }],
					},
				],
			},
			params: { ...HAND_VECTOR.params, volShock: { ...volShock, floorSeconds: floorDays * 86_400 } },
		};
	};
	const upScenario = (floorDays: number) => checkVector(withFloor(floorDays)).scenarios[0]?.computedUsd ?? 0;

	it("may be 0, which is none", () => {
		expect(parseVectorFile(structuredClone(withFloor(0)))).toEqual(withFloor(0));
		expect(upScenario(0)).toBe(upScenario(20));
		expect(checkVector({ ...HAND_VECTOR, params: withFloor(0).params }).holds).toBe(true);
	});

	it("above 30 days leaves a shorter option the short power", () => {
		const { volShock } = HAND_VECTOR.params;
		const flattened = withFloor(60);
		const scale = (30 / 60) ** volShock.shortTermPower;
		const same: VectorFile = {
			...flattened,
			params: {
				...flattened.params,
				volShock: {
					...volShock,
					rangeUp: Math.round(volShock.rangeUp * scale * 1e6) / 1e6,
					floorSeconds: 30 * 86_400,
				},
			},
		};
		expect(upScenario(60)).toBeCloseTo(checkVector(same).scenarios[0]?.computedUsd ?? 0, 4);
		expect(upScenario(60)).not.toBeCloseTo(upScenario(30), 2);
	});
});

describe("parsing a vector", () => {
	const refused = (change: object) =>
		thrownBy(() => parseVectorFile({ ...structuredClone(HAND_VECTOR), ...change }));

	it("takes a whole file as it is", () => {
		expect(parseVectorFile(structuredClone(HAND_VECTOR))).toEqual(HAND_VECTOR);
	});

	it.each([
		["a missing part", { portfolio: undefined }, "portfolio"],
		["a field too many", { extra: 1 }, "scenario-margin vector"],
		["text for a number", { portfolio: { ...HAND_VECTOR.portfolio, cash: "1000" } }, "portfolio.cash"],
		[
			"a number that is none",
			{ portfolio: { ...HAND_VECTOR.portfolio, perp: Number.NaN } },
			"portfolio.perp",
		],
		["a result too few", { expected: { ...HAND_VECTOR.expected, scenarioPnl: [0] } }, "expected.scenarioPnl"],
		[
			"one expiry twice",
			{
				market: {
					...HAND_VECTOR.market,
					expiries: [...HAND_VECTOR.market.expiries, ...HAND_VECTOR.market.expiries],
				},
			},
			"market.expiries",
		],
	])("refuses %s with VECTOR_MALFORMED", (_what, change, field) => {
		expect(refused(change)).toMatchObject({ code: "VECTOR_MALFORMED", field });
	});
});

describe.skipIf(!hasShared)("the vectors of an independent model (skipped without the shared folder)", () => {
	const folder = sharedPath("vectors", "scenario-margin");
	const files = hasShared ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
	const read = (name: string) => parseVectorFile(JSON.parse(readFileSync(`${folder}/${name}`, "utf8")));

	it("are fifty", () => {
		expect(files).toHaveLength(50);
	});

	it.each(files)("hold: %s", (name) => {
		const result = checkVector(read(name));
		expect([...result.lines, ...result.scenarios].filter(({ agrees }) => !agrees)).toEqual([]);
		expect(result.rounded.filter(({ holds }) => !holds)).toEqual([]);
		// What was measured, so that a loss of digits shows long before it matters.
		expect(result.worstRelativeError).toBeLessThan(1e-11);
	});
});
