import type { Command } from "@commander-js/extra-typings";
import { formatEther, NonceManager, type Wallet } from "ethers";
import { connectNode } from "../../../chain/client/connect-node.ts";
import { disputeIndexPrice, type IndexPriceDispute } from "../../../chain/disputes/dispute-index-price.ts";
import { type Dispute, disputeEpoch, isWrong } from "../../../chain/disputes/dispute-row.ts";
import { type Breach, type BreachSearch, findBreach } from "../../../chain/disputes/find-breach.ts";
import type { MarksBreach } from "../../../chain/disputes/find-marks-breach.ts";
import { type PostedEpoch, readPostedEpoch, recallEpoch } from "../../../chain/disputes/posted-epoch.ts";
import { InputError } from "../../../errors/base.ts";
import { unpackWord } from "../../../field/packed-word.ts";
import { type ProvenWord, proveRowWord } from "../../../proof/statements/prove-row-word.ts";
import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import type { EpochCommitments } from "../../../risk/table/epoch-commitments.ts";
import { elementRows, type PostedRows, postedRows } from "../../folders/posted-rows.ts";
import { type RiskFolder, readRiskFolder } from "../../folders/risk-folder.ts";
import { searchMarks } from "../../folders/search-marks.ts";
import { type CircuitAndKey, circuitAndKey, trustedHashOption } from "../../keys/circuit-and-key.ts";
import { levelOption } from "../../options/account-options.ts";
import { contractAddress, deploymentOption } from "../../options/contract-address.ts";
import { readWallet } from "../../options/read-wallet.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

type DisputeOptions = {
	readonly risk: string;
	readonly rpc: string;
	readonly riskEpochs?: string | undefined;
	readonly deployment?: string | undefined;
	readonly level: MarginLevel;
	readonly epoch?: string | undefined;
	readonly table?: string | undefined;
	readonly fromBlock: string;
	readonly senderKey?: string | undefined;
	readonly dryRun?: true | undefined;
	readonly key?: string | undefined;
	readonly trustKeyHash: readonly string[];
};

export function registerDisputeCommand(command: Command): void {
	command
		.requiredOption(
			"--risk <folder>",
			"the right tables: build them yourself, or check them with `risk rebuild`",
		)
		.requiredOption("--rpc <url>", "JSON-RPC address of a node")
		.option("--risk-epochs <address>", "the contract that holds epochs and bonds")
		.addOption(deploymentOption())
		.addOption(levelOption())
		.option("--epoch <number>", "number of the posted epoch; by default the newest")
		.option("--table <file>", "the posted table; by default those of its rows that were served on the chain")
		.option("--from-block <block>", "where to look for served rows and old posts from", "0")
		.option("--sender-key <file>", 'JSON file {"privateKey": "0x…"} of the disputer, readable by you alone')
		.option("--dry-run", "send nothing: say what is wrong and what a dispute would win")
		.option("--key <folder>", "row-word key that `ceremony finish` wrote; by default this machine's own key")
		.addOption(trustedHashOption())
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => dispute(options, progress)));
}

