/** Reserving proven surplus: who may, how much, when it is firm, and how it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refusalOf, START, SURPLUS, TTL, VenueFixture } from "../../support/venue/venue-fixture.ts";

const UNTIL = START + 86_400;

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

const venue = () => fixture.venue.venueLedger;
const alice = () => fixture.roles.alice.address;
const allow = (amount: bigint, until = UNTIL) =>
	fixture.send(fixture.roles.alice, "registry", "allowLien", [
		venue(),
		fixture.roles.bob.address,
		amount,
		until,
	]);
const place = (amount: bigint, until = UNTIL) =>
	fixture.send(fixture.roles.bob, "registry", "placeLien", [venue(), alice(), amount, until]);
const acknowledge = (lienId: number) => fixture.acknowledge(lienId);
const reduce = (lienId: number, by: bigint) =>
	fixture.send(fixture.roles.bob, "registry", "reduceLien", [lienId, by]);
const free = () => fixture.read("registry", "freeSurplus", [venue(), alice()]);
const secured = (lienId: number) => fixture.read("registry", "isSecured", [lienId]);
const securedFor = (consumer: string) => fixture.read("registry", "securedFor", [1, consumer]);
const overLiened = () => fixture.read("registry", "isOverLiened", [venue(), alice()]);
/** Soft, firm, carried. */
const totals = async () =>
	[...((await fixture.read("registry", "lienTotals", [venue(), alice()])) as bigint[])].slice(0, 3);
/** Of the newest block: a ledger from before an acknowledgement is not taken after it. */
const now = async () => (await fixture.chain.timeSeconds()) - START;
/** Another ledger and another table, and Alice's proof under them. */
const reprove = async (ledgerEpoch: number, surplusMicroUsd: bigint) => {
	const at = await now();
	await fixture.postLedger(at);
	await fixture.postRisk(at);
	return fixture.attest(
		fixture.request({ level: "initial", ledgerEpoch, riskEpoch: ledgerEpoch, surplusMicroUsd }),
	);
};

describe("placing", () => {
	it("SurplusReserved: reserves what is proven, to the last µUSD and not one more", async () => {
		await allow(2n * SURPLUS);
		await place(SURPLUS - 1n);
		expect(await free()).toBe(1n);
		const refusal = await refusalOf(place(2n));
		expect(refusal).toMatchObject({ errorName: "SurplusReserved", args: { got: 2n, free: 1n } });
		await place(1n);
		expect(await free()).toBe(0n);
		expect(await totals()).toEqual([SURPLUS, 0n, 0n]);
	});

	it("what is proven at maintenance level only backs no lien", async () => {
		await reprove(2, SURPLUS);
		await fixture.postRisk(await now());
		await fixture.attest(fixture.request({ ledgerEpoch: 2, riskEpoch: 3 }));
		await allow(SURPLUS);
		const refusal = await refusalOf(place(1n));
		expect(refusal).toMatchObject({ errorName: "SurplusReserved", args: { got: 1n, free: 0n } });
	});

	it("LienNotAllowed: nobody reserves a holder's surplus without its leave, nor more, nor longer", async () => {
		expect(await refusalOf(place(1n))).toMatchObject({
			errorName: "LienNotAllowed",
			args: { allowedMicroUsd: 0n },
		});
		await allow(10n);
		expect((await refusalOf(place(11n))).args).toEqual({ allowedMicroUsd: 10n, until: BigInt(UNTIL) });
		expect((await refusalOf(place(10n, UNTIL + 1))).errorName).toBe("LienNotAllowed");
		await place(4n);
		expect((await refusalOf(place(7n))).args.allowedMicroUsd).toBe(6n);
		await allow(0n);
		expect((await refusalOf(place(1n))).args.allowedMicroUsd).toBe(0n);
	});

	it("ZeroAmount: a lien on nothing is refused, as is giving back nothing or what has ended", async () => {
		await allow(10n);
		expect((await refusalOf(place(0n))).errorName).toBe("ZeroAmount");
		await place(10n);
		expect((await refusalOf(reduce(1, 0n))).errorName).toBe("ZeroAmount");
		await reduce(1, 10n);
		const cleared = fixture.send(fixture.roles.mallory, "registry", "clearLien", [1]);
		expect((await refusalOf(cleared)).errorName).toBe("ZeroAmount");
	});

	it("LienOver: a lien begins before its end", async () => {
		await allow(10n);
		await fixture.at(100);
		const refusal = await refusalOf(place(1n, START + 100));
		const times = { until: BigInt(START + 100), blockTime: BigInt(START + 100) };
		expect(refusal).toMatchObject({ errorName: "LienOver", args: times });
	});

	it("NotLive: an attestation that does not count now backs no lien", async () => {
		await allow(10n);
		await fixture.chain.mineAt(START + TTL);
		const refusal = await refusalOf(place(1n));
		const args = { venue: venue(), holder: alice(), standing: 2n };
		expect(refusal).toMatchObject({ errorName: "NotLive", args });
		expect(await free()).toBe(0n);
	});

	it("is stopped by a pause; giving back, allowing and clearing are not", async () => {
		await allow(10n);
		await place(5n);
		await fixture.send(fixture.roles.deployer, "registry", "pause");
		expect((await refusalOf(place(1n))).errorName).toBe("EnforcedPause");
		await allow(0n);
		await reduce(1, 4n);
		await fixture.at(86_400);
		await fixture.send(fixture.roles.mallory, "registry", "clearLien", [1]);
		expect(await totals()).toEqual([0n, 0n, 0n]);
		await fixture.send(fixture.roles.alice, "registry", "release", [venue()]);
	});
});

