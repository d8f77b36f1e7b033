import type { Command } from "@commander-js/extra-typings";
import { formatEther, type JsonRpcProvider, parseEther, type Wallet } from "ethers";
import { onChain, type Sent } from "../../../chain/client/chain-call.ts";
import { requireAddress } from "../../../chain/client/require-address.ts";
import { readCredit, withdrawCredit } from "../../../chain/epochs/credits.ts";
import {
	announceExit,
	depositBond,
	readPublisher,
	withdrawBond,
} from "../../../chain/epochs/publisher-bonds.ts";
import { InputError } from "../../../errors/base.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { requireBlock } from "../../options/block-number.ts";
import { CHAIN_OPTIONS } from "../../options/chain-options.ts";
import { readWallet } from "../../options/read-wallet.ts";
import { withNode } from "../../options/with-node.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { allOpenDemands, answerDemands, type OpenDemand } from "./answer-demands.ts";

type Target = { readonly rpc: string; readonly riskEpochs: string };
type Keyed = Target & { readonly senderKey: string };

export function registerPublisherCommands(publisher: Command): void {
	publisher
		.command("status")
		.description("a publisher's bond, its last post and what it may fetch")
		.argument("<address>", "the publisher")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.addOption(jsonOption())
		.action((address, options) => runCommand(options, () => status(address, options)));
	publisher
		.command("bond")
		.description("deposit what is missing of the bond, or a part of it")
		.option("--amount <ether>", "how much, in ether; by default all that is missing")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => bond(options, progress)));
	publisher
		.command("exit")
		.description("stop posting and start the notice after which the bond may be withdrawn")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => exit(options, progress)));
	publisher
		.command("withdraw")
		.description("fetch the bond after the notice, with everything else that the contract keeps for you")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => withdraw(options, progress)));
	publisher
		.command("serve")
		.description(
			"show every demanded row, node, mark and scenario that your risk folders hold, and earn the deposits",
		)
		.requiredOption("--risk <folders...>", "folders that `risk build` wrote, in any order")
		.option("--from-block <block>", "where to look for demands from", "0")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => serve(options, progress)));
}

async function status(address: string, options: Target): Promise<CommandResult> {
	const publisher = requireAddress(address, "publisher");
	const riskEpochs = requireAddress(options.riskEpochs, "risk-epochs");
	return withNode(options.rpc, async (runner) => {
		const found = await readPublisher({ runner, riskEpochs, publisher });
		const creditWei = await readCredit({ runner, contract: riskEpochs, account: publisher });
		const posted = found.lastPostedMs === null ? "never posted" : formatIsoTime(found.lastPostedMs);
		return {
			json: { ...found, creditWei },
			lines: [
				found.isPublisher ? "a publisher" : "not a publisher",
				`bond ${formatEther(found.bondWei)} of ${formatEther(found.neededWei)} ether`,
				`last post: ${posted}; may fetch ${formatEther(creditWei)} ether`,
			],
		};
	});
}

async function bond(
	options: Keyed & { readonly amount?: string | undefined },
	progress: Progress,
): Promise<CommandResult> {
	const given = options.amount === undefined ? undefined : requireEther(options.amount);
	return withSender(options, async ({ sender: publisher, riskEpochs }) => {
		const { bondWei, neededWei } = await readPublisher({
			runner: publisher,
			riskEpochs,
			publisher: publisher.address,
		});
		const amountWei = given ?? neededWei - bondWei;
		if (amountWei === 0n) {
			return { json: { amountWei }, lines: ["the bond is whole: nothing was sent"] };
		}
		const sent = await progress.step("depositing", () => depositBond({ publisher, riskEpochs, amountWei }));
		return result(sent, { amountWei }, [`deposited ${formatEther(amountWei)} ether`]);
	});
}

async function exit(options: Keyed, progress: Progress): Promise<CommandResult> {
	return withSender(options, async ({ sender: publisher, riskEpochs }) => {
		const sent = await progress.step("announcing the exit", () => announceExit({ publisher, riskEpochs }));
		const { withdrawableFromMs } = sent;
		return result(sent, { withdrawableFromMs }, [
			`leaving: the bond may be withdrawn from ${formatIsoTime(withdrawableFromMs)} on`,
		]);
	});
}

