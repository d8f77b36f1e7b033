/** Numbers that are kept in `snapshots/`: a change is a decision, so it fails until it is written down. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";

/** Compares with `snapshots/<name>`; writes it when `UPDATE_SNAPSHOTS` is set. */
export function expectSnapshot(name: string, found: unknown): void {
	const path = resolve(import.meta.dirname, "../../../snapshots", name);
	const text = `${JSON.stringify(found, null, "\t")}\n`;
	if (process.env.UPDATE_SNAPSHOTS !== undefined) writeFileSync(path, text);
	expect(existsSync(path) ? readFileSync(path, "utf8") : "missing").toBe(text);
}
