/** What a dispute costs, calldata included. Ceilings sit just above what was measured. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { chainGround } from "../../../src/chain/demands/dispute-types.ts";
import {
	boundDispute,
	type Dispute,
	deltaAllowanceDispute,
	expiryDispute,
	idOrderDispute,
	laneDispute,
	marketLeafDispute,
	netLaneDispute,
	noSetDispute,
	scenarioLeafDispute,
	setKeyDispute,
	solidityCommitments,
	unlistedDispute,
	wordDispute,
} from "../../../src/chain/disputes/dispute-row.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT } from "../../../src/risk/model/row-layout.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { commitmentsOf, DisputeFixture, openedWord } from "../../support/venue/dispute-fixture.ts";

const CEILINGS = {
	optionLane: 492_000n,
	perpetualLane: 305_000n,
	optionNetLane: 500_000n,
	word: 255_000n,
	bound: 475_000n,
	marketLeaf: 45_000n,
	scenarioLeaf: 80_000n,
	idOrder: 61_000n,
	setKey: 272_000n,
	noSet: 475_000n,
	deltaAllowance: 490_000n,
	unlisted: 280_000n,
	expiry: 45_000n,
};

let fixture: DisputeFixture;
let honest: DisputeCase;
beforeAll(async () => {
	fixture = await DisputeFixture.deploy();
	honest = disputeCase();
});
afterAll(() => fixture.close());

it("every ground stays under its gas ceiling", async () => {
	const { market, scenarios, instruments } = honest;
	const idOf = (name: string) => instruments.find((one) => one.name === name)?.id ?? 0;
	const option = idOf("BTC-27MAR26-60000-P");
	const word = (id: number, index: number) => {
		const row = honest.rows.maintenance[id];
		if (row === undefined) throw new Error(`no row ${id}`);
		return openedWord(id, index, rowElements(encodeRow(row))[index] as bigint);
	};
	const lane = (id: number) => laneDispute({ word: word(id, 30), laneOfWord: 1, market, scenarios });
	const leaf = market.leaves[option - 1];
	if (leaf === undefined) throw new Error("no leaf");
	const disputes: Record<keyof typeof CEILINGS, Dispute> = {
		optionLane: lane(option),
		perpetualLane: lane(idOf("BTC-PERPETUAL")),
		optionNetLane: netLaneDispute({
			word: word(option, ELEMENT.underlying),
			laneOfWord: 0,
			market,
			scenarios,
		}),
		word: wordDispute(word(option, 30)),
		bound: boundDispute(word(option, 30), word(option, ELEMENT.bound)),
		marketLeaf: marketLeafDispute(market, leaf),
		scenarioLeaf: scenarioLeafDispute(scenarios, 600),
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
		unlisted: unlistedDispute(openedWord(4095, 7, 0n), market),
		expiry: expiryDispute(market, leaf),
	};
	const commitments = solidityCommitments(commitmentsOf(honest, "maintenance"));
	const over: string[] = [];
	for (const [name, ceiling] of Object.entries(CEILINGS)) {
		const { ground, evidence } = disputes[name as keyof typeof CEILINGS];
		const gas: bigint = await fixture.contract
			.getFunction("isWrong")
			.estimateGas(commitments, chainGround(ground), evidence);
		if (gas > ceiling) over.push(`${name}: ${gas}`);
	}
	expect(over).toEqual([]);
});
