/** The replay finds what holds and what does not, from the chain alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { consentNonce, consentTypedData, signConsent } from "../../../src/chain/registry/attest.ts";
import { auditRegistry } from "../../../src/chain/registry/audit-registry.ts";
import { protocolEvents } from "../../../src/chain/registry/protocol-events.ts";
import type { VerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { deployForgingVenue, type Forgery } from "../../support/venue/forging-venue.ts";
import { SIMULATOR_KEY, simulateProof } from "../../support/venue/groth16-simulator.ts";
import { VenueFixture } from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const audit = async (changes: Partial<Parameters<typeof auditRegistry>[0]> = {}) =>
	auditRegistry({
		provider: fixture.chain.provider,
		registry: fixture.venue.registry,
		fromBlock: 0,
		toBlock: await fixture.chain.provider.getBlockNumber(),
		verificationKeys: new Map([[16, SIMULATOR_KEY]]),
		...changes,
	});
/** Three attestations under three pairs, one of them relayed. */
const history = async () => {
	await fixture.postPair();
	await fixture.attest(fixture.request());
	await fixture.postRisk(-20, { initialRoot: 77n });
	const request = fixture.request({ level: "initial", riskEpoch: 2 });
	await fixture.attest(request, { proof: fixture.prove(request, { riskRoot: 77n }) });
	await fixture.postLedger(-18, { root: 99n });
	await fixture.postRisk(-17);
	const relayed = fixture.request({ ledgerEpoch: 2, riskEpoch: 3, surplusMicroUsd: 1n });
	const { chainId, registry } = fixture.venue;
	const { alice, bob } = fixture.roles;
	const nonce = await consentNonce({ runner: bob, registry, holder: alice.address });
	const consent = consentTypedData({ chainId, registry, attestation: relayed, nonce });
	const proof = fixture.prove(relayed, { ledgerRoot: 99n });
	await fixture.attest(relayed, { sender: bob, proof, signature: await signConsent(alice, consent) });
};

describe("an honest history", () => {
	it("verifies again, every attestation of it", async () => {
		await history();
		expect(await audit()).toMatchObject({ attestations: 3, verified: 3, findings: [] });
	});

	it("is replayed for the blocks that are asked for", async () => {
		await history();
		const toBlock = await fixture.chain.provider.getBlockNumber();
		expect(await audit({ fromBlock: toBlock })).toMatchObject({ attestations: 1, verified: 1 });
		await expect(audit({ fromBlock: 2, toBlock: 1 })).rejects.toMatchObject({ code: "AUDIT_RANGE_EMPTY" });
	});
});

describe("what does not hold is found", () => {
	it("KEY_NOT_GIVEN: nothing is called verified that was not", async () => {
		await history();
		const { verified, findings } = await audit({ verificationKeys: new Map() });
		expect([verified, findings.map(({ code }) => code)]).toEqual([0, new Array(3).fill("KEY_NOT_GIVEN")]);
	});

	it("VERIFIER_NOT_OF_KEY and PROOF_INVALID: the registry believes another key than the auditor", async () => {
		await history();
		// Some other point of the same group.
		const other: VerificationKey = { ...SIMULATOR_KEY, vk_delta_2: simulateProof([1n]).pi_b };
		const { verified, findings } = await audit({ verificationKeys: new Map([[16, other]]) });
		expect(verified).toBe(0);
		expect(findings.map(({ code }) => code)).toEqual(
			[1, 2, 3].flatMap(() => ["VERIFIER_NOT_OF_KEY", "PROOF_INVALID"]),
		);
	});

	it("LEDGER_NOT_POSTED: what the auditor does not find was not posted", async () => {
		await history();
		const toBlock = await fixture.chain.provider.getBlockNumber();
		const { findings } = await audit({ fromBlock: toBlock, deploymentBlock: toBlock });
		expect(findings.map(({ code }) => code)).toEqual(["LEDGER_NOT_POSTED"]);
	});
});

describe("an accepted venue that writes a forged log", () => {
	/** It is attested for, like the honest venue, and then writes its log. */
	const withForger = async (forgery: Forgery) => {
		await fixture.postPair();
		const { deployer } = fixture.roles;
		const { venueLedger } = fixture.venue;
		const forger = await deployForgingVenue({ deployer, venue: venueLedger, forgery });
		await fixture.throughTimelock("registry", "acceptVenue", [forger]);
		await fixture.attest(fixture.request());
		await fixture.attest(fixture.request({ venue: forger }));
		const receipt = await (await deployer.sendTransaction({ to: forger })).wait();
		expect(receipt?.logs).toMatchObject([{ address: forger }]);
		return { forger, receipt };
	};

	it.each(["no data", "too few topics"] as const)("with %s stops nobody, and is found", async (forgery) => {
		const { forger, receipt } = await withForger(forgery);
		const { attestations, verified, findings } = await audit();
		expect({ attestations, verified }).toEqual({ attestations: 2, verified: 1 });
		expect(findings).toEqual([
			{
				code: "EVENT_MALFORMED",
				transactionHash: receipt?.hash,
				message: `${forger} wrote a log in block ${receipt?.blockNumber} that does not decode: it counts as no event`,
			},
			expect.objectContaining({ code: "LEDGER_NOT_POSTED" }),
		]);
	});

	it("without a topic is no event of ours, and no finding", async () => {
		await withForger("no topics");
		const { findings } = await audit();
		expect(findings.map(({ code }) => code)).toEqual(["LEDGER_NOT_POSTED"]);
	});

	it.each(["no data", "no topics", "too few topics"] as const)(
		"with %s silences no watcher",
		async (forgery) => {
			const { forger } = await withForger(forgery);
			await fixture.send(fixture.roles.operator, "venueLedger", "freeze");
			const { provider } = fixture.chain;
			const toBlock = await provider.getBlockNumber();
			const events = await protocolEvents({
				provider,
				registry: fixture.venue.registry,
				fromBlock: 0,
				toBlock,
			});
			expect(events.at(-1)).toMatchObject({ part: "venue", name: "Frozen" });
			expect(events.filter(({ name }) => name === "Attested").length).toBe(2);
			expect(events.filter(({ address }) => address === forger)).toEqual([]);
		},
	);
});
