/** A dishonest relayer, or anybody who watches the mempool: consents and proofs that are not theirs. */
import type { Signer } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	type AttestationRequest,
	consentNonce,
	consentTypedData,
	signConsent,
} from "../../../src/chain/registry/attest.ts";
import { refusalOf, SURPLUS, VenueFixture } from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
});
afterAll(() => fixture.chain.close());

async function consent(attestation: AttestationRequest, signer: Signer): Promise<string> {
	const { chainId, registry } = fixture.venue;
	const nonce = await consentNonce({ runner: signer, registry, holder: attestation.holder });
	return signConsent(signer, consentTypedData({ chainId, registry, attestation, nonce }));
}
const surplusOf = async (holder: string) => {
	const { venueLedger } = fixture.venue;
	const [, attestation] = (await fixture.read("registry", "status", [venueLedger, holder])) as [
		bigint,
		{ maintenanceSurplusMicroUsd: bigint },
	];
	return attestation.maintenanceSurplusMicroUsd;
};

describe("a consent in the mempool", () => {
	it("sent by somebody else first has the same effect; the relayer loses its gas and nothing else", async () => {
		const { alice, bob, mallory } = fixture.roles;
		const request = fixture.request();
		const signature = await consent(request, alice);
		await fixture.attest(request, { sender: mallory, signature });
		expect(await surplusOf(alice.address)).toBe(SURPLUS);
		expect(await surplusOf(mallory.address)).toBe(0n);
		const late = await refusalOf(fixture.attest(request, { sender: bob, signature }));
		expect(late.errorName).toBe("HolderConsentInvalid");
		expect(await surplusOf(alice.address)).toBe(SURPLUS);
	});

	it("held back until the holder has proven less under a newer pair is refused", async () => {
		const { alice, mallory } = fixture.roles;
		const request = fixture.request();
		const signature = await consent(request, alice);
		await fixture.postLedger(-20);
		await fixture.postRisk(-10);
		const less = { ledgerEpoch: 2, riskEpoch: 2, surplusMicroUsd: 1n };
		await fixture.attest(fixture.request(less));
		const refusal = await refusalOf(fixture.attest(request, { sender: mallory, signature }));
		expect(refusal.errorName).toBe("LedgerEpochNotNewest");
		expect(await surplusOf(alice.address)).toBe(1n);
	});

	it("held back under the same pair puts the larger surplus back, which the same pair proves as well", async () => {
		const { alice, mallory } = fixture.roles;
		const request = fixture.request();
		const signature = await consent(request, alice);
		await fixture.attest(fixture.request({ surplusMicroUsd: 1n }));
		await fixture.attest(request, { sender: mallory, signature });
		expect(await surplusOf(alice.address)).toBe(SURPLUS);
	});

	it("for a smaller surplus, held back, lowers what the holder proved itself, until it proves or cancels", async () => {
		const { alice, mallory } = fixture.roles;
		const small = fixture.request({ surplusMicroUsd: 1n });
		const signature = await consent(small, alice);
		await fixture.attest(fixture.request());
		await fixture.attest(small, { sender: mallory, signature });
		expect(await surplusOf(alice.address)).toBe(1n);
		await fixture.attest(fixture.request());
		expect(await surplusOf(alice.address)).toBe(SURPLUS);
		const again = await refusalOf(fixture.attest(small, { sender: mallory, signature }));
		expect(again.errorName).toBe("HolderConsentInvalid");
	});

	it("signed on another chain is none here", async () => {
		const { alice, bob } = fixture.roles;
		const { chainId, registry } = fixture.venue;
		const attestation = fixture.request();
		const nonce = await consentNonce({ runner: alice, registry, holder: alice.address });
		const elsewhere = { chainId: chainId + 1n, registry, attestation, nonce };
		const signature = await signConsent(alice, consentTypedData(elsewhere));
		const refusal = await refusalOf(fixture.attest(attestation, { sender: bob, signature }));
		expect(refusal.errorName).toBe("HolderConsentInvalid");
	});
});
