/** What each ground of a dispute shows: a breach of every kind wins, an honest table never loses. */
import { concat, keccak256 } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeEvidence, marketOpening, scenarioOpening } from "../../../src/chain/demands/dispute-types.ts";
import {
	boundDispute,
	deltaAllowanceDispute,
	idOrderDispute,
	laneDispute,
	marketLeafDispute,
	netLaneDispute,
	noSetDispute,
	scenarioLeafDispute,
	setKeyDispute,
	type TableCommitments,
	unlistedDispute,
	wordDispute,
} from "../../../src/chain/disputes/dispute-row.ts";
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { packWord } from "../../../src/field/packed-word.ts";
import { type MarketLeaf, type MarketTree, marketTreeOf } from "../../../src/market/snapshot/market-tree.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { encodeKeys, encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT } from "../../../src/risk/model/row-layout.ts";
import type { ScenarioLeaf } from "../../../src/risk/scenarios/scenario-leaf.ts";
import { type ScenarioTree, scenarioTreeOf } from "../../../src/risk/scenarios/scenario-tree.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { commitmentsOf, DisputeFixture, openedWord } from "../../support/venue/dispute-fixture.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";

const HASH: `0x${string}` = `0x${"cd".repeat(32)}`;
const KEY_WORD = ELEMENT.keys;
const BOUND = ELEMENT.bound;
const LEVELS = ["maintenance", "initial"] as const;

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
const elementsOf = (id: number, level: (typeof LEVELS)[number] = "initial") => {
	const row = honest.rows[level][id];
	if (row === undefined) throw new Error(`no row ${id}`);
	return rowElements(encodeRow(row));
};
const word = (id: number, index: number) => openedWord(id, index, elementsOf(id)[index] as bigint);

/** Marks with one leaf changed, and what a publisher who posts them commits to. */
function forgedMarket(id: number, change: Partial<MarketLeaf>) {
	const leaves = honest.market.leaves.map((leaf) => (leaf.id === id ? { ...leaf, ...change } : leaf));
	const market = marketTreeOf(leaves, HASH);
	return { market, commitments: commitmentsOf({ ...honest, market }) };
}

