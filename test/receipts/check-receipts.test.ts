import { Wallet } from "ethers";
import { describe, expect, test } from "vitest";
import { poseidon } from "../../src/field/poseidon.ts";
import { addressOfKey, type Hex } from "../../src/hashing/eth-signature.ts";
import { hashLeaf } from "../../src/ledger/account-leaf.ts";
import { type LedgerContract, type TraderPackage, traderPackageOf } from "../../src/ledger/ledger.ts";
import { openPackage, sealPackage } from "../../src/ledger/sealed-package.ts";
import { parseTraderPackage, traderPackageToJson } from "../../src/ledger/trader-package.ts";
import {
	accountStatementToJson,
	parseAccountStatement,
	type SignedAccountStatement,
	signedStatementOf,
	statementOf,
	statementSigner,
	withStatement,
} from "../../src/receipts/account-statement.ts";
import { checkReceipts, contradict, type ReceiptCheck } from "../../src/receipts/check-receipts.ts";
import {
	type Enrolment,
	enrolmentSigner,
	enrolmentToJson,
	NO_CUSTOMER,
	parseEnrolment,
	signEnrolment,
} from "../../src/receipts/enrolment.ts";
import { ALICE, BOB, SNAPSHOT_TIME_MS, sampleLedger, seededBytes } from "../ledger/ledger-fixtures.ts";

const VENUE_KEY: Hex = `0x${"17".repeat(32)}`;
const STRANGER_KEY: Hex = `0x${"18".repeat(32)}`;
const VENUE_ADDRESS = addressOfKey(VENUE_KEY);
const CONTRACT: LedgerContract = { chainId: 1n, address: `0x${"ab".repeat(20)}` };
const LEDGER = sampleLedger();
const PACKAGE = traderPackageOf(LEDGER, 0);

const signed = (traderPackage: TraderPackage = PACKAGE, privateKey = VENUE_KEY, ledger?: LedgerContract) =>
	withStatement({ traderPackage, hash: poseidon, privateKey, ledger });
const stated = (traderPackage: TraderPackage) =>
	signedStatementOf(traderPackage, poseidon) as SignedAccountStatement;

const ENROLMENT: Enrolment = {
	venue: "test venue",
	owner: ALICE.owner,
	encryptionPublicKey: ALICE.encryptionPublicKey,
	customer: NO_CUSTOMER,
	fromTimeMs: SNAPSHOT_TIME_MS,
};
const enrolled = (changes: Partial<Enrolment> = {}, key = VENUE_KEY) =>
	signEnrolment({ ...ENROLMENT, ...changes }, key);

function codes(changes: Partial<ReceiptCheck> = {}): string[] {
	const request = {
		traderPackage: signed(),
		identity: ALICE,
		hash: poseidon,
		enrolment: enrolled(),
		signer: VENUE_ADDRESS,
	};
	return checkReceipts({ ...request, ...changes }).map(({ code }) => code);
}

describe("an enrolment receipt", () => {
	test("is signed as typed data that any wallet signs", async () => {
		for (const ledger of [undefined, CONTRACT]) {
			const enrolment = { ...ENROLMENT, ledger };
			const types = {
				Enrolment: [
					{ name: "venue", type: "string" },
					{ name: "owner", type: "uint256" },
					{ name: "encryptionKey", type: "bytes32" },
					{ name: "customer", type: "address" },
					{ name: "fromTimeMs", type: "uint64" },
				],
			};
			const domain = {
				name: "zkmargin receipts",
				version: "1",
				...(ledger && { chainId: ledger.chainId, verifyingContract: ledger.address }),
			};
			const { venue, owner, encryptionPublicKey: encryptionKey, customer, fromTimeMs } = enrolment;
			const value = { venue, owner, encryptionKey, customer, fromTimeMs };
			const signature = await new Wallet(VENUE_KEY).signTypedData(domain, types, value);
			expect(signEnrolment(enrolment, VENUE_KEY).signature).toBe(signature);
		}
	});

	test("survives its file, with its contract and without", () => {
		for (const receipt of [enrolled(), enrolled({ ledger: CONTRACT, customer: VENUE_ADDRESS })]) {
			const again = parseEnrolment(JSON.parse(JSON.stringify(enrolmentToJson(receipt))));
			expect(again).toEqual(receipt);
			expect(enrolmentSigner(again)).toBe(VENUE_ADDRESS);
		}
	});

	test.each(Object.keys(enrolmentToJson(enrolled())).filter((field) => field !== "format"))(
		"counts for nothing when its %s is another",
		(field) => {
			const other = enrolmentToJson(
				enrolled({ venue: "other", ...BOB, customer: CONTRACT.address, fromTimeMs: 5 }, STRANGER_KEY),
			);
			const file = { ...enrolmentToJson(enrolled()), [field]: other[field as keyof typeof other] };
			expect(enrolmentSigner(parseEnrolment(file))).not.toBe(VENUE_ADDRESS);
			expect(codes({ enrolment: parseEnrolment(file) })).toContain("RECEIPT_NOT_SIGNED_BY_VENUE");
		},
	);

	test("ENROLMENT_MALFORMED, ENCRYPTION_KEY_INVALID: is no receipt, or nothing can be sealed to it", () => {
		const file = enrolmentToJson(enrolled());
		const refusal = (value: unknown) => {
			try {
				return parseEnrolment(value);
			} catch (error) {
				return (error as { code: string }).code;
			}
		};
		expect(refusal({ ...file, more: 1 })).toBe("ENROLMENT_MALFORMED");
		expect(refusal({ ...file, fromTimeMs: "soon" })).toBe("ENROLMENT_MALFORMED");
		expect(refusal({ ...file, encryptionPublicKey: `0x${"00".repeat(32)}` })).toBe("ENCRYPTION_KEY_INVALID");
	});
});

