import { type Command, Option } from "@commander-js/extra-typings";
import { loadDeployment } from "../../chain/deployment-file.ts";
import { requireAddress } from "../../chain/require-address.ts";
import { scopeOf } from "../../chain/scope-of.ts";
import { InputError } from "../../errors/base.ts";
import { formatFieldElement, parseFieldElement } from "../../field/bn254.ts";
import { parseIdentity } from "../../ledger/identity.ts";
import { openPackage } from "../../ledger/sealed-package.ts";
import { certifySolvency } from "../../proof/certify-solvency.ts";
import { solvencyCircuitName } from "../../proof/circuit-list.ts";
import { certificateToJson } from "../../proof/health-certificate.ts";
import {
	proveSolvency,
	type SolvencyProofRequest,
	type SolvencyProofResult,
} from "../../proof/prove-solvency.ts";
import { chooseProver } from "../../proof/provers/choose-prover.ts";
import { PROVER_NAMES, type ProverName } from "../../proof/provers/witness-prover.ts";
import { contextOf } from "../../proof/solvency-input.ts";
import type { MarginLevel, RiskTable } from "../../risk/risk-table.ts";
import { formatUsdDown, MICRO_USD_DECIMALS, parseScaled } from "../../units/decimal.ts";
import { levelOption } from "../account-options.ts";
import { circuitAndKey } from "../circuit-and-key.ts";
import { deploymentOption } from "../contract-address.ts";
import { EXIT_DOES_NOT_HOLD } from "../exit-codes.ts";
import type { Progress } from "../progress.ts";
import { readJsonFile } from "../read-json-file.ts";
import { readRiskFolder } from "../risk-folder.ts";
import { type CommandResult, jsonOption, runCommand } from "../run-command.ts";
import { readSecretFile } from "../secret-file.ts";
import { refuseExistingFile, writeAtomically } from "../write-atomically.ts";
import { jsonText } from "../write-folder.ts";

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
};

export function registerProveCommand(program: Command): void {
	program
		.command("prove")
		.description("prove that your account is solvent, and write a certificate that anybody can check")
		.requiredOption("--package <file>", "your sealed package of this ledger epoch")
		.requiredOption("--identity <file>", "your secret identity file")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.requiredOption("--holder <address>", "the only address that may use the proof")
		.requiredOption("--out <file>", "where the certificate goes")
		.addOption(levelOption())
		.option("--key <folder>", "key that `ceremony finish` wrote; by default this machine's development key")
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
	const identity = parseIdentity(await readSecretFile(options.identity));
	const traderPackage = openPackage({ envelope: await readJsonFile(options.package), identity });
	const table = await (await readRiskFolder(options.risk)).readTable(options.level);
	const { prover } = options;
	const circuit = solvencyCircuitName(traderPackage.record.sizeClass);
	const tools = await circuitAndKey(circuit, progress, options.key);
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

/** The answer to a statement that is not true: why, in which scenario, and by how much. */
export function notSolvent(
	{ decision, assessment }: Extract<SolvencyProofResult, { holds: false }>,
	table: RiskTable,
	surplusMicroUsd: bigint,
): CommandResult {
	const scenario = table.labels.stress[assessment.worstStress.index] ?? "";
	const { bindingLine, freeCollateralMicroUsd } = assessment;
	return {
		json: {
			holds: false,
			reason: decision.reason,
			level: table.origin.level,
			surplusMicroUsd,
			shortfallMicroUsd: decision.shortfallMicroUsd,
			freeCollateralMicroUsd,
			bindingLine,
			worstStress: { scenario, valueMicroUsd: assessment.worstStress.valueMicroUsd },
		},
		lines: [
			`not proven: ${formatUsdDown(decision.shortfallMicroUsd)} USD short at ${table.origin.level} level (${decision.reason})`,
			`asked for        ${formatUsdDown(surplusMicroUsd)} USD to spare, free collateral is ${formatUsdDown(freeCollateralMicroUsd)} USD`,
			`binding line     ${bindingLine}`,
			`worst scenario   ${scenario}: the account is worth ${formatUsdDown(assessment.worstStress.valueMicroUsd)} USD before charges`,
		],
		exitCode: EXIT_DOES_NOT_HOLD,
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
