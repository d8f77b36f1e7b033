/** What an audit reaches: calls inside of calls, changes of keys, and how much of the chain there was to read. */
import { getCreateAddress, Interface, ZeroAddress, ZeroHash } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI } from "../../../src/chain/client/abi.ts";
import { solidityProof } from "../../../src/chain/registry/attest.ts";
import { auditRegistry } from "../../../src/chain/registry/audit-registry.ts";
import { auditLines } from "../../../src/cli/reports/audit-text.ts";
import type { VerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { SIMULATOR_KEY, simulateProof } from "../../support/venue/groth16-simulator.ts";
import { LEDGER_ROOT, START, SURPLUS, VenueFixture } from "../../support/venue/venue-fixture.ts";

const REGISTRY = new Interface(SOLVENCY_REGISTRY_ABI);
const OUTER = new Interface([
	"function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)",
	"function handleOps((address sender, uint256 nonce, bytes initCode, bytes callData, bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, bytes paymasterAndData, bytes signature)[] ops, address beneficiary)",
	"function execute(address to, uint256 value, bytes data)",
]);

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
});
afterAll(() => fixture.chain.close());

const audit = (changes: Partial<Parameters<typeof auditRegistry>[0]> = {}) =>
	auditRegistry({
		provider: fixture.chain.provider,
		registry: fixture.venue.registry,
		fromBlock: 0,
		verificationKeys: new Map([[16, SIMULATOR_KEY]]),
		...changes,
	});
const outerCalls = () => fixture.deployContract("OuterCalls", []);
const encoded = async (request: ReturnType<VenueFixture["request"]>) =>
	REGISTRY.encodeFunctionData("attest", await fixture.attestArguments(request));
const send = (to: string, data: string) => fixture.roles.bob.sendTransaction({ to, data });
const safeCall = (data: string, signatures = "0x") =>
	OUTER.encodeFunctionData("execTransaction", [
		...[fixture.venue.registry, 0, data, 0, 0, 0, 0, ZeroAddress, ZeroAddress, signatures],
	]);
/** As an entry point takes it: a call to the account, which calls the registry. */
const operation = (sender: string, data: string) => {
	const callData = OUTER.encodeFunctionData("execute", [fixture.venue.registry, 0, data]);
	return [sender, 0, "0x", callData, ZeroHash, 0, ZeroHash, "0x", "0x1234"];
};

describe("an attestation that a contract sent", () => {
	it("is verified when a Safe made the call", async () => {
		const safe = await outerCalls();
		await send(safe, safeCall(await encoded(fixture.request({ holder: safe }))));
		const report = await audit();
		expect(report).toMatchObject({ attestations: 1, verified: 1, findings: [] });
		expect(report.covered).toMatchObject([{ holder: safe, level: "maintenance", verified: true }]);
	});

	it("is verified when an entry point called an account, each of several in one transaction", async () => {
		const entryPoint = await outerCalls();
		const accounts = [await outerCalls(), await outerCalls()];
		const operations = await Promise.all(
			accounts.map(async (holder, at) => {
				const request = fixture.request({ holder, pseudonym: BigInt(at + 5), surplusMicroUsd: BigInt(at) });
				return operation(holder, await encoded(request));
			}),
		);
		await send(entryPoint, OUTER.encodeFunctionData("handleOps", [operations, ZeroAddress]));
		const report = await audit();
		expect(report).toMatchObject({ attestations: 2, verified: 2, findings: [] });
		expect(report.covered.map(({ holder }) => holder)).toEqual(accounts);
	});

	it("is not hidden by bytes beside it that look like the call and do not hold", async () => {
		const safe = await outerCalls();
		const request = fixture.request({ holder: safe });
		const [struct, contents] = await fixture.attestArguments(request);
		const other = solidityProof(fixture.prove(request, { ledgerRoot: LEDGER_ROOT + 1n }));
		const decoy = REGISTRY.encodeFunctionData("attest", [struct, contents, other]);
		await send(safe, safeCall(await encoded(request), decoy));
		expect(await audit()).toMatchObject({ verified: 1, findings: [] });
	});

	it("PROOF_NOT_FOUND: one that a contract kept in storage cannot be followed", async () => {
		const { deployer, bob } = fixture.roles;
		const nonce = await deployer.getNonce();
		const holder = getCreateAddress({ from: deployer.address, nonce });
		const request = fixture.request({ holder });
		const kept = await fixture.deployContract("KeptCall", [fixture.venue.registry, await encoded(request)]);
		expect(kept).toBe(holder);
		await bob.sendTransaction({ to: kept, gasLimit: 3_000_000 });
		const { attestations, verified, findings } = await audit();
		expect([attestations, verified, findings.map(({ code }) => code)]).toEqual([1, 0, ["PROOF_NOT_FOUND"]]);
	});

	it("PROOF_INVALID: a call inside of a call is held to what was posted like any other", async () => {
		const safe = await outerCalls();
		await send(safe, safeCall(await encoded(fixture.request({ holder: safe }))));
		const other: VerificationKey = { ...SIMULATOR_KEY, vk_delta_2: simulateProof([1n]).pi_b };
		const { findings } = await audit({ verificationKeys: new Map([[16, other]]) });
		expect(findings.map(({ code }) => code)).toEqual(["VERIFIER_NOT_OF_KEY", "PROOF_INVALID"]);
	});
});