describe("an account statement", () => {
	test("comes sealed with the package, and says owner, place, leaf and ledger", () => {
		const envelope = sealPackage({
			traderPackage: signed(PACKAGE, VENUE_KEY, CONTRACT),
			encryptionPublicKey: ALICE.encryptionPublicKey,
			randomBytes: seededBytes(9),
		});
		const opened = openPackage({ envelope, identity: ALICE });
		expect(opened).toEqual(signed(PACKAGE, VENUE_KEY, CONTRACT));
		const { signature, ...statement } = stated(opened);
		const { venue, ledgerRoot, listingHash, snapshotTimeMs, record } = PACKAGE;
		const leaf = hashLeaf(poseidon, record);
		expect(statement).toEqual({
			venue,
			owner: ALICE.owner,
			ledgerRoot,
			listingHash,
			snapshotTimeMs,
			index: 0,
			leaf,
			ledger: CONTRACT,
		});
		expect(statementSigner({ ...statement, signature })).toBe(VENUE_ADDRESS);
		// Nothing of it in the open.
		expect(JSON.stringify(envelope)).not.toContain(signature.slice(2, 20));
	});

	test("makes no package longer: who gets one is not seen", () => {
		const sizeOf = (traderPackage: TraderPackage) =>
			sealPackage({
				traderPackage,
				encryptionPublicKey: ALICE.encryptionPublicKey,
				randomBytes: seededBytes(9),
			}).ciphertext.length;
		expect(sizeOf(signed(PACKAGE, VENUE_KEY, CONTRACT))).toBe(sizeOf(PACKAGE));
	});

	test("is signed as typed data that any wallet signs", async () => {
		const types = {
			AccountStatement: [
				{ name: "venue", type: "string" },
				{ name: "owner", type: "uint256" },
				{ name: "ledgerRoot", type: "uint256" },
				{ name: "listingHash", type: "bytes32" },
				{ name: "snapshotTimeMs", type: "uint64" },
				{ name: "index", type: "uint32" },
				{ name: "leaf", type: "uint256" },
			],
		};
		const domain = { name: "zkmargin receipts", version: "1" };
		const { ledger: _ledger, ...value } = statementOf(PACKAGE, poseidon);
		expect(stated(signed()).signature).toBe(await new Wallet(VENUE_KEY).signTypedData(domain, types, value));
	});

	test("survives the customer's file, and shows no position and no salt in it", () => {
		const statement = stated(signed(PACKAGE, VENUE_KEY, CONTRACT));
		const file = JSON.stringify(accountStatementToJson(statement));
		expect(parseAccountStatement(JSON.parse(file))).toEqual(statement);
		expect(file).not.toContain(PACKAGE.record.salt.toString(16));
		expect(() => parseAccountStatement({ ...JSON.parse(file), holdings: [] })).toThrow(
			expect.objectContaining({ code: "ACCOUNT_STATEMENT_MALFORMED" }),
		);
	});

	test("packages without one are read as before", () => {
		const json = JSON.parse(JSON.stringify(traderPackageToJson(PACKAGE)));
		expect(json).not.toHaveProperty("statement");
		expect(parseTraderPackage(json)).toEqual(PACKAGE);
		expect(signedStatementOf(PACKAGE, poseidon)).toBeUndefined();
	});
});

