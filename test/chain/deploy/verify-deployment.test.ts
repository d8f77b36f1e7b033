/** Every contract of a deployment against its sources and terms, and roles against the plan. */
import { concat, dataSlice, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Deployment } from "../../../src/chain/deploy/deployment-file.ts";
import type { VenueTerms } from "../../../src/chain/deploy/venue-plan.ts";
import { verifyDeployment } from "../../../src/chain/deploy/verify-deployment.ts";
import { VenueFixture, venueTerms } from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const verify = (changes: { terms?: Partial<VenueTerms>; deployment?: Partial<Deployment> } = {}) =>
	verifyDeployment({
		provider: fixture.chain.provider,
		artifacts: fixture.artifacts,
		deployment: { ...fixture.venue, ...changes.deployment },
		terms: { ...venueTerms(fixture.roles), ...changes.terms },
	});
const codesOf = async (changes: Parameters<typeof verify>[0]) =>
	(await verify(changes)).findings.map(({ step, code }) => `${code} ${step}`);
/** The deployment with another transaction, or none, in which a step was made. */
const madeIn = (step: string, hash: string | undefined): Partial<Deployment> => {
	const { [step]: _own, ...others } = fixture.venue.creations;
	return { creations: hash === undefined ? others : { ...others, [step]: hash } };
};

it("finds nothing in a deployment that is what its terms say", async () => {
	expect(await verify()).toEqual({ contracts: 13, matching: 13, roles: 15, findings: [] });
});

describe("finds", () => {
	it.each<[string, Partial<VenueTerms>, string[]]>([
		["another window", { challengeWindowSeconds: 14_401 }, ["ARGUMENTS_DIFFER SolvencyRegistry"]],
		["another bond", { bondWei: 1n }, ["ARGUMENTS_DIFFER RiskEpochs"]],
		["one publisher more", { publishers: [ZeroAddress] }, ["ARGUMENTS_DIFFER RiskEpochs"]],
		[
			"another guardian",
			{ guardian: `0x${"12".repeat(20)}` },
			["ARGUMENTS_DIFFER VenueLedger", "ROLE_DIFFERS VenueLedger"],
		],
		["another delay", { timelockDelaySeconds: 61 }, ["ARGUMENTS_DIFFER Timelock", "ROLE_DIFFERS Timelock"]],
	])("%s than in the terms", async (_what, terms, expected) => {
		expect(await codesOf({ terms })).toEqual(expected);
	});

	it("a constructor of somebody else's that leaves the same code behind, and a guardian in storage", async () => {
		const { bob, mallory } = fixture.roles;
		const { venueLedger } = fixture.venue;
		const runtime = await fixture.chain.provider.getCode(venueLedger);
		const size = toBeHex((runtime.length - 2) / 2, 2);
		// PUSH20 mallory, PUSH1 3, SSTORE; then the runtime code is returned.
		const writes = concat(["0x73", mallory.address, "0x600355"]);
		const offset = toBeHex((writes.length - 2) / 2 + 13, 2);
		const init = concat([writes, "0x61", size, "0x80", "0x61", offset, "0x5f395ff3", "0x0000", runtime]);
		const sent = await bob.sendTransaction({ data: dataSlice(init, 0) });
		const receipt = await sent.wait();
		const forged = receipt?.contractAddress ?? "";
		expect((await fixture.chain.provider.getCode(forged)).length).toBe(runtime.length);
		const deployment = { venueLedger: forged, ...madeIn("VenueLedger", sent.hash) };
		const { findings } = await verify({ deployment });
		expect(findings[0]).toMatchObject({ step: "VenueLedger", code: "CODE_DIFFERS" });
	});

	it("an address that none of the transactions made", async () => {
		const { riskEpochs } = fixture.venue;
		const other = await fixture.deployContract("RiskEpochs", [fixture.riskConfig()]);
		expect(other).not.toBe(riskEpochs);
		expect(await codesOf({ deployment: { riskEpochs: other } })).toEqual([
			"ADDRESS_DIFFERS riskEpochs",
			"ROLE_DIFFERS SolvencyRegistry",
		]);
	});

	it("a contract of which nobody says how it was made, and one that a call is named for", async () => {
		const { guardian } = fixture.roles;
		const { transactionHash } = await fixture.send(guardian, "venueLedger", "freeze");
		expect((await codesOf({ deployment: madeIn("RowDispute", undefined) }))[0]).toBe(
			"CREATION_NOT_GIVEN RowDispute",
		);
		expect((await codesOf({ deployment: madeIn("RowDispute", transactionHash) }))[0]).toBe(
			"CREATED_BY_A_CALL RowDispute",
		);
		expect((await codesOf({ deployment: madeIn("RowDispute", ZeroHash) }))[0]).toBe(
			"CREATION_NOT_FOUND RowDispute",
		);
	});

	it("a role that has moved since, or is about to", async () => {
		const { operator, guardian, bob } = fixture.roles;
		await fixture.send(operator, "venueLedger", "transferOwnership", [bob.address]);
		await fixture.send(guardian, "venueLedger", "setGuardian", [bob.address]);
		const messages = (await verify()).findings.map(({ message }) => message);
		const found = bob.address.toLowerCase();
		expect(messages).toEqual([
			`next operator is ${found}, and planned is ${ZeroAddress}`,
			`guardian is ${found}, and planned is ${guardian.address.toLowerCase()}`,
		]);
	});

	it("a proposer and an administrator that came in through the timelock itself", async () => {
		const { mallory } = fixture.roles;
		const role = await fixture.read("timelock", "PROPOSER_ROLE");
		await fixture.throughTimelock("timelock", "grantRole", [role, mallory.address]);
		await fixture.throughTimelock("timelock", "grantRole", [`0x${"77".repeat(32)}`, mallory.address]);
		expect(await codesOf({})).toEqual(["ROLE_DIFFERS Timelock", "ROLE_DIFFERS Timelock"]);
	});

	it("a verifier and tables that came in since", async () => {
		const stern = await fixture.deployContract("UnfitVerifier", [ZeroHash]);
		await fixture.throughTimelock("registry", "setVerifier", [16, stern, 0]);
		const { findings } = await verify();
		expect(findings.map(({ message }) => message.startsWith("verifier of 16 is "))).toEqual([true]);
	});
});
