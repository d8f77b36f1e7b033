/**
 * Trail of Bits' circomspect over every circuit source. Each of its findings must be explained here. This
 * release misses advice that is no element of an array and most unused outputs: source-rules.test.ts and
 * inspect.test.ts do not.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CIRCUIT_FOLDER } from "../../src/proof/circuit/circuit-list.ts";
import { circuitLibraryFolder } from "../../src/proof/circuit/circuit-sources.ts";

const ADVICE = "CS0005";
const UNUSED_VALUE = "CS0008";
const NOT_STRICT = "CS0010";
const DIVISION = "CS0015";
const UNUSED_OUTPUT = "CS0018";

const RANGE_ONLY = "the range check is all that is wanted of it: it constrains its input";
const CHECKED = "the next line gives it to the check of the hash, which has one solution";
const SUMMED = "read after the loop, in the constraint that one selector is set";
const QUOTIENT =
	"unique, since the divisor is no key less than gamma: test/circuits/book/book-determinism.test.ts";
const NARROW = "at most 252 bits, asserted: nothing aliases";

const EXPLAINED: readonly (readonly [rule: string, file: string, line: string, why: string])[] = [
	...[ADVICE, DIVISION].flatMap((rule): (readonly [string, string, string, string])[] => [
		[rule, "book/account-share.circom", "share <-- qtyLots / (gamma - key);", QUOTIENT],
		[rule, "book/book-table.circom", "inverses[k] <-- 1 / (gamma - firstKey - k);", QUOTIENT],
	]),
	[NOT_STRICT, "book/equity-claims.circom", "signal bits[bitCount] <== Num2Bits(bitCount)(digit);", NARROW],
	[
		UNUSED_OUTPUT,
		"book/book-fund.circom",
		"_ <== RangeChecked(62)(digit - (1 << (equityBits - 1)) - bounded);",
		RANGE_ONLY,
	],
	[
		ADVICE,
		"alone-lines.circom",
		"bits[lane][i] <-- (word >> (63 * (lane + 1) + i)) & 1;",
		"a bit by the next line, and with the first digit all bits add up to the word",
	],
	[
		ADVICE,
		"lib/packed-word.circom",
		"bits[lane][i] <-- (word >> (63 * lane + i)) & 1;",
		"a bit by the next line, and all bits add up to the word",
	],
	[
		ADVICE,
		"lib/one-of.circom",
		"selectors[i] <-- index == i ? 1 : 0;",
		"zero by the next line unless the index is i; one is set",
	],
	[ADVICE, "lib/poseidon.circom", "out[i] <-- sum;", CHECKED],
	[ADVICE, "lib/poseidon.circom", "first[r] <-- state[0];", CHECKED],
	[ADVICE, "lib/poseidon.circom", "out[i] <-- state[i];", CHECKED],
	[UNUSED_VALUE, "lib/one-of.circom", "var total = 0;", SUMMED],
	[UNUSED_VALUE, "lib/one-of.circom", "total += selectors[i];", SUMMED],
	[NOT_STRICT, "lib/range.circom", "component bits = Num2Bits(bitCount);", NARROW],
	[NOT_STRICT, "lib/positive-part.circom", "component bits = Num2Bits(bitCount);", NARROW],
	[UNUSED_OUTPUT, "account.circom", "_ <== RangeChecked(160)(holder);", RANGE_ONLY],
	[UNUSED_OUTPUT, "alone-lines.circom", "lanes[w] = NonNegativeLanes(61);", RANGE_ONLY],
	[
		UNUSED_OUTPUT,
		"expected-shortfall.circom",
		"_ <== RangeChecked(63)(worstCount * (-chargeMicroUsd - tMicroUsd) - beyond);",
		RANGE_ONLY,
	],
	[UNUSED_OUTPUT, "solvency.circom", "_ <== RangeChecked(61)(overflowBoundMicroUsd);", RANGE_ONLY],
	[UNUSED_OUTPUT, "stress-lines.circom", "_ <== RangeChecked(64)(slack);", RANGE_ONLY],
];

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "zkmargin-circomspect-"));
	cpSync(CIRCUIT_FOLDER, folder, { recursive: true });
	// It looks for an include only beside the file that has it.
	for (const place of [folder, join(folder, "lib"), join(folder, "book")]) {
		cpSync(join(circuitLibraryFolder(), "circomlib/circuits"), join(place, "circomlib/circuits"), {
			recursive: true,
		});
	}
});
afterEach(() => rmSync(folder, { recursive: true }));

type Finding = {
	readonly ruleId: string;
	readonly locations: readonly {
		readonly physicalLocation: {
			readonly artifactLocation: { readonly uri: string };
			readonly region: { readonly startLine: number };
		};
	}[];
};

/** Rule, file and the source line of each finding. */
function findings(): [rule: string, file: string, line: string][] {
	const sources = ["", "lib/", "book/"].flatMap((place) =>
		readdirSync(join(folder, place))
			.filter((name) => name.endsWith(".circom"))
			.map((name) => `${place}${name}`),
	);
	expect(sources.length).toBeGreaterThan(15);
	const script = createRequire(import.meta.url).resolve("circomspect/cli.js");
	const report = "report.sarif";
	const ran = spawnSync(process.execPath, [script, "--sarif-file", report, ...sources], {
		cwd: folder,
		encoding: "utf8",
	});
	const { runs } = JSON.parse(readFileSync(join(folder, report), "utf8")) as {
		readonly runs: readonly [{ readonly results: readonly Finding[] }];
	};
	const found = runs[0].results.map(({ ruleId, locations }): [string, string, string] => {
		const place = locations[0]?.physicalLocation;
		if (place === undefined) throw new Error(`a finding without a place: ${ruleId}`);
		const file = place.artifactLocation.uri.replace("file://", "");
		const lines = readFileSync(join(folder, file), "utf8").split("\n");
		return [ruleId, file, lines[place.region.startLine - 1]?.trim() ?? ""];
	});
	expect(ran.stdout).toContain(`circomspect: ${found.length} issues found.`);
	return found.sort();
}

it("finds nothing in the sources but what is explained here", () => {
	expect(findings()).toEqual(EXPLAINED.map(([rule, file, line]) => [rule, file, line]).sort());
});

it("finds a largest line that is advice", () => {
	const path = join(folder, "position-charge.circom");
	const text = readFileSync(path, "utf8");
	const proven = "larger[k] <== PositivePart(k == 0 ? 62 : 63)(lines[k] - largest);";
	const advised = "larger[k] <-- lines[k] > largest ? lines[k] - largest : 0;";
	expect(text).toContain(proven);
	writeFileSync(path, text.replace(proven, advised));
	expect(findings()).toContainEqual([ADVICE, "position-charge.circom", advised]);
});
