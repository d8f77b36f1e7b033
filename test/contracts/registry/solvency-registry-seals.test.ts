/** Contents come from the sender: what an epoch does not hold must not pass for what it holds, whatever is proven of it. */
import { AbiCoder, keccak256, ZeroHash } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EpochContents } from "../../../src/chain/epochs/epoch-contents.ts";
import type { AttestationRequest } from "../../../src/chain/registry/attest.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import {
	INITIAL_ROOT,
	LEDGER_ROOT,
	LISTING,
	MAINTENANCE_ROOT,
	OTHER_LISTING,
	ROW_WINDOW,
	refusalOf,
	START,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const EXPIRY = START + 100_000;
const TIMES = { ledger: BigInt(START - 60), risk: BigInt(START - 30) };
const LEVELS = { maintenance: 0, initial: 1 } as const;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postLedger(-60);
	await fixture.postRisk(-30, { nextExpiry: EXPIRY });
});
afterAll(() => fixture.chain.close());

/** An attestation whose proof is valid for what the sender claims, true or not: the forger's best. */
async function claim(changes: Partial<EpochContents>, overrides: Partial<AttestationRequest> = {}) {
	const request = fixture.request(overrides);
	const contents = { ...(await fixture.contentsOf(request)), ...changes };
	const { ledgerRoot, riskRoot } = contents;
	return fixture.attest(request, { contents, proof: fixture.prove(request, { ledgerRoot, riskRoot }) });
}
const currentSeal = () => fixture.read("venueLedger", "currentSeal");
const sealOf = (epoch: number, level: keyof typeof LEVELS = "maintenance") =>
	fixture.read("riskEpochs", "sealOf", [epoch, LEVELS[level]]);
const hashOf = (...words: readonly (bigint | number | string)[]) =>
	keccak256(
		AbiCoder.defaultAbiCoder().encode(
			words.map(() => "uint256"),
			words,
		),
	);

describe("the contents of a pair", () => {
	it("are taken when they are those of the records", async () => {
		await claim({});
		await claim({}, { level: "initial" });
	});

	it.each([
		["another root", { ledgerRoot: LEDGER_ROOT + 1n }],
		["the same root of the field, r higher", { ledgerRoot: LEDGER_ROOT + FIELD_ORDER }],
		["the table's root", { ledgerRoot: MAINTENANCE_ROOT }],
		["no root", { ledgerRoot: 0n }],
		["another listing", { listingHash: OTHER_LISTING }],
		["no listing", { listingHash: ZeroHash }],
		["a later time, for a longer life", { ledgerTime: TIMES.ledger + 1n }],
		["an earlier time", { ledgerTime: TIMES.ledger - 1n }],
		["the table's time", { ledgerTime: TIMES.risk }],
		["no time", { ledgerTime: 0n }],
	])("LedgerContentMismatch: %s is not the ledger's, with a valid proof of it", async (_what, changes) => {
		const refusal = await refusalOf(claim(changes));
		expect(refusal).toMatchObject({
			errorName: "LedgerContentMismatch",
			args: { seal: await currentSeal() },
		});
	});

	it.each([
		["another root", { riskRoot: MAINTENANCE_ROOT + 1n }],
		["the same root of the field, r higher", { riskRoot: MAINTENANCE_ROOT + FIELD_ORDER }],
		["the root of the other level", { riskRoot: INITIAL_ROOT }],
		["the ledger's root", { riskRoot: LEDGER_ROOT }],
		["no root", { riskRoot: 0n }],
		["an earlier time, for a smaller skew", { riskTime: TIMES.risk - 1n }],
		["a later time", { riskTime: TIMES.risk + 1n }],
		["the ledger's time", { riskTime: TIMES.ledger }],
		["no time", { riskTime: 0n }],
		["a later expiry", { nextExpiry: BigInt(EXPIRY + 1) }],
		["no expiry", { nextExpiry: 0n }],
	])("TableContentMismatch: %s is not the table's, with a valid proof of it", async (_what, changes) => {
		const refusal = await refusalOf(claim(changes));
		expect(refusal).toMatchObject({ errorName: "TableContentMismatch", args: { seal: await sealOf(1) } });
	});

	it("a maintenance table is not an initial one, nor the other way round", async () => {
		for (const [level, riskRoot] of [
			["initial", MAINTENANCE_ROOT],
			["maintenance", INITIAL_ROOT],
		] as const) {
			expect((await refusalOf(claim({ riskRoot }, { level }))).errorName).toBe("TableContentMismatch");
		}
	});

	it("of two listings do not pass, whichever is named", async () => {
		await fixture.postLedger(-50, { listing: OTHER_LISTING });
		for (const listingHash of [LISTING, OTHER_LISTING]) {
			const refusal = await refusalOf(claim({ listingHash }, { ledgerEpoch: 2 }));
			const args = { ledgerListing: OTHER_LISTING, riskListing: LISTING };
			expect(refusal).toMatchObject({ errorName: "ListingMismatch", args });
		}
	});

	it("swapped between ledger and table match neither", async () => {
		const swapped = { ledgerRoot: MAINTENANCE_ROOT, riskRoot: LEDGER_ROOT };
		const times = { ledgerTime: TIMES.risk, riskTime: TIMES.ledger };
		expect((await refusalOf(claim({ ...swapped, ...times }))).errorName).toBe("LedgerContentMismatch");
	});
});