describe("a lane", () => {
	const LANE_WORDS = [0, 5, 17, 18, 47];
	const dispute = (id: number, wordIndex: number, laneOfWord: number, value: bigint) => {
		const { market, scenarios } = honest;
		return laneDispute({ word: openedWord(id, wordIndex, value), laneOfWord, market, scenarios });
	};
	/** The word with `byMicroUsd` more in one lane. */
	const shifted = (id: number, wordIndex: number, laneOfWord: number, byMicroUsd: bigint) =>
		((((elementsOf(id)[wordIndex] as bigint) + (byMicroUsd << BigInt(63 * laneOfWord))) % FIELD_ORDER) +
			FIELD_ORDER) %
		FIELD_ORDER;

	it("of an honest table survives, of every instrument and at both levels", async () => {
		for (const level of LEVELS) {
			for (const { id, name } of honest.instruments) {
				for (const index of LANE_WORDS) {
					const claim = dispute(id, index, id % 4, elementsOf(id, level)[index] as bigint);
					expect(await fixture.judge(commitmentsOf(honest, level), claim), `${name} ${index}`).toBe(false);
				}
			}
		}
	});

	it("of anything but an option loses by one µUSD, of an option by three, up or down", async () => {
		for (const { id, name, kind } of honest.instruments) {
			const least = kind === "option" ? 3n : 1n;
			for (const by of [least, -least, 1_000_000n, -1_000_000n]) {
				const claim = dispute(id, 20, 1, shifted(id, 20, 1, by));
				expect(await fixture.judge(commitmentsOf(honest), claim), `${name} ${by}`).toBe(true);
			}
		}
	});

	it("that is right says nothing about its wrong neighbour", async () => {
		const id = idOf("BTC");
		const claim = dispute(id, 20, 0, shifted(id, 20, 1, 500n));
		expect(await fixture.judge(commitmentsOf(honest), claim)).toBe(false);
	});

	it("loses in a word that is no word", async () => {
		const claim = dispute(idOf("BTC"), 20, 0, FIELD_ORDER / 3n);
		expect(await fixture.judge(commitmentsOf(honest), claim)).toBe(true);
	});

	it("of one level is wrong in the table of the other", async () => {
		const id = idOf("BTC-PERPETUAL");
		const claim = dispute(id, 3, 1, elementsOf(id, "initial")[3] as bigint);
		expect(await fixture.judge(commitmentsOf(honest, "maintenance"), claim)).toBe(true);
	});

	it("WordNotOpened: a proof of another word opens nothing", async () => {
		const opened = { ...word(3, 20), word: 1n };
		const claim = laneDispute({ word: opened, laneOfWord: 0, ...honest });
		const refusal = await refusalOf(fixture.judge(commitmentsOf(honest), claim));
		expect(refusal).toMatchObject({ errorName: "WordNotOpened", args: { id: 3n, wordIndex: 20n, word: 1n } });
	});

	it("MarketNotOpened: marks of another snapshot open nothing", async () => {
		const { market } = forgedMarket(3, { priceE18: 1n });
		const claim = laneDispute({ ...honest, word: word(3, 20), laneOfWord: 0, market });
		const refusal = await refusalOf(fixture.judge(commitmentsOf(honest), claim));
		expect(refusal).toMatchObject({ errorName: "MarketNotOpened", args: { id: 3n } });
	});

	it("ScenarioNotOpened: scenarios of other parameters open nothing", async () => {
		const other = scenarioTreeOf({ ...honest.scenarios, inputsHash: HASH });
		const claim = laneDispute({ ...honest, word: word(3, 20), laneOfWord: 0, scenarios: other });
		const refusal = await refusalOf(fixture.judge(commitmentsOf(honest), claim));
		expect(refusal).toMatchObject({ errorName: "ScenarioNotOpened", args: { lane: 80n } });
	});

	it("EvidenceMismatch: marks of another row prove nothing", async () => {
		const stranger = honest.market.leaves.map((leaf) => ({ ...leaf, id: leaf.id === 3 ? 4 : leaf.id }));
		const market = { ...honest.market, leaves: stranger };
		const claim = laneDispute({ ...honest, word: word(3, 20), laneOfWord: 0, market });
		const refusal = await refusalOf(fixture.judge(commitmentsOf(honest), claim));
		expect(refusal).toMatchObject({ errorName: "EvidenceMismatch", args: { got: 4n, expected: 3n } });
	});

	it("LeafMalformed: marks out of range cannot price a lane, but lose by themselves", async () => {
		const { market, commitments } = forgedMarket(3, { priceE18: 2n ** 100n });
		const claim = laneDispute({ ...honest, word: word(3, 20), laneOfWord: 0, market });
		const refusal = await refusalOf(fixture.judge(commitments, claim));
		expect(refusal).toMatchObject({ errorName: "LeafMalformed", args: { id: 3n, lane: 80n } });
	});
});

