/**
 * Two publishers must get the same root bit for bit. These values are the same under Node 22 and 24.
 * `scripts/print-golden-root.ts` says how to run them under another version. They change when the
 * sample parameters, the sample generators or the way rows are built change, and then only on purpose.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { buildGoldenTables } from "../../../scripts/build-golden-tables.ts";
import { formatFieldElement } from "../../../src/field/bn254.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { SAMPLE_PARAMS_TEXT } from "../../support/tables/small-tables.ts";

const MAINTENANCE_ROOT = "0x252bb4e1b7918090df438c0ba2156652e5258e7dccdbfefd70a3fc72c84df154";
const INITIAL_ROOT = "0x03d662381a30d1eb88eb0c5807137085e00d5c98130f66d07a378e4195987897";

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
		expect(tables.initial.rows).toHaveLength(865);
		expect(tables.initial.maxRoundingErrorMicroUsd).toBe(22n);
		expect(tables.initial.labels.stress.filter((name) => !name.startsWith("mark"))).toHaveLength(94);
	});
});
