/** The README's steps for a protocol, word for word, and what a venue and a publisher post after them. */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CliSession, type RunningCommand } from "../support/session/cli-session.ts";

const README = readFileSync(resolve(import.meta.dirname, "../../README.md"), "utf8");
const session = new CliSession();
let devnet: RunningCommand | undefined;
let port = 0;

beforeAll(async () => {
	port = await freePort();
	devnet = session.start(...readmeCommand("devnet"));
	await devnet.until("Ctrl-C ends it");
});
afterAll(async () => {
	await devnet?.interrupt();
	session.remove();
});

describe("zkmargin devnet, then the README's steps", () => {
	it("reach isSolvent = true with commands alone", async () => {
		expect(await session.run(...readmeCommand("prove"))).toMatchObject({ code: 0 });
		expect(await session.run(...readmeCommand("attest"))).toMatchObject({ code: 0 });
		const { code, json } = await session.runJson(...readmeCommand("solvency"));
		expect({ code, ...json }).toMatchObject({ code: 0, isSolvent: true, standing: "live" });
	});

	it("answer with exit code 1 where more is asked for than was proven", async () => {
		const more = readmeCommand("solvency").map((word) => (word === "50000" ? "50000.000001" : word));
		expect(await session.runJson(...more)).toMatchObject({ code: 1, json: { isSolvent: false } });
	});

	it("refuse a second devnet in the same folder", async () => {
		const again = await session.run(...readmeCommand("devnet"));
		expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("FOLDER_EXISTS") });
	});
});

describe("the operator and a publisher", () => {
	const chain = () => ["--rpc", `http://127.0.0.1:${port}`, "--deployment", "devnet/deployment.json"];

	it("post a later ledger with `ledger post`, and not the same one twice", async () => {
		const identity = ["identity", "new", "--out", "other.identity.json", "--venue", "devnet"];
		expect(await session.run(...identity)).toMatchObject({ code: 0 });
		const other = { format: "zkmargin-account/2", name: "other", balances: [{ asset: "USD", amount: "5" }] };
		session.writeJson("other.json", { ...other, positions: [], holds: [] });
		const build = [
			"ledger",
			"build",
			"--accounts",
			"other.json",
			"--venue",
			"devnet",
			"--out",
			"later-ledger",
		];
		const owner = ["--owner", "other=other.identity.public.json"];
		const listing = ["--listing", "devnet/epochs/1/risk/listing.json", "--time", now()];
		expect(await session.run(...build, ...owner, ...listing)).toMatchObject({ code: 0 });
		const post = () =>
			session.runJson(
				...["ledger", "post", "--ledger", "later-ledger", ...chain()],
				...["--sender-key", "devnet/operator.key.json"],
			);
		expect(await post()).toMatchObject({ code: 0, json: { epoch: 2 } });
		expect(await post()).toMatchObject({ code: 2, json: { error: { code: "SNAPSHOT_NOT_FORWARD" } } });
	});

	it("post later tables with `risk post`: they count once a second publisher posts the same", async () => {
		const market = ["market", "sample", "--time", now(), "--out", "later.json"];
		expect(await session.run(...market)).toMatchObject({ code: 0 });
		const sources = "devnet/epochs/1/risk";
		const build = ["risk", "build", "--market", "later.json", "--closes", `${sources}/daily-closes.csv`];
		const histories = ["--iv-history", `${sources}/iv-history.csv`, "--listing", `${sources}/listing.json`];
		expect(await session.run(...build, ...histories, "--out", "later")).toMatchObject({ code: 0 });
		const post = (publisher: number) =>
			session.runJson(
				...["risk", "post", "--risk", "later", ...chain()],
				...["--sender-key", `devnet/publisher-${publisher}.key.json`],
			);
		expect(await post(1)).toMatchObject({ code: 0, json: { liveEpoch: null } });
		expect(await post(3)).toMatchObject({ code: 0, json: { liveEpoch: 2 } });
	});
});

/** This moment on a whole second, as chains count. */
function now(): string {
	return new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
}

/** The README's command line that begins with this word, on the port of this test. */
function readmeCommand(first: string): string[] {
	const section = /<!-- devnet -->([\s\S]*)<!-- \/devnet -->/.exec(README)?.[1] ?? "";
	const lines = section.replaceAll(/ \\\n\s+/g, " ").split("\n");
	const line = lines.find((text) => text.startsWith(`npm run zkmargin -- ${first} `));
	if (line === undefined) throw new Error(`the README has no command ${first}`);
	return line.replace("npm run zkmargin -- ", "").replaceAll("8545", String(port)).split(" ");
}

function freePort(): Promise<number> {
	return new Promise((found) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => found(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
}