describe("the contents of another epoch", () => {
	it("those of an older ledger do not pass under the newest number, nor under their own", async () => {
		const older = await fixture.contentsOf(fixture.request());
		await fixture.postLedger(-50, { root: 7n });
		const { ledgerRoot, ledgerTime } = older;
		const renamed = claim({ ledgerRoot, ledgerTime }, { ledgerEpoch: 2 });
		expect((await refusalOf(renamed)).errorName).toBe("LedgerContentMismatch");
		expect((await refusalOf(claim({}))).errorName).toBe("LedgerEpochNotNewest");
		await claim({}, { ledgerEpoch: 2 });
	});

	it("those of the table before do not pass under the newest number, nor the newest under the one before", async () => {
		await fixture.postRisk(-20, { maintenanceRoot: 7n });
		const [before, newest] = await Promise.all(
			[1, 2].map((riskEpoch) => fixture.contentsOf(fixture.request({ riskEpoch }))),
		);
		expect((await refusalOf(claim(before ?? {}, { riskEpoch: 2 }))).errorName).toBe("TableContentMismatch");
		expect((await refusalOf(claim(newest ?? {}, { riskEpoch: 1 }))).errorName).toBe("TableContentMismatch");
		await claim({}, { riskEpoch: 1 });
		await claim({}, { riskEpoch: 2 });
	});

	it("those of a table two back pass under no number", async () => {
		const old = await fixture.contentsOf(fixture.request());
		await fixture.postRisk(-20, { maintenanceRoot: 7n });
		await fixture.postRisk(-10, { maintenanceRoot: 8n });
		const names: string[] = [];
		for (const riskEpoch of [1, 2, 3]) names.push((await refusalOf(claim(old, { riskEpoch }))).errorName);
		expect(names).toEqual(["RiskEpochNotRecent", "TableContentMismatch", "TableContentMismatch"]);
	});

	it("those of the newest table pass under no number that shares its place", async () => {
		const newest = await fixture.contentsOf(fixture.request());
		for (const riskEpoch of [3, 5, 2 ** 32 - 1]) {
			const refusal = await refusalOf(claim(newest, { riskEpoch }));
			expect(refusal).toMatchObject({ errorName: "RiskEpochNotRecent", args: { got: BigInt(riskEpoch) } });
		}
	});

	it("those of another venue pass only if that venue's own newest ledger holds the same", async () => {
		const { operator, guardian } = fixture.roles;
		const second = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		const both = await fixture.withSecondRegistry({ venues: [fixture.venue.venueLedger, second] });
		const request = both.request({ venue: second });
		const contents = await both.contentsOf(both.request());
		const refusal = await refusalOf(both.attest(request, { contents }));
		expect(refusal).toMatchObject({ errorName: "LedgerEpochNotNewest", args: { got: 1n, newest: 0n } });
	});
});