describe("an element", () => {
	it("of an honest row survives at every place", async () => {
		for (const id of [0, 1, idOf("USD-HOLD"), idOf("BTC-PERPETUAL"), idOf("BTC-27MAR26-60000-C")]) {
			for (let index = 0; index <= BOUND; index++) {
				expect(
					await fixture.judge(commitmentsOf(honest), wordDispute(word(id, index))),
					`${id} ${index}`,
				).toBe(false);
			}
		}
	});

	const LIMIT = 2n ** 36n;
	it.each([
		["a lane of 2^36", 3, 7, packWord([LIMIT])],
		["a lane of −2^36", 3, 7, packWord([0n, 0n, 0n, -LIMIT])],
		["a word that does not decode", 3, 7, FIELD_ORDER / 2n + 1n],
		["a lane of −2^62", 3, 7, FIELD_ORDER - 2n ** 62n],
		["a negative slope", 3, ELEMENT.longSlope, FIELD_ORDER - 1n],
		["a short slope of 2^36", 3, ELEMENT.shortSlope, LIMIT],
		["a negative slope step", 3, ELEMENT.longSteps, packWord([0n, -1n])],
		["a slope step of 2^36", 3, ELEMENT.shortSteps, packWord([0n, LIMIT])],
		["a negative intercept", 3, ELEMENT.longIntercepts, packWord([-1n])],
		["an intercept of 2^61", 3, ELEMENT.shortIntercepts, packWord([0n, 0n, 0n, 2n ** 61n])],
		["an unused lane of the strike word", 3, ELEMENT.strike, packWord([1n, 1n])],
		["another unused lane of the strike word", 3, ELEMENT.strike, packWord([1n, 0n, 1n])],
		["the last unused lane of the strike word", 3, ELEMENT.strike, packWord([1n, 0n, 0n, 1n])],
		["a net lane of 2^36", 3, ELEMENT.underlying, packWord([0n, 0n, LIMIT, -LIMIT])],
		["vega lanes that are not opposite", 3, ELEMENT.expiry, packWord([0n, 0n, 5n, -4n])],
		["delta lanes that are not opposite", 3, ELEMENT.underlying, packWord([0n, 0n, 5n, 5n])],
		["an intercept of a lane without one", 3, ELEMENT.underlyingIntercepts, packWord([1n, 0n, 5n, 5n])],
		[
			"an intercept of the other lane without one",
			3,
			ELEMENT.underlyingIntercepts,
			packWord([0n, 1n, 5n, 5n]),
		],
		["two free deltas", 3, ELEMENT.underlyingIntercepts, packWord([0n, 0n, 5n, 6n])],
		["a negative free delta", 3, ELEMENT.underlyingIntercepts, packWord([0n, 0n, -5n, -5n])],
		["another tag", 3, KEY_WORD, encodeKeys({ strike: 0, expiry: 0, underlying: 3 }) + (1n << 36n)],
		["a strike set in no expiry set", 3, KEY_WORD, encodeKeys({ strike: 3, expiry: 0, underlying: 3 })],
		["an expiry set in no underlying's", 3, KEY_WORD, encodeKeys({ strike: 0, expiry: 3, underlying: 0 })],
		["a bound of 2^36", 3, BOUND, LIMIT],
		["a value in the row of the empty slot", 0, 7, 1n],
		["a bound in the row of the empty slot", 0, BOUND, 1n],
		["a key in the row of the empty slot", 0, KEY_WORD, encodeKeys({ strike: 0, expiry: 0, underlying: 1 })],
	] as const)("loses with %s", async (_what, id, index, value) => {
		const claim = wordDispute(openedWord(id, index, value));
		expect(await fixture.judge(commitmentsOf(honest), claim)).toBe(true);
	});

	it("loses beyond the row's bound, which an honest row keeps at every place", async () => {
		const id = idOf("BTC-27MAR26-60000-C");
		const bound = word(id, BOUND);
		for (let index = 0; index < BOUND; index++) {
			const claim = boundDispute(word(id, index), bound);
			expect(await fixture.judge(commitmentsOf(honest), claim), String(index)).toBe(false);
		}
		const unsound = openedWord(id, BOUND, 2n ** 36n);
		expect(await fixture.judge(commitmentsOf(honest), boundDispute(word(id, 7), unsound))).toBe(true);
		// What decodes to no lanes is judged by its form, not by the bound.
		const undecodable = openedWord(id, 7, FIELD_ORDER / 2n + 1n);
		expect(await fixture.judge(commitmentsOf(honest), boundDispute(undecodable, bound))).toBe(false);
		const beyond = bound.word + 1n;
		for (const [index, value] of [
			[7, packWord([0n, -beyond])],
			[ELEMENT.longSlope, beyond],
			[ELEMENT.longSteps, packWord([0n, 0n, 0n, beyond])],
			[ELEMENT.strike, packWord([beyond])],
			[ELEMENT.underlying, packWord([0n, 0n, beyond, -beyond])],
		] as const) {
			const claim = boundDispute(openedWord(id, index, value), bound);
			expect(await fixture.judge(commitmentsOf(honest), claim), String(index)).toBe(true);
		}
	});
});

