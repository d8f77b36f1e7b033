import { describe, expect, test } from "vitest";
import { poseidon } from "../../src/field/poseidon.ts";
import { withOwner } from "../../src/ledger/account-file.ts";
import { SIZE_CLASSES } from "../../src/ledger/account-leaf.ts";
import {
	chooseSizeClass,
	type SizeClassChoice,
	smallestSizeClass,
} from "../../src/ledger/choose-size-class.ts";
import { type Identity, publicIdentity } from "../../src/ledger/identity.ts";
import { buildLedger } from "../../src/ledger/ledger.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import { ALICE, accountOf, BOB, LISTING, SNAPSHOT_TIME_MS, seededBytes } from "./ledger-fixtures.ts";

describe("the smallest size class", () => {
	test.each([
		[0, 8],
		[1, 8],
		[8, 8],
		[9, 16],
		[16, 16],
		[17, 32],
		[33, 64],
		[64, 64],
		[65, undefined],
	])("for %i lines is %s", (lineCount, sizeClass) => {
		expect(smallestSizeClass({ lineCount, optionUnderlyingCount: 0 })).toBe(sizeClass);
	});

	test("is chosen on request, up to the largest; a class that is named stays", () => {
		const extent = (lineCount: number) => ({ lineCount, optionUnderlyingCount: 1 });
		expect(chooseSizeClass("smallest", extent(3))).toBe(8);
		expect(chooseSizeClass("smallest", extent(65))).toBe(64);
		for (const sizeClass of SIZE_CLASSES) expect(chooseSizeClass(sizeClass, extent(3))).toBe(sizeClass);
	});

	test.each([
		[2, 8],
		[3, 16],
		[4, 32],
		[5, 64],
		[8, 64],
		[9, undefined],
	])(
		"with options on %i underlyings, each of which is tested alone, is %s",
		(optionUnderlyingCount, sizeClass) => {
			expect(smallestSizeClass({ lineCount: 8, optionUnderlyingCount })).toBe(sizeClass);
		},
	);
});

describe("a ledger", () => {
	const options = LISTING.instruments.filter(({ kind }) => kind === "option").map(({ name }) => name);

	function holding(name: string, identity: Identity, lines: number, sizeClass: SizeClassChoice) {
		const positions = options.slice(0, lines).map((instrument) => ({ instrument, size: "1" }));
		const account = withOwner(accountOf({ name, positions }), publicIdentity(identity));
		return { account, settled: settleAccount({ account, listing: LISTING, sizeClass }) };
	}

	function classesOf(sizeClass: SizeClassChoice, ...lines: [number, number]) {
		const ledger = buildLedger({
			accounts: [holding("alice", ALICE, lines[0], sizeClass), holding("bob", BOB, lines[1], sizeClass)],
			listing: LISTING,
			snapshotTimeMs: SNAPSHOT_TIME_MS,
			venue: "test venue",
			hash: poseidon,
			randomBytes: seededBytes(7),
			sizeClass,
		});
		return ledger.accounts.map(({ record }) => record.sizeClass);
	}

	test("commits all accounts in one class, so that proofs tell nothing about their lines", () => {
		expect(classesOf(32, 1, 17)).toEqual([32, 32]);
	});

	test("commits each account in its smallest class on request", () => {
		expect(classesOf("smallest", 8, 9)).toEqual([8, 16]);
		expect(classesOf("smallest", 16, 17)).toEqual([16, 32]);
	});

	test("refuses an account with more lines than the class, and names one that is enough", () => {
		const error = thrownBy(() => holding("alice", ALICE, 17, 16));
		expect(error.code).toBe("TOO_MANY_POSITIONS");
		expect(error.hint).toContain("size class 32");
	});
});
