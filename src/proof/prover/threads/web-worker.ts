/** A browser's thread that runs prover tasks. */
import type { ProverTask } from "./prover-tasks.ts";
import { answerTasks, type ThreadStart } from "./prover-threads.ts";

const take = answerTasks((answer) => postMessage(answer));
addEventListener("message", ({ data }: MessageEvent<ThreadStart | ProverTask>) => take(data));