describe("marks", () => {
	it("of an honest snapshot survive", async () => {
		for (const leaf of honest.market.leaves) {
			const claim = marketLeafDispute(honest.market, leaf);
			expect(await fixture.judge(commitmentsOf(honest), claim)).toBe(false);
		}
	});

	const OPTION = "BTC-27MAR26-60000-C";
	const FUTURE = "BTC-27MAR26";
	it.each([
		["a lot of zero", "BTC", { lotE18: 0n }],
		["a price of 2^100", "BTC", { priceE18: 2n ** 100n }],
		["an index of zero", "BTC", { indexE18: 0n }],
		["an unknown kind", "BTC", { kind: 8 }],
		["no kind", "BTC", { kind: 0 }],
		["an id of 0", "BTC", { id: 0 }],
		["another time than the epoch's", "BTC", { snapshotTimeMs: 1_000 }],
		["a coin that expires", "BTC", { expiryMs: 2_000_000_000_000 }],
		["a coin with a strike", "BTC", { strikeE18: 1n }],
		["a coin with a settlement price", "BTC", { settlementE18: 1n }],
		["a coin with a volatility", "BTC", { ivE18: 1n }],
		["a coin with a fixed part", "BTC", { fixedForwardE18: 1n }],
		["a coin with a discount factor", "BTC", { discountE18: 1n }],
		["a coin that is a call", "BTC", { isCall: true }],
		["a future without a settlement price", FUTURE, { settlementE18: 0n }],
		["a future that has expired", FUTURE, { expiryMs: 1_000_000_000_000 }],
		["a future that moves with another subject", FUTURE, { subject: 1n }],
		["an option of another century", OPTION, { expiryMs: 2 ** 45 }],
		["a forward below 10⁻⁶ USD", OPTION, { priceE18: 10n ** 12n - 1n }],
		["a strike below 10⁻⁶ USD", OPTION, { strikeE18: 10n ** 12n - 1n }],
		["a strike of 2^100", OPTION, { strikeE18: 2n ** 100n }],
		["a strike out of reach", OPTION, { strikeE18: 2n ** 99n }],
		["a strike that is out of reach from above", OPTION, { strikeE18: 10n ** 12n }],
		["a volatility of zero", OPTION, { ivE18: 0n }],
		["a volatility above 1000 %", OPTION, { ivE18: 10n ** 19n + 1n }],
		["a fixed part above the forward", OPTION, { fixedForwardE18: 10n ** 24n }],
		["a discount factor above 2", OPTION, { discountE18: 2n * 10n ** 18n + 1n }],
		["a discount factor of zero", OPTION, { discountE18: 0n }],
	] as const)("lose with %s", async (_what, name, change) => {
		const id = idOf(name);
		const { market, commitments } = forgedMarket(id, change as Partial<MarketLeaf>);
		const claim = marketLeafDispute(market, market.leaves[id - 1] as MarketLeaf, id - 1);
		expect(await fixture.judge(commitments, claim)).toBe(true);
	});

	it("lose with an id that has no place in a table", async () => {
		const leaves = honest.market.leaves.map((leaf) =>
			leaf.id === idOf("BTC") ? { ...leaf, id: 4_096 } : leaf,
		);
		const market = marketTreeOf(leaves, HASH, 5_000);
		const place = idOf("BTC") - 1;
		const claim = marketLeafDispute(market, market.leaves[place] as MarketLeaf, place);
		expect(await fixture.judge(commitmentsOf({ ...honest, market }), claim)).toBe(true);
	});
});

