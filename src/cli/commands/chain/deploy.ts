import { join } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import { formatEther, type JsonRpcProvider } from "ethers";
import { RISK_EPOCHS_ABI } from "../../../chain/client/abi.ts";
import { readContract } from "../../../chain/client/chain-call.ts";
import { connectNode } from "../../../chain/client/connect-node.ts";
import { deployResumably } from "../../../chain/deploy/deploy-resumably.ts";
import { type Deployment, formatDeployment, loadDeployment } from "../../../chain/deploy/deployment-file.ts";
import { planVenue } from "../../../chain/deploy/venue-plan.ts";
import type { TimelockCall } from "../../../chain/epochs/timelock.ts";
import { setRiskEpochsCall } from "../../../chain/epochs/timelock-calls.ts";
import { InputError } from "../../../errors/base.ts";
import { writeAtomically } from "../../../node/files/write-atomically.ts";
import { assembleDeployment } from "../../keys/assemble-deployment.ts";
import { trustedHashOption } from "../../keys/circuit-and-key.ts";
import { requireDeploymentChain } from "../../options/contract-address.ts";
import { deployerWallet } from "../../options/deployer-wallet.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

type DeployOptions = {
	readonly risk: string;
	readonly out: string;
	readonly rpc?: string | undefined;
	readonly senderKey?: string | undefined;
	readonly keystore?: string | undefined;
	readonly confirmations?: string | undefined;
	readonly follows?: string | undefined;
	readonly dryRun?: true | undefined;
	readonly trustKeyHash: readonly string[];
};

const ADDRESS_FILE = "deployment.json";
const JOURNAL_FOLDER = "journal";
/** As the registry has it. */
const LARGEST_EPOCH_GAP = 1_000_000;

export function registerDeployCommand(command: Command): void {
	command
		.argument("<terms>", "JSON file with operator, guardian, publishers, limits and keys; see docs/deploy.md")
		.requiredOption("--risk <folder>", "tables whose listing and parameters are the first ones in force")
		.requiredOption("--out <folder>", "journal and addresses; run again with the same one to go on")
		.option("--rpc <url>", "JSON-RPC address of a node; by default ZKMARGIN_RPC_URL")
		.option("--sender-key <file>", 'JSON file {"privateKey": "0x…"}, readable by you alone')
		.option("--keystore <file>", "encrypted keystore; its password is in ZKMARGIN_KEYSTORE_PASSWORD")
		.option("--confirmations <number>", "blocks on top of a transaction before the next counts on it")
		.option(
			"--follows <file>",
			"deploy only the next version of the risk epochs, for the registry of this deployment.json",
		)
		.option("--dry-run", "send nothing: check keys and terms, and list what would be deployed")
		.addOption(trustedHashOption())
		.addOption(jsonOption())
		.addHelpText("after", "\nWithout a key file the private key is taken from ZKMARGIN_DEPLOYER_KEY.")
		.action((path, options) => runCommand(options, (progress) => deploy(path, options, progress)));
}

