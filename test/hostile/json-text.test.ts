/** JSON of strangers: whatever `JSON.parse` reads in one way only is read so, all else is refused. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors/base.ts";
import { escapeJson, escapeUnprintable, quoteText } from "../../src/errors/printable-text.ts";
import { parseJsonText } from "../../src/input/parse-json.ts";

const SEED = Number(process.env.HOSTILE_SEED ?? 20261128);
const RUNS = 500 * Number(process.env.HOSTILE_RUNS ?? 1);
const parameters = { seed: SEED, numRuns: RUNS };

const refuse = (why: string) => new InputError({ code: "REFUSED", message: why, field: "x", hint: "y" });
const read = (text: string, maxValues?: number) => parseJsonText({ text, refuse, maxValues });
const why = (text: string, maxValues?: number): string | undefined => {
	try {
		read(text, maxValues);
		return undefined;
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
};

describe("JSON text", () => {
	it("is read as JSON.parse reads it, whatever the layout", () => {
		fc.assert(
			fc.property(
				fc.jsonValue({ maxDepth: 6 }),
				fc.constantFrom(undefined, 1, "\t", "\n \r"),
				(value, space) => {
					const text = JSON.stringify(value, undefined, space);
					fc.pre(!text.includes("__proto__"));
					expect(read(text)).toEqual(JSON.parse(text));
				},
			),
			parameters,
		);
	});

	it("that is anything else is refused, and nothing else happens", () => {
		const damagedText = fc
			.tuple(
				fc.json({ maxDepth: 4 }),
				fc.nat(),
				fc.nat(9),
				fc.constantFrom("", '"', "\\", "{", "]", ",", "\\u00", "\0"),
			)
			.map(([text, at, removed, glyph]) => {
				const place = at % (text.length + 1);
				return text.slice(0, place) + glyph + text.slice(place + removed);
			});
		fc.assert(
			fc.property(damagedText, (text) => {
				let expected: unknown = "refused";
				try {
					expected = JSON.parse(text);
				} catch {
					expect(why(text)).toMatch(/^(is not JSON|has the same key twice|has a key "__proto__")/);
					return;
				}
				const reason = why(text);
				if (reason === undefined) expect(read(text)).toEqual(expected);
				else expect(reason).toMatch(/^has the same key twice|^has a key "__proto__"/);
			}),
			parameters,
		);
	});

	it("with one key twice in an object is refused, however the key is written", () => {
		const escapedKey = (key: string) =>
			`"${[...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"`;
		fc.assert(
			fc.property(
				fc.string({ maxLength: 8 }).filter((key) => key !== "__proto__" && !/[\ud800-\udfff]/.test(key)),
				fc.jsonValue({ maxDepth: 2 }),
				fc.nat(3),
				(key, value, depth) => {
					fc.pre(!JSON.stringify(value).includes("__proto__"));
					const inner = JSON.stringify(value);
					const twice = `{${JSON.stringify(key)}:${inner},"other":[{}],${escapedKey(key)}:${inner}}`;
					const nested = `${'{"a":['.repeat(depth)}${twice}${"]}".repeat(depth)}`;
					fc.pre(key !== "other");
					expect(JSON.parse(nested)).toBeDefined();
					expect(why(nested)).toMatch(/^has the same key twice in one object from line 1, column \d+ on$/);
					expect(why(`[{${JSON.stringify(key)}:1},{${JSON.stringify(key)}:1}]`)).toBeUndefined();
				},
			),
			parameters,
		);
	});

	it("says where a problem is and not what is there", () => {
		expect(why('{\n"secret": 1,\n  "secret": 2}')).toBe(
			"has the same key twice in one object from line 3, column 3 on",
		);
		expect(why('{"a":"secret')).toMatch(/^is not JSON/);
		expect(why('{"a":secret}')).not.toContain("secret");
	});

	it("may nest 64 levels and hold as many values as asked", () => {
		expect(why("[".repeat(64) + "]".repeat(64))).toBeUndefined();
		expect(why("[".repeat(65) + "]".repeat(65))).toMatch(
			/^nests deeper than 64 levels from line 1, column 65/,
		);
		expect(why("[1,2,3]", 3)).toBeUndefined();
		expect(why("[1,2,3,4]", 3)).toMatch(/^holds more than 3 values/);
	});
});

describe("text that is shown", () => {
	const anyText = fc.string({ unit: "binary", maxLength: 40 });

	it("has nothing left that steers a terminal, and is as it was when it had nothing", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const shown = escapeUnprintable(text);
				expect(shown).not.toMatch(/(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/u);
				expect(escapeUnprintable(shown)).toBe(shown);
				if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) expect(shown).toBe(text);
			}),
			parameters,
		);
	});

	it("is the same value when it is JSON", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const json = escapeJson(JSON.stringify({ [text]: text }));
				expect(JSON.parse(json)).toEqual({ [text]: text });
				expect(json).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
			}),
			parameters,
		);
	});

	it("is ASCII when it is a symbol, so that look-alikes show", () => {
		expect(quoteText("ВTC")).toBe('"\\u0412TC"');
		expect(quoteText("BTC\u202e")).toBe('"BTC\\u202e"');
		fc.assert(
			fc.property(anyText, (text) => {
				const quoted = quoteText(text, 100);
				expect(quoted).toMatch(/^[ -~]*$/);
				expect(JSON.parse(quoted)).toBe(text);
			}),
			parameters,
		);
	});
});
