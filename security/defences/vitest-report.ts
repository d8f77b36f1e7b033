/** Runs vitest in a working copy and reads its JSON report. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The parts of the report that are read here. */
export type VitestReport = {
	readonly testResults: readonly {
		/** Path of the file. */
		readonly name: string;
		/** Why the file or a hook of it is broken. */
		readonly message: string;
		readonly status: string;
		readonly assertionResults: readonly {
			readonly title: string;
			readonly status: string;
			readonly failureMessages: readonly string[] | null;
		}[];
	}[];
};

export type Where = { readonly folder: string; readonly cacheFolder: string | undefined };

export async function vitestReport(
	vitestArguments: readonly string[],
	{ folder, cacheFolder }: Where,
): Promise<VitestReport> {
	const reportFolder = await mkdtemp(join(tmpdir(), "zkmargin-report-"));
	const reportPath = join(reportFolder, "report.json");
	try {
		const output = await runNode(
			[
				"node_modules/vitest/vitest.mjs",
				"run",
				"--reporter=json",
				`--outputFile=${reportPath}`,
				...vitestArguments,
			],
			folder,
			cacheFolder === undefined ? process.env : { ...process.env, ZKMARGIN_CACHE: cacheFolder },
		);
		const report = await readFile(reportPath, "utf8").catch(() => {
			throw new Error(`vitest wrote no report:\n${output}`);
		});
		return JSON.parse(report) as VitestReport;
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
