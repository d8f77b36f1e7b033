/** Asking a holder to prove again, the answer, and what silence costs. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import {
	CHALLENGE_WINDOW,
	GAS_PRICE_FLOOR_WEI,
	LISTING,
	refusalOf,
	START,
	SURPLUS,
	TTL,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const DAY = 86_400;
const QUARTER = CHALLENGE_WINDOW / 4;

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
const bond = async () => {
	const block = await fixture.chain.provider.getBlock("latest");
	return (await fixture.read("registry", "challengeBond", [block?.baseFeePerGas ?? 0n])) as bigint;
};
const challenge = async (options: { value?: bigint; lienId?: number; sender?: "mallory" | "bob" } = {}) => {
	const { lienId = 0, sender = "mallory" } = options;
	// Above what the next block's base fee may ask for.
	const value = options.value ?? 2n * (await bond());
	return fixture.send(fixture.roles[sender], "registry", "challenge", [venue(), alice(), lienId, { value }]);
};
const pairOf = (epoch: number) => ({ ledgerEpoch: epoch, riskEpoch: epoch });
const lapse = (epochs: readonly number[] = [2, 3, 4], at = fixture) =>
	at.send(at.roles.bob, "registry", "lapse", [venue(), alice(), epochs.map(pairOf)]);
const postPairAt = async (offset: number) => {
	await fixture.at(offset);
	await fixture.postLedger(offset);
	await fixture.postRisk(offset);
};
const standing = async () => {
	const { registry } = fixture.venue;
	const query = { runner: fixture.chain.provider, registry, venue: venue(), holder: alice() };
	return (await readSolvency(query)).standing;
};
const creditOf = (account: string) => fixture.read("registry", "creditOf", [account]);
const openedAt = async () => {
	const challenged = (await fixture.read("registry", "challengeOf", [venue(), alice()])) as bigint[];
	return Number(challenged[2]) - START;
};
/** Three pairs inside the window that opened at `from`, each good for a quarter of it, and the window's end. */
const letWindowPass = async (from: number) => {
	for (const quarter of [0, 1, 2]) await postPairAt(from + 60 + quarter * QUARTER);
	await fixture.at(from + CHALLENGE_WINDOW);
};

describe("challenging", () => {
	it("ChallengeBondTooSmall: who has no lien puts up one and a half times the gas of an answer", async () => {
		const refusal = await refusalOf(challenge({ value: 1n }));
		expect(refusal).toMatchObject({ errorName: "ChallengeBondTooSmall", args: { got: 1n } });
		await challenge();
		expect(await fixture.read("registry", "challengeOf", [venue(), alice()])).toMatchObject({
			0: fixture.roles.mallory.address,
			3: true,
		});
	});

	it("costs a consumer with a lien on this holder nothing, and is nobody else's to use", async () => {
		const { alice: holder, bob } = fixture.roles;
		await fixture.send(holder, "registry", "allowLien", [venue(), bob.address, SURPLUS, START + DAY]);
		await fixture.send(bob, "registry", "placeLien", [venue(), alice(), SURPLUS, START + DAY]);
		const stolen = await refusalOf(challenge({ value: 0n, lienId: 1 }));
		expect(stolen.errorName).toBe("ChallengeBondTooSmall");
		await challenge({ value: 0n, lienId: 1, sender: "bob" });
	});

	it("ChallengedRecently: once a day, and never over an open one", async () => {
		await challenge();
		const at = await openedAt();
		await postPairAt(at + 60);
		await fixture.attest(fixture.request({ ledgerEpoch: 2, riskEpoch: 2 }));
		await fixture.at(at + DAY - 1);
		expect((await refusalOf(challenge())).errorName).toBe("ChallengedRecently");
		await fixture.at(at + DAY);
		await challenge();
		await fixture.at(at + 3 * DAY);
		expect((await refusalOf(challenge())).errorName).toBe("ChallengedRecently");
	});

	it("NothingToChallenge: an address without an attestation has nothing to prove", async () => {
		await fixture.send(fixture.roles.alice, "registry", "release", [venue()]);
		const refusal = await refusalOf(challenge());
		expect(refusal).toMatchObject({ errorName: "NothingToChallenge", args: { holder: alice() } });
	});

	it("ChallengeBondTooLarge: a bond fits into 96 bits", async () => {
		const value = 2n ** 96n;
		const { mallory } = fixture.roles;
		await fixture.chain.provider.send("hardhat_setBalance", [
			mallory.address,
			`0x${(value * 2n).toString(16)}`,
		]);
		const refusal = await refusalOf(challenge({ value }));
		expect(refusal).toMatchObject({
			errorName: "ChallengeBondTooLarge",
			args: { got: value, limit: value - 1n },
		});
	});

	it("GasPriceFloorOutOfRange: the bond is worth an answer at the floor, however cheap the block is that asks", async () => {
		await fixture.chain.provider.send("hardhat_setNextBlockBaseFeePerGas", ["0x1"]);
		const least = (330_000n * GAS_PRICE_FLOOR_WEI * 3n) / 2n;
		const refusal = await refusalOf(challenge({ value: least - 1n }));
		expect(refusal.args).toEqual({ got: least - 1n, needed: least });
		await challenge({ value: least });
		for (const gasPriceFloor of [10n ** 7n - 1n, 10n ** 12n + 1n]) {
			const deployed = fixture.deployContract("SolvencyRegistry", [
				fixture.registryConfig({ gasPriceFloor }),
			]);
			expect(await refusalOf(deployed)).toMatchObject({
				errorName: "GasPriceFloorOutOfRange",
				args: { got: gasPriceFloor, lowest: 10n ** 7n, highest: 10n ** 12n },
			});
		}
	});

	it("ChallengeWindowOutOfRange: a window of minutes or of months is refused at deployment", async () => {
		for (const challengeWindow of [3_599, 7 * DAY + 1]) {
			const deployed = fixture.deployContract("SolvencyRegistry", [
				fixture.registryConfig({ challengeWindow }),
			]);
			expect(await refusalOf(deployed)).toMatchObject({
				errorName: "ChallengeWindowOutOfRange",
				args: { got: BigInt(challengeWindow) },
			});
		}
	});
});

