import type { Command } from "@commander-js/extra-typings";
import { connectNode } from "../../../chain/client/connect-node.ts";
import { sizeClassOf } from "../../../chain/client/size-class.ts";
import { auditRegistry } from "../../../chain/registry/audit-registry.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { parseVerificationKey, type VerificationKey } from "../../../proof/keys/verification-key.ts";
import { circuitAndKey } from "../../keys/circuit-and-key.ts";
import { requireBlock } from "../../options/block-number.ts";
import { contractAddress, deploymentOption, requireDeploymentChain } from "../../options/contract-address.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { auditLines } from "../../reports/audit-text.ts";
import { eventToJson } from "../../reports/event-text.ts";

type AuditOptions = {
	readonly rpc: string;
	readonly registry?: string | undefined;
	readonly deployment?: string | undefined;
	readonly from: string;
	readonly to: string;
	readonly deployedAt: string;
	readonly circuit: string;
	readonly key?: readonly string[] | undefined;
};

const LATEST = "latest";

export function registerAuditCommand(command: Command): void {
	command
		.requiredOption("--rpc <url>", "JSON-RPC address of a node that keeps old blocks")
		.option("--registry <address>", "the solvency registry")
		.addOption(deploymentOption())
		.requiredOption("--from <block>", "first block")
		.option("--to <block>", "last block, or latest", LATEST)
		.option(
			"--deployed-at <block>",
			"a block not after the deployment: posted roots are looked for from there",
			"0",
		)
		.option("--circuit <name>", "circuit whose attestations are verified", "solvency-16")
		.option("--key <files...>", "verification keys that you trust; by default this machine's own key")
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
		options.to === LATEST ? undefined : requireBlock(options.to, "to"),
		requireBlock(options.deployedAt, "deployed-at"),
	];
	const sizeClass = sizeClassOf(options.circuit);
	const verificationKeys = await trustedKeys(options, progress);
	const provider = await progress.step("asking the node for its chain", () => connectNode(options.rpc));
	try {
		await requireDeploymentChain(provider, options.deployment);
		const report = await progress.step("replaying", (say) =>
			auditRegistry({
				provider,
				registry,
				fromBlock,
				toBlock,
				deploymentBlock,
				verificationKeys: new Map([[sizeClass, verificationKeys]]),
				onProgress: (done, total) => say(`attestation ${done} of ${total}`),
			}),
		);
		const holds = report.findings.length === 0;
		return {
			json: { holds, ...report, keyChanges: report.keyChanges.map(eventToJson) },
			lines: auditLines(report, toBlock),
			exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
		};
	} finally {
		provider.destroy();
	}
}

async function trustedKeys(options: AuditOptions, progress: Progress): Promise<VerificationKey[]> {
	if (options.key === undefined)
		return [(await circuitAndKey(options.circuit, progress)).key.verificationKey];
	return Promise.all(options.key.map(async (file) => parseVerificationKey(await readJsonFile(file))));
}
