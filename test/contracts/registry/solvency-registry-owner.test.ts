/** What the registry's owner can and cannot do, and what a registry cannot be made with. */
import { Interface, ZeroHash } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI } from "../../../src/chain/client/abi.ts";
import { isSolvent, readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import {
	refusalOf,
	START,
	SURPLUS,
	TIMELOCK_DELAY,
	TTL,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const MAX_TTL = 7 * 24 * 3_600;
const MONTH = 30 * 24 * 3_600;
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
/** Refuses every proof. */
const sternVerifier = () => fixture.deployContract("UnfitVerifier", [`0x${"00".repeat(32)}`]);
const setVerifier = (verifier: string, overlap = 0) =>
	fixture.throughTimelock("registry", "setVerifier", [16, verifier, overlap]);
const solvent = () =>
	isSolvent({
		runner: fixture.chain.provider,
		registry: fixture.venue.registry,
		holder: fixture.roles.alice.address,
		level: "maintenance",
		minSurplusMicroUsd: 0n,
		maxAgeSeconds: TTL,
	});
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
			["setVerifier", [16, fixture.venue.verifiers[0], 0]],
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
		const stern = await sternVerifier();
		await setVerifier(stern);
		expect(await fixture.read("registry", "verifierOf", [16])).toEqual([stern, 2n]);
		await setVerifier(verifier);
		for (const sizeClass of [8, 32, 64]) {
			await fixture.throughTimelock("registry", "setVerifier", [sizeClass, verifier, 0]);
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

describe("a new verifier", () => {
	it.each([
		["answers nothing", "0x"],
		["answers half a word", "0x00000000"],
		["answers two words", `0x${"00".repeat(64)}`],
		["accepts what is wrong", `0x${"00".repeat(31)}01`],
		["answers something else", `0x${"ff".repeat(32)}`],
	])("is not taken when it %s", async (_what, answer) => {
		const verifier = await fixture.deployContract("UnfitVerifier", [answer]);
		const refusal = await refusalOf(setVerifier(verifier));
		expect(refusal).toMatchObject({ errorName: "VerifierUnfit", args: { got: verifier } });
		expect((await refusalOf(deployRegistry({ verifiers: [verifier] }))).errorName).toBe("VerifierUnfit");
	});

	it.each([
		// Runtime codes: what they answer depends on one word of the question.
		["takes points beside the curve", "0x6024356001145f5260205ff3"],
		["takes a signal that is not below the order", "0x6101043515155f5260205ff3"],
	])("nor one that refuses a wrong pairing and %s", async (_what, code) => {
		const verifier = "0x00000000000000000000000000000000000fa17e";
		await fixture.chain.provider.send("hardhat_setCode", [verifier, code]);
		expect(await refusalOf(setVerifier(verifier))).toMatchObject({ errorName: "VerifierUnfit" });
	});

	it("VerifierUnfit: one that snarkjs exports for four signals does not answer for five", async () => {
		const rowWord = fixture.venue.rowWordVerifier;
		expect(await refusalOf(setVerifier(rowWord))).toMatchObject({
			errorName: "VerifierUnfit",
			args: { got: rowWord },
		});
	});

	it("overlaps with the one before it: proofs of both keys count, and the record says whose it was", async () => {
		await fixture.postPair();
		const { registry, verifiers } = fixture.venue;
		const [former = ""] = verifiers;
		// It refuses every proof of the former key, as another key does.
		const stern = await sternVerifier();
		await setVerifier(stern, 600);
		const changedAt = await fixture.chain.timeSeconds();
		expect(await fixture.read("registry", "formerVerifierOf", [16])).toEqual([
			former,
			1n,
			BigInt(changedAt + 600),
		]);
		const { events: attested } = await fixture.attest(fixture.request());
		expect(attested[0]?.args.verifierVersion).toBe(1n);
		const { holder, venue } = fixture.request();
		const query = { runner: fixture.chain.provider, registry, venue, holder };
		expect((await readSolvency(query)).verifier).toEqual({ sizeClass: 16, version: 1 });

		await fixture.chain.setNextBlockTime(changedAt + 600);
		expect((await refusalOf(fixture.attest(fixture.request()))).errorName).toBe("ProofRejected");
		await setVerifier(former, 600);
		await fixture.attest(fixture.request());
		expect((await readSolvency(query)).verifier).toEqual({ sizeClass: 16, version: 3 });
	});

	it("without an overlap is alone at once; what the former one accepted goes on counting", async () => {
		await fixture.postPair();
		await fixture.attest(fixture.request());
		await setVerifier(await sternVerifier());
		expect((await refusalOf(fixture.attest(fixture.request()))).errorName).toBe("ProofRejected");
		expect(await solvent()).toBe(true);
	});

	it("OverlapTooLong: two keys count together for a month at most", async () => {
		const refusal = await refusalOf(setVerifier(await sternVerifier(), MONTH + 1));
		const args = { got: BigInt(MONTH + 1), limit: BigInt(MONTH) };
		expect(refusal).toMatchObject({ errorName: "OverlapTooLong", args });
		await setVerifier(await sternVerifier(), MONTH);
	});

	it("TooManyVersions: records tell 255 of a class apart", async () => {
		const { timelock } = fixture.venue;
		const { provider } = fixture.chain;
		await provider.send("hardhat_impersonateAccount", [timelock]);
		await provider.send("hardhat_setBalance", [timelock, "0x8ac7230489e80000"]);
		const signer = await provider.getSigner(timelock);
		const stern = await sternVerifier();
		const again = () => fixture.send(signer, "registry", "setVerifier", [16, stern, 0]);
		for (let version = 2; version <= 255; version++) await again();
		expect(await refusalOf(again())).toMatchObject({ errorName: "TooManyVersions", args: { limit: 255n } });
	});

	it("what it accepts at the other level does not join what the former one accepted", async () => {
		await fixture.postPair();
		await fixture.attest(fixture.request({ level: "initial" }));
		await setVerifier(await fixture.deployContract("ForgivingVerifier", []));
		await fixture.attest(fixture.request());
		const { registry } = fixture.venue;
		const { holder, venue } = fixture.request();
		const query = { runner: fixture.chain.provider, registry, venue, holder };
		expect((await readSolvency(query)).surplusMicroUsd).toMatchObject({ initial: null });
	});
});

describe("a broken verifier", () => {
	/** It has accepted a surplus that nobody has, and a lien stands on it. */
	const bewitched = async () => {
		const { alice, bob } = fixture.roles;
		const { venueLedger } = fixture.venue;
		await setVerifier(await fixture.deployContract("ForgivingVerifier", []));
		await fixture.postPair();
		const request = fixture.request({ level: "initial", surplusMicroUsd: 1_000_000n * SURPLUS });
		await fixture.attest(request, { proof: fixture.prove(request, { riskRoot: 1n }) });
		const lien = [SURPLUS, START + 86_400];
		await fixture.send(alice, "registry", "allowLien", [venueLedger, bob.address, ...lien]);
		await fixture.send(bob, "registry", "placeLien", [venueLedger, alice.address, ...lien]);
		await fixture.acknowledge(1);
	};
	const secured = () => fixture.read("registry", "isSecured", [1]);
	const revoke = (time: number, sizeClass = 16) => asOwner("revokeBefore", [sizeClass, time]);

	it("a pause and a new verifier leave what it accepted in force; a revocation ends it in that block", async () => {
		await bewitched();
		await asOwner("pause");
		await setVerifier(fixture.venue.verifiers[0] ?? "");
		await asOwner("unpause");
		expect([await solvent(), await secured()]).toEqual([true, true]);
		const now = await fixture.chain.timeSeconds();
		const { events } = await revoke(now);
		expect(events.map(({ name, args }) => [name, ...args])).toEqual([
			["AttestationsRevoked", 16n, BigInt(now)],
		]);
		expect([await solvent(), await secured()]).toEqual([false, false]);
		const { registry } = fixture.venue;
		const { holder, venue } = fixture.request();
		const query = { runner: fixture.chain.provider, registry, venue, holder };
		expect((await readSolvency(query)).standing).toBe("revoked");
		expect(await fixture.read("registry", "freeSurplus", [venue, holder])).toBe(0n);
	});

	it("LedgerRevoked: an honest holder proves again from a newer ledger, and counts", async () => {
		await fixture.postPair();
		await fixture.attest(fixture.request());
		await revoke(START - 60);
		expect(await solvent()).toBe(false);
		expect(await refusalOf(fixture.attest(fixture.request()))).toMatchObject({
			errorName: "LedgerRevoked",
			args: { ledgerTime: BigInt(START - 60), revokedUntil: BigInt(START - 60) },
		});
		await fixture.postLedger(-59);
		await fixture.attest(fixture.request({ ledgerEpoch: 2 }));
		expect(await solvent()).toBe(true);
	});

	it("of one size class takes no other class's attestations with it", async () => {
		const [verifier] = fixture.venue.verifiers;
		await fixture.throughTimelock("registry", "setVerifier", [64, verifier, 0]);
		await fixture.postPair();
		await fixture.attest(fixture.request({ sizeClass: 64 }));
		for (const sizeClass of [8, 16, 32]) await revoke(START, sizeClass);
		expect(await solvent()).toBe(true);
		await revoke(START, 64);
		expect(await solvent()).toBe(false);
		expect(await fixture.read("registry", "revokedUntil", [64])).toBe(BigInt(START));
	});

	it("that was replaced with an overlap accepts nothing more after a revocation", async () => {
		await fixture.postPair();
		await setVerifier(await sternVerifier(), 6_000);
		await revoke(START - 61);
		expect((await refusalOf(fixture.attest(fixture.request()))).errorName).toBe("ProofRejected");
	});

	it("RevocationOutOfRange: not of the future, and none is taken back", async () => {
		await fixture.at(10);
		expect(await refusalOf(revoke(START + 11))).toMatchObject({ errorName: "RevocationOutOfRange" });
		await revoke(START);
		const back = await refusalOf(revoke(START - 1));
		expect(back.args).toMatchObject({ got: BigInt(START - 1), revokedUntil: BigInt(START) });
	});
});

describe("the owner", () => {
	it.each([
		["pause", []],
		["unpause", []],
		["dropVenue", [ZERO_ADDRESS]],
		["revokeBefore", [16, START]],
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
