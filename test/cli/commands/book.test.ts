/** `book prove` and `book verify`, each a process of its own, on a ledger of three accounts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountToJson, parseAccount, withOwner } from "../../../src/ledger/account-file.ts";
import { createIdentity } from "../../../src/ledger/identity.ts";
import { parseLiabilities } from "../../../src/reserves/liabilities-file.ts";
import { seededBytes } from "../../ledger/ledger-fixtures.ts";
import { sharedCircuit, sharedKey } from "../../support/circuits/shared-key.ts";
import { expectCliRefusal } from "../../support/session/cli-refusal.ts";
import { CliSession, type JsonNode } from "../../support/session/cli-session.ts";
import { writeSmallRiskFolder } from "../../support/tables/small-risk-folder.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

const SMALL = ["--places-per-batch", "8", "--ids-per-table", "32"];
const CALL = "BTC-27MAR26-60000-C";
const MARK = "63844.5";

/** Every contract has two sides; the buyer of the call paid for it with money that was not there. */
const ACCOUNTS = {
	house: {
		balances: [
			{ asset: "USD", amount: "1000000" },
			{ asset: "BTC", amount: "2" },
		],
		positions: [{ instrument: "BTC-PERPETUAL", size: "-0.5", entryPrice: MARK }],
		holds: [{ reason: "withdrawal", amountUsd: "250" }],
	},
	maker: {
		balances: [{ asset: "USDC", amount: "500000.5" }],
		positions: [
			{ instrument: "BTC-PERPETUAL", size: "0.5", entryPrice: MARK },
			{ instrument: CALL, size: "-1" },
		],
	},
	loser: {
		balances: [{ asset: "USD", amount: "-50000" }],
		positions: [{ instrument: CALL, size: "1" }],
	},
};

let session: CliSession;
beforeAll(async () => {
	session = new CliSession();
	await writeSmallRiskFolder(session.path("risk"), await buildSmallTables());
	session.makeFolder("accounts");
	for (const [at, [name, parts]] of Object.entries(ACCOUNTS).entries()) {
		const account = parseAccount({ format: "zkmargin-account/2", name, holds: [], ...parts });
		session.writeJson(
			`accounts/${name}.json`,
			accountToJson(withOwner(account, createIdentity(seededBytes(at + 1)))),
		);
	}
	await build("accounts", "ledger");
	for (const name of ["book-batch-8x8", "book-table-32", "book-fund-8x8"]) {
		await sharedKey(await sharedCircuit(name));
	}
	expect((await prove("book")).code).toBe(0);
});
afterAll(() => session?.remove());

async function build(accounts: string, out: string): Promise<void> {
	const { code, json } = await session.runJson(
		...["ledger", "build", "--accounts", accounts, "--listing", "risk/listing.json", "--out", out],
		...["--size-class", "8", "--venue", "small venue", "--time", "2026-02-05T21:30:00Z"],
	);
	expect({ code, json }).toMatchObject({ code: 0 });
}

const prove = (out: string, ...options: string[]) =>
	session.runJson(
		"book",
		"prove",
		"--ledger",
		"ledger",
		"--risk",
		"risk",
		"--out",
		out,
		...SMALL,
		...options,
	);
const verify = (folder: string, ...options: string[]) =>
	session.runJson("book", "verify", folder, "--ledger-epoch", "ledger", "--risk", "risk", ...options);
const codesOf = ({ json }: { json: JsonNode }) =>
	(json.findings as unknown as { code: string }[]).map(({ code }) => code);

it("proves a book that an auditor verifies from the two public files", async () => {
	const { code, json } = await verify("book");
	expect({ code, findings: json.findings, keys: json.unknownKeys }).toEqual({
		code: 0,
		findings: [],
		keys: [],
	});
	const { totals, deficitCount, deficitMicroUsd } = json.report as unknown as {
		totals: { instrument: string; totalLots: string }[];
		deficitCount: number;
		deficitMicroUsd: string;
	};
	const total = (name: string) => totals.find(({ instrument }) => instrument === name)?.totalLots;
	expect([total("USD"), total("USDC"), total("BTC")]).toEqual(["95000000", "50000050", "200000"]);
	expect([total("BTC-PERPETUAL"), total(CALL)]).toEqual(["0", "0"]);
	expect(deficitCount).toBe(1);
	expect(BigInt(deficitMicroUsd)).toBeGreaterThan(0n);
	expect(session.files().filter((name) => name.startsWith("book/"))).toEqual([
		"book/book.json",
		"book/keys.json",
	]);
});

it("writes what is owed by asset for `reserves check`, and nothing where the book does not hold", async () => {
	expect((await verify("book", "--liabilities", "owed.json")).code).toBe(0);
	const { totals, ledgerRoot } = parseLiabilities(session.readJson("owed.json"));
	expect(totals).toEqual({ USD: "950000", USDC: "500000.5", BTC: "2", ETH: "0", WBTC: "0" });
	expect(ledgerRoot).toBe(session.readJson("ledger/epoch.json").ledgerRoot);
	session.makeFolder("false");
	const record = session.readJson("book/book.json") as unknown as Record<string, unknown>;
	session.writeJson("false/book.json", { ...record, snapshotTimeMs: 1 });
	session.writeJson("false/keys.json", session.readJson("book/keys.json"));
	expect((await verify("false", "--liabilities", "not-owed.json")).code).toBe(1);
	expect(session.files()).not.toContain("not-owed.json");
});

