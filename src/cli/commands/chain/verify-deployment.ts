import type { Command } from "@commander-js/extra-typings";
import { loadDeployment } from "../../../chain/deploy/deployment-file.ts";
import { verifyDeployment } from "../../../chain/deploy/verify-deployment.ts";
import { assembleDeployment } from "../../keys/assemble-deployment.ts";
import { trustedHashOption } from "../../keys/circuit-and-key.ts";
import { CHAIN_OPTIONS } from "../../options/chain-options.ts";
import { withNode } from "../../options/with-node.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import { jsonOption, runCommand } from "../../output/run-command.ts";

export function registerVerifyDeploymentCommand(command: Command): void {
	command
		.argument("<terms>", "the published JSON file that says what was to be deployed; see docs/deploy.md")
		.requiredOption("--risk <folder>", "tables whose listing and parameters were the first ones in force")
		.requiredOption("--deployment <file>", "the published deployment.json")
		.option(
			"--follows <file>",
			"where it is only the next version of risk epochs: the deployment.json before it",
		)
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.addOption(trustedHashOption())
		.addOption(jsonOption())
		.action((path, options) =>
			runCommand(options, async (progress) => {
				const deployment = await loadDeployment(options.deployment);
				const follows = options.follows === undefined ? undefined : await loadDeployment(options.follows);
				const { risk, trustKeyHash: trustedHashes } = options;
				const assembled = await assembleDeployment({ path, risk, trustedHashes, progress });
				const report = await withNode(options.rpc, (provider) =>
					progress.step("comparing", () => verifyDeployment({ provider, deployment, follows, ...assembled })),
				);
				const holds = report.findings.length === 0;
				return {
					json: { holds, ...report },
					lines: [
						`${report.matching} of ${report.contracts} contracts were made from these sources and terms`,
						`${report.roles} roles compared`,
						...report.findings.map(({ step, code, message }) => `  ${code} ${step}: ${message}`),
					],
					exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
				};
			}),
		);
}
