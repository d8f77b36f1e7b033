/**
 * Two publishers must get the same root bit for bit. These values were made under Node 24; those before
 * the basis factor got its digits were the same under Node 20.
 * `scripts/print-golden-root.ts` says how to run them under another version. They change when the
 * sample parameters, the sample generators or the way rows are built change, and then only on purpose.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { buildGoldenTables } from "../../scripts/build-golden-tables.ts";
import { formatFieldElement } from "../../src/field/bn254.ts";
import type { RiskTables } from "../../src/risk/build-risk-table.ts";
import { SAMPLE_PARAMS_TEXT } from "../support/small-tables.ts";

const MAINTENANCE_ROOT = "0x2c59b8b6046d13b9a679cd57a5d8261152ed68541c4fde722f2948c57c1ba27b";
const INITIAL_ROOT = "0x12937c7ad51fae63d1ce3b0b75918c9f518fccd1976c3702859511d4a6749711";

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
