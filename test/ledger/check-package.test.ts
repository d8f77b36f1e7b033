import { describe, expect, test } from "vitest";
import { poseidon } from "../../src/field/poseidon.ts";
import { buildTree, treePath } from "../../src/field/tree.ts";
import { hashLeaf } from "../../src/ledger/account-leaf.ts";
import { checkPackage } from "../../src/ledger/check-package.ts";
import { commitLedger, LEDGER_DEPTH, type LedgerAccount, traderPackageOf } from "../../src/ledger/ledger.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { ALICE, ALICE_ACCOUNT, BOB, idOf, LISTING, sampleLedger } from "./ledger-fixtures.ts";

const LEDGER = sampleLedger();
const REQUEST = {
	traderPackage: traderPackageOf(LEDGER, 0),
	epoch: LEDGER.epoch,
	listing: LISTING,
	owner: ALICE.owner,
	hash: poseidon,
	expectedHoldings: settleAccount({ account: ALICE_ACCOUNT, listing: LISTING }).holdings,
};
const { traderPackage: PACKAGE, epoch: EPOCH } = REQUEST;

function codesOf(changes: Partial<typeof REQUEST>): string[] {
	const { holds, findings } = checkPackage({ ...REQUEST, ...changes });
	expect(holds).toBe(findings.length === 0);
	return findings.map(({ code }) => code);
}

function withRecord(changes: Partial<typeof PACKAGE.record>) {
	return { traderPackage: { ...PACKAGE, record: { ...PACKAGE.record, ...changes } } };
}

describe("checking a package", () => {
	test("finds nothing in an honest one", () => {
		expect(checkPackage(REQUEST)).toEqual({ holds: true, findings: [] });
	});

	test("finds a record that is not under the posted root", () => {
		const [first, ...rest] = PACKAGE.record.holdings;
		const changed = [{ id: first?.id ?? 0, qtyLots: 1n }, ...rest];
		expect(codesOf({ ...withRecord({ holdings: changed }), expectedHoldings: changed })).toEqual([
			"RECORD_NOT_IN_LEDGER",
		]);
	});

	test("finds another index, a path of another account, and a path of another depth", () => {
		expect(codesOf({ traderPackage: { ...PACKAGE, index: 1 } })).toEqual(["RECORD_NOT_IN_LEDGER"]);
		const shorter = { ...PACKAGE, path: PACKAGE.path.slice(0, 7) };
		expect(codesOf({ traderPackage: shorter })).toEqual(["RECORD_NOT_IN_LEDGER"]);
		const { path } = traderPackageOf(sampleLedger(9), 0);
		expect(codesOf({ traderPackage: { ...PACKAGE, path } })).toEqual(["RECORD_NOT_IN_LEDGER"]);
	});

	test("finds a record in a tree of another depth, even when that tree's root was posted", () => {
		const tree = buildTree(poseidon, [hashLeaf(poseidon, PACKAGE.record)], LEDGER_DEPTH - 1);
		const shallow = { ...PACKAGE, ledgerRoot: tree.root, path: treePath(tree, 0) };
		const epoch = { ...EPOCH, ledgerRoot: tree.root };
		expect(codesOf({ traderPackage: shallow, epoch })).toEqual(["RECORD_NOT_IN_LEDGER"]);
	});

	test("finds a record of somebody else", () => {
		expect(codesOf({ owner: BOB.owner })).toEqual(["OWNER_NOT_MINE"]);
	});

	test("finds another epoch: root, time or venue", () => {
		const other = sampleLedger(4).epoch;
		expect(codesOf({ epoch: other })).toEqual(["RECORD_NOT_IN_LEDGER", "EPOCH_MISMATCH"]);
		expect(codesOf({ epoch: { ...EPOCH, snapshotTimeMs: EPOCH.snapshotTimeMs + 1 } })).toEqual([
			"EPOCH_MISMATCH",
		]);
		expect(codesOf({ epoch: { ...EPOCH, venue: "another" } })).toEqual(["EPOCH_MISMATCH"]);
		const second = traderPackageOf(LEDGER, 1);
		const asBob = { traderPackage: second, owner: BOB.owner, expectedHoldings: second.record.holdings };
		expect(codesOf(asBob)).toEqual([]);
	});

	test("finds another listing in the package, in the epoch, or in both", () => {
		const listingHash = `0x${"0".repeat(64)}` as const;
		expect(codesOf({ traderPackage: { ...PACKAGE, listingHash } })).toEqual(["LISTING_MISMATCH"]);
		expect(codesOf({ epoch: { ...EPOCH, listingHash } })).toEqual(["LISTING_MISMATCH"]);
		const other = { ...LISTING, hash: listingHash };
		expect(codesOf({ listing: other })).toEqual(["LISTING_MISMATCH", "LISTING_MISMATCH"]);
	});

	test("finds a record that could not be a leaf", () => {
		const twice = PACKAGE.record.holdings.map(({ qtyLots }) => ({ id: idOf("USD"), qtyLots }));
		expect(codesOf({ ...withRecord({ holdings: twice }), expectedHoldings: twice })).toEqual([
			"RECORD_MALFORMED",
		]);
	});

	test("finds an unlisted id and a guessable salt, even when they are committed to", () => {
		const { name, encryptionPublicKey, record } = LEDGER.accounts[0] as LedgerAccount;
		const holdings = [{ id: 4095, qtyLots: 1n }];
		const ledger = commitLedger({
			accounts: [{ name, encryptionPublicKey, record: { ...record, salt: 42n, holdings } }],
			...EPOCH,
			hash: poseidon,
		});
		const findings = codesOf({
			traderPackage: traderPackageOf(ledger, 0),
			epoch: ledger.epoch,
			expectedHoldings: holdings,
		});
		expect(findings).toEqual(["SALT_GUESSABLE", "INSTRUMENT_NOT_LISTED"]);
	});

	test("names every instrument in which the venue's record differs from what I expect", () => {
		const expected = REQUEST.expectedHoldings
			.filter(({ id }) => id !== idOf("BTC"))
			.map((held) => (held.id === idOf("BTC-PERPETUAL") ? { ...held, qtyLots: -4000n } : held));
		const { holds, findings } = checkPackage({ ...REQUEST, expectedHoldings: expected });
		expect(holds).toBe(false);
		expect(findings).toEqual([
			{ code: "HOLDINGS_DIFFER", message: "BTC: the venue committed to 1.25, not 0" },
			{ code: "HOLDINGS_DIFFER", message: "BTC-PERPETUAL: the venue committed to -0.5, not -0.4" },
		]);
	});
});
