import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { LEDGER_ROOT, LISTING, refusalOf, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const post = (root: bigint, listing: string, timeSeconds: number) =>
	fixture.send(fixture.roles.operator, "venueLedger", "post", [root, listing, timeSeconds]);

describe("posting", () => {
	it("numbers epochs from 1 and keeps each one's record", async () => {
		await fixture.postLedger(-60);
		await fixture.postLedger(-59, { root: 7n });

		expect(await fixture.read("venueLedger", "newestEpoch")).toBe(2n);
		const postedAt = await fixture.chain.timeSeconds();
		expect(await fixture.read("venueLedger", "epochAt", [1])).toMatchObject({
			0: LEDGER_ROOT,
			1: LISTING,
			2: BigInt(START - 60),
		});
		const second = [7n, LISTING, BigInt(START - 59), BigInt(postedAt)];
		expect(await fixture.read("venueLedger", "epochAt", [2])).toEqual(second);
	});

	it("takes a snapshot of the block's own second", async () => {
		await fixture.at(10);
		await fixture.postLedger(10);
		expect(await fixture.read("venueLedger", "newestEpoch")).toBe(1n);
	});

	it("takes the largest field element as a root", async () => {
		await post(FIELD_ORDER - 1n, LISTING, START);
		expect(await fixture.read("venueLedger", "newestEpoch")).toBe(1n);
	});

	it("SnapshotInFuture: one second past the block is refused", async () => {
		await fixture.at(10);
		const refusal = await refusalOf(fixture.postLedger(11));
		expect(refusal).toMatchObject({ errorName: "SnapshotInFuture", args: { got: BigInt(START + 11) } });
	});

	it("SnapshotNotForward: a second snapshot of the same second is refused", async () => {
		await fixture.postLedger(-60);
		const refusal = await refusalOf(fixture.postLedger(-60, { root: 7n }));
		const time = BigInt(START - 60);
		expect(refusal).toMatchObject({ errorName: "SnapshotNotForward", args: { got: time, newest: time } });
	});

	it.each([0n, FIELD_ORDER, LEDGER_ROOT + FIELD_ORDER])(
		"LedgerRootOutOfField: root %s is refused",
		async (root) => {
			const refusal = await refusalOf(post(root, LISTING, START));
			expect(refusal).toMatchObject({
				errorName: "LedgerRootOutOfField",
				args: { got: root, limit: FIELD_ORDER },
			});
		},
	);

	it("ZeroListingHash: a ledger without a listing is refused", async () => {
		const refusal = await refusalOf(post(LEDGER_ROOT, `0x${"00".repeat(32)}`, START));
		expect(refusal.errorName).toBe("ZeroListingHash");
	});

	it("OwnableUnauthorizedAccount: only the operator posts", async () => {
		const { mallory } = fixture.roles;
		const refusal = await refusalOf(fixture.send(mallory, "venueLedger", "post", [1n, LISTING, START]));
		expect(refusal).toMatchObject({
			errorName: "OwnableUnauthorizedAccount",
			args: { account: mallory.address },
		});
	});
});

describe("history", () => {
	it("EpochUnknown: epoch 0 does not exist, not even before the first post", async () => {
		const refusal = await refusalOf(fixture.read("venueLedger", "epochAt", [0]));
		expect(refusal).toMatchObject({ errorName: "EpochUnknown", args: { got: 0n, oldest: 1n, newest: 0n } });
		const next = await refusalOf(fixture.read("venueLedger", "epochAt", [1]));
		expect(next.args).toEqual({ got: 1n, oldest: 1n, newest: 0n });
	});

	it("keeps exactly the newest 64 epochs", async () => {
		for (let offset = -100; offset < -35; offset++) await fixture.postLedger(offset);

		expect(await fixture.read("venueLedger", "newestEpoch")).toBe(65n);
		expect(await fixture.read("venueLedger", "epochAt", [2])).toMatchObject({ 2: BigInt(START - 99) });
		const gone = await refusalOf(fixture.read("venueLedger", "epochAt", [1]));
		expect(gone.args).toEqual({ got: 1n, oldest: 2n, newest: 65n });
	});
});

describe("stopping", () => {
	it.each(["operator", "guardian"] as const)(
		"the %s can freeze, and the guardian unfreezes",
		async (role) => {
			await fixture.send(fixture.roles[role], "venueLedger", "freeze");
			expect(await fixture.read("venueLedger", "frozen")).toBe(true);
			await fixture.send(fixture.roles.guardian, "venueLedger", "unfreeze");
			expect(await fixture.read("venueLedger", "frozen")).toBe(false);
		},
	);

	it("LedgerFrozen: nothing is posted, acknowledged or frozen again while frozen", async () => {
		const { operator, guardian } = fixture.roles;
		await fixture.send(guardian, "venueLedger", "freeze");
		expect((await refusalOf(fixture.postLedger(-60))).errorName).toBe("LedgerFrozen");
		const acknowledged = fixture.send(operator, "venueLedger", "acknowledge", [
			fixture.venue.registry,
			1,
			fixture.roles.alice.address,
			fixture.roles.bob.address,
			1,
		]);
		expect((await refusalOf(acknowledged)).errorName).toBe("LedgerFrozen");
		const again = fixture.send(operator, "venueLedger", "freeze");
		expect((await refusalOf(again)).errorName).toBe("LedgerFrozen");
	});

	it("LedgerNotFrozen: what is not frozen cannot be unfrozen", async () => {
		const refusal = await refusalOf(fixture.send(fixture.roles.guardian, "venueLedger", "unfreeze"));
		expect(refusal.errorName).toBe("LedgerNotFrozen");
	});

	it("NotOperatorOrGuardian: a stranger cannot freeze", async () => {
		const { mallory } = fixture.roles;
		const refusal = await refusalOf(fixture.send(mallory, "venueLedger", "freeze"));
		expect(refusal).toMatchObject({ errorName: "NotOperatorOrGuardian", args: { got: mallory.address } });
	});

	it("NotGuardian: the operator cannot lift a freeze", async () => {
		const { operator, guardian } = fixture.roles;
		await fixture.send(guardian, "venueLedger", "freeze");
		const refusal = await refusalOf(fixture.send(operator, "venueLedger", "unfreeze"));
		expect(refusal).toMatchObject({
			errorName: "NotGuardian",
			args: { got: operator.address, guardian: guardian.address },
		});
	});
});

describe("roles", () => {
	it("the operator's role moves only when the new operator accepts it", async () => {
		const { operator, bob } = fixture.roles;
		await fixture.send(operator, "venueLedger", "transferOwnership", [bob.address]);
		expect(await fixture.read("venueLedger", "owner")).toBe(operator.address);
		await fixture.send(bob, "venueLedger", "acceptOwnership");
		expect(await fixture.read("venueLedger", "owner")).toBe(bob.address);
	});

	it("the guardian hands its role on", async () => {
		const { guardian, bob } = fixture.roles;
		await fixture.send(guardian, "venueLedger", "setGuardian", [bob.address]);
		expect(await fixture.read("venueLedger", "guardian")).toBe(bob.address);
	});

	it("ZeroGuardian: a venue needs somebody who can stop it", async () => {
		const args = [fixture.roles.operator.address, `0x${"00".repeat(20)}`];
		expect((await refusalOf(fixture.deployContract("VenueLedger", args))).errorName).toBe("ZeroGuardian");
	});

	it("an operator that renounces leaves a venue that only the guardian can stop", async () => {
		const { operator, guardian } = fixture.roles;
		await fixture.send(operator, "venueLedger", "renounceOwnership");
		expect((await refusalOf(fixture.postLedger(-60))).errorName).toBe("OwnableUnauthorizedAccount");
		await fixture.send(guardian, "venueLedger", "freeze");
		expect(await fixture.read("venueLedger", "frozen")).toBe(true);
	});

	it("GuardianIsOperator: neither can become the other", async () => {
		const { operator, guardian } = fixture.roles;
		const taken = await refusalOf(fixture.send(guardian, "venueLedger", "setGuardian", [operator.address]));
		expect(taken).toMatchObject({ errorName: "GuardianIsOperator", args: { got: operator.address } });
		await fixture.send(operator, "venueLedger", "transferOwnership", [guardian.address]);
		const refusal = await refusalOf(fixture.send(guardian, "venueLedger", "acceptOwnership"));
		expect(refusal).toMatchObject({ errorName: "GuardianIsOperator", args: { got: guardian.address } });
	});

	it("OwnableInvalidOwner: the zero address cannot be the operator", async () => {
		const args = [`0x${"00".repeat(20)}`, fixture.roles.guardian.address];
		const refusal = await refusalOf(fixture.deployContract("VenueLedger", args));
		expect(refusal.errorName).toBe("OwnableInvalidOwner");
	});
});

describe("acknowledging a lien", () => {
	const acknowledge = (lienId: number) => fixture.acknowledge(lienId);
	beforeEach(async () => {
		const { alice, bob } = fixture.roles;
		const { venueLedger } = fixture.venue;
		await fixture.postPair();
		await fixture.attest(fixture.request({ level: "initial" }));
		await fixture.send(alice, "registry", "allowLien", [venueLedger, bob.address, 2n, START + 86_400]);
		await fixture.send(bob, "registry", "placeLien", [venueLedger, alice.address, 2n, START + 86_400]);
	});

	it("LienDiffers: after a reorganisation the signed transaction firms no other lien under the same number", async () => {
		const { alice, bob, mallory, operator } = fixture.roles;
		const { registry, venueLedger } = fixture.venue;
		const agreed = [registry, 1, alice.address, bob.address, 2n];
		const acknowledgeAgreed = () => fixture.send(operator, "venueLedger", "acknowledge", agreed);
		// Another branch of the chain: another consumer came first, or the same one with another amount.
		for (const [consumer, amount] of [
			[mallory, 2n],
			[bob, 1n],
		] as const) {
			const back = await fixture.chain.snapshot();
			await fixture.send(bob, "registry", "reduceLien", [1, 2n]);
			const other = await fixture.withSecondRegistry();
			await other.attest(other.request({ level: "initial" }));
			await other.send(alice, "registry", "allowLien", [
				venueLedger,
				consumer.address,
				amount,
				START + 86_400,
			]);
			await other.send(consumer, "registry", "placeLien", [
				venueLedger,
				alice.address,
				amount,
				START + 86_400,
			]);
			const signed = other.send(operator, "venueLedger", "acknowledge", [
				other.venue.registry,
				...agreed.slice(1),
			]);
			expect(await refusalOf(signed)).toMatchObject({
				errorName: "LienDiffers",
				args: { holder: alice.address, consumer: consumer.address, amountMicroUsd: amount },
			});
			expect(await other.read("registry", "isSecured", [1])).toBe(false);
			await back();
		}
		await acknowledgeAgreed();
		expect(await fixture.read("registry", "isSecured", [1])).toBe(true);
	});

	it("AlreadyAcknowledged: once; a registry that does not know the lien refuses it", async () => {
		const { registry } = fixture.venue;
		const { operator, alice, bob } = fixture.roles;
		const unknown = [registry, 2, alice.address, bob.address, 2n];
		const refused = fixture.send(operator, "venueLedger", "acknowledge", unknown);
		expect((await refusalOf(refused)).args).toMatchObject({ amountMicroUsd: 0n });
		await acknowledge(1);
		expect(await fixture.read("venueLedger", "acknowledgedFrom", [registry, 1])).toBe(2n);
		const refusal = await refusalOf(acknowledge(1));
		expect(refusal).toMatchObject({ errorName: "AlreadyAcknowledged", args: { registry, lienId: 1n } });
		await fixture.send(fixture.roles.operator, "venueLedger", "freeze");
		expect((await refusalOf(acknowledge(2))).errorName).toBe("LedgerFrozen");
	});

	it("SnapshotBeforeAcknowledgement: a ledger from before it cannot hold the amount", async () => {
		await fixture.at(100);
		await acknowledge(1);
		const refusal = await refusalOf(fixture.postLedger(99));
		expect(refusal).toMatchObject({
			errorName: "SnapshotBeforeAcknowledgement",
			args: { got: BigInt(START + 99), acknowledgedAt: BigInt(START + 100) },
		});
		expect(await fixture.read("venueLedger", "acknowledgedAt")).toBe(BigInt(START + 100));
		await fixture.postLedger(100);
	});
});