describe("acknowledging", () => {
	beforeEach(async () => {
		await allow(SURPLUS);
		await place(SURPLUS);
	});

	it("makes a soft lien firm, and only then is it secured", async () => {
		expect(await secured(1)).toBe(false);
		const { events } = await acknowledge(1);
		expect(events.map(({ name, args }) => [name, args.fromEpoch])).toEqual([["LienAcknowledged", 2n]]);
		expect(await secured(1)).toBe(true);
		expect(await totals()).toEqual([0n, SURPLUS, 0n]);
	});

	it("counts the amount once: the ledger that carries the hold is already net of it", async () => {
		await acknowledge(1);
		await reprove(2, 7n);
		expect(await totals()).toEqual([0n, 0n, SURPLUS]);
		expect(await overLiened()).toBe(false);
		expect(await free()).toBe(7n);
		expect(await secured(1)).toBe(true);
		await reduce(1, SURPLUS);
		expect(await totals()).toEqual([0n, 0n, 0n]);
		expect(await free()).toBe(7n);
	});

	it("a lien that is made firm after others were carried is given back from the firm ones", async () => {
		await reduce(1, SURPLUS - 4n);
		await acknowledge(1);
		await reprove(2, SURPLUS);
		expect(await totals()).toEqual([0n, 0n, 4n]);
		await allow(3n);
		await place(3n);
		await acknowledge(2);
		expect(await totals()).toEqual([0n, 3n, 4n]);
		await reduce(2, 2n);
		expect(await totals()).toEqual([0n, 1n, 4n]);
		await reduce(1, 4n);
		expect(await totals()).toEqual([0n, 1n, 0n]);
	});

	it("a later acknowledgement makes an earlier one wait with it, never the other way round", async () => {
		await reduce(1, SURPLUS - 4n);
		await acknowledge(1);
		await allow(3n);
		await place(3n);
		await fixture.postLedger(await now());
		await acknowledge(2);
		await fixture.postRisk(await now());
		await fixture.attest(fixture.request({ level: "initial", ledgerEpoch: 2, riskEpoch: 2 }));
		expect(await totals()).toEqual([0n, 7n, 0n]);
		await reprove(3, SURPLUS);
		expect(await totals()).toEqual([0n, 0n, 7n]);
		await reduce(1, 4n);
		await reduce(2, 3n);
		expect(await totals()).toEqual([0n, 0n, 0n]);
	});

	it("NotLienVenue: nobody but the lien's venue makes it firm", async () => {
		const { mallory } = fixture.roles;
		const refusal = await refusalOf(fixture.send(mallory, "registry", "confirmLien", [1, 2]));
		const args = { got: mallory.address, venue: venue() };
		expect(refusal).toMatchObject({ errorName: "NotLienVenue", args });
	});

	it("NotSoft: a lien that is firm or has ended is not confirmed", async () => {
		await reduce(1, 2n);
		await allow(2n);
		await place(2n);
		await reduce(2, 2n);
		expect(await refusalOf(acknowledge(2))).toMatchObject({ errorName: "NotSoft", args: { lienId: 2n } });
		await acknowledge(1);
		// A venue's contract of its own could try again; ours cannot.
		const { provider } = fixture.chain;
		await provider.send("hardhat_impersonateAccount", [venue()]);
		await provider.send("hardhat_setBalance", [venue(), "0xde0b6b3a7640000"]);
		const again = fixture.send(await provider.getSigner(venue()), "registry", "confirmLien", [1, 9]);
		expect(await refusalOf(again)).toMatchObject({ errorName: "NotSoft", args: { lienId: 1n } });
	});

	it("a firm lien is no longer secured once its holder's attestation has run out", async () => {
		await acknowledge(1);
		await fixture.chain.mineAt(START - 60 + TTL);
		expect(await secured(1)).toBe(false);
	});

	it("a firm lien is no longer secured once its own time has run out or it was given back", async () => {
		await reduce(1, 2n);
		await allow(2n, START + 500);
		await place(2n, START + 500);
		await acknowledge(1);
		await acknowledge(2);
		expect([await secured(1), await secured(2)]).toEqual([true, true]);
		await reduce(1, SURPLUS - 2n);
		expect([await secured(1), await secured(2)]).toEqual([false, true]);
		await fixture.chain.mineAt(START + 500);
		expect(await secured(2)).toBe(false);
	});

	it("two liens acknowledged under one ledger are carried by the same next one", async () => {
		await reduce(1, 3n);
		await allow(3n);
		await place(3n);
		await acknowledge(1);
		expect(await totals()).toEqual([3n, SURPLUS - 3n, 0n]);
		await acknowledge(2);
		expect(await totals()).toEqual([0n, SURPLUS, 0n]);
		await reprove(2, 7n);
		expect(await totals()).toEqual([0n, 0n, SURPLUS]);
	});

	it("a soft lien stays soft through a new proof, and giving it back leaves a firm one", async () => {
		await reprove(2, SURPLUS);
		expect(await totals()).toEqual([SURPLUS, 0n, 0n]);
		await reduce(1, 3n);
		await allow(3n);
		await place(3n);
		await acknowledge(1);
		await reduce(2, 3n);
		expect(await totals()).toEqual([0n, SURPLUS - 3n, 0n]);
	});
});

