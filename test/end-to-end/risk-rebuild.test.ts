import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { CliSession } from "../support/session/cli-session.ts";

let session: CliSession;

beforeAll(async () => {
	session = new CliSession();
	await session.runJson("market", "sample", "--out", "market.json");
	const built = await session.runJson("risk", "build", "--market", "market.json", "--out", "risk");
	expect(built.code).toBe(0);
	expect(built.json).toMatchObject({
		tailConfidence: expect.arrayContaining([expect.objectContaining({ book: "BTC long" })]),
	});
});
afterAll(() => session.remove());

describe("risk rebuild", () => {
	it("confirms roots that follow from the sources", async () => {
		const { code, json } = await session.runJson("risk", "rebuild", "--risk", "risk");
		expect({ code, json }).toMatchObject({ code: 0, json: { holds: true, differences: [] } });
	});

	it("finds that the roots follow from the closes and from the volatilities", async () => {
		for (const [option, file] of [
			["--closes", "daily-closes.csv"],
			["--iv-history", "iv-history.csv"],
		] as const) {
			const lines = readFileSync(join(REPOSITORY_ROOT, "sample", file), "utf8")
				.trimEnd()
				.split("\n");
			writeFileSync(session.path(file), `${lines.slice(0, -4).join("\n")}\n`);
			const { code, json } = await session.runJson("risk", "rebuild", "--risk", "risk", option, file);
			expect({ code, holds: json.holds, differences: json.differences }).toEqual({
				code: 1,
				holds: false,
				differences: ["parameters, closes or volatilities", "maintenance root", "initial root"],
			});
		}
	});

	it("names what differs when the published parameters are others", async () => {
		const published = readFileSync(join(REPOSITORY_ROOT, "sample", "risk-params.json"), "utf8");
		const milder = published.replace('"initialMultiplier": "1.25"', '"initialMultiplier": "1.5"');
		expect(milder).not.toBe(published);
		writeFileSync(session.path("params.json"), milder);
		const { code, json } = await session.runJson(
			"risk",
			"rebuild",
			"--risk",
			"risk",
			"--params",
			"params.json",
		);
		expect({ code, json }).toMatchObject({
			code: 1,
			json: {
				holds: false,
				differences: ["parameters, closes or volatilities", "maintenance root", "initial root"],
			},
		});
	});
});
