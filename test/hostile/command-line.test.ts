/**
 * Every file that a command takes, replaced by every kind of thing that is none: refused with a code, a
 * field and a hint, soon, and nothing was written. `HOSTILE_HUGE=1` tries the huge ones with every file.
 */
import { createHash } from "node:crypto";
import {
	lstatSync,
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
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	createIdentity,
	identityToJson,
	publicIdentity,
	publicIdentityToJson,
} from "../../src/ledger/identity.ts";
import { marketSnapshotToJson } from "../../src/market/snapshot/market-format.ts";
import { SMALL_MARKET } from "../support/market/small-market.ts";
import { runInProcess } from "../support/session/in-process-cli.ts";
import { SMALL_SOURCE_TEXTS } from "../support/tables/small-risk-folder.ts";
import { HUGE_CONTENTS, SMALL_CONTENTS } from "./hostile-contents.ts";

/** Of one command; a hang is what this is about, not speed. */
const LONGEST_MS = 10_000;
/** What a stranger may make us hold at once, above what is held before. */
const MOST_BYTES = 1 << 30;
const OWNER = `0x${"7".repeat(40)}`;

const root = mkdtempSync(join(tmpdir(), "zkmargin hostile "));
const at = (...parts: string[]) => join(root, ...parts);
const out = at("out", "result");
const identity = createIdentity((length) => new Uint8Array(length).fill(9));

type Input = readonly [name: string, file: string, commandLine: () => readonly string[]];

const ledgerCheck = () => [
	...["ledger", "check", "--package", at("packages/small.sealed.json"), "--identity", at("me.json")],
	...[
		"--epoch",
		at("ledger/epoch.json"),
		"--listing",
		at("risk/listing.json"),
		"--account",
		at("account.json"),
	],
];
const prove = () => [
	...[
		"prove",
		"--package",
		at("packages/small.sealed.json"),
		"--identity",
		at("me.json"),
		"--risk",
		at("risk"),
	],
	...["--holder", OWNER, "--scope", `0x${"0".repeat(64)}`, "--out", out],
];
const margin = () => ["margin", "--account", at("account.json"), "--risk", at("risk")];
const riskBuild = () => [
	...["risk", "build", "--market", at("market.json"), "--params", at("params.json")],
	...["--closes", at("closes.csv"), "--iv-history", at("iv.csv"), "--out", out],
];
const ledgerBuild = () => [
	...["ledger", "build", "--accounts", at("account.json"), "--owner", `small=${at("me.public.json")}`],
	...["--listing", at("risk/listing.json"), "--out", out],
];
const importTiers = () => [
	...["risk", "import-tiers", "--venue", "kraken", "--file", at("tiers.json")],
	...["--params", at("params.json"), "--out", out],
];
const certificate = () => [
	"verify",
	at("certificate.json"),
	"--key-hash",
	"00",
	"--ledger-epoch",
	at("ledger/epoch.json"),
];

const INPUTS: readonly Input[] = [
	["market", "market.json", riskBuild],
	["risk parameters", "params.json", riskBuild],
	["daily closes", "closes.csv", riskBuild],
	["IV history", "iv.csv", riskBuild],
	[
		"option chain",
		"chain.csv",
		() => ["market", "import", "--options", at("chain.csv"), "--futures", at("futures.csv"), "--out", out],
	],
	["published tiers", "tiers.json", importTiers],
	["account", "account.json", margin],
	["risk epoch", "risk/epoch.json", margin],
	["listing", "risk/listing.json", margin],
	["scenarios", "risk/scenarios.json", margin],
	["risk table", "risk/maintenance.table", margin],
	["account of a ledger", "account.json", ledgerBuild],
	["public identity", "me.public.json", ledgerBuild],
	["ledger", "ledger/ledger.json", () => ["ledger", "deliver", "--ledger", at("ledger"), "--out", out]],
	["sealed package", "packages/small.sealed.json", ledgerCheck],
	["identity", "me.json", ledgerCheck],
	["ledger epoch", "ledger/epoch.json", ledgerCheck],
	["sealed package to prove", "packages/small.sealed.json", prove],
	["certificate", "certificate.json", certificate],
	[
		"sender's key",
		"key.json",
		() => [
			"attest",
			at("certificate.json"),
			"--rpc",
			"http://127.0.0.1:9",
			"--registry",
			OWNER,
			"--venue",
			OWNER,
			"--sender-key",
			at("key.json"),
		],
	],
	[
		"key during a ceremony",
		"key.zkey",
		() => ["ceremony", "contribute", at("key.zkey"), "--name", "me", "--out", out],
	],
	[
		"powers of tau",
		"power.ptau",
		() => ["ceremony", "ptau", "--power", "9", "--ptau", at("power.ptau"), "--ptau-hash", "0".repeat(128)],
	],
	["key manifest", "key/manifest.json", () => ["ceremony", "verify", at("key")]],
];

