/** Index prices that feeds agree with are those that tables were made from: marks that say otherwise kill the epoch. */
import { encodeBytes32String, parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disputeIndexPrice, indexMarks } from "../../../src/chain/disputes/dispute-index-price.ts";
import type { RiskEpochContent } from "../../../src/chain/epochs/publish-epochs.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { refusalOf, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const BTC = encodeBytes32String("BTC");
const ETH = encodeBytes32String("ETH");
/** Of the small market: BTC 63718.97, ETH 1881.9. */
const HONEST = [63_718_970_000n, 1_881_900_000n] as const;

let fixture: VenueFixture;
let honest: DisputeCase;
beforeAll(async () => {
	honest = disputeCase();
	const bare = await VenueFixture.deploy();
	const aggregator = await bare.deployContract("RudeVenue", []);
	const feed = { aggregator, decimals: 8, maxAge: 60, toleranceBps: 50 };
	fixture = await bare.withRiskEpochs({
		bondWei: BOND,
		feeds: [
			{ underlying: BTC, ...feed },
			{ underlying: ETH, ...feed },
		],
	});
	for (const publisher of fixture.roles.publishers) {
		await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	await fixture.keep();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const content = () => fixture.riskContent(-30, { marketRoot: honest.market.marketRoot }) as RiskEpochContent;
const post = (prices: readonly bigint[]) =>
	fixture.postRisk(-30, { marketRoot: honest.market.marketRoot }, prices);
const idOf = (name: string) => honest.instruments.find((one) => one.name === name)?.id ?? 0;
const dispute = (
	indexPricesMicroUsd: readonly bigint[],
	{ feed = 0, name = "BTC-PERPETUAL", market = honest.market, posted = content() } = {},
) =>
	disputeIndexPrice({
		...{ disputer: fixture.roles.mallory, riskEpochs: fixture.venue.riskEpochs, epoch: 1 },
		...{ content: posted, indexPricesMicroUsd, feed, marks: indexMarks(market, idOf(name)) },
	});

describe("an index price", () => {
	it.each([
		["BTC", 0, [HONEST[0] + 1n, HONEST[1]]],
		["WBTC", 0, [HONEST[0] - 1n, HONEST[1]]],
		["ETH-PERPETUAL", 1, [HONEST[0], 2n * HONEST[1]]],
	] as const)(
		"that the marks of %s do not say kills the epoch and takes the bonds",
		async (name, feed, prices) => {
			await post(prices);
			const { events } = await dispute(prices, { feed, name });
			const died = events.find((event) => event.name === "IndexPriceDisputed");
			const indexE18 = honest.market.leaves[idOf(name) - 1]?.indexE18;
			expect(died?.args.toObject()).toMatchObject({ epoch: 1n, indexE18, slashedWei: 2n * BOND });
			expect(await fixture.read("riskEpochs", "isDead", [1])).toBe(true);
			expect(await fixture.read("riskEpochs", "creditOf", [fixture.roles.mallory.address])).toBe(BOND);
			expect((await refusalOf(dispute(prices, { feed, name }))).errorName).toBe("RiskEpochIsDead");
		},
	);

	it("IndexPriceAgrees: the one that the marks say costs nobody anything", async () => {
		await post(HONEST);
		for (const [name, feed] of [
			["BTC-PERPETUAL", 0],
			["BTC-27MAR26-60000-P", 0],
			["ETH", 1],
		] as const) {
			const refusal = await refusalOf(dispute(HONEST, { feed, name }));
			expect(refusal).toMatchObject({
				errorName: "IndexPriceAgrees",
				args: { postedMicroUsd: HONEST[feed] },
			});
		}
	});

	it("UnderlyingNotOfFeed: marks of another coin say nothing of a feed", async () => {
		await post(HONEST);
		expect(await refusalOf(dispute(HONEST, { feed: 1 }))).toMatchObject({
			errorName: "UnderlyingNotOfFeed",
			args: { got: BTC, ofFeed: ETH },
		});
	});

	it("is the posted one: another content or other marks open nothing", async () => {
		await post(HONEST);
		const other = dispute([HONEST[0] + 5n, HONEST[1]]);
		expect((await refusalOf(other)).errorName).toBe("ContentNotOfEpoch");
		const forged = honest.market.leaves.map((leaf) => ({ ...leaf, indexE18: leaf.indexE18 + 10n ** 18n }));
		const market = { ...honest.market, leaves: forged };
		expect((await refusalOf(dispute(HONEST, { market }))).errorName).toBe("MarketNotOpened");
	});
});
