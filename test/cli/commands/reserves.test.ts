/** `zkmargin reserves` on a real local chain: message, prove, check, with each outcome's exit code. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressOfKey, recoverAddress, textDigest } from "../../../src/hashing/eth-signature.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import {
	COLD_KEY,
	HOT,
	HOT_KEY,
	ReservesFixture,
	VENUE,
	VENUE_KEY,
} from "../../reserves/reserves-fixture.ts";
import { runInProcess } from "../../support/session/in-process-cli.ts";

let fixture: ReservesFixture;
let bridge: JsonRpcServer;
let hash = "";
const folder = mkdtempSync(join(tmpdir(), "zkmargin reserves "));
const path = (name: string) => join(folder, name);
const write = (name: string, value: object, mode = 0o644) =>
	writeFileSync(path(name), JSON.stringify(value), { mode });
const read = (name: string) => JSON.parse(readFileSync(path(name), "utf8"));

beforeAll(async () => {
	fixture = await ReservesFixture.deploy();
	bridge = await startJsonRpcServer(fixture.chain);
	hash = (await fixture.chain.provider.getBlock("latest"))?.hash ?? "";
	write("hot.key.json", { privateKey: HOT_KEY }, 0o600);
	write("cold.key.json", { privateKey: COLD_KEY }, 0o600);
	write("venue.key.json", { privateKey: VENUE_KEY }, 0o600);
});
afterAll(async () => {
	await bridge.close();
	await fixture.chain.close();
	rmSync(folder, { recursive: true, force: true });
});

async function entryOf(key: string, address: string, ...more: string[]) {
	const { code, stdout } = await runInProcess([
		...["reserves", "message", "--venue", VENUE, "--chain-id", "31337", "--time", "2026-11-19T08:00:00Z"],
		...["--address", address, "--key", path(key), "--json", ...more],
	]);
	expect(code).toBe(0);
	const { text, ...entry } = JSON.parse(stdout);
	return { text, entry };
}

const prove = (...more: string[]) =>
	runInProcess([
		...["reserves", "prove", "--plan", path("plan.json"), "--rpc", bridge.url, "--block", "latest"],
		...more,
	]);
const check = (...more: string[]) => runInProcess(["reserves", "check", path("reserves.json"), ...more]);

describe("zkmargin reserves", () => {
	test("message prints the text, and with a key the entry of a plan that it signed", async () => {
		const { text, entry } = await entryOf("hot.key.json", HOT);
		expect(text.split("\n")).toEqual([
			"zkmargin reserves: this address is held by the venue",
			"venue: test venue",
			"chain: 31337",
			`address: ${HOT}`,
			"time: 2026-11-19T08:00:00.000Z",
		]);
		expect(recoverAddress(textDigest(text), entry.signature)).toBe(HOT);
		const { stdout } = await runInProcess([
			...["reserves", "message", "--venue", VENUE, "--chain-id", "31337", "--address", HOT],
		]);
		expect(stdout).toContain("personal_sign");
		expect(stdout).not.toContain(HOT_KEY.slice(2));
	});

	test("prove writes what the chain holds; check holds with hash, list, signer and totals, offline", async () => {
		const cold = addressOfKey(COLD_KEY);
		const entries = [await entryOf("hot.key.json", HOT), await entryOf("cold.key.json", cold)];
		write("plan.json", {
			format: "zkmargin-reserve-plan/1",
			venue: VENUE,
			addresses: entries.map(({ entry }) => entry),
			assets: [
				{ kind: "native", asset: "ETH", chainId: "31337" },
				{ kind: "token", asset: "USDC", chainId: "31337", contract: fixture.token, decimals: 6 },
			],
			stated: [{ asset: "BTC", amount: "3", place: "bitcoin", reason: "no state root on this chain" }],
		});
		const proven = await prove("--key", path("venue.key.json"), "--out", path("reserves.json"));
		expect(proven).toMatchObject({ code: 0 });
		expect(proven.stdout).toContain(hash);

		const list = (await fixture.assetList(await fixture.reserves())).map((entry) => ({
			...entry,
			chainId: "31337",
			...("slot" in entry && { slot: entry.slot.toString() }),
		}));
		write("assets.json", { format: "zkmargin-reserve-assets/1", assets: list });
		write("owed.json", {
			format: "zkmargin-liabilities/1",
			venue: VENUE,
			ledgerRoot: `0x0${"1".repeat(63)}`,
			snapshotTimeMs: Date.UTC(2026, 10, 20, 8),
			totals: { ETH: "15000", USDC: "70", USD: "-12" },
		});
		const full = [
			...["--block-hash", `31337=${hash}`, "--assets", path("assets.json")],
			...["--signer", addressOfKey(VENUE_KEY), "--liabilities", path("owed.json")],
		];
		const { code, stdout } = await check(...full);
		expect({ code, stdout }).toMatchObject({ code: 0 });
		expect(stdout).toMatch(/the reserves are as the file says:/);
		expect(stdout).toMatch(/ETH +20,000 +0 +15,000 +1\.3333 +1\.3333/);
		expect(stdout).toMatch(/USDC +72\.500001 +0 +70 +1\.0357 +1\.0357/);
		expect(stdout).toContain("its hash is the one that was given");
		expect(stdout).toContain(", not proven: 3 BTC at bitcoin");
		expect(stdout).toContain("nothing was borrowed for this block");
		const json = JSON.parse((await check(...full, "--json")).stdout);
		expect(json).toMatchObject({
			outcome: "holds",
			blocks: [{ chainId: "31337", comparedWith: "given hash" }],
		});
	});

	test("check without the rest is not fully checked, exit 3, and says what to give", async () => {
		const { code, stdout } = await check();
		expect(code).toBe(3);
		for (const option of ["--block-hash", "--assets", "--signer"]) expect(stdout).toContain(`give ${option}`);
		const asked = await check(
			"--rpc",
			bridge.url,
			"--assets",
			path("assets.json"),
			"--signer",
			addressOfKey(VENUE_KEY),
		);
		expect(asked).toMatchObject({ code: 0 });
		expect(asked.stdout).toContain("its hash is a node's word");
	});

	test("check of a file that was changed fails, exit 1, and says which check", async () => {
		const file = read("reserves.json");
		file.chains[0].accounts[0].units[1] = "2500001";
		write("changed.json", file);
		const { code, stdout } = await runInProcess([
			"reserves",
			"check",
			path("changed.json"),
			"--signer",
			addressOfKey(VENUE_KEY),
			"--block-hash",
			`31337=${hash}`,
		]);
		expect(code).toBe(1);
		expect(stdout).toContain("failure BALANCE_DIFFERS");
		expect(stdout).toContain("failure SIGNER_DIFFERS");
	});

	test.each([
		["RESERVES_MALFORMED", ["reserves", "check", path("plan.json")]],
		["RESERVE_ASSETS_MALFORMED", ["reserves", "check", path("reserves.json"), "--assets", path("plan.json")]],
		[
			"LIABILITIES_MALFORMED",
			["reserves", "check", path("reserves.json"), "--liabilities", path("plan.json")],
		],
		["LIABILITIES_AMBIGUOUS", ["reserves", "check", path("reserves.json"), "--listing", path("plan.json")]],
		[
			"BOOK_MALFORMED",
			["reserves", "check", path("reserves.json"), "--book", path("plan.json"), "--listing", path("x")],
		],
		["ADDRESS_MALFORMED", ["reserves", "check", path("reserves.json"), "--signer", "me"]],
		["RESERVE_PLAN_MALFORMED", ["reserves", "prove", "--plan", path("assets.json"), "--out", path("x.json")]],
		["STATEMENT_UNSIGNED", ["reserves", "prove", "--plan", path("plan.json"), "--out", path("x.json")]],
		[
			"CHAIN_WITHOUT_NODE",
			[
				"reserves",
				"prove",
				"--plan",
				path("plan.json"),
				"--key",
				path("venue.key.json"),
				"--out",
				path("x.json"),
			],
		],
		["OPTION_MALFORMED", ["reserves", "message", "--venue", "a\nb", "--chain-id", "1", "--address", HOT]],
	])("%s: refused with exit 2", async (code, commandLine) => {
		const refused = await runInProcess(commandLine);
		expect(refused).toMatchObject({ code: 2, stdout: "" });
		expect(refused.stderr).toContain(`error ${code}`);
	});

	test("prove leaves a file that exists alone", async () => {
		const before = readFileSync(path("reserves.json"), "utf8");
		const again = await prove("--key", path("venue.key.json"), "--out", path("reserves.json"));
		expect(again).toMatchObject({ code: 2 });
		expect(again.stderr).toContain("FILE_EXISTS");
		expect(readFileSync(path("reserves.json"), "utf8")).toBe(before);
	});
});