async function deploy(path: string, options: DeployOptions, progress: Progress): Promise<CommandResult> {
	const rpc = requireRpc(options.rpc ?? process.env.ZKMARGIN_RPC_URL);
	const confirmations = requireConfirmations(options.confirmations);
	const wallet = await deployerWallet(options, process.env);
	const { risk, trustKeyHash: trustedHashes } = options;
	const { terms, artifacts, keys } = await assembleDeployment({ path, risk, trustedHashes, progress });
	const follows = options.follows === undefined ? undefined : await loadDeployment(options.follows);
	const provider = await progress.step("asking the node for its chain", () => connectNode(rpc));
	try {
		await requireDeploymentChain(provider, options.follows);
		if (follows !== undefined) await requireFirstEpoch({ provider, ...follows, first: terms.firstRiskEpoch });
		if (options.dryRun === true) {
			const { chainId } = await provider.getNetwork();
			const { steps } = planVenue({ chainId, deployer: wallet.address, artifacts, terms, follows });
			const balanceWei = await provider.getBalance(wallet.address);
			return {
				json: { sent: false, chainId, sender: wallet.address, balanceWei, steps: steps.map(({ id }) => id) },
				lines: [
					`chain ${chainId}, sender ${wallet.address} with ${formatEther(balanceWei)} of the chain's coin`,
					...steps.map(({ id, artifact }) => `  ${id} (${artifact.bytecode.length / 2 - 1} bytes)`),
					"nothing was sent",
				],
			};
		}
		const addresses = await progress.step("deploying", (say) =>
			deployResumably({
				provider,
				wallet,
				artifacts,
				terms,
				follows,
				confirmations,
				journalFolder: join(options.out, JOURNAL_FOLDER),
				onDeployed: (step, address) => say(`${step} at ${address}`),
			}),
		);
		const deployment = { ...addresses, keys };
		const scheduled = follows === undefined ? undefined : setRiskEpochsCall(addresses);
		const file = join(options.out, ADDRESS_FILE);
		await writeAtomically(file, formatDeployment(deployment), { overwrite: true });
		return {
			json: { sent: true, file, ...deployment, scheduled },
			lines: [...addressLines(deployment), `written to ${file}`, ...followLines(scheduled)],
		};
	} finally {
		provider.destroy();
	}
}

/** What is left to do until the registry takes its tables from the next version. */
function followLines(scheduled: TimelockCall | undefined): string[] {
	if (scheduled === undefined) return [];
	return [
		"publishers deposit their bonds there and post; then the registry's owner schedules in the timelock, and anybody executes:",
		`  target ${scheduled.target}`,
		`  data   ${scheduled.data}`,
	];
}

/** The numbers of two versions must not meet: the registry would refuse the switch. */
async function requireFirstEpoch(request: {
	readonly provider: JsonRpcProvider;
	readonly riskEpochs: string;
	readonly first: number | undefined;
}): Promise<void> {
	const { provider, riskEpochs: address, first = 1 } = request;
	const contract = { runner: provider, address, abi: RISK_EPOCHS_ABI };
	const newest = Number(await readContract({ ...contract, method: "newestEpoch", args: [] }));
	if (first > newest && first - newest <= LARGEST_EPOCH_GAP) return;
	throw new InputError({
		code: "FIRST_EPOCH_OUT_OF_RANGE",
		message: `firstRiskEpoch is ${first}, and the newest epoch of the version before it is ${newest}`,
		field: "firstRiskEpoch",
		hint: `give a number that the present version will not reach before the switch, at most ${LARGEST_EPOCH_GAP} above its newest`,
	});
}

function addressLines({ chainId, verifiers, otherVenueLedgers, keys, ...deployment }: Deployment): string[] {
	const { scope, creditLine, creations: _creations, ...rest } = deployment;
	const named = Object.entries({ ...rest, ...(creditLine === undefined ? {} : { creditLine }) });
	return [
		`deployed on chain ${chainId}:`,
		...verifiers.map((address, index) => `  verifier ${index + 1}  ${address}`),
		...named.map(([name, address]) => `  ${name}  ${address}`),
		...otherVenueLedgers.map((address, index) => `  venueLedger${index + 2}  ${address}`),
		`  scope  ${scope}`,
		...(keys ?? []).map(({ circuit, kind, zkeySha256 }) => `  ${kind} key of ${circuit}  ${zkeySha256}`),
	];
}

function requireRpc(url: string | undefined): string {
	if (url !== undefined && url !== "") return url;
	throw new InputError({
		code: "RPC_URL_MISSING",
		message: "no node is named",
		field: "rpc",
		hint: "give --rpc or set ZKMARGIN_RPC_URL",
	});
}

function requireConfirmations(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (/^[1-9][0-9]?$/.test(text)) return Number(text);
	throw new InputError({
		code: "NUMBER_MALFORMED",
		message: "confirmations is not a number from 1 to 99",
		field: "confirmations",
		hint: "give digits, such as 3",
	});
}
