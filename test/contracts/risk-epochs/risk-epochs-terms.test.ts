/** Parameter sets and listings change through the timelock; the market goes out as calldata. */
import { encodeBytes32String } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { publishMarket } from "../../../src/chain/epochs/publish-epochs.ts";
import { encodeMarketSnapshot } from "../../../src/market/snapshot/market-hash.ts";
import type { MarketTree } from "../../../src/market/snapshot/market-tree.ts";
import { disputeCase } from "../../support/market/dispute-case.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import {
	LISTING,
	OTHER_LISTING,
	PARAMETER_SET,
	refusalOf,
	START,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const OTHER_SET = `0x${"dd".repeat(32)}`;
const THIRD_SET = `0x${"cc".repeat(32)}`;
const ZERO_HASH = `0x${"00".repeat(32)}`;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const asTimelock = (method: string, args: readonly unknown[]) =>
	fixture.throughTimelock("riskEpochs", method, args);
const listingAt = (offset: number) => fixture.read("riskEpochs", "listingAt", [START + offset]);
const deploy = (changes: object) => fixture.deployContract("RiskEpochs", [fixture.riskConfig(changes)]);

describe("parameter sets", () => {
	it("ParametersNotInForce: a table is made with a registered set, from its date on", async () => {
		const unknown = await refusalOf(fixture.postRisk(-60, { parameterSet: OTHER_SET }));
		expect(unknown).toMatchObject({
			errorName: "ParametersNotInForce",
			args: { got: OTHER_SET, from: 0n, until: 0n },
		});
		await asTimelock("registerParameters", [OTHER_SET, START + 100]);
		await fixture.at(200);
		const early = await refusalOf(fixture.postRisk(99, { parameterSet: OTHER_SET }));
		expect(early.args).toEqual({ got: OTHER_SET, from: BigInt(START + 100), until: 0n });
		await fixture.postRisk(100, { parameterSet: OTHER_SET });
	});

	it("a set that begins retires the one before it, which comes back through a new notice only", async () => {
		await asTimelock("registerParameters", [OTHER_SET, START + 100]);
		expect(await fixture.read("riskEpochs", "parametersUntil", [PARAMETER_SET])).toBe(BigInt(START + 100));
		await fixture.at(200);
		await fixture.postRisk(99, { parameterSet: PARAMETER_SET });
		const retired = await refusalOf(fixture.postRisk(100, { parameterSet: PARAMETER_SET }));
		expect(retired.args).toEqual({ got: PARAMETER_SET, from: 1n, until: BigInt(START + 100) });
		await fixture.postRisk(101, { parameterSet: OTHER_SET });
		await asTimelock("registerParameters", [PARAMETER_SET, START + 1_000]);
		await fixture.at(1_100);
		await fixture.postRisk(1_000, { parameterSet: PARAMETER_SET });
	});

	it("stand in a queue by their start: a later one blocks no nearer one, whoever executes first", async () => {
		for (const order of [
			[OTHER_SET, THIRD_SET],
			[THIRD_SET, OTHER_SET],
		]) {
			const back = await fixture.chain.snapshot();
			for (const set of order) {
				await asTimelock("registerParameters", [set, START + (set === THIRD_SET ? 5_000 : 1_000)]);
			}
			const terms = [PARAMETER_SET, OTHER_SET, THIRD_SET].map(async (set) => [
				await fixture.read("riskEpochs", "parametersFrom", [set]),
				await fixture.read("riskEpochs", "parametersUntil", [set]),
			]);
			expect(await Promise.all(terms)).toEqual([
				[1n, BigInt(START + 1_000)],
				[BigInt(START + 1_000), BigInt(START + 5_000)],
				[BigInt(START + 5_000), 0n],
			]);
			await fixture.at(6_000);
			await fixture.postRisk(4_999, { parameterSet: OTHER_SET });
			expect((await refusalOf(fixture.postRisk(5_000, { parameterSet: OTHER_SET }))).errorName).toBe(
				"ParametersNotInForce",
			);
			await fixture.postRisk(5_000, { parameterSet: THIRD_SET });
			await back();
		}
	});

	it("one that waits is withdrawn wherever it stands, and the one before it stays until the one after it", async () => {
		await asTimelock("registerParameters", [THIRD_SET, START + 5_000]);
		await asTimelock("registerParameters", [OTHER_SET, START + 1_000]);
		await asTimelock("withdrawParameters", [OTHER_SET]);
		const until = () => fixture.read("riskEpochs", "parametersUntil", [PARAMETER_SET]);
		expect(await until()).toBe(BigInt(START + 5_000));
		const fourth = `0x${"44".repeat(32)}`;
		await asTimelock("registerParameters", [fourth, START + 2_000]);
		expect(await until()).toBe(BigInt(START + 2_000));
		await asTimelock("withdrawParameters", [THIRD_SET]);
		expect(await fixture.read("riskEpochs", "parametersUntil", [fourth])).toBe(0n);
		await asTimelock("withdrawParameters", [fourth]);
		expect(await until()).toBe(0n);
	});

	it("ParametersBeginTogether: a time is of one set", async () => {
		await asTimelock("registerParameters", [THIRD_SET, START + 30_000]);
		expect(await refusalOf(asTimelock("registerParameters", [OTHER_SET, START + 30_000]))).toMatchObject({
			errorName: "ParametersBeginTogether",
			args: { from: BigInt(START + 30_000) },
		});
	});

	it("TooManyParameterSets: eight wait at most, and when one is withdrawn there is room", async () => {
		const set = (n: number) => `0x${String(n + 10).repeat(32)}`;
		for (const n of [3, 1, 2, 5, 4, 8, 7, 6]) {
			await asTimelock("registerParameters", [set(n), START + 10_000 * n]);
		}
		expect(await refusalOf(asTimelock("registerParameters", [OTHER_SET, START + 15_000]))).toMatchObject({
			errorName: "TooManyParameterSets",
			args: { limit: 8n },
		});
		await asTimelock("withdrawParameters", [set(8)]);
		await asTimelock("registerParameters", [OTHER_SET, START + 15_001]);
		expect(await fixture.read("riskEpochs", "parametersUntil", [set(1)])).toBe(BigInt(START + 15_001));
		expect(await fixture.read("riskEpochs", "parametersUntil", [OTHER_SET])).toBe(BigInt(START + 20_000));
	});

	it("ParametersNotPending: what is in force, or not registered, is not withdrawn", async () => {
		for (const [got, from] of [
			[PARAMETER_SET, 1n],
			[OTHER_SET, 0n],
		]) {
			expect(await refusalOf(asTimelock("withdrawParameters", [got]))).toMatchObject({
				errorName: "ParametersNotPending",
				args: { got, from },
			});
		}
	});

	it("ParametersKnown: a date that was announced is not moved", async () => {
		await asTimelock("registerParameters", [OTHER_SET, START + 1_000]);
		const again = await refusalOf(asTimelock("registerParameters", [OTHER_SET, START + 500]));
		expect(again).toMatchObject({ errorName: "ParametersKnown", args: { from: BigInt(START + 1_000) } });
	});

	it("BeginsInPast: nothing is announced for the past", async () => {
		for (const [method, what] of [
			["registerParameters", OTHER_SET],
			["announceListing", OTHER_LISTING],
		] as const) {
			expect((await refusalOf(asTimelock(method, [what, START]))).errorName).toBe("BeginsInPast");
		}
	});

	it("ZeroParameterSet: a set has a name", async () => {
		expect((await refusalOf(deploy({ parameterSet: ZERO_HASH }))).errorName).toBe("ZeroParameterSet");
	});
});

