import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import {
	LISTING,
	MAINTENANCE_ROOT,
	refusalOf,
	START,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

/** Posts as the publisher with this index: 0, 1 or 2, of whom two must agree. */
const postAs = (index: number, offset: number, overrides = {}) => {
	const publisher = fixture.roles.publishers[index];
	if (publisher === undefined) throw new Error(`no publisher ${index}`);
	return fixture.send(publisher, "riskEpochs", "post", [fixture.riskContent(offset, overrides), []]);
};
const newestEpoch = () => fixture.read("riskEpochs", "newestEpoch");

describe("going live", () => {
	it("one publisher of three is not enough: its table may be one that nobody else can see", async () => {
		const { events } = await postAs(0, -60);
		expect(events.map(({ name }) => name)).toEqual(["RiskTablePosted"]);
		expect(await newestEpoch()).toBe(0n);
	});

	it("the second publisher of the same content makes it live", async () => {
		await postAs(0, -60);
		const { events } = await postAs(2, -60);
		expect(events.map(({ name }) => name)).toEqual(["RiskTablePosted", "FeedsCompared", "RiskEpochLive"]);
		expect(await newestEpoch()).toBe(1n);
		expect(await fixture.read("riskEpochs", "epochAt", [1])).toMatchObject({
			0: LISTING,
			1: MAINTENANCE_ROOT,
			6: BigInt(START - 60),
		});
	});

	it.each([
		["maintenanceRoot", { maintenanceRoot: 1n }],
		["initialRoot", { initialRoot: 1n }],
		["parametersHash", { parametersHash: `0x${"33".repeat(32)}` }],
		["marketRoot", { marketRoot: `0x${"33".repeat(32)}` }],
		["nextExpiry", { nextExpiry: START }],
	])("two publishers who differ in %s do not agree", async (_field, difference) => {
		await postAs(0, -60);
		await postAs(1, -60, difference);
		expect(await newestEpoch()).toBe(0n);
	});

	it("a third publisher's late confirmation or dissent is recorded and changes nothing", async () => {
		await fixture.postRisk(-60);
		const { events } = await postAs(2, -60, { maintenanceRoot: 1n });
		expect(events.map(({ name }) => name)).toEqual(["RiskTablePosted"]);
		expect(await newestEpoch()).toBe(1n);
		expect(await fixture.read("riskEpochs", "epochAt", [1])).toMatchObject({ 1: MAINTENANCE_ROOT });
	});

	it("a publisher that fell behind can still complete an older time that is not overtaken", async () => {
		await postAs(0, -60);
		await postAs(0, -50);
		await postAs(1, -60);
		expect(await newestEpoch()).toBe(1n);
	});
});

describe("what is refused", () => {
	it("NotPublisher: a stranger cannot post", async () => {
		const { mallory } = fixture.roles;
		const refusal = await refusalOf(
			fixture.send(mallory, "riskEpochs", "post", [fixture.riskContent(-60), []]),
		);
		expect(refusal).toMatchObject({ errorName: "NotPublisher", args: { got: mallory.address } });
	});

	it("PublisherNotForward: a publisher cannot vote twice for one time, for the same or for another table", async () => {
		await postAs(0, -60);
		for (const content of [{}, { maintenanceRoot: 1n }]) {
			const refusal = await refusalOf(postAs(0, -60, content));
			const time = BigInt(START - 60);
			expect(refusal).toMatchObject({ errorName: "PublisherNotForward", args: { got: time, ownLast: time } });
		}
		expect(await newestEpoch()).toBe(0n);
	});

	it("SnapshotNotForward: a table older than the newest live one cannot go live after it", async () => {
		await postAs(2, -90);
		await fixture.postRisk(-60);
		const refusal = await refusalOf(postAs(2, -61));
		const args = { got: BigInt(START - 61), newest: BigInt(START - 60) };
		expect(refusal).toMatchObject({ errorName: "SnapshotNotForward", args });
	});

	it("SnapshotInFuture: marks of one second past the block are refused, of the block's second taken", async () => {
		await fixture.at(10);
		expect((await refusalOf(postAs(0, 11))).errorName).toBe("SnapshotInFuture");
		await fixture.at(11);
		await postAs(0, 11);
	});

	it.each([
		["maintenanceRoot", 0n],
		["initialRoot", 0n],
		["maintenanceRoot", MAINTENANCE_ROOT + FIELD_ORDER],
		["initialRoot", MAINTENANCE_ROOT + FIELD_ORDER],
	])("RiskRootOutOfField: %s %s is refused", async (field, root) => {
		const refusal = await refusalOf(postAs(0, -60, { [field]: root }));
		expect(refusal).toMatchObject({
			errorName: "RiskRootOutOfField",
			args: { got: root, limit: FIELD_ORDER },
		});
	});

	it("ExpiryNotAfterSnapshot: an expiry at the snapshot is refused, one second later taken", async () => {
		const time = BigInt(START - 60);
		const refusal = await refusalOf(postAs(0, -60, { nextExpiry: START - 60 }));
		expect(refusal).toMatchObject({
			errorName: "ExpiryNotAfterSnapshot",
			args: { got: time, snapshotTime: time },
		});
		await postAs(0, -60, { nextExpiry: START - 59 });
	});

	it("EpochUnknown: an epoch that never went live has no record", async () => {
		const refusal = await refusalOf(fixture.read("riskEpochs", "epochAt", [1]));
		expect(refusal).toMatchObject({ errorName: "EpochUnknown", args: { got: 1n, oldest: 1n, newest: 0n } });
	});
});

describe("the publishers", () => {
	const deploy = (publishers: readonly string[], threshold: number) =>
		fixture.deployContract("RiskEpochs", [fixture.riskConfig({ publishers, threshold })]);
	const addresses = (count: number) => fixture.chain.signers.slice(0, count).map(({ address }) => address);

	it("may be one, or any number of whom more than half must agree", async () => {
		await deploy(addresses(1), 1);
		await deploy(addresses(4), 3);
		await deploy(addresses(4), 4);
	});

	it.each([
		{ threshold: 0, count: 0 },
		{ threshold: 0, count: 1 },
		{ threshold: 1, count: 2 },
		{ threshold: 2, count: 4 },
		{ threshold: 4, count: 3 },
	])("ThresholdOutOfRange: $threshold of $count is refused", async ({ threshold, count }) => {
		const refusal = await refusalOf(deploy(addresses(count), threshold));
		expect(refusal).toMatchObject({
			errorName: "ThresholdOutOfRange",
			args: { got: BigInt(threshold), publisherCount: BigInt(count) },
		});
	});

	it("ZeroPublisher: the zero address is refused", async () => {
		const refusal = await refusalOf(deploy([...addresses(1), `0x${"00".repeat(20)}`], 2));
		expect(refusal).toMatchObject({ errorName: "ZeroPublisher", args: { index: 1n } });
	});

	it("DuplicatePublisher: one publisher is not two", async () => {
		const [first = ""] = addresses(1);
		const refusal = await refusalOf(deploy([first, first], 2));
		expect(refusal).toMatchObject({ errorName: "DuplicatePublisher", args: { got: first } });
	});
});