describe("keys that change", () => {
	it("a new operator posts ledgers, and the audit says whose each ledger was", async () => {
		const { operator, bob, alice } = fixture.roles;
		await fixture.attest(fixture.request());
		await fixture.send(operator, "venueLedger", "transferOwnership", [bob.address]);
		await fixture.send(bob, "venueLedger", "acceptOwnership");
		await fixture.send(bob, "venueLedger", "post", [
			LEDGER_ROOT,
			fixture.riskContent(0).listingHash,
			START - 40,
		]);
		await fixture.attest(fixture.request({ ledgerEpoch: 2 }));
		const report = await audit();
		expect(report.covered.map(({ ledgerPostedBy }) => ledgerPostedBy)).toEqual([
			operator.address,
			bob.address,
		]);
		const [first] = report.covered;
		const after = await audit({ fromBlock: (first?.blockNumber ?? 0) + 1 });
		expect(after.keyChanges.map(({ part, name }) => `${part} ${name}`)).toEqual([
			"venue OwnershipTransferStarted",
			"venue OwnershipTransferred",
		]);
		expect(after.covered).toMatchObject([{ holder: alice.address, ledgerPostedBy: bob.address }]);
	});

	it("owner, guardian, venues, verifiers and the timelock's roles are followed", async () => {
		const fromBlock = (await fixture.chain.provider.getBlockNumber()) + 1;
		const { deployer, guardian, mallory } = fixture.roles;
		const { registry, verifiers } = fixture.venue;
		await fixture.send(deployer, "registry", "transferOwnership", [mallory.address]);
		await fixture.send(mallory, "registry", "acceptOwnership");
		await fixture.send(mallory, "registry", "dropVenue", [fixture.venue.venueLedger]);
		await fixture.send(guardian, "venueLedger", "setGuardian", [mallory.address]);
		await fixture.throughTimelock("registry", "setVerifier", [16, verifiers[0], 0]);
		const report = await audit({ fromBlock });
		expect(report.keyChanges.map(({ part, name }) => `${part} ${name}`)).toEqual([
			"registry OwnershipTransferStarted",
			"registry OwnershipTransferred",
			"registry VenueDropped",
			"venue GuardianChanged",
			"registry VerifierSet",
		]);
		expect(auditLines(report, undefined).join("\n")).toContain(`newOwner ${mallory.address}, at ${registry}`);
	});

	it("an auditor may trust several keys, the newest verifier's and those before it", async () => {
		await fixture.attest(fixture.request());
		const other: VerificationKey = { ...SIMULATOR_KEY, vk_delta_2: simulateProof([1n]).pi_b };
		const verificationKeys = new Map([[16, [other, SIMULATOR_KEY]]]);
		expect(await audit({ verificationKeys })).toMatchObject({ verified: 1, findings: [] });
	});
});

describe("what was covered", () => {
	it("is told: each attestation with holder, level, surplus and age, the blocks, and the chain's end", async () => {
		await fixture.attest(fixture.request({ level: "initial" }));
		await fixture.at(7_200);
		await fixture.postLedger(7_190);
		const report = await audit();
		const headBlock = await fixture.chain.provider.getBlockNumber();
		expect(report.coverage).toEqual({
			...{ fromBlock: 0, toBlock: headBlock, recordsFromBlock: 0 },
			...{ headBlock, headTimeMs: (START + 7_200) * 1000 },
		});
		expect(report.covered).toMatchObject([
			{
				holder: fixture.roles.alice.address,
				level: "initial",
				surplusMicroUsd: SURPLUS,
				ledgerAgeSeconds: 7_260n,
			},
		]);
		const text = auditLines(report, undefined).join("\n");
		expect(text).toContain("1 of 1 attestations verified again");
		expect(text).toContain(`read blocks 0 to ${headBlock}; posted roots, verifiers and roles from block 0`);
		expect(text).toMatch(/0x[0-9a-fA-F]{40} +\d+ +initial +5\.00 +2 h 01 min +yes/);
	});

	it("ends where the chain ends: blocks that are not there yet were not read", async () => {
		const headBlock = await fixture.chain.provider.getBlockNumber();
		const report = await audit({ toBlock: headBlock + 100 });
		expect(report.coverage).toMatchObject({ toBlock: headBlock, headBlock });
		expect(auditLines(report, headBlock + 100).join("\n")).toContain(
			`asked to block ${headBlock + 100}: nothing is said of blocks after ${headBlock}`,
		);
		await expect(audit({ fromBlock: headBlock + 1, toBlock: headBlock + 9 })).rejects.toMatchObject({
			code: "AUDIT_RANGE_EMPTY",
		});
	});
});
