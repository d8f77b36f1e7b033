import { describe, expect, test } from "vitest";
import { poseidon } from "../../src/field/poseidon.ts";
import { rootOfPath } from "../../src/field/tree.ts";
import { withOwner } from "../../src/ledger/account-file.ts";
import { hashLeaf } from "../../src/ledger/account-leaf.ts";
import { publicIdentity } from "../../src/ledger/identity.ts";
import { buildLedger, inclusionPath, LEDGER_DEPTH, traderPackageOf } from "../../src/ledger/ledger.ts";
import { ledgerEpochToJson, parseLedgerEpoch } from "../../src/ledger/ledger-epoch.ts";
import { ledgerToJson, parseLedger } from "../../src/ledger/ledger-file.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { parseTraderPackage, traderPackageToJson } from "../../src/ledger/trader-package.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import {
	ALICE,
	ALICE_ACCOUNT,
	BOB,
	LISTING,
	SNAPSHOT_TIME_MS,
	sampleLedger,
	seededBytes,
} from "./ledger-fixtures.ts";

/** JSON as it comes back from a file, with one part replaced. */
function edited(json: object, path: readonly (string | number)[], value: unknown): unknown {
	const copy = JSON.parse(JSON.stringify(json));
	const parent = path.slice(0, -1).reduce((node, step) => node[step], copy);
	parent[path.at(-1) as string] = value;
	return copy;
}

function build(accounts: readonly { name: string; identity: typeof ALICE }[], listingHash = LISTING.hash) {
	return buildLedger({
		accounts: accounts.map(({ name, identity }) => {
			const account = withOwner({ ...ALICE_ACCOUNT, name }, publicIdentity(identity));
			return { account, settled: { ...settleAccount({ account, listing: LISTING }), listingHash } };
		}),
		listing: LISTING,
		snapshotTimeMs: SNAPSHOT_TIME_MS,
		venue: "test venue",
		hash: poseidon,
		randomBytes: seededBytes(5),
	});
}

describe("a ledger", () => {
	const ledger = sampleLedger();

	test("opens every account at its index, and at no other", () => {
		expect(ledger.accounts).toHaveLength(2);
		ledger.accounts.forEach(({ record }, index) => {
			const path = inclusionPath(ledger, index);
			expect(path).toHaveLength(LEDGER_DEPTH);
			const leaf = hashLeaf(poseidon, record);
			expect(rootOfPath(poseidon, leaf, index, path)).toBe(ledger.epoch.ledgerRoot);
			expect(rootOfPath(poseidon, leaf, 1 - index, path)).toBeUndefined();
		});
		expect(thrownBy(() => inclusionPath(ledger, 2)).code).toBe("TREE_NO_LEAF");
	});

	test("salts every leaf afresh, so equal books do not look equal", () => {
		const [first, second] = build([
			{ name: "one", identity: ALICE },
			{ name: "two", identity: BOB },
		]).accounts;
		expect(first?.record.holdings).toEqual(second?.record.holdings);
		expect(first?.record.salt).not.toBe(second?.record.salt);
		expect(sampleLedger(4).epoch.ledgerRoot).not.toBe(ledger.epoch.ledgerRoot);
	});

	test("takes one leaf per owner", () => {
		const twice = [
			{ name: "one", identity: ALICE },
			{ name: "two", identity: ALICE },
		];
		expect(thrownBy(() => build(twice)).code).toBe("OWNER_DUPLICATE");
	});

	test("takes one account per name, because packages are delivered by name", () => {
		const twice = [
			{ name: "one", identity: ALICE },
			{ name: "one", identity: BOB },
		];
		expect(thrownBy(() => build(twice)).code).toBe("ACCOUNT_NAME_DUPLICATE");
	});

	test("takes only accounts that were settled on its own listing", () => {
		const other = `0x${"0".repeat(64)}` as const;
		expect(thrownBy(() => build([{ name: "one", identity: ALICE }], other)).code).toBe("LISTING_MISMATCH");
	});

	test("needs at least one account", () => {
		expect(thrownBy(() => build([])).code).toBe("TREE_SIZE");
	});
});

