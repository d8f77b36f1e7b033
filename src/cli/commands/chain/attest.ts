import type { Command } from "@commander-js/extra-typings";
import { connectNode } from "../../../chain/client/connect-node.ts";
import { readChainTimeMs } from "../../../chain/client/read-chain-time.ts";
import { sizeClassOf } from "../../../chain/client/size-class.ts";
import { findPostedEpochs } from "../../../chain/epochs/find-posted-epochs.ts";
import { submitAttestation } from "../../../chain/registry/attest.ts";
import { InputError } from "../../../errors/base.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { parseCertificate } from "../../../proof/statements/health-certificate.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { contractAddress, deploymentOption } from "../../options/contract-address.ts";
import { readWallet } from "../../options/read-wallet.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

/** Long enough to be mined, short enough that a stuck request does not surface much later. */
const DEADLINE_MS = 600_000;

type AttestOptions = {
	readonly rpc: string;
	readonly registry?: string | undefined;
	readonly venue?: string | undefined;
	readonly deployment?: string | undefined;
	readonly senderKey: string;
};

export function registerAttestCommand(command: Command): void {
	command
		.argument("<certificate>", "file written by `prove` for this registry and this holder")
		.requiredOption("--rpc <url>", "JSON-RPC address of a node")
		.option("--registry <address>", "the solvency registry")
		.option("--venue <address>", "the venue's ledger contract")
		.addOption(deploymentOption())
		.requiredOption(
			"--sender-key <file>",
			'JSON file {"privateKey": "0x…"} of the holder, readable by you alone',
		)
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, (progress) => attest(path, options, progress)));
}

async function attest(path: string, options: AttestOptions, progress: Progress): Promise<CommandResult> {
	const { statement, proof, circuit } = parseCertificate(await readJsonFile(path));
	const sizeClass = sizeClassOf(circuit.name);
	const { deployment } = options;
	const registry = await contractAddress({
		option: "registry",
		given: options.registry,
		deployment,
		part: "registry",
	});
	const venue = await contractAddress({
		option: "venue",
		given: options.venue,
		deployment,
		part: "venueLedger",
	});
	const wallet = await readWallet(options.senderKey);
	requireHolder(statement.holder, wallet.address);
	const provider = await progress.step("asking the node for its chain", () => connectNode(options.rpc));
	try {
		const sender = wallet.connect(provider);
		const sent = await progress.step("sending the attestation", async () => {
			const { level, ledgerRoot, riskRoot } = statement;
			const epochs = await findPostedEpochs({
				runner: provider,
				registry,
				venue,
				level,
				ledgerRoot,
				riskRoot,
			});
			const deadlineMs = (await readChainTimeMs(provider)) + DEADLINE_MS;
			const attestation = { ...statement, ...epochs, sizeClass, venue, deadlineMs };
			return submitAttestation({ sender, registry, attestation, proof });
		});
		return {
			json: { holds: true, ...sent, events: undefined },
			lines: [
				`attested: ${statement.holder} at ${statement.level} level until ${formatIsoTime(sent.validUntilMs)}`,
				`transaction ${sent.transactionHash}, ${sent.gasUsed} gas`,
			],
		};
	} finally {
		provider.destroy();
	}
}

function requireHolder(holder: string, sender: string): void {
	if (holder.toLowerCase() === sender.toLowerCase()) return;
	throw new InputError({
		code: "HOLDER_NOT_SENDER",
		message: `the certificate is for ${holder}, the key belongs to ${sender}`,
		field: "sender-key",
		hint: "use the holder's key: a proof is worth nothing to anybody else",
	});
}
