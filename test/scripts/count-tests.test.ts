import { describe, expect, test } from "vitest";
import { countTests, formatCount, isGreen } from "../../scripts/count-tests.ts";

const file = (status: string, ...tests: string[]) => ({
	status,
	assertionResults: tests.map((testStatus) => ({ status: testStatus })),
});

describe("the count at the end of npm test", () => {
	test("counts tests by outcome over all files", () => {
		const testResults = [
			file("passed", "passed", "passed", "skipped"),
			file("failed", "passed", "failed"),
			file("passed", "pending", "todo"),
		];
		expect(countTests({ testResults })).toEqual({ passed: 3, failed: 1, skipped: 3 });
	});

	test("counts a file that could not be loaded as one failure", () => {
		expect(countTests({ testResults: [file("failed"), file("passed", "passed")] })).toEqual({
			passed: 1,
			failed: 1,
			skipped: 0,
		});
	});

	test("counts a file whose hook failed after its tests had passed", () => {
		expect(countTests({ testResults: [file("failed", "passed")] }).failed).toBe(1);
	});

	test.each([
		[{ passed: 1, failed: 0, skipped: 0 }, true],
		[{ passed: 1, failed: 0, skipped: 9 }, true],
		[{ passed: 9, failed: 1, skipped: 0 }, false],
		[{ passed: 0, failed: 0, skipped: 0 }, false],
		[{ passed: 0, failed: 0, skipped: 3 }, false],
	])("%o is green: %s", (count, green) => {
		expect(isGreen(count)).toBe(green);
	});

	test("names skipped tests only when there are any", () => {
		expect(formatCount({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
		expect(formatCount({ passed: 12, failed: 1, skipped: 2 })).toBe("12 passed, 1 failed, 2 skipped");
	});
});
