/** What disputes and what leads to them cost, exactly, in `snapshots/dispute-gas.json`: whole transactions. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
	demandMarks,
	demandScenario,
	showMarks,
	showScenario,
} from "../../../src/chain/demands/market-demands.ts";
import { disputeEpoch, laneDispute } from "../../../src/chain/disputes/dispute-row.ts";
import { publishMarket } from "../../../src/chain/epochs/publish-epochs.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { openedWord, RISK_ROOT } from "../../support/venue/dispute-fixture.ts";
import { expectSnapshot } from "../../support/venue/match-snapshot.ts";
import { START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
/** Lane 2 of element 30 is a day on which a whole surface moves. */
const [WORD_INDEX, LANE] = [30, 2];
const DISPUTE_LIMIT = 620_000n;

let fixture: VenueFixture;
let honest: DisputeCase;
beforeAll(async () => {
	honest = disputeCase();
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
	for (const publisher of fixture.roles.publishers) {
		await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	const offset = Math.floor(honest.snapshotTimeMs / 1000) - START;
	await fixture.chain.mineAt(START + offset);
	await fixture.postRisk(offset, content());
	await fixture.keep();
});
afterAll(() => fixture.chain.close());

const content = () => ({
	initialRoot: RISK_ROOT,
	marketRoot: honest.market.marketRoot,
	parametersHash: honest.scenarios.parametersHash,
});
const idOf = (name: string) => honest.instruments.find((one) => one.name === name)?.id ?? 0;

it("every transaction costs what its snapshot says", async () => {
	const { riskEpochs } = fixture.venue;
	const { bob, mallory } = fixture.roles;
	const { market, scenarios } = honest;
	const place = { riskEpochs, epoch: 1 };
	const gas: Record<string, number> = {};
	const measure = async (name: string, send: () => Promise<{ gasUsed: bigint }>) => {
		gas[name] = Number((await send()).gasUsed);
	};
	const dispute = (name: string) => () => {
		const id = idOf(name);
		const row = honest.rows.initial[id];
		if (row === undefined) throw new Error(`no row of ${name}`);
		const word = (rowElements(encodeRow(row))[WORD_INDEX] as bigint) - (1_000_000n << BigInt(63 * LANE));
		const evidence = laneDispute({
			word: openedWord(id, WORD_INDEX, word),
			laneOfWord: LANE,
			market,
			scenarios,
		});
		return disputeEpoch({ disputer: mallory, ...place, level: "initial", dispute: evidence });
	};
	const id = idOf("BTC-27MAR26-60000-P");
	const subject = market.leaves[id - 1]?.subject ?? 0n;
	const lane = 4 * WORD_INDEX + LANE;

	await measure("publish market, 13 instruments", () =>
		publishMarket({ sender: bob, ...place, snapshot: SMALL_MARKET, market }),
	);
	await measure("demand marks", () => demandMarks({ ...place, id, demander: mallory }));
	await measure("show marks", () => showMarks({ ...place, id, market, sender: bob }));
	await measure("demand scenario", () => demandScenario({ ...place, lane, market, id, demander: mallory }));
	await measure("show scenario", () => showScenario({ ...place, lane, subject, scenarios, sender: bob }));
	await measure("recall epoch", () => {
		const recalled = fixture.riskContent(Math.floor(honest.snapshotTimeMs / 1000) - START, content());
		return fixture.send(bob, "riskEpochs", "recallEpoch", [1, recalled, []]);
	});
	await fixture.reset();
	await measure("dispute, lane of an option, two bonds", dispute("BTC-27MAR26-60000-P"));
	await fixture.reset();
	await measure("dispute, lane of a perpetual, two bonds", dispute("BTC-PERPETUAL"));
	await fixture.reset();
	expectSnapshot("dispute-gas.json", gas);
	expect(BigInt(gas["dispute, lane of an option, two bonds"] ?? 0)).toBeLessThan(DISPUTE_LIMIT);
	expect(gas["show scenario"]).toBeLessThan(200_000);
});
