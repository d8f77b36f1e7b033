/** `zkmargin deploy` over JSON-RPC with this machine's development keys. */
import { encryptKeystoreJsonSync, HDNodeWallet } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadDeployment } from "../../../src/chain/deploy/deployment-file.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";
import { sharedCircuit, sharedKey, sharedRowWord } from "../../support/circuits/shared-key.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { writeSmallRiskFolder } from "../../support/tables/small-risk-folder.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

/** Hardhat's own phrase, the same on every machine. */
const PHRASE = "test test test test test test test test test test test junk";
const WALLET = HDNodeWallet.fromPhrase(PHRASE);
const ACCOUNT = { address: WALLET.address, privateKey: WALLET.privateKey };
const KEYSTORE_PASSWORD = "correct horse";

const session = new CliSession();
let chain: LocalChain;
let bridge: JsonRpcServer;

beforeAll(async () => {
	await sharedRowWord();
	await sharedKey(await sharedCircuit("solvency-8"));
	await writeSmallRiskFolder(session.path("risk"), await buildSmallTables());
	session.writeJson("key.json", { privateKey: WALLET.privateKey });
});
afterAll(() => session.remove());

beforeEach(async () => {
	await start(31_337);
});
afterEach(async () => {
	delete process.env.ZKMARGIN_DEPLOYER_KEY;
	delete process.env.ZKMARGIN_KEYSTORE_PASSWORD;
	await bridge.close();
	await chain.close();
});

async function start(chainId: number): Promise<void> {
	chain = await startLocalChain({ chainId });
	bridge = await startJsonRpcServer(chain);
	const [, operator, guardian, ...publishers] = chain.signers.slice(0, 6).map(({ address }) => address);
	session.writeJson("terms.json", {
		format: "zkmargin-deployment-terms/2",
		operator,
		guardian,
		publishers,
		threshold: 2,
		timelockDelaySeconds: 172_800,
		maxSkewSeconds: 600,
		ttlSeconds: 14_400,
		challengeWindowSeconds: 43_200,
		rowWindowSeconds: 21_600,
		keys: { "solvency-8": null },
		rowWordKey: null,
	});
}

const sent = () => chain.provider.getTransactionCount(WALLET.address);
const deploy = (out: string, ...more: string[]) =>
	session.runJson("deploy", "terms.json", "--risk", "risk", "--rpc", bridge.url, "--out", out, ...more);
const withKey = ["--sender-key", "key.json"];

/** The node goes away once it has taken so many transactions. */
async function goesAwayAfter(transactions: number): Promise<void> {
	await bridge.close();
	let left = transactions;
	const { provider } = chain;
	const counting = new Proxy(provider, {
		get: (target, name) => {
			const value: unknown = Reflect.get(target, name, target);
			if (name !== "send") return typeof value === "function" ? value.bind(target) : value;
			return async (method: string, params: unknown[]) => {
				if (method === "eth_sendRawTransaction" && left-- === 0) {
					await bridge.close();
				}
				return target.send(method, params);
			};
		},
	});
	bridge = await startJsonRpcServer({ provider: counting });
}

describe("zkmargin deploy", () => {
	it("stops with 75 when the node goes away, and goes on from there", async () => {
		await goesAwayAfter(7);
		const stopped = await deploy("half", ...withKey);
		expect(stopped.code).toBe(75);
		bridge = await startJsonRpcServer(chain);

		const { code, json } = await deploy("half", ...withKey);
		expect(code).toBe(0);
		expect(await sent()).toBe(13);
		const deployment = await loadDeployment(session.path("half/deployment.json"));
		expect(deployment.chainId).toBe(31_337n);
		expect(deployment.registry).toBe(json.registry);
		expect(await chain.provider.getCode(deployment.registry)).not.toBe("0x");

		const audited = await session.runJson(
			...["audit", "--rpc", bridge.url, "--deployment", "half/deployment.json"],
			...["--from", "0", "--to", "latest", "--circuit", "solvency-8"],
		);
		const toBlock = await chain.provider.getBlockNumber();
		expect(audited).toMatchObject({
			code: 0,
			json: { holds: true, attestations: 0, coverage: { toBlock, headBlock: toBlock } },
		});
		const unnamed = await session.runJson("audit", "--rpc", bridge.url, "--from", "0", "--to", "13");
		expect(unnamed).toMatchObject({ code: 2, json: { error: { code: "ADDRESS_MISSING" } } });
	});

	it("says what it would deploy without sending anything", async () => {
		const { code, json } = await deploy("dry", "--dry-run", ...withKey);
		expect(code).toBe(0);
		expect(json.steps).toHaveLength(13);
		expect(await sent()).toBe(0);
		expect(session.files()).not.toContain("dry");
	});

	it("DEVELOPMENT_KEY_ON_PUBLIC_CHAIN: nothing is sent to any other chain", async () => {
		await bridge.close();
		await chain.close();
		await start(11_155_111);
		const { code, json } = await deploy("public", ...withKey);
		expect(code).toBe(2);
		expect(json.error?.code).toBe("DEVELOPMENT_KEY_ON_PUBLIC_CHAIN");
		expect(await sent()).toBe(0);
	});

	it("takes the key from the environment or a keystore, and never prints it", async () => {
		process.env.ZKMARGIN_DEPLOYER_KEY = WALLET.privateKey;
		expect((await deploy("env", "--dry-run")).json.sender).toBe(WALLET.address);
		delete process.env.ZKMARGIN_DEPLOYER_KEY;
		const keystore = encryptKeystoreJsonSync(ACCOUNT, KEYSTORE_PASSWORD, { scrypt: { N: 1024 } });
		session.writeJson("keystore.json", JSON.parse(keystore));
		process.env.ZKMARGIN_KEYSTORE_PASSWORD = KEYSTORE_PASSWORD;
		const opened = await deploy("keystore", "--dry-run", "--keystore", "keystore.json");
		expect(opened.json.sender).toBe(WALLET.address);
		process.env.ZKMARGIN_KEYSTORE_PASSWORD = "wrong";
		const refused = await deploy("keystore", "--dry-run", "--keystore", "keystore.json");
		expect(refused).toMatchObject({ code: 2, json: { error: { code: "KEYSTORE_PASSWORD_WRONG" } } });
		expect(await deploy("none", "--dry-run")).toMatchObject({
			code: 2,
			json: { error: { code: "SENDER_KEY_MISSING" } },
		});
		expect(session.printed).not.toContain(WALLET.privateKey.slice(2));
	});
});
