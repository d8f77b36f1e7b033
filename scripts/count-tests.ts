/** What a vitest JSON report amounts to. */

export type TestCount = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** The part of vitest's JSON report that is read here. */
type TestReport = {
	readonly testResults: readonly {
		readonly status: string;
		readonly assertionResults: readonly { readonly status: string }[];
	}[];
};

/** Counts tests; a file that could not be loaded counts as one failed test. */
export function countTests(report: TestReport): TestCount {
	const count = { passed: 0, failed: 0, skipped: 0 };
	for (const file of report.testResults) {
		const failedBefore = count.failed;
		for (const { status } of file.assertionResults) {
			if (status === "passed") count.passed++;
			else if (status === "failed") count.failed++;
			else count.skipped++;
		}
		if (file.status === "failed" && count.failed === failedBefore) count.failed++;
	}
	return count;
}

/** A run in which nothing was executed proves nothing, so it is not green. */
export function isGreen({ passed, failed }: TestCount): boolean {
	return passed > 0 && failed === 0;
}

/** @example formatCount({ passed: 12, failed: 0, skipped: 1 }) // "12 passed, 0 failed, 1 skipped" */
export function formatCount({ passed, failed, skipped }: TestCount): string {
	return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}
