/** Shows what is being done and how long each step took. */
import { escapeUnprintable } from "../../errors/printable-text.ts";

export type Progress = {
	/**
	 * Runs `work` as a named step. `report` replaces the detail behind the name while it runs,
	 * such as "2 of 8".
	 */
	step<Result>(
		name: string,
		work: (report: (detail: string) => void) => Result | Promise<Result>,
	): Promise<Result>;
};

type ProgressOptions = {
	readonly stream: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
	/** `false` under `--json`: no output at all. */
	readonly enabled: boolean;
	/** Milliseconds of a clock that never goes back. */
	readonly nowMs?: () => number;
};

const REDRAW_EVERY_MS = 200;
/** Without a terminal a step that takes longer than this says that it has begun. */
const ANNOUNCE_AFTER_MS = 1_000;
const CLEAR_LINE = "\r\u001b[2K";

/** On a terminal one live line per running step, elsewhere plain lines. Steps do not nest. */
export function createProgress({
	stream,
	enabled,
	nowMs = () => performance.now(),
}: ProgressOptions): Progress {
	const isLive = stream.isTTY === true;
	return {
		async step(givenName, work) {
			const name = escapeUnprintable(givenName);
			if (!enabled) return work(() => {});
			const startedAtMs = nowMs();
			let detail = "";
			const elapsed = () => `${((nowMs() - startedAtMs) / 1000).toFixed(1)} s`;
			const redraw = () => stream.write(`${CLEAR_LINE}  ${name}${detail} … ${elapsed()}`);
			const announce = () => stream.write(`  ${name} …\n`);
			const timer = isLive ? setInterval(redraw, REDRAW_EVERY_MS) : setTimeout(announce, ANNOUNCE_AFTER_MS);
			const finish = (outcome: string) => {
				clearTimeout(timer);
				stream.write(`${isLive ? CLEAR_LINE : ""}  ${name}: ${outcome}\n`);
			};

			if (isLive) redraw();
			try {
				const result = await work((text) => {
					detail = ` (${escapeUnprintable(text)})`;
					if (isLive) redraw();
				});
				finish(elapsed());
				return result;
			} catch (error) {
				finish(`failed after ${elapsed()}`);
				throw error;
			}
		},
	};
}
