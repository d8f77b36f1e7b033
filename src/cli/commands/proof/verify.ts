import { type Command, Option } from "@commander-js/extra-typings";
import { formatFieldElement } from "../../../field/bn254.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { verificationKeyHash } from "../../../proof/keys/verification-key.ts";
import { type HealthCertificate, parseCertificate } from "../../../proof/statements/health-certificate.ts";
import { verifyCertificate } from "../../../proof/statements/verify-certificate.ts";
import { formatUsdDown } from "../../../units/decimal.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { readLedgerEpoch } from "../../folders/ledger-folder.ts";
import { readRiskEpoch } from "../../folders/risk-folder.ts";
import { circuitAndKey, keyToCheckWith } from "../../keys/circuit-and-key.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

const MAX_CERTIFICATE_BYTES = 64 * 1024;

type VerifyOptions = {
	readonly ledgerEpoch?: string | undefined;
	readonly riskEpoch?: string | undefined;
	readonly key?: string | undefined;
	readonly keyHash?: string | undefined;
	readonly proofOnly?: true | undefined;
};

export function registerVerifyCommand(command: Command): void {
	command
		.argument("<certificate>", "file written by `prove`")
		.option("--ledger-epoch <file>", "the venue's epoch.json: is the root the posted one?")
		.option("--risk-epoch <file>", "the risk epoch.json: are level and prices the posted ones?")
		.option("--proof-only", "check the proof alone, and leave open whose ledger and table it is about")
		.addOption(
			new Option(
				"--key-hash <sha256>",
				"verification key that you trust; by default this machine's own key",
			).conflicts("key"),
		)
		.option("--key <folder>", "instead: folder of the key that you trust, as `ceremony finish` wrote it")
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, (progress) => verify(path, options, progress)));
}

async function verify(path: string, options: VerifyOptions, progress: Progress): Promise<CommandResult> {
	const certificate = parseCertificate(await readJsonFile(path, { maxBytes: MAX_CERTIFICATE_BYTES }));
	const { ledgerEpoch, riskEpoch } = options;
	const verdict = await verifyCertificate({
		certificate,
		...(options.keyHash === undefined
			? await knownKey(certificate, progress, options.key)
			: { trustedVerificationKeyHash: options.keyHash }),
		ledgerEpoch: ledgerEpoch === undefined ? undefined : await readLedgerEpoch(ledgerEpoch),
		riskEpoch: riskEpoch === undefined ? undefined : await readRiskEpoch(riskEpoch),
		proofOnly: options.proofOnly,
	});
	return {
		json: { ...verdict, statement: certificate.statement },
		lines: [
			verdict.holds ? "the certificate holds:" : "the certificate does NOT hold:",
			...statementLines(certificate),
			...verdict.findings.map(({ severity, code, message }) => `  ${severity} ${code}: ${message}`),
		],
		exitCode: verdict.holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}

async function knownKey({ circuit }: HealthCertificate, progress: Progress, folder: string | undefined) {
	const key =
		folder === undefined
			? (await circuitAndKey(circuit.name, progress)).key
			: await keyToCheckWith(circuit.name, progress, folder);
	return {
		trustedVerificationKeyHash: verificationKeyHash(key.verificationKey),
		trustedKeyKind: key.kind,
	};
}

function statementLines({ statement }: HealthCertificate): string[] {
	return [
		`  some account of ${statement.venue} is solvent at ${statement.level} level`,
		`  with ${formatUsdDown(statement.surplusMicroUsd)} USD to spare, for ${statement.holder}`,
		`  pseudonym ${formatFieldElement(statement.pseudonym)}`,
		`  ledger of ${formatIsoTime(statement.ledgerTimeMs)}, prices of ${formatIsoTime(statement.riskTimeMs)}`,
	];
}
