/** A dishonest consumer or challenger: what it tries, what stops it, and what the rest costs whom. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIEN_END, lienActs } from "../../support/venue/lien-acts.ts";
import { freeMicroUsd, initialRows, wholeUsd } from "../../support/venue/party-money.ts";
import { refusalOf, START, TTL, VenueFixture } from "../../support/venue/venue-fixture.ts";

const DAY = 86_400;
const QUARTER_WINDOW = DAY / 2;
const BOOK = { BTC: "10", USD: "-300000" };
const SURPLUS = freeMicroUsd(BOOK, initialRows());

let fixture: VenueFixture;
beforeAll(async () => {
	// A window of two days: longer than a holder is safe from the next challenge.
	fixture = await VenueFixture.deploy({ challengeWindowSeconds: 4 * QUARTER_WINDOW, ttlSeconds: DAY });
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
	await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd: SURPLUS }));
});
afterAll(() => fixture.chain.close());

const venue = () => fixture.venue.venueLedger;
const alice = () => fixture.roles.alice;
const challenge = (sender: "bob" | "mallory", lienId = 0) =>
	fixture.send(fixture.roles[sender], "registry", "challenge", [
		venue(),
		alice().address,
		lienId,
		{ value: lienId === 0 ? 10n ** 16n : 0n },
	]);
const postPairAt = async (offset: number) => {
	await fixture.at(offset);
	await fixture.postLedger(offset);
	await fixture.postRisk(offset);
};
const answer = (epoch: number, surplusMicroUsd = SURPLUS) =>
	fixture.attest(
		fixture.request({
			level: "initial",
			ledgerEpoch: epoch,
			riskEpoch: epoch,
			surplusMicroUsd,
			deadlineMs: (START + 30 * DAY) * 1000,
		}),
	);

describe("a lien that is never given back", () => {
	it("holds what the holder allowed, until the end that the holder allowed, and anybody clears it then", async () => {
		const { allow, place, free } = lienActs(fixture);
		await allow(SURPLUS);
		await place(SURPLUS);
		expect([await free(), wholeUsd(SURPLUS)]).toEqual([0n, 221_444]);
		expect((await refusalOf(fixture.send(alice(), "registry", "clearLien", [1]))).errorName).toBe(
			"LienNotOver",
		);
		await fixture.chain.mineAt(LIEN_END - 1);
		await fixture.send(fixture.roles.mallory, "registry", "clearLien", [1]);
		await fixture.send(alice(), "registry", "release", [venue()]);
	});

	it("in many pieces costs its consumer more than whoever clears it", async () => {
		const { allow, place } = lienActs(fixture);
		await allow(3n);
		const placed = [await place(1n), await place(1n), await place(1n)];
		await fixture.chain.mineAt(LIEN_END);
		for (const [at, { gasUsed }] of placed.entries()) {
			const cleared = await fixture.send(fixture.roles.mallory, "registry", "clearLien", [at + 1]);
			expect(2n * cleared.gasUsed < gasUsed).toBe(true);
		}
		await fixture.send(alice(), "registry", "release", [venue()]);
	});

	it("may take an allowance twice when it is changed instead of taken back first", async () => {
		const { allow, place, free } = lienActs(fixture);
		await allow(SURPLUS / 2n);
		// The consumer sees the smaller allowance coming and uses the old one before it.
		await place(SURPLUS / 2n);
		await allow(SURPLUS / 4n);
		await place(SURPLUS / 4n);
		expect(await free()).toBe(SURPLUS - SURPLUS / 2n - SURPLUS / 4n);
	});
});

describe("challenges for sport", () => {
	it("cost a holder one proof a day, whoever and however many they are", async () => {
		const { allow, place } = lienActs(fixture);
		await allow(2n);
		await place(1n);
		await place(1n);
		let gas = 0n;
		for (let day = 1; day <= 3; day++) {
			await fixture.at(day * DAY);
			await challenge("bob", 1);
			expect((await refusalOf(challenge("bob", 2))).errorName).toBe("ChallengedRecently");
			expect((await refusalOf(challenge("mallory"))).errorName).toBe("ChallengedRecently");
			await postPairAt(day * DAY + 600);
			gas += (await answer(day + 1)).gasUsed;
		}
		expect(gas).toBeLessThan(3n * 330_000n);
		expect(await fixture.read("registry", "creditOf", [alice().address])).toBe(0n);
	});

	it("of strangers pay for the proof that they ask for", async () => {
		await fixture.at(DAY);
		await challenge("mallory");
		await postPairAt(DAY + 600);
		const { gasUsed } = await answer(2);
		const block = await fixture.chain.provider.getBlock("latest");
		const earned = (await fixture.read("registry", "creditOf", [alice().address])) as bigint;
		expect(earned > gasUsed * (block?.baseFeePerGas ?? 0n)).toBe(true);
	});
});

describe("a challenge by the holder's own friend", () => {
	it("does not restart the window of an honest one before that could lapse", async () => {
		const { allow, place } = lienActs(fixture);
		await allow(1n, fixture.roles.bob, START + 30 * DAY);
		await place(1n, fixture.roles.bob, START + 30 * DAY);
		await fixture.at(1_000);
		await challenge("mallory");
		// The friend, with a lien and so for nothing, every day.
		for (const day of [1, 2, 3]) {
			await fixture.at(1_000 + day * DAY);
			expect((await refusalOf(challenge("bob", 1))).errorName).toBe("ChallengedRecently");
		}
		await postPairAt(1_000 + 3 * DAY + 60);
		await postPairAt(1_000 + 3 * DAY + 60 + QUARTER_WINDOW);
		await postPairAt(1_000 + 3 * DAY + 60 + 2 * QUARTER_WINDOW);
		await fixture.at(1_000 + 3 * DAY + 60 + 3 * QUARTER_WINDOW);
		const pairs = [2, 3, 4].map((epoch) => ({ ledgerEpoch: epoch, riskEpoch: epoch }));
		await fixture.send(fixture.roles.mallory, "registry", "lapse", [venue(), alice().address, pairs]);
	});

	it("delays an honest one by a day at most, when the holder answers it", async () => {
		await fixture.at(DAY);
		await challenge("bob");
		await postPairAt(DAY + 60);
		await answer(2);
		await fixture.at(2 * DAY - 1);
		expect((await refusalOf(challenge("mallory"))).errorName).toBe("ChallengedRecently");
		await fixture.at(2 * DAY);
		await challenge("mallory");
		// What was proven meanwhile had ended long before, however long the delay.
		expect(TTL).toBeLessThan(DAY);
	});
});
