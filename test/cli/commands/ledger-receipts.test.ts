/** A venue that signs, and a customer that keeps what it gets: `ledger enrol`, `deliver --key`, `check --receipt`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookRecordToJson } from "../../../src/book/record/book-record.ts";
import { writeLedgerFolder } from "../../../src/cli/folders/ledger-folder.ts";
import { poseidon } from "../../../src/field/poseidon.ts";
import { buildTree } from "../../../src/field/tree.ts";
import { addressOfKey, type Hex } from "../../../src/hashing/eth-signature.ts";
import { hashLeaf } from "../../../src/ledger/account-leaf.ts";
import { identityToJson, publicIdentity, publicIdentityToJson } from "../../../src/ledger/identity.ts";
import { listingToJson } from "../../../src/market/snapshot/listing.ts";
import { ALICE, BOB, LISTING, sampleLedger } from "../../ledger/ledger-fixtures.ts";
import { runInProcess } from "../../support/session/in-process-cli.ts";

const KEY: Hex = `0x${"17".repeat(32)}`;
const SIGNER = addressOfKey(KEY);
const folder = mkdtempSync(join(tmpdir(), "zkmargin receipts "));
const path = (name: string) => join(folder, name);
const write = (name: string, value: unknown, mode = 0o644) =>
	writeFileSync(path(name), JSON.stringify(value), { mode });

beforeAll(async () => {
	mkdirSync(folder, { recursive: true });
	write("key.json", { privateKey: KEY }, 0o600);
	write("other.key.json", { privateKey: `0x${"18".repeat(32)}` }, 0o600);
	write("alice.json", identityToJson(ALICE), 0o600);
	write("alice.public.json", publicIdentityToJson(publicIdentity(ALICE)));
	write("bob.public.json", publicIdentityToJson(publicIdentity(BOB)));
	write("elsewhere.public.json", publicIdentityToJson(publicIdentity(ALICE, "other venue")));
	write("listing.json", listingToJson(LISTING));
	await writeLedgerFolder(path("ledger"), sampleLedger());
	await writeLedgerFolder(path("second-ledger"), sampleLedger(44));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const enrol = (owner: string, out: string, ...more: string[]) =>
	runInProcess([
		...["ledger", "enrol", "--owner", path(owner), "--venue", "test venue", "--key", path("key.json")],
		...["--from", "2026-02-01T00:00:00Z", "--out", path(out), ...more],
	]);
const deliver = (ledger: string, out: string, ...more: string[]) =>
	runInProcess(["ledger", "deliver", "--ledger", path(ledger), "--out", path(out), ...more]);
const check = (packages: string, epoch: string, ...more: string[]) =>
	runInProcess([
		...[
			"ledger",
			"check",
			"--package",
			path(join(packages, "alice.sealed.json")),
			"--identity",
			path("alice.json"),
		],
		...["--epoch", path(epoch), "--listing", path("listing.json"), ...more],
	]);

describe("receipts at the command line", () => {
	test("a customer enrolled and delivered to finds everything in order, and keeps the statement", async () => {
		const enrolled = await enrol("alice.public.json", "receipt.json");
		expect(enrolled).toMatchObject({ code: 0 });
		expect(enrolled.stdout).toContain(SIGNER);
		const delivered = await deliver("ledger", "packages", "--key", path("key.json"), "--json");
		expect(JSON.parse(delivered.stdout)).toMatchObject({ signer: SIGNER });
		const checked = await check(
			"packages",
			"ledger",
			"--receipt",
			path("receipt.json"),
			"--signer",
			SIGNER,
			"--keep",
			path("kept.json"),
		);
		expect(checked).toMatchObject({ code: 0 });
		expect(checked.stdout).toContain("your record is under the root posted by test venue:");
		const kept = JSON.parse(readFileSync(path("kept.json"), "utf8"));
		expect(kept).toMatchObject({ format: "zkmargin-account-statement/1", venue: "test venue", index: 0 });
		for (const text of [enrolled.stdout, delivered.stdout, checked.stdout, JSON.stringify(kept)]) {
			expect(text).not.toContain(KEY.slice(2));
		}
	});

	test("a venue that says two things of one moment is found by what was kept", async () => {
		await deliver("second-ledger", "second", "--key", path("key.json"));
		const { code, stdout } = await check("second", "second-ledger", "--earlier", path("kept.json"));
		expect(code).toBe(1);
		expect(stdout).toContain("STATEMENTS_CONTRADICT");
		expect(stdout).toContain("and what it published or signed besides is not in order");
	});

	test("somebody else's key, a receipt of somebody else, and a delivery without a signature are found", async () => {
		await enrol("bob.public.json", "bob.receipt.json");
		await deliver("ledger", "unsigned");
		await deliver("ledger", "by-other", "--key", path("other.key.json"));
		const found = async (packages: string, ...more: string[]) => {
			const { code, stdout } = await check(packages, "ledger", ...more, "--json");
			return [code, ...JSON.parse(stdout).findings.map((finding: { code: string }) => finding.code)];
		};
		const receipt = ["--receipt", path("receipt.json")];
		expect(await found("unsigned")).toEqual([0]);
		expect(await found("unsigned", ...receipt)).toEqual([1, "STATEMENT_MISSING"]);
		expect(await found("by-other", ...receipt)).toEqual([1, "STATEMENT_NOT_SIGNED_BY_VENUE"]);
		expect(await found("packages", "--receipt", path("bob.receipt.json"))).toEqual([1, "RECEIPT_NOT_MINE"]);
		expect(await found("packages", ...receipt, "--signer", addressOfKey(`0x${"18".repeat(32)}`))).toEqual([
			1,
			"RECEIPT_NOT_SIGNED_BY_VENUE",
			"STATEMENT_NOT_SIGNED_BY_VENUE",
		]);
	});

	test("a record that is not under the posted root is still kept: that is what it is for", async () => {
		const { code } = await check("packages", "second-ledger", "--keep", path("kept-false.json"));
		expect(code).toBe(1);
		expect(readFileSync(path("kept-false.json"), "utf8")).toBe(readFileSync(path("kept.json"), "utf8"));
	});

	test("a record is looked up in the published book, and missed where it is not", async () => {
		const { epoch, accounts } = sampleLedger();
		const leaves = accounts.map(({ record }) => hashLeaf(poseidon, record));
		// Proofs are not looked at here: verifying a book does that.
		const proof = "A".repeat(171);
		const batch = { index: 0, sizeClass: 8 as const, claims: 1n, stateAfter: 2n, proof };
		const bookWith = (subtreeRoot: bigint) =>
			bookRecordToJson({
				epoch,
				riskRoot: 5n,
				level: "mark",
				form: { placesPerBatch: 8, idsPerTable: 32 },
				totalsLots: LISTING.instruments.map(() => 0n),
				batches: [{ ...batch, subtreeRoot }],
				tables: [{ sums: 1n, stateAfter: 2n, proof }],
				close: { kind: "opened", deficitCount: 0, deficitMicroUsd: 0n, salt: 3n },
			});
		mkdirSync(path("book"));
		write("book/book.json", bookWith(buildTree(poseidon, leaves, 1).root));
		write("without.json", bookWith(buildTree(poseidon, leaves.with(0, 0n), 1).root));
		const found = await check("packages", "ledger", "--book", path("book"));
		expect(found).toMatchObject({ code: 0 });
		expect(found.stdout).toContain("only the place of your record was checked");
		const missed = await check("packages", "ledger", "--book", path("without.json"));
		expect(missed).toMatchObject({ code: 1 });
		expect(missed.stdout).toContain("RECORD_NOT_IN_BOOK");
	});

	test.each([
		["BOOK_MALFORMED", () => check("packages", "ledger", "--book", path("kept.json"))],
		["IDENTITY_OF_ANOTHER_VENUE", () => enrol("elsewhere.public.json", "x.json")],
		["FILE_EXISTS", () => enrol("alice.public.json", "receipt.json")],
		["STATEMENT_MISSING", () => check("unsigned", "ledger", "--keep", path("x.json"))],
		["ENROLMENT_MALFORMED", () => check("packages", "ledger", "--receipt", path("kept.json"))],
		["ACCOUNT_STATEMENT_MALFORMED", () => check("packages", "ledger", "--earlier", path("receipt.json"))],
	])("%s: refused with exit 2", async (code, run) => {
		const refused = await run();
		expect(refused).toMatchObject({ code: 2, stdout: "" });
		expect(refused.stderr).toContain(`error ${code}`);
	});
});
