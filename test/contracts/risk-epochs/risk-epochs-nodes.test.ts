/** Inner nodes that must be shown: a false row among 4,096 is found with four answers, and hiding one costs the bonds. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	childrenOf,
	demandNode,
	expireNode,
	type NodePlace,
	openNodeDemands,
	readNodeDemand,
	servedNodes,
	serveNode,
} from "../../../src/chain/demands/node-demands.ts";
import { demandRow } from "../../../src/chain/demands/row-demands.ts";
import { nextSearchStep } from "../../../src/chain/demands/search-false-row.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { buildTree, type Tree } from "../../../src/field/tree.ts";
import { TABLE_DEPTH } from "../../../src/risk/model/dimensions.ts";
import { hashRow, type RiskRow } from "../../../src/risk/model/risk-row.ts";
import { deskRows } from "../../support/tables/desk-table.ts";
import { ROW_WINDOW, refusalOf, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("10");
const DAY = 86_400;
const FALSE_ID = 2_742;
/** A row under the eighth of the table that no other instrument is in. */
const LAST_ID = 4_000;
const GWEI = 10n ** 9n;

let fixture: VenueFixture;
/** The right table and one with a false row. */
let right: Tree;
let posted: Tree;
beforeAll(async () => {
	const hash = await loadFastPoseidon();
	const row = deskRows()[1] as RiskRow;
	const leaf = hashRow(hash, row);
	const leaves = new Array<bigint>(LAST_ID + 1).fill(leaf);
	right = buildTree(hash, leaves, TABLE_DEPTH);
	posted = buildTree(hash, leaves.with(FALSE_ID, 7n), TABLE_DEPTH);
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
	for (const publisher of fixture.roles.publishers) {
		await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	await fixture.postRisk(-30, { maintenanceRoot: posted.root });
	await fixture.keep();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const at = (depth: number, index: number): NodePlace => ({
	...{ riskEpochs: fixture.venue.riskEpochs, epoch: 1, level: "maintenance" },
	...{ depth, index },
});
const demand = (depth: number, index: number, siblings?: readonly bigint[]) =>
	demandNode({ ...at(depth, index), siblings, demander: fixture.roles.mallory });
const serve = (depth: number, index: number, tree = posted) =>
	serveNode({ ...at(depth, index), tree, server: fixture.roles.bob });
const expire = (depth: number, index: number) =>
	expireNode({ ...at(depth, index), sender: fixture.roles.bob });
const blocks = async () => ({
	...{ provider: fixture.chain.provider, riskEpochs: fixture.venue.riskEpochs, fromBlock: 0 },
	toBlock: await fixture.chain.provider.getBlockNumber(),
});
const creditOf = (account: { readonly address: string }) =>
	fixture.read("riskEpochs", "creditOf", [account.address]) as Promise<bigint>;

describe("a search", () => {
	it("finds the one false row among 4,096 with four answers of eight children", async () => {
		let answers = 0;
		for (;;) {
			const served = await servedNodes({ ...(await blocks()), epoch: 1, level: "maintenance" });
			const step = nextSearchStep({ root: posted.root, tree: right, served });
			if (step.kind === "row") {
				expect(step).toMatchObject({ id: FALSE_ID, leaf: 7n });
				break;
			}
			if (step.kind !== "node") throw new Error("the tables differ");
			await demand(step.depth, step.index, step.siblings);
			await serve(step.depth, step.index);
			answers++;
		}
		expect(answers).toBe(4);
	});

	it("costs less than the hundredth part of what it earns, the row that it finds included", async () => {
		const priceWei = 5n * GWEI;
		let gas = 0n;
		let siblings: readonly bigint[] | undefined;
		for (let depth = 0; depth < TABLE_DEPTH; depth++) {
			const index = Math.floor(FALSE_ID / 8 ** (TABLE_DEPTH - depth));
			gas += (await demand(depth, index, siblings)).gasUsed;
			siblings = childrenOf(posted, at(depth, index));
			const served = await serve(depth, index);
			expect(served.gasUsed).toBeLessThan(900_000n);
		}
		const row = { ...at(0, 0), id: FALSE_ID };
		gas += (await demandRow({ ...row, demander: fixture.roles.mallory })).gasUsed;
		const deposit = async (method: string) =>
			(await fixture.read("riskEpochs", method, [priceWei])) as bigint;
		const costWei = gas * priceWei + 4n * (await deposit("nodeDeposit")) + (await deposit("rowDeposit"));
		// Two publishers stand behind the epoch: whoever finds a breach gets half of their bonds.
		expect(costWei).toBeLessThan(BOND / 50n);
	});

	it("has nothing to look for in the right table", () => {
		expect(nextSearchStep({ root: right.root, tree: right, served: [] })).toEqual({ kind: "same" });
	});

	it("ends before rows may no longer be demanded, whatever publishers do", async () => {
		const longest = 3 * DAY;
		const rest = 7 * DAY - 4 * (6 * 3_600 + longest / 4);
		expect(rest).toBeGreaterThan(2 * DAY);
		const { answerByMs } = await demand(0, 0);
		expect(answerByMs / 1000).toBe((await fixture.chain.timeSeconds()) + ROW_WINDOW / 4);
	});
});

describe("nodes", () => {
	it("that nobody shows kill the epoch, as rows do", async () => {
		const { depositWei, answerByMs } = await demand(0, 0);
		expect(await openNodeDemands(await blocks())).toMatchObject([
			{ ...at(0, 0), depositWei, settled: false },
		]);
		await fixture.chain.setNextBlockTime(answerByMs / 1000 - 1);
		expect((await refusalOf(expire(0, 0))).errorName).toBe("RowStillDue");
		await fixture.chain.setNextBlockTime(answerByMs / 1000);
		const { events } = await expire(0, 0);
		const killed = events.find(({ name }) => name === "RiskEpochKilledAtNode");
		expect(killed?.args.toObject()).toMatchObject({ epoch: 1n, depth: 0n, index: 0n, slashedWei: 2n * BOND });
		expect(await fixture.read("riskEpochs", "isDead", [1])).toBe(true);
		expect(await creditOf(fixture.roles.mallory)).toBe(depositWei + BOND);
		expect((await refusalOf(demand(0, 0))).errorName).toBe("RiskEpochIsDead");
		expect(await openNodeDemands(await blocks())).toEqual([]);
	});

	it("earn the deposit for whoever shows them, once", async () => {
		const { depositWei } = await demand(0, 0);
		await serve(0, 0);
		expect(await creditOf(fixture.roles.bob)).toBe(depositWei);
		expect(await readNodeDemand({ ...at(0, 0), runner: fixture.chain.provider })).toMatchObject({
			settled: true,
		});
		expect(await readNodeDemand({ ...at(1, 0), runner: fixture.chain.provider })).toBeNull();
		expect((await refusalOf(serve(0, 0))).errorName).toBe("NodeNotAwaited");
	});

	it("do not wait for rows, and a flood of them gives three seconds more for each", async () => {
		const { mallory } = fixture.roles;
		for (const id of [1, 2, 3]) await demandRow({ ...at(0, 0), id, demander: mallory });
		const first = (await demand(0, 0)).answerByMs / 1000;
		expect(first).toBe((await fixture.chain.timeSeconds()) + ROW_WINDOW / 4);
		const other = await demandNode({ ...at(0, 0), level: "initial", demander: mallory });
		expect(other.answerByMs / 1000).toBe(first + 3);
	});

	it("NodeNotOpened: the children of another table, or with r added, are no answer", async () => {
		await demand(0, 0);
		expect((await refusalOf(serve(0, 0, right))).errorName).toBe("NodeNotOpened");
		const shifted = childrenOf(posted, at(0, 0)).map((child, k) => (k === 2 ? child + FIELD_ORDER : child));
		const sent = fixture.send(fixture.roles.bob, "riskEpochs", "serveNode", [1, 0, 0, 0, shifted]);
		expect((await refusalOf(sent)).errorName).toBe("NodeNotOpened");
		await serve(0, 0);
	});

	it("ParentNotShown: a node is demanded with the siblings that were served", async () => {
		const siblings = childrenOf(posted, at(0, 0));
		expect(await refusalOf(demand(1, 5, siblings))).toMatchObject({
			errorName: "ParentNotShown",
			args: { depth: 1n, index: 5n },
		});
		await demand(0, 0);
		expect((await refusalOf(demand(1, 5, siblings))).errorName).toBe("ParentNotShown");
		await serve(0, 0);
		expect((await refusalOf(demand(1, 5, childrenOf(right, at(0, 0))))).errorName).toBe("ParentNotShown");
		await demand(1, 5, siblings);
		await serve(1, 5);
		expect((await refusalOf(demand(2, 39, siblings))).errorName).toBe("ParentNotShown");
	});

	it.each([
		[4, 0],
		[0, 1],
		[1, 8],
		[3, 512],
	])("NodeOutOfRange: a tree has no inner node %s/%s", async (depth, index) => {
		expect(await refusalOf(demand(depth, index))).toMatchObject({
			errorName: "NodeOutOfRange",
			args: { depth: BigInt(depth), index: BigInt(index) },
		});
	});

	it("NodeAlreadyDemanded: a node is demanded once", async () => {
		await demand(0, 0);
		expect((await refusalOf(demand(0, 0))).errorName).toBe("NodeAlreadyDemanded");
		await serve(0, 0);
		expect((await refusalOf(demand(0, 0))).errorName).toBe("NodeAlreadyDemanded");
	});

	it("NodeNotAwaited: nobody serves or expires what nobody demanded", async () => {
		expect((await refusalOf(serve(0, 0))).errorName).toBe("NodeNotAwaited");
		expect((await refusalOf(expire(0, 0))).errorName).toBe("NodeNotAwaited");
	});

	it("a deposit that an answer's gas is not worth, and an epoch that is too old", async () => {
		const { mallory } = fixture.roles;
		const none = new Array<bigint>(8).fill(0n);
		const cheap = fixture.send(mallory, "riskEpochs", "demandNode", [1, 0, 0, 0, none, { value: 1n }]);
		expect((await refusalOf(cheap)).errorName).toBe("RowDepositOutOfRange");
		await fixture.at(8 * DAY);
		expect((await refusalOf(demand(0, 0))).errorName).toBe("EpochTooOld");
		expect(START).toBeLessThan(await fixture.chain.timeSeconds());
	});
});
