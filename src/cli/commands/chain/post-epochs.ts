/** Posting as a venue's operator and as a risk publisher: what `ledger build` and `risk build` wrote. */
import {
	publishLedgerEpoch,
	publishRiskEpoch,
	riskEpochContent,
} from "../../../chain/epochs/publish-epochs.ts";
import { formatFieldElement } from "../../../field/bn254.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { readLedgerEpoch } from "../../folders/ledger-folder.ts";
import { readRiskFolder } from "../../folders/risk-folder.ts";
import { contractAddress } from "../../options/contract-address.ts";
import { readWallet } from "../../options/read-wallet.ts";
import { withNode } from "../../options/with-node.ts";
import type { Progress } from "../../output/progress.ts";
import type { CommandResult } from "../../output/run-command.ts";

type PostOptions = {
	readonly rpc: string;
	readonly senderKey: string;
	readonly deployment?: string | undefined;
};

export async function postLedger(
	options: PostOptions & { readonly ledger: string; readonly venue?: string | undefined },
	progress: Progress,
): Promise<CommandResult> {
	const ledger = await readLedgerEpoch(options.ledger);
	const { deployment } = options;
	const venueLedger = await contractAddress({
		option: "venue",
		given: options.venue,
		deployment,
		part: "venueLedger",
	});
	const wallet = await readWallet(options.senderKey);
	const { epoch, transactionHash } = await progress.step("posting the ledger", () =>
		withNode(options.rpc, (provider) =>
			publishLedgerEpoch({ operator: wallet.connect(provider), venueLedger, ledger }),
		),
	);
	return {
		json: { epoch, transactionHash, ledgerRoot: formatFieldElement(ledger.ledgerRoot) },
		lines: [
			`ledger epoch ${epoch}: balances of ${formatIsoTime(ledger.snapshotTimeMs)}`,
			`root         ${formatFieldElement(ledger.ledgerRoot)}`,
			`transaction  ${transactionHash}`,
		],
	};
}

export async function postRisk(
	options: PostOptions & { readonly risk: string; readonly riskEpochs?: string | undefined },
	progress: Progress,
): Promise<CommandResult> {
	const folder = await readRiskFolder(options.risk);
	const [maintenance, initial] = [await folder.readTable("maintenance"), await folder.readTable("initial")];
	const content = riskEpochContent({ maintenance, initial, trees: await folder.readEpochCommitments() });
	const riskEpochs = await contractAddress({
		option: "risk-epochs",
		given: options.riskEpochs,
		deployment: options.deployment,
		part: "riskEpochs",
	});
	const wallet = await readWallet(options.senderKey);
	const { liveEpoch, transactionHash } = await progress.step("posting the tables", () =>
		withNode(options.rpc, (provider) =>
			publishRiskEpoch({ publisher: wallet.connect(provider), riskEpochs, content }),
		),
	);
	return {
		json: {
			liveEpoch: liveEpoch ?? null,
			transactionHash,
			initialRoot: formatFieldElement(content.initialRoot),
		},
		lines: [
			liveEpoch === undefined
				? "posted: other publishers must post the same before the tables count"
				: `risk epoch   ${liveEpoch} counts from now on`,
			`transaction  ${transactionHash}`,
		],
	};
}
