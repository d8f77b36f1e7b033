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

const MAINTENANCE_ROOT = "0x1207f657fbb214d894fb40b804a4ffc8cb0d399ef0b14e483d9d7ef4301a4868";
const INITIAL_ROOT = "0x06518fd98206c102e24fbe2545009d4fa609e06d7d2da44cf8f3fb4d166bc035";

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
