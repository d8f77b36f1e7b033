/** Marks that contradict each other lose whatever the market did, and no real market does. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marksTogetherDispute } from "../../../src/chain/disputes/dispute-row.ts";
import { type MarketLeaf, marketTreeOf } from "../../../src/market/snapshot/market-tree.ts";
import { checkMarksTogether } from "../../../src/market/snapshot/marks-together.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { FEBRUARY_EXPIRY_MS, SMALL_MARKET, SMALL_MARKET_TIME_MS } from "../../support/market/small-market.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { commitmentsOf, DisputeFixture } from "../../support/venue/dispute-fixture.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";

const [MARCH_CALL, MARCH_PUT, HIGH_CALL] = [
	"BTC-27MAR26-60000-C",
	"BTC-27MAR26-60000-P",
	"BTC-27MAR26-100000-C",
];
const FEBRUARY_CALL = "BTC-27FEB26-60000-C";

let fixture: DisputeFixture;
let honest: DisputeCase;
beforeAll(async () => {
	fixture = await DisputeFixture.deploy();
	honest = disputeCase();
});
afterAll(() => fixture.close());

const idOf = (name: string) => {
	const found = honest.instruments.find((instrument) => instrument.name === name);
	if (found === undefined) throw new Error(`${name} is not listed`);
	return found.id;
};
const leafOf = (name: string) => honest.market.leaves[idOf(name) - 1] as MarketLeaf;
/** What the contract and what the publisher's own check say of changed marks. */
const judge = async (
	changes: Readonly<Record<string, Partial<MarketLeaf>>>,
	names: readonly [string, string],
) => {
	const byId = new Map(Object.entries(changes).map(([name, change]) => [idOf(name), change]));
	const leaves = honest.market.leaves.map((leaf) => ({ ...leaf, ...byId.get(leaf.id) }));
	const market = marketTreeOf(leaves, honest.market.marketHash);
	const claim = marksTogetherDispute(market, [idOf(names[0]), idOf(names[1])]);
	const isWrong = await fixture.judge(commitmentsOf({ ...honest, market }), claim);
	let refused = false;
	try {
		checkMarksTogether(leaves, String);
	} catch {
		refused = true;
	}
	return { isWrong, refused };
};
const BREACH = { isWrong: true, refused: true };
const SOUND = { isWrong: false, refused: false };
const times = (amount: bigint, percent: number) => (amount * BigInt(Math.round(percent * 100))) / 10_000n;

describe("honest marks", () => {
	it("survive every pair, one leaf twice included", async () => {
		const { instruments } = honest;
		for (const a of instruments) {
			for (const b of instruments) {
				const claim = marksTogetherDispute(honest.market, [a.id, b.id]);
				expect(await fixture.judge(commitmentsOf(honest), claim), `${a.name} ${b.name}`).toBe(false);
			}
		}
	});
});

describe("one spot", () => {
	it("is that of every instrument of an underlying", async () => {
		const indexE18 = leafOf("BTC-PERPETUAL").indexE18 + 1n;
		expect(await judge({ "BTC-PERPETUAL": { indexE18 } }, ["BTC-PERPETUAL", MARCH_CALL])).toEqual(BREACH);
	});

	it("is the price of the underlying's own coin, and of no other coin", async () => {
		const priceE18 = leafOf("BTC").priceE18 - 1n;
		expect(await judge({ BTC: { priceE18 } }, ["BTC", "BTC"])).toEqual(BREACH);
		const wrapped = leafOf("WBTC").priceE18 / 2n;
		expect(await judge({ WBTC: { priceE18: wrapped } }, ["WBTC", "BTC"])).toEqual(SOUND);
	});

	it("is within a third of a perpetual's mark, and of a forward by 100 % a year more", async () => {
		const { indexE18, expiryMs } = leafOf("BTC-27MAR26");
		const share = 1 / 3 + (expiryMs - SMALL_MARKET_TIME_MS) / (365 * 86_400_000);
		for (const [name, limit] of [
			["BTC-PERPETUAL", 1 / 3],
			["BTC-27MAR26", share],
		] as const) {
			const at = (by: number) => ({ [name]: { priceE18: times(indexE18, 100 * (1 + by)) } });
			expect(await judge(at(limit + 0.001), [name, name])).toEqual(BREACH);
			expect(await judge(at(limit - 0.001), [name, name])).toEqual(SOUND);
			expect(await judge(at(-limit - 0.001), [name, name])).toEqual(BREACH);
		}
	});
});

