/**
 * `circom --inspect` finds signals that no constraint uses and outputs of parts that nobody reads: a
 * comparison that is computed and not enforced looks exactly so. What it says must be on this list.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { CIRCUIT_FOLDER } from "../../src/proof/circuit/circuit-list.ts";
import { circuitLibraryFolder } from "../../src/proof/circuit/circuit-sources.ts";

const CIRCUIT = "solvency-8.circom";

const ALLOWED: readonly (readonly [warning: string, why: string])[] = [
	[
		'[CA01]: In template "AssertStrictlyIncreasing(8)": Local signal isEmpty[7] does not appear in any constraint',
		"the last slot has no next one; PositionEntry constrains the signal",
	],
	[
		'[CA02]: In template "UncoveredShortCharge()": Array of subcomponent input/output signals bits.out contains a total of 61 signals that do not appear in any constraint of the father component',
		"only the sign bit is read; Num2Bits constrains the others, and they are the range check",
	],
];

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "zkmargin-inspect-"));
	cpSync(CIRCUIT_FOLDER, join(folder, "circuits"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The warnings of the sources in `folder`. */
function inspect(): string[] {
	const script = join(REPOSITORY_ROOT, "src/proof/circuit/circom-process.ts");
	const folders = [join(folder, "circuits"), circuitLibraryFolder(), folder].map((path) =>
		realpathSync(path),
	);
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[script, ...folders, CIRCUIT, "--inspect", "--O1"],
		{ encoding: "utf8", env: {} },
	);
	// biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences start with one
	const text = `${stdout}${stderr}`.replace(/\u001b\[[0-9;]*m/g, "");
	expect(status, text).toBe(0);
	return [...text.matchAll(/^warning(\[.*)$/gm)].map((match) => match[1] as string);
}

it("finds nothing in the sources but what is explained here", () => {
	expect(inspect().sort()).toEqual(ALLOWED.map(([warning]) => warning).sort());
});

it("finds a range check whose result is used and whose bits are not, and advice without a constraint", () => {
	plant("position-charge.circom", "stepTotal <== qtyLots", "stepTotal <-- qtyLots");
	plant("stress-lines.circom", "            _ <== lanes[w].digits;\n", "");
	const found = inspect().filter((warning) => !ALLOWED.some(([allowed]) => allowed === warning));
	expect(found.join("\n")).toContain("Consider using <== instead of <--");
	expect(found.join("\n")).toMatch(/"AssertStressAndFloor\(.*digits contains a total of \d+ signals/);
});

/** Changes one place of a copied source. */
function plant(file: string, find: string, replace: string): void {
	const path = join(folder, "circuits", file);
	const text = readFileSync(path, "utf8");
	expect(text).toContain(find);
	writeFileSync(path, text.replace(find, replace));
}