describe("scenarios", () => {
	const STILL_MARK = {
		lane: 0,
		laterMs: 0,
		weightE18: 10n ** 18n,
		move: 0n,
		depeg: 0n,
		vol: 0,
		basisPerYear: 0n,
	};
	const forged = (change: Partial<ScenarioLeaf>, parameters = {}): [ScenarioTree, TableCommitments] => {
		const scenarios = honest.scenarios.scenarios.map((leaf, at) =>
			at === 9 ? { ...leaf, ...change } : leaf,
		);
		const tree = scenarioTreeOf({
			...honest.scenarios,
			scenarios,
			parameters: honest.scenarios.parameters.map((leaf) => ({ ...leaf, ...parameters })),
		});
		return [tree, commitmentsOf({ ...honest, scenarios: tree })];
	};

	it("of honest parameters survive", async () => {
		for (let place = 0; place < honest.scenarios.scenarios.length; place += 17) {
			const claim = scenarioLeafDispute(honest.scenarios, place);
			expect(await fixture.judge(commitmentsOf(honest), claim)).toBe(false);
		}
	});

	it("of the value now survive when nothing moves", async () => {
		const [tree, commitments] = forged(STILL_MARK);
		expect(await fixture.judge(commitments, scenarioLeafDispute(tree, 9))).toBe(false);
	});

	it.each([
		["a value now at which the price moves", { ...STILL_MARK, move: 1n }, {}],
		["a value now at which a peg moves", { ...STILL_MARK, depeg: -1n }, {}],
		["a value now of the next millisecond", { ...STILL_MARK, laterMs: 1 }, {}],
		["a value now at which volatility moves", { ...STILL_MARK, vol: 1 }, {}],
		["a value now at which the basis moves", { ...STILL_MARK, basisPerYear: 1n }, {}],
		["a value now of which a part counts", { ...STILL_MARK, weightE18: 10n ** 18n - 1n }, {}],
		["a lane that no table has", { lane: STRESS_LANES + TAIL_LANES }, {}],
		["a horizon beyond seven days", { laterMs: 604_800_001 }, {}],
		["a weight above 1", { weightE18: 10n ** 18n + 1n }, {}],
		["a fall of 99.1 %", { move: -991_000n }, {}],
		["a rise beyond every move", { move: 20_000_001n }, {}],
		["a depeg beyond every move", { depeg: 20_000_001n }, {}],
		["a depeg of −99.1 %", { depeg: -991_000n }, {}],
		["an unknown volatility shock", { vol: 4 }, {}],
		["a level beyond its range", { levels: [0n, 2n ** 36n, 0n, 0n] }, {}],
		["a risk reversal beyond its range", { riskReversal: -(2n ** 30n) }, {}],
		["a fly beyond its range", { fly: 2n ** 30n }, {}],
		["a basis beyond its range", { basisPerYear: 2n ** 30n }, {}],
		["an initial weight of zero", {}, { initialWeight: 0n }],
		["a multiplier below 1", {}, { initialMultiplier: 999_999n }],
		["a range above its limit", {}, { rangeUp: 5_000_001n }],
		["a tenor floor of zero", {}, { tenorFloorDays: 0n }],
		["a wing cap above its limit", {}, { wingCap: 5_000_001n }],
		["a power above 1", {}, { longPower: 1_000_001n }],
		["a basis move of the wrong sign", {}, { basisDown: 1n }],
		["a share above 1", {}, { offsetFloorShare: 1_000_001n }],
		["an initial weight above 1", {}, { initialWeight: 1_000_001n }],
		["a multiplier above 10", {}, { initialMultiplier: 10_000_001n }],
		["a tenor floor of 31 days", {}, { tenorFloorDays: 31_000_000n }],
		["a short power above 1", {}, { shortPower: 1_000_001n }],
		["a range that falls below zero", {}, { rangeDown: 1_000_001n }],
		["a floor share above 1", {}, { floorShare: 1_000_001n }],
		["an up floor above its limit", {}, { upFloor: 5_000_001n }],
		["a horizon of two days in the parameters", {}, { horizonDays: 2n }],
		["a basis that rises by less than nothing", {}, { basisUp: -1n }],
		["a basis that rises by more than 90 %", {}, { basisUp: 900_001n }],
		["a basis that falls by more than 90 %", {}, { basisDown: -900_001n }],
		["a basis addition above its limit", {}, { basisAdd: 5_000_001n }],
		["a yearly basis above its limit", {}, { basisPerYear: 20_000_001n }],
		["a stand-alone move above 90 %", {}, { offsetFloorMove: 900_001n }],
		["a rate of uncovered shorts above 1", {}, { uncoveredShortNear: 1_000_001n }],
		["a rate of uncovered shorts that rises with time", {}, { uncoveredShortFar: 1_000_000n }],
		["a near tenor after the far one", {}, { uncoveredShortNearMs: 604_800_000n }],
		["a far tenor beyond a year", {}, { uncoveredShortFarMs: 31_536_000_001n }],
		["parameters that it does not name", { parametersOf: 1n }, {}],
		["a vega share above 1", {}, { vegaShare: 1_000_001n }],
		["a delta rate above 1", {}, { deltaRate: 1_000_001n }],
	] as const)("lose with %s", async (_what, change, parameters) => {
		const [tree, commitments] = forged(change as Partial<ScenarioLeaf>, parameters);
		expect(await fixture.judge(commitments, scenarioLeafDispute(tree, 9))).toBe(true);
	});
});

