/** A Node thread that runs prover tasks. */
import { parentPort } from "node:worker_threads";
import type { ProverTask } from "./prover-tasks.ts";
import { answerTasks, type ThreadStart } from "./prover-threads.ts";

const take = answerTasks((answer) => parentPort?.postMessage(answer));
parentPort?.on("message", (message: ThreadStart | ProverTask) => take(message));
