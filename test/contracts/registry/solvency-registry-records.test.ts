/** What stays on record, what replaces it, whom it belongs to, and when it counts. */
import { Interface, type Signer } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI, VENUE_LEDGER_ABI } from "../../../src/chain/client/abi.ts";
import { writeByName } from "../../../src/chain/client/chain-call.ts";
import { refusalIn } from "../../../src/chain/client/chain-refusal.ts";
import type { AttestationRequest } from "../../../src/chain/registry/attest.ts";
import { isSolvent, readAccount, readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import {
	LEDGER_ROOT,
	LISTING,
	PSEUDONYM,
	refusalOf,
	START,
	SURPLUS,
	TTL,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const OTHER_PSEUDONYM = 0xb0bn;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
});
afterAll(() => fixture.chain.close());

const runner = () => ({ runner: fixture.chain.provider, registry: fixture.venue.registry });
const statusOf = (holder: string, venue = fixture.venue.venueLedger) =>
	readSolvency({ ...runner(), venue, holder });
const accountOf = (pseudonym: bigint) =>
	readAccount({ ...runner(), venue: fixture.venue.venueLedger, pseudonym });
const aliceStatus = () => statusOf(fixture.roles.alice.address);
const release = (holder: Signer) => fixture.send(holder, "registry", "release", [fixture.venue.venueLedger]);
/** The arguments of the refusal; any other refusal, or none, fails the test. */
const movedBack = async (request: AttestationRequest, sender: Signer = fixture.roles.alice) => {
	const { errorName, args } = await refusalOf(fixture.attest(request, { sender }));
	expect(errorName).toBe("RiskEpochMovedBack");
	return args;
};
const solvent = (level: MarginLevel, minSurplusMicroUsd = 0n, maxAgeSeconds = TTL) =>
	isSolvent({ ...runner(), holder: fixture.roles.alice.address, level, minSurplusMicroUsd, maxAgeSeconds });

