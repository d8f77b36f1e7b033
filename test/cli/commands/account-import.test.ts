/** `account import`, from answers in files to account files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseAccount } from "../../../src/ledger/account-file.ts";
import { marketSnapshotToJson } from "../../../src/market/snapshot/market-format.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { runInProcess } from "../../support/session/in-process-cli.ts";

const bybit = (list: readonly object[]) => ({ retCode: 0, result: { list } });
const POSITION = {
	symbol: "BTCUSDT",
	side: "Buy",
	size: "1",
	avgPrice: "60000",
	markPrice: "61000",
	unrealisedPnl: "1000",
	tradeMode: 0,
};
const WALLET = bybit([
	{
		accountType: "UNIFIED",
		coin: [{ coin: "USDT", walletBalance: "5000", equity: "6000", unrealisedPnl: "1000" }],
	},
]);

describe("account import", () => {
	let folder = "";
	const file = (name: string, content?: unknown) => {
		const path = join(folder, name);
		if (content !== undefined) writeFileSync(path, JSON.stringify(content));
		return path;
	};
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "zkmargin-account-"));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	test("writes an account that can be read, and prints each figure beside ours", async () => {
		const answers = [file("wallet.json", WALLET), file("positions.json", bybit([POSITION]))];
		const out = file("desk.json");
		const run = await runInProcess([
			"account",
			"import",
			"bybit",
			...answers,
			"--name",
			"desk",
			"--out",
			out,
		]);
		expect(run).toMatchObject({ code: 0, stderr: "" });
		expect(run.stdout).toMatch(/equity of USDT, USDT +6000 +6000 +0/);
		expect(parseAccount(JSON.parse(readFileSync(out, "utf8")))).toMatchObject({
			name: "desk",
			source: "Bybit: wallet-balance, position/list",
			balances: [{ asset: "USDT", amount: "5000" }],
			positions: [{ instrument: "BTC_USDT-PERPETUAL", size: "1", entryPrice: "60000" }],
		});
	});

	test("names what a market does not list, with what is nearest", async () => {
		const answers = [file("wallet.json", WALLET), file("positions.json", bybit([POSITION]))];
		const market = file("market.json", marketSnapshotToJson(SMALL_MARKET));
		const run = await runInProcess([
			"account",
			"import",
			"bybit",
			...answers,
			"--market",
			market,
			"--out",
			file("desk.json"),
			"--json",
		]);
		const { unlisted } = JSON.parse(run.stdout) as { unlisted: { name: string; nearest: string[] }[] };
		expect(unlisted.map(({ name }) => name)).toEqual(["USDT", "BTC_USDT-PERPETUAL"]);
		expect(unlisted[1]?.nearest[0]).toBe("BTC-PERPETUAL");
	});

	test("writes isolated positions beside it, as accounts of their own", async () => {
		const isolated = { ...POSITION, symbol: "ETHUSDT", tradeMode: 1, positionBalance: "70" };
		const answers = [file("wallet.json", WALLET), file("positions.json", bybit([POSITION, isolated]))];
		await runInProcess(["account", "import", "bybit", ...answers, "--out", file("desk.json")]);
		expect(readdirSync(folder).filter((name) => name.startsWith("desk"))).toEqual([
			"desk-isolated-ethusdt.json",
			"desk.json",
		]);
	});

	test("writes nothing while the answers speak of more than they hold, unless that is asked for", async () => {
		const line = [
			"account",
			"import",
			"bybit",
			file("wallet.json", WALLET),
			"--out",
			file("desk.json"),
			"--json",
		];
		const refused = await runInProcess(line);
		expect(refused.code).toBe(2);
		expect(JSON.parse(refused.stdout).error ?? JSON.parse(refused.stdout)).toMatchObject({
			code: "ANSWER_INCOMPLETE",
		});
		expect(readdirSync(folder)).toEqual(["wallet.json"]);
		const allowed = await runInProcess([...line, "--incomplete"]);
		expect(allowed.code).toBe(0);
		expect(JSON.parse(allowed.stdout)).toMatchObject({
			missing: ["positions that settle in USDT: position/list has them"],
			figures: [{ difference: "-1000", because: "-1000 in positions that are in none of the answers" }],
		});
	});

	test("does not overwrite an account", async () => {
		const out = file("desk.json", {});
		const answers = [file("wallet.json", WALLET), file("positions.json", bybit([POSITION]))];
		const run = await runInProcess(["account", "import", "bybit", ...answers, "--out", out]);
		expect(run.code).toBe(2);
		expect(run.stderr).toContain("FILE_EXISTS");
	});
});
