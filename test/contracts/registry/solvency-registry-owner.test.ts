/** What the registry's owner can and cannot do, and what a registry cannot be made with. */
import { Interface, ZeroHash } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI } from "../../../src/chain/client/abi.ts";
import { isSolvent, readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import { refusalOf, TIMELOCK_DELAY, TTL, VenueFixture } from "../../support/venue/venue-fixture.ts";

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
const deployRegistry = (changes: object) =>
	fixture.deployContract("SolvencyRegistry", [fixture.registryConfig(changes)]);

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
		await fixture.throughTimelock("registry", "acceptVenue", [second]);
		await fixture.throughTimelock("registry", "acceptVenue", [third]);
		await asOwner("dropVenue", [second]);
		expect(await fixture.read("registry", "venues")).toEqual([first, third]);
		await asOwner("dropVenue", [third]);
		expect(await fixture.read("registry", "venues")).toEqual([first]);
	});

	it("VenueAlreadyAccepted: a venue is accepted once", async () => {
		const { venueLedger } = fixture.venue;
		const refusal = await refusalOf(deployRegistry({ venues: [venueLedger, venueLedger] }));
		expect(refusal).toMatchObject({ errorName: "VenueAlreadyAccepted", args: { got: venueLedger } });
	});

	it("TooManyVenues: the seventeenth is refused", async () => {
		const seventeen: string[] = [];
		while (seventeen.length < 17) seventeen.push(await newVenue());
		await deployRegistry({ venues: seventeen.slice(1) });
		const refusal = await refusalOf(deployRegistry({ venues: seventeen }));
		expect(refusal).toMatchObject({ errorName: "TooManyVenues", args: { limit: 16n } });
	});

	it("NotAContract: an address without code is no venue, verifier, timelock or risk epochs", async () => {
		const got = fixture.roles.bob.address;
		for (const changes of [{ venues: [got] }, { verifiers: [got] }, { timelock: got }, { riskEpochs: got }]) {
			const refusal = await refusalOf(deployRegistry(changes));
			expect(refusal).toMatchObject({ errorName: "NotAContract", args: { got } });
		}
	});
});

describe("the timelock", () => {
	it("NotTimelock: not even the owner lets a venue or a verifier in without its notice", async () => {
		const { deployer } = fixture.roles;
		for (const [method, args] of [
			["acceptVenue", [await newVenue()]],
			["setVerifier", [16, fixture.venue.verifiers[0]]],
		] as const) {
			const refusal = await refusalOf(asOwner(method, args));
			expect(refusal).toMatchObject({
				errorName: "NotTimelock",
				args: { got: deployer.address, timelock: fixture.venue.timelock },
			});
		}
	});

	it("lets a new verifier in after its notice, as the next version of its class", async () => {
		const [verifier = ""] = fixture.venue.verifiers;
		expect(await fixture.read("registry", "verifierOf", [16])).toEqual([verifier, 1n]);
		const broken = await fixture.deployContract("FaultyVerifier", [false]);
		await fixture.throughTimelock("registry", "setVerifier", [16, broken]);
		expect(await fixture.read("registry", "verifierOf", [16])).toEqual([broken, 2n]);
		await fixture.throughTimelock("registry", "setVerifier", [16, verifier]);
		for (const sizeClass of [8, 32, 64]) {
			await fixture.throughTimelock("registry", "setVerifier", [sizeClass, verifier]);
			expect(await fixture.read("registry", "verifierOf", [sizeClass])).toEqual([verifier, 1n]);
		}
		await fixture.postPair();
		await fixture.attest(fixture.request({ sizeClass: 8 }));
	});

	it("TimelockUnexpectedOperationState: nothing passes before its notice is over", async () => {
		const { deployer } = fixture.roles;
		const data = new Interface(SOLVENCY_REGISTRY_ABI).encodeFunctionData("acceptVenue", [await newVenue()]);
		const call = [fixture.venue.registry, 0, data, ZeroHash, ZeroHash];
		await fixture.send(deployer, "timelock", "schedule", [...call, TIMELOCK_DELAY]);
		await fixture.chain.setNextBlockTime((await fixture.chain.timeSeconds()) + TIMELOCK_DELAY - 1);
		const refusal = await refusalOf(fixture.send(deployer, "timelock", "execute", call));
		expect(refusal.errorName).toBe("TimelockUnexpectedOperationState");
	});

	it("UnknownSizeClass: classes are 8, 16, 32 and 64, and one without a verifier proves nothing", async () => {
		const [verifier] = fixture.venue.verifiers;
		const refusal = await refusalOf(deployRegistry({ sizeClasses: [17], verifiers: [verifier] }));
		expect(refusal).toMatchObject({ errorName: "UnknownSizeClass", args: { got: 17n } });
		await fixture.postPair();
		const other = await refusalOf(fixture.attest(fixture.request({ sizeClass: 32 })));
		expect(other).toMatchObject({ errorName: "UnknownSizeClass", args: { got: 32n } });
	});

	it("LengthMismatch: every size class comes with its verifier", async () => {
		const refusal = await refusalOf(deployRegistry({ sizeClasses: [16, 32] }));
		const args = { sizeClasses: 2n, verifiers: 1n };
		expect(refusal).toMatchObject({ errorName: "LengthMismatch", args });
	});
});

describe("the owner", () => {
	it.each([
		["pause", []],
		["unpause", []],
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
	it("without an owner", async () => {
		expect((await refusalOf(deployRegistry({ owner: ZERO_ADDRESS }))).errorName).toBe("OwnableInvalidOwner");
	});

	it("TtlOutOfRange: without life, or with more than a week of it", async () => {
		await deployRegistry({ ttl: MAX_TTL });
		for (const ttl of [0, MAX_TTL + 1]) {
			const refusal = await refusalOf(deployRegistry({ ttl }));
			const args = { got: BigInt(ttl), limit: BigInt(MAX_TTL) };
			expect(refusal).toMatchObject({ errorName: "TtlOutOfRange", args });
		}
	});

	it("MaxSkewOutOfRange: with a skew that its own time to live rules out", async () => {
		await deployRegistry({ maxSkew: TTL - 1 });
		const refusal = await refusalOf(deployRegistry({ maxSkew: TTL }));
		const args = { got: BigInt(TTL), limit: BigInt(TTL) };
		expect(refusal).toMatchObject({ errorName: "MaxSkewOutOfRange", args });
	});
});
