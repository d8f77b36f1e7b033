import type { Command } from "@commander-js/extra-typings";
import { connectNode } from "../../../chain/client/connect-node.ts";
import { sizeClassOf } from "../../../chain/client/size-class.ts";
import { auditRegistry } from "../../../chain/registry/audit-registry.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { parseVerificationKey, type VerificationKey } from "../../../proof/keys/verification-key.ts";
import { circuitAndKey } from "../../keys/circuit-and-key.ts";
import { requireBlock } from "../../options/block-number.ts";
import { contractAddress, deploymentOption } from "../../options/contract-address.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

type AuditOptions = {
	readonly rpc: string;
	readonly registry?: string | undefined;
	readonly deployment?: string | undefined;
	readonly from: string;
	readonly to: string;
	readonly deployedAt: string;
	readonly circuit: string;
	readonly key?: string | undefined;
};

export function registerAuditCommand(command: Command): void {
	command
		.requiredOption("--rpc <url>", "JSON-RPC address of a node that keeps old blocks")
		.option("--registry <address>", "the solvency registry")
		.addOption(deploymentOption())
		.requiredOption("--from <block>", "first block")
		.requiredOption("--to <block>", "last block")
		.option(
			"--deployed-at <block>",
			"a block not after the deployment: posted roots are looked for from there",
			"0",
		)
		.option("--circuit <name>", "circuit whose attestations are verified", "solvency-16")
		.option("--key <file>", "verification key that you trust; by default this machine's own key")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => audit(options, progress)));
}

async function audit(options: AuditOptions, progress: Progress): Promise<CommandResult> {
	const registry = await contractAddress({
		option: "registry",
		given: options.registry,
		deployment: options.deployment,
		part: "registry",
	});
	const [fromBlock, toBlock, deploymentBlock] = [
		requireBlock(options.from, "from"),
		requireBlock(options.to, "to"),
		requireBlock(options.deployedAt, "deployed-at"),
	];
	const sizeClass = sizeClassOf(options.circuit);
	const verificationKey = await trustedKey(options, progress);
	const provider = await progress.step("asking the node for its chain", () => connectNode(options.rpc));
	try {
		const report = await progress.step("replaying", (say) =>
			auditRegistry({
				provider,
				registry,
				fromBlock,
				toBlock,
				deploymentBlock,
				verificationKeys: new Map([[sizeClass, verificationKey]]),
				onProgress: (done, total) => say(`attestation ${done} of ${total}`),
			}),
		);
		const holds = report.findings.length === 0;
		return {
			json: { holds, ...report },
			lines: [
				`${report.verified} of ${report.attestations} attestations verified again`,
				...report.findings.map(
					({ transactionHash, code, message }) => `  ${code} in ${transactionHash}: ${message}`,
				),
			],
			exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
		};
	} finally {
		provider.destroy();
	}
}

async function trustedKey(options: AuditOptions, progress: Progress): Promise<VerificationKey> {
	if (options.key !== undefined) return parseVerificationKey(await readJsonFile(options.key));
	return (await circuitAndKey(options.circuit, progress)).key.verificationKey;
}
