/** The faults that are made in contracts: of every kind, in the places meant, each in one place. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Mutant, mutantsOf } from "../../security/mutants/contract-mutants.ts";
import { EXPLAINED_SURVIVORS } from "../../security/mutants/explained-survivors.ts";

const CONTRACTS = resolve(import.meta.dirname, "../../contracts");

const SOURCE = `import {A} from "./A.sol";

contract B {
    // if (a) revert C();
    function f(uint256 a) external returns (uint256 b) {
        if (a < limit) revert TooSmall(a);
        if (!g(a)) {
            revert Wrong(a, limit);
        }
        _requireCode(a);
        uint256 c = a;
        total[msg.sender] += c;
        b = ++newest;
        emit Taken(a);
        return c > b ? c : b;
    }
}
`;

const summary = ({ kind, line, before }: Mutant) => [kind, line, before];

describe("the mutants of a contract", () => {
	const mutants = mutantsOf(SOURCE);

	it("leave out checks, writes and events, and shift comparisons by one", () => {
		expect(mutants.map(summary)).toEqual([
			["check left out", 6, "if (a < limit) revert TooSmall(a);"],
			["comparison off by one", 6, "if (a < limit) revert TooSmall(a);"],
			["check left out", 7, "if (!g(a)) { revert Wrong(a, limit); }"],
			["check left out", 10, "_requireCode(a);"],
			["write skipped", 12, "total[msg.sender] += c;"],
			["write skipped", 13, "b = ++newest;"],
			["event skipped", 14, "emit Taken(a);"],
			["comparison off by one", 15, "return c > b ? c : b;"],
		]);
	});

	it("change nothing else", () => {
		const [left, shifted] = mutants;
		expect(left?.mutated).toBe(SOURCE.replace("        if (a < limit) revert TooSmall(a);\n", ""));
		expect(shifted?.mutated).toBe(SOURCE.replace("a < limit", "a <= limit"));
		for (const { mutated } of mutants) {
			expect(mutated).not.toBe(SOURCE);
			expect(mutated).toContain("uint256 c = a;");
		}
	});
});

it("explains survivors that are still mutants of a contract", () => {
	const names = ["registry", "risk-epochs", "venue"]
		.flatMap((room) => readdirSync(join(CONTRACTS, room)).map((name) => join(room, name)))
		.filter((name) => name.endsWith(".sol"))
		.flatMap((name) =>
			mutantsOf(readFileSync(join(CONTRACTS, name), "utf8")).map(
				({ kind, before }) => `${basename(name, ".sol")}: ${kind}: ${before}`,
			),
		);
	for (const survivor of Object.keys(EXPLAINED_SURVIVORS)) expect(names).toContain(survivor);
});
