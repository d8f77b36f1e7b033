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

const MAINTENANCE_ROOT = "0x2cd26df9656ae8799f04e3101f6a14038e15134cbe5e08db068012809b4633a7";
const INITIAL_ROOT = "0x18a2302283129c15e19e1e2a8495c6b466bd165afe9cbc4aa1703eb16303809d";

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
		expect(tables.initial.rows).toHaveLength(769);
		expect(tables.initial.maxRoundingErrorMicroUsd).toBe(22n);
		expect(tables.initial.labels.stress.filter((name) => !name.startsWith("mark"))).toHaveLength(94);
	});
});
