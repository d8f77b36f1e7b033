/** What docs/attack-classes.md names exists: defences that can be taken out, tests, weakened copies. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { REMOVALS } from "../../security/defences/all-removals.ts";
import { printedTitle, titlePattern } from "../../security/defences/removal.ts";
import { readRecords, testText, withRecords } from "../../security/defences/removal-record.ts";
import { applyExactly } from "../../security/defences/working-copy.ts";
import { WEAKENED_COPIES } from "../../security/forge/weakened-copies.ts";
import { WEAKENED_STATEMENTS } from "../../security/forge/weakened-statements.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const CLASSES = Array.from({ length: 20 }, (_, at) => at + 1);
/** At least so many classes have weakened copies, too. */
const MIN_WEAKENED = 10;

const markdown = readFileSync(join(ROOT, "docs/attack-classes.md"), "utf8");
const tables = markdown
	.split("\n")
	.filter((line) => /^\| +\d+ +\|/.test(line))
	.map((line) =>
		line
			.split("|")
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
const classes = tables.filter((cells) => cells.length === 3);
const weakened = tables.filter((cells) => cells.length === 2);

it("has a row for each class, with what stops it", () => {
	expect(classes.map(([number]) => Number(number))).toEqual(CLASSES);
	for (const [, name, defence] of classes) expect(defence, name).not.toBe("");
});

it("names weakened copies that exist, for most classes", () => {
	expect(weakened.length).toBeGreaterThanOrEqual(MIN_WEAKENED);
	const known = [...WEAKENED_COPIES, ...WEAKENED_STATEMENTS].map(({ name }) => name);
	for (const [, copies] of weakened) {
		const named = [...(copies as string).matchAll(/"([^"]+)"/g)].map(([, copy]) => copy);
		expect(named).not.toEqual([]);
		for (const copy of named) expect(known).toContain(copy);
	}
});

describe.each(CLASSES)("class %i", (attackClass) => {
	const removals = REMOVALS.filter((removal) => removal.attackClass === attackClass);

	it("has a defence that was taken out", () => {
		expect(removals).not.toEqual([]);
	});

	it.each(removals)("can be left without $defence: the edit fits one place", ({ edits, noticedBy }) => {
		const texts = new Map<string, string>();
		for (const edit of edits) {
			const before = texts.get(edit.file) ?? readFileSync(join(ROOT, edit.file), "utf8");
			const after = applyExactly(before, edit);
			expect(after).not.toBe(before);
			texts.set(edit.file, after);
		}
		expect(noticedBy).not.toEqual([]);
	});

	it.each(removals)("names tests that exist for $defence", ({ noticedBy }) => {
		for (const { file, title, only } of noticedBy) {
			expect(existsSync(join(ROOT, file)), file).toBe(true);
			// A quote inside of a title may be escaped in its source.
			const source = readFileSync(join(ROOT, file), "utf8").replaceAll("\\'", "'");
			expect(source, `${file}: ${title}`).toMatch(new RegExp(`["'\`]${escaped(title)}["'\`]`));
			if (only !== undefined)
				expect(source, `${file}: ${only}`).toMatch(new RegExp(`["'\`]${escaped(only)}["'\`]`));
		}
	});
});

describe("what was seen", () => {
	const records = readRecords(markdown);

	it("is written down for every defence and every test, in their order", () => {
		expect(
			records.map(({ attackClass, defence, tests }) => [attackClass, defence, tests.map(({ test }) => test)]),
		).toEqual(
			REMOVALS.map(({ attackClass, defence, noticedBy }) => [attackClass, defence, noticedBy.map(testText)]),
		);
	});

	it("is that every test passes with its defence and fails without it", () => {
		for (const { defence, tests } of records) {
			for (const { test, passedWith, failedWithout, accepted } of tests) {
				expect(passedWith, `${defence}: ${test}`).toBeGreaterThan(0);
				expect(failedWithout, `${defence}: ${test}`).toBeGreaterThan(0);
				expect(failedWithout, `${defence}: ${test}`).toBeLessThanOrEqual(passedWith);
				expect(accepted, `${defence}: ${test}`).toBeLessThanOrEqual(failedWithout);
			}
		}
	});

	it("reads back as it is written", () => {
		expect(withRecords(markdown, records, REMOVALS)).toBe(markdown);
	});
});

describe("an edit", () => {
	const edit = { file: "a.circom", from: "x === y;", to: "" };

	it("is out of date when its place is gone or is not the only one", () => {
		expect(applyExactly("a; x === y; b;", edit)).toBe("a;  b;");
		expect(() => applyExactly("a; b;", edit)).toThrow("0 times, not once");
		expect(() => applyExactly("x === y; x === y;", edit)).toThrow("2 times, not once");
	});
});

describe("the name of a test", () => {
	const title = "refuses %s of $name (seed %i)";

	it("matches every case, or the one that is meant", () => {
		const every = new RegExp(`^${titlePattern({ file: "", title })}$`);
		expect("refuses 1.5 of a row (seed 7)").toMatch(every);
		expect("refuses 1.5 of a row, seed 7").not.toMatch(every);
		const one = { file: "", title, only: "1.5" };
		expect(printedTitle(one)).toBe("refuses 1.5 of $name (seed %i)");
		expect("refuses 1.5 of a row (seed 7)").toMatch(new RegExp(`^${titlePattern(one)}$`));
		expect("refuses 1x5 of a row (seed 7)").not.toMatch(new RegExp(`^${titlePattern(one)}$`));
	});
});

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