describe("listings", () => {
	it("ListingNotInForce: another listing is refused until it was announced and its time has come", async () => {
		const args = { got: OTHER_LISTING, inForce: LISTING };
		const early = await refusalOf(fixture.postRisk(-60, { listingHash: OTHER_LISTING }));
		expect(early).toMatchObject({ errorName: "ListingNotInForce", args });
		await asTimelock("announceListing", [OTHER_LISTING, START + 200]);
		await fixture.at(300);
		await fixture.postRisk(199);
		expect(await listingAt(199)).toBe(LISTING);
		expect(await listingAt(200)).toBe(OTHER_LISTING);
		await fixture.postRisk(200, { listingHash: OTHER_LISTING });
		expect((await refusalOf(fixture.postRisk(201))).args).toEqual({ got: LISTING, inForce: OTHER_LISTING });
	});

	it("switch one epoch ahead: not before an epoch of the old one went live after the announcement", async () => {
		await fixture.postRisk(-60);
		await asTimelock("announceListing", [OTHER_LISTING, START + 100]);
		await fixture.at(300);
		expect((await refusalOf(fixture.postRisk(150, { listingHash: OTHER_LISTING }))).errorName).toBe(
			"ListingNotInForce",
		);
		await fixture.postRisk(150);
		await fixture.postRisk(160, { listingHash: OTHER_LISTING });
	});

	it("stand in a queue by their start: a later one takes no nearer one with it, whoever executes first", async () => {
		const third = `0x${"33".repeat(32)}`;
		for (const order of [
			[OTHER_LISTING, third],
			[third, OTHER_LISTING],
		]) {
			const back = await fixture.chain.snapshot();
			for (const listing of order) {
				await asTimelock("announceListing", [listing, START + (listing === third ? 5_000 : 600)]);
			}
			expect(await fixture.read("riskEpochs", "announcedListings")).toEqual([
				[OTHER_LISTING, third],
				[BigInt(START + 600), BigInt(START + 5_000)],
			]);
			await fixture.postRisk(0);
			expect([
				await listingAt(599),
				await listingAt(600),
				await listingAt(4_999),
				await listingAt(5_000),
			]).toEqual([LISTING, OTHER_LISTING, OTHER_LISTING, third]);
			await fixture.at(700);
			await fixture.postRisk(650, { listingHash: OTHER_LISTING });
			await back();
		}
	});

	it("one that has begun is the present listing, and one that it has overtaken never begins", async () => {
		await asTimelock("announceListing", [OTHER_LISTING, START + 300]);
		await fixture.postRisk(0);
		await fixture.chain.mineAt(START + 400);
		await asTimelock("announceListing", [LISTING, START + 1_000]);
		expect(await fixture.read("riskEpochs", "announcedListings")).toEqual([
			[LISTING],
			[BigInt(START + 1_000)],
		]);
		expect(await listingAt(999)).toBe(OTHER_LISTING);
		await fixture.postRisk(350, { listingHash: OTHER_LISTING });
		expect(await listingAt(1_000)).toBe(LISTING);
	});

	it("ListingNotAnnounced: one is cancelled through the timelock, until it has begun", async () => {
		await asTimelock("announceListing", [OTHER_LISTING, START + 600]);
		await asTimelock("announceListing", [`0x${"33".repeat(32)}`, START + 900]);
		const { events } = await asTimelock("cancelListing", [START + 600]);
		expect(events.length).toBeGreaterThan(0);
		await fixture.postRisk(0);
		expect([await listingAt(600), await listingAt(900)]).toEqual([LISTING, `0x${"33".repeat(32)}`]);
		await fixture.chain.mineAt(START + 1_000);
		for (const from of [START + 601, START + 900]) {
			const refusal = await refusalOf(asTimelock("cancelListing", [from]));
			expect(refusal).toMatchObject({ errorName: "ListingNotAnnounced", args: { from: BigInt(from) } });
		}
	});

	it("ListingsBeginTogether: no two for one second", async () => {
		await asTimelock("announceListing", [OTHER_LISTING, START + 600]);
		const refusal = await refusalOf(asTimelock("announceListing", [`0x${"33".repeat(32)}`, START + 600]));
		expect(refusal).toMatchObject({
			errorName: "ListingsBeginTogether",
			args: { from: BigInt(START + 600) },
		});
	});

	it("TooManyListings: every post walks through them", async () => {
		const announce = (nth: number) => asTimelock("announceListing", [OTHER_LISTING, START + 10_000 - nth]);
		for (let nth = 0; nth < 8; nth++) await announce(nth);
		expect(await refusalOf(announce(8))).toMatchObject({ errorName: "TooManyListings", args: { limit: 8n } });
	});

	it("ZeroListingHash: a listing has a hash", async () => {
		expect((await refusalOf(deploy({ listingHash: ZERO_HASH }))).errorName).toBe("ZeroListingHash");
		const announced = asTimelock("announceListing", [ZERO_HASH, START + 1_000]);
		expect((await refusalOf(announced)).errorName).toBe("ZeroListingHash");
	});
});

