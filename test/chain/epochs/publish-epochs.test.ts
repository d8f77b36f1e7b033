import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	type PostedTrees,
	type PublishedTable,
	publishLedgerEpoch,
	publishRiskEpoch,
	riskEpochContent,
} from "../../../src/chain/epochs/publish-epochs.ts";
import type { TableOrigin } from "../../../src/risk/model/risk-table.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import {
	INITIAL_ROOT,
	LEDGER_ROOT,
	LISTING,
	MAINTENANCE_ROOT,
	PARAMETER_SET,
	START,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const parameterSet = PARAMETER_SET;
const HASH: `0x${string}` = `0x${"cc".repeat(32)}`;
const ORIGIN: TableOrigin = {
	level: "maintenance",
	listingHash: LISTING,
	marketHash: `0x${"bb".repeat(32)}`,
	parametersHash: `0x${"aa".repeat(32)}`,
	snapshotTimeMs: START * 1000 - 1,
	nextExpiryMs: START * 1000 + 86_400_999,
};

const table = (root: bigint, changes: Partial<TableOrigin>): PublishedTable => ({
	origin: { ...ORIGIN, ...changes },
	tree: { root },
});
const maintenance = table(MAINTENANCE_ROOT, { level: "maintenance" });
const initial = table(INITIAL_ROOT, { level: "initial" });

const trees: PostedTrees = {
	market: { marketHash: ORIGIN.marketHash, marketRoot: `0x${"dd".repeat(32)}` },
	scenarios: { inputsHash: ORIGIN.parametersHash, parametersHash: `0x${"ee".repeat(32)}`, parameterSet },
};

describe("what publishers post", () => {
	it("is the roots of tables, marks and scenarios, and times in whole seconds, rounded down", () => {
		expect(riskEpochContent({ maintenance, initial, trees })).toEqual({
			listingHash: LISTING,
			maintenanceRoot: MAINTENANCE_ROOT,
			initialRoot: INITIAL_ROOT,
			parameterSet,
			parametersHash: trees.scenarios.parametersHash,
			marketRoot: trees.market.marketRoot,
			snapshotTime: START - 1,
			nextExpiry: START + 86_400,
		});
	});

	it("has next expiry 0 when nothing expires", () => {
		const perpetual = { nextExpiryMs: null };
		const content = riskEpochContent({
			maintenance: table(1n, { level: "maintenance", ...perpetual }),
			initial: table(2n, { level: "initial", ...perpetual }),
			trees,
		});
		expect(content.nextExpiry).toBe(0);
	});

	it("needs one table of each level, in its place", () => {
		const swapped = thrownBy(() => riskEpochContent({ maintenance: initial, initial: maintenance, trees }));
		expect(swapped).toMatchObject({ code: "TABLE_LEVEL_WRONG", field: "maintenance" });
		const twice = thrownBy(() => riskEpochContent({ maintenance, initial: maintenance, trees }));
		expect(twice).toMatchObject({ code: "TABLE_LEVEL_WRONG", field: "initial" });
	});

	it.each([
		["listingHash", { listingHash: `0x${"cc".repeat(32)}` }],
		["marketHash", { marketHash: `0x${"cc".repeat(32)}` }],
		["parametersHash", { parametersHash: `0x${"cc".repeat(32)}` }],
		["snapshotTimeMs", { snapshotTimeMs: START }],
		["nextExpiryMs", { nextExpiryMs: null }],
	] as const)("refuses two tables that were made from different inputs: %s", (field, changes) => {
		const other = table(INITIAL_ROOT, { level: "initial", ...changes });
		const error = thrownBy(() => riskEpochContent({ maintenance, initial: other, trees }));
		expect(error).toMatchObject({ code: "TABLES_DISAGREE", field });
	});

	it.each([
		["marketHash", { ...trees, market: { ...trees.market, marketHash: HASH } }],
		["parametersHash", { ...trees, scenarios: { ...trees.scenarios, inputsHash: HASH } }],
	] as const)("refuses trees that were made from other inputs than the tables: %s", (field, others) => {
		const error = thrownBy(() => riskEpochContent({ maintenance, initial, trees: others }));
		expect(error).toMatchObject({ code: "TABLES_DISAGREE", field });
	});
});

describe("posting", () => {
	let fixture: VenueFixture;
	beforeAll(async () => {
		fixture = await VenueFixture.deploy();
	});
	beforeEach(() => fixture.reset());
	afterAll(() => fixture.chain.close());

	const postLedger = (snapshotTimeMs: number) =>
		publishLedgerEpoch({
			operator: fixture.roles.operator,
			venueLedger: fixture.venue.venueLedger,
			ledger: { ledgerRoot: LEDGER_ROOT, listingHash: LISTING, snapshotTimeMs },
		});

	it("a ledger gets the next epoch number and its time in seconds", async () => {
		expect((await postLedger(START * 1000 - 1_500)).epoch).toBe(1);
		expect((await postLedger(START * 1000 - 500)).epoch).toBe(2);
		const [, , time] = (await fixture.read("venueLedger", "epochAt", [2])) as [bigint, string, bigint];
		expect(time).toBe(BigInt(START - 1));
	});

	it("a snapshot later within the block's own second is not in its future", async () => {
		await fixture.at(10);
		expect((await postLedger((START + 10) * 1000 + 999)).epoch).toBe(1);
	});

	it("two snapshots within one second are not two epochs", async () => {
		await postLedger(START * 1000 - 900);
		await expect(postLedger(START * 1000 - 100)).rejects.toMatchObject({ code: "SNAPSHOT_NOT_FORWARD" });
	});

	it("tells the publisher who completes the threshold which epoch went live", async () => {
		const content = riskEpochContent({ maintenance, initial, trees });
		const { riskEpochs } = fixture.venue;
		const [first, second] = fixture.roles.publishers;
		if (!first || !second) throw new Error("no publishers");
		expect((await publishRiskEpoch({ publisher: first, riskEpochs, content })).liveEpoch).toBeNull();
		expect((await publishRiskEpoch({ publisher: second, riskEpochs, content })).liveEpoch).toBe(1);
	});
});