describe("a seal", () => {
	it("is the hash of an epoch's number and what it holds, in a form of its own for ledgers and tables", async () => {
		expect(await currentSeal()).toBe(hashOf(1, LEDGER_ROOT, LISTING, TIMES.ledger));
		const rest = [LISTING, TIMES.risk, EXPIRY];
		expect(await sealOf(1, "maintenance")).toBe(hashOf(1, MAINTENANCE_ROOT, ...rest));
		expect(await sealOf(1, "initial")).toBe(hashOf(1, INITIAL_ROOT, ...rest));
	});

	it("is zero where there is no epoch, and zero opens nothing", async () => {
		const { operator, guardian } = fixture.roles;
		const empty = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		const second = await fixture.withSecondRegistry({ venues: [empty] });
		expect(await sealOf(2)).toBe(ZeroHash);
		const nothing = {
			listingHash: ZeroHash,
			ledgerRoot: 0n,
			riskRoot: 0n,
			ledgerTime: 0n,
			riskTime: 0n,
			nextExpiry: 0n,
		};
		const noTable = claim({ riskRoot: 0n, riskTime: 0n, nextExpiry: 0n }, { riskEpoch: 2 });
		expect((await refusalOf(noTable)).errorName).toBe("RiskEpochNotRecent");
		const atEmpty = second.request({ venue: empty, ledgerEpoch: 0 });
		expect((await refusalOf(second.attest(atEmpty, { contents: nothing }))).errorName).toBe(
			"LedgerEpochNotNewest",
		);
	});

	it("of a frozen venue is gone, and is the same again after the freeze", async () => {
		const { operator, guardian } = fixture.roles;
		const before = await currentSeal();
		const contents = await fixture.contentsOf(fixture.request());
		await fixture.send(operator, "venueLedger", "freeze");
		expect(await currentSeal()).toBe(ZeroHash);
		expect((await refusalOf(fixture.attest(fixture.request(), { contents }))).errorName).toBe(
			"VenueIsFrozen",
		);
		await fixture.send(guardian, "venueLedger", "unfreeze");
		expect(await currentSeal()).toBe(before);
		await fixture.attest(fixture.request(), { contents });
	});

	it("of a venue that was frozen before its first epoch is none", async () => {
		await fixture.reset();
		const { guardian } = fixture.roles;
		await fixture.send(guardian, "venueLedger", "freeze");
		await fixture.send(guardian, "venueLedger", "unfreeze");
		expect(await currentSeal()).toBe(ZeroHash);
	});
});

describe("a table that was killed", () => {
	const kill = async (epoch: number) => {
		const { bob, mallory } = fixture.roles;
		const now = (await fixture.chain.timeSeconds()) - START;
		const id = 3;
		await fixture.send(mallory, "riskEpochs", "demandRow", [epoch, 0, id, { value: 10n ** 18n }]);
		await fixture.at(now + ROW_WINDOW + 10);
		await fixture.send(bob, "riskEpochs", "expireDemand", [epoch, 0, id]);
	};
	let long: VenueFixture;
	/** The kill takes hours: a registry with a longer life of attestations. */
	beforeEach(async () => {
		long = await fixture.withSecondRegistry({ ttl: 86_400 });
	});
	const attestUnder = async (riskEpoch: number, contents?: EpochContents) => {
		const request = long.request({ riskEpoch });
		return long.attest(request, contents === undefined ? {} : { contents });
	};

	it("has no seal, at neither level, and the contents it had are refused", async () => {
		const contents = await long.contentsOf(long.request());
		await attestUnder(1);
		await kill(1);
		expect([await sealOf(1, "maintenance"), await sealOf(1, "initial")]).toEqual([ZeroHash, ZeroHash]);
		expect((await refusalOf(attestUnder(1, contents))).errorName).toBe("RiskEpochIsDead");
	});

	it("takes no other table with it: the one before, the one after", async () => {
		await fixture.postRisk(-20);
		await kill(2);
		await attestUnder(1);
		expect((await refusalOf(attestUnder(2))).errorName).toBe("RiskEpochIsDead");
		await fixture.postRisk(-10);
		await attestUnder(3);
	});

	it("takes nothing with it once two newer ones are live: its place in the ring is another's", async () => {
		await fixture.postRisk(-20);
		await fixture.postRisk(-10);
		const seals = [await sealOf(2), await sealOf(3)];
		await kill(1);
		expect([await sealOf(2), await sealOf(3)]).toEqual(seals);
		await attestUnder(3);
	});
});
