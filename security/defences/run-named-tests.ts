/** Runs tests of a working copy by name, and reads from vitest's report how each of their cases ended. */
import { relative } from "node:path";
import { type NamedTest, titlePattern } from "./removal.ts";
import { vitestReport, type Where } from "./vitest-report.ts";

export type Cases = {
	readonly passed: number;
	readonly failed: number;
	/** Failed because something was not as the test expects: neither a crash nor a time-out. */
	readonly failedByAssertion: number;
	/** Of these, forged witnesses that satisfy the circuit. */
	readonly accepted: number;
	/** What the first failed case or a broken file says. */
	readonly message: string | undefined;
};

/** Vitest's and Node's. Of `expect(…).rejects` and `.resolves` only the stack tells. */
const ASSERTION = /^AssertionError\b|\bat \S*__VITEST_(?:REJECTS|RESOLVES)__/;
const FORGERY_ACCEPTED = /^AssertionError: expected 'accepted' to (be|deeply equal|equal) '/;

/** The outcome of each test, in their order. */
export async function runNamedTests(tests: readonly NamedTest[], where: Where): Promise<Cases[]> {
	const pattern = `(?:^| )(?:${[...new Set(tests.map(titlePattern))].join("|")})$`;
	const files = [...new Set(tests.map(({ file }) => file))];
	const report = await vitestReport(["--testNamePattern", pattern, ...files], where);
	return tests.map((test) => {
		const file = report.testResults.find(({ name }) => relative(where.folder, name) === test.file);
		const title = new RegExp(`^${titlePattern(test)}$`);
		const cases = (file?.assertionResults ?? []).filter(({ title: printed }) => title.test(printed));
		const failed = cases.filter(({ status }) => status === "failed");
		const messages = failed.map(({ failureMessages }) => failureMessages?.[0] ?? "");
		return {
			passed: cases.filter(({ status }) => status === "passed").length,
			failed: failed.length,
			failedByAssertion: messages.filter((message) => ASSERTION.test(message)).length,
			accepted: messages.filter((message) => FORGERY_ACCEPTED.test(message)).length,
			message: messages.find((message) => !ASSERTION.test(message)) ?? messages[0] ?? file?.message,
		};
	});
}