async function dispute(options: DisputeOptions, progress: Progress): Promise<CommandResult> {
	const { level } = options;
	const riskEpochs = await contractAddress({
		option: "risk-epochs",
		given: options.riskEpochs,
		deployment: options.deployment,
		part: "riskEpochs",
	});
	const fromBlock = requireNumber(options.fromBlock, "from-block");
	const asked = options.epoch === undefined ? undefined : requireNumber(options.epoch, "epoch");
	const wallet = options.dryRun === true ? undefined : await readWallet(requireSenderKey(options.senderKey));
	const folder = await readRiskFolder(options.risk);
	const provider = await progress.step("asking the node for its chain", () => connectNode(options.rpc));
	try {
		const source = { provider, riskEpochs, level, fromBlock };
		const epoch = await progress.step("reading the epoch", () =>
			readPostedEpoch({ ...source, epoch: asked }),
		);
		const { commitments, rowDispute, number } = epoch;
		const right = await folder.readTable(level);
		const trees = await folder.readEpochCommitments();
		const other = otherInput(epoch, trees);
		const isRight = commitments.riskRoot === right.tree.root;
		const readPosted = () =>
			progress.step("reading the posted table", () =>
				postedRows({ ...source, file: options.table, epoch: number, root: commitments.riskRoot }),
			);
		const fromFile = isRight || options.table === undefined ? null : await readPosted();
		const market = other === "market" ? null : trees.market;
		const registered = commitments.parameterSet === trees.scenarios.parameterSet ? trees.scenarios : null;
		const ofMarks = await progress.step("looking for marks that cannot be", () =>
			searchMarks({ ...source, epoch, market, registered, posted: fromFile }),
		);
		if (ofMarks.breach !== null) {
			const { breach } = ofMarks;
			const found = describeMarks(epoch, breach, folder);
			if (wallet === undefined) return found;
			return await progress.step("sending the dispute", () =>
				sendDispute({
					found,
					wallet: wallet.connect(provider),
					riskEpochs,
					epoch,
					evidence: breach.evidence,
				}),
			);
		}
		if (isRight) {
			const reason = "the posted table is the right one";
			return nothing(epoch, reason, { differences: 0, asked: ofMarks.asked, skipped: [] }, other);
		}
		const posted = fromFile ?? (await readPosted());
		const tools = await circuitAndKey("row-word", progress, {
			folder: options.key,
			trustedHashes: options.trustKeyHash,
		});
		const search = await progress.step("looking for a breach", (onProgress) =>
			findBreach({
				posted: posted.rows,
				right: elementRows(right.rows),
				trees: other === null ? trees : null,
				prove: wordProver(posted, tools),
				isWrong: (found) => isWrong({ runner: provider, rowDispute, commitments, dispute: found }),
				onProgress,
			}),
		);
		const { breach } = search;
		if (breach === null) {
			const what = other === null ? "nothing that differs is" : "no element by itself is";
			return nothing(epoch, `${what} a breach for the contract`, search, other);
		}
		const found = describe(epoch, breach, folder);
		if (wallet === undefined) return found;
		return await progress.step("sending the dispute", () =>
			sendDispute({ found, wallet: wallet.connect(provider), riskEpochs, epoch, evidence: breach.dispute }),
		);
	} finally {
		provider.destroy();
	}
}

/** Opens words of the posted table, each once. */
function wordProver(posted: PostedRows, tools: CircuitAndKey) {
	const proven = new Map<string, Promise<ProvenWord>>();
	return (id: number, wordIndex: number): Promise<ProvenWord> => {
		const name = `${id} ${wordIndex}`;
		const elements = posted.rows.get(id) ?? [];
		const known =
			proven.get(name) ?? proveRowWord({ tree: posted.treeOf(id), id, wordIndex, elements, ...tools });
		proven.set(name, known);
		return known;
	};
}

async function sendDispute(request: {
	readonly found: CommandResult;
	readonly wallet: Wallet;
	readonly riskEpochs: string;
	readonly epoch: PostedEpoch;
	readonly evidence: Dispute | IndexPriceDispute;
}): Promise<CommandResult> {
	const { found, wallet, riskEpochs, epoch, evidence } = request;
	// Two transactions may follow each other faster than a node is asked for the next number.
	const disputer = new NonceManager(wallet);
	const { number, forgotten, commitments } = epoch;
	if (forgotten !== null) await recallEpoch({ sender: disputer, riskEpochs, epoch: number, forgotten });
	const { level } = commitments;
	const place = { disputer, riskEpochs, epoch: number };
	const sent = await ("ground" in evidence
		? disputeEpoch({ ...place, level, dispute: evidence })
		: disputeIndexPrice({ ...place, ...evidence }));
	const { transactionHash, gasUsed, slashedWei } = sent;
	const creditedWei = slashedWei / 2n;
	return {
		json: { ...found.json, sent: true, transactionHash, gasUsed, slashedWei, creditedWei },
		lines: [
			...found.lines.slice(0, -1),
			`epoch ${number} is dead; ${formatEther(slashedWei)} ETH of bonds taken, ${formatEther(creditedWei)} ETH credited to ${wallet.address}`,
			`transaction ${transactionHash}, ${gasUsed} gas`,
		],
		exitCode: EXIT_HOLDS,
	};
}

