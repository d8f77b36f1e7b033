/** What is found in marks, scenarios and missing rows, asked of the real judge. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	encodeEvidence,
	marketOpening,
	openedMarks,
	scenarioOpening,
} from "../../../src/chain/demands/dispute-types.ts";
import type { Dispute } from "../../../src/chain/disputes/dispute-row.ts";
import { findMarksBreach } from "../../../src/chain/disputes/find-marks-breach.ts";
import type { PostedContent } from "../../../src/chain/epochs/publish-epochs.ts";
import { RetryableError } from "../../../src/errors/base.ts";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { buildTree, placePath } from "../../../src/field/tree.ts";
import { type MarketLeaf, type MarketTree, marketTreeOf } from "../../../src/market/snapshot/market-tree.ts";
import type { ScenarioLeaf } from "../../../src/risk/scenarios/scenario-leaf.ts";
import { scenarioTreeOf } from "../../../src/risk/scenarios/scenario-tree.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { commitmentsOf, DisputeFixture } from "../../support/venue/dispute-fixture.ts";

const [CALL, PUT, PERPETUAL] = ["BTC-27MAR26-60000-C", "BTC-27MAR26-60000-P", "BTC-PERPETUAL"];

let fixture: DisputeFixture;
let honest: DisputeCase;
beforeAll(async () => {
	fixture = await DisputeFixture.deploy();
	honest = disputeCase();
});
afterAll(() => fixture.close());

const idOf = (name: string) => honest.instruments.find((one) => one.name === name)?.id ?? 0;
const leafOf = (name: string) => honest.market.leaves[idOf(name) - 1] as MarketLeaf;
const marketWith = (changes: Readonly<Record<string, Partial<MarketLeaf>>>) => {
	const byId = new Map(Object.entries(changes).map(([name, change]) => [idOf(name), change]));
	const leaves = honest.market.leaves.map((leaf) => ({ ...leaf, ...byId.get(leaf.id) }));
	return marketTreeOf(leaves, honest.market.marketHash);
};
/** As the contract's event has them. */
const shown = (market: MarketTree, names: readonly string[]) =>
	names.map((name) => {
		const leaf = market.leaves[idOf(name) - 1] as MarketLeaf;
		return openedMarks(encodeEvidence("marketLeaf", [marketOpening(market, leaf, idOf(name) - 1)]));
	});
const FIRST_EXPIRY = () => Number(commitmentsOf(honest).nextExpiryMs) / 1000;
const search = (changes: Partial<Parameters<typeof findMarksBreach>[0]>, market = honest.market) =>
	findMarksBreach({
		market: null,
		shown: [],
		scenarios: [],
		registered: honest.scenarios,
		emptyPlaces: new Map(),
		nextExpirySeconds: FIRST_EXPIRY(),
		prices: null,
		isWrong: (dispute) => fixture.judge(commitmentsOf({ ...honest, market }), dispute),
		...changes,
	});

describe("an honest epoch", () => {
	it("has nothing to find, whether its market is known or was shown", async () => {
		expect(await search({ market: honest.market })).toEqual({ breach: null, asked: 0 });
		const names = honest.instruments.map(({ name }) => name);
		const scenarios = [encodeEvidence("scenarioLeaf", [scenarioOpening(honest.scenarios, 5)])];
		const { breach, asked } = await search({ shown: shown(honest.market, names), scenarios });
		// Each leaf, each pair of neighbours, and the scenario by itself and beside marks.
		expect([breach, asked]).toEqual([null, 2 * names.length + 1]);
	});
});

