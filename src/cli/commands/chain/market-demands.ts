import type { Command } from "@commander-js/extra-typings";
import { formatEther, type Wallet } from "ethers";
import type { Sent } from "../../../chain/client/chain-call.ts";
import { requireAddress } from "../../../chain/client/require-address.ts";
import {
	demandMarks,
	demandScenario,
	expireMarks,
	expireScenario,
	type MarksPlace,
} from "../../../chain/demands/market-demands.ts";
import { InputError } from "../../../errors/base.ts";
import type { MarketTree } from "../../../market/snapshot/market-tree.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { readRiskFolder } from "../../folders/risk-folder.ts";
import { CHAIN_OPTIONS } from "../../options/chain-options.ts";
import { readWallet } from "../../options/read-wallet.ts";
import { requireWholeNumber } from "../../options/whole-number.ts";
import { withNode } from "../../options/with-node.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

type MarksOptions = {
	readonly rpc: string;
	readonly riskEpochs: string;
	readonly epoch: string;
	readonly id: string;
	readonly senderKey: string;
};
type ScenarioOptions = MarksOptions & { readonly lane: string; readonly risk: string };
type Demanded = Sent & { readonly depositWei: bigint; readonly answerByMs: number };

const EPOCH = ["--epoch <number>", "the live risk epoch"] as const;
const LANE = ["--lane <number>", "0 to 191: stress lanes, then tail lanes"] as const;
const RISK = ["--risk <folder>", "a folder with the market of the epoch"] as const;

export function registerMarksCommands(marks: Command): void {
	const id = ["--id <number>", "the instrument's id, 1 to 4095"] as const;
	for (const [name, description, act] of [
		["demand", "demand marks against a deposit, which goes to whoever shows them", marksDemand],
		["expire", "kill an epoch whose demanded marks nobody showed in time; anyone may", marksExpiry],
	] as const) {
		marks
			.command(name)
			.description(description)
			.requiredOption(...EPOCH)
			.requiredOption(...id)
			.requiredOption(...CHAIN_OPTIONS.rpc)
			.requiredOption(...CHAIN_OPTIONS.riskEpochs)
			.requiredOption(...CHAIN_OPTIONS.senderKey)
			.addOption(jsonOption())
			.action((options) => runCommand(options, (progress) => act(options, progress)));
	}
}

export function registerScenarioCommands(scenario: Command): void {
	const id = ["--id <number>", "any instrument that the scenario moves, 1 to 4095"] as const;
	for (const [name, description, act] of [
		["demand", "demand a scenario against a deposit, which goes to whoever shows it", scenarioDemand],
		["expire", "kill an epoch whose demanded scenario nobody showed in time; anyone may", scenarioExpiry],
	] as const) {
		scenario
			.command(name)
			.description(description)
			.requiredOption(...EPOCH)
			.requiredOption(...LANE)
			.requiredOption(...id)
			.requiredOption(...RISK)
			.requiredOption(...CHAIN_OPTIONS.rpc)
			.requiredOption(...CHAIN_OPTIONS.riskEpochs)
			.requiredOption(...CHAIN_OPTIONS.senderKey)
			.addOption(jsonOption())
			.action((options) => runCommand(options, (progress) => act(options, progress)));
	}
}

function marksDemand(options: MarksOptions, progress: Progress): Promise<CommandResult> {
	return send(options, progress, async (demander, place) =>
		demanded(await demandMarks({ ...place, demander })),
	);
}

function marksExpiry(options: MarksOptions, progress: Progress): Promise<CommandResult> {
	return send(options, progress, async (sender, place) => expired(await expireMarks({ ...place, sender })));
}

async function scenarioDemand(options: ScenarioOptions, progress: Progress): Promise<CommandResult> {
	const { market, lane } = await readScenarioPlace(options);
	return send(options, progress, async (demander, place) =>
		demanded(await demandScenario({ ...place, demander, lane, market })),
	);
}

async function scenarioExpiry(options: ScenarioOptions, progress: Progress): Promise<CommandResult> {
	const { market, lane } = await readScenarioPlace(options);
	return send(options, progress, async (sender, place) =>
		expired(await expireScenario({ ...place, sender, lane, subject: subjectOf(market, place.id) })),
	);
}

async function readScenarioPlace({ risk, lane }: ScenarioOptions) {
	const { market } = await (await readRiskFolder(risk)).readEpochCommitments();
	return { market, lane: requireWholeNumber(lane, "lane", 191) };
}

function subjectOf(market: MarketTree, id: number): bigint {
	const subject = market.leaves[id - 1]?.subject;
	if (subject !== undefined) return subject;
	throw new InputError({
		code: "MARKS_UNKNOWN",
		message: `this market has no instrument ${id}`,
		field: "id",
		hint: `its ids are 1 to ${market.leaves.length}`,
	});
}

async function send(
	options: MarksOptions,
	progress: Progress,
	work: (sender: Wallet, place: MarksPlace) => Promise<CommandResult>,
): Promise<CommandResult> {
	const place = {
		riskEpochs: requireAddress(options.riskEpochs, "risk-epochs"),
		epoch: requireWholeNumber(options.epoch, "epoch", 2 ** 32 - 1),
		id: requireWholeNumber(options.id, "id", 4095),
	};
	const wallet = await readWallet(options.senderKey);
	return withNode(options.rpc, (provider) =>
		progress.step("sending the transaction", () => work(wallet.connect(provider), place)),
	);
}

function demanded({ transactionHash, gasUsed, depositWei, answerByMs }: Demanded): CommandResult {
	return {
		json: { transactionHash, gasUsed, depositWei, answerByMs },
		lines: [
			`demanded against ${formatEther(depositWei)} ether: to be shown before ${formatIsoTime(answerByMs)}`,
			`transaction ${transactionHash}, ${gasUsed} gas`,
		],
	};
}

function expired({ transactionHash, gasUsed, events }: Sent): CommandResult {
	const killed = events.find(({ name }) => name === "RiskEpochKilledUnshown");
	const slashedWei = killed?.args.slashedWei as bigint;
	return {
		json: { transactionHash, gasUsed, slashedWei },
		lines: [
			`the epoch is dead, ${formatEther(slashedWei)} ether of bonds taken`,
			`transaction ${transactionHash}, ${gasUsed} gas`,
		],
	};
}
