import { type Command, Option } from "@commander-js/extra-typings";
import { requireAddress } from "../../../chain/client/require-address.ts";
import { scopeOf } from "../../../chain/client/scope-of.ts";
import { loadDeployment } from "../../../chain/deploy/deployment-file.ts";
import { InputError } from "../../../errors/base.ts";
import { formatFieldElement, parseFieldElement } from "../../../field/bn254.ts";
import { parseIdentity } from "../../../ledger/identity.ts";
import { openOwnPackage } from "../../../ledger/sealed-package.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { readSecretFile } from "../../../node/files/secret-file.ts";
import { refuseExistingFile, writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText } from "../../../node/files/write-folder.ts";
import { solvencyCircuitName } from "../../../proof/circuit/circuit-list.ts";
import { contextOf } from "../../../proof/inputs/solvency-input.ts";
import { chooseProver } from "../../../proof/provers/choose-prover.ts";
import { PROVER_NAMES, type ProverName } from "../../../proof/provers/witness-prover.ts";
import { certifySolvency } from "../../../proof/statements/certify-solvency.ts";
import { certificateToJson } from "../../../proof/statements/health-certificate.ts";
import {
	decideStatement,
	proveSolvency,
	type SolvencyProofRequest,
} from "../../../proof/statements/prove-solvency.ts";
import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import { formatUsdDown, MICRO_USD_DECIMALS, parseScaled } from "../../../units/decimal.ts";
import { readRiskFolder } from "../../folders/risk-folder.ts";
import { circuitAndKey, trustedHashOption } from "../../keys/circuit-and-key.ts";
import { levelOption } from "../../options/account-options.ts";
import { deploymentOption } from "../../options/contract-address.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { notSolvent } from "../../reports/not-solvent.ts";

type ProveOptions = {
	readonly package: string;
	readonly identity: string;
	readonly risk: string;
	readonly level: MarginLevel;
	readonly surplus: string;
	readonly holder: string;
	readonly scope?: string | undefined;
	readonly registry?: string | undefined;
	readonly chainId?: string | undefined;
	readonly deployment?: string | undefined;
	readonly prover?: ProverName | undefined;
	readonly out: string;
	readonly key?: string | undefined;
	readonly trustKeyHash: readonly string[];
};

export function registerProveCommand(command: Command): void {
	command
		.requiredOption("--package <file>", "your sealed package of this ledger epoch")
		.requiredOption("--identity <file>", "your secret identity file")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.requiredOption("--holder <address>", "the only address that may use the proof")
		.requiredOption("--out <file>", "where the certificate goes")
		.addOption(levelOption())
		.option("--key <folder>", "key that `ceremony finish` wrote; by default this machine's development key")
		.addOption(trustedHashOption())
		.option("--surplus <USD>", "free collateral to prove, to the micro-dollar", "0")
		.option("--registry <address>", "registry that the proof is for, with --chain-id")
		.option("--chain-id <number>", "chain of the registry")
		.addOption(deploymentOption())
		.option("--scope <field element>", "instead of a registry: whose pseudonym the proof shows")
		.addOption(
			new Option("--prover <name>", "who computes the proof; left out, the fastest that is there").choices(
				PROVER_NAMES,
			),
		)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => prove(options, progress)));
}

async function prove(options: ProveOptions, progress: Progress): Promise<CommandResult> {
	await refuseExistingFile(options.out);
	const request = {
		scope: await scopeFrom(options),
		holder: options.holder as `0x${string}`,
		surplusMicroUsd: parseScaled(options.surplus, MICRO_USD_DECIMALS, "surplus"),
	};
	contextOf(request.holder, request.surplusMicroUsd);
	requireAddress(options.holder, "holder");
	if (options.prover !== undefined) await chooseProver(options.prover);
	const { traderPackage, identity } = openOwnPackage({
		identity: parseIdentity(await readSecretFile(options.identity)),
		envelope: await readJsonFile(options.package),
	});
	const table = await (await readRiskFolder(options.risk)).readTable(options.level);
	const { prover } = options;
	const { assessment, decision } = decideStatement({ identity, traderPackage, table, request });
	if (!decision.accepted)
		return notSolvent({ holds: false, assessment, decision }, table, request.surplusMicroUsd);
	const circuit = solvencyCircuitName(traderPackage.record.sizeClass);
	const tools = await circuitAndKey(circuit, progress, {
		folder: options.key,
		pins: options.deployment === undefined ? undefined : (await loadDeployment(options.deployment)).keys,
		trustedHashes: options.trustKeyHash,
	});
	const source: SolvencyProofRequest = { identity, traderPackage, table, request, prover, ...tools };
	const result = await progress.step("proof", (report) =>
		proveSolvency({ ...source, onProgress: ({ step }) => report(step) }),
	);
	if (!result.holds) return notSolvent(result, table, request.surplusMicroUsd);
	const certificate = certifySolvency(source, result);
	await writeAtomically(options.out, jsonText(certificateToJson(certificate)));
	const surplusUsd = formatUsdDown(request.surplusMicroUsd);
	return {
		json: { holds: true, certificate: options.out, publicSignals: result.publicSignals },
		lines: [
			`proven: solvent at ${table.origin.level} level with ${surplusUsd} USD to spare`,
			`pseudonym    ${formatFieldElement(certificate.statement.pseudonym)}`,
			`certificate  ${options.out} (${certificate.keyKind} key)`,
		],
	};
}

async function scopeFrom({ scope, registry, chainId, deployment }: ProveOptions): Promise<bigint> {
	const named = [scope, registry ?? chainId, deployment].filter((way) => way !== undefined).length;
	if (named === 1 && scope !== undefined) return parseFieldElement(scope, "scope");
	if (named === 1 && deployment !== undefined) return (await loadDeployment(deployment)).scope;
	if (named === 1 && registry !== undefined && chainId !== undefined && /^[1-9][0-9]{0,18}$/.test(chainId)) {
		return scopeOf({ chainId: BigInt(chainId), registry: requireAddress(registry, "registry") });
	}
	throw new InputError({
		code: "SCOPE_UNCLEAR",
		message: "who is the proof for?",
		field: "scope",
		hint: "give --registry with --chain-id, or --deployment alone, or --scope alone",
	});
}
