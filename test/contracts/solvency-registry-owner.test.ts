/** What the registry's owner can and cannot do, and what a registry cannot be made with. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isSolvent, readSolvency } from "../../src/chain/read-solvency.ts";
import { MAX_SKEW, refusalOf, TTL, VenueFixture } from "../support/venue-fixture.ts";

const MAX_TTL = 7 * 24 * 3_600;
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const asOwner = (method: string, args: readonly unknown[] = []) =>
	fixture.send(fixture.roles.deployer, "registry", method, args);
const newVenue = () => {
	const { operator, guardian } = fixture.roles;
	return fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
};
const deployRegistry = (changes: Partial<Record<"owner" | "verifier" | "epochs", string>>, times = {}) => {
	const { maxSkew, ttl } = { maxSkew: MAX_SKEW, ttl: TTL, ...times };
	const { verifier, riskEpochs } = fixture.venue;
	const { owner = fixture.roles.deployer.address } = changes;
	const contracts = [changes.verifier ?? verifier, changes.epochs ?? riskEpochs];
	return fixture.deployContract("SolvencyRegistry", [owner, ...contracts, maxSkew, ttl]);
};

describe("a pause", () => {
	it("EnforcedPause: it stops new attestations", async () => {
		await fixture.postPair();
		await asOwner("pause");
		expect((await refusalOf(fixture.attest(fixture.request()))).errorName).toBe("EnforcedPause");
		await asOwner("unpause");
		await fixture.attest(fixture.request());
	});

	it("ExpectedPause: what is not paused cannot be unpaused", async () => {
		expect((await refusalOf(asOwner("unpause"))).errorName).toBe("ExpectedPause");
	});

	it("touches nothing on record and no exit", async () => {
		const { alice } = fixture.roles;
		const { registry, venueLedger } = fixture.venue;
		await fixture.postPair();
		await fixture.attest(fixture.request());
		await asOwner("pause");
		const query = { runner: fixture.chain.provider, registry, holder: alice.address };
		const minimum = { level: "maintenance", minSurplusMicroUsd: 0n, maxAgeSeconds: TTL } as const;
		expect(await isSolvent({ ...query, ...minimum })).toBe(true);
		await fixture.send(alice, "registry", "release", [venueLedger]);
		expect(await isSolvent({ ...query, ...minimum })).toBe(false);
	});
});

describe("venues", () => {
	it("UnknownVenue: a ledger that anybody could post is not believed", async () => {
		await fixture.postPair();
		const venue = await newVenue();
		const refusal = await refusalOf(fixture.attest(fixture.request({ venue })));
		expect(refusal).toMatchObject({ errorName: "UnknownVenue", args: { got: venue } });
		expect((await refusalOf(asOwner("dropVenue", [venue]))).errorName).toBe("UnknownVenue");
	});

	it("a dropped venue's attestations stop counting at once, and can still be released", async () => {
		const { alice } = fixture.roles;
		const { registry, venueLedger: venue } = fixture.venue;
		await fixture.postPair();
		await fixture.attest(fixture.request());
		await asOwner("dropVenue", [venue]);
		const query = { runner: fixture.chain.provider, registry, venue, holder: alice.address };
		expect((await readSolvency(query)).standing).toBe("venue-not-accepted");
		await fixture.send(alice, "registry", "release", [venue]);
		expect((await readSolvency(query)).standing).toBe("none");
	});

	it("dropping one keeps the others, whichever it is", async () => {
		const { venueLedger: first } = fixture.venue;
		const [second, third] = [await newVenue(), await newVenue()];
		await asOwner("acceptVenue", [second]);
		await asOwner("acceptVenue", [third]);
		await asOwner("dropVenue", [second]);
		expect(await fixture.read("registry", "venues")).toEqual([first, third]);
		await asOwner("dropVenue", [third]);
		expect(await fixture.read("registry", "venues")).toEqual([first]);
	});

	it("VenueAlreadyAccepted: a venue is accepted once", async () => {
		const { venueLedger } = fixture.venue;
		const refusal = await refusalOf(asOwner("acceptVenue", [venueLedger]));
		expect(refusal).toMatchObject({ errorName: "VenueAlreadyAccepted", args: { got: venueLedger } });
	});

	it("TooManyVenues: the seventeenth is refused", async () => {
		for (let count = 1; count < 16; count++) await asOwner("acceptVenue", [await newVenue()]);
		const refusal = await refusalOf(asOwner("acceptVenue", [await newVenue()]));
		expect(refusal).toMatchObject({ errorName: "TooManyVenues", args: { limit: 16n } });
	});

	it("an address without code is no venue", async () => {
		const refusal = await refusalOf(asOwner("acceptVenue", [fixture.roles.bob.address]));
		expect(refusal.errorName).toBe("NotAContract");
	});
});

describe("the owner", () => {
	it.each([
		["pause", []],
		["unpause", []],
		["acceptVenue", [ZERO_ADDRESS]],
		["dropVenue", [ZERO_ADDRESS]],
	])("alone may %s", async (method, args) => {
		const { mallory } = fixture.roles;
		const refusal = await refusalOf(fixture.send(mallory, "registry", method, args));
		expect(refusal).toMatchObject({
			errorName: "OwnableUnauthorizedAccount",
			args: { account: mallory.address },
		});
	});

	it("hands the role on in two steps", async () => {
		const { deployer, bob } = fixture.roles;
		await asOwner("transferOwnership", [bob.address]);
		expect(await fixture.read("registry", "owner")).toBe(deployer.address);
		await fixture.send(bob, "registry", "acceptOwnership");
		expect(await fixture.read("registry", "owner")).toBe(bob.address);
	});
});

describe("a registry cannot be made", () => {
	it("with a verifier, risk epochs or an owner that do not exist", async () => {
		expect((await refusalOf(deployRegistry({ verifier: ZERO_ADDRESS }))).errorName).toBe("NotAContract");
		expect((await refusalOf(deployRegistry({ epochs: ZERO_ADDRESS }))).errorName).toBe("NotAContract");
		expect((await refusalOf(deployRegistry({ owner: ZERO_ADDRESS }))).errorName).toBe("OwnableInvalidOwner");
	});

	it("TtlOutOfRange: without life, or with more than a week of it", async () => {
		await deployRegistry({}, { ttl: MAX_TTL });
		for (const ttl of [0, MAX_TTL + 1]) {
			const refusal = await refusalOf(deployRegistry({}, { ttl }));
			const args = { got: BigInt(ttl), limit: BigInt(MAX_TTL) };
			expect(refusal).toMatchObject({ errorName: "TtlOutOfRange", args });
		}
	});

	it("MaxSkewOutOfRange: with a skew that its own time to live rules out", async () => {
		await deployRegistry({}, { maxSkew: TTL - 1 });
		const refusal = await refusalOf(deployRegistry({}, { maxSkew: TTL }));
		const args = { got: BigInt(TTL), limit: BigInt(TTL) };
		expect(refusal).toMatchObject({ errorName: "MaxSkewOutOfRange", args });
	});
});