describe("an answer", () => {
	it("is a proof from a ledger that is not older than the challenge, and earns the bond", async () => {
		await challenge();
		const at = await openedAt();
		// The ledger of before says nothing about now.
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ level: "initial", riskEpoch: 2 }));
		expect(await creditOf(alice())).toBe(0n);

		await postPairAt(at + 60);
		const { events } = await fixture.attest(fixture.request({ ledgerEpoch: 2, riskEpoch: 3 }));
		expect(events.map(({ name }) => name)).toContain("ChallengeAnswered");
		const earned = (await creditOf(alice())) as bigint;
		expect(earned).toBeGreaterThanOrEqual(await bond());
		const { events: paid } = await fixture.send(fixture.roles.alice, "registry", "withdrawCredit");
		expect(paid.map(({ name, args }) => [name, args.amountWei])).toEqual([["CreditWithdrawn", earned]]);
		expect(await creditOf(alice())).toBe(0n);
		expect((await refusalOf(lapse())).errorName).toBe("NotChallenged");
	});

	it("may show less than before: then the lower surplus stands", async () => {
		await challenge();
		await postPairAt((await openedAt()) + 60);
		await fixture.attest(
			fixture.request({ level: "initial", ledgerEpoch: 2, riskEpoch: 2, surplusMicroUsd: 0n }),
		);
		expect(await fixture.read("registry", "freeSurplus", [venue(), alice()])).toBe(0n);
		expect(await standing()).toBe("live");
	});
});

