/** A ceremony as three people and an outsider run it: real commands, each person in a folder of their own. */
import { copyFile, cp } from "node:fs/promises";
import { ContractFactory } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CompiledVerifier, compiledVerifier } from "../../../src/cli/keys/compiled-verifier.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";
import { type CompiledCircuit, compileCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { KEY_FILE } from "../../../src/proof/keys/key-manifest.ts";
import { loadProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { sharedKey, TEST_CIRCUIT_FOLDER } from "../../support/circuits/shared-key.ts";
import {
	damagedCopy,
	type SmallPowersOfTau,
	smallPowersOfTau,
} from "../../support/circuits/small-powers-of-tau.ts";
import { expectCliRefusal } from "../../support/session/cli-refusal.ts";
import { CliSession, type JsonNode } from "../../support/session/cli-session.ts";

const CIRCUIT = ["--circuit", "poseidon-link", "--circuit-folder", TEST_CIRCUIT_FOLDER];
const BEACON = ["--value", "cd".repeat(32), "--source", "block 1234 of a test chain"];
const NAMES = ["Ada", "Blaise", "Carl"];

const coordinator = new CliSession();
const outsider = new CliSession();
const people = NAMES.map((name) => ({ name, session: new CliSession() }));
let small: SmallPowersOfTau;
let powers: string[];
let circuit: CompiledCircuit;
/** What each contributor published. */
const published: string[] = [];

async function must(session: CliSession, ...commandLine: string[]): Promise<JsonNode> {
	const { code, json } = await session.runJson(...commandLine);
	if (code !== 0) throw new Error(`${commandLine.join(" ")}: ${JSON.stringify(json)}`);
	return json;
}

beforeAll(async () => {
	small = await smallPowersOfTau(9);
	powers = ["--ptau", small.path, "--ptau-hash", small.blake2b512];
	circuit = await compileCircuit({ name: "poseidon-link", circuitFolder: TEST_CIRCUIT_FOLDER });
	await must(coordinator, "ceremony", "start", ...CIRCUIT, ...powers, "--out", "key-0.zkey");
	for (const [i, { name, session }] of people.entries()) {
		await copyFile(coordinator.path(`key-${i}.zkey`), session.path("received.zkey"));
		const contribute = ["contribute", "received.zkey", "--name", name, "--out", "mine.zkey"];
		const { hash } = await must(session, "ceremony", ...contribute);
		published.push(String(hash));
		await copyFile(session.path("mine.zkey"), coordinator.path(`key-${i + 1}.zkey`));
		const previous = i === 0 ? [] : ["--previous", `key-${i}.zkey`];
		await must(coordinator, "ceremony", "verify", `key-${i + 1}.zkey`, ...CIRCUIT, ...powers, ...previous);
	}
	await must(coordinator, "ceremony", "beacon", "key-3.zkey", ...BEACON, "--out", "closed.zkey");
	await must(coordinator, "ceremony", "finish", "closed.zkey", ...CIRCUIT, ...powers, "--out", "key");
	await cp(coordinator.path("key"), outsider.path("key"), { recursive: true });
});

afterAll(() => {
	for (const session of [coordinator, outsider, ...people.map(({ session }) => session)]) session.remove();
});

describe("a ceremony of three people", () => {
	it("is verified by an outsider with one command, from the circuit's sources", async () => {
		const json = await must(
			outsider,
			...["ceremony", "verify", "key", "--circuit-folder", TEST_CIRCUIT_FOLDER, ...powers],
			...published.flatMap((hash) => ["--includes", hash]),
		);
		expect(json).toMatchObject({
			holds: true,
			circuit: "poseidon-link",
			circuitHash: circuit.circuitHash,
			r1csSha256: circuit.r1csSha256,
			transcript: {
				powersOfTau: { source: "other", blake2b512: small.blake2b512 },
				contributions: NAMES.map((name, i) => ({ name, hash: published[i] })),
				beacon: { source: BEACON[3], valueHex: BEACON[1] },
			},
		});
	});

	it("tells people what to publish, and the outsider whom to ask", async () => {
		const [ada] = people;
		const again = ["contribute", "received.zkey", "--name", "Ada again", "--out", "again.zkey"];
		const { stdout } = (await ada?.session.run("ceremony", ...again)) ?? { stdout: "" };
		expect(stdout).toMatch(/publish this hash .*\n +[0-9a-f]{128}\n/);
		const verify = ["ceremony", "verify", "key", "--circuit-folder", TEST_CIRCUIT_FOLDER, ...powers];
		const words = await outsider.run(...verify);
		expect(words.code).toBe(0);
		for (const [i, name] of NAMES.entries()) {
			expect(words.stdout).toContain(`  ${i + 1}  ${name}\n     ${published[i]}\n`);
		}
		expect(words.stdout).toContain("NOT Hermez's");
	});

	it("explains its order in the help", async () => {
		const { stdout } = await outsider.run("ceremony", "--help");
		const at = ["ptau", "start", "contribute", "beacon", "finish"].map((word) =>
			stdout.indexOf(`ceremony ${word} `),
		);
		expect(Math.min(...at)).toBeGreaterThan(0);
		expect(at).toEqual([...at].sort((a, b) => a - b));
	});
});

describe("each failure has its own error", () => {
	const verify = (key: string, ...options: string[]) =>
		expectCliRefusal(coordinator, "ceremony", "verify", key, ...CIRCUIT, ...options);

	it("a corrupted contribution", async () => {
		await damagedCopy(coordinator.path("key-2.zkey"), coordinator.path("corrupted.zkey"), -100);
		expect(await verify("corrupted.zkey", ...powers)).toMatchObject({ code: "CONTRIBUTION_INVALID" });
	});

	it("powers of tau that are not the published ones", async () => {
		expect(await verify("closed.zkey", "--ptau", small.path)).toMatchObject({ code: "PTAU_HASH_MISMATCH" });
		const wrong = ["--ptau", small.path, "--ptau-hash", "12".repeat(64)];
		expect(await verify("closed.zkey", ...wrong)).toMatchObject({ code: "PTAU_HASH_MISMATCH" });
		expect(await expectCliRefusal(coordinator, "ceremony", "ptau", "--power", "9", ...wrong)).toMatchObject({
			code: "PTAU_HASH_MISMATCH",
		});
	});

	it("a key that nobody contributed to", async () => {
		expect(await verify("key-0.zkey", ...powers)).toMatchObject({ code: "KEY_UNCONTRIBUTED" });
		const beacon = ["ceremony", "beacon", "key-0.zkey", ...BEACON, "--out", "no.zkey"];
		expect(await expectCliRefusal(coordinator, ...beacon)).toMatchObject({ code: "KEY_UNCONTRIBUTED" });
	});

	it("a ceremony that is not finished, or a contribution that was left out", async () => {
		const finish = ["ceremony", "finish", "key-3.zkey", ...CIRCUIT, ...powers, "--out", "early"];
		expect(await expectCliRefusal(coordinator, ...finish)).toMatchObject({ code: "CEREMONY_UNFINISHED" });
		const includes = ["--includes", published[2] as string];
		expect(await verify("key-2.zkey", ...powers, ...includes)).toMatchObject({
			code: "CONTRIBUTION_MISSING",
		});
	});

	it("a key file without its circuit", async () => {
		const verifying = ["ceremony", "verify", "closed.zkey", ...powers];
		expect(await expectCliRefusal(coordinator, ...verifying)).toMatchObject({ code: "CIRCUIT_MISSING" });
		const getting = ["ceremony", "ptau", ...powers];
		expect(await expectCliRefusal(coordinator, ...getting)).toMatchObject({ code: "CIRCUIT_MISSING" });
	});
});

describe("verify-key", () => {
	let chain: LocalChain;
	let bridge: JsonRpcServer;
	let ceremonyVerifier: string;
	let developmentVerifier: string;

	beforeAll(async () => {
		chain = await startLocalChain();
		bridge = await startJsonRpcServer(chain);
		const key = await loadProvingKey(coordinator.path("key", KEY_FILE), circuit);
		ceremonyVerifier = await deploy(await compiledVerifier(key));
		const development = await sharedKey(circuit);
		developmentVerifier = await deploy(await compiledVerifier(development));
		await copyFile(development.zkeyPath, outsider.path(KEY_FILE));
		outsider.writeJson("manifest.json", development.manifest);
	});

	afterAll(async () => {
		await bridge.close();
		await chain.close();
	});

	async function deploy({ artifact }: CompiledVerifier): Promise<string> {
		const factory = new ContractFactory([...artifact.abi], artifact.bytecode, chain.signers[0]);
		const contract = await factory.deploy();
		await contract.waitForDeployment();
		return contract.getAddress();
	}

	const verifyKey = (folder: string, verifier: string, ...options: string[]) =>
		outsider.runJson(
			...["verify-key", folder, "--rpc", bridge.url, "--verifier", verifier],
			...["--circuit-folder", TEST_CIRCUIT_FOLDER, ...powers, ...options],
		);

	it("shows that sources, key and contract belong together", async () => {
		expect(await verifyKey("key", ceremonyVerifier)).toMatchObject({
			code: 0,
			json: {
				holds: true,
				circuit: "poseidon-link",
				circuitHash: circuit.circuitHash,
				kind: "ceremony",
				findings: [],
			},
		});
	});

	it("sees another contract, and none", async () => {
		const nobody = `0x${"1e".repeat(20)}`;
		for (const [verifier, code] of [
			[developmentVerifier, "VERIFIER_CODE_DIFFERS"],
			[nobody, "VERIFIER_CODE_MISSING"],
		] as const) {
			expect(await verifyKey("key", verifier)).toMatchObject({
				code: 1,
				json: { holds: false, findings: [{ code }] },
			});
		}
	});

	it("does not vouch for a development key, even when the contract is its own", async () => {
		expect(await verifyKey(".", developmentVerifier)).toMatchObject({
			code: 1,
			json: { holds: false, kind: "development", findings: [{ code: "KEY_DEVELOPMENT" }] },
		});
	});

	it("refuses a damaged key before it looks at the contract", async () => {
		await cp(outsider.path("key"), outsider.path("damaged"), { recursive: true });
		await damagedCopy(outsider.path("key", KEY_FILE), outsider.path("damaged", KEY_FILE), 20_000);
		expect(await verifyKey("damaged", ceremonyVerifier)).toMatchObject({
			code: 2,
			json: { error: { code: "KEY_CORRUPTED" } },
		});
	});
});
