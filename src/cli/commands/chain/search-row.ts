/** One step of the search for a false row: from the root of a posted table down to a row that differs. */
import { formatEther, type JsonRpcProvider, type Wallet } from "ethers";
import { onChain, type Sent } from "../../../chain/client/chain-call.ts";
import { requireAddress } from "../../../chain/client/require-address.ts";
import { demandNode, readNodeDemand, servedNodes } from "../../../chain/demands/node-demands.ts";
import { demandRow, readDemand } from "../../../chain/demands/row-demands.ts";
import { nextSearchStep, type SearchStep } from "../../../chain/demands/search-false-row.ts";
import { readPostedEpoch } from "../../../chain/disputes/posted-epoch.ts";
import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { readRiskFolder } from "../../folders/risk-folder.ts";
import { requireBlock } from "../../options/block-number.ts";
import { readWallet } from "../../options/read-wallet.ts";
import { requireWholeNumber } from "../../options/whole-number.ts";
import { withNode } from "../../options/with-node.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import type { CommandResult } from "../../output/run-command.ts";

export type SearchOptions = {
	readonly rpc: string;
	readonly riskEpochs: string;
	readonly risk: string;
	readonly epoch: string;
	readonly level: MarginLevel;
	readonly fromBlock: string;
	readonly senderKey: string;
};

type Place = {
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly level: MarginLevel;
};
type Demanded = Sent & { readonly depositWei: bigint; readonly answerByMs: number };

export async function searchRow(options: SearchOptions, progress: Progress): Promise<CommandResult> {
	const riskEpochs = requireAddress(options.riskEpochs, "risk-epochs");
	const epoch = requireWholeNumber(options.epoch, "epoch", 2 ** 32 - 1);
	const fromBlock = requireBlock(options.fromBlock, "from-block");
	const { level } = options;
	const place = { riskEpochs, epoch, level };
	const wallet = await readWallet(options.senderKey);
	const { tree } = await (await readRiskFolder(options.risk)).readTable(level);
	return withNode(options.rpc, async (provider) => {
		const step = await progress.step("reading what was shown", async () => {
			const { commitments } = await readPostedEpoch({ provider, fromBlock, ...place });
			const toBlock = await onChain(() => provider.getBlockNumber());
			const served = await servedNodes({ provider, fromBlock, toBlock, ...place });
			return nextSearchStep({ root: commitments.riskRoot, tree, served });
		});
		return takeStep(step, place, wallet.connect(provider), provider);
	});
}

async function takeStep(
	step: SearchStep,
	place: Place,
	demander: Wallet,
	runner: JsonRpcProvider,
): Promise<CommandResult> {
	if (step.kind === "same") {
		return {
			json: { found: false, demanded: null },
			lines: ["the posted table is the right one"],
			exitCode: EXIT_DOES_NOT_HOLD,
		};
	}
	if (step.kind === "node") {
		const { kind, siblings, ...node } = step;
		const what = `the children of node ${node.index} at depth ${node.depth}`;
		const before = await readNodeDemand({ ...place, ...node, runner });
		if (before !== null) return waiting({ kind, ...node }, what, before.answerByMs);
		return demanded({ kind, ...node }, what, await demandNode({ ...place, ...node, siblings, demander }));
	}
	const { kind, id, leaf } = step;
	if (leaf === 0n) {
		return {
			json: { found: true, id, isEmpty: true, demanded: null },
			lines: [`row ${id} differs: the posted table has none there; \`zkmargin dispute\` shows that`],
			exitCode: EXIT_HOLDS,
		};
	}
	const what = `row ${id}, which differs`;
	const before = await readDemand({ ...place, id, runner });
	if (before?.settled === true) {
		return {
			json: { found: true, id, isEmpty: false, demanded: null },
			lines: [`row ${id} differs and was shown: \`zkmargin dispute\` judges it`],
			exitCode: EXIT_HOLDS,
		};
	}
	if (before !== null) return waiting({ kind, id }, what, before.answerByMs);
	return demanded({ kind, id }, what, await demandRow({ ...place, id, demander }));
}

function waiting(asked: object, what: string, answerByMs: number): CommandResult {
	return {
		json: { found: false, demanded: asked, sent: false, answerByMs },
		lines: [`waiting for ${what}: to be shown before ${formatIsoTime(answerByMs)}`],
		exitCode: EXIT_HOLDS,
	};
}

function demanded(asked: object, what: string, sent: Demanded): CommandResult {
	const { transactionHash, gasUsed, depositWei, answerByMs } = sent;
	return {
		json: { found: false, demanded: asked, sent: true, transactionHash, gasUsed, depositWei, answerByMs },
		lines: [
			`demanded ${what}, against ${formatEther(depositWei)} ether: to be shown before ${formatIsoTime(answerByMs)}`,
			`transaction ${transactionHash}, ${gasUsed} gas`,
		],
		exitCode: EXIT_HOLDS,
	};
}
