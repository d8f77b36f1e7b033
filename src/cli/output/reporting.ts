import type { OnProgress } from "../../node/threads/progress.ts";

/** Turns the progress of long work into the detail behind a step's name, such as "hashing, 43 %". */
export function reporting(report: (detail: string) => void): OnProgress {
	return ({ step, fraction }) =>
		report(fraction === undefined ? step : `${step}, ${Math.floor(fraction * 100)} %`);
}
