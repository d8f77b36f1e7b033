/** Names and links in files of strangers that would lead out of a folder, or into what is not theirs. */
import { execFileSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLedgerFolder, writeLedgerFolder } from "../../src/cli/folders/ledger-folder.ts";
import { loadFastPoseidon } from "../../src/field/poseidon.ts";
import { createIdentity } from "../../src/ledger/identity.ts";
import { commitLedger } from "../../src/ledger/ledger.ts";
import { buildListing, listingToJson } from "../../src/market/snapshot/listing.ts";
import { writeAtomically } from "../../src/node/files/write-atomically.ts";
import { writeFolder } from "../../src/node/files/write-folder.ts";
import { sharedKey, testCircuit } from "../support/circuits/shared-key.ts";
import { SMALL_MARKET } from "../support/market/small-market.ts";
import { runInProcess } from "../support/session/in-process-cli.ts";

const WAYS_OUT = [
	"../outside",
	"..",
	".",
	"/outside",
	"a/b",
	"a\\b",
	"a\0b",
	"A",
	"",
	"-rf",
	"x".repeat(65),
	"nul.",
	"\u202ea",
];
const LISTING_HASH = `0x${"11".repeat(32)}` as const;

let root = "";
const at = (...parts: string[]) => join(root, ...parts);
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "zkmargin-paths-"));
	mkdirSync(at("inside"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const everything = () => readdirSync(root, { recursive: true, encoding: "utf8" }).sort();

async function errorOf(...commandLine: string[]): Promise<Record<string, string>> {
	const { code, stdout } = await runInProcess([...commandLine, "--json"]);
	expect({ code, stdout }).toMatchObject({ code: 2 });
	return (JSON.parse(stdout) as { error: Record<string, string> }).error;
}

/** A venue's ledger of so many accounts. */
async function ledgerOf(count: number) {
	const { encryptionPublicKey, owner } = createIdentity((length) => new Uint8Array(length).fill(1));
	const accounts = Array.from({ length: count }, (_, k) => {
		const record = {
			owner: owner + BigInt(k),
			salt: 2n ** 200n + BigInt(k),
			sizeClass: 16 as const,
			holdings: Array.from({ length: 16 }, (_line, id) => ({ id: id + 1, qtyLots: 1_000_000_000_000n })),
		};
		return { name: `account-${k}`, encryptionPublicKey, record };
	});
	const hash = await loadFastPoseidon();
	return commitLedger({ accounts, listingHash: LISTING_HASH, snapshotTimeMs: 1, venue: "a venue", hash });
}

describe("names that lead elsewhere", () => {
	it.each(WAYS_OUT)("the account %j of a ledger is delivered nowhere", async (name) => {
		await writeLedgerFolder(at("ledger"), await ledgerOf(1));
		const file = at("ledger", "ledger.json");
		const ledger = JSON.parse(readFileSync(file, "utf8"));
		writeFileSync(file, JSON.stringify({ ...ledger, accounts: [{ ...ledger.accounts[0], name }] }));
		const before = everything();
		const error = await errorOf(
			"ledger",
			"deliver",
			"--ledger",
			at("ledger"),
			"--out",
			at("inside/packages"),
		);
		expect(error).toMatchObject({ code: "LEDGER_MALFORMED", field: "accounts[0].name" });
		expect(everything()).toEqual(before);
	});

	it.each(["../../x", "../solvency-16", "/etc/passwd", "solvency-17", "__proto__", "constructor"])(
		"the circuit %j of a key's manifest is none",
		async (circuit) => {
			const key = await sharedKey(await testCircuit("poseidon-link"));
			const manifest = JSON.parse(readFileSync(join(dirname(key.zkeyPath), "manifest.json"), "utf8"));
			writeFileSync(at("inside/manifest.json"), JSON.stringify({ ...manifest, circuit }));
			const before = everything();
			expect(await errorOf("ceremony", "verify", at("inside"))).toMatchObject({ code: "CIRCUIT_UNKNOWN" });
			expect(everything()).toEqual(before);
		},
	);
});

describe("links in place of what is to be written", () => {
	it("are never written through", async () => {
		mkdirSync(at("elsewhere"));
		symlinkSync(at("elsewhere"), at("link"));
		symlinkSync(at("nowhere"), at("dangling"));
		const content = [{ name: "a", content: "x" }];
		for (const name of ["link", "dangling"]) {
			await expect(writeFolder(at(name), content)).rejects.toMatchObject({
				code: "FOLDER_EXISTS",
				field: at(name),
			});
			await expect(writeAtomically(at(name), "x")).rejects.toMatchObject({ code: "FILE_EXISTS" });
		}
		expect(readdirSync(at("elsewhere"))).toEqual([]);
		expect(existsSync(at("nowhere"))).toBe(false);
		expect(everything()).toEqual(["dangling", "elsewhere", "inside", "link"]);
	});
});

describe("a folder of accounts", () => {
	it.each([
		["a folder", (path: string) => mkdirSync(path)],
		["a pipe", (path: string) => execFileSync("mkfifo", [path])],
		["a link to a device", (path: string) => symlinkSync("/dev/zero", path)],
	])("with %s among its files is refused", async (_what, make) => {
		make(at("inside/account.json"));
		writeFileSync(at("listing.json"), JSON.stringify(listingToJson(buildListing(SMALL_MARKET))));
		const build = ["ledger", "build", "--accounts", at("inside"), "--listing", at("listing.json")];
		expect(await errorOf(...build, "--out", at("out"))).toMatchObject({
			code: "FILE_NOT_REGULAR",
			field: at("inside/account.json"),
		});
		expect(existsSync(at("out"))).toBe(false);
	});
});

describe("found while looking", () => {
	it("a ledger of more than a megabyte can be read again", async () => {
		await writeLedgerFolder(at("ledger"), await ledgerOf(800));
		expect(readFileSync(at("ledger/ledger.json")).length).toBeGreaterThan(1 << 20);
		expect((await readLedgerFolder(at("ledger"))).accounts).toHaveLength(800);
	});
});
