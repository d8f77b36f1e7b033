import { encodeBytes32String } from "ethers";
/** Index prices against price feeds: feeds never stop an epoch, they only decide whether it carries new liens. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { writeByName } from "../../../src/chain/client/chain-call.ts";
import { refusalOf, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const PRICE_E8 = 6_300_000_000_000n;
const PRICE_MICRO_USD = 63_000_000_000n;
const MAX_AGE = 3_600;
/** 0.5 %. */
const TOLERANCE_BPS = 50;
const STATUS = ["checked", "lagging", "failed"] as const;
const MANNERS = {
	reverts: 0,
	burnsAllGas: 1,
	answersNothing: 2,
	answersAMegabyte: 3,
	answersWords: 4,
} as const;

const BTC = encodeBytes32String("BTC");

let fixture: VenueFixture;
let feed: string;
let sequencer: string;
let withSequencer: VenueFixture;
beforeAll(async () => {
	const bare = await VenueFixture.deploy();
	feed = await bare.deployContract("RudeVenue", []);
	sequencer = await bare.deployContract("RudeVenue", []);
	const feeds = [
		{ underlying: BTC, aggregator: feed, decimals: 8, maxAge: MAX_AGE, toleranceBps: TOLERANCE_BPS },
	];
	withSequencer = await bare.withRiskEpochs({ feeds, sequencerFeed: sequencer });
	fixture = await bare.withRiskEpochs({ feeds });
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const behave = (address: string, manner: keyof typeof MANNERS, words: readonly unknown[] = []) =>
	writeByName({
		signer: fixture.roles.bob,
		address,
		abi: ["function behave(uint8 next, uint256[] words)"],
		method: "behave",
		args: [MANNERS[manner], words],
	});
/** `latestRoundData`: round, answer, startedAt, updatedAt, answeredInRound. */
const answers = (answer: bigint, updatedAt = START - 30, startedAt = updatedAt) =>
	behave(feed, "answersWords", [1n, BigInt.asUintN(256, answer), startedAt, updatedAt, 1n]);
const statusAfterPost = async (at = fixture, prices = [PRICE_MICRO_USD]) => {
	await at.at(100);
	await at.postRisk(-30, {}, prices);
	return STATUS[Number(await at.read("riskEpochs", "feedStatusAt", [1, 0]))];
};

describe("since when the sequencer is up", () => {
	const upSince = () => withSequencer.read("riskEpochs", "sequencerUpSince");
	const says = (words: readonly unknown[]) => behave(sequencer, "answersWords", words);

	it("is asked of its feed, and 0 on a chain without one", async () => {
		await says([1n, 0n, START - 5, START, 1n]);
		expect(await upSince()).toBe(BigInt(START - 5));
		expect(await fixture.read("riskEpochs", "sequencerUpSince")).toBe(0n);
	});

	it("SequencerIsDown: nothing begins or ends while it is down", async () => {
		await says([1n, 1n, START - 5, START, 1n]);
		expect((await refusalOf(upSince())).errorName).toBe("SequencerIsDown");
	});

	it("is 0 when the feed does not say: a dead feed must not keep a false table alive", async () => {
		for (const manner of ["reverts", "burnsAllGas", "answersNothing", "answersAMegabyte"] as const) {
			await fixture.reset();
			await behave(sequencer, manner);
			expect(await upSince()).toBe(0n);
		}
		for (const startedAt of [0, START + 1_000_000]) {
			await fixture.reset();
			await says([1n, 0n, startedAt, START, 1n]);
			expect(await upSince()).toBe(0n);
		}
	});

	it("GasTooLow: a caller cannot make a feed look dead by giving it no gas", async () => {
		await says([1n, 0n, START - 5, START, 1n]);
		const asked = withSequencer.read("riskEpochs", "sequencerUpSince", [{ gasLimit: 90_000 }]);
		expect((await refusalOf(asked)).errorName).toBe("GasTooLow");
	});
});

describe("a feed", () => {
	it("is there to be read with its terms", async () => {
		const terms = [BTC, feed, 8n, BigInt(MAX_AGE), BigInt(TOLERANCE_BPS)];
		expect(await fixture.read("riskEpochs", "feeds")).toEqual([terms]);
	});

	it("that agrees is checked, to the last unit of its tolerance on both sides", async () => {
		const tolerance = (PRICE_E8 * BigInt(TOLERANCE_BPS)) / 10_000n;
		for (const [answer, status] of [
			[PRICE_E8, "checked"],
			[PRICE_E8 + tolerance, "checked"],
			[PRICE_E8 - tolerance, "checked"],
			[PRICE_E8 + tolerance + 1n, "lagging"],
			[PRICE_E8 - tolerance - 1n, "lagging"],
		] as const) {
			await fixture.reset();
			await answers(answer);
			expect(await statusAfterPost()).toBe(status);
		}
	});

	it("that is stale lags, and the epoch goes live all the same", async () => {
		// The second publisher's block, in which feeds are read, is one second after the first's.
		await answers(PRICE_E8, START + 101 - MAX_AGE);
		expect(await statusAfterPost()).toBe("checked");
		await fixture.reset();
		await answers(PRICE_E8, START + 100 - MAX_AGE);
		expect(await statusAfterPost()).toBe("lagging");
		expect(await fixture.read("riskEpochs", "isChecked", [1])).toBe(false);
	});

	it.each([
		["zero", 0n, START],
		["a negative price", -1n, START],
		["a price from the future", PRICE_E8, START + 10_000],
		["a price from never", PRICE_E8, 0],
		["a price beyond all measure", 2n ** 200n, START],
	])("that answers %s has failed, and the epoch goes live all the same", async (_what, answer, updatedAt) => {
		await answers(answer, updatedAt);
		expect(await statusAfterPost()).toBe("failed");
	});

	it.each(["reverts", "burnsAllGas", "answersNothing", "answersAMegabyte"] as const)(
		"that %s has failed, and the epoch goes live all the same",
		async (manner) => {
			await behave(feed, manner);
			expect(await statusAfterPost()).toBe("failed");
			expect(await fixture.read("riskEpochs", "newestEpoch")).toBe(1n);
		},
	);
});

describe("a rollup's sequencer", () => {
	it.each([
		["is up since long", 0n, START - 7_200, "checked"],
		["is down", 1n, START - 7_200, "lagging"],
		["came back within the hour", 0n, START - 3_000, "lagging"],
		["has never been seen", 0n, 0, "lagging"],
	] as const)("that %s: %s", async (_what, answer, startedAt, status) => {
		await answers(PRICE_E8);
		await behave(sequencer, "answersWords", [1n, answer, startedAt, START, 1n]);
		expect(await statusAfterPost(withSequencer)).toBe(status);
	});

	it("that cannot be asked counts as down", async () => {
		await answers(PRICE_E8);
		await behave(sequencer, "reverts");
		expect(await statusAfterPost(withSequencer)).toBe("lagging");
	});
});

describe("an epoch whose feeds lag", () => {
	it("FeedsNotChecked: carries no new lien, and still lets everybody attest", async () => {
		const { alice, bob } = fixture.roles;
		const { venueLedger } = fixture.venue;
		await answers(PRICE_E8 * 2n);
		await fixture.postLedger(-60);
		expect(await statusAfterPost()).toBe("lagging");
		await fixture.attest(fixture.request({ level: "initial" }));
		await fixture.send(alice, "registry", "allowLien", [venueLedger, bob.address, 1n, START + 86_400]);
		const place = () =>
			fixture.send(bob, "registry", "placeLien", [venueLedger, alice.address, 1n, START + 86_400]);
		expect(await refusalOf(place())).toMatchObject({ errorName: "FeedsNotChecked", args: { riskEpoch: 1n } });

		await answers(PRICE_E8, START + 100);
		await fixture.postRisk(-20, {}, [PRICE_MICRO_USD]);
		await fixture.attest(fixture.request({ level: "initial", riskEpoch: 2 }));
		await place();
	});
});

describe("what is refused", () => {
	it("PriceCountWrong: one index price per feed", async () => {
		for (const prices of [[], [1n, 1n]]) {
			const refusal = await refusalOf(fixture.postRisk(-30, {}, prices));
			const args = { got: BigInt(prices.length), feeds: 1n };
			expect(refusal).toMatchObject({ errorName: "PriceCountWrong", args });
		}
	});

	it("ZeroIndexPrice: a price of zero is no price", async () => {
		const refusal = await refusalOf(fixture.postRisk(-30, {}, [0n]));
		expect(refusal).toMatchObject({ errorName: "ZeroIndexPrice", args: { index: 0n } });
	});

	it("FeedOutOfRange: a feed with 19 decimals, or one that tolerates everything", async () => {
		const deploy = (changes: object) => {
			const feeds = [
				{ underlying: BTC, aggregator: feed, decimals: 8, maxAge: 60, toleranceBps: 50, ...changes },
			];
			return fixture.deployContract("RiskEpochs", [fixture.riskConfig({ feeds })]);
		};
		for (const changes of [{ decimals: 19 }, { toleranceBps: 10_000 }]) {
			expect((await refusalOf(deploy(changes))).errorName).toBe("FeedOutOfRange");
		}
	});

	it("TooManyFeeds: the thirty-third", async () => {
		const one = { underlying: BTC, aggregator: feed, decimals: 8, maxAge: 60, toleranceBps: 50 };
		const deploy = (count: number) =>
			fixture.deployContract("RiskEpochs", [fixture.riskConfig({ feeds: new Array(count).fill(one) })]);
		await deploy(32);
		expect(await refusalOf(deploy(33))).toMatchObject({
			errorName: "TooManyFeeds",
			args: { got: 33n, limit: 32n },
		});
	});
});