describe("the timelock", () => {
	it("NotTimelock: nobody goes around it", async () => {
		const { deployer } = fixture.roles;
		for (const [method, what] of [
			["registerParameters", [OTHER_SET, START + 1_000]],
			["withdrawParameters", [OTHER_SET]],
			["announceListing", [OTHER_LISTING, START + 1_000]],
			["cancelListing", [START + 1_000]],
		] as const) {
			const refusal = await refusalOf(fixture.send(deployer, "riskEpochs", method, what));
			const args = { got: deployer.address, timelock: fixture.venue.timelock };
			expect(refusal).toMatchObject({ errorName: "NotTimelock", args });
		}
	});

	it("NotAContract: timelock and feeds must be there", async () => {
		const got = fixture.roles.bob.address;
		const feed = {
			underlying: encodeBytes32String("BTC"),
			aggregator: got,
			decimals: 8,
			maxAge: 60,
			toleranceBps: 50,
		};
		for (const changes of [
			{ timelock: got },
			{ feeds: [feed] },
			{ sequencerFeed: got },
			{ rowDispute: got },
		]) {
			expect(await refusalOf(deploy(changes))).toMatchObject({ errorName: "NotAContract", args: { got } });
		}
	});
});

describe("the market", () => {
	it("MarketNotOfEpoch: exactly the bytes and marks that the epoch was made from are published", async () => {
		const { market } = disputeCase();
		const { marketRoot, marksRoot, instrumentCount } = market;
		await fixture.postRisk(-60, { marketRoot });
		const { bob } = fixture.roles;
		const publish = (changes: Partial<MarketTree>, snapshot = SMALL_MARKET) =>
			publishMarket({
				...{ sender: bob, riskEpochs: fixture.venue.riskEpochs, epoch: 1 },
				...{ snapshot, market: { ...market, ...changes } },
			});
		const later = { ...SMALL_MARKET, timeMs: SMALL_MARKET.timeMs + 1 };
		for (const wrong of [
			publish({}, later),
			publish({ instrumentCount: instrumentCount + 1 }),
			publish({ marksRoot: marketRoot }),
		]) {
			expect(await refusalOf(wrong)).toMatchObject({
				errorName: "MarketNotOfEpoch",
				args: { marketRoot },
			});
		}
		expect(marksRoot).not.toBe(marketRoot);
		const { events } = await publish({});
		expect(events.map(({ name, args }) => [name, args.byteCount])).toEqual([
			["MarketPublished", BigInt(encodeMarketSnapshot(SMALL_MARKET).length)],
		]);
	});
});

describe("numbers of epochs", () => {
	it("ZeroFirstEpoch: begin above zero, which stands for no epoch", async () => {
		expect((await refusalOf(deploy({ firstEpoch: 0 }))).errorName).toBe("ZeroFirstEpoch");
	});
});

describe("what an attestation may use", () => {
	it("RiskEpochNotRecent: the newest live epoch and the one before, and no other", async () => {
		const recent = (epoch: number) => fixture.read("riskEpochs", "recentTable", [epoch, 0]);
		for (const epoch of [0, 1]) expect((await refusalOf(recent(epoch))).errorName).toBe("RiskEpochNotRecent");
		await fixture.postRisk(-60, { maintenanceRoot: 5n, nextExpiry: START + 7 });
		await fixture.postRisk(-50, { maintenanceRoot: 6n });
		expect(await recent(1)).toEqual([5n, LISTING, BigInt(START - 60), BigInt(START + 7)]);
		expect(await recent(2)).toEqual([6n, LISTING, BigInt(START - 50), 0n]);
		await fixture.postRisk(-40);
		expect(await refusalOf(recent(1))).toMatchObject({ args: { got: 1n, newest: 3n } });
	});
});
