/** The table of docs/attack-classes.md names tests and weakened copies that exist. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { WEAKENED_COPIES } from "../../bench/attack/weakened-copies.ts";
import { WEAKENED_STATEMENTS } from "../../bench/attack/weakened-statements.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const CLASSES = 20;
/** At least so many rows show that their tests fail without the defence. */
const MIN_SHOWN = 10;

const rows = readFileSync(join(ROOT, "docs/attack-classes.md"), "utf8")
	.split("\n")
	.filter((line) => /^\| +\d+ +\|/.test(line))
	.map(
		(line) =>
			line
				.split("|")
				.slice(1, -1)
				.map((cell) => cell.trim()) as string[],
	)
	.map(([number, name, defence, tests, without]) => ({
		number: Number(number),
		name: name as string,
		defence: defence as string,
		tests: [...(tests as string).matchAll(/`([^`]+)`: "([^"]+)"/g)].map(([, file, title]) => ({
			file: file as string,
			title: title as string,
		})),
		copies: [...(without as string).matchAll(/"([^"]+)"/g)].map(([, copy]) => copy as string),
	}));

it("has a row for each class, with what stops it", () => {
	expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: CLASSES }, (_, at) => at + 1));
	for (const { name, defence, tests } of rows) {
		expect(defence, name).not.toBe("");
		expect(tests.length, name).toBeGreaterThan(0);
	}
});

it("shows for most rows what becomes of a circuit without the defence", () => {
	expect(rows.filter(({ copies }) => copies.length > 0).length).toBeGreaterThanOrEqual(MIN_SHOWN);
});

describe.each(rows)("class $number, $name", ({ tests, copies }) => {
	it("names tests that exist", () => {
		for (const { file, title } of tests) {
			expect(existsSync(join(ROOT, file)), file).toBe(true);
			// A quote inside of a title may be escaped in its source.
			const source = readFileSync(join(ROOT, file), "utf8").replaceAll("\\'", "'");
			expect(source, `${file}: ${title}`).toMatch(new RegExp(`["'\`]${escaped(title)}["'\`]`));
		}
	});

	it("names weakened copies that exist", () => {
		const known = [...WEAKENED_COPIES, ...WEAKENED_STATEMENTS].map(({ name }) => name);
		for (const copy of copies) expect(known).toContain(copy);
	});
});

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
