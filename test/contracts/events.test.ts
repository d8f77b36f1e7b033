/** What the contracts tell those who follow their logs: each action its event, with what was done. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sent } from "../../src/chain/client/chain-call.ts";
import {
	LEDGER_ROOT,
	LISTING,
	MAINTENANCE_ROOT,
	START,
	SURPLUS,
	VenueFixture,
} from "../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const NOTICE = 14 * 86_400;
const UNTIL = START + 86_400;

let deployed: VenueFixture;
let fixture: VenueFixture;
beforeAll(async () => {
	deployed = await VenueFixture.deploy();
	fixture = await deployed.withRiskEpochs({ bondWei: BOND });
});
beforeEach(() => fixture.reset());
afterAll(() => deployed.chain.close());

const eventsOf = async (work: Promise<Sent>) =>
	(await work).events.map(({ name, args }) => [name, ...args.toArray()]);

describe("a venue's ledger", () => {
	it("tells of every ledger, stop and change of guard", async () => {
		const { operator, guardian, bob } = fixture.roles;
		expect(await eventsOf(fixture.postLedger(-60))).toEqual([
			["LedgerPosted", 1n, LEDGER_ROOT, LISTING, BigInt(START - 60)],
		]);
		expect(await eventsOf(fixture.send(operator, "venueLedger", "freeze"))).toEqual([
			["Frozen", operator.address],
		]);
		expect(await eventsOf(fixture.send(guardian, "venueLedger", "unfreeze"))).toEqual([
			["Unfrozen", guardian.address],
		]);
		expect(await eventsOf(fixture.send(guardian, "venueLedger", "setGuardian", [bob.address]))).toEqual([
			["GuardianChanged", guardian.address, bob.address],
		]);
	});
});

describe("risk epochs", () => {
	it("tell of every bond that comes and goes", async () => {
		const [publisher] = fixture.roles.publishers;
		if (publisher === undefined) throw new Error("no publisher");
		const send = (method: string, args: readonly unknown[] = []) =>
			eventsOf(fixture.send(publisher, "riskEpochs", method, args));
		const { address } = publisher;
		expect(await send("depositBond", [{ value: BOND }])).toEqual([["BondDeposited", address, BOND]]);
		await fixture.at(10);
		expect(await send("announceExit")).toEqual([["ExitAnnounced", address, BigInt(START + 10 + NOTICE)]]);
		await fixture.at(10 + NOTICE);
		expect(await send("withdrawBond")).toEqual([
			["BondWithdrawn", address, BOND],
			["CreditAdded", address, BOND],
		]);
	});

	it("tell who demands which row", async () => {
		for (const publisher of fixture.roles.publishers) {
			await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
		}
		await fixture.postRisk(-30, { maintenanceRoot: MAINTENANCE_ROOT });
		const { mallory } = fixture.roles;
		const demand = fixture.send(mallory, "riskEpochs", "demandRow", [1, 0, 7, { value: parseEther("1") }]);
		const [[name, epoch, level, id, demander] = []] = await eventsOf(demand);
		expect([name, epoch, level, id, demander]).toEqual(["RowDemanded", 1n, 0n, 7n, mallory.address]);
	});
});

describe("a registry", () => {
	beforeAll(() => {
		fixture = deployed;
	});

	it("tells of every lien that is allowed, placed and given back", async () => {
		const { alice, bob } = fixture.roles;
		const { venueLedger: venue } = fixture.venue;
		await fixture.postPair();
		await fixture.attest(fixture.request({ level: "initial" }));
		const allow = fixture.send(alice, "registry", "allowLien", [venue, bob.address, SURPLUS, UNTIL]);
		expect(await eventsOf(allow)).toEqual([
			["LienAllowed", alice.address, venue, bob.address, SURPLUS, BigInt(UNTIL)],
		]);
		const place = fixture.send(bob, "registry", "placeLien", [venue, alice.address, 5n, UNTIL]);
		expect(await eventsOf(place)).toEqual([
			["LienPlaced", 1n, alice.address, bob.address, venue, 5n, BigInt(UNTIL)],
		]);
		expect(await eventsOf(fixture.send(bob, "registry", "reduceLien", [1, 2]))).toEqual([
			["LienReduced", 1n, 2n, 3n],
		]);
	});

	it("tells of a challenge, and of one that goes back", async () => {
		const { alice, mallory, deployer } = fixture.roles;
		const { venueLedger: venue } = fixture.venue;
		await fixture.postPair();
		await fixture.attest(fixture.request());
		const value = parseEther("1");
		const challenge = fixture.send(mallory, "registry", "challenge", [venue, alice.address, 0, { value }]);
		expect(await eventsOf(challenge)).toEqual([["Challenged", venue, alice.address, mallory.address, value]]);
		expect(await eventsOf(fixture.send(deployer, "registry", "dropVenue", [venue]))).toEqual([
			["VenueDropped", venue],
		]);
		const back = fixture.send(mallory, "registry", "returnChallenge", [venue, alice.address]);
		expect(await eventsOf(back)).toEqual([
			["CreditAdded", mallory.address, value],
			["ChallengeReturned", venue, alice.address],
		]);
	});
});