describe("replacing", () => {
	it("a newer pair replaces the surplus, down as well as up", async () => {
		await fixture.attest(fixture.request());
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2, surplusMicroUsd: 1n }));
		expect((await aliceStatus()).surplusMicroUsd.maintenance).toBe(1n);
		await fixture.postRisk(-10);
		await fixture.attest(fixture.request({ riskEpoch: 3, surplusMicroUsd: 9n }));
		expect((await aliceStatus()).surplusMicroUsd.maintenance).toBe(9n);
	});

	it("the same pair replaces the surplus of the level proven and keeps the other level", async () => {
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd: 3n }));
		await fixture.attest(fixture.request({ surplusMicroUsd: 8n }));
		await fixture.attest(fixture.request({ surplusMicroUsd: 7n }));
		expect((await aliceStatus()).surplusMicroUsd).toEqual({ maintenance: 7n, initial: 3n });
	});

	it("a newer pair clears what an older one showed at the other level", async () => {
		await fixture.attest(fixture.request({ level: "initial" }));
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2, surplusMicroUsd: 1n }));
		expect((await aliceStatus()).surplusMicroUsd).toEqual({ maintenance: 1n, initial: null });
		expect(await solvent("initial")).toBe(false);
	});

	it("a newer ledger under the same table clears it, too", async () => {
		await fixture.attest(fixture.request({ level: "initial" }));
		await fixture.postLedger(-40);
		await fixture.attest(fixture.request({ ledgerEpoch: 2, surplusMicroUsd: 1n }));
		expect((await aliceStatus()).surplusMicroUsd).toEqual({ maintenance: 1n, initial: null });
	});

	it("a newer ledger renews the life of an attestation", async () => {
		await fixture.attest(fixture.request());
		await fixture.postLedger(-25);
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ ledgerEpoch: 2, riskEpoch: 2 }));
		const { ledgerTimeMs, riskEpoch, validUntilMs } = await aliceStatus();
		expect({ ledgerTimeMs, riskEpoch, validUntilMs }).toEqual({
			ledgerTimeMs: (START - 25) * 1000,
			riskEpoch: 2,
			validUntilMs: (START - 25 + TTL) * 1000,
		});
	});

	it("RiskEpochMovedBack: a proof under the older table cannot come back over one under the newer", async () => {
		const older = fixture.request({ surplusMicroUsd: 2n * SURPLUS });
		await fixture.attest(older);
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
		const refusal = await refusalOf(fixture.attest(older));
		expect(refusal).toMatchObject({ errorName: "RiskEpochMovedBack", args: { got: 1n, recorded: 2n } });
		expect((await aliceStatus()).surplusMicroUsd.maintenance).toBe(SURPLUS);
	});

	it("not even after a release, by another holder", async () => {
		const { alice, bob } = fixture.roles;
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
		await fixture.send(alice, "registry", "release", [fixture.venue.venueLedger]);
		const older = fixture.request({ holder: bob.address });
		const refusal = await refusalOf(fixture.attest(older, { sender: bob }));
		expect(refusal.errorName).toBe("RiskEpochMovedBack");
	});

	it("not even after a release, by the same holder: a release forgets no epoch", async () => {
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
		await release(fixture.roles.alice);
		expect(await aliceStatus()).toMatchObject({ standing: "none", riskEpoch: 2, ledgerTimeMs: 0 });
		expect(await accountOf(PSEUDONYM)).toEqual({ holder: undefined, riskEpoch: 2 });
		expect(await movedBack(fixture.request())).toEqual({ got: 1n, recorded: 2n });
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
	});

	it("not even by a holder who had the account before, under that older table", async () => {
		const { alice, bob } = fixture.roles;
		const bobs = fixture.request({ holder: bob.address });
		await fixture.attest(bobs, { sender: bob });
		await release(bob);
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
		await release(alice);
		expect(await movedBack(bobs, bob)).toEqual({ got: 1n, recorded: 2n });
		await fixture.attest({ ...bobs, riskEpoch: 2 }, { sender: bob });
		// And Alice, who comes after Bob, is asked for what Bob has shown.
		await release(bob);
		expect(await movedBack(fixture.request())).toEqual({ got: 1n, recorded: 2n });
	});

	it("not even by whoever takes over an attestation that expired", async () => {
		const { bob } = fixture.roles;
		await fixture.postRisk(-20, { nextExpiry: START + 100 });
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
		await fixture.at(100);
		const bobs = fixture.request({ holder: bob.address });
		expect(await movedBack(bobs, bob)).toEqual({ got: 1n, recorded: 2n });
		await fixture.postRisk(90);
		await fixture.attest({ ...bobs, riskEpoch: 3 }, { sender: bob });
	});

	it("a holder's own epochs do not move back either, with whichever account", async () => {
		const { alice, bob } = fixture.roles;
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
		await release(alice);
		const other = fixture.request({ pseudonym: OTHER_PSEUDONYM });
		expect(await movedBack(other)).toEqual({ got: 1n, recorded: 2n });
		await fixture.attest({ ...other, riskEpoch: 2 });
		// Bob has shown nothing yet, and an account that nobody had asks for nothing.
		const untouched = fixture.request({ pseudonym: 0xfeen, holder: bob.address });
		await fixture.attest(untouched, { sender: bob });
	});

	it("an account asks for all that its newest holder has shown since, and the newest table always answers", async () => {
		const { alice, bob } = fixture.roles;
		await fixture.attest(fixture.request());
		await release(alice);
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ pseudonym: OTHER_PSEUDONYM, riskEpoch: 2 }));
		const bobs = fixture.request({ holder: bob.address });
		expect(await movedBack(bobs, bob)).toEqual({ got: 1n, recorded: 2n });
		await fixture.attest({ ...bobs, riskEpoch: 2 }, { sender: bob });
	});

	it("one venue's epochs ask for nothing at another", async () => {
		const { operator, guardian } = fixture.roles;
		const second = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		await fixture.throughTimelock("registry", "acceptVenue", [second]);
		const args = [LEDGER_ROOT, LISTING, START - 60];
		await writeByName({ signer: operator, address: second, abi: VENUE_LEDGER_ABI, method: "post", args });
		await fixture.postRisk(-20);
		await fixture.attest(fixture.request({ riskEpoch: 2 }));
		await fixture.attest(fixture.request({ venue: second }));
	});
});

