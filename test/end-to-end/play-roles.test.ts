/**
 * The README's first steps from an empty folder, as written and in order: trader, venue, auditor. Then the same with a
 * real chain and an account that a venue exported. It stops at the first surprise.
 */
import { spawnSync } from "node:child_process";
import { cpSync, lstatSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { hasShared, sharedPath } from "../support/market/shared-data.ts";
import { CliSession } from "../support/session/cli-session.ts";
import { readmeSteps } from "../support/session/readme-steps.ts";

/** Only so that a step that never ends fails: the first proof compiles a circuit and makes a key. */
const HANGS_AFTER_MS = 900_000;
const STEPS = readmeSteps("First steps").filter(({ isTypable }) => isTypable);

describe("the README's first steps, from an empty folder", () => {
	const session = new CliSession();
	let surprise: string | undefined;
	beforeAll(() => {
		symlinkSync(join(REPOSITORY_ROOT, "sample"), session.path("sample"));
	});
	afterAll(() => session.remove());

	it("are the steps of three roles", () => {
		const commands = STEPS.map(({ words }) => words.slice(0, 2).join(" "));
		expect(commands).toEqual(
			expect.arrayContaining([
				"risk build",
				"margin hedge",
				"ledger check",
				"verify certificate.json",
				"risk rebuild",
			]),
		);
		expect(commands.length).toBeGreaterThan(13);
	});

	it.each(STEPS.map(({ words }) => [words.join(" "), words] as const))(
		"%s",
		async (line, words) => {
			// What comes after a surprise would only hide it.
			expect(surprise, "an earlier step").toBeUndefined();
			surprise = line;
			const { code, stdout, stderr } = await session.run(...words);
			expect({ code, errors: stderr.split("\n").filter((text) => text.startsWith("error")) }).toEqual({
				code: 0,
				errors: [],
			});
			for (const text of stdout.split("\n").filter((one) => /^[A-Z]{3,} /.test(one))) {
				expect([...text].length, text).toBeLessThanOrEqual(100);
			}
			surprise = undefined;
		},
		HANGS_AFTER_MS,
	);

	it("leave nothing that git would add", () => {
		expect(surprise, "an earlier step").toBeUndefined();
		const written = session.files().filter((path) => path !== "sample" && !/[\\/]/.test(path));
		// Git tells a folder by its slash; there is none of this name in the repository itself.
		const named = written.map((path) => (lstatSync(session.path(path)).isDirectory() ? `${path}/` : path));
		const { stdout } = spawnSync("git", ["check-ignore", "--no-index", ...named], {
			cwd: REPOSITORY_ROOT,
			encoding: "utf8",
		});
		expect(stdout.trim().split("\n").sort()).toEqual(named.sort());
	});
});

describe.skipIf(!hasShared)("a real chain and a real export (skipped: no shared data here)", () => {
	const session = new CliSession();
	const market = (name: string) => sharedPath("data/market", name);
	const must = async (...words: string[]) => {
		const { code, json } = await session.runJson(...words);
		expect({ words, code, error: json.error }).toEqual({ words, code: 0, error: undefined });
		return json;
	};
	afterAll(() => session.remove());

	it(
		"is imported, built on its own histories, checked, rebuilt elsewhere, and margins the account",
		async () => {
			const chain = ["deribit-btc-20260205T2129Z.csv", "deribit-futures-20260205T2129Z.csv"].map(market);
			const [options = "", futures = ""] = chain;
			await must("market", "import", "--options", options, "--futures", futures, "--out", "market.json");
			const build = ["risk", "build", "--market", "market.json", "--out", "risk"];
			const refused = await session.runJson(...build);
			expect(refused.json.error?.code).toBe("HISTORIES_MISSING");
			const histories = [
				"--closes",
				market("daily-closes.csv"),
				"--iv-history",
				market("deribit-iv-history.csv"),
			];
			const built = await must(...build, ...histories);
			expect(built.sources?.dailyCloses).toMatchObject({
				lastDate: "2026-02-04",
				ageDays: 0.9,
				stale: false,
			});
			cpSync(session.path("risk"), session.path("handed-over"), { recursive: true });
			for (const command of ["check", "rebuild"]) {
				const { holds, sources } = await must("risk", command, "--risk", "handed-over");
				expect({ holds, sources }).toEqual({ holds: true, sources: built.sources });
			}
			const answer = sharedPath("data/samples/hyperliquid-clearinghouse-docs.json");
			await must("account", "import", "hyperliquid", answer, "--out", "account.json", "--risk", "risk");
			const report = await must(
				"margin",
				"--account",
				"account.json",
				"--risk",
				"risk",
				"--add",
				"BTC-PERPETUAL:-0.01",
			);
			expect(report).toMatchObject({ sources: built.sources, standing: "solvent" });
			expect(report.change?.trades).toMatchObject([{ instrument: "BTC-PERPETUAL", pricedBy: "mark" }]);
		},
		HANGS_AFTER_MS,
	);

	it("is refused with closes that end ten days before it", async () => {
		const chain = ["deribit-btc-20260325T2139Z.csv", "deribit-futures-20260325T2139Z.csv"].map(market);
		const [options = "", futures = ""] = chain;
		await must("market", "import", "--options", options, "--futures", futures, "--out", "later.json");
		const build = ["risk", "build", "--market", "later.json", "--closes", market("daily-closes.csv")];
		const { code, json } = await session.runJson(...build, "--out", "stale");
		expect({ code, error: json.error }).toMatchObject({ code: 2, error: { code: "HISTORY_STALE" } });
	});
});
