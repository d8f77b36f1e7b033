/**
 * Two publishers must get the same root bit for bit. These values are the same under Node 22 and 24.
 * `scripts/print-golden-root.ts` says how to run them under another version. They change when the
 * sample parameters, the sample generators or the way rows are built change, and then only on purpose.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { buildGoldenTables } from "../../scripts/build-golden-tables.ts";
import { formatFieldElement } from "../../src/field/bn254.ts";
import type { RiskTables } from "../../src/risk/build-risk-table.ts";
import { SAMPLE_PARAMS_TEXT } from "../support/small-tables.ts";

const MAINTENANCE_ROOT = "0x21dd5579f3365c3e909711064239ad60699e00ab8351159c73209d44d399a88a";
const INITIAL_ROOT = "0x0dc0acdf5fd3bbaabd93e9a42d5ade468116d0e8cb8a9304613f0c9c92526e0b";

let tables: RiskTables;
beforeAll(async () => {
	tables = await buildGoldenTables(SAMPLE_PARAMS_TEXT);
});

describe("the golden tables", () => {
	it("have the pinned roots", () => {
		expect(formatFieldElement(tables.maintenance.tree.root)).toBe(MAINTENANCE_ROOT);
		expect(formatFieldElement(tables.initial.tree.root)).toBe(INITIAL_ROOT);
	});

	it("hold a whole market and state its rounding error", () => {
		expect(tables.initial.rows).toHaveLength(783);
		expect(tables.initial.maxRoundingErrorMicroUsd).toBe(18n);
		expect(tables.initial.labels.stress.filter((name) => !name.startsWith("mark"))).toHaveLength(56);
	});
});
