import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketSnapshotToJson } from "../../../src/market/snapshot/market-format.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { SAMPLE_PARAMS_TEXT, SMALL_CLOSES } from "../../support/tables/small-tables.ts";

const session = new CliSession();
const closesCsv = (days: number) =>
	[
		`date,${SMALL_CLOSES.symbols.join(",")}`,
		...SMALL_CLOSES.dates
			.slice(-days)
			.map((date, at) => [date, ...(SMALL_CLOSES.closes.slice(-days)[at] ?? [])].join(",")),
	].join("\n");

beforeAll(() => {
	writeFileSync(session.path("closes.csv"), closesCsv(400));
	writeFileSync(session.path("short.csv"), closesCsv(200));
	session.writeJson("market.json", marketSnapshotToJson(SMALL_MARKET) as object);
});
afterAll(() => session.remove());

const fitted = (...more: string[]) => session.runJson("risk", "fit-forecast", "--out", "model.json", ...more);

describe("risk fit-forecast", () => {
	it("refuses too short a history and an unknown model, and writes nothing", async () => {
		const before = session.files();
		const short = await fitted("--closes", "short.csv");
		expect(short).toMatchObject({ code: 2, json: { error: { code: "CLOSES_TOO_SHORT", field: "closes" } } });
		expect((await fitted("--closes", "closes.csv", "--model", "oracle")).code).toBe(2);
		expect(session.files()).toEqual(before);
	});

	it("writes coefficients with which tables are built, and the tables say how haircuts widen", async () => {
		const { code, json } = await fitted("--closes", "closes.csv", "--model", "har");
		expect({ code, days: json.days }).toEqual({ code: 0, days: 399 });
		const model = readFileSync(session.path("model.json"), "utf8");
		expect(JSON.parse(model)).toEqual(json.model);
		expect(Number(json.loss)).toBeLessThan(Number(json.referenceLoss));

		const params = SAMPLE_PARAMS_TEXT.replace(/"model": \{[^}]*\}/, `"model": ${model}`);
		expect(params).toContain('"har"');
		writeFileSync(session.path("params.json"), params);
		const sources = ["--closes", "closes.csv", "--params", "params.json"];
		const built = await session.run("risk", "build", "--market", "market.json", "--out", "risk", ...sources);
		const checked = await session.run("risk", "check", "--risk", "risk");
		for (const { code: status, stdout } of [built, checked]) {
			expect(status).toBe(0);
			expect(stdout).toMatch(/haircuts .*\bBTC × [\d.]+.*by forecast volatility/);
		}
	});

	it("does not overwrite coefficients", async () => {
		const before = readFileSync(session.path("model.json"), "utf8");
		expect(await fitted("--closes", "closes.csv")).toMatchObject({
			code: 2,
			json: { error: { code: "FILE_EXISTS" } },
		});
		expect(readFileSync(session.path("model.json"), "utf8")).toBe(before);
	});
});
