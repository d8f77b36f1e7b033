import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketSnapshotToJson } from "../../../src/market/snapshot/market-format.ts";
import { REPOSITORY_ROOT } from "../../../src/node/files/repository-root.ts";
import { parseRiskParams } from "../../../src/risk/params/risk-params.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { SMALL_SOURCE_TEXTS } from "../../support/tables/small-risk-folder.ts";

const session = new CliSession();
afterAll(() => session.remove());

/** Rates of twelve bands that fall by ever more, in coins; as many as five segments cannot hold. */
const BANDS = Array.from({ length: 12 }, (_, k) => [k * 10, (k + 1) * 10, (98 - k - (k * k) / 2) / 100]);

beforeAll(() => {
	const entry = (asset: string, after: unknown, complete = true) => ({
		asset,
		tierUnit: "coin",
		complete,
		after,
	});
	const published = [entry("BTC", BANDS), entry("ETH", [[5, 9, 0.9]]), entry("SOL", [[0, 1, 0.5]], false)];
	session.writeJson("okx.json", { published });
	session.writeJson("market.json", marketSnapshotToJson(SMALL_MARKET));
	writeFileSync(session.path("closes.csv"), SMALL_SOURCE_TEXTS.dailyCloses);
});

const importing = (out: string, ...more: readonly string[]) =>
	session.runJson("risk", "import-tiers", "--venue", "okx", "--file", "okx.json", "--out", out, ...more);

describe("risk import-tiers", () => {
	it("writes haircut ladders, and names what it left out", async () => {
		const { code, json } = await importing("ladders.json", "--price", "BTC=60000.5", "--price", "ETH=2000");
		expect({ code, json }).toEqual({
			code: 0,
			json: {
				file: "ladders.json",
				assets: 1,
				tightened: [],
				incomplete: ["SOL"],
				leftOut: [{ asset: "ETH", why: "TIERS_NOT_CONTIGUOUS" }],
			},
		});
		const ladders = session.readJson("ladders.json") as unknown as { BTC: unknown[] };
		expect(Object.keys(ladders)).toEqual(["BTC"]);
		expect(ladders.BTC.slice(0, 2)).toEqual([
			{ fromUsd: "0", haircut: "0.02" },
			{ fromUsd: "600005", haircut: "0.035" },
		]);
		expect(ladders.BTC.at(-1)).toEqual({ fromUsd: "7200060", haircut: "1" });
	});

	it("writes parameters that `risk build` takes, which prints the largest excess per asset", async () => {
		const params = join(REPOSITORY_ROOT, "sample", "risk-params.json");
		const made = await importing(
			"params.json",
			"--assets",
			"BTC",
			"--price",
			"BTC=60000",
			"--params",
			params,
		);
		expect(made.code).toBe(0);
		const parsed = parseRiskParams(readFileSync(session.path("params.json"), "utf8"));
		expect(parsed.charges.haircuts.assets.BTC).toHaveLength(13);
		expect(parsed.charges.haircuts.assets.SOL).toHaveLength(4);
		const building = [
			"risk",
			"build",
			"--market",
			"market.json",
			"--closes",
			"closes.csv",
			"--params",
			"params.json",
			"--out",
			"risk",
		];
		const built = await session.run(...building);
		expect(built.code).toBe(0);
		expect(built.stdout).toMatch(/3 of 4 haircut ladders are exact in five segments/);
		expect(built.stdout).toMatch(/BTC: above the exact ladder by at most [0-9.]+ % at [0-9,.]+ USD and/);
	});

	it("gives the margin report its exact ladder", async () => {
		session.writeJson("account.json", {
			format: "zkmargin-account/2",
			name: "coins",
			balances: [{ asset: "BTC", amount: "55" }],
			positions: [],
			holds: [],
		});
		const { code, stdout } = await session.run("margin", "--account", "account.json", "--risk", "risk");
		expect(code).toBe(0);
		expect(stdout).toMatch(/HAIRCUT AND SALE OF BALANCES +mark value +exact ladder +this table +difference/);
	});

	it.each([
		["a missing price", ["--assets", "BTC"], "TIERS_NEED_PRICE", "BTC"],
		[
			"bands with a gap, if asked for by name",
			["--assets", "ETH", "--price", "ETH=1"],
			"TIERS_NOT_CONTIGUOUS",
			"ETH[0]",
		],
		["an asset of which only a part is published", ["--assets", "SOL"], "TIERS_ASSET_UNKNOWN", "SOL"],
		["a price that is none", ["--price", "BTC"], "USAGE", undefined],
		["a file of another venue", ["--venue", "kraken"], "TIERS_MALFORMED", "collateral"],
		["a table it lacks", ["--table", "vipLoan"], "TIERS_TABLE_UNKNOWN", "table"],
	] as const)("refuses %s and writes nothing", async (_, more, code, field) => {
		const before = session.files();
		const { code: exitCode, json } = await importing("refused.json", ...more);
		expect({ exitCode, code: json.error?.code, field: json.error?.field }).toEqual({
			exitCode: 2,
			code,
			field,
		});
		expect(session.files()).toEqual(before);
	});
});

describe("risk import-tiers, on files of which little is left", () => {
	it("takes a ladder without bands as a haircut of 100 %, in place of an older one", async () => {
		session.writeJson("binance.json", {
			tierUnit: "USD",
			assets: [
				{
					asset: "BTC",
					crossMargin: [
						[0, 13_000_000, 100],
						[13_000_000, null, 97.5],
					],
				},
				{ asset: "SOL", crossMargin: [] },
			],
		});
		const params = join(REPOSITORY_ROOT, "sample", "risk-params.json");
		const line = [
			"risk",
			"import-tiers",
			"--venue",
			"binance",
			"--table",
			"crossMargin",
			"--file",
			"binance.json",
		];
		const made = await session.runJson(...line, "--params", params, "--out", "none.json");
		expect(made.code).toBe(0);
		const parsed = parseRiskParams(readFileSync(session.path("none.json"), "utf8"));
		expect(parsed.charges.haircuts.assets.SOL).toEqual([{ fromUsd: 0n, haircut: 1_000_000n }]);
	});

	it("refuses a file in which nothing is a ladder, and writes nothing", async () => {
		session.writeJson("bybit.json", { tables: [{ BTC: "0.85" }] });
		const line = ["risk", "import-tiers", "--venue", "bybit", "--file", "bybit.json", "--out", "empty.json"];
		const { code, json } = await session.runJson(...line);
		expect([code, json.error?.code]).toEqual([2, "TIERS_EMPTY"]);
		expect(session.files()).not.toContain("empty.json");
	});
});
