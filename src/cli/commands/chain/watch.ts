import type { Command } from "@commander-js/extra-typings";
import { onChain } from "../../../chain/client/chain-call.ts";
import { requireAddress } from "../../../chain/client/require-address.ts";
import { protocolEvents, watchProtocol } from "../../../chain/registry/protocol-events.ts";
import { requireBlock } from "../../options/block-number.ts";
import { withNode } from "../../options/with-node.ts";
import type { Progress } from "../../output/progress.ts";
import { bigintsAsText, type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { eventLine, eventToJson } from "../../reports/event-text.ts";

type WatchOptions = {
	readonly rpc: string;
	readonly registry: string;
	readonly from: string;
	readonly to?: string | undefined;
	readonly follow?: true | undefined;
	readonly confirmations: string;
	readonly json?: true | undefined;
};

export function registerWatchCommand(command: Command): void {
	command
		.requiredOption("--rpc <url>", "JSON-RPC address of a node that keeps old blocks")
		.requiredOption("--registry <address>", "the solvency registry")
		.requiredOption("--from <block>", "first block")
		.option("--to <block>", "last block; by default the newest")
		.option("--follow", "go on as blocks come, one event a line (JSON under --json), until interrupted")
		.option("--confirmations <blocks>", "with --follow: read a block once so many are above it", "0")
		.addOption(jsonOption())
		.action((options) =>
			options.follow === true ? follow(options) : runCommand(options, (progress) => list(options, progress)),
		);
}

async function list(options: WatchOptions, progress: Progress): Promise<CommandResult> {
	const registry = requireAddress(options.registry, "registry");
	const fromBlock = requireBlock(options.from, "from");
	const lastBlock = options.to === undefined ? undefined : requireBlock(options.to, "to");
	const events = await progress.step("reading events", () =>
		withNode(options.rpc, async (provider) => {
			const toBlock = lastBlock ?? (await onChain(() => provider.getBlockNumber()));
			return protocolEvents({ provider, registry, fromBlock, toBlock });
		}),
	);
	return { json: { events: events.map(eventToJson) }, lines: events.map(eventLine) };
}

async function follow(options: WatchOptions): Promise<void> {
	const registry = requireAddress(options.registry, "registry");
	const fromBlock = requireBlock(options.from, "from");
	const confirmations = requireBlock(options.confirmations, "confirmations");
	const stopped = new AbortController();
	const stop = () => stopped.abort();
	process.once("SIGINT", stop).once("SIGTERM", stop);
	await withNode(options.rpc, async (provider) => {
		const source = { provider, registry, fromBlock, confirmations, signal: stopped.signal };
		for await (const event of watchProtocol(source)) {
			const line = options.json ? JSON.stringify(eventToJson(event), bigintsAsText) : eventLine(event);
			process.stdout.write(`${line}\n`);
		}
	});
}