it("says it in words", async () => {
	const { code, stdout } = await session.run(
		...["book", "verify", "book", "--ledger-epoch", "ledger", "--risk", "risk"],
	);
	expect(code).toBe(0);
	expect(stdout).toContain("the book holds:");
	expect(stdout).toMatch(/owes +2 BTC\n/);
	expect(stdout).toMatch(/every long has its short/);
	expect(stdout).toMatch(/in deficit +1 accounts, [\d,.]+ USD together/);
});

it("hides the deficits behind a fund, at the haircut level", async () => {
	expect((await prove("funded", "--fund", "house", "--level", "haircut")).code).toBe(0);
	const { code, json } = await verify("funded");
	expect(code).toBe(0);
	expect(json.report).toMatchObject({ level: "haircut", deficitCount: 1 });
	expect(json.report).not.toHaveProperty("deficitMicroUsd");
});

describe("a record that was changed", () => {
	it.each([
		["in a total", "totalsLots", ["BOOK_PROOF_FALSE", "BOOK_PROOF_FALSE"]],
		["in its risk root", "riskRoot", ["BOOK_TABLE_DIFFERS"]],
		["in its time", "snapshotTimeMs", ["BOOK_EPOCH_DIFFERS"]],
	] as const)("%s does not hold: %s", async (_what, field, expected) => {
		const folder = `changed ${field}`;
		session.makeFolder(folder);
		const record = session.readJson("book/book.json") as unknown as Record<string, unknown>;
		const changes: Record<string, unknown> = {
			totalsLots: (record.totalsLots as string[]).map((total) => (total === "95000000" ? "94999999" : total)),
			riskRoot: `0x${"0".repeat(63)}1`,
			snapshotTimeMs: 1,
		};
		session.writeJson(`${folder}/book.json`, { ...record, [field]: changes[field] });
		session.writeJson(`${folder}/keys.json`, session.readJson("book/keys.json"));
		const verdict = await verify(folder);
		expect(verdict.code).toBe(1);
		expect(codesOf(verdict)).toEqual(expected);
	});
});

it("leaves a book open whose keys nobody vouches for, and holds once somebody does", async () => {
	const before = process.env.ZKMARGIN_CACHE;
	const elsewhere = mkdtempSync(join(tmpdir(), "zkmargin-nobody-"));
	try {
		process.env.ZKMARGIN_CACHE = elsewhere;
		const { code, json } = await verify("book");
		expect(code).toBe(3);
		const unknown = json.unknownKeys as unknown as { circuit: string; keyHash: string }[];
		expect(unknown.map(({ circuit }) => circuit)).toEqual(["book-batch-8x8", "book-table-32"]);
		const vouched = unknown.flatMap(({ circuit, keyHash }) => ["--key-hash", `${circuit}=${keyHash}`]);
		expect((await verify("book", ...vouched)).code).toBe(0);
		// A key is trusted for its circuit: of another size it proves another statement with the same signals.
		const elsewhereVouched = vouched.map((text) => text.replace("8x8", "64x8"));
		expect((await verify("book", ...elsewhereVouched)).code).toBe(3);
	} finally {
		if (before === undefined) delete process.env.ZKMARGIN_CACHE;
		else process.env.ZKMARGIN_CACHE = before;
		rmSync(elsewhere, { recursive: true });
	}
});

it("proves nothing of accounts in which a long has no short, and writes nothing", async () => {
	session.makeFolder("lopsided");
	for (const name of ["house", "loser"]) {
		session.writeJson(`lopsided/${name}.json`, session.readJson(`accounts/${name}.json`));
	}
	await build("lopsided", "open-ledger");
	const { code, json } = await session.runJson(
		...["book", "prove", "--ledger", "open-ledger", "--risk", "risk", "--out", "open", ...SMALL],
	);
	expect(code).toBe(1);
	expect(codesOf({ json })).toEqual(["BOOK_DERIVATIVE_OPEN", "BOOK_DERIVATIVE_OPEN"]);
	expect(session.files()).not.toContain("open");
});

describe("input that does not belong together", () => {
	const given = ["book", "prove", "--ledger", "ledger", "--risk", "risk"];

	it.each([
		["a fund that nobody is", "BOOK_NO_FUND", ["--fund", "nobody", ...SMALL]],
		["a fund that does not cover the deficits", "BOOK_FUND_TOO_SMALL", ["--fund", "loser", ...SMALL]],
		["a batch of nine", "USAGE", ["--places-per-batch", "9"]],
	] as const)("is refused: %s, %s", async (_what, code, options) => {
		expect((await expectCliRefusal(session, ...given, "--out", "none", ...options)).code).toBe(code);
	});

	it("is refused: a folder that is there, and one that is none", async () => {
		expect((await expectCliRefusal(session, ...given, "--out", "book", ...SMALL)).code).toBe("FOLDER_EXISTS");
		const known = ["--ledger-epoch", "ledger", "--risk", "risk"];
		expect((await expectCliRefusal(session, "book", "verify", "risk", ...known)).code).toBe("FILE_NOT_FOUND");
	});
});
