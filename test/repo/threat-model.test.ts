/** The table "What an attack is worth" of docs/threat-model.md: every party is there, every test exists. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { documentedTests, expectTestExists } from "../support/session/documented-tests.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PARTIES = [
	"venue",
	"publishers, m of n",
	"publisher",
	"trader",
	"relayer",
	"consumer",
	"anyone",
	"timelock proposer",
];
const MIN_ATTACKS = 30;

const section = readFileSync(join(ROOT, "docs/threat-model.md"), "utf8")
	.split(/^## /m)
	.find((text) => text.startsWith("What an attack is worth"));
const rows = (section ?? "")
	.split("\n")
	.filter((line) => line.startsWith("| ") && !line.startsWith("| party ") && !line.startsWith("| ---"))
	.map((line) => {
		const [party = "", attack = "", gain = "", stop = "", tests = ""] = line
			.split("|")
			.slice(1, -1)
			.map((cell) => cell.trim());
		return { party, attack, gain, stop, tests: documentedTests(tests) };
	});

it("has all parties, and says of each attack what it gains and what stops it", () => {
	expect(new Set(rows.map(({ party }) => party))).toEqual(new Set(PARTIES));
	expect(rows.length).toBeGreaterThanOrEqual(MIN_ATTACKS);
	expect(new Set(rows.map(({ party, attack }) => `${party}: ${attack}`)).size).toBe(rows.length);
	for (const { attack, gain, stop } of rows) {
		expect(gain, attack).not.toBe("");
		expect(stop, attack).not.toBe("");
	}
});

describe.each(rows)("$party: $attack", ({ tests }) => {
	it("names tests that exist", () => {
		expect(tests.length).toBeGreaterThan(0);
		for (const test of tests) expectTestExists(ROOT, test);
	});
});

it("shows every attack that test/hostile/parties tries", () => {
	const named = new Set(rows.flatMap(({ tests }) => tests.map(({ file }) => file)));
	for (const party of ["venue", "publisher", "trader", "relayer", "consumer"]) {
		expect(named).toContain(`test/hostile/parties/${party}.test.ts`);
	}
});
