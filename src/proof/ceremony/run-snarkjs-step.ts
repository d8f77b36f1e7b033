import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { InternalError } from "../../errors/base.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CeremonyStep, StepMessage } from "./snarkjs-process.ts";

const SCRIPT = fileURLToPath(new URL("./snarkjs-process.ts", import.meta.url));
/** What people read while it runs. */
const DOING: Readonly<Record<CeremonyStep["kind"], string>> = {
	start: "making the starting key",
	contribute: "contributing",
	beacon: "applying the beacon",
	"verify key": "checking contributions and key",
	"verify powers": "checking the powers of tau",
};

type StepAnswer = Extract<StepMessage, { readonly problem: string }>;

/**
 * Runs a step that writes a key, in a process of its own.
 *
 * @returns hash of the contribution, or of the starting key
 * @throws InternalError `SNARKJS_STEP_FAILED`
 */
export async function writeKeyStep(step: CeremonyStep, onProgress?: OnProgress): Promise<string> {
	const { result, problem } = await runStep(step, onProgress);
	if (result instanceof Uint8Array) return Buffer.from(result).toString("hex");
	throw failed(`${DOING[step.kind]}: ${problem}`);
}

/**
 * Runs a check in a process of its own.
 *
 * @returns why it does not hold, or nothing
 * @throws InternalError `SNARKJS_STEP_FAILED`
 */
export async function checkStep(step: CeremonyStep, onProgress?: OnProgress): Promise<string | undefined> {
	const { result, problem } = await runStep(step, onProgress).catch((error: unknown) => {
		// snarkjs throws where it cannot read a point: the file does not hold, and nothing of ours is broken.
		if (error instanceof StepFailure) return { result: false, problem: error.failure };
		throw error;
	});
	if (typeof result === "boolean") return result ? undefined : problem;
	throw failed(`${DOING[step.kind]}: ${problem}`);
}

function runStep(step: CeremonyStep, onProgress: OnProgress | undefined): Promise<StepAnswer> {
	onProgress?.({ step: DOING[step.kind] });
	return new Promise((resolve, reject) => {
		const child = fork(SCRIPT, { serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] });
		const fail = (message: string, cause?: unknown) => reject(failed(message, cause));
		child.on("message", (message: StepMessage) => {
			if ("fraction" in message) onProgress?.({ step: DOING[step.kind], fraction: message.fraction });
			else if ("failure" in message) reject(new StepFailure(DOING[step.kind], message.failure));
			else resolve(message);
		});
		child.once("error", (cause) => fail("the process of a ceremony's step did not start", cause));
		// After a result this changes nothing: a promise settles once.
		child.once("exit", (code, signal) =>
			fail(`the process of a ceremony's step ended with ${signal ?? code}`),
		);
		child.send(step, (cause) => {
			if (cause !== null) fail("the process of a ceremony's step took no task", cause);
		});
	});
}

/** snarkjs itself gave up, in a process that lives. */
class StepFailure extends InternalError {
	readonly failure: string;
	constructor(doing: string, failure: string) {
		super({ code: "SNARKJS_STEP_FAILED", message: `${doing}: ${failure}` });
		this.failure = failure;
	}
}

function failed(message: string, cause?: unknown): InternalError {
	return new InternalError({ code: "SNARKJS_STEP_FAILED", message, cause });
}
