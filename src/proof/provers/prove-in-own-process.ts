import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { InternalError } from "../../errors/base.ts";
import type { ProofTask, ProofTaskFailure, ProofTaskResult } from "./prove-process.ts";

const SCRIPT = fileURLToPath(new URL("./prove-process.ts", import.meta.url));

/**
 * Makes a proof on one core, beside whatever else runs. The witness goes through the process's own
 * message channel, never through a file.
 *
 * @throws InternalError `PROVER_PROCESS_FAILED`
 */
export function proveInOwnProcess(task: ProofTask): Promise<ProofTaskResult> {
	return new Promise((resolve, reject) => {
		const child = fork(SCRIPT, { serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] });
		const fail = (message: string, cause?: unknown) =>
			reject(new InternalError({ code: "PROVER_PROCESS_FAILED", message, cause }));
		child.once("message", (answer: ProofTaskResult | ProofTaskFailure) => {
			if ("failure" in answer) fail(`the prover's process failed: ${answer.failure}`);
			else resolve(answer);
		});
		child.once("error", (cause) => fail("the prover's process did not start", cause));
		// After a result this changes nothing: a promise settles once.
		child.once("exit", (code, signal) => fail(`the prover's process ended with ${signal ?? code}`));
		child.send(task, (cause) => {
			if (cause !== null) fail("the prover's process took no task", cause);
		});
	});
}