describe("the order of ids", () => {
	const forged = (leaves: readonly MarketLeaf[]): [MarketTree, TableCommitments] => {
		const market = marketTreeOf(leaves, HASH);
		return [market, commitmentsOf({ ...honest, market })];
	};

	it("of an honest listing survives, for neighbours and others", async () => {
		const last = honest.market.leaves.length - 1;
		for (let a = 0; a <= last; a++) {
			for (const b of [a, Math.min(a + 1, last), last]) {
				const claim = idOrderDispute(honest.market, [b, a]);
				expect(await fixture.judge(commitmentsOf(honest), claim)).toBe(false);
			}
		}
	});

	it("loses when two instruments have changed places, for every pair of neighbours", async () => {
		for (let at = 0; at + 1 < honest.market.leaves.length; at++) {
			const leaves = [...honest.market.leaves];
			const [a, b] = [leaves[at] as MarketLeaf, leaves[at + 1] as MarketLeaf];
			leaves[at] = { ...b, id: a.id };
			leaves[at + 1] = { ...a, id: b.id };
			const [market, commitments] = forged(leaves);
			expect(await fixture.judge(commitments, idOrderDispute(market, [at, at + 1])), String(at)).toBe(true);
		}
	});

	it("loses when one id or one instrument is there twice", async () => {
		const { leaves } = honest.market;
		const first = leaves[3] as MarketLeaf;
		const [twoMarks, ofMarks] = forged([...leaves, { ...first, priceE18: first.priceE18 + 1n }]);
		expect(await fixture.judge(ofMarks, idOrderDispute(twoMarks, [3, leaves.length]))).toBe(true);
		const [twoIds, ofIds] = forged([...leaves, { ...first, id: leaves.length + 1 }]);
		expect(await fixture.judge(ofIds, idOrderDispute(twoIds, [3, leaves.length]))).toBe(true);
	});
});

describe("a set key", () => {
	const claim = (
		name: string,
		keys: Partial<Record<"strike" | "expiry" | "underlying", number>>,
		other?: string,
	) => {
		const id = idOf(name);
		const level = Object.keys(keys)[0] as "strike" | "expiry" | "underlying";
		const full = { ...(honest.rows.initial[id]?.keys ?? { strike: 0, expiry: 0, underlying: 0 }), ...keys };
		return setKeyDispute({
			keyWord: openedWord(id, KEY_WORD, encodeKeys(full)),
			level,
			market: honest.market,
			...(other === undefined ? {} : { otherId: idOf(other) }),
		});
	};
	const judge = (...given: Parameters<typeof claim>) => fixture.judge(commitmentsOf(honest), claim(...given));

	it("of an honest row survives whatever else is opened", async () => {
		for (const { id } of honest.instruments) {
			for (const level of ["strike", "expiry", "underlying"] as const) {
				for (const { id: otherId } of honest.instruments) {
					const dispute = setKeyDispute({
						keyWord: word(id, KEY_WORD),
						level,
						market: honest.market,
						otherId,
					});
					expect(await fixture.judge(commitmentsOf(honest), dispute), `${id} ${level} ${otherId}`).toBe(
						false,
					);
				}
			}
		}
	});

	it("loses where there is no set", async () => {
		expect(await judge("USDC", { underlying: 1 })).toBe(true);
		expect(await judge("BTC-PERPETUAL", { expiry: idOf("BTC") })).toBe(true);
		expect(await judge("BTC-27MAR26", { strike: idOf("BTC-27MAR26") })).toBe(true);
	});

	it("loses at 0 where there is a set, and above the row's own id", async () => {
		expect(await judge("BTC-27MAR26-60000-P", { strike: 0 })).toBe(true);
		expect(await judge("BTC-27MAR26-60000-P", { underlying: idOf("BTC-27MAR26-60000-P") + 1 })).toBe(true);
	});

	it("loses when it names a stranger: sets that merge", async () => {
		expect(await judge("ETH", { underlying: idOf("BTC") }, "BTC")).toBe(true);
		expect(
			await judge("BTC-27MAR26-100000-C", { strike: idOf("BTC-27MAR26-60000-C") }, "BTC-27MAR26-60000-C"),
		).toBe(true);
		expect(await judge("BTC-27MAR26", { expiry: idOf("BTC-27FEB26-60000-C") }, "BTC-27FEB26-60000-C")).toBe(
			true,
		);
	});

	it("loses when a member comes before it: sets that split", async () => {
		expect(
			await judge("BTC-27MAR26-60000-P", { strike: idOf("BTC-27MAR26-60000-P") }, "BTC-27MAR26-60000-C"),
		).toBe(true);
		expect(await judge("BTC-27MAR26-60000-P", { expiry: idOf("BTC-27MAR26-60000-C") }, "BTC-27MAR26")).toBe(
			true,
		);
		expect(await judge("BTC-PERPETUAL", { underlying: idOf("BTC-PERPETUAL") }, "BTC")).toBe(true);
	});
});