describe("options of one expiry", () => {
	it("have forwards within 4 % of each other", async () => {
		const { priceE18 } = leafOf(MARCH_CALL);
		const put = (percent: number) => ({ [MARCH_PUT]: { priceE18: times(priceE18, percent) } });
		expect(await judge(put(105), [MARCH_CALL, MARCH_PUT])).toEqual(BREACH);
		expect(await judge(put(103), [MARCH_CALL, MARCH_PUT])).toEqual(SOUND);
	});

	it("have volatilities within a tenth of each other at one strike", async () => {
		const { ivE18 } = leafOf(MARCH_CALL);
		const put = (percent: number) => ({ [MARCH_PUT]: { ivE18: times(ivE18, percent) } });
		expect(await judge(put(112), [MARCH_CALL, MARCH_PUT])).toEqual(BREACH);
		expect(await judge(put(109), [MARCH_CALL, MARCH_PUT])).toEqual(SOUND);
	});

	it("have calls that fall with the strike, but by no more than the strike rises", async () => {
		const high = { [HIGH_CALL]: { ivE18: 4n * 10n ** 18n } };
		expect(await judge(high, [HIGH_CALL, MARCH_CALL])).toEqual(BREACH);
		const deep = { strikeE18: 10n ** 21n, ivE18: 5n * 10n ** 18n };
		const next = { strikeE18: 2n * 10n ** 21n, ivE18: 10n ** 18n };
		const both = { [MARCH_CALL]: { ...deep, ivE18: 10n ** 19n }, [HIGH_CALL]: next };
		expect((await judge(both, [MARCH_CALL, HIGH_CALL])).isWrong).toBe(true);
	});
});

describe("options of one strike", () => {
	it("lose no more than a quarter of their total variance from an expiry to a later one", async () => {
		const [early, late] = [leafOf(FEBRUARY_CALL), leafOf(MARCH_CALL)];
		const ratio = (late.expiryMs - SMALL_MARKET_TIME_MS) / (early.expiryMs - SMALL_MARKET_TIME_MS);
		const at = (share: number) => {
			const ivE18 = times(late.ivE18, 100 * Math.sqrt(ratio / share));
			return { [FEBRUARY_CALL]: { ivE18 } };
		};
		expect(await judge(at(0.749), [FEBRUARY_CALL, MARCH_CALL])).toEqual(BREACH);
		expect(await judge(at(0.749), [MARCH_CALL, FEBRUARY_CALL])).toEqual(BREACH);
		expect(await judge(at(0.751), [FEBRUARY_CALL, MARCH_CALL])).toEqual(SOUND);
	});

	it("may in the last hours before expiry", async () => {
		const expiryMs = SMALL_MARKET_TIME_MS + 6 * 3_600_000 - 1;
		const last = { expiryMs, ivE18: 10n ** 19n };
		expect((await judge({ [FEBRUARY_CALL]: last }, [FEBRUARY_CALL, MARCH_CALL])).isWrong).toBe(false);
	});
});

describe("what says nothing", () => {
	it("is marks of two underlyings", async () => {
		expect(await judge({}, ["ETH", MARCH_CALL])).toEqual(SOUND);
	});

	it("is a malformed leaf: it loses by itself", async () => {
		const refused = judge({ BTC: { lotE18: 0n } }, ["BTC", "BTC"]);
		expect((await refusalOf(refused)).errorName).toBe("LeafMalformed");
	});
});

it("a publisher is told before it posts, with the instrument's name", () => {
	const [future, ...others] = SMALL_MARKET.futures;
	if (future === undefined) throw new Error("no future");
	const snapshot = { ...SMALL_MARKET, futures: [{ ...future, markUsd: "130000" }, ...others] };
	expect(thrownBy(() => disputeCase(snapshot))).toMatchObject({
		code: "MARKS_DISAGREE",
		field: "BTC-27MAR26",
	});
	expect(FEBRUARY_EXPIRY_MS).toBeGreaterThan(SMALL_MARKET_TIME_MS);
});