describe("silence", () => {
	it("makes the holder delinquent until the next proof, and returns the bond", async () => {
		const value = 2n * (await bond());
		await challenge({ value });
		await letWindowPass(await openedAt());
		const { events } = await lapse();
		expect(events.map(({ name }) => name)).toContain("Delinquent");
		expect(await standing()).toBe("delinquent");
		expect(await creditOf(fixture.roles.mallory.address)).toBe(value);
		expect((await refusalOf(challenge())).errorName).toBe("NothingToChallenge");

		await postPairAt((await openedAt()) + CHALLENGE_WINDOW + 60);
		await fixture.attest(fixture.request({ ledgerEpoch: 5, riskEpoch: 5 }));
		expect(await standing()).toBe("live");
	});

	it("ChallengeWindowOpen: the window's last second is still the holder's", async () => {
		await challenge();
		const at = await openedAt();
		await letWindowPass(at);
		await fixture.at(at + CHALLENGE_WINDOW - 1);
		const refusal = await refusalOf(lapse());
		expect(refusal).toMatchObject({
			errorName: "ChallengeWindowOpen",
			args: { closesAt: BigInt(START + at + CHALLENGE_WINDOW) },
		});
		await fixture.at(at + CHALLENGE_WINDOW);
		await lapse();
	});

	it("NotAnswerable: only the time in which an answer was possible counts, and half of the window is asked for", async () => {
		await challenge();
		const at = await openedAt();
		await postPairAt(at + 60);
		await postPairAt(at + 60 + QUARTER);
		await fixture.at(at + CHALLENGE_WINDOW);
		const refusal = await refusalOf(lapse([2, 3]));
		// Both went live two seconds after their ledger, and end with its time to live.
		const args = { gotSeconds: BigInt(2 * (TTL - 2)), neededSeconds: BigInt(CHALLENGE_WINDOW / 2) };
		expect(refusal).toMatchObject({ errorName: "NotAnswerable", args });
		// The pair from before the challenge answers nothing, and no pair counts twice.
		expect((await refusalOf(lapse([1, 2, 3, 3, 2]))).args).toEqual(args);
		await postPairAt(at + CHALLENGE_WINDOW + 10);
		await fixture.at(at + CHALLENGE_WINDOW + 60);
		expect((await refusalOf(lapse([2, 3, 4]))).args).toEqual(args);
		await fixture.at(at + CHALLENGE_WINDOW + 60 + 120);
		await lapse([2, 3, 4]);
	});

	it.each([
		["another listing", { listing: `0x${"22".repeat(32)}` }, 0],
		["a table before the ledger", { listing: LISTING }, -1],
		["a table long after the ledger", { listing: LISTING }, 601],
	])("a pair with %s could not have been answered under", async (_what, ledger, skew) => {
		await challenge();
		const at = await openedAt();
		await fixture.at(at + 700);
		await fixture.postLedger(at + 60, ledger);
		await fixture.postRisk(at + 60 + skew);
		await fixture.at(at + CHALLENGE_WINDOW);
		expect((await refusalOf(lapse([2]))).args).toMatchObject({ gotSeconds: 0n });
	});

	it("a table that went live after its ledger was replaced could not have been answered under", async () => {
		await challenge();
		const at = await openedAt();
		for (const quarter of [0, 1, 2, 3]) {
			const from = at + 60 + quarter * QUARTER;
			await fixture.at(from);
			await fixture.postLedger(from);
			// Its table comes when the venue has moved on, and is older than what it moved on to.
			await fixture.at(from + 300);
			await fixture.postLedger(from + 200);
			await fixture.postRisk(from + 100);
		}
		await fixture.at(at + 2 * CHALLENGE_WINDOW);
		const pairs = [0, 1, 2, 3].map((n) => ({ ledgerEpoch: 2 + 2 * n, riskEpoch: 2 + n }));
		const missed = fixture.send(fixture.roles.bob, "registry", "lapse", [venue(), alice(), pairs]);
		expect(await refusalOf(missed)).toMatchObject({ errorName: "NotAnswerable", args: { gotSeconds: 0n } });
		expect(await standing()).not.toBe("delinquent");
	});

	it("a venue that posts its ledgers when the window is over gives nobody time to answer", async () => {
		await challenge();
		const at = await openedAt();
		await fixture.at(at + CHALLENGE_WINDOW);
		for (const quarter of [0, 1, 2]) {
			await fixture.postLedger(at + 60 + quarter * QUARTER);
			await fixture.postRisk(at + 61 + quarter * QUARTER);
		}
		expect((await refusalOf(lapse())).args).toMatchObject({ gotSeconds: 0n });
	});

	it("less than two minutes are no time to answer in, however often", async () => {
		await challenge();
		const at = await openedAt();
		for (let epoch = 0; epoch < 20; epoch++) await postPairAt(at + 60 + epoch * 119);
		await fixture.at(at + CHALLENGE_WINDOW);
		const epochs = Array.from({ length: 19 }, (_, epoch) => epoch + 2);
		expect((await refusalOf(lapse(epochs))).args).toMatchObject({ gotSeconds: 0n });
	});

	it("what was revoked could not have been answered with, also when the challenge was opened before", async () => {
		await challenge();
		const at = await openedAt();
		await letWindowPass(at);
		// Of the three ledgers in the window the first two are revoked; only the third is left to answer with.
		const revokedUntil = START + at + 60 + QUARTER;
		await fixture.send(fixture.roles.deployer, "registry", "revokeBefore", [16, revokedUntil]);
		expect(await refusalOf(lapse())).toMatchObject({
			errorName: "NotAnswerable",
			args: { gotSeconds: BigInt(TTL - 2) },
		});
		for (const quarter of [0, 1]) await postPairAt(at + CHALLENGE_WINDOW + 60 + quarter * QUARTER);
		await fixture.at(at + 2 * CHALLENGE_WINDOW);
		await lapse([4, 5, 6]);
		expect(await standing()).toBe("delinquent");
	});

	it("the window starts again when a venue that was dropped is accepted again", async () => {
		await challenge();
		const at = await openedAt();
		await letWindowPass(at);
		await fixture.send(fixture.roles.deployer, "registry", "dropVenue", [venue()]);
		expect((await refusalOf(lapse())).errorName).toBe("UnknownVenue");
		await fixture.throughTimelock("registry", "acceptVenue", [venue()]);
		const again = (await fixture.chain.timeSeconds()) - START;
		const refusal = await refusalOf(lapse());
		expect(refusal).toMatchObject({
			errorName: "ChallengeWindowOpen",
			args: { closesAt: BigInt(START + again + CHALLENGE_WINDOW) },
		});
		await letWindowPass(again);
		expect((await refusalOf(lapse([2, 3, 4]))).args).toMatchObject({ gotSeconds: 0n });
		await lapse([5, 6, 7]);
	});

	it("the window starts again when the sequencer is back, and cannot close while it is down", async () => {
		const sequencer = await fixture.sequencerFeed();
		const rollup = await fixture.withRiskEpochs({ sequencerFeed: sequencer.address });
		await rollup.postRisk(-30);
		await rollup.attest(rollup.request());
		const bondWei = 2n * (await bond());
		await rollup.send(rollup.roles.mallory, "registry", "challenge", [
			venue(),
			alice(),
			0,
			{ value: bondWei },
		]);
		const at = (await rollup.chain.timeSeconds()) - START;
		const pairs = async (from: number) => {
			for (const quarter of [0, 1, 2]) {
				await rollup.at(from + 60 + quarter * QUARTER);
				await rollup.postLedger(from + 60 + quarter * QUARTER);
				await rollup.postRisk(from + 60 + quarter * QUARTER);
			}
			await rollup.at(from + CHALLENGE_WINDOW);
		};
		await pairs(at);
		const back = at + 3 * QUARTER;
		await sequencer.say(true, at + QUARTER);
		expect((await refusalOf(lapse([2, 3, 4], rollup))).errorName).toBe("SequencerIsDown");
		await sequencer.say(false, back);
		expect(await refusalOf(lapse([2, 3, 4], rollup))).toMatchObject({
			errorName: "ChallengeWindowOpen",
			args: { closesAt: BigInt(START + back + CHALLENGE_WINDOW) },
		});
		await pairs(back + QUARTER);
		await lapse([5, 6, 7], rollup);
	});

	it("the window starts again after a freeze and after a pause, and cannot close during one", async () => {
		const { deployer, guardian } = fixture.roles;
		await challenge();
		const at = await openedAt();
		await letWindowPass(at);
		await fixture.send(deployer, "registry", "pause");
		expect((await refusalOf(lapse())).errorName).toBe("EnforcedPause");
		await fixture.send(deployer, "registry", "unpause");
		expect((await refusalOf(lapse())).errorName).toBe("ChallengeWindowOpen");
		await fixture.send(guardian, "venueLedger", "freeze");
		await fixture.at(at + 3 * CHALLENGE_WINDOW);
		expect((await refusalOf(lapse())).errorName).toBe("VenueIsFrozen");
		await fixture.send(guardian, "venueLedger", "unfreeze");
		expect((await refusalOf(lapse())).errorName).toBe("ChallengeWindowOpen");
		const again = (await fixture.chain.timeSeconds()) - START;
		await letWindowPass(again);
		await lapse([5, 6, 7]);
	});
});

