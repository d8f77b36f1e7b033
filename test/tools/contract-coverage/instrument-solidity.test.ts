/** The measure itself: what is counted, and that nothing moves. */
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { SyntaxNode } from "../../../tools/contract-coverage/condition-tree.ts";
import { belowFloor, coverageOf } from "../../../tools/contract-coverage/coverage-report.ts";
import {
	instrumentSolidity,
	PROBE_FILE,
	PROBE_SOURCE,
} from "../../../tools/contract-coverage/instrument-solidity.ts";

const { compile } = createRequire(import.meta.url)("solc") as { compile: (input: string) => string };

const SOURCE = `// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// µUSD, so that bytes are not characters
contract Sample {
    error TooSmall(uint256 got);

    modifier positive(uint256 a) {
        if (a == 0) revert TooSmall(a);
        _;
    }

    function pick(uint256 a, bool b) external pure positive(a) returns (uint256 sum) {
        for (uint256 i = 0; i < a; i++) if (b || i > 2) sum += i;
        else sum = sum > 5 ? 1 : 2;
        unchecked { sum++; }
        bool both = b && (a > 7);
        if (!(both || a == 3)) return sum;
        assembly { sum := 0 }
    }
}
`;

function compiled(sources: Readonly<Record<string, string>>, settings: object) {
	const input = {
		language: "Solidity",
		sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
		settings,
	};
	return JSON.parse(compile(JSON.stringify(input)));
}

const parsed = compiled({ a: SOURCE }, { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } });
const tree: SyntaxNode = parsed.sources.a.ast;
const instrumented = instrumentSolidity({ source: SOURCE, tree, firstHit: 100 });
const { source, points } = instrumented;

describe("probes", () => {
	it("are before every statement, those without braces included, and around every condition of a decision", () => {
		const lines = (kind: string) => points.filter((point) => point.kind === kind).map(({ line }) => line);
		expect(lines("statement")).toEqual([9, 9, 14, 14, 15, 14, 16, 17, 18, 18, 19]);
		const conditions = points.flatMap(({ outcome }) =>
			outcome.endsWith(" is true") ? [outcome.slice(0, -8)] : [],
		);
		expect(conditions).toEqual([
			"a == 0",
			"i < a",
			"b",
			"i > 2",
			"sum > 5",
			"b",
			"(a > 7)",
			"both",
			"a == 3",
		]);
		for (const condition of conditions) {
			expect(points.filter(({ outcome }) => outcome === `${condition} is false`).length).toBeGreaterThan(0);
		}
	});

	it("leave every line where it was, and text that is not code as it was", () => {
		const after = source.split("\n");
		expect(after.length).toBe(SOURCE.split("\n").length);
		expect(after[3]).toBe("/// µUSD, so that bytes are not characters");
		expect(after[8]).toContain("revert TooSmall(a);");
	});

	it("compile", () => {
		const sources = { a: source, [PROBE_FILE]: PROBE_SOURCE };
		const { errors = [], contracts } = compiled(sources, {
			outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
		});
		expect(errors.filter(({ severity }: { severity: string }) => severity === "error")).toEqual([]);
		expect(contracts.a.Sample.evm.bytecode.object.length).toBeGreaterThan(100);
	});
});

describe("a report", () => {
	const contract = { path: "a", firstHit: 100, ...instrumented };
	const every = points.map((_point, index) => 100 + index);
	const without = (outcome: string) => every.filter((hit) => points[hit - 100]?.outcome !== outcome);

	it("is whole when every probe was hit", () => {
		const [file] = coverageOf([contract], new Set(every));
		expect(file).toMatchObject({ missing: [], lines: { reached: 7, total: 7 } });
		expect(belowFloor(coverageOf([contract], new Set(every)))).toEqual([]);
	});

	it("names a condition that was never false, and falls below the floor", () => {
		const files = coverageOf([contract], new Set(without("a == 3 is false")));
		expect(files[0]?.missing).toEqual(["18: a == 3 is false"]);
		expect(files[0]?.branches).toEqual({ reached: 17, total: 18 });
		expect(belowFloor(files)).toEqual(["total"]);
		const none = coverageOf([contract], new Set<number>());
		expect(belowFloor(none)).toEqual(["a", "total"]);
	});

	it("does not count a line on which one of two statements was never reached", () => {
		const second = 100 + points.findIndex(({ kind, line }) => kind === "statement" && line === 9) + 3;
		expect(points[second - 100]).toMatchObject({ kind: "statement", line: 9 });
		const [file] = coverageOf([contract], new Set(every.filter((hit) => hit !== second)));
		expect(file?.lines).toEqual({ reached: 6, total: 7 });
	});
});
