/** Tests that documents name: `test/a.test.ts`: "its title". */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

export type DocumentedTest = { readonly file: string; readonly title: string };

/** The tests that a table's cell names. */
export function documentedTests(cell: string): DocumentedTest[] {
	return [...cell.matchAll(/`([^`]+)`: "([^"]+)"/g)].map(([, file, title]) => ({
		file: file as string,
		title: title as string,
	}));
}

/** Fails unless the file has a test of this title. */
export function expectTestExists(root: string, { file, title }: DocumentedTest): void {
	expect(existsSync(join(root, file)), file).toBe(true);
	// A quote inside of a title may be escaped in its source.
	const source = readFileSync(join(root, file), "utf8").replaceAll("\\'", "'");
	expect(source, `${file}: ${title}`).toMatch(new RegExp(`["'\`]${escaped(title)}["'\`]`));
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
