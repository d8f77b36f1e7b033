/** Which pairs of ledger and table are believed, and for how long. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { VENUE_LEDGER_ABI } from "../../../src/chain/client/abi.ts";
import { writeByName } from "../../../src/chain/client/chain-call.ts";
import {
	INITIAL_ROOT,
	LISTING,
	MAINTENANCE_ROOT,
	MAX_SKEW,
	OTHER_LISTING,
	refusalOf,
	START,
	TTL,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const seconds = (offset: number) => BigInt(START + offset);

describe("the epochs", () => {
	it("takes the newest ledger with the newest table", async () => {
		await fixture.postPair();
		const { validUntilMs } = await fixture.attest(fixture.request());
		expect(validUntilMs).toBe((START - 60 + TTL) * 1000);
	});

	it("takes the table before the newest: a proof in flight survives one posting", async () => {
		await fixture.postPair();
		await fixture.postRisk(-20, { maintenanceRoot: 7n });
		await fixture.attest(fixture.request());
	});

	it("two tables back is refused", async () => {
		await fixture.postPair();
		await fixture.postRisk(-20);
		await fixture.postRisk(-10);
		const refusal = await refusalOf(fixture.attest(fixture.request()));
		expect(refusal).toMatchObject({ errorName: "RiskEpochNotRecent", args: { got: 1n, newest: 3n } });
	});

	it("a table that is not live yet is refused, too", async () => {
		await fixture.postPair();
		const refusal = await refusalOf(fixture.attest(fixture.request({ riskEpoch: 2 })));
		expect(refusal.args).toEqual({ got: 2n, newest: 1n });
	});

	it("LedgerEpochNotNewest: an old ledger with a new table is refused, holdings may have left", async () => {
		await fixture.postPair();
		await fixture.postLedger(-50, { root: 7n });
		const refusal = await refusalOf(fixture.attest(fixture.request()));
		expect(refusal).toMatchObject({ errorName: "LedgerEpochNotNewest", args: { got: 1n, newest: 2n } });
	});

	it("epoch 0 is no epoch, on either side", async () => {
		const nothing = fixture.request({ ledgerEpoch: 0, riskEpoch: 0 });
		expect((await refusalOf(fixture.attest(nothing))).errorName).toBe("LedgerEpochNotNewest");
		await fixture.postLedger(-60);
		const noTable = fixture.request({ riskEpoch: 0 });
		expect((await refusalOf(fixture.attest(noTable))).errorName).toBe("RiskEpochNotRecent");
		await fixture.postRisk(-30);
		expect((await refusalOf(fixture.attest(noTable))).errorName).toBe("RiskEpochNotRecent");
	});

	it("ListingMismatch: the ids of ledger and table must name the same instruments", async () => {
		await fixture.postLedger(-60, { listing: OTHER_LISTING });
		await fixture.postRisk(-30);
		const refusal = await refusalOf(fixture.attest(fixture.request()));
		expect(refusal).toMatchObject({
			errorName: "ListingMismatch",
			args: { ledgerListing: OTHER_LISTING, riskListing: LISTING },
		});
	});
});

describe("two venues", () => {
	it("a proof of one venue's ledger is worth nothing at the other, whichever is named", async () => {
		const { operator, guardian } = fixture.roles;
		const second = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		const { venueLedger: first } = fixture.venue;
		const both = await fixture.withSecondRegistry({ venues: [first, second] });
		const OTHER_ROOT = 0x0ddn;
		await fixture.postPair();
		await writeByName({
			signer: operator,
			address: second,
			abi: VENUE_LEDGER_ABI,
			method: "post",
			args: [OTHER_ROOT, LISTING, START - 60],
		});
		const atFirst = both.request();
		const atSecond = both.request({ venue: second });
		const ofSecond = both.prove(atFirst, { ledgerRoot: OTHER_ROOT });
		const ofFirst = both.prove(atSecond);
		expect((await refusalOf(both.attest(atFirst, { proof: ofSecond }))).errorName).toBe("ProofRejected");
		expect((await refusalOf(both.attest(atSecond, { proof: ofFirst }))).errorName).toBe("ProofRejected");
		await both.attest(atFirst, { proof: ofFirst });
		await both.attest(atSecond, { proof: ofSecond });
	});
});

describe("the levels", () => {
	it.each(["maintenance", "initial"] as const)(
		"a proof at %s level is taken as one at that level",
		async (level) => {
			await fixture.postPair();
			await fixture.attest(fixture.request({ level }));
		},
	);

	it.each([
		["maintenance", "initial", MAINTENANCE_ROOT],
		["initial", "maintenance", INITIAL_ROOT],
	] as const)("a proof at %s level is not one at %s level", async (_proven, claimed, riskRoot) => {
		await fixture.postPair();
		const request = fixture.request({ level: claimed });
		const proof = fixture.prove(request, { riskRoot });
		expect((await refusalOf(fixture.attest(request, { proof }))).errorName).toBe("ProofRejected");
	});

	it("a root means its level in its own epoch only", async () => {
		await fixture.postLedger(-60);
		await fixture.postRisk(-30, { maintenanceRoot: INITIAL_ROOT, initialRoot: MAINTENANCE_ROOT });
		const request = fixture.request({ level: "initial" });
		const asBefore = fixture.prove(request, { riskRoot: INITIAL_ROOT });
		expect((await refusalOf(fixture.attest(request, { proof: asBefore }))).errorName).toBe("ProofRejected");
		await fixture.attest(request, { proof: fixture.prove(request, { riskRoot: MAINTENANCE_ROOT }) });
	});
});

describe("the times", () => {
	it("TableBeforeLedger: a table one second older than the ledger is refused, of the same second taken", async () => {
		await fixture.postLedger(-60);
		await fixture.postRisk(-61);
		const refusal = await refusalOf(fixture.attest(fixture.request()));
		expect(refusal).toMatchObject({
			errorName: "TableBeforeLedger",
			args: { riskTime: seconds(-61), ledgerTime: seconds(-60) },
		});
		await fixture.postRisk(-60);
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
	});

	it("SkewTooLarge: the largest skew is taken, one second more refused", async () => {
		await fixture.postLedger(-60);
		await fixture.at(MAX_SKEW);
		await fixture.postRisk(MAX_SKEW - 60);
		await fixture.attest(fixture.request());
		await fixture.postRisk(MAX_SKEW - 59);
		const refusal = await refusalOf(fixture.attest(fixture.request({ riskEpoch: 2 })));
		expect(refusal).toMatchObject({
			errorName: "SkewTooLarge",
			args: { got: BigInt(MAX_SKEW + 1), limit: BigInt(MAX_SKEW) },
		});
	});

	it("PairExpired: life counts from the ledger's time, and its last second is one before the end", async () => {
		await fixture.postPair();
		await fixture.at(TTL - 61);
		await fixture.attest(fixture.request());
		await fixture.at(TTL - 60);
		const refusal = await refusalOf(fixture.attest(fixture.request()));
		expect(refusal).toMatchObject({
			errorName: "PairExpired",
			args: { validUntil: seconds(TTL - 60), blockTime: seconds(TTL - 60) },
		});
	});

	it("no attestation outlives the listing's next expiry", async () => {
		await fixture.postLedger(-60);
		await fixture.postRisk(-30, { nextExpiry: START + 100 });
		await fixture.at(99);
		const { validUntilMs } = await fixture.attest(fixture.request());
		expect(validUntilMs).toBe((START + 100) * 1000);
		await fixture.at(100);
		expect((await refusalOf(fixture.attest(fixture.request()))).errorName).toBe("PairExpired");
	});

	it("an expiry after the time to live does not lengthen it", async () => {
		await fixture.postLedger(-60);
		await fixture.postRisk(-30, { nextExpiry: START - 60 + TTL + 1 });
		const { validUntilMs } = await fixture.attest(fixture.request());
		expect(validUntilMs).toBe((START - 60 + TTL) * 1000);
	});
});
