/** Rows that were served are found in the contract's own log, whatever the transactions say. */
import { Interface, parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { RISK_EPOCHS_ABI } from "../../../src/chain/client/abi.ts";
import { demandRow, serveRow } from "../../../src/chain/demands/row-demands.ts";
import { servedRows } from "../../../src/chain/demands/served-rows.ts";
import { depositBond } from "../../../src/chain/epochs/publisher-bonds.ts";
import { toField } from "../../../src/field/bn254.ts";
import { placePath } from "../../../src/field/tree.ts";
import { encodeRow, type RiskRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";
import { VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const INITIAL = 1;
const UNLISTED = 4_000;
const SERVE_GAS_LIMIT = 14_000_000;

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

const place = (id: number, level: "initial" | "maintenance" = "initial") => ({
	riskEpochs: fixture.venue.riskEpochs,
	epoch: 1,
	level,
	id,
});
const demand = (id: number, level?: "maintenance") =>
	demandRow({ ...place(id, level), demander: fixture.roles.mallory });
const found = async () => {
	const { provider } = fixture.chain;
	const { root } = tables.initial.tree;
	const range = { fromBlock: 0, toBlock: await provider.getBlockNumber() };
	return servedRows({ ...place(0), provider, root, ...range });
};
const wordsOf = (id: number) => rowElements(encodeRow(tables.initial.rows[id] as RiskRow)).map(toField);
const pathOf = (id: number) => placePath(tables.initial.tree, id).map((children) => [...children]);
const rightRow = (id: number) => ({
	id,
	elements: wordsOf(id),
	place: { root: tables.initial.tree.root, path: pathOf(id) },
});

it("are those of the table that was asked for, with their places, and none that is not listed", async () => {
	const server = fixture.roles.bob;
	await demand(7);
	await demand(9, "maintenance");
	await demand(UNLISTED);
	await serveRow({ ...place(7), server, table: tables.initial });
	await serveRow({ ...place(9, "maintenance"), server, table: tables.maintenance });
	await serveRow({ ...place(UNLISTED), server, table: tables.initial });
	expect(await found()).toEqual([rightRow(7)]);
});

it("were served through a contract, too, and a transaction that names another path or row fools nobody", async () => {
	const contract = new Interface(RISK_EPOCHS_ABI);
	const callOf = (id: number, path: readonly (readonly bigint[])[]) =>
		contract.encodeFunctionData("serveRow", [1, INITIAL, id, wordsOf(id), path]);
	const bogus = pathOf(7).map((children) => children.map(() => 1n));
	for (const [id, said] of [
		[7, callOf(7, bogus)],
		[8, callOf(3, pathOf(3))],
		[9, "0x"],
	] as const) {
		await demand(id);
		const through = await fixture.deployContract("KeptCall", [
			fixture.venue.riskEpochs,
			callOf(id, pathOf(id)),
		]);
		const sent = await fixture.roles.bob.sendTransaction({
			to: through,
			data: said,
			gasLimit: SERVE_GAS_LIMIT,
		});
		expect((await sent.wait())?.status).toBe(1);
	}
	expect(await found()).toEqual([7, 8, 9].map(rightRow));
});
