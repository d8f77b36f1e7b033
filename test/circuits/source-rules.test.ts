/** House rules of the circuit sources that a compiler does not enforce. */
import { describe, expect, it } from "vitest";
import { circomFiles, circomTemplates, withoutComments } from "../../security/circuit/circuit-sources.ts";

const templates = circomTemplates();

/** Decompositions of 254 bits are not unique in the field; `RangeChecked` asserts 252 at most. */
const MAX_BITS = 252;

it("finds the templates", () => {
	const count = circomFiles().reduce((sum, { text }) => sum + (text.match(/^template /gm)?.length ?? 0), 0);
	expect(templates.length).toBe(count);
	expect(count).toBeGreaterThan(20);
});

describe.each(templates.map((template) => [template.name, template] as const))("%s", (name, template) => {
	it("says what it is, what it enforces and what it costs", () => {
		expect(template.header).toContain(`/// @title ${name}\n`);
		expect(template.header).toMatch(/@notice \w/);
		expect(template.header).toMatch(/@cost \S/);
	});

	it("explains every input, in its header or beside its declaration", () => {
		const inputLines = template.header.replace(/\n\/\/\/ {5,}/g, " ").match(/@input .*/g) ?? [];
		for (const input of template.inputs) {
			const declared = new RegExp(`^\\s*signal input (?:\\{\\w+\\} )?${input}\\b[^;]*;[ ]*// \\S`, "m");
			const explained = inputLines.some((line) => new RegExp(`\\b${input}\\b`).test(line));
			expect(explained || declared.test(template.body), `${name}.${input}`).toBe(true);
		}
	});

	it("constrains every advice value on the next line", () => {
		const lines = withoutComments(template.body).split("\n");
		lines.forEach((line, at) => {
			const advised = /^\s*(\S+) <--/.exec(line)?.[1];
			if (!line.includes("<--") && !line.includes("-->")) return;
			expect(advised, line).toBeDefined();
			const next = lines[at + 1] ?? "";
			expect(next, line).toMatch(/===|<==/);
			expect(next, line).toContain(advised);
		});
	});

	it("asserts nothing about a signal: that would constrain nothing", () => {
		for (const [, condition] of withoutComments(template.body).matchAll(/\bassert\((.*)\);/g)) {
			const names = (condition as string).match(/[a-zA-Z]\w*(?:\.\w+)?/g) ?? [];
			for (const used of names) expect(template.signals, `assert(${condition})`).not.toContain(used);
		}
	});

	it("decomposes into fewer bits than the field has", () => {
		for (const [, width] of withoutComments(template.body).matchAll(/\bNum2Bits\(([^)]*)\)/g)) {
			if (width === "bitCount") {
				expect(template.body).toContain(`assert(bitCount > 0 && bitCount <= ${MAX_BITS});`);
			} else {
				expect(Number(width)).toBeLessThanOrEqual(MAX_BITS);
			}
		}
	});

	it("uses no comparison on numbers of unchecked width, no custom gate and no hidden advice", () => {
		expect(template.body).not.toMatch(/\b(LessThan|LessEqThan|GreaterThan|GreaterEqThan|Num2BitsNeg)\b/);
		expect(template.body).not.toMatch(/\bcustom\b|\bparallel\b/);
	});
});