describe("what is found", () => {
	it("expiry: an epoch that claims a later first expiry, or none", async () => {
		for (const nextExpiryMs of [null, (FIRST_EXPIRY() + 60) * 1000]) {
			const commitments = { ...commitmentsOf(honest), nextExpiryMs };
			const { breach } = await search({
				market: honest.market,
				nextExpirySeconds: (nextExpiryMs ?? 0) / 1000,
				isWrong: (dispute) => fixture.judge(commitments, dispute),
			});
			expect(breach).toMatchObject({ ground: "expiry" });
			expect(honest.market.leaves[(breach?.ids[0] ?? 0) - 1]?.expiryMs).toBeGreaterThan(0);
		}
	});

	it("missing: the empty leaf in the place of a listed instrument, and not behind the last one", async () => {
		const tree = buildTree(await loadFastPoseidon(), [5n, 6n, 0n, 7n], 4);
		const isWrong: Parameters<typeof findMarksBreach>[0]["isWrong"] = (dispute) =>
			fixture.judge({ ...commitmentsOf(honest), riskRoot: tree.root }, dispute);
		const places = (...ids: readonly number[]) =>
			new Map(ids.map((id) => [id, { root: tree.root, path: placePath(tree, id) }]));
		const behind = honest.market.instrumentCount + 1;
		const known = { market: honest.market, isWrong };
		expect((await search({ ...known, emptyPlaces: places(behind) })).breach).toBeNull();
		const { breach } = await search({ ...known, emptyPlaces: places(behind, 2) });
		expect(breach).toMatchObject({ ground: "missing", ids: [2] });
		// A place that is not empty does not open, and hides nothing.
		const { breach: next } = await search({ ...known, emptyPlaces: places(1, 2) });
		expect(next).toMatchObject({ ground: "missing", ids: [2] });
	});

	it.each([
		["another index", () => ({ [PUT]: { indexE18: leafOf(PUT).indexE18 + 1n } }), [CALL, PUT], [CALL, PUT]],
		[
			"a mark far from the index",
			() => ({ [PERPETUAL]: { priceE18: 3n * 10n ** 23n } }),
			[PERPETUAL],
			[PERPETUAL],
		],
		[
			"another volatility at one strike",
			() => ({ [PUT]: { ivE18: (leafOf(PUT).ivE18 * 3n) / 2n } }),
			[CALL, PUT],
			[CALL, PUT],
		],
	] as const)("marksTogether: %s", async (_what, changes, names, expected) => {
		const market = marketWith(changes());
		const { breach } = await search({ shown: shown(market, names) }, market);
		expect(breach?.ground).toBe("marksTogether");
		expect([...new Set(breach?.ids)].sort()).toEqual(expected.map(idOf).sort());
	});

	it("marketLeaf and idOrder: marks that cannot be, and two for one id", async () => {
		const malformed = marketWith({ [PUT]: { ivE18: 10n ** 20n } });
		const found = await search({ shown: shown(malformed, [PUT]) }, malformed);
		expect(found.breach).toMatchObject({ ground: "marketLeaf", ids: [idOf(PUT)] });
		const twice = marketWith({ [PUT]: { id: idOf(CALL) } });
		const { breach } = await search({ shown: shown(twice, [CALL, PUT]) }, twice);
		expect(breach).toMatchObject({ ground: "idOrder", ids: [idOf(CALL), idOf(CALL)] });
	});

	it("scenarioLeaf: a scenario for now in which something moves", async () => {
		const leaves = honest.scenarios.scenarios.map((leaf, at) => (at === 0 ? { ...leaf, move: 1n } : leaf));
		const scenarios = scenarioTreeOf({ ...honest.scenarios, scenarios: leaves });
		const { breach } = await search({
			scenarios: [encodeEvidence("scenarioLeaf", [scenarioOpening(scenarios, 0)])],
			isWrong: (dispute) => fixture.judge(commitmentsOf({ ...honest, scenarios }), dispute),
		});
		expect(breach).toMatchObject({ ground: "scenarioLeaf", ids: [] });
	});

	it("stress: a common scenario in which nothing moves, beside marks that were shown", async () => {
		const { subject } = leafOf(PUT);
		const still = (leaf: ScenarioLeaf) => ({ ...leaf, move: 0n, vol: 0, weightE18: 10n ** 18n });
		const leaves = honest.scenarios.scenarios.map((leaf) => (leaf.lane === 1 ? still(leaf) : leaf));
		const scenarios = scenarioTreeOf({ ...honest.scenarios, scenarios: leaves });
		const place = leaves.findIndex((leaf) => leaf.lane === 1 && leaf.subject === subject);
		const evidence = {
			scenarios: [encodeEvidence("scenarioLeaf", [scenarioOpening(scenarios, place)])],
			isWrong: (dispute: Dispute) => fixture.judge(commitmentsOf({ ...honest, scenarios }), dispute),
		};
		const { breach } = await search({ ...evidence, shown: shown(honest.market, [PUT]) });
		expect(breach).toMatchObject({ ground: "stress", ids: [idOf(PUT)] });
		expect((await search(evidence)).breach).toBeNull();
		const known = await search({ ...evidence, market: honest.market, registered: null });
		expect(known.breach).toBeNull();
	});

	it("indexPrice: marks that name another price than was posted for a feed, to the µUSD", async () => {
		const { underlying, indexE18 } = leafOf(PERPETUAL);
		const posted = indexE18 / 10n ** 12n;
		const prices = (price: bigint) => ({
			underlyings: [7n, underlying],
			content: {} as PostedContent,
			indexPricesMicroUsd: [1n, price],
		});
		expect((await search({ market: honest.market, prices: prices(posted) })).breach).toBeNull();
		const { breach } = await search({ market: honest.market, prices: prices(posted + 1n) });
		expect(breach).toMatchObject({
			ground: "indexPrice",
			evidence: { feed: 1, indexPricesMicroUsd: [1n, posted + 1n] },
		});
	});
});

it("a node that does not answer is no verdict", async () => {
	const isWrong = () => {
		throw new RetryableError({ code: "CHAIN_UNREACHABLE", message: "no answer", hint: "try again" });
	};
	const asked = search({ shown: shown(honest.market, [PUT]), isWrong });
	await expect(asked).rejects.toMatchObject({ code: "CHAIN_UNREACHABLE" });
});
