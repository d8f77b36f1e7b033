/** Who may put an attestation in a holder's name. */
import type { Signer } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	type AttestationRequest,
	cancelConsents,
	consentNonce,
	consentTypedData,
	signConsent,
} from "../../../src/chain/registry/attest.ts";
import { readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import { refusalOf, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
});
afterAll(() => fixture.chain.close());

/** The holder's signed consent to `attestation`, as `signer` gives it for this registry. */
async function consent(attestation: AttestationRequest, signer: Signer): Promise<string> {
	const { chainId, registry } = fixture.venue;
	const nonce = await consentNonce({ runner: signer, registry, holder: attestation.holder });
	return signConsent(signer, consentTypedData({ chainId, registry, attestation, nonce }));
}

const holderOfAccount = async () => {
	const runner = fixture.chain.provider;
	const { registry, venueLedger: venue } = fixture.venue;
	return readSolvency({ runner, registry, venue, holder: fixture.roles.alice.address });
};

describe("the holder itself", () => {
	it("needs no signature", async () => {
		await fixture.attest(fixture.request());
		expect((await holderOfAccount()).standing).toBe("live");
	});

	it("HolderConsentInvalid: a stranger cannot put its own account in a victim's place", async () => {
		const { alice, mallory } = fixture.roles;
		const own = fixture.request({ pseudonym: 0xbadn, surplusMicroUsd: 0n });
		const refusal = await refusalOf(fixture.attest(own, { sender: mallory }));
		expect(refusal).toMatchObject({ errorName: "HolderConsentInvalid", args: { holder: alice.address } });
	});

	it("a stranger cannot resend the holder's own proof", async () => {
		const request = fixture.request();
		const refusal = await refusalOf(fixture.attest(request, { sender: fixture.roles.mallory }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
	});

	it("DeadlinePassed: the deadline's own second is the last", async () => {
		const request = fixture.request({ deadlineMs: (START + 100) * 1000 });
		await fixture.at(100);
		await fixture.attest(request);
		await fixture.at(101);
		const refusal = await refusalOf(fixture.attest(request));
		const times = { deadline: BigInt(START + 100), blockTime: BigInt(START + 101) };
		expect(refusal).toMatchObject({ errorName: "DeadlinePassed", args: times });
	});
});

describe("a relayer", () => {
	it("may send what the holder signed", async () => {
		const { alice, bob } = fixture.roles;
		const request = fixture.request();
		await fixture.attest(request, { sender: bob, signature: await consent(request, alice) });
		expect((await holderOfAccount()).standing).toBe("live");
	});

	it("cannot use another's signature", async () => {
		const { bob, mallory } = fixture.roles;
		const request = fixture.request();
		const signature = await consent(request, mallory);
		const refusal = await refusalOf(fixture.attest(request, { sender: bob, signature }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
	});

	it.each([
		["surplus", { surplusMicroUsd: 1n }],
		["level", { level: "initial" }],
		["account", { pseudonym: 0xbadn }],
		["deadline", { deadlineMs: (START + 90_000) * 1000 }],
		["risk epoch", { riskEpoch: 2 }],
	] as const)("cannot change the %s that the holder signed for", async (_what, change) => {
		const { alice, bob } = fixture.roles;
		const signature = await consent(fixture.request(), alice);
		await fixture.postRisk(-20);
		const changed = fixture.request(change);
		const refusal = await refusalOf(fixture.attest(changed, { sender: bob, signature }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
	});

	it("cannot change the ledger epoch that the holder signed for", async () => {
		const { alice, bob } = fixture.roles;
		const signature = await consent(fixture.request(), alice);
		await fixture.postLedger(-50);
		const changed = fixture.request({ ledgerEpoch: 2 });
		const refusal = await refusalOf(fixture.attest(changed, { sender: bob, signature }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
	});

	it("cannot send a consent after its deadline", async () => {
		const { alice, bob } = fixture.roles;
		const request = fixture.request({ deadlineMs: (START + 100) * 1000 });
		const signature = await consent(request, alice);
		await fixture.at(101);
		const refusal = await refusalOf(fixture.attest(request, { sender: bob, signature }));
		expect(refusal.errorName).toBe("DeadlinePassed");
	});

	it("cannot send one consent twice, so a release stays a release", async () => {
		const { alice, bob } = fixture.roles;
		const request = fixture.request();
		const signature = await consent(request, alice);
		await fixture.attest(request, { sender: bob, signature });
		await fixture.send(alice, "registry", "release", [request.venue]);
		const refusal = await refusalOf(fixture.attest(request, { sender: bob, signature }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
		expect((await holderOfAccount()).standing).toBe("none");
	});

	it("cannot send a consent that the holder has cancelled; the next one counts again", async () => {
		const { alice, bob } = fixture.roles;
		const { registry } = fixture.venue;
		const request = fixture.request();
		const signature = await consent(request, alice);
		const { events } = await cancelConsents({ holder: alice, registry });
		expect(events.map(({ name, args }) => [name, ...args])).toEqual([
			["ConsentsCancelled", alice.address, 0n],
		]);
		const refusal = await refusalOf(fixture.attest(request, { sender: bob, signature }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
		await fixture.attest(request, { sender: bob, signature: await consent(request, alice) });
	});

	it("cannot carry a consent to another registry", async () => {
		const { alice, bob } = fixture.roles;
		const request = fixture.request();
		const signature = await consent(request, alice);
		const elsewhere = await fixture.withSecondRegistry();
		const refusal = await refusalOf(elsewhere.attest(request, { sender: bob, signature }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
		await elsewhere.attest(request);
	});
});

describe("a holder that is a contract", () => {
	it("consents through ERC-1271, with its owner's key and no other", async () => {
		const { alice, bob, mallory } = fixture.roles;
		const wallet = await fixture.deployContract("ContractWallet", [alice.address]);
		const request = fixture.request({ holder: wallet });
		const forged = await consent(request, mallory);
		const refusal = await refusalOf(fixture.attest(request, { sender: bob, signature: forged }));
		expect(refusal).toMatchObject({ errorName: "HolderConsentInvalid", args: { holder: wallet } });
		await fixture.attest(request, { sender: bob, signature: await consent(request, alice) });
	});
});
