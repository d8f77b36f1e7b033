/**
 * What every demand, answer and ground costs at the deepest shape that opens, exactly, in `snapshots/deepest-gas.json`.
 * A transaction may use 2^24 gas; whatever can be answered must also be disputable in one.
 */
import { parseEther } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chainGround, type DisputeGround, EVIDENCE_TYPES } from "../../../src/chain/demands/dispute-types.ts";
import {
	demandMarks,
	demandScenario,
	showMarks,
	showScenario,
} from "../../../src/chain/demands/market-demands.ts";
import { demandNode, serveNode } from "../../../src/chain/demands/node-demands.ts";
import { demandRow, serveRow } from "../../../src/chain/demands/row-demands.ts";
import {
	boundDispute,
	chargeDispute,
	type Dispute,
	deltaAllowanceDispute,
	disputeEpoch,
	expiryDispute,
	idOrderDispute,
	laneDispute,
	marketLeafDispute,
	marksTogetherDispute,
	missingDispute,
	netLaneDispute,
	noSetDispute,
	scenarioLeafDispute,
	setKeyDispute,
	solidityCommitments,
	stressDispute,
	unlistedDispute,
	wordDispute,
} from "../../../src/chain/disputes/dispute-row.ts";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { buildTree, treePath } from "../../../src/field/tree.ts";
import type { MarketLeaf } from "../../../src/market/snapshot/market-tree.ts";
import { TABLE_DEPTH } from "../../../src/risk/model/dimensions.ts";
import { encodeRow, hashRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT } from "../../../src/risk/model/row-layout.ts";
import { deepMarket, deepScenarios } from "../../support/market/deep-trees.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { commitmentsOf, DisputeFixture, openedWord, RISK_ROOT } from "../../support/venue/dispute-fixture.ts";
import { expectSnapshot } from "../../support/venue/match-snapshot.ts";
import { START, VenueFixture } from "../../support/venue/venue-fixture.ts";

/** The tree of scenarios is not full: its first leaves lie one deeper than the last. */
const DEEP_LEAF = 100;
/** Below the 2^24 of one transaction, with room for a wallet around it. */
const LIMIT = 16_000_000;
const BOND = parseEther("2");
const OPTION = "BTC-27MAR26-60000-P";
/** Row and node demands are of the maintenance table, whose root is real; words open under any root. */
const LEVEL = "maintenance";