function describe(
	{ number, commitments, atStakeWei }: PostedEpoch,
	breach: Breach,
	folder: RiskFolder,
): CommandResult {
	const {
		id,
		wordIndex,
		laneOfWord,
		posted,
		right,
		dispute: { ground },
	} = breach;
	const instrument = folder.listing.instruments[id - 1]?.name ?? null;
	const laneOf = (element: bigint) =>
		laneOfWord === null ? element : (unpackWord(element)?.[laneOfWord] ?? element);
	const wouldWinWei = atStakeWei / 2n;
	const place = `row ${id}${instrument === null ? "" : ` (${instrument})`}, element ${wordIndex}${laneOfWord === null ? "" : `, lane ${laneOfWord}`}`;
	return {
		json: {
			holds: true,
			sent: false,
			epoch: number,
			level: commitments.level,
			ground,
			id,
			instrument,
			element: wordIndex,
			lane: laneOfWord,
			posted: laneOf(posted),
			right: right === null ? null : laneOf(right),
			atStakeWei,
			wouldWinWei,
		},
		lines: [
			`epoch ${number}, ${commitments.level} level, ground ${ground}: ${place}`,
			`  posted ${laneOf(posted)}, ${right === null ? "which no sound row holds" : `right ${laneOf(right)}`}: the contract says that the table is wrong`,
			`not sent; ${formatEther(atStakeWei)} ETH are at stake, a dispute wins ${formatEther(wouldWinWei)} ETH`,
		],
		exitCode: EXIT_HOLDS,
	};
}

function describeMarks(
	{ number, commitments, atStakeWei }: PostedEpoch,
	{ ground, ids }: MarksBreach,
	folder: RiskFolder,
): CommandResult {
	const instruments = ids.map((id) => folder.listing.instruments[id - 1]?.name ?? null);
	const wouldWinWei = atStakeWei / 2n;
	const named = ids.map((id, at) => `${id}${instruments[at] === null ? "" : ` (${instruments[at]})`}`);
	return {
		json: {
			...{ holds: true, sent: false, epoch: number, level: commitments.level, ground },
			...{ ids, instruments, atStakeWei, wouldWinWei },
		},
		lines: [
			`epoch ${number}, ${commitments.level} level, ground ${ground}${ids.length === 0 ? "" : `: ${named.join(" and ")}`}`,
			`not sent; ${formatEther(atStakeWei)} ETH are at stake, a dispute wins ${formatEther(wouldWinWei)} ETH`,
		],
		exitCode: EXIT_HOLDS,
	};
}

function nothing(
	{ number, commitments }: PostedEpoch,
	reason: string,
	{ differences, asked, skipped }: Omit<BreachSearch, "breach">,
	other: OtherInput | null,
): CommandResult {
	return {
		json: {
			...{ holds: false, epoch: number, level: commitments.level, reason, differences, asked, skipped },
			lanesJudged: other === null,
			otherInput: other,
		},
		lines: [
			`epoch ${number}, ${commitments.level} level: ${reason}`,
			...unjudgedLines(number, other),
			`  ${differences} elements ${other === null ? "differ" : "were looked at"}, the contract was asked ${asked} times`,
			...skipped.map(
				({ id, wordIndex, message }) => `  NOT judged: row ${id}, element ${wordIndex}: ${message}`,
			),
		],
		exitCode: EXIT_DOES_NOT_HOLD,
	};
}

type OtherInput = "market" | "parameters or scenarios";

/** Evidence opens marks and scenarios under what the epoch committed to; others open nothing. */
function otherInput(
	{ commitments }: PostedEpoch,
	{ market, scenarios }: EpochCommitments,
): OtherInput | null {
	if (commitments.marketRoot !== market.marketRoot) return "market";
	const isSame =
		commitments.parametersHash === scenarios.parametersHash &&
		commitments.parameterSet === scenarios.parameterSet;
	return isSame ? null : "parameters or scenarios";
}

/** That the answer is only half of one, and how to get the other half. */
function unjudgedLines(epoch: number, other: OtherInput | null): string[] {
	if (other === null) return [];
	return [
		`  lanes and set keys could NOT be judged: the epoch committed to another ${other} than this folder holds`,
		`  build the folder from the epoch's own; if nobody shows them, demand them: \`zkmargin marks demand --epoch ${epoch} --id …\` and \`zkmargin scenario demand\``,
	];
}

function requireSenderKey(path: string | undefined): string {
	if (path !== undefined) return path;
	throw new InputError({
		code: "SENDER_KEY_MISSING",
		message: "a dispute is sent with somebody's key",
		field: "sender-key",
		hint: "give --sender-key, or --dry-run to send nothing",
	});
}

function requireNumber(text: string, field: string): number {
	if (/^(?:0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
	throw new InputError({
		code: "NUMBER_MALFORMED",
		message: `${field} is not a whole number`,
		field,
		hint: "give digits, such as 12",
	});
}
