/** `zkmargin verify-deployment` over JSON-RPC, on what `zkmargin deploy` put on a chain, and on the next version. */
import { writeFileSync } from "node:fs";
import { ContractFactory, HDNodeWallet, Interface, ZeroHash } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TIMELOCK_ABI, VENUE_LEDGER_ABI } from "../../../src/chain/client/abi.ts";
import { writeContract } from "../../../src/chain/client/chain-call.ts";
import {
	type Deployment,
	formatDeployment,
	loadDeployment,
} from "../../../src/chain/deploy/deployment-file.ts";
import { compiledContracts } from "../../../src/node/hardhat/compiled-contracts.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";
import { sharedCircuit, sharedKey, sharedRowWord } from "../../support/circuits/shared-key.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { writeSmallRiskFolder } from "../../support/tables/small-risk-folder.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

/** Hardhat's own phrase, the same on every machine. */
const WALLET = HDNodeWallet.fromPhrase("test test test test test test test test test test test junk");

const session = new CliSession();
let chain: LocalChain;
let bridge: JsonRpcServer;
let deployment: Deployment;
let restore: () => Promise<void>;

beforeAll(async () => {
	await sharedRowWord();
	await sharedKey(await sharedCircuit("solvency-8"));
	await writeSmallRiskFolder(session.path("risk"), await buildSmallTables());
	session.writeJson("key.json", { privateKey: WALLET.privateKey });
	chain = await startLocalChain({ chainId: 31_337 });
	bridge = await startJsonRpcServer(chain);
	writeTerms("terms.json");
	expect(await deploy("terms.json", "out")).toMatchObject({ code: 0 });
	deployment = await loadDeployment(session.path("out/deployment.json"));
	restore = await chain.snapshot();
});
beforeEach(async () => {
	await restore();
	restore = await chain.snapshot();
});
afterAll(async () => {
	session.remove();
	await bridge?.close();
	await chain?.close();
});

const signer = (at: number) => chain.signers[at] as NonNullable<(typeof chain.signers)[number]>;
const writeTerms = (file: string, changes: object = {}) => {
	const [, operator, guardian, ...publishers] = chain.signers.slice(0, 6).map(({ address }) => address);
	session.writeJson(file, {
		...{ format: "zkmargin-deployment-terms/2", operator, guardian, publishers, threshold: 2 },
		...{ timelockDelaySeconds: 60, maxSkewSeconds: 600, ttlSeconds: 14_400 },
		...{ challengeWindowSeconds: 43_200, rowWindowSeconds: 21_600 },
		...{ keys: { "solvency-8": null }, rowWordKey: null },
		...changes,
	});
};
const deploy = (terms: string, out: string, ...more: readonly string[]) =>
	session.runJson(
		...["deploy", terms, "--risk", "risk", "--rpc", bridge.url, "--out", out, "--sender-key", "key.json"],
		...more,
	);
const verify = (terms = "terms.json", file = "out/deployment.json", ...more: readonly string[]) =>
	session.runJson(
		...["verify-deployment", terms, "--risk", "risk", "--rpc", bridge.url, "--deployment", file],
		...more,
	);
const codesOf = (json: unknown) =>
	(json as { findings: { step: string; code: string }[] }).findings.map(
		({ step, code }) => `${code} ${step}`,
	);
/** The deployment's file with something else in it. */
const published = (file: string, changes: Partial<Deployment>) => {
	writeFileSync(session.path(file), formatDeployment({ ...deployment, ...changes }));
};