describe("netting", () => {
	const keyWord = (id: number, keys = { strike: 0, expiry: 0, underlying: 0 }) =>
		openedWord(id, KEY_WORD, encodeKeys(keys));

	it("of honest rows survives: their lanes have sets, free deltas are one per underlying", async () => {
		const [first] = honest.instruments;
		for (const { id } of honest.instruments) {
			for (const index of [
				ELEMENT.strike,
				ELEMENT.expiry,
				ELEMENT.underlying,
				ELEMENT.underlyingIntercepts,
			]) {
				const claim = noSetDispute(word(id, index), word(id, KEY_WORD));
				expect(await fixture.judge(commitmentsOf(honest), claim), `${id} ${index}`).toBe(false);
			}
			for (const other of [first?.id ?? 0, idOf("BTC"), idOf("ETH")]) {
				const claim = deltaAllowanceDispute(honest.market, [
					word(id, ELEMENT.underlyingIntercepts),
					word(other, ELEMENT.underlyingIntercepts),
				]);
				expect(await fixture.judge(commitmentsOf(honest), claim), `${id} ${other}`).toBe(false);
			}
		}
	});

	it("loses with lanes that net in no set", async () => {
		const id = idOf("BTC-PERPETUAL");
		for (const [index, keys] of [
			[ELEMENT.strike, { strike: 0, expiry: id, underlying: id }],
			[ELEMENT.expiry, { strike: 0, expiry: 0, underlying: id }],
			[ELEMENT.underlying, { strike: 0, expiry: 0, underlying: 0 }],
			[ELEMENT.underlyingIntercepts, { strike: 0, expiry: 0, underlying: 0 }],
		] as const) {
			const claim = noSetDispute(openedWord(id, index, 1n), keyWord(id, keys));
			expect(await fixture.judge(commitmentsOf(honest), claim), String(index)).toBe(true);
		}
	});

	it("loses with a net lane that marks and parameters do not give", async () => {
		const dispute = (name: string, index: number, laneOfWord: number, by: bigint) => {
			const value = toField((elementsOf(idOf(name))[index] as bigint) + (by << BigInt(63 * laneOfWord)));
			const { market, scenarios } = honest;
			return netLaneDispute({ word: openedWord(idOf(name), index, value), laneOfWord, market, scenarios });
		};
		const places = [
			[ELEMENT.strike, 0],
			[ELEMENT.expiry, 0],
			[ELEMENT.expiry, 1],
			[ELEMENT.expiry, 2],
			[ELEMENT.expiry, 3],
			[ELEMENT.underlying, 0],
			[ELEMENT.underlying, 1],
		] as const;
		for (const [index, lane] of places) {
			for (const [name, least] of [
				["BTC-27MAR26-60000-P", 3n],
				["BTC-27MAR26", 1n],
				["WBTC", 1n],
				["USDC", 1n],
			] as const) {
				for (const by of [0n, least, -least]) {
					const claim = dispute(name, index, lane, by);
					expect(await fixture.judge(commitmentsOf(honest), claim), `${name} ${index} ${lane} ${by}`).toBe(
						by !== 0n,
					);
				}
			}
		}
		expect(
			await fixture.judge(commitmentsOf(honest), dispute("ETH-PERPETUAL", ELEMENT.underlying, 2, 1n)),
		).toBe(true);
		expect(
			await fixture.judge(commitmentsOf(honest), dispute("ETH-PERPETUAL", ELEMENT.underlying, 3, 1n)),
		).toBe(true);
		for (const by of [3n, -3n]) {
			const claim = dispute("BTC-27MAR26-60000-P", ELEMENT.underlying, 2, by);
			expect(await fixture.judge(commitmentsOf(honest), claim)).toBe(true);
		}
	});

	it("of honest rows survives at maintenance level, and loses by one µUSD there, too", async () => {
		const { market, scenarios } = honest;
		for (const name of ["BTC-27MAR26-60000-P", "BTC-27MAR26", "BTC-PERPETUAL", "BTC", "WBTC"]) {
			const id = idOf(name);
			for (const [index, laneOfWord] of [
				[ELEMENT.strike, 0],
				[ELEMENT.strike, 1],
				[ELEMENT.expiry, 0],
				[ELEMENT.expiry, 3],
				[ELEMENT.underlying, 0],
				[ELEMENT.underlying, 2],
			] as const) {
				const value = elementsOf(id, "maintenance")[index] as bigint;
				const judge = (by: bigint) => {
					const claimed = toField(value + (by << BigInt(63 * laneOfWord)));
					const claim = netLaneDispute({
						word: openedWord(id, index, claimed),
						laneOfWord,
						market,
						scenarios,
					});
					return fixture.judge(commitmentsOf(honest, "maintenance"), claim);
				};
				expect(await judge(0n), `${name} ${index} ${laneOfWord}`).toBe(false);
				if (!name.endsWith("P")) expect(await judge(1n), `${name} ${index} ${laneOfWord}`).toBe(true);
			}
		}
	});

	it("cannot be asked of an element that is no net word", async () => {
		const claim = netLaneDispute({ word: word(3, ELEMENT.underlyingIntercepts), laneOfWord: 0, ...honest });
		const refusal = await refusalOf(fixture.judge(commitmentsOf(honest), claim));
		expect(refusal).toMatchObject({
			code: "EVIDENCE_MISMATCH",
			args: { got: BigInt(ELEMENT.underlyingIntercepts) },
		});
		const lane = netLaneDispute({ word: word(3, ELEMENT.shortIntercepts), laneOfWord: 0, ...honest });
		expect(await refusalOf(fixture.judge(commitmentsOf(honest), lane))).toMatchObject({
			args: { got: BigInt(ELEMENT.shortIntercepts) },
		});
	});

	it("loses with two free deltas in one underlying, not in two", async () => {
		const free = (id: number, amount: bigint) =>
			openedWord(id, ELEMENT.underlyingIntercepts, packWord([0n, 0n, amount, amount]));
		const differ = (a: string, b: string) =>
			fixture.judge(
				commitmentsOf(honest),
				deltaAllowanceDispute(honest.market, [free(idOf(a), 5n), free(idOf(b), 6n)]),
			);
		expect(await differ("BTC", "BTC-27MAR26-60000-C")).toBe(true);
		expect(await differ("WBTC", "BTC-PERPETUAL")).toBe(true);
		expect(await differ("BTC", "ETH")).toBe(false);
	});
});

