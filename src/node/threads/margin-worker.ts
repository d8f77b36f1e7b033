/** A thread that margins ranges of accounts; tables, accounts and slacks lie in shared memory. */
import { parentPort } from "node:worker_threads";
import { marginRange, type RangeRequest } from "../../risk/margin/margin-range.ts";

parentPort?.on("message", (request: RangeRequest) => {
	marginRange(request);
	parentPort?.postMessage(undefined);
});
