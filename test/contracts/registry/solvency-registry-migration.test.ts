/** From one version of the tables' contract to the next: what stays, what ends, and what cannot happen. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { writeByName } from "../../../src/chain/client/chain-call.ts";
import { setRiskEpochsCall } from "../../../src/chain/epochs/timelock-calls.ts";
import { auditRegistry } from "../../../src/chain/registry/audit-registry.ts";
import { protocolEvents } from "../../../src/chain/registry/protocol-events.ts";
import { readAccount, readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import { SIMULATOR_KEY } from "../../support/venue/groth16-simulator.ts";
import { lienActs } from "../../support/venue/lien-acts.ts";
import {
	LISTING,
	PSEUDONYM,
	refusalOf,
	START,
	SURPLUS,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const PRICE_MICRO_USD = 63_000_000_000n;
const FIRST = 1_000;
const BTC = `0x${"42".repeat(32)}`;

let fixture: VenueFixture;
/** The same registry, seen with the next version of the tables' contract. */
let next: VenueFixture;
let retiredFeed: string;
beforeAll(async () => {
	const bare = await VenueFixture.deploy();
	retiredFeed = await bare.deployContract("RudeVenue", []);
	const liveFeed = await bare.deployContract("RudeVenue", []);
	await answers(bare, retiredFeed);
	await answers(bare, liveFeed);
	fixture = await bare.withRiskEpochs({ feeds: [feedOf(retiredFeed)] });
	const riskEpochs = await fixture.deployContract("RiskEpochs", [
		fixture.riskConfig({ feeds: [feedOf(liveFeed)], firstEpoch: FIRST }),
	]);
	next = await fixture.withDeployment({ ...fixture.venue, riskEpochs });
	await fixture.keep();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const feedOf = (aggregator: string) => ({
	...{ aggregator, decimals: 8, maxAge: 86_400, toleranceBps: 50 },
	...({ underlying: BTC } as object),
});
async function answers(at: VenueFixture, feed: string, manner = 4) {
	const words = [1n, 6_300_000_000_000n, START - 30, START - 30, 1n];
	const abi = ["function behave(uint8 next, uint256[] words)"];
	const call = { signer: at.roles.bob, address: feed, abi, method: "behave", args: [manner, words] };
	await writeByName(call);
}
const post = (at: VenueFixture, offset: number) => at.postRisk(offset, {}, [PRICE_MICRO_USD]);
const switchOver = () => fixture.throughTimelock("registry", "setRiskEpochs", [next.venue.riskEpochs]);
const standing = async () => {
	const { registry, venueLedger: venue } = fixture.venue;
	const { address: holder } = fixture.roles.alice;
	return (await readSolvency({ runner: fixture.chain.provider, registry, venue, holder })).standing;
};
const now = async () => (await fixture.chain.timeSeconds()) - START;
/** A ledger and a table of the next version, and Alice's proof under them. */
const reprove = async (ledgerEpoch: number, riskEpoch: number) => {
	const at = await now();
	await fixture.postLedger(at);
	await post(next, at);
	return next.attest(next.request({ level: "initial", ledgerEpoch, riskEpoch }));
};

describe("a price feed that retires", () => {
	it("ends new liens under its contract for good; the next version brings another, after notice", async () => {
		const { allow, place } = lienActs(fixture);
		await answers(fixture, retiredFeed, 0);
		await fixture.postLedger(-60);
		await post(fixture, -30);
		await fixture.attest(fixture.request({ level: "initial" }));
		await allow(2n * SURPLUS);
		expect((await refusalOf(place(1n))).errorName).toBe("FeedsNotChecked");

		await post(next, -20);
		expect(
			setRiskEpochsCall({ registry: fixture.venue.registry, riskEpochs: next.venue.riskEpochs }).target,
		).toBe(fixture.venue.registry);
		await switchOver();
		await reprove(2, FIRST + 1);
		await place(SURPLUS);
		expect(
			await fixture.read("registry", "freeSurplus", [fixture.venue.venueLedger, fixture.roles.alice.address]),
		).toBe(0n);
	});
});

describe("a switch", () => {
	beforeEach(async () => {
		await fixture.postLedger(-60);
		await post(fixture, -30);
		await fixture.attest(fixture.request({ level: "initial" }));
	});

	it("keeps pseudonyms, liens and what was proven, until the holder proves under the next version", async () => {
		const { allow, place, acknowledge, secured } = lienActs(fixture);
		await allow(SURPLUS);
		await place(SURPLUS);
		await acknowledge(1);
		const scope = await fixture.read("registry", "scope");
		await post(next, -20);
		await switchOver();
		expect([await standing(), await secured(1), await fixture.read("registry", "scope")]).toEqual([
			"live",
			true,
			scope,
		]);
		expect(await fixture.read("registry", "riskEpochsOf", [1])).toBe(fixture.venue.riskEpochs);
		expect(await fixture.read("registry", "riskEpochsOf", [FIRST])).toBe(next.venue.riskEpochs);
		await reprove(2, FIRST + 1);
		expect([await standing(), await secured(1)]).toEqual(["live", true]);
		const { registry, venueLedger: venue } = fixture.venue;
		const account = await readAccount({
			runner: fixture.chain.provider,
			registry,
			venue,
			pseudonym: PSEUDONYM,
		});
		expect(account).toEqual({ holder: fixture.roles.alice.address, riskEpoch: FIRST + 1 });
	});

	it("takes no more tables of the former version, and its dead ones take their attestations with them", async () => {
		await post(next, -20);
		await switchOver();
		await post(fixture, -10);
		const former = fixture.attest(fixture.request({ level: "initial", riskEpoch: 2 }), {
			contents: { ...(await contentsOf(fixture, 2)) },
		});
		expect((await refusalOf(former)).errorName).toBe("RiskEpochNotRecent");
		const at = await now();
		const { mallory, bob } = fixture.roles;
		const value = 10n ** 18n;
		await fixture.send(mallory, "riskEpochs", "demandRow", [1, 0, 1, { value }]);
		await fixture.at(at + 8_000);
		// Long after its time to live an attestation is over anyway: another registry with a longer one shows the death.
		await fixture.send(bob, "riskEpochs", "expireDemand", [1, 0, 1]);
		expect(await fixture.read("riskEpochs", "isDead", [1])).toBe(true);
		expect(await standing()).not.toBe("live");
	});

	it("EpochNumbersOverlap: no number of an epoch is used twice, so no older proof comes back", async () => {
		const low = await fixture.deployContract("RiskEpochs", [
			fixture.riskConfig({ feeds: [feedOf(retiredFeed)], firstEpoch: 1 }),
		]);
		await post(await fixture.withDeployment({ ...fixture.venue, riskEpochs: low }), -20);
		expect(await refusalOf(fixture.throughTimelock("registry", "setRiskEpochs", [low]))).toMatchObject({
			errorName: "EpochNumbersOverlap",
			args: { first: 1n, newest: 1n },
		});
	});

	it("EpochNumbersTooFar: no version uses up the numbers of those after it", async () => {
		const config = (firstEpoch: number) => fixture.riskConfig({ feeds: [feedOf(retiredFeed)], firstEpoch });
		const far = await fixture.deployContract("RiskEpochs", [config(1_000_002)]);
		expect(await refusalOf(fixture.throughTimelock("registry", "setRiskEpochs", [far]))).toMatchObject({
			errorName: "EpochNumbersTooFar",
			args: { first: 1_000_002n, newest: 1n, limit: 1_000_000n },
		});
		const furthest = await fixture.deployContract("RiskEpochs", [config(1_000_001)]);
		await post(await fixture.withDeployment({ ...fixture.venue, riskEpochs: furthest }), -20);
		await fixture.throughTimelock("registry", "setRiskEpochs", [furthest]);
		expect(await fixture.read("registry", "riskEpochs")).toBe(furthest);
	});

	it("NoEpochLive: executing is open to anybody, but not before the next version's publishers have posted", async () => {
		const got = next.venue.riskEpochs;
		expect(await refusalOf(switchOver())).toMatchObject({ errorName: "NoEpochLive", args: { got } });
		expect(await fixture.read("registry", "riskEpochs")).toBe(fixture.venue.riskEpochs);
	});

	it("is the timelock's alone, and of a contract", async () => {
		const { deployer, bob } = fixture.roles;
		const direct = fixture.send(deployer, "registry", "setRiskEpochs", [next.venue.riskEpochs]);
		expect((await refusalOf(direct)).errorName).toBe("NotTimelock");
		const nowhere = fixture.throughTimelock("registry", "setRiskEpochs", [bob.address]);
		expect((await refusalOf(nowhere)).errorName).toBe("NotAContract");
	});

	it("begins a challenge's window again: before it, nobody could answer under the next version", async () => {
		const { mallory, alice } = fixture.roles;
		const { venueLedger } = fixture.venue;
		await fixture.send(mallory, "registry", "challenge", [
			venueLedger,
			alice.address,
			0,
			{ value: 10n ** 18n },
		]);
		await post(next, -20);
		await fixture.at(14_400);
		await switchOver();
		const lapse = fixture.send(mallory, "registry", "lapse", [venueLedger, alice.address, []]);
		expect((await refusalOf(lapse)).errorName).toBe("ChallengeWindowOpen");
	});

	it("is followed by an audit and an event stream, each epoch in the contract that it is of", async () => {
		await post(next, -20);
		await switchOver();
		await reprove(2, FIRST + 1);
		const { registry } = fixture.venue;
		const { provider } = fixture.chain;
		const toBlock = await provider.getBlockNumber();
		const report = await auditRegistry({
			...{ provider, registry, fromBlock: 0, toBlock },
			verificationKeys: new Map([[16, SIMULATOR_KEY]]),
		});
		expect(report).toMatchObject({ attestations: 2, verified: 2, findings: [] });
		const events = await protocolEvents({ provider, registry, fromBlock: 0, toBlock });
		const live = events.filter((event) => event.name === "RiskEpochLive").map(({ args }) => args.epoch);
		expect(live).toEqual([1n, BigInt(FIRST), BigInt(FIRST + 1)]);
	});
});

async function contentsOf(at: VenueFixture, riskEpoch: number) {
	const risk = (await at.read("riskEpochs", "epochAt", [riskEpoch])) as unknown as {
		initialRoot: bigint;
		snapshotTime: bigint;
		nextExpiry: bigint;
	};
	const ledger = (await at.read("venueLedger", "epochAt", [1])) as unknown as {
		ledgerRoot: bigint;
		snapshotTime: bigint;
	};
	return {
		listingHash: LISTING,
		ledgerRoot: ledger.ledgerRoot,
		riskRoot: risk.initialRoot,
		ledgerTime: ledger.snapshotTime,
		riskTime: risk.snapshotTime,
		nextExpiry: risk.nextExpiry,
	};
}