async function withdraw(options: Keyed, progress: Progress): Promise<CommandResult> {
	return withSender(options, async ({ sender: publisher, riskEpochs }) => {
		const { bondWei } = await readPublisher({ runner: publisher, riskEpochs, publisher: publisher.address });
		if (bondWei !== 0n) await progress.step("ending the bond", () => withdrawBond({ publisher, riskEpochs }));
		const sent = await progress.step("fetching the credit", () =>
			withdrawCredit({ account: publisher, contract: riskEpochs }),
		);
		return result(sent, { amountWei: sent.amountWei }, [`fetched ${formatEther(sent.amountWei)} ether`]);
	});
}

async function serve(
	options: Keyed & { readonly risk: readonly string[]; readonly fromBlock: string },
	progress: Progress,
): Promise<CommandResult> {
	const fromBlock = requireBlock(options.fromBlock, "from-block");
	return withSender(options, async ({ sender: server, riskEpochs, provider }) => {
		const toBlock = await onChain(() => provider.getBlockNumber());
		const demands = await progress.step("looking for demands", () =>
			allOpenDemands({ provider, riskEpochs, fromBlock, toBlock }),
		);
		const { served, noLongerAwaited, left, failed } = await progress.step("answering", (say) =>
			answerDemands({ sender: server, demands, folders: options.risk, onProgress: say }),
		);
		const holds = left.length === 0 && failed.length === 0;
		return {
			json: { holds, served, noLongerAwaited, left, failed },
			lines: [
				...served.map((row) => `served ${demandName(row)}, earned ${formatEther(row.depositWei)} ether`),
				...noLongerAwaited.map((row) => `no longer awaited: ${demandName(row)}`),
				...left.map(
					(row) => `NOT served: ${demandName(row)}, due ${formatIsoTime(row.answerByMs)}: no folder has it`,
				),
				...failed.map(
					(row) =>
						`NOT served: ${demandName(row)}, due ${formatIsoTime(row.answerByMs)}: ${row.code}, ${row.message}`,
				),
				...(demands.length === 0 ? ["nothing is demanded"] : []),
			],
			exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
		};
	});
}

function demandName(demand: OpenDemand): string {
	const { kind, epoch } = demand;
	if (kind === "node") {
		return `node ${demand.index} at depth ${demand.depth} of epoch ${epoch} at ${demand.level} level`;
	}
	if (kind === "row") return `row ${demand.id} of epoch ${epoch} at ${demand.level} level`;
	return kind === "marks"
		? `the marks of ${demand.id} in epoch ${epoch}`
		: `lane ${demand.lane} of epoch ${epoch} for one subject`;
}

type SenderAt = {
	readonly sender: Wallet;
	readonly riskEpochs: string;
	readonly provider: JsonRpcProvider;
};

async function withSender(
	options: Keyed,
	work: (at: SenderAt) => Promise<CommandResult>,
): Promise<CommandResult> {
	const riskEpochs = requireAddress(options.riskEpochs, "risk-epochs");
	const wallet = await readWallet(options.senderKey);
	return withNode(options.rpc, (provider) =>
		work({ sender: wallet.connect(provider), riskEpochs, provider }),
	);
}

function result(sent: Sent, json: object, lines: readonly string[]): CommandResult {
	const { transactionHash, gasUsed } = sent;
	return {
		json: { ...json, transactionHash, gasUsed },
		lines: [...lines, `transaction ${transactionHash}, ${gasUsed} gas`],
	};
}

function requireEther(text: string): bigint {
	if (/^[0-9]{1,9}(?:\.[0-9]{1,18})?$/.test(text)) return parseEther(text);
	throw new InputError({
		code: "ETHER_MALFORMED",
		message: "this is not an amount of ether",
		field: "amount",
		hint: "give a number such as 2.5",
	});
}
