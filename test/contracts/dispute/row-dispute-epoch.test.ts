/** What an epoch says beside its tables: its parameters, its first expiry, that it has a row for every instrument. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeEvidence, marketOpening, scenarioOpening } from "../../../src/chain/demands/dispute-types.ts";
import {
	expiryDispute,
	laneDispute,
	marketLeafDispute,
	missingDispute,
	scenarioLeafDispute,
} from "../../../src/chain/disputes/dispute-row.ts";
import { type MarketLeaf, marketTreeOf } from "../../../src/market/snapshot/market-tree.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { DEEPEST, deepMarket, deepScenarios } from "../../support/market/deep-trees.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { CALL_A1_LOW, UNLISTED } from "../../support/tables/desk-table.ts";
import { type DeskTree, deskTree } from "../../support/tables/desk-tree.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { commitmentsOf, DisputeFixture, openedWord } from "../../support/venue/dispute-fixture.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";

let fixture: DisputeFixture;
let honest: DisputeCase;
let desk: DeskTree;
beforeAll(async () => {
	fixture = await DisputeFixture.deploy();
	honest = disputeCase();
	desk = await deskTree();
});
afterAll(() => fixture.close());

const idOf = (name: string) => honest.instruments.find((one) => one.name === name)?.id ?? 0;
const leafOf = (id: number) => honest.market.leaves[id - 1] as MarketLeaf;

/** The tree is not full: its first leaves lie one deeper than the last. */
const DEEP_LEAF = 100;

describe("the depth of a tree", () => {
	it("of marks is at most that of a balanced tree: deeper ones open nothing and answer no demand", async () => {
		for (const [depth, opens] of [
			[DEEPEST.market, true],
			[DEEPEST.market + 1, false],
			[9_000, false],
		] as const) {
			const market = deepMarket(honest.market, depth);
			const commitments = commitmentsOf({ ...honest, market });
			const claim = marketLeafDispute(market, leafOf(3));
			const shown = encodeEvidence("marketLeaf", [marketOpening(market, leafOf(3))]);
			expect(await fixture.contract.getFunction("opensMarket")(market.marketRoot, 3, shown)).toBe(opens);
			if (opens) expect(await fixture.judge(commitments, claim)).toBe(false);
			else expect((await refusalOf(fixture.judge(commitments, claim))).errorName).toBe("MarketNotOpened");
		}
	});

	it.each([
		["scenarios", { ...DEEPEST, scenarios: DEEPEST.scenarios + 1 }],
		["parameters", { ...DEEPEST, parameters: DEEPEST.parameters + 1 }],
		["scenarios by far", { ...DEEPEST, scenarios: 10_000 }],
	] as const)("of %s is bounded, too", async (_, depths) => {
		const deepest = deepScenarios(honest.scenarios);
		const claim = scenarioLeafDispute(deepest, DEEP_LEAF);
		expect(await fixture.judge(commitmentsOf({ ...honest, scenarios: deepest }), claim)).toBe(false);
		const deeper = deepScenarios(honest.scenarios, depths);
		const refused = fixture.judge(
			commitmentsOf({ ...honest, scenarios: deeper }),
			scenarioLeafDispute(deeper, DEEP_LEAF),
		);
		expect((await refusalOf(refused)).errorName).toBe("ScenarioNotOpened");
	});
});

describe("parameters", () => {
	const LAX = { ...SAMPLE_PARAMS, levels: { ...SAMPLE_PARAMS.levels, initialWeight: 1n } };

	it("of the registered set judge an epoch: a table with an initial weight of 1 ppm dies under any other set", async () => {
		const lax = disputeCase(SMALL_MARKET, LAX);
		const id = idOf("BTC-PERPETUAL");
		const row = lax.rows.initial[id];
		if (row === undefined) throw new Error("no row");
		const word = openedWord(id, 20, rowElements(encodeRow(row))[20] as bigint);
		const { parameterSet, paramsHash, parameterRoot, parameterTree, parameters } = honest.scenarios;
		// What m publishers who agree can post: their own scenarios, but only a set that the timelock registered.
		const posted = { ...lax.scenarios, parameterSet, paramsHash, parameterRoot, parameterTree, parameters };
		const commitments = commitmentsOf({ ...lax, scenarios: posted });
		const claim = laneDispute({ word, laneOfWord: 1, market: lax.market, scenarios: posted });
		expect(await fixture.judge(commitments, claim)).toBe(true);
	});

	it("of another set than the registered one open nothing", async () => {
		const lax = disputeCase(SMALL_MARKET, LAX);
		const { parameterSet } = honest.scenarios;
		const commitments = { ...commitmentsOf(lax), parameterSet };
		const judged = fixture.judge(commitments, scenarioLeafDispute(lax.scenarios, 600));
		expect((await refusalOf(judged)).errorName).toBe("ScenarioNotOpened");
		expect(scenarioOpening(lax.scenarios, 600).parameters.initialWeight).toBe(1n);
	});
});

describe("the first expiry", () => {
	const judge = (nextExpiryMs: number | null, id: number) =>
		fixture.judge({ ...commitmentsOf(honest), nextExpiryMs }, expiryDispute(honest.market, leafOf(id)));

	it("that an epoch claims is not after any mark's: an epoch that claims none though marks expire dies", async () => {
		const first = Math.min(
			...honest.market.leaves.map(({ expiryMs }) => expiryMs || Number.POSITIVE_INFINITY),
		);
		const { id } = honest.market.leaves.find(({ expiryMs }) => expiryMs === first) as MarketLeaf;
		expect(await judge(null, id)).toBe(true);
		expect(await judge(first + 1000, id)).toBe(true);
		expect(await judge(first, id)).toBe(false);
		expect(await judge(first - 86_400_000, id)).toBe(false);
	});

	it("is that of whole seconds, as it is posted", async () => {
		const expiryMs = leafOf(idOf("BTC-27MAR26-60000-P")).expiryMs + 999;
		const id = idOf("BTC-27MAR26-60000-P");
		const leaves = honest.market.leaves.map((leaf) => (leaf.id === id ? { ...leaf, expiryMs } : leaf));
		const market = marketTreeOf(leaves, honest.market.marketHash);
		const commitments = { ...commitmentsOf({ ...honest, market }), nextExpiryMs: expiryMs };
		expect(await fixture.judge(commitments, expiryDispute(market, leaves[id - 1] as MarketLeaf))).toBe(false);
	});

	it("says nothing about what never expires", async () => {
		expect(await judge(null, idOf("BTC-PERPETUAL"))).toBe(false);
	});
});

describe("an empty place", () => {
	const commitments = (instrumentCount: number) => {
		const market = marketTreeOf(honest.market.leaves, honest.market.marketHash, instrumentCount);
		return { market, commitments: { ...commitmentsOf({ ...honest, market }), riskRoot: desk.root } };
	};
	const judge = (id: number, instrumentCount: number) => {
		const given = commitments(instrumentCount);
		const place = { root: desk.root, path: desk.pathOf(id) };
		return fixture.judge(given.commitments, missingDispute(place, id, given.market));
	};

	it("of a listed instrument loses, and of an id beyond the last instrument does not", async () => {
		expect(await judge(UNLISTED, UNLISTED)).toBe(true);
		expect(await judge(UNLISTED, UNLISTED - 1)).toBe(false);
	});

	it("RowNotEmpty: a row that is there is not missing", async () => {
		expect((await refusalOf(judge(CALL_A1_LOW, UNLISTED))).errorName).toBe("RowNotEmpty");
	});
});
