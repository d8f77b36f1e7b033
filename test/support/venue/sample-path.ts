/** The commands of the README up to the sealed packages: a market, its tables, two traders, a ledger. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { SAMPLE_TIME_MS } from "../../../src/market/sample/sample-settings.ts";
import { CliSession, type JsonNode } from "../session/cli-session.ts";

export const LEDGER_TIME_MS = SAMPLE_TIME_MS - 30_000;
/** One second after the prices. */
export const LATER_LEDGER_TIME_MS = SAMPLE_TIME_MS + 1_000;

const VENUE = "sample venue";

/** Identity file → the sample account of its owner. */
const TRADERS = { "me.json": "hedged-options", "other.json": "insolvent" } as const;

export type SamplePath = { readonly session: CliSession; readonly answers: ReadonlyMap<string, JsonNode> };

/** Runs the commands; each must succeed. `answers` holds what each printed, by its first two words. */
export async function walkSamplePath(): Promise<SamplePath> {
	const session = new CliSession();
	const answers = new Map<string, JsonNode>();
	const must = async (...commandLine: string[]) => {
		const { code, json } = await session.runJson(...commandLine);
		if (code !== 0) throw new Error(`${commandLine.join(" ")}: ${JSON.stringify(json)}`);
		answers.set(commandLine.slice(0, 2).join(" "), json);
	};
	await must("market", "sample", "--out", "market.json");
	await must("risk", "build", "--market", "market.json", "--out", "risk");
	for (const [identityFile, account] of Object.entries(TRADERS)) {
		await must("identity", "new", "--out", identityFile, "--venue", VENUE);
		const { owner, encryptionPublicKey } = session.readJson(identityFile.replace(".json", ".public.json"));
		session.writeJson(`${account}.json`, { ...sampleAccount(account), owner, encryptionPublicKey });
	}
	for (const [ledger, timeMs] of [
		["later-ledger", LATER_LEDGER_TIME_MS],
		["ledger", LEDGER_TIME_MS],
	] as const) {
		await must(...ledgerBuild(session, ledger, timeMs));
		await must("ledger", "deliver", "--ledger", ledger, "--out", `${ledger}-packages`);
	}
	return { session, answers };
}

/** A folder of accounts is what a venue has; the session's folder holds other files, too. */
function ledgerBuild(session: CliSession, out: string, timeMs: number): string[] {
	const folder = `${out}-accounts`;
	session.makeFolder(folder);
	for (const account of Object.values(TRADERS)) {
		session.writeJson(`${folder}/${account}.json`, session.readJson(`${account}.json`));
	}
	const time = new Date(timeMs).toISOString();
	const inputs = ["--accounts", folder, "--listing", "risk/listing.json", "--time", time];
	return ["ledger", "build", ...inputs, "--venue", VENUE, "--out", out];
}

function sampleAccount(name: string): object {
	const path = resolve(import.meta.dirname, "../../../sample/accounts", `${name}.json`);
	return JSON.parse(readFileSync(path, "utf8")) as object;
}