describe("holders and accounts", () => {
	it("AccountHeldByAnother: an account has one holder while its attestation lives", async () => {
		const { alice, bob } = fixture.roles;
		await fixture.attest(fixture.request());
		const moved = fixture.request({ holder: bob.address });
		const refusal = await refusalOf(fixture.attest(moved, { sender: bob }));
		expect(refusal).toMatchObject({
			errorName: "AccountHeldByAnother",
			args: { pseudonym: PSEUDONYM, holder: alice.address },
		});
	});

	it("HolderHasAnotherAccount: a holder has one account at a venue while its attestation lives", async () => {
		const { alice } = fixture.roles;
		await fixture.attest(fixture.request());
		const refusal = await refusalOf(fixture.attest(fixture.request({ pseudonym: OTHER_PSEUDONYM })));
		expect(refusal).toMatchObject({
			errorName: "HolderHasAnotherAccount",
			args: { holder: alice.address },
		});
	});

	it("a released account can go to another holder, who then is the only one", async () => {
		const { alice, bob } = fixture.roles;
		await fixture.attest(fixture.request());
		const { events } = await fixture.send(alice, "registry", "release", [fixture.venue.venueLedger]);
		expect(events.map(({ name }) => name)).toEqual(["Released"]);
		expect(await solvent("maintenance")).toBe(false);

		await fixture.attest(fixture.request({ holder: bob.address }), { sender: bob });
		expect((await statusOf(bob.address)).standing).toBe("live");
		expect((await accountOf(PSEUDONYM)).holder).toBe(bob.address);
		expect((await aliceStatus()).standing).toBe("none");
	});

	it("an expired binding binds nobody: both sides may move on, and the old ties are gone", async () => {
		const { alice, bob } = fixture.roles;
		await fixture.attest(fixture.request());
		await fixture.attest(fixture.request({ holder: bob.address, pseudonym: OTHER_PSEUDONYM }), {
			sender: bob,
		});
		await fixture.at(TTL);
		await fixture.postLedger(TTL - 60);
		await fixture.postRisk(TTL - 30);
		// Bob takes over the account that Alice held; Bob's own is left to nobody.
		const takeover = fixture.request({ holder: bob.address, ledgerEpoch: 2, riskEpoch: 2 });
		await fixture.attest(takeover, { sender: bob });

		expect((await statusOf(bob.address)).standing).toBe("live");
		expect((await aliceStatus()).standing).toBe("none");
		expect(await accountOf(PSEUDONYM)).toEqual({ holder: bob.address, riskEpoch: 2 });
		expect(await accountOf(OTHER_PSEUDONYM)).toEqual({ holder: undefined, riskEpoch: 2 });
		const { venueLedger } = fixture.venue;
		const nothing = await refusalOf(fixture.send(alice, "registry", "release", [venueLedger]));
		expect(nothing.errorName).toBe("NothingToRelease");
	});

	it("NothingToRelease: who holds nothing has nothing to release", async () => {
		const { mallory } = fixture.roles;
		const { venueLedger } = fixture.venue;
		const refusal = await refusalOf(fixture.send(mallory, "registry", "release", [venueLedger]));
		const args = { venue: venueLedger, holder: mallory.address };
		expect(refusal).toMatchObject({ errorName: "NothingToRelease", args });
	});

	it("a holder may have one account at each of several venues, and any of them answers", async () => {
		const { deployer, operator, guardian } = fixture.roles;
		const second = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		await fixture.throughTimelock("registry", "acceptVenue", [second]);
		await writeByName({
			signer: operator,
			address: second,
			abi: VENUE_LEDGER_ABI,
			method: "post",
			args: [LEDGER_ROOT, LISTING, START - 50],
		});
		await fixture.attest(fixture.request());
		await fixture.attest(fixture.request({ venue: second, surplusMicroUsd: 2n * SURPLUS }));

		expect((await aliceStatus()).surplusMicroUsd.maintenance).toBe(SURPLUS);
		expect(await solvent("maintenance", 2n * SURPLUS)).toBe(true);
		await fixture.send(deployer, "registry", "dropVenue", [second]);
		expect(await solvent("maintenance", 2n * SURPLUS)).toBe(false);
		expect(await solvent("maintenance", SURPLUS)).toBe(true);
	});
});

