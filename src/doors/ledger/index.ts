/**
 * `zkmargin/ledger`: identities, account records, the account tree of a venue. Pure: runs in Node and in browsers;
 * randomness comes in as an argument, such as `(bytes) => crypto.getRandomValues(bytes)`.
 */
export { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
export { loadFastPoseidon, type PoseidonHash, poseidon } from "../../field/poseidon.ts";
export type { Account, OwnedAccount } from "../../ledger/account-file.ts";
export { accountToJson, parseAccount, withOwner } from "../../ledger/account-file.ts";
export { type AccountRecord, hashLeaf, SIZE_CLASSES, type SizeClass } from "../../ledger/account-leaf.ts";
export { checkPackage, type PackageCheck, type PackageFinding } from "../../ledger/check-package.ts";
export {
	createIdentity,
	type Identity,
	identityAt,
	identityToJson,
	type PublicIdentity,
	parseIdentity,
	parsePublicIdentity,
	pseudonymOf,
	publicIdentity,
	publicIdentityToJson,
} from "../../ledger/identity.ts";
export {
	buildLedger,
	commitLedger,
	inclusionPath,
	type Ledger,
	type TraderPackage,
	traderPackageOf,
} from "../../ledger/ledger.ts";
export { type LedgerEpoch, ledgerEpochToJson, parseLedgerEpoch } from "../../ledger/ledger-epoch.ts";
export { ledgerToJson, parseLedger } from "../../ledger/ledger-file.ts";
export type { RandomBytes } from "../../ledger/random-field.ts";
export { openOwnPackage, openPackage, type SealedPackage, sealPackage } from "../../ledger/sealed-package.ts";
export { type SettledAccount, settleAccount } from "../../ledger/settle-account.ts";
export { parseTraderPackage, traderPackageToJson } from "../../ledger/trader-package.ts";
export {
	accountStatementToJson,
	parseAccountStatement,
	type SignedAccountStatement,
	signedStatementOf,
	statementSigner,
	withStatement,
} from "../../receipts/account-statement.ts";
export {
	checkReceipts,
	contradict,
	type ReceiptCheck,
	type ReceiptFinding,
} from "../../receipts/check-receipts.ts";
export {
	type Enrolment,
	enrolmentSigner,
	enrolmentToJson,
	parseEnrolment,
	type SignedEnrolment,
	signEnrolment,
} from "../../receipts/enrolment.ts";