describe("a surplus that falls", () => {
	it("below the liens: they stay, and nothing new is lent against them until it rises", async () => {
		await allow(2n * SURPLUS);
		await place(SURPLUS);
		await acknowledge(1);
		// The venue has not carried it yet: the same ledger under a newer table.
		await fixture.postRisk(-29);
		const lower = { level: "initial", riskEpoch: 2, surplusMicroUsd: SURPLUS - 1n } as const;
		const { events } = await fixture.attest(fixture.request(lower));
		const over = events.find(({ name }) => name === "OverLiened");
		expect(over?.args.toObject()).toMatchObject({ reservedMicroUsd: SURPLUS, surplusMicroUsd: SURPLUS - 1n });
		expect([await overLiened(), await secured(1), await free()]).toEqual([true, false, 0n]);
		expect(await totals()).toEqual([0n, SURPLUS, 0n]);
		expect((await refusalOf(place(1n))).errorName).toBe("SurplusReserved");

		await fixture.attest(fixture.request({ ...lower, surplusMicroUsd: SURPLUS + 2n }));
		expect([await overLiened(), await secured(1), await free()]).toEqual([false, true, 2n]);
	});
});

describe("a newest proof of maintenance only", () => {
	it("secures nothing, not even what the ledger carries: it has taken the initial buffer with it", async () => {
		await allow(SURPLUS);
		await place(SURPLUS);
		await acknowledge(1);
		await reprove(2, 7n);
		expect(await totals()).toEqual([0n, 0n, SURPLUS]);
		expect([await secured(1), await overLiened()]).toEqual([true, false]);
		await fixture.postRisk(await now());
		await fixture.attest(fixture.request({ ledgerEpoch: 2, riskEpoch: 3, surplusMicroUsd: 7n }));
		expect([await secured(1), await overLiened()]).toEqual([false, false]);
		expect(await securedFor(fixture.roles.bob.address)).toBe(0n);
		await fixture.attest(fixture.request({ level: "initial", ledgerEpoch: 2, riskEpoch: 3 }));
		expect(await securedFor(fixture.roles.bob.address)).toBe(SURPLUS);
	});
});

