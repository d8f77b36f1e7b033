/** A watcher demands a row; a publisher shows it, or everybody who stood behind it pays. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
	demandRow,
	expireDemand,
	openDemands,
	type RowPlace,
	readDemand,
	serveRow,
} from "../../../src/chain/demands/row-demands.ts";
import { readCredit } from "../../../src/chain/epochs/credits.ts";
import { depositBond } from "../../../src/chain/epochs/publisher-bonds.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";
import { ROW_WINDOW, refusalOf, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const UNLISTED = 4_000;

let fixture: VenueFixture;
let tables: RiskTables;
beforeAll(async () => {
	tables = await buildSmallTables();
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
	const { riskEpochs } = fixture.venue;
	for (const publisher of fixture.roles.publishers) {
		await depositBond({ publisher, riskEpochs, amountWei: BOND });
	}
	const { maintenance, initial } = tables;
	await fixture.postRisk(-30, { maintenanceRoot: maintenance.tree.root, initialRoot: initial.tree.root });
	await fixture.keep();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const place = (id: number, level: MarginLevel = "initial"): RowPlace => ({
	riskEpochs: fixture.venue.riskEpochs,
	epoch: 1,
	level,
	id,
});
const demand = (id: number, level?: MarginLevel) =>
	demandRow({ ...place(id, level), demander: fixture.roles.mallory });
const serve = (id: number, table = tables.initial) =>
	serveRow({ ...place(id), server: fixture.roles.bob, table });
const read = (id: number) => readDemand({ ...place(id), runner: fixture.chain.provider });
const creditOf = (account: string) =>
	readCredit({ runner: fixture.chain.provider, contract: fixture.venue.riskEpochs, account });

it("shows a row of a real table, listed or not, and pays whoever showed it", async () => {
	await fixture.at(200);
	const { depositWei, answerByMs } = await demand(7);
	expect(answerByMs).toBe((START + 200 + ROW_WINDOW) * 1000);
	expect(await read(7)).toEqual({
		demander: fixture.roles.mallory.address,
		depositWei,
		answerByMs,
		settled: false,
	});
	const { events } = await serve(7);
	expect(events.map(({ name }) => name)).toEqual(["CreditAdded", "RowServed"]);
	expect(await read(7)).toMatchObject({ settled: true });
	expect(await creditOf(fixture.roles.bob.address)).toBe(depositWei);

	await demand(UNLISTED);
	const unlisted = await serve(UNLISTED);
	expect(unlisted.events.find(({ name }) => name === "RowServed")?.args.words).toEqual([]);
});

it("finds what still waits for an answer", async () => {
	await demand(7);
	await demand(9, "maintenance");
	await serve(7);
	const { provider } = fixture.chain;
	const range = { fromBlock: 0, toBlock: await provider.getBlockNumber() };
	const open = await openDemands({ provider, riskEpochs: fixture.venue.riskEpochs, ...range });
	expect(open).toMatchObject([{ epoch: 1, level: "maintenance", id: 9, settled: false }]);
});

it("knows no demand that nobody made", async () => {
	expect(await read(7)).toBeNull();
	const refusal = await refusalOf(serve(7));
	expect(refusal).toMatchObject({ code: "ROW_NOT_AWAITED", args: { epoch: 1n, level: 1n, id: 7n } });
});

it("ROW_NOT_OPENED: by the row of its own table only", async () => {
	await demand(7);
	const refusal = await refusalOf(serve(7, tables.maintenance));
	expect(refusal).toMatchObject({
		code: "ROW_NOT_OPENED",
		hint: "serve the row from the table of exactly this epoch and level",
	});
});

it("lets silence kill the epoch once the time is over, not before", async () => {
	await fixture.at(200);
	const { depositWei } = await demand(7);
	await fixture.at(200 + ROW_WINDOW - 1);
	const expire = () => expireDemand({ ...place(7), sender: fixture.roles.bob });
	expect(await refusalOf(expire())).toMatchObject({ code: "ROW_STILL_DUE" });
	await fixture.at(200 + ROW_WINDOW);
	expect(await expire()).toMatchObject({ slashedWei: 2n * BOND });
	expect(await creditOf(fixture.roles.mallory.address)).toBe(depositWei + BOND);
	expect(await refusalOf(demand(9))).toMatchObject({ code: "RISK_EPOCH_IS_DEAD", args: { got: 1n } });
});
