/** Where a table's numbers come from: never from invented history in silence, and always from the folder itself. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketSnapshotToJson } from "../../src/market/snapshot/market-format.ts";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { SMALL_MARKET } from "../support/market/small-market.ts";
import { expectCliRefusal } from "../support/session/cli-refusal.ts";
import { CliSession, type JsonNode } from "../support/session/cli-session.ts";
import { SMALL_SOURCE_TEXTS } from "../support/tables/small-risk-folder.ts";

const BUILD = ["risk", "build", "--market", "market.json"];
const HISTORIES = ["--closes", "closes.csv", "--iv-history", "iv.csv"];
const sample = (name: string) => join(REPOSITORY_ROOT, "sample", name);

let session: CliSession;
let built: JsonNode;

beforeAll(async () => {
	session = new CliSession();
	session.writeJson("market.json", marketSnapshotToJson(SMALL_MARKET));
	writeFileSync(session.path("closes.csv"), SMALL_SOURCE_TEXTS.dailyCloses);
	writeFileSync(session.path("iv.csv"), SMALL_SOURCE_TEXTS.ivHistory);
	session.writeJson("account.json", {
		format: "zkmargin-account/2",
		name: "desk",
		balances: [{ asset: "USD", amount: "50000" }],
		positions: [{ instrument: "BTC-PERPETUAL", size: "0.5", entryPrice: "63000" }],
		holds: [],
	});
	const { code, json } = await session.runJson(...BUILD, ...HISTORIES, "--out", "risk");
	expect(code).toBe(0);
	built = json;
});
afterAll(() => session.remove());

/** The first lines of a text and, for all but the last few days, its data. */
function cut(text: string, lines: number): string {
	return `${text.trimEnd().split("\n").slice(0, -lines).join("\n")}\n`;
}

describe("a market that is not the sample", () => {
	it("is refused without histories of its own, and the error names the options", async () => {
		const error = await expectCliRefusal(session, ...BUILD, "--out", "refused");
		expect(error).toMatchObject({ code: "HISTORIES_MISSING", field: "--closes" });
		expect(error.hint).toContain("--iv-history");
	});

	it("is refused with the sample's histories under any name", async () => {
		cpSync(sample("daily-closes.csv"), session.path("mine.csv"));
		cpSync(sample("iv-history.csv"), session.path("my-iv.csv"));
		const closes = await expectCliRefusal(session, ...BUILD, "--closes", "mine.csv", "--out", "refused");
		expect(closes).toMatchObject({ code: "HISTORY_INVENTED", field: "--closes" });
		const volatilities = ["--closes", "closes.csv", "--iv-history", "my-iv.csv"];
		const iv = await expectCliRefusal(session, ...BUILD, ...volatilities, "--out", "refused");
		expect(iv).toMatchObject({ code: "HISTORY_INVENTED", field: "--iv-history" });
	});

	it("does not become the sample by saying so", async () => {
		const market = { ...(marketSnapshotToJson(SMALL_MARKET) as object), sampleSeed: 20_261_120 };
		session.writeJson("posing.json", market);
		const error = await expectCliRefusal(
			session,
			"risk",
			"build",
			"--market",
			"posing.json",
			"--out",
			"refused",
		);
		expect(error).toMatchObject({ code: "SAMPLE_MARKET_DIFFERS", field: "sampleSeed" });
	});

	it("needs no closes where the parameters use none, and says so", async () => {
		const { code, json } = await session.runJson(...BUILD, "--profile", "pmrm-like", "--out", "no-tail");
		expect({ code, sources: json.sources }).toMatchObject({
			code: 0,
			sources: { dailyCloses: null, ivHistory: null },
		});
		const rebuilt = await session.runJson("risk", "rebuild", "--risk", "no-tail");
		expect(rebuilt.code).toBe(0);
	});
});

describe("old histories", () => {
	const STALE = ["--closes", "old.csv", "--iv-history", "iv.csv"];
	beforeAll(() => {
		writeFileSync(session.path("old.csv"), cut(SMALL_SOURCE_TEXTS.dailyCloses, 10));
		writeFileSync(session.path("old-iv.csv"), cut(SMALL_SOURCE_TEXTS.ivHistory, 20));
	});

	it("are refused with their age", async () => {
		const error = await expectCliRefusal(session, ...BUILD, ...STALE, "--out", "refused");
		expect(error).toMatchObject({ code: "HISTORY_STALE", field: "--closes" });
		expect(error.message).toMatch(/end on 2026-01-25, 10\.9 days before it/);
		const volatilities = ["--closes", "closes.csv", "--iv-history", "old-iv.csv"];
		const iv = await expectCliRefusal(session, ...BUILD, ...volatilities, "--out", "refused");
		expect(iv).toMatchObject({ code: "HISTORY_STALE", field: "--iv-history" });
	});

	it("are taken where that is asked for, and every report says so", async () => {
		const { code, json } = await session.runJson(
			...BUILD,
			...STALE,
			"--allow-stale-history",
			"--out",
			"stale",
		);
		expect(code).toBe(0);
		const stale = { lastDate: "2026-01-25", ageDays: 10.9, stale: true };
		expect(json.sources?.dailyCloses).toMatchObject(stale);
		const margin = ["margin", "--account", "account.json", "--risk", "stale"];
		const { json: report } = await session.runJson(...margin, "--html", "stale.html");
		expect(report.sources?.dailyCloses).toMatchObject(stale);
		const { stdout } = await session.run(...margin);
		for (const text of [stdout, session.readText("stale.html")]) {
			expect(text).toContain("Stale: the daily closes of BTC end on 2026-01-25");
			expect(text).toContain("STALE");
		}
		for (const command of ["check", "rebuild"]) {
			const answer = await session.runJson("risk", command, "--risk", "stale");
			expect(answer.json.sources?.dailyCloses).toMatchObject(stale);
		}
	});
});

