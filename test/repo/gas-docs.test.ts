/** docs/protocol.md says what transactions cost: every row of its table is the snapshot's. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const DOCS = read("docs/protocol.md");
const snapshot = (name: string) => JSON.parse(read(`snapshots/${name}.json`)) as Record<string, number>;
const GAS = snapshot("gas");
const COSTS = { ...GAS, ...snapshot("dispute-gas") };
/** No transactions, or none that anybody sends twice. */
const NOT_IN_TABLE = ["precompileFloor", "deployment"];

const rows = new Map(
	[...DOCS.matchAll(/^\| ([a-z, 0-9]+?) +\| +([\d,]+) \| +(–|[\d,]+) \|$/gm)].map(
		([, name = "", gas = "", floor = ""]) => [name, { gas, floor }],
	),
);
const withCommas = (amount: number | undefined) => amount?.toLocaleString("en-US");

describe("what it costs", () => {
	const transactions = Object.keys(COSTS).filter(
		(name) => !NOT_IN_TABLE.includes(name) && !name.startsWith("overhead") && !name.startsWith("added"),
	);

	it.each(transactions)("%s is in the table as in the snapshot", (name) => {
		expect(rows.get(name)?.gas).toBe(withCommas(COSTS[name]));
	});

	it("has no row that no snapshot knows", () => {
		expect([...rows.keys()].filter((name) => !transactions.includes(name))).toEqual([]);
	});

	it("puts five signals' floor beside every attestation", () => {
		const floor = withCommas(GAS.precompileFloor);
		for (const [name, row] of rows) {
			if (name.startsWith("attest")) expect(row.floor, name).toBe(floor);
		}
	});

	it.each(Object.keys(COSTS).filter((name) => /^(overhead|added)/.test(name)))("says the %s", (name) => {
		expect(DOCS).toContain(withCommas(COSTS[name]));
	});
});
