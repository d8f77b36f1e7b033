import type { Command } from "@commander-js/extra-typings";
import { runDemo } from "../demo/run-demo.ts";
import { createProgress } from "../output/progress.ts";
import { jsonOption, runCommand } from "../output/run-command.ts";

export function registerDemoCommand(command: Command): void {
	command.addOption(jsonOption()).action((options) =>
		runCommand(options, async () => {
			const shown = options.json !== true;
			const startedMs = performance.now();
			// On stdout, between the lines that the steps belong to.
			const progress = createProgress({ stream: process.stdout, enabled: shown });
			const say = (line: string) => {
				if (shown) process.stdout.write(`${line}\n`);
			};
			const summary = await runDemo(say, progress);
			const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
			return {
				json: { holds: true, ...summary },
				lines: [`done in ${seconds} s: two proofs accepted, five attacks refused`],
			};
		}),
	);
}
