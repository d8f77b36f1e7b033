/** Checks a health certificate offline, against what the checker knows from elsewhere. */
import { type CheckFinding, type CheckOutcome, outcomeOf } from "../../errors/check-outcome.ts";
import type { LedgerEpoch } from "../../ledger/ledger-epoch.ts";
import type { RiskEpoch } from "../../risk/table/risk-epoch.ts";
import { HOUR_MS } from "../../units/time.ts";
import { contextOf } from "../inputs/solvency-input.ts";
import { isForgeable, verificationKeyHash } from "../keys/verification-key.ts";
import { verifyGroth16 } from "../provers/groth16.ts";
import type { HealthCertificate } from "./health-certificate.ts";

/** How much older than the table a ledger may be. */
export const DEFAULT_MAX_SKEW_MS = HOUR_MS;

export type CertificateVerdict = {
	readonly outcome: CheckOutcome;
	/** Whether `outcome` is `holds`. */
	readonly holds: boolean;
	readonly findings: readonly CheckFinding[];
};

/** A verification key by its hash, and what the checker knows of it. */
export type KnownKey = {
	readonly verificationKeyHash: string;
	readonly kind: HealthCertificate["keyKind"];
};

export type CertificateCheck = {
	readonly certificate: HealthCertificate;
	/**
	 * Hash of the one key that the checker trusts for this circuit, if there is one. Without a trusted or known key
	 * nothing holds: whoever makes a key of their own can enclose it with a proof of anything.
	 */
	readonly trustedVerificationKeyHash?: string | undefined;
	/** What the checker knows of that key: the certificate's own word for it is only a claim. */
	readonly trustedKeyKind?: HealthCertificate["keyKind"] | undefined;
	/** Keys of this circuit that the checker knows, where none was named: the enclosed one must be among them. */
	readonly knownKeys?: readonly KnownKey[] | undefined;
	/** As posted. A proof about a root that nobody posted says nothing: its maker chose the accounts. */
	readonly ledgerEpoch?: LedgerEpoch | undefined;
	readonly riskEpoch?: RiskEpoch | undefined;
	/** Leave open whose ledger and table these are: epochs not given are warnings then. */
	readonly proofOnly?: boolean | undefined;
	readonly maxSkewMs?: number | undefined;
};

/** Whatever does not hold is a finding, never an exception. */
export async function verifyCertificate(check: CertificateCheck): Promise<CertificateVerdict> {
	const findings = [
		...keyFindings(check),
		...signalFindings(check.certificate),
		...timeFindings(check),
		...ledgerFindings(check),
		...riskFindings(check),
		...(await proofFindings(check.certificate)),
	];
	const outcome = outcomeOf(findings);
	return { outcome, holds: outcome === "holds", findings };
}

function keyFindings(check: CertificateCheck): CheckFinding[] {
	const { certificate, trustedVerificationKeyHash, trustedKeyKind } = check;
	const { verificationKey, circuit, keyKind } = certificate;
	const keyHash = verificationKeyHash(verificationKey);
	const findings: CheckFinding[] = [];
	if (isForgeable(verificationKey)) {
		findings.push(
			failure("VERIFICATION_KEY_UNSOUND", "gamma equals delta: proofs under this key can be forged"),
		);
	}
	if (circuit.verificationKeyHash !== keyHash) {
		findings.push(
			failure("VERIFICATION_KEY_HASH_WRONG", "the enclosed key is not the one that the file names"),
		);
	}
	const known = check.knownKeys?.find(({ verificationKeyHash: hash }) => hash === keyHash);
	if (trustedVerificationKeyHash === undefined && known === undefined) {
		findings.push(
			missing(
				"VERIFICATION_KEY_UNKNOWN",
				"nothing here vouches for the enclosed key, and its maker could forge",
			),
		);
	} else if (trustedVerificationKeyHash !== undefined && trustedVerificationKeyHash !== keyHash) {
		findings.push(failure("VERIFICATION_KEY_NOT_TRUSTED", "the enclosed key is not the trusted one"));
	}
	if ((known?.kind ?? trustedKeyKind ?? keyKind) === "development") {
		findings.push(
			warning("KEY_DEVELOPMENT", "the key's maker could have kept its trapdoor and forged this proof"),
		);
	}
	return findings;
}