let deepest: DisputeCase;
let judge: DisputeFixture;
let venue: VenueFixture;
let tree: ReturnType<typeof buildTree>;
beforeAll(async () => {
	const honest = disputeCase();
	deepest = {
		...honest,
		market: deepMarket(honest.market),
		scenarios: deepScenarios(honest.scenarios),
	};
	const hash = await loadFastPoseidon();
	const leaves = honest.rows.maintenance.map((row) => hashRow(hash, row));
	// An instrument is missing.
	tree = buildTree(hash, leaves.with(3, 0n), TABLE_DEPTH);
	judge = await DisputeFixture.deploy();
	venue = await (await VenueFixture.deploy()).withRiskEpochs({
		bondWei: BOND,
		parameterSet: deepest.scenarios.parameterSet,
	});
	for (const publisher of venue.roles.publishers) {
		await venue.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	const offset = Math.floor(honest.snapshotTimeMs / 1000) - START;
	await venue.chain.mineAt(START + offset);
	await venue.postRisk(offset, {
		parameterSet: deepest.scenarios.parameterSet,
		parametersHash: deepest.scenarios.parametersHash,
		marketRoot: deepest.market.marketRoot,
		maintenanceRoot: tree.root,
		initialRoot: RISK_ROOT,
	});
	await venue.keep();
});
afterAll(async () => {
	await judge.close();
	await venue.chain.close();
});

const idOf = (name: string) => deepest.instruments.find((one) => one.name === name)?.id ?? 0;
const elementsOf = (id: number) => {
	const row = deepest.rows.maintenance[id];
	if (row === undefined) throw new Error(`no row ${id}`);
	return rowElements(encodeRow(row));
};

/** Of a lane in which all coins move together. */
const placeOf = (lane: number, { subject }: MarketLeaf) =>
	deepest.scenarios.scenarios.findIndex((leaf) => leaf.lane === lane && leaf.subject === subject);

function disputes(): Record<DisputeGround, Dispute> {
	const { market, scenarios } = deepest;
	const option = idOf(OPTION);
	const leaf = market.leaves[option - 1];
	if (leaf === undefined) throw new Error("no leaf");
	const word = (id: number, index: number) => openedWord(id, index, elementsOf(id)[index] as bigint);
	return {
		lane: laneDispute({ word: word(option, 30), laneOfWord: 2, market, scenarios }),
		word: wordDispute(word(option, 30)),
		bound: boundDispute(word(option, 30), word(option, ELEMENT.bound)),
		marketLeaf: marketLeafDispute(market, leaf),
		scenarioLeaf: scenarioLeafDispute(scenarios, DEEP_LEAF),
		idOrder: idOrderDispute(market, [option - 1, option]),
		setKey: setKeyDispute({
			keyWord: word(option, ELEMENT.keys),
			level: "strike",
			market,
			otherId: option - 1,
		}),
		noSet: noSetDispute(word(option, ELEMENT.strike), word(option, ELEMENT.keys)),
		deltaAllowance: deltaAllowanceDispute(market, [
			word(option, ELEMENT.underlyingIntercepts),
			word(option - 1, ELEMENT.underlyingIntercepts),
		]),
		netLane: netLaneDispute({ word: word(option, ELEMENT.underlying), laneOfWord: 0, market, scenarios }),
		unlisted: unlistedDispute(openedWord(4095, 7, 0n), market),
		expiry: expiryDispute(market, leaf),
		marksTogether: marksTogetherDispute(market, [option, option + 1]),
		charge: chargeDispute({ word: word(option, ELEMENT.shortSlope), market, scenarios }),
		stress: stressDispute({ market, id: option, scenarios, place: placeOf(20, leaf), registered: scenarios }),
		missing: missingDispute({ root: tree.root, path: treePath(tree, 3) }, 3, market),
	};
}

it("every ground fits into one transaction at the deepest shape that opens", async () => {
	const gas: Record<string, number> = {};
	const all = disputes();
	for (const name of Object.keys(EVIDENCE_TYPES) as DisputeGround[]) {
		const { ground, evidence } = all[name];
		const commitments = {
			...commitmentsOf(deepest, LEVEL),
			...(name === "missing" ? { riskRoot: tree.root } : {}),
		};
		const call = [solidityCommitments(commitments), chainGround(ground), evidence];
		gas[`ask, ${name}`] = Number(await judge.contract.getFunction("isWrong").estimateGas(...call));
	}
	const place = { riskEpochs: venue.venue.riskEpochs, epoch: 1 };
	const { bob, mallory } = venue.roles;
	const { market, scenarios } = deepest;
	const id = idOf(OPTION);
	const measure = async (name: string, send: () => Promise<{ gasUsed: bigint }>) => {
		gas[name] = Number((await send()).gasUsed);
	};
	const subject = market.leaves[id - 1]?.subject ?? 0n;
	const row = { ...place, level: LEVEL, id } as const;
	await measure("demand marks", () => demandMarks({ ...place, id, demander: mallory }));
	await measure("show marks", () => showMarks({ ...place, id, market, sender: bob }));
	await measure("demand scenario", () =>
		demandScenario({ ...place, lane: 122, market, id, demander: mallory }),
	);
	await measure("show scenario", () =>
		showScenario({ ...place, lane: 122, subject, scenarios, sender: bob }),
	);
	await measure("demand row", () => demandRow({ ...row, demander: mallory }));
	await measure("serve row", () =>
		serveRow({ ...row, server: bob, table: { rows: deepest.rows.maintenance, tree } }),
	);
	let siblings: readonly bigint[] | undefined;
	for (let depth = 0; depth < TABLE_DEPTH; depth++) {
		const node = { ...place, level: LEVEL, depth, index: 0 } as const;
		await measure(`demand node at depth ${depth}`, () =>
			demandNode({ ...node, siblings, demander: mallory }),
		);
		const served = await serveNode({ ...node, server: bob, tree });
		gas[`serve node at depth ${depth}`] = Number(served.gasUsed);
		siblings = served.events.find(({ name }) => name === "NodeServed")?.args.children as bigint[];
	}
	await measure("dispute, missing row, two bonds", () =>
		disputeEpoch({ ...place, level: LEVEL, dispute: disputes().missing, disputer: mallory }),
	);
	expectSnapshot("deepest-gas.json", gas);
	expect(Math.max(...Object.values(gas))).toBeLessThan(LIMIT);
});
