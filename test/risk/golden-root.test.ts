/**
 * Two publishers must get the same root bit for bit. These values were the same under Node 20 and 24;
 * `scripts/print-golden-root.ts` says how to run them under another version. They change when the
 * sample parameters, the sample generators or the way rows are built change, and then only on purpose.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { buildGoldenTables } from "../../scripts/build-golden-tables.ts";
import { formatFieldElement } from "../../src/field/bn254.ts";
import type { RiskTables } from "../../src/risk/build-risk-table.ts";
import { SAMPLE_PARAMS_TEXT } from "../support/small-tables.ts";

const MAINTENANCE_ROOT = "0x28af2cf46174785ac80f2b218544c35c8f7726c9c1df470cc32385780a674988";
const INITIAL_ROOT = "0x2de34d9229be1c770aaaca78c95c798e1e502f93d93bfef96d7074dbd4a9455d";

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
		expect(tables.initial.maxRoundingErrorMicroUsd).toBe(8n);
		expect(tables.initial.labels.stress.filter((name) => !name.startsWith("mark"))).toHaveLength(56);
	});
});
