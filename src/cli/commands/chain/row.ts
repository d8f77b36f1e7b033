import type { Command } from "@commander-js/extra-typings";
import { formatEther } from "ethers";
import { requireAddress } from "../../../chain/client/require-address.ts";
import { demandRow, expireDemand, type RowPlace } from "../../../chain/demands/row-demands.ts";
import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { levelOption } from "../../options/account-options.ts";
import { CHAIN_OPTIONS } from "../../options/chain-options.ts";
import { readWallet } from "../../options/read-wallet.ts";
import { requireWholeNumber } from "../../options/whole-number.ts";
import { withNode } from "../../options/with-node.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { searchRow } from "./search-row.ts";

type RowOptions = {
	readonly rpc: string;
	readonly riskEpochs: string;
	readonly epoch: string;
	readonly level: MarginLevel;
	readonly id: string;
	readonly senderKey: string;
};

const EPOCH = ["--epoch <number>", "the live risk epoch"] as const;
const ID = ["--id <number>", "the instrument's id, 0 to 4095"] as const;

export function registerRowCommands(row: Command): void {
	row
		.command("demand")
		.description("demand a row against a deposit, which goes to whoever opens it")
		.requiredOption(...EPOCH)
		.addOption(levelOption())
		.requiredOption(...ID)
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => demand(options, progress)));
	row
		.command("search")
		.description(
			"find a false row of a table that nobody shows: demands the next inner node of its tree, then the row; run it again once that was answered",
		)
		.requiredOption("--risk <folder>", "the right tables of this epoch")
		.requiredOption(...EPOCH)
		.addOption(levelOption())
		.option("--from-block <block>", "where to look for answers from", "0")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => searchRow(options, progress)));
	row
		.command("expire")
		.description("kill an epoch whose demanded row nobody opened in time; anyone may")
		.requiredOption(...EPOCH)
		.addOption(levelOption())
		.requiredOption(...ID)
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.requiredOption(...CHAIN_OPTIONS.riskEpochs)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => expire(options, progress)));
}

async function demand(options: RowOptions, progress: Progress): Promise<CommandResult> {
	const place = placeOf(options);
	const wallet = await readWallet(options.senderKey);
	return withNode(options.rpc, async (provider) => {
		const demander = wallet.connect(provider);
		const sent = await progress.step("demanding the row", () => demandRow({ ...place, demander }));
		const { transactionHash, gasUsed, depositWei, answerByMs } = sent;
		return {
			json: { transactionHash, gasUsed, depositWei, answerByMs },
			lines: [
				`demanded against ${formatEther(depositWei)} ether: to be opened before ${formatIsoTime(answerByMs)}`,
				`transaction ${transactionHash}, ${gasUsed} gas`,
			],
		};
	});
}

async function expire(options: RowOptions, progress: Progress): Promise<CommandResult> {
	const place = placeOf(options);
	const wallet = await readWallet(options.senderKey);
	return withNode(options.rpc, async (provider) => {
		const sender = wallet.connect(provider);
		const sent = await progress.step("settling the demand", () => expireDemand({ ...place, sender }));
		const { transactionHash, gasUsed, slashedWei } = sent;
		return {
			json: { transactionHash, gasUsed, slashedWei },
			lines: [
				`epoch ${place.epoch} is dead, ${formatEther(slashedWei)} ether of bonds taken`,
				`transaction ${transactionHash}, ${gasUsed} gas`,
			],
		};
	});
}

function placeOf({ riskEpochs, epoch, level, id }: RowOptions): RowPlace {
	return {
		riskEpochs: requireAddress(riskEpochs, "risk-epochs"),
		epoch: requireWholeNumber(epoch, "epoch", 2 ** 32 - 1),
		level,
		id: requireWholeNumber(id, "id", 4095),
	};
}
