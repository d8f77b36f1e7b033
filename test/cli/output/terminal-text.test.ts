import { expect, test } from "vitest";
import { escapeForTerminal, paint } from "../../../src/cli/output/terminal-text.ts";

test("our own colours reach the terminal, and no other sequence", () => {
	const lines = `margin  ${paint("solvent", true)}\n\t${paint("insolvent", false)}`;
	expect(escapeForTerminal(lines)).toBe(lines);
	expect(escapeForTerminal("\u001b[2Ja\u001b]0;title\u0007\u001b[8mhidden")).toBe(
		"\\u001b[2Ja\\u001b]0;title\\u0007\\u001b[8mhidden",
	);
	expect(escapeForTerminal(paint("a\u202eb\r\u001b[31m", true))).toBe(
		paint("a\\u202eb\\u000d\\u001b[31m", true),
	);
});
