/** `margin` and `margin hedge` as a person uses them: text, JSON, page, and trades that are tried out. */
import { copyFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { CliSession, type JsonNode } from "../support/session/cli-session.ts";

const ON_RISK: readonly string[] = ["--account", "over-levered.json", "--risk", "risk", "--level", "initial"];

let session: CliSession;
beforeAll(async () => {
	session = new CliSession();
	copyFileSync(join(REPOSITORY_ROOT, "sample/accounts/over-levered.json"), session.path("over-levered.json"));
	await session.runJson("market", "sample", "--out", "market.json");
	expect((await session.runJson("risk", "build", "--market", "market.json", "--out", "risk")).code).toBe(0);
});
afterAll(() => session.remove());

describe("margin", () => {
	it("says the same as text, as JSON and as a page", async () => {
		const { code, json } = await session.runJson("margin", ...ON_RISK, "--html", "report.html");
		expect(code).toBe(1);
		const { stdout } = await session.run("margin", "report", ...ON_RISK);
		expect(stdout).toContain("MOVES THAT TAKE THE ACCOUNT TO MAINTENANCE");
		for (const line of stdout.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(100);
		const page = session.readText("report.html");
		expect(page).toContain(`<data value="${String(json.freeCollateralUsd)}">`);
		const free = /Free collateral +(−?[0-9,.]+)/.exec(stdout)?.[1] ?? "none";
		expect(page).toContain(`>${free}</data>`);
	});

	it("takes the mark where a trade has no price, for coins and options alike, so equity stays", async () => {
		const trades = ["BTC:0.5", "BTC-PERPETUAL:-0.5", "BTC-18DEC26-90000-P:2"].flatMap((trade) => [
			"--add",
			trade,
		]);
		const { json } = await session.runJson("margin", ...ON_RISK, ...trades);
		const { change } = json;
		expect(Object.values(change?.trades ?? {}).map(({ pricedBy }) => pricedBy)).toEqual([
			"mark",
			"mark",
			"mark",
		]);
		for (const level of ["maintenance", "initial"]) {
			const { before, after } = change?.[level]?.equityUsd ?? {};
			// Cash is rounded to cents, and a table values lots to whole µUSD.
			expect(Math.abs(Number(after) - Number(before))).toBeLessThan(0.05);
		}
		expect(Number(change?.greeks?.vegaUsdPerVolPoint?.difference)).toBeGreaterThan(0);
	});

	it("deposits coins without paying for them, and says so", async () => {
		const { json } = await session.runJson("margin", ...ON_RISK, "--deposit", "BTC:1");
		expect(json.change?.trades).toEqual([{ instrument: "BTC", size: "1", price: null, pricedBy: "none" }]);
		expect(json.change?.initial?.equityUsd?.difference).toMatch(/^94318\.4/);
		const refused = await session.runJson("margin", ...ON_RISK, "--deposit", "BTC:1@5");
		expect({ code: refused.code, error: refused.json.error?.code }).toEqual({
			code: 2,
			error: "DEPOSIT_PRICED",
		});
	});

	it("writes over its own page when asked to, and such a page refreshes itself", async () => {
		await session.runJson("margin", ...ON_RISK, "--html", "open.html");
		expect(session.readText("open.html")).not.toContain('http-equiv="refresh"');
		const { code } = await session.runJson("margin", ...ON_RISK, "--html", "open.html", "--force");
		expect(code).toBe(1);
		const page = session.readText("open.html");
		expect(page).toContain('<meta http-equiv="refresh" content="10">');
		for (const said of ["account over-levered", "Report made", "Daily closes"]) expect(page).toContain(said);
		session.writeJson("notes.html", {});
		const other = await session.runJson("margin", ...ON_RISK, "--html", "notes.html", "--force");
		expect({ code: other.code, error: other.json.error?.code }).toEqual({ code: 2, error: "FILE_EXISTS" });
	});

	it("writes no page over another file", async () => {
		session.writeJson("taken.html", {});
		const { code, json } = await session.runJson("margin", ...ON_RISK, "--html", "taken.html");
		expect({ code, error: json.error?.code }).toEqual({ code: 2, error: "FILE_EXISTS" });
	});

	it("refuses scenarios that are not those of the tables", async () => {
		cpSync(session.path("risk"), session.path("other-risk"), { recursive: true });
		const text = readFileSync(session.path("risk", "scenarios.json"), "utf8");
		const milder = text.replace('"-120000"', '"-100000"');
		expect(milder).not.toBe(text);
		session.writeJson("other-risk/scenarios.json", JSON.parse(milder));
		const { code, json } = await session.runJson("margin", ...ON_RISK.with(3, "other-risk"));
		expect({ code, error: json.error?.code }).toEqual({ code: 2, error: "RISK_FOLDER_INCONSISTENT" });
	});
});

describe("margin hedge", () => {
	it("finds trades with which the account has the free collateral that was asked for", async () => {
		const { code, json } = await session.runJson("margin", "hedge", ...ON_RISK, "--free", "40000");
		expect({ code, outcome: json.outcome }).toEqual({ code: 0, outcome: "hedged" });
		const trades = Object.values(json.trades as JsonNode).flatMap((trade) => ["--add", String(trade.add)]);
		expect(trades.length).toBeGreaterThan(0);
		const after = await session.runJson("margin", ...ON_RISK, "--surplus", "40000", ...trades);
		expect(after.code).toBe(0);
		expect(after.json.freeCollateralUsd).toBe(json.freeCollateralAfterUsd);
	});

	it("has nothing to do where there is enough", async () => {
		const rest = ON_RISK.slice(2);
		const account = join(REPOSITORY_ROOT, "sample/accounts/carry.json");
		const { code, json } = await session.runJson("margin", "hedge", "--account", account, ...rest);
		expect({ code, outcome: json.outcome, trades: json.trades }).toEqual({
			code: 0,
			outcome: "satisfied",
			trades: [],
		});
	});

	it("ends with 1 and a reason where no trades do", async () => {
		const { code, json } = await session.runJson("margin", "hedge", ...ON_RISK, "--free", "500000");
		expect({ code, reason: json.reason }).toEqual({ code: 1, reason: "EQUITY_BELOW_TARGET" });
	});

	it("refuses what is not a number of days", async () => {
		const { code, json } = await session.runJson("margin", "hedge", ...ON_RISK, "--shortest", "1.5");
		expect({ code, error: json.error?.code }).toEqual({ code: 2, error: "DAYS_MALFORMED" });
	});
});