beforeAll(async () => {
	const write = (name: string, value: unknown) =>
		writeFileSync(at(name), JSON.stringify(value), { mode: 0o600 });
	for (const folder of ["out", "key", "huge"]) mkdirSync(at(folder));
	write("market.json", marketSnapshotToJson(SMALL_MARKET));
	write("me.json", identityToJson(identity));
	write("me.public.json", publicIdentityToJson(publicIdentity(identity)));
	write("tiers.json", { collateral: { BTC: [3, null] } });
	write("key.json", { privateKey: `0x${"1".padStart(64, "0")}` });
	write("account.json", {
		...{ format: "zkmargin-account/2", name: "small", positions: [] },
		balances: [{ asset: "USD", amount: "1000" }],
	});
	writeFileSync(at("params.json"), SMALL_SOURCE_TEXTS.parameters);
	writeFileSync(at("closes.csv"), SMALL_SOURCE_TEXTS.dailyCloses);
	writeFileSync(at("iv.csv"), SMALL_SOURCE_TEXTS.ivHistory);
	writeFileSync(at("futures.csv"), "timestamp,currency,instrument_name,kind,expiry,mark_price\n");
	const made = async (...commandLine: string[]) => {
		expect(await runInProcess([...commandLine, "--json"])).toMatchObject({ code: 0 });
	};
	await made(...riskBuild().slice(0, -1), at("risk"));
	await made(...ledgerBuild().slice(0, -1), at("ledger"), "--time", "2026-02-05T08:00:00Z");
	await made("ledger", "deliver", "--ledger", at("ledger"), "--out", at("packages"));
	for (const [name, writeHuge] of HUGE_CONTENTS) writeHuge(at("huge", name));
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Names, kinds and contents of everything but what is in place of the file itself. */
function stateOf(except: string): string {
	const hash = createHash("sha256");
	const names = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
	for (const name of names.filter((one) => one !== except && !one.startsWith("huge"))) {
		const entry = lstatSync(at(name));
		hash.update(`${name} ${entry.mode} ${entry.size} ${entry.mtimeMs}\n`);
	}
	return hash.digest("hex");
}

async function expectRefusal(
	input: Input,
	writeContent: (path: string) => void,
	json: boolean,
): Promise<void> {
	const [, file, commandLine] = input;
	const kept = lstatSync(at(file), { throwIfNoEntry: false }) && readFileSync(at(file));
	rmSync(at(file), { force: true });
	try {
		writeContent(at(file));
		const before = stateOf(file);
		const startedMs = performance.now();
		const { code, stdout, stderr } = await runInProcess([...commandLine(), ...(json ? ["--json"] : [])]);
		expect(performance.now() - startedMs).toBeLessThan(LONGEST_MS);
		expect({ code, shown: stdout + stderr }).toMatchObject({ code: 2 });
		expect(stateOf(file)).toBe(before);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(stdout + stderr).not.toMatch(UNPRINTABLE);
		expect((stdout + stderr).length).toBeLessThan(4_000);
		expect(stdout + stderr).not.toContain(identity.secret.toString(16));
		if (!json) {
			expect(stderr).toMatch(/^error [A-Z][A-Z0-9_]+: .*\n {2}field: \S.*\n {2}hint: \S/m);
			return;
		}
		const { error } = JSON.parse(stdout) as { error: Record<string, string> };
		expect(error).toEqual({
			code: expect.stringMatching(/^[A-Z][A-Z0-9_]+$/),
			message: expect.stringMatching(/\w/),
			field: expect.stringMatching(/\S/),
			hint: expect.stringMatching(/\w/),
		});
	} finally {
		rmSync(at(file), { recursive: true, force: true });
		mkdirSync(dirname(at(file)), { recursive: true });
		if (kept !== undefined) writeFileSync(at(file), kept, { mode: 0o600 });
	}
}

/** But for the line feeds between lines. */
const UNPRINTABLE = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u;

describe.each(INPUTS)("in place of the file of kind %s", (...input) => {
	it("nothing but such a file is taken", async () => {
		for (const [index, [name, write]] of SMALL_CONTENTS.entries()) {
			await expectRefusal(input, write, index % 2 === 0).catch((cause: unknown) => {
				throw new Error(`${input[0]}: ${name}`, { cause });
			});
		}
	});
});

describe("tens of megabytes", () => {
	const everywhere = process.env.HOSTILE_HUGE === "1";
	const inputs = INPUTS.filter(
		([name]) => everywhere || ["account", "daily closes", "ledger"].includes(name),
	);

	it.each(HUGE_CONTENTS)(
		"%s are refused in bounded time and memory",
		async (name: string) => {
			const before = process.memoryUsage().rss;
			for (const input of inputs) {
				await expectRefusal(input, (path) => symlinkSync(at("huge", name), path), true);
				expect(process.memoryUsage().rss - before).toBeLessThan(MOST_BYTES);
			}
		},
		120_000,
	);
});
