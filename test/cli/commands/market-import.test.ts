import { afterAll, describe, expect, it } from "vitest";
import { AFTER_THE_CRASH, BEFORE_THE_CRASH } from "../../support/market/real-market.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { CliSession } from "../../support/session/cli-session.ts";

const session = new CliSession();
afterAll(() => session.remove());

describe.skipIf(!hasShared)("market import (skipped without the shared data folder)", () => {
	const file = (what: string, moment: string) => sharedPath("data/market", `deribit-${what}-${moment}.csv`);
	const importing = (eth: string) =>
		session.runJson(
			...["market", "import", "--options", file("btc", AFTER_THE_CRASH), file("eth", eth)],
			...["--futures", file("futures", AFTER_THE_CRASH), "--out", "market.json"],
		);

	it("refuses chains of two moments and writes nothing", async () => {
		expect(await importing(BEFORE_THE_CRASH)).toMatchObject({
			code: 2,
			json: { error: { code: "MARKET_TIMES_DIFFER", field: "timestamp", hint: expect.any(String) } },
		});
		expect(session.files()).toEqual([]);
	});

	it("makes one market of two real chains", async () => {
		const { code, json } = await importing(AFTER_THE_CRASH);
		expect({ code, dropped: json.dropped }).toEqual({ code: 0, dropped: [] });
		expect(Number(json.instruments)).toBeGreaterThan(1_500);
		expect(session.files()).toEqual(["market.json"]);
	});
});
