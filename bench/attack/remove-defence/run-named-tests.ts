/** Runs tests of a working copy by name, and reads from vitest's report how each of their cases ended. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type NamedTest, titlePattern } from "./removal.ts";

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

type Report = {
	readonly testResults: readonly {
		readonly name: string;
		readonly message: string;
		readonly assertionResults: readonly {
			readonly title: string;
			readonly status: string;
			readonly failureMessages: readonly string[] | null;
		}[];
	}[];
};

/** Vitest's and Node's. Of `expect(…).rejects` and `.resolves` only the stack tells. */
const ASSERTION = /^AssertionError\b|\bat \S*__VITEST_(?:REJECTS|RESOLVES)__/;
const FORGERY_ACCEPTED = /^AssertionError: expected 'accepted' to (be|deeply equal|equal) '/;

/** The outcome of each test, in their order. */
export async function runNamedTests(
	tests: readonly NamedTest[],
	where: { readonly folder: string; readonly cacheFolder: string | undefined },
): Promise<Cases[]> {
	const report = await reportOf(tests, where);
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

async function reportOf(
	tests: readonly NamedTest[],
	{ folder, cacheFolder }: { readonly folder: string; readonly cacheFolder: string | undefined },
): Promise<Report> {
	const reportFolder = await mkdtemp(join(tmpdir(), "zkmargin-report-"));
	const reportPath = join(reportFolder, "report.json");
	try {
		const output = await runNode(
			[
				"node_modules/vitest/vitest.mjs",
				"run",
				"--reporter=json",
				`--outputFile=${reportPath}`,
				"--testNamePattern",
				`(?:^| )(?:${[...new Set(tests.map(titlePattern))].join("|")})$`,
				...new Set(tests.map(({ file }) => file)),
			],
			folder,
			cacheFolder === undefined ? process.env : { ...process.env, ZKMARGIN_CACHE: cacheFolder },
		);
		return JSON.parse(
			await readFile(reportPath, "utf8").catch(() => {
				throw new Error(`vitest wrote no report:\n${output}`);
			}),
		) as Report;
	} finally {
		await rm(reportFolder, { recursive: true });
	}
}

async function runNode(nodeArguments: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
	const child = spawn(process.execPath, nodeArguments, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
	const output: Buffer[] = [];
	child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
	child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
	await new Promise((done, fail) => {
		child.on("error", fail);
		child.on("close", done);
	});
	return Buffer.concat(output).toString("utf8");
}