async function proofFindings(certificate: HealthCertificate): Promise<CheckFinding[]> {
	const holds = await verifyGroth16(certificate);
	return holds ? [] : [failure("PROOF_INVALID", "the proof does not verify for these public signals")];
}

/** The signals are what is proven; the statement is what people read. */
function signalFindings({ statement, publicSignals }: HealthCertificate): CheckFinding[] {
	const expected: [string, bigint][] = [
		["pseudonym", statement.pseudonym],
		["ledgerRoot", statement.ledgerRoot],
		["riskRoot", statement.riskRoot],
		["scope", statement.scope],
		["context", contextOf(statement.holder, statement.surplusMicroUsd)],
	];
	if (publicSignals.length !== expected.length) {
		return [failure("SIGNAL_COUNT", `${publicSignals.length} public signals instead of ${expected.length}`)];
	}
	return expected.flatMap(([name, value], at) =>
		BigInt(publicSignals[at] as string) === value
			? []
			: [failure("SIGNAL_DIFFERS", `the statement's ${name} is not the one that was proven`)],
	);
}

function timeFindings({ certificate, maxSkewMs = DEFAULT_MAX_SKEW_MS }: CertificateCheck): CheckFinding[] {
	const { ledgerTimeMs, riskTimeMs } = certificate.statement;
	const skewMs = riskTimeMs - ledgerTimeMs;
	if (skewMs < 0)
		return [failure("LEDGER_NEWER_THAN_TABLE", "balances were taken after the prices that value them")];
	if (skewMs <= maxSkewMs) return [];
	return [
		failure("LEDGER_TOO_OLD", `balances are ${skewMs} ms older than the prices, more than ${maxSkewMs} ms`),
	];
}

function ledgerFindings({ certificate, ledgerEpoch, proofOnly }: CertificateCheck): CheckFinding[] {
	if (ledgerEpoch === undefined) {
		return [
			open(proofOnly, "LEDGER_NOT_COMPARED", "no ledger epoch to compare with: the root may be nobody's"),
		];
	}
	const { statement } = certificate;
	return differences("LEDGER_DIFFERS", "ledger epoch", [
		["root", statement.ledgerRoot, ledgerEpoch.ledgerRoot],
		["listing", statement.listingHash, ledgerEpoch.listingHash],
		["time", statement.ledgerTimeMs, ledgerEpoch.snapshotTimeMs],
		["venue", statement.venue, ledgerEpoch.venue],
	]);
}

function riskFindings({ certificate, riskEpoch, proofOnly }: CertificateCheck): CheckFinding[] {
	if (riskEpoch === undefined) {
		return [
			open(
				proofOnly,
				"TABLE_NOT_COMPARED",
				"no risk epoch to compare with: level and prices may be anything",
			),
		];
	}
	const { statement } = certificate;
	const root = statement.level === "initial" ? riskEpoch.initialRoot : riskEpoch.maintenanceRoot;
	return differences("TABLE_DIFFERS", "risk epoch", [
		[`${statement.level} root`, statement.riskRoot, root],
		["listing", statement.listingHash, riskEpoch.listingHash],
		["time", statement.riskTimeMs, riskEpoch.snapshotTimeMs],
	]);
}

type Comparison = readonly [
	what: string,
	stated: bigint | string | number,
	published: bigint | string | number,
];

function differences(code: string, source: string, comparisons: readonly Comparison[]): CheckFinding[] {
	return comparisons.flatMap(([what, stated, published]) =>
		stated === published ? [] : [failure(code, `the statement's ${what} is not that of the ${source}`)],
	);
}

function open(proofOnly: boolean | undefined, code: string, message: string): CheckFinding {
	return proofOnly === true ? warning(code, message) : missing(code, message);
}

function failure(code: string, message: string): CheckFinding {
	return { severity: "failure", code, message };
}

function missing(code: string, message: string): CheckFinding {
	return { severity: "missing", code, message };
}

function warning(code: string, message: string): CheckFinding {
	return { severity: "warning", code, message };
}
