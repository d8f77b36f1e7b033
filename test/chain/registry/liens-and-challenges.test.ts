/** The client's way through a lien and a challenge, and the event stream that follows it. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI } from "../../../src/chain/client/abi.ts";
import { contractEvents, watchContract } from "../../../src/chain/client/contract-events.ts";
import { readCredit, withdrawCredit } from "../../../src/chain/epochs/credits.ts";
import { challengeHolder, lapseHolder } from "../../../src/chain/registry/challenges.ts";
import {
	acknowledgeLien,
	allowLien,
	placeLien,
	readLien,
	reduceLien,
	securedFor,
} from "../../../src/chain/registry/liens.ts";
import { readAccount, readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import {
	CHALLENGE_WINDOW,
	PSEUDONYM,
	refusalOf,
	START,
	SURPLUS,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const UNTIL_MS = (START + 86_400) * 1000;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
	await fixture.attest(fixture.request({ level: "initial" }));
});
afterAll(() => fixture.chain.close());

const terms = () => ({
	registry: fixture.venue.registry,
	venue: fixture.venue.venueLedger,
	amountMicroUsd: SURPLUS,
	untilMs: UNTIL_MS,
});
const place = async () => {
	const { alice, bob } = fixture.roles;
	await allowLien({ ...terms(), holder: alice, consumer: bob.address });
	return placeLien({ ...terms(), consumer: bob, holder: alice.address });
};
const read = (lienId: bigint) =>
	readLien({ runner: fixture.chain.provider, registry: fixture.venue.registry, lienId });
const source = () => ({
	provider: fixture.chain.provider,
	address: fixture.venue.registry,
	abi: SOLVENCY_REGISTRY_ABI,
});

it("a lien is soft, then firm, then given back", async () => {
	const { alice, bob, operator } = fixture.roles;
	const { registry, venueLedger } = fixture.venue;
	const { lienId } = await place();
	expect(await read(lienId)).toEqual({
		venue: venueLedger,
		holder: alice.address,
		consumer: bob.address,
		amountMicroUsd: SURPLUS,
		untilMs: UNTIL_MS,
		firm: false,
		secured: false,
	});
	const agreed = { holder: alice.address, consumer: bob.address, amountMicroUsd: SURPLUS };
	const { fromEpoch } = await acknowledgeLien({ operator, venueLedger, registry, lienId, ...agreed });
	expect(fromEpoch).toBe(2);
	const secured = (consumer: string) =>
		securedFor({ runner: fixture.chain.provider, registry, lienId, consumer });
	expect([await secured(bob.address), await secured(alice.address)]).toEqual([SURPLUS, 0n]);
	expect(await read(lienId)).toMatchObject({ firm: true, secured: true });
	await reduceLien({ consumer: bob, registry, lienId, byMicroUsd: SURPLUS });
	expect(await read(lienId)).toMatchObject({ amountMicroUsd: 0n, secured: false });
});

it("a refusal names the custom error, its arguments and the way out", async () => {
	await place();
	const { bob, alice } = fixture.roles;
	const refused = placeLien({ ...terms(), amountMicroUsd: 1n, consumer: bob, holder: alice.address });
	expect(await refusalOf(refused)).toMatchObject({
		code: "LIEN_NOT_ALLOWED",
		args: { allowedMicroUsd: 0n, until: BigInt(UNTIL_MS / 1000) },
		hint: "the holder allows the lien first: allowLien",
	});
});

it("a missed challenge makes the holder delinquent, and the bond comes back", async () => {
	const { alice, mallory } = fixture.roles;
	const { registry, venueLedger: venue } = fixture.venue;
	const target = { registry, venue, holder: alice.address };
	const { bondWei } = await challengeHolder({ ...target, challenger: mallory });
	expect(bondWei).toBeGreaterThan(0n);
	const opened = (await fixture.chain.timeSeconds()) - START;
	for (const quarter of [0, 1, 2]) {
		const offset = opened + 60 + (quarter * CHALLENGE_WINDOW) / 4;
		await fixture.at(offset);
		await fixture.postLedger(offset);
		await fixture.postRisk(offset);
	}
	await fixture.at(opened + CHALLENGE_WINDOW);
	const pairs = [2, 3, 4].map((epoch) => ({ ledgerEpoch: epoch, riskEpoch: epoch }));
	await lapseHolder({ ...target, sender: mallory, pairs });
	const { standing } = await readSolvency({ ...target, runner: fixture.chain.provider });
	expect(standing).toBe("delinquent");
	const credit = { contract: registry, account: mallory.address, runner: fixture.chain.provider };
	expect(await readCredit(credit)).toBe(bondWei);
	expect(await withdrawCredit({ ...credit, account: mallory })).toMatchObject({ amountWei: bondWei });
	expect(await readCredit(credit)).toBe(0n);
});

it("a consumer with a lien challenges for nothing", async () => {
	const { alice, bob } = fixture.roles;
	const { registry, venueLedger: venue } = fixture.venue;
	const { lienId } = await place();
	const sent = await challengeHolder({ registry, venue, holder: alice.address, challenger: bob, lienId });
	expect(sent.bondWei).toBe(0n);
});

it("an account and its holder are read by pseudonym", async () => {
	const { registry, venueLedger: venue } = fixture.venue;
	const query = { runner: fixture.chain.provider, registry, venue };
	expect(await readAccount({ ...query, pseudonym: PSEUDONYM })).toEqual({
		holder: fixture.roles.alice.address,
		riskEpoch: 1,
	});
});

it("events stream in order, those of before and those that are still to come, until the reader stops", async () => {
	const stopped = new AbortController();
	const seen: string[] = [];
	const fromBlock = await fixture.chain.provider.getBlockNumber();
	const reading = (async () => {
		for await (const { name } of watchContract({
			...source(),
			fromBlock,
			pollMs: 5,
			signal: stopped.signal,
		})) {
			seen.push(name);
			if (name === "LienReduced") stopped.abort();
		}
	})();
	const { lienId } = await place();
	const { bob: consumer } = fixture.roles;
	await reduceLien({ consumer, registry: fixture.venue.registry, lienId, byMicroUsd: 1n });
	await reading;
	expect(seen).toEqual(["Attested", "LienAllowed", "LienPlaced", "LienReduced"]);
});

it("events of a range are read without gaps or doubles", async () => {
	const toBlock = await fixture.chain.provider.getBlockNumber();
	const events = await contractEvents({ ...source(), fromBlock: 0, toBlock });
	expect(events.map(({ name }) => name)).toEqual([
		"OwnershipTransferred",
		"RiskEpochsSet",
		"VenueAccepted",
		"VerifierSet",
		"Attested",
	]);
});
