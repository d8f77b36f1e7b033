import type { Command } from "@commander-js/extra-typings";
import { MINUTE_MS } from "../../../units/time.ts";
import { devnetLines, startDevnet } from "../../devnet/run-devnet.ts";
import { requireWholeNumber } from "../../options/whole-number.ts";
import { jsonOption, runCommand } from "../../output/run-command.ts";

/** Epochs count for four hours: one that fails leaves time for the next. */
const RENEW_MINUTES = 60;

export function registerDevnetCommand(command: Command): void {
	command
		.option("--out <folder>", "gets addresses, keys, the trader's identity and every epoch", "devnet")
		.option(
			"--port <port>",
			"of 127.0.0.1; 0 takes a free one",
			(text) => requireWholeNumber(text, "port", 65_535),
			8545,
		)
		.option(
			"--renew <minutes>",
			"how often tables and ledger are posted again",
			(text) => requireWholeNumber(text, "renew", 200),
			RENEW_MINUTES,
		)
		.addOption(jsonOption())
		.action((options) =>
			runCommand(options, async (progress) => {
				const { out, port } = options;
				const devnet = await startDevnet({ out, port, nowMs: Date.now, progress });
				keepUp(devnet, options.renew * MINUTE_MS);
				const { venue, url, wallets } = devnet.chain;
				return {
					json: {
						url,
						chainId: String(venue.chainId),
						registry: venue.registry,
						holder: wallets.holder.address,
					},
					lines: devnetLines(out, devnet),
				};
			}),
		);
}

/** The open server keeps the process alive; signals end it in order. */
function keepUp(devnet: Awaited<ReturnType<typeof startDevnet>>, everyMs: number): void {
	const say = (line: string) => process.stderr.write(`${line}\n`);
	const timer = setInterval(async () => {
		try {
			const folder = await devnet.renew();
			if (folder === undefined) {
				clearInterval(timer);
				say("an instrument has expired: these epochs run out, start another devnet for the new listing");
			} else say(`epochs renewed in ${folder}`);
		} catch (error) {
			say(`not renewed, trying again: ${error instanceof Error ? error.message : String(error)}`);
		}
	}, everyMs);
	const end = () => {
		clearInterval(timer);
		void devnet.close().then(() => process.exit(0));
	};
	process.once("SIGINT", end);
	process.once("SIGTERM", end);
}
