import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../../src/node/files/repository-root.ts";
import { runZkmargin } from "../run-zkmargin.ts";

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "zkmargin estimate "));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const estimate = (...options: string[]) => runZkmargin(folder, ["risk", "estimate", ...options]);
const SAMPLE_CLOSES = join(REPOSITORY_ROOT, "sample", "daily-closes.csv");

describe("zkmargin risk estimate", () => {
	it("prints what the sample data has beside what the parameters use, in 100 columns", () => {
		const { code, stdout, stderr } = estimate();
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
		expect(stdout).toMatch(/size +measured +used/);
		expect(stdout).toMatch(/ETH parts from BTC, 99.50 % +−[\d.]+ % \+[\d.]+ % +–/);
		expect(stdout).toMatch(/7 d, power +[\d.]+ +0.35/);
		expect(stdout).toMatch(/equal parts long +[\d.]+ % +99\.[\d]+ %/);
		for (const line of stdout.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(100);
	});

	it("gives the same as JSON, with a fragment for risk-params.json, and says nothing else", () => {
		const { code, stdout, stderr } = estimate("--json");
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
		const { surfaces, tail, proposed, moves } = JSON.parse(stdout);
		expect(surfaces.map(({ underlying }: { underlying: string }) => underlying)).toEqual(["BTC", "ETH"]);
		expect(tail[0]).toMatchObject({ book: "equal parts long", historyDays: moves.days - 60 });
		expect(proposed.stress.vol).toEqual({
			rangeUp: expect.stringMatching(/^\d\.\d\d$/),
			rangeDown: expect.stringMatching(/^\d\.\d\d$/),
			shortPower: expect.stringMatching(/^\d\.\d\d$/),
			longPower: expect.stringMatching(/^\d\.\d\d$/),
		});
		expect(Object.keys(proposed.tail.surface.underlyings)).toEqual(["ETH"]);
	});

	it("stops at a time, takes the underlyings asked for, and mixes no made-up volatilities with given closes", () => {
		const until = ["--until", "2026-10-01T00:00:00Z", "--underlyings", "BTC,SOL"];
		const { moves, surfaces } = JSON.parse(estimate("--json", "--closes", SAMPLE_CLOSES, ...until).stdout);
		// 1600 closes up to 2026-11-19: 50 of them are later than 30 September.
		expect(moves.days).toBe(1599 - 50);
		expect(moves.underlyings.map(({ underlying }: { underlying: string }) => underlying)).toEqual([
			"BTC",
			"SOL",
		]);
		expect(surfaces).toEqual([]);
	});

	it.each([
		[["--underlyings", "BTC,XYZ"], "CLOSES_NO_HISTORY"],
		[["--until", "2022-10-01T00:00:00Z"], "CLOSES_TOO_SHORT"],
		[["--iv-history", "bad.csv"], "CSV_MALFORMED"],
	])("refuses %j with %s", (options, code) => {
		writeFileSync(join(folder, "bad.csv"), "timestamp,currency\n2026-02-04T00:00:00Z,BTC\n");
		const { code: exit, stdout } = estimate("--json", ...options);
		expect(JSON.parse(stdout).error.code).toBe(code);
		expect(exit).toBe(2);
	});
});