describe("a table's folder", () => {
	it("rebuilds to the same roots somewhere else, with nothing but itself", async () => {
		const elsewhere = new CliSession();
		try {
			cpSync(session.path("risk"), elsewhere.path("handed-over"), { recursive: true });
			for (const command of ["check", "rebuild"]) {
				const { code, json } = await elsewhere.runJson("risk", command, "--risk", "handed-over");
				expect({ code, holds: json.holds, sources: json.sources }).toEqual({
					code: 0,
					holds: true,
					sources: built.sources,
				});
			}
		} finally {
			elsewhere.remove();
		}
	});

	it.each([
		["daily-closes.csv", "daily closes file's SHA-256"],
		["iv-history.csv", "implied volatility file's SHA-256"],
		["parameters.json", "parameter file's SHA-256"],
	])("is inconsistent once %s is another file", async (name, field) => {
		cpSync(session.path("risk"), session.path("changed"), { recursive: true });
		writeFileSync(session.path("changed", name), `${session.readText(`risk/${name}`)}\n`);
		for (const command of [["check"], ["rebuild"]]) {
			const error = await expectCliRefusal(session, "risk", ...command, "--risk", "changed");
			expect(error).toMatchObject({ code: "RISK_FOLDER_INCONSISTENT", field });
		}
		rmSync(session.path("changed"), { recursive: true });
	});

	it("does not pass its check with other closes and their hash in the epoch", async () => {
		cpSync(session.path("risk"), session.path("forged"), { recursive: true });
		const other = cut(SMALL_SOURCE_TEXTS.dailyCloses, 1);
		writeFileSync(session.path("forged/daily-closes.csv"), other);
		const { createHash } = await import("node:crypto");
		const epoch = JSON.parse(readFileSync(session.path("risk/epoch.json"), "utf8")) as JsonNode;
		const dailyCloses = createHash("sha256").update(other).digest("hex");
		session.writeJson("forged/epoch.json", { ...epoch, sources: { ...epoch.sources, dailyCloses } });
		const error = await expectCliRefusal(session, "risk", "check", "--risk", "forged");
		expect(error).toMatchObject({ code: "RISK_FOLDER_INCONSISTENT", field: "sources" });
		const { code, json } = await session.runJson("risk", "rebuild", "--risk", "forged");
		expect({ code, holds: json.holds }).toEqual({ code: 1, holds: false });
	});

	it.each([
		["instruments", (labels: JsonNode) => ({ ...labels, instruments: swapped(labels.instruments, 2, 3) })],
		[
			"lots",
			(labels: JsonNode) => ({
				...labels,
				lots: Object.values(labels.lots ?? {}).with(1, "5" as unknown as JsonNode),
			}),
		],
		["stress", (labels: JsonNode) => ({ ...labels, stress: swapped(labels.stress, 1, 2) })],
		["haircutFactors", (labels: JsonNode) => ({ ...labels, haircutFactors: {} })],
	])("is inconsistent when its table names other %s, although no root binds them", async (part, change) => {
		cpSync(session.path("risk"), session.path("renamed"), { recursive: true });
		const table = readFileSync(session.path("risk/maintenance.table"));
		const end = 12 + table.readUInt32LE(8);
		const header = JSON.parse(table.subarray(12, end).toString()) as JsonNode;
		const json = Buffer.from(JSON.stringify({ ...header, labels: change(header.labels as JsonNode) }));
		const prefix = Buffer.from(table.subarray(0, 12));
		prefix.writeUInt32LE(json.length, 8);
		writeFileSync(
			session.path("renamed/maintenance.table"),
			Buffer.concat([prefix, json, table.subarray(end)]),
		);
		for (const command of [
			["risk", "check"],
			["margin", "--account", "account.json"],
		]) {
			const error = await expectCliRefusal(session, ...command, "--risk", "renamed");
			expect(error).toMatchObject({
				code: "RISK_FOLDER_INCONSISTENT",
				field: `maintenance table's ${part}`,
			});
		}
		rmSync(session.path("renamed"), { recursive: true });
	});

	it("is inconsistent when its epoch has other spot prices than its market", async () => {
		cpSync(session.path("risk"), session.path("moved"), { recursive: true });
		const epoch = session.readJson("risk/epoch.json");
		session.writeJson("moved/epoch.json", { ...epoch, indexPrices: { ...epoch.indexPrices, BTC: "1" } });
		const error = await expectCliRefusal(session, "risk", "check", "--risk", "moved");
		expect(error).toMatchObject({ code: "RISK_FOLDER_INCONSISTENT", field: "index prices" });
	});
});

function swapped(list: JsonNode | undefined, one: number, other: number): unknown[] {
	const items: unknown[] = [...Object.values(list ?? {})];
	return items.with(one, items[other]).with(other, items[one]);
}
