/** A deployment over JSON-RPC that stops half-way, goes on, and is attested against. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HDNodeWallet, type JsonRpcProvider, Wallet } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { connectNode } from "../../../src/chain/client/connect-node.ts";
import { deployResumably } from "../../../src/chain/deploy/deploy-resumably.ts";
import { deployVenue } from "../../../src/chain/deploy/deploy-venue.ts";
import { formatDeployment, loadDeployment } from "../../../src/chain/deploy/deployment-file.ts";
import type { VenueTerms } from "../../../src/chain/deploy/venue-plan.ts";
import { RetryableError } from "../../../src/errors/base.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import { START, VenueFixture, venueTerms } from "../../support/venue/venue-fixture.ts";

/** The account of Hardhat's chains, which everybody knows. */
const MNEMONIC = "test test test test test test test test test test test junk";
/** Verifier, timelock, ledger, constants in five parts, row opening, judge with verifier, epochs, registry. */
const STEPS = 13;

let fixture: VenueFixture;
let bridge: JsonRpcServer;
let provider: JsonRpcProvider;
let folder: string;
let wallet: Wallet;

beforeAll(async () => {
	fixture = await VenueFixture.deploy();
	bridge = await startJsonRpcServer(fixture.chain);
	provider = await connectNode(bridge.url);
	wallet = new Wallet(HDNodeWallet.fromPhrase(MNEMONIC).privateKey);
	folder = await mkdtemp(join(tmpdir(), "zkmargin-deploy-"));
});
beforeEach(() => fixture.reset());
afterAll(async () => {
	provider.destroy();
	await bridge.close();
	await fixture.chain.close();
	await rm(folder, { recursive: true });
});

/** Asks the chain itself: ethers gives an answer of a moment ago again. */
const sent = () => fixture.chain.provider.getTransactionCount(wallet.address);

const terms = (changes: Partial<VenueTerms> = {}): VenueTerms => ({
	...venueTerms(fixture.roles),
	...changes,
});

const run = (journal: string, changes: Partial<Parameters<typeof deployResumably>[0]> = {}) =>
	deployResumably({
		provider,
		wallet,
		artifacts: fixture.artifacts,
		terms: terms(),
		journalFolder: join(folder, journal),
		...changes,
	});

/** Answers until it was asked to send so many transactions; the next is lost, or only the answer to it. */
function breaksAfter(transactions: number, loses: "transaction" | "answer" = "transaction"): JsonRpcProvider {
	let left = transactions;
	return new Proxy(provider, {
		get: (target, name) => {
			const value: unknown = Reflect.get(target, name, target);
			if (name !== "send") return typeof value === "function" ? value.bind(target) : value;
			return async (method: string, params: unknown[]) => {
				if (method === "eth_sendRawTransaction" && left-- <= 0) {
					if (loses === "answer") await target.send(method, params);
					throw Object.assign(new Error("connection lost"), { code: "ECONNRESET" });
				}
				return target.send(method, params);
			};
		},
	});
}

it("stops half-way, goes on without deploying anything twice, and can be attested against", async () => {
	const before = await sent();
	await expect(run("half", { provider: breaksAfter(6) })).rejects.toBeInstanceOf(RetryableError);
	expect((await sent()) - before).toBe(6);

	const steps: string[] = [];
	const deployment = await run("half", { onDeployed: (step) => steps.push(step) });
	expect((await sent()) - before).toBe(STEPS);
	expect(steps.length).toBe(STEPS - 6);
	expect(steps.at(-1)).toBe("SolvencyRegistry");

	const path = join(folder, "deployment.json");
	await writeFile(path, formatDeployment(deployment));
	const loaded = await loadDeployment(path);
	expect(loaded).toEqual({ ...deployment, creditLine: undefined });
	const there = await fixture.withDeployment(loaded);
	await there.chain.mineAt(START + 60);
	await there.postPair();
	await there.attest(there.request());
	expect(await there.read("registry", "isSolvent", [there.roles.alice.address, 0, 1n, 3_600])).toBe(true);
});

it("finds a transaction whose answer was lost", async () => {
	const before = await sent();
	await expect(run("lost", { provider: breaksAfter(5, "answer") })).rejects.toBeInstanceOf(RetryableError);
	expect((await sent()) - before).toBe(6);
	await run("lost");
	expect((await sent()) - before).toBe(STEPS);
});

it("forgets a transaction that was never signed", async () => {
	const before = await sent();
	await expect(run("unsigned", { provider: breaksAfter(5) })).rejects.toBeInstanceOf(RetryableError);
	await rm(join(folder, "unsigned/sent"), { recursive: true });
	await run("unsigned");
	expect((await sent()) - before).toBe(STEPS);
});

it("DEPLOYMENT_STUCK: the sender used the nonce of a transaction that never went out", async () => {
	await expect(run("spent", { provider: breaksAfter(5) })).rejects.toBeInstanceOf(RetryableError);
	const { deployer, bob } = fixture.roles;
	expect(deployer.address).toBe(wallet.address);
	await (await deployer.sendTransaction({ to: bob.address, value: 1n })).wait();
	const after = await sent();
	for (const _ of [1, 2]) {
		await expect(run("spent")).rejects.toMatchObject({
			name: "InputError",
			code: "DEPLOYMENT_STUCK",
			hint: /new folder/,
		});
	}
	expect(await sent()).toBe(after);
});

it("DEPLOYMENT_OUTBOX: a kept transaction that cannot be read is not taken for an unsigned one", async () => {
	await expect(run("unread", { provider: breaksAfter(5, "answer") })).rejects.toBeInstanceOf(RetryableError);
	const after = await sent();
	const kept = join(folder, "unread/sent");
	const [newest = ""] = (await readdir(kept)).sort().reverse();
	await rm(join(kept, newest));
	await mkdir(join(kept, newest));
	await expect(run("unread")).rejects.toMatchObject({ name: "InputError", code: "DEPLOYMENT_OUTBOX" });
	expect(await sent()).toBe(after);
});

it("run again when all is there, sends nothing and gives the same addresses", async () => {
	const first = await run("twice");
	const already = await sent();
	expect(await run("twice")).toEqual(first);
	expect(await sent()).toBe(already);
});

it("deploys what deployVenue deploys: the same code from the same arguments", async () => {
	const deployment = await run("same");
	const venue = await deployVenue({
		deployer: fixture.roles.deployer,
		artifacts: fixture.artifacts,
		...terms(),
	});
	const code = (address: string) => provider.getCode(address);
	for (const part of ["venueLedger", "rowOpening", "rowDispute"] as const) {
		expect((await code(deployment[part])).length).toBe((await code(venue[part])).length);
	}
	const journal = await readFile(join(folder, "same/journal.jsonl"), "utf8");
	expect(journal).not.toContain(wallet.privateKey.slice(2));
});

it("DEPLOYMENT_CHANGED: a journal goes on with the terms it was begun with", async () => {
	await run("changed");
	const other = terms({ timelockDelaySeconds: 61 });
	await expect(run("changed", { terms: other })).rejects.toMatchObject({ code: "DEPLOYMENT_CHANGED" });
});

it("DEPLOYMENT_REFUSED: names the custom error of a constructor", async () => {
	const refused = run("refused", { terms: terms({ threshold: 9 }) });
	await expect(refused).rejects.toMatchObject({ code: "DEPLOYMENT_REFUSED", message: /ThresholdOutOfRange/ });
});
