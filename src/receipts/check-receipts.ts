/** What a customer holds of its venue's signatures: whether they are the venue's, its own, and agree with each other. */
import type { PoseidonHash } from "../field/poseidon.ts";
import type { Hex } from "../hashing/eth-signature.ts";
import type { LedgerContract, TraderPackage } from "../ledger/ledger.ts";
import { formatIsoTime } from "../units/parse-iso-time.ts";
import { type SignedAccountStatement, signedStatementOf, statementSigner } from "./account-statement.ts";
import { enrolmentSigner, type SignedEnrolment } from "./enrolment.ts";

export type ReceiptFindingCode =
	| "RECEIPT_NOT_SIGNED_BY_VENUE"
	| "RECEIPT_OF_ANOTHER_VENUE"
	| "RECEIPT_NOT_MINE"
	| "RECEIPT_STARTS_LATER"
	| "STATEMENT_MISSING"
	| "STATEMENT_NOT_SIGNED_BY_VENUE"
	| "STATEMENT_FOR_ANOTHER_CONTRACT"
	| "STATEMENTS_CONTRADICT";

export type ReceiptFinding = { readonly code: ReceiptFindingCode; readonly message: string };

export type ReceiptCheck = {
	readonly traderPackage: TraderPackage;
	/** The customer's own, at this venue. */
	readonly identity: { readonly owner: bigint; readonly encryptionPublicKey: Hex };
	readonly hash: PoseidonHash;
	readonly enrolment?: SignedEnrolment | undefined;
	/** The venue's address, from a source other than its files; by default whoever signed the enrolment. */
	readonly signer?: Hex | undefined;
	/** Kept from earlier deliveries. */
	readonly earlier?: readonly SignedAccountStatement[] | undefined;
};

/** Nothing to find where neither a receipt nor a signer is given: then no signature is asked for. */
export function checkReceipts(check: ReceiptCheck): ReceiptFinding[] {
	const { traderPackage, hash, enrolment, earlier = [] } = check;
	const signer = check.signer ?? (enrolment === undefined ? undefined : enrolmentSigner(enrolment));
	const findings = enrolment === undefined ? [] : enrolmentFindings(check, enrolment, signer);
	if (enrolment === undefined && check.signer === undefined && earlier.length === 0) return findings;
	const statement = signedStatementOf(traderPackage, hash);
	if (statement === undefined) {
		return [
			...findings,
			{ code: "STATEMENT_MISSING", message: "the venue signed no statement of this record" },
		];
	}
	return [
		...findings,
		...statementFindings(statement, signer, enrolment),
		...contradictions(statement, earlier),
	];
}

function enrolmentFindings(
	{ traderPackage, identity }: ReceiptCheck,
	enrolment: SignedEnrolment,
	signer: Hex | undefined,
): ReceiptFinding[] {
	const findings: ReceiptFinding[] = [];
	const signedBy = enrolmentSigner(enrolment);
	if (signedBy === undefined || signedBy !== signer) {
		const message = `the receipt is signed by ${signedBy ?? "no key"}, not by ${signer ?? "the venue"}`;
		findings.push({ code: "RECEIPT_NOT_SIGNED_BY_VENUE", message });
	}
	if (enrolment.venue !== traderPackage.venue) {
		const message = `the receipt is of ${enrolment.venue}, the package of ${traderPackage.venue}`;
		findings.push({ code: "RECEIPT_OF_ANOTHER_VENUE", message });
	}
	if (enrolment.owner !== identity.owner || enrolment.encryptionPublicKey !== identity.encryptionPublicKey) {
		const what = enrolment.owner === identity.owner ? "with another encryption key" : "for another identity";
		findings.push({ code: "RECEIPT_NOT_MINE", message: `the receipt was made ${what}` });
	}
	if (enrolment.fromTimeMs > traderPackage.snapshotTimeMs) {
		const message = `the receipt is from ${formatIsoTime(enrolment.fromTimeMs)}, after this ledger`;
		findings.push({ code: "RECEIPT_STARTS_LATER", message });
	}
	return findings;
}

function statementFindings(
	statement: SignedAccountStatement,
	signer: Hex | undefined,
	enrolment: SignedEnrolment | undefined,
): ReceiptFinding[] {
	const findings: ReceiptFinding[] = [];
	const signedBy = statementSigner(statement);
	if (signer !== undefined && signedBy !== signer) {
		const message = `the statement is signed by ${signedBy ?? "no key"}, not by ${signer}`;
		findings.push({ code: "STATEMENT_NOT_SIGNED_BY_VENUE", message });
	}
	if (enrolment !== undefined && !isSameContract(enrolment.ledger, statement.ledger)) {
		const message = "receipt and statement are signed for different ledger contracts";
		findings.push({ code: "STATEMENT_FOR_ANOTHER_CONTRACT", message });
	}
	return findings;
}

/** Two statements of one moment that differ, both signed by one key: whoever sees them knows that one is false. */
function contradictions(
	statement: SignedAccountStatement,
	earlier: readonly SignedAccountStatement[],
): ReceiptFinding[] {
	return earlier
		.filter((other) => contradict(statement, other))
		.map((other) => ({
			code: "STATEMENTS_CONTRADICT",
			message: `at ${formatIsoTime(other.snapshotTimeMs)} the venue signed another ledger, or another account, before`,
		}));
}

/** Whether one key signed both, for one owner and moment, and they say different things. */
export function contradict(a: SignedAccountStatement, b: SignedAccountStatement): boolean {
	const signer = statementSigner(a);
	if (signer === undefined || signer !== statementSigner(b)) return false;
	if (a.venue !== b.venue || a.owner !== b.owner || a.snapshotTimeMs !== b.snapshotTimeMs) return false;
	if (!isSameContract(a.ledger, b.ledger)) return false;
	return (
		a.ledgerRoot !== b.ledgerRoot ||
		a.leaf !== b.leaf ||
		a.index !== b.index ||
		a.listingHash !== b.listingHash
	);
}

function isSameContract(a: LedgerContract | undefined, b: LedgerContract | undefined): boolean {
	return a?.chainId === b?.chainId && a?.address === b?.address;
}