describe("what a customer finds", () => {
	test("is nothing when the venue's receipt and statement agree, and nothing is asked when nothing was promised", () => {
		expect(codes()).toEqual([]);
		expect(codes({ signer: undefined })).toEqual([]);
		expect(codes({ enrolment: undefined })).toEqual([]);
		expect(codes({ enrolment: undefined, signer: undefined, traderPackage: PACKAGE })).toEqual([]);
		const both = {
			enrolment: enrolled({ ledger: CONTRACT }),
			traderPackage: signed(PACKAGE, VENUE_KEY, CONTRACT),
		};
		expect(codes(both)).toEqual([]);
	});

	test("STATEMENT_MISSING: a delivery without a statement, to whoever has a receipt or knows the signer", () => {
		expect(codes({ traderPackage: PACKAGE })).toEqual(["STATEMENT_MISSING"]);
		expect(codes({ traderPackage: PACKAGE, enrolment: undefined })).toEqual(["STATEMENT_MISSING"]);
		expect(
			codes({ traderPackage: PACKAGE, enrolment: undefined, signer: undefined, earlier: [stated(signed())] }),
		).toEqual(["STATEMENT_MISSING"]);
	});

	test("RECEIPT_NOT_SIGNED_BY_VENUE, STATEMENT_NOT_SIGNED_BY_VENUE: somebody else's signature", () => {
		expect(codes({ enrolment: enrolled({}, STRANGER_KEY) })).toEqual(["RECEIPT_NOT_SIGNED_BY_VENUE"]);
		expect(codes({ traderPackage: signed(PACKAGE, STRANGER_KEY) })).toEqual([
			"STATEMENT_NOT_SIGNED_BY_VENUE",
		]);
		const alike = { enrolment: enrolled({}, STRANGER_KEY), traderPackage: signed(PACKAGE, STRANGER_KEY) };
		expect(codes(alike)).toEqual(["RECEIPT_NOT_SIGNED_BY_VENUE", "STATEMENT_NOT_SIGNED_BY_VENUE"]);
		expect(codes({ enrolment: { ...enrolled(), signature: "0x00" }, signer: undefined })).toEqual([
			"RECEIPT_NOT_SIGNED_BY_VENUE",
		]);
	});

	test("STATEMENT_NOT_SIGNED_BY_VENUE: a statement of another record, ledger, time or place", () => {
		const { statement } = signed();
		const others: Partial<TraderPackage>[] = [
			{ index: 1 },
			{ ledgerRoot: PACKAGE.ledgerRoot + 1n },
			{ snapshotTimeMs: PACKAGE.snapshotTimeMs + 1 },
			{ listingHash: `0x${"12".repeat(32)}` },
			{ record: { ...PACKAGE.record, salt: PACKAGE.record.salt + 1n } },
			{ record: { ...PACKAGE.record, holdings: PACKAGE.record.holdings.slice(1) } },
		];
		for (const change of others) {
			expect(codes({ traderPackage: { ...PACKAGE, ...change, statement } })).toEqual([
				"STATEMENT_NOT_SIGNED_BY_VENUE",
			]);
		}
	});

	test("RECEIPT_OF_ANOTHER_VENUE, RECEIPT_NOT_MINE, RECEIPT_STARTS_LATER: a receipt for something else", () => {
		expect(codes({ enrolment: enrolled({ venue: "other venue" }) })).toEqual(["RECEIPT_OF_ANOTHER_VENUE"]);
		expect(codes({ enrolment: enrolled({ owner: BOB.owner }) })).toEqual(["RECEIPT_NOT_MINE"]);
		const { encryptionPublicKey } = BOB;
		expect(codes({ enrolment: enrolled({ encryptionPublicKey }) })).toEqual(["RECEIPT_NOT_MINE"]);
		expect(codes({ enrolment: enrolled({ fromTimeMs: SNAPSHOT_TIME_MS + 1 }) })).toEqual([
			"RECEIPT_STARTS_LATER",
		]);
	});

	test("STATEMENT_FOR_ANOTHER_CONTRACT: a statement that the receipt's contract would not take", () => {
		const other = { chainId: 10n, address: CONTRACT.address };
		const enrolment = enrolled({ ledger: CONTRACT });
		expect(codes({ enrolment })).toEqual(["STATEMENT_FOR_ANOTHER_CONTRACT"]);
		expect(codes({ enrolment, traderPackage: signed(PACKAGE, VENUE_KEY, other) })).toEqual([
			"STATEMENT_FOR_ANOTHER_CONTRACT",
		]);
	});

	test("STATEMENTS_CONTRADICT: two ledgers of one moment, or two accounts in one", () => {
		// The same accounts with other salts: another root.
		const second = stated(signed(traderPackageOf(sampleLedger(44), 0)));
		expect(codes({ earlier: [stated(signed())] })).toEqual([]);
		expect(codes({ earlier: [second] })).toEqual(["STATEMENTS_CONTRADICT"]);
		expect(codes({ earlier: [stated(signed()), second, second] })).toEqual([
			"STATEMENTS_CONTRADICT",
			"STATEMENTS_CONTRADICT",
		]);
	});

	test("no contradiction: another key's word, another moment, another owner, another venue, an edited file", () => {
		const first = stated(signed());
		const elsewhere = traderPackageOf(sampleLedger(44), 0);
		expect(contradict(first, stated(signed(elsewhere)))).toBe(true);
		const harmless = [
			stated(signed(elsewhere, STRANGER_KEY)),
			stated(signed({ ...elsewhere, snapshotTimeMs: SNAPSHOT_TIME_MS + 1 })),
			stated(signed(traderPackageOf(sampleLedger(44), 1))),
			stated(signed({ ...elsewhere, venue: "other venue" })),
			stated(signed(elsewhere, VENUE_KEY, CONTRACT)),
			{ ...first, leaf: first.leaf + 1n },
			{ ...first, signature: "0x00" as Hex },
		];
		for (const other of harmless) expect(contradict(first, other)).toBe(false);
	});
});