describe("ending", () => {
	beforeEach(async () => {
		await allow(SURPLUS);
		await place(SURPLUS);
	});

	it("NotConsumer: the holder cannot shed a lien, nor can anybody else", async () => {
		for (const sender of [fixture.roles.alice, fixture.roles.mallory]) {
			const refusal = await refusalOf(fixture.send(sender, "registry", "reduceLien", [1, 1n]));
			const args = { got: sender.address, consumer: fixture.roles.bob.address };
			expect(refusal).toMatchObject({ errorName: "NotConsumer", args });
		}
	});

	it("LienSmaller: no more is given back than was taken", async () => {
		const refusal = await refusalOf(reduce(1, SURPLUS + 1n));
		const args = { got: SURPLUS + 1n, left: SURPLUS };
		expect(refusal).toMatchObject({ errorName: "LienSmaller", args });
	});

	it("LienNotOver: its end is its own second, after which anybody clears it", async () => {
		const { mallory } = fixture.roles;
		await fixture.at(86_399);
		const refusal = await refusalOf(fixture.send(mallory, "registry", "clearLien", [1]));
		const args = { until: BigInt(UNTIL), blockTime: BigInt(UNTIL - 1) };
		expect(refusal).toMatchObject({ errorName: "LienNotOver", args });
		await fixture.at(86_400);
		await fixture.send(mallory, "registry", "clearLien", [1]);
		expect(await fixture.read("registry", "lienOf", [1])).toMatchObject({ 3: 0n });
	});

	it("LiensOutstanding: an account with liens changes hands neither by release nor by expiry", async () => {
		const { bob } = fixture.roles;
		const released = await refusalOf(fixture.send(fixture.roles.alice, "registry", "release", [venue()]));
		expect(released).toMatchObject({ errorName: "LiensOutstanding", args: { holder: alice() } });
		await fixture.at(TTL);
		await fixture.postLedger(TTL - 60);
		await fixture.postRisk(TTL - 30);
		const next = { ledgerEpoch: 2, riskEpoch: 2 };
		const taken = await refusalOf(
			fixture.attest(fixture.request({ ...next, holder: bob.address }), { sender: bob }),
		);
		expect(taken.errorName).toBe("LiensOutstanding");
		const other = await refusalOf(fixture.attest(fixture.request({ ...next, pseudonym: 0xb0bn })));
		expect(other.errorName).toBe("LiensOutstanding");
		await reduce(1, SURPLUS);
		await fixture.attest(fixture.request({ ...next, holder: bob.address }), { sender: bob });
	});
});
