/** What things cost. Ceilings sit just above what was measured: going over one is a decision, not an accident. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { VenueFixture } from "../support/venue-fixture.ts";

/** Gas of the whole transaction. The verifier's own share of an attestation is about 215,500. */
const CEILINGS = {
	ledgerEpoch: 119_000n,
	riskPost: 80_500n,
	riskPostThatGoesLive: 219_000n,
	firstAttestation: 366_000n,
	otherLevelOfSamePair: 309_000n,
	renewedAttestation: 309_000n,
	release: 30_000n,
	deployment: 5_700_000n,
};

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
afterAll(() => fixture.chain.close());

it("every transaction stays under its gas ceiling", async () => {
	const [first, second] = fixture.roles.publishers;
	if (!first || !second) throw new Error("no publishers");
	const content = [fixture.riskContent(-30)];
	const { venueLedger } = fixture.venue;

	const ledgerEpoch = await fixture.postLedger(-60);
	const riskPost = await fixture.send(first, "riskEpochs", "post", content);
	const riskPostThatGoesLive = await fixture.send(second, "riskEpochs", "post", content);
	const firstAttestation = await fixture.attest(fixture.request());
	const otherLevelOfSamePair = await fixture.attest(fixture.request({ level: "initial" }));
	await fixture.postLedger(-25);
	await fixture.postRisk(-20);
	const renewedAttestation = await fixture.attest(fixture.request({ ledgerEpoch: 2, riskEpoch: 2 }));
	const release = await fixture.send(fixture.roles.alice, "registry", "release", [venueLedger]);

	const sent = {
		ledgerEpoch,
		riskPost,
		riskPostThatGoesLive,
		firstAttestation,
		otherLevelOfSamePair,
		renewedAttestation,
		release,
		deployment: fixture.venue,
	};
	const names = Object.keys(CEILINGS) as (keyof typeof CEILINGS)[];
	const over = names.filter((name) => sent[name].gasUsed > CEILINGS[name]);
	expect(over.map((name) => `${name}: ${sent[name].gasUsed}`)).toEqual([]);
});