describe("a ledger file", () => {
	const ledger = sampleLedger();
	const json = ledgerToJson(ledger);

	test("reads back to the same epoch, records and packages", () => {
		const read = parseLedger(JSON.parse(JSON.stringify(json)), poseidon);
		expect(read.epoch).toEqual(ledger.epoch);
		expect(read.accounts).toEqual(ledger.accounts);
		expect(traderPackageOf(read, 1)).toEqual(traderPackageOf(ledger, 1));
	});

	test.each([
		["a quantity", ["accounts", 0, "record", "holdings", 0, "qtyLots"], "1"],
		["a salt", ["accounts", 1, "record", "salt"], `0x${"1".repeat(64)}`],
		["the root", ["ledgerRoot"], `0x${"1".repeat(64)}`],
	])("is refused when %s was changed after it was built", (_what, path, value) => {
		expect(thrownBy(() => parseLedger(edited(json, path, value), poseidon)).code).toBe(
			"LEDGER_ROOT_MISMATCH",
		);
	});

	test.each([
		["a fractional quantity", ["accounts", 0, "record", "holdings", 0, "qtyLots"], "1.5"],
		["a quantity of 2^40", ["accounts", 0, "record", "holdings", 0, "qtyLots"], (1n << 40n).toString()],
		["an id twice", ["accounts", 0, "record", "holdings", 1, "id"], 1],
		["another format", ["format"], "zkmargin-account/2"],
		["an unknown field", ["note"], "x"],
		["a name that leaves the folder", ["accounts", 0, "name"], "../alice"],
	])("is refused with %s", (_what, path, value) => {
		expect(thrownBy(() => parseLedger(edited(json, path, value), poseidon)).code).toBe("LEDGER_MALFORMED");
	});

	test("is refused with a key to which nothing can be sealed", () => {
		const bad = edited(json, ["accounts", 1, "encryptionPublicKey"], "0x00");
		const error = thrownBy(() => parseLedger(bad, poseidon));
		expect([error.code, error.field]).toEqual(["ENCRYPTION_KEY_INVALID", "accounts[1].encryptionPublicKey"]);
	});
});

describe("what a venue publishes and delivers", () => {
	const ledger = sampleLedger();

	test("the epoch reads back, and says nothing but venue, root, listing and time", () => {
		const json = ledgerEpochToJson(ledger.epoch);
		expect(Object.keys(json).sort()).toEqual([
			"format",
			"ledgerRoot",
			"listingHash",
			"snapshotTimeMs",
			"venue",
		]);
		expect(parseLedgerEpoch(JSON.parse(JSON.stringify(json)))).toEqual(ledger.epoch);
	});

	test.each([
		["no root", ["ledgerRoot"], undefined],
		["a root beyond the field", ["ledgerRoot"], `0x${"f".repeat(64)}`],
		["a fractional time", ["snapshotTimeMs"], 1.5],
		["the number of its accounts", ["accountCount"], 2],
	])("an epoch with %s is refused", (_what, path, value) => {
		const bad = edited(ledgerEpochToJson(ledger.epoch), path, value);
		expect(thrownBy(() => parseLedgerEpoch(bad)).code).toBe("LEDGER_EPOCH_MALFORMED");
	});

	test("a package reads back", () => {
		const traderPackage = traderPackageOf(ledger, 0);
		const json = JSON.parse(JSON.stringify(traderPackageToJson(traderPackage)));
		expect(parseTraderPackage(json)).toEqual(traderPackage);
	});

	test.each([
		["an index outside the tree", ["index"], 8 ** 8],
		["a path that is too short", ["path"], []],
		["a node with seven children", ["path", 0], new Array(7).fill("0x0")],
	])("a package with %s is refused", (_what, path, value) => {
		const bad = edited(traderPackageToJson(traderPackageOf(ledger, 0)), path, value);
		expect(thrownBy(() => parseTraderPackage(bad)).code).toBe("PACKAGE_MALFORMED");
	});
});
