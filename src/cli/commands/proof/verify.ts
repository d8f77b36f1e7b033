import { type Command, Option } from "@commander-js/extra-typings";
import type { CheckOutcome } from "../../../errors/check-outcome.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { findCircuit } from "../../../proof/circuit/circuit-list.ts";
import { type HealthCertificate, parseCertificate } from "../../../proof/statements/health-certificate.ts";
import { type CertificateCheck, verifyCertificate } from "../../../proof/statements/verify-certificate.ts";
import { readLedgerEpoch } from "../../folders/ledger-folder.ts";
import { readRiskEpoch } from "../../folders/risk-folder.ts";
import { keyInFolder, knownKeys } from "../../keys/known-keys.ts";
import { EXIT_CODE_OF } from "../../output/exit-codes.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { statementLines, uncheckedFields } from "../../reports/statement-text.ts";

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
				"verification key that you trust; by default those that come with zkmargin, and this machine's own",
			).conflicts("key"),
		)
		.option("--key <folder>", "instead: folder of the key that you trust, as `ceremony finish` wrote it")
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, () => verify(path, options)));
}

async function verify(path: string, options: VerifyOptions): Promise<CommandResult> {
	const certificate = parseCertificate(await readJsonFile(path, { maxBytes: MAX_CERTIFICATE_BYTES }));
	const { ledgerEpoch, riskEpoch } = options;
	const verdict = await verifyCertificate({
		certificate,
		...(await keysFor(certificate, options)),
		ledgerEpoch: ledgerEpoch === undefined ? undefined : await readLedgerEpoch(ledgerEpoch),
		riskEpoch: riskEpoch === undefined ? undefined : await readRiskEpoch(riskEpoch),
		proofOnly: options.proofOnly,
	});
	const { outcome, findings } = verdict;
	const compared = { ledger: ledgerEpoch !== undefined, risk: riskEpoch !== undefined };
	return {
		json: { ...verdict, statement: certificate.statement, unchecked: uncheckedFields(compared) },
		lines: [
			HEADLINES[outcome],
			...statementLines(certificate.statement, compared),
			...findings.map(({ severity, code, message }) => `  ${severity} ${code}: ${message}`),
			...findings.flatMap(({ severity, code }) =>
				severity === "missing" ? [`  give ${REMEDIES[code]}`] : [],
			),
		],
		exitCode: EXIT_CODE_OF[outcome],
	};
}

const HEADLINES: Readonly<Record<CheckOutcome, string>> = {
	holds: "the certificate holds:",
	fails: "the certificate does NOT hold:",
	incomplete: "the certificate was NOT FULLY CHECKED, so whether it holds is open:",
};
/** What would have let each check be made. */
const REMEDIES: Readonly<Record<string, string>> = {
	LEDGER_NOT_COMPARED: "--ledger-epoch <file>, the venue's posted epoch.json",
	TABLE_NOT_COMPARED: "--risk-epoch <file>, the publishers' posted epoch.json",
	VERIFICATION_KEY_UNKNOWN:
		"--key-hash <sha256> or --key <folder>, if you trust a key; no key of a public ceremony is pinned yet",
};

async function keysFor(
	{ circuit }: HealthCertificate,
	{ key, keyHash }: VerifyOptions,
): Promise<Pick<CertificateCheck, "trustedVerificationKeyHash" | "trustedKeyKind" | "knownKeys">> {
	await findCircuit(circuit.name);
	if (keyHash !== undefined) return { trustedVerificationKeyHash: keyHash };
	if (key === undefined) return { knownKeys: await knownKeys(circuit.name) };
	const { verificationKeyHash, kind } = await keyInFolder(circuit.name, key);
	return { trustedVerificationKeyHash: verificationKeyHash, trustedKeyKind: kind };
}
