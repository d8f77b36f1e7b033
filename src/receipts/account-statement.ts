/**
 * What a venue signs at each delivery: which leaf of which ledger is the customer's. It comes sealed inside the
 * package; the customer keeps it in the open form, which shows no position.
 */
import { z } from "zod";
import { formatFieldElement } from "../field/bn254.ts";
import type { PoseidonHash } from "../field/poseidon.ts";
import { TREE_ARITY } from "../field/tree.ts";
import { type Hex, recoverAddress, signDigest } from "../hashing/eth-signature.ts";
import { textFieldWord, typedDigest } from "../hashing/typed-digest.ts";
import { signatureSchema } from "../input/ethereum-shape.ts";
import { parseShape } from "../input/parse-shape.ts";
import { hashLeaf, recordProblem } from "../ledger/account-leaf.ts";
import {
	fieldElementSchema,
	hash32Schema,
	ledgerContractSchema,
	timeMsSchema,
	venueSchema,
} from "../ledger/json-elements.ts";
import { LEDGER_DEPTH, type LedgerContract, type TraderPackage } from "../ledger/ledger.ts";
import { ledgerContractToJson } from "../ledger/trader-package.ts";
import { receiptDomain } from "./receipt-domain.ts";

const ACCOUNT_STATEMENT_FORMAT = "zkmargin-account-statement/1";
const STATEMENT_TYPE =
	"AccountStatement(string venue,uint256 owner,uint256 ledgerRoot,bytes32 listingHash,uint64 snapshotTimeMs,uint32 index,uint256 leaf)";

export type AccountStatement = {
	readonly venue: string;
	readonly owner: bigint;
	readonly ledgerRoot: bigint;
	readonly listingHash: `0x${string}`;
	readonly snapshotTimeMs: number;
	/** Place of the leaf among the ledger's accounts. */
	readonly index: number;
	/** Commits to the owner's positions; says nothing of them without the salt. */
	readonly leaf: bigint;
	readonly ledger?: LedgerContract | undefined;
};

export type SignedAccountStatement = AccountStatement & { readonly signature: Hex };

const statementSchema = z.strictObject({
	format: z.literal(ACCOUNT_STATEMENT_FORMAT),
	venue: venueSchema,
	owner: fieldElementSchema,
	ledgerRoot: fieldElementSchema,
	listingHash: hash32Schema,
	snapshotTimeMs: timeMsSchema,
	index: z
		.int()
		.min(0)
		.max(TREE_ARITY ** LEDGER_DEPTH - 1),
	leaf: fieldElementSchema,
	ledger: ledgerContractSchema.optional(),
	signature: signatureSchema,
});

/** What a package states; its record must be one that can be a leaf. */
export function statementOf(
	traderPackage: TraderPackage,
	hash: PoseidonHash,
	ledger?: LedgerContract,
): AccountStatement {
	const { venue, ledgerRoot, listingHash, snapshotTimeMs, index, record } = traderPackage;
	const leaf = hashLeaf(hash, record);
	return { venue, owner: record.owner, ledgerRoot, listingHash, snapshotTimeMs, index, leaf, ledger };
}

/** What the venue's key signs. */
export function statementDigest(statement: AccountStatement): Hex {
	const { venue, owner, ledgerRoot, listingHash, snapshotTimeMs, index, leaf, ledger } = statement;
	return typedDigest({
		domain: receiptDomain(ledger),
		type: STATEMENT_TYPE,
		words: [
			textFieldWord(venue),
			owner,
			ledgerRoot,
			BigInt(listingHash),
			BigInt(snapshotTimeMs),
			BigInt(index),
			leaf,
		],
	});
}

/** The package with the venue's signature of what it states. */
export function withStatement(request: {
	readonly traderPackage: TraderPackage;
	readonly hash: PoseidonHash;
	readonly privateKey: Hex;
	readonly ledger?: LedgerContract | undefined;
}): TraderPackage {
	const { traderPackage, hash, privateKey, ledger } = request;
	const signature = signDigest(statementDigest(statementOf(traderPackage, hash, ledger)), privateKey);
	return { ...traderPackage, statement: { signature, ledger } };
}

/** The signed statement inside a package; nothing where the venue signs none, or the record can be no leaf. */
export function signedStatementOf(
	traderPackage: TraderPackage,
	hash: PoseidonHash,
): SignedAccountStatement | undefined {
	const { statement, record } = traderPackage;
	if (statement === undefined || recordProblem(record) !== undefined) return undefined;
	return { ...statementOf(traderPackage, hash, statement.ledger), signature: statement.signature };
}

/** Whose key signed; nothing when it is no signature. */
export function statementSigner(statement: SignedAccountStatement): Hex | undefined {
	return recoverAddress(statementDigest(statement), statement.signature);
}

export function accountStatementToJson({ owner, ledgerRoot, leaf, ledger, ...rest }: SignedAccountStatement) {
	return {
		format: ACCOUNT_STATEMENT_FORMAT,
		...rest,
		owner: formatFieldElement(owner),
		ledgerRoot: formatFieldElement(ledgerRoot),
		leaf: formatFieldElement(leaf),
		...(ledger !== undefined && { ledger: ledgerContractToJson(ledger) }),
	} as const;
}

/** @throws InputError `ACCOUNT_STATEMENT_MALFORMED` */
export function parseAccountStatement(value: unknown): SignedAccountStatement {
	const { format: _format, ...statement } = parseShape({
		schema: statementSchema,
		value,
		code: "ACCOUNT_STATEMENT_MALFORMED",
		what: "account statement",
		hint: "use the file that `ledger check --keep` wrote",
	});
	return statement;
}
