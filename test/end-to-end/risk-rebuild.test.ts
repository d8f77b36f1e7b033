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
		expect({ code, json }).toEqual({ code: 0, json: { holds: true, differences: [] } });
	});

	it("finds that the roots follow from the volatilities too", async () => {
		const closes = join(REPOSITORY_ROOT, "sample", "daily-closes.csv");
		// With closes of one's own there are no volatilities unless they are given.
		const { code, json } = await session.runJson("risk", "rebuild", "--risk", "risk", "--closes", closes);
		expect({ code, json }).toEqual({
			code: 1,
			json: {
				holds: false,
				differences: ["parameters, closes or volatilities", "maintenance root", "initial root"],
			},
		});
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
		expect({ code, json }).toEqual({
			code: 1,
			json: {
				holds: false,
				differences: ["parameters, closes or volatilities", "maintenance root", "initial root"],
			},
		});
	});
});
