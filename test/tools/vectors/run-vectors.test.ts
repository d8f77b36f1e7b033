import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HAND_VECTOR } from "./hand-vector.ts";

const SCRIPT = resolve(import.meta.dirname, "../../../scripts/run-vectors.ts");

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "zkmargin-vectors-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: unknown) =>
	writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const run = (...commandLine: string[]) => {
	const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...commandLine], {
		encoding: "utf8",
	});
	return { status, stdout, stderr };
};

describe("npm run vectors", () => {
	it("prints each expected and computed value and exits 0 when all hold", () => {
		put("a.json", HAND_VECTOR);
		put("b.json", HAND_VECTOR);
		put("notes.txt", "not a vector");
		const { status, stdout } = run(folder);
		expect(stdout).toMatch(/ {2}margin +1780\.350000 +1780\.350000 +0\.0e\+0/);
		expect(stdout).toContain("2 vectors, all hold");
		expect(stdout).not.toContain("spot × 0.5, vol down, damp 0.5  ");
		expect(status).toBe(0);
	});

	it("prints every scenario under --verbose", () => {
		put("a.json", HAND_VECTOR);
		const { stdout } = run(folder, "--verbose");
		expect(stdout).toMatch(/ {2}spot × 1.2, vol up +154\.600000 +154\.600000/);
		expect(stdout).toMatch(/ {2}spot × 0.5, vol down, damp 0.5 +-197\.000000 +-197\.000000/);
	});

	it("exits 1 and marks the number when an expected value was changed", () => {
		put("a.json", HAND_VECTOR);
		put("changed.json", { ...HAND_VECTOR, expected: { ...HAND_VECTOR.expected, perpCharge: 3.01 } });
		const { status, stdout } = run(folder);
		expect(stdout).toMatch(/ {2}perpetual +3\.010000 +3\.000000 +1\.0e-5 ✗/);
		expect(stdout).toContain("2 vectors, 1 do not hold");
		expect(status).toBe(1);
	});

	it.each([
		["VECTOR_MALFORMED", { ...HAND_VECTOR, market: undefined }],
		["JSON_MALFORMED", '{"name": '],
		["VECTOR_NOT_IN_PPM", { ...HAND_VECTOR, params: { ...HAND_VECTOR.params, perpRate: 1 / 3 } }],
	])("exits 2 with %s, names the file and prints the others", (code, content) => {
		put("a.json", HAND_VECTOR);
		put("bad.json", content);
		put("c.json", HAND_VECTOR);
		const { status, stdout, stderr } = run(folder);
		expect(stderr).toContain(`error ${code}`);
		expect(stderr).toContain("bad.json");
		expect(stdout.match(/^holds {2}by hand$/gm)).toHaveLength(2);
		expect(stdout).toContain("2 vectors, all hold; 1 refused");
		expect(status).toBe(2);
	});

	it("names every file that is refused, and those that do not hold", () => {
		put("a.json", { ...HAND_VECTOR, market: undefined });
		put("b.json", '{"name": ');
		put("c.json", { ...HAND_VECTOR, expected: { ...HAND_VECTOR.expected, perpCharge: 3.01 } });
		const { status, stdout, stderr } = run(folder);
		expect(stderr).toMatch(/a\.json[\s\S]*b\.json/);
		expect(stdout).toContain("1 vectors, 1 do not hold; 2 refused");
		expect(status).toBe(2);
	});

	it("exits 2 without a folder, with an empty one, and with an option that it does not know", () => {
		expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining("error USAGE") });
		expect(run(folder, "--fast")).toMatchObject({ status: 2, stderr: expect.stringContaining("--fast") });
		expect(run(folder)).toMatchObject({
			status: 2,
			stderr: expect.stringContaining("error VECTORS_NOT_FOUND"),
		});
	});
});