describe("a challenge that cannot be answered", () => {
	it("ChallengeStands: stays while its venue is accepted and its month is not over", async () => {
		await challenge();
		const back = () => fixture.send(fixture.roles.bob, "registry", "returnChallenge", [venue(), alice()]);
		expect((await refusalOf(back())).errorName).toBe("ChallengeStands");
		await fixture.send(fixture.roles.deployer, "registry", "dropVenue", [venue()]);
		await fixture.at(DAY);
		expect((await refusalOf(lapse())).errorName).toBe("UnknownVenue");
		await back();
		expect(await creditOf(fixture.roles.mallory.address)).toBeGreaterThan(0n);
	});

	it("NotChallenged: goes back when the holder releases its account, and then is gone", async () => {
		await challenge();
		await fixture.send(fixture.roles.alice, "registry", "release", [venue()]);
		expect(await creditOf(fixture.roles.mallory.address)).toBeGreaterThan(0n);
		const back = fixture.send(fixture.roles.bob, "registry", "returnChallenge", [venue(), alice()]);
		expect(await refusalOf(back)).toMatchObject({ errorName: "NotChallenged", args: { holder: alice() } });
	});

	it("goes back when another holder takes over the account that had expired", async () => {
		const { bob } = fixture.roles;
		await challenge();
		await fixture.at(TTL);
		await fixture.postLedger(TTL - 60);
		await fixture.postRisk(TTL - 30);
		const takeover = fixture.request({ holder: bob.address, ledgerEpoch: 2, riskEpoch: 2 });
		await fixture.attest(takeover, { sender: bob });
		expect(await creditOf(fixture.roles.mallory.address)).toBeGreaterThan(0n);
		expect(await standing()).toBe("none");
	});
});
