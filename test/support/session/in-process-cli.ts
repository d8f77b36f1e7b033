/** The command line in this process: what `main.ts` does, with the output kept. Much quicker than a process. */
import { createProgram, isCommandName } from "../../../src/cli/create-program.ts";
import { printError } from "../../../src/cli/output/print-error.ts";
import type { CliOutcome } from "./cli-session.ts";

/** Not while another one runs: the streams and the exit code are the process's. */
export async function runInProcess(commandLine: readonly string[]): Promise<CliOutcome> {
	const kept = { stdout: "", stderr: "" };
	const exitBefore = process.exitCode;
	const restore = (["stdout", "stderr"] as const).map((name) => {
		const { write } = process[name];
		process[name].write = (chunk: unknown) => {
			kept[name] += String(chunk);
			return true;
		};
		return () => {
			process[name].write = write;
		};
	});
	try {
		process.exitCode = undefined;
		const program = await createProgram({ name: commandLine.find(isCommandName) });
		await program.parseAsync([...commandLine], { from: "user" });
		return { code: Number(process.exitCode ?? 0), ...kept };
	} catch (error) {
		const json = commandLine.includes("--json");
		const { stdout, stderr } = process;
		const code = printError(error, { json, debug: process.env.ZKMARGIN_DEBUG === "1", stdout, stderr });
		return { code, ...kept };
	} finally {
		for (const back of restore) back();
		process.exitCode = exitBefore;
	}
}