describe("a row that is not listed", () => {
	it("loses, whatever is in it; the last listed one survives", async () => {
		const last = honest.market.instrumentCount;
		expect(last).toBe(honest.instruments.length);
		const judge = (id: number) =>
			fixture.judge(commitmentsOf(honest), unlistedDispute(openedWord(id, 7, 0n), honest.market));
		expect(await judge(last)).toBe(false);
		expect(await judge(last + 1)).toBe(true);
		expect(await judge(4095)).toBe(true);
	});

	it("loses with its marks when they are beyond the number of instruments", async () => {
		const last = honest.market.instrumentCount;
		const market = marketTreeOf(honest.market.leaves, HASH, last - 1);
		const claim = marketLeafDispute(market, market.leaves[last - 1] as MarketLeaf);
		expect(await fixture.judge(commitmentsOf({ ...honest, market }), claim)).toBe(true);
	});
});

describe("a demand", () => {
	it("for marks is answered by the instrument's own leaf, or by any when there are fewer instruments", async () => {
		const opening = encodeEvidence("marketLeaf", [
			marketOpening(honest.market, honest.market.leaves[2] as MarketLeaf),
		]);
		const answers = (id: number, root: string) =>
			fixture.contract.getFunction("opensMarket")(root, id, opening);
		const { marketRoot, instrumentCount } = honest.market;
		expect(await answers(3, marketRoot)).toBe(true);
		expect(await answers(4, marketRoot)).toBe(false);
		expect(await answers(instrumentCount, marketRoot)).toBe(false);
		expect(await answers(instrumentCount + 1, marketRoot)).toBe(true);
		expect(await answers(instrumentCount + 1, HASH)).toBe(false);
		expect(await answers(3, HASH)).toBe(false);
	});

	it("for a scenario is answered by the lane and subject asked for and no other", async () => {
		const shown = scenarioOpening(honest.scenarios, 5);
		const opening = encodeEvidence("scenarioLeaf", [shown]);
		const { lane, subject } = shown.scenario;
		const answers = (...asked: readonly [string, number, string]) =>
			fixture.contract.getFunction("opensScenario")(...asked, opening);
		const { parametersHash, parameterSet } = honest.scenarios;
		const committed = keccak256(concat([parametersHash, parameterSet]));
		expect(await answers(committed, lane, subject)).toBe(true);
		expect(await answers(committed, lane + 1, subject)).toBe(false);
		expect(await answers(committed, lane, HASH)).toBe(false);
		expect(await answers(keccak256(concat([parametersHash, HASH])), lane, subject)).toBe(false);
		expect(await answers(HASH, lane, subject)).toBe(false);
	});
});