describe("a deployment", () => {
	it("that is what its sources and terms say holds", async () => {
		const { code, json } = await verify();
		expect(json).toEqual({ holds: true, contracts: 13, matching: 13, roles: 15, findings: [] });
		expect(code).toBe(0);
	});

	it("with a constructor argument other than the terms' does not", async () => {
		writeTerms("other.json", { challengeWindowSeconds: 43_201, maxSkewSeconds: 601 });
		const { code, json } = await verify("other.json");
		expect([code, codesOf(json)]).toEqual([1, ["ARGUMENTS_DIFFER SolvencyRegistry"]]);
	});

	it("with a role in other hands does not, and one that is about to move is named", async () => {
		const next = signer(7).address;
		const call = { signer: signer(1), address: deployment.venueLedger, abi: VENUE_LEDGER_ABI };
		await writeContract({ ...call, method: "transferOwnership", args: [next] });
		const { code, json } = await verify();
		expect([code, codesOf(json)]).toEqual([1, ["ROLE_DIFFERS VenueLedger"]]);
		expect(String(json.findings?.["0"]?.message)).toContain(`next operator is ${next.toLowerCase()}`);
	});

	it("with other code in place of a contract's does not, however little differs", async () => {
		const { VenueLedger } = await compiledContracts();
		const { abi = [], bytecode = "" } = VenueLedger ?? {};
		// A byte of the metadata behind the code: the contract does the same.
		const changed = `${bytecode.slice(0, -8)}${bytecode.at(-8) === "0" ? "1" : "0"}${bytecode.slice(-7)}`;
		const [, operator, guardian] = chain.signers;
		const forged = await new ContractFactory([...abi], changed, signer(8)).deploy(
			operator?.address,
			guardian?.address,
		);
		const creations = { ...deployment.creations, VenueLedger: forged.deploymentTransaction()?.hash ?? "" };
		const venueLedger = await forged.getAddress();
		published("forged.json", { creations, venueLedger });
		const { code, json } = await verify("terms.json", "forged.json");
		expect(code).toBe(1);
		expect(codesOf(json)).toEqual([
			"CODE_DIFFERS VenueLedger",
			// The registry was made with the ledger that is not named any more.
			"ARGUMENTS_DIFFER SolvencyRegistry",
			"ROLE_DIFFERS SolvencyRegistry",
		]);
	});
});

describe("the next version of risk epochs", () => {
	it("is deployed alone, compared, and followed once the timelock has waited and an epoch is live", async () => {
		writeTerms("next.json", { firstRiskEpoch: 1_000, rowWindowSeconds: 10_800 });
		const follows = ["--follows", "out/deployment.json"] as const;
		const { code, json } = await deploy("next.json", "next", ...follows);
		expect(code).toBe(0);
		const next = await loadDeployment(session.path("next/deployment.json"));
		expect(next).toMatchObject({ registry: deployment.registry, timelock: deployment.timelock });
		expect(next.riskEpochs).not.toBe(deployment.riskEpochs);
		const compared = await verify("next.json", "next/deployment.json", ...follows);
		expect(compared.json).toMatchObject({ contracts: 9, matching: 9 });
		// Made as it should be; the registry still takes its tables from the version before.
		expect(codesOf(compared.json)).toEqual(["ROLE_DIFFERS SolvencyRegistry"]);
		const { target, data } = json.scheduled as unknown as { target: string; data: string };
		expect([target, data]).toEqual([
			deployment.registry,
			new Interface(["function setRiskEpochs(address)"]).encodeFunctionData("setRiskEpochs", [
				next.riskEpochs,
			]),
		]);
		const call = { signer: WALLET.connect(chain.provider), address: deployment.timelock, abi: TIMELOCK_ABI };
		const args = [target, 0, data, ZeroHash, ZeroHash] as const;
		await writeContract({ ...call, method: "schedule", args: [...args, 60] });
		await chain.setNextBlockTime((await chain.timeSeconds()) + 60);
		const executed = writeContract({ ...call, method: "execute", args });
		await expect(executed).rejects.toMatchObject({ code: "NO_EPOCH_LIVE" });
	});

	it("FIRST_EPOCH_OUT_OF_RANGE: its numbers begin above those of the version before, and not far above", async () => {
		writeTerms("far.json", { firstRiskEpoch: 1_000_001 });
		const { code, json } = await deploy("far.json", "far", "--follows", "out/deployment.json");
		expect({ code, json }).toMatchObject({
			code: 2,
			json: { error: { code: "FIRST_EPOCH_OUT_OF_RANGE", field: "firstRiskEpoch" } },
		});
	});
});