describe("what a consumer is told", () => {
	it("nothing of an address that never attested", async () => {
		expect(await solvent("maintenance")).toBe(false);
		expect((await aliceStatus()).standing).toBe("none");
	});

	it("the surplus proven is enough, one µUSD more is not", async () => {
		await fixture.attest(fixture.request());
		expect(await solvent("maintenance", SURPLUS)).toBe(true);
		expect(await solvent("maintenance", SURPLUS + 1n)).toBe(false);
	});

	it("initial level answers for maintenance, maintenance never for initial", async () => {
		await fixture.attest(fixture.request());
		expect(await solvent("initial")).toBe(false);
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd: 2n * SURPLUS }));
		expect(await solvent("initial", 2n * SURPLUS)).toBe(true);
		expect(await solvent("maintenance", 2n * SURPLUS)).toBe(true);
	});

	it("a ledger exactly as old as allowed counts, one second older does not", async () => {
		await fixture.attest(fixture.request());
		await fixture.chain.mineAt(START + 100);
		expect(await solvent("maintenance", 0n, 160)).toBe(true);
		expect(await solvent("maintenance", 0n, 159)).toBe(false);
	});

	it("an attestation ends on the second, not after it", async () => {
		await fixture.attest(fixture.request());
		await fixture.chain.mineAt(START - 60 + TTL - 1);
		expect(await solvent("maintenance")).toBe(true);
		await fixture.chain.mineAt(START - 60 + TTL);
		expect(await solvent("maintenance", 0n, 2 * TTL)).toBe(false);
		expect((await aliceStatus()).standing).toBe("expired");
	});

	it("VenueIsFrozen: a frozen venue stops new attestations, and those on record at once", async () => {
		const { guardian } = fixture.roles;
		await fixture.attest(fixture.request());
		await fixture.send(guardian, "venueLedger", "freeze");
		expect(await solvent("maintenance")).toBe(false);
		expect((await aliceStatus()).standing).toBe("venue-frozen");
		expect(await refusalOf(fixture.attest(fixture.request()))).toMatchObject({
			errorName: "VenueIsFrozen",
			args: { venue: fixture.venue.venueLedger },
		});
		await fixture.send(guardian, "venueLedger", "unfreeze");
		expect(await solvent("maintenance")).toBe(true);
	});
});

describe("a venue with bad manners", () => {
	/** In the order of `RudeVenue.Manner`. */
	const MANNERS = [
		"reverts",
		"burns all its gas",
		"answers nothing",
		"answers a megabyte of nothing",
	] as const;

	/** A registry with two venues: one that turns rude after both of Alice's attestations, and the fixture's own. */
	async function registryWithRudeVenue() {
		const rude = await fixture.deployContract("RudeVenue", []);
		const behave = (manner: number, words: readonly unknown[] = []) =>
			writeByName({
				signer: fixture.roles.operator,
				address: rude,
				abi: ["function behave(uint8 next, uint256[] words)"],
				method: "behave",
				args: [manner, words],
			});
		const both = await fixture.withSecondRegistry({ venues: [rude, fixture.venue.venueLedger] });
		// `currentSeal()`: of the fixture's ledger, so that contents of the fixture's epochs are taken.
		await behave(4, [await both.read("venueLedger", "currentSeal")]);
		const contents = await both.contentsOf(both.request());
		await both.attest(both.request({ venue: rude, surplusMicroUsd: 2n * SURPLUS }), { contents });
		await both.attest(both.request());
		// `frozen()`: no.
		await behave(4, [0n]);
		const ask = (minSurplusMicroUsd: bigint) =>
			isSolvent({
				runner: fixture.chain.provider,
				registry: both.venue.registry,
				holder: fixture.roles.alice.address,
				level: "maintenance",
				minSurplusMicroUsd,
				maxAgeSeconds: TTL,
			});
		return { both, rude, behave, ask };
	}

	it.each(MANNERS.map((manner, index) => [manner, index] as const))(
		"one that %s counts as frozen, and takes no other venue's answer down with it",
		async (_manner, index) => {
			const { both, rude, behave, ask } = await registryWithRudeVenue();
			expect(await ask(2n * SURPLUS)).toBe(true);
			await behave(index);
			expect(await ask(2n * SURPLUS)).toBe(false);
			expect(await ask(SURPLUS)).toBe(true);
			const { registry } = both.venue;
			const query = { runner: fixture.chain.provider, registry, venue: rude };
			const { standing } = await readSolvency({ ...query, holder: fixture.roles.alice.address });
			// A megabyte of zeros says "not frozen" at a price above what a venue may spend.
			expect(standing).toBe("venue-frozen");
		},
	);

	it("GasTooLow: a caller that brings too little gas gets no answer, not the answer frozen", async () => {
		await fixture.attest(fixture.request());
		const { registry, venueLedger } = fixture.venue;
		const data = new Interface(SOLVENCY_REGISTRY_ABI).encodeFunctionData("status", [
			venueLedger,
			fixture.roles.alice.address,
		]);
		const answers = new Set<string>();
		for (let gasLimit = 30_000; gasLimit <= 100_000; gasLimit += 1_000) {
			const call = { to: registry, data, gasLimit };
			const answer = await fixture.chain.provider
				.call(call)
				.catch((error: unknown) => refusalIn(error)?.errorName ?? "no gas");
			answers.add(answer.startsWith("0x") ? String(BigInt(answer.slice(0, 66))) : answer);
		}
		// 1 is `Live`; 3 would be `VenueFrozen`.
		expect([...answers]).toEqual(["no gas", "GasTooLow", "1"]);
	});
});
