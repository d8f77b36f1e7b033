/** A second venue is let in, publishers put up bonds, a table goes live, traders prove what they can spare. */
import { describe, expect, it } from "vitest";
import { scopeOf } from "../../../src/chain/client/scope-of.ts";
import { depositBond } from "../../../src/chain/epochs/publisher-bonds.ts";
import { executeCall, scheduleCall } from "../../../src/chain/epochs/timelock.ts";
import { acceptVenueCall } from "../../../src/chain/epochs/timelock-calls.ts";
import { pseudonymOf } from "../../../src/ledger/identity.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";
import { DAWN_MS } from "./venues/market.ts";
import { BOND_WEI, contentOf, TERMS } from "./venues/stage.ts";
import type { Story } from "./venues/story.ts";

export function beforeDawn(told: () => Story): void {
	describe("before dawn", () => {
		it("South is let in through the timelock, two days in sight of all", async () => {
			const { stage } = told();
			const { registry, timelock } = stage.protocol;
			const { deployer: proposer, watcher: executor } = stage.roles;
			const call = acceptVenueCall({ registry, venue: stage.venues.south });
			const { readyAtMs } = await scheduleCall({ proposer, timelock, call });
			const early = await refusalOf(executeCall({ executor, timelock, call }));
			expect(early.code).toBe("TIMELOCK_UNEXPECTED_OPERATION_STATE");
			expect(await stage.readRegistry("venues")).toEqual([stage.venues.north]);
			await stage.chain.setNextBlockTime(Number(readyAtMs) / 1000);
			await executeCall({ executor, timelock, call });
			expect(await stage.readRegistry("venues")).toEqual([stage.venues.north, stage.venues.south]);
		});

		it("BOND_TOO_SMALL: publishers put up their bonds, and nobody posts without one", async () => {
			const story = told();
			const { publishers, protocol, chain, roles } = story.stage;
			const { riskEpochs } = protocol;
			const content = contentOf(await story.buildTables(story.market.dawn));
			expect(await refusalOf(story.stage.post(roles.firstPublisher, content))).toMatchObject({
				code: "BOND_TOO_SMALL",
				args: { got: 0n, needed: BOND_WEI },
			});
			for (const publisher of publishers) {
				await depositBond({ publisher, riskEpochs, amountWei: BOND_WEI });
			}
			expect(await chain.provider.getBalance(riskEpochs)).toBe(3n * BOND_WEI);
		});
	});
}

export function dawn(told: () => Story): void {
	describe("dawn", () => {
		it("a table is live when two of three publishers have posted the same", async () => {
			const story = told();
			const { stage } = story;
			await stage.at(1);
			expect(await story.closeBooks("north", -30, story.cast.books.north)).toBe(1);
			expect(await story.closeBooks("south", -30, story.cast.books.south)).toBe(1);
			const content = contentOf(story.published(1));
			const { firstPublisher, secondPublisher, thirdPublisher } = stage.roles;
			expect(await stage.post(firstPublisher, content)).toBeNull();
			expect(await stage.post(secondPublisher, content)).toBe(1);
			expect(await stage.post(thirdPublisher, content)).toBeNull();
		});

		it.each(["ada", "cleo"] as const)(
			"%s proves what is free, to the last µUSD and not one more",
			async (who) => {
				const story = told();
				const free = story.free(who, "north", 1, 1);
				const more = story.proving.attempt(who, story.ledger("north", 1), story.table(1), free + 1n);
				const decision = { reason: "SHORTFALL", shortfallMicroUsd: 1n };
				expect(await more).toMatchObject({ holds: false, decision });
				const { validUntilMs } = await story.proveAndAttest(who, "north", 1, 1);
				expect(validUntilMs).toBe(DAWN_MS + 1000 * (TERMS.ttlSeconds - 30));
				expect([await story.standing(who), await story.surplus(who)]).toEqual(["live", free]);
				expect([await story.spares(who, free), await story.spares(who, free + 1n)]).toEqual([true, false]);
			},
		);

		it("Bela at South only signs; a relayer sends the proof, which serves nobody else", async () => {
			const story = told();
			const claim = await story.proving.prove("bela", story.ledger("south", 1), story.table(1));
			story.claims.set("bela", claim);
			const holder = story.addressOf("ada");
			expect((await refusalOf(story.proving.attest("ada", claim, { holder }))).errorName).toBe(
				"ProofRejected",
			);
			await story.proving.attestThrough(story.stage.roles.relayer, "bela", claim);
			expect(await story.surplus("bela", "south")).toBe(story.free("bela", "south", 1, 1));
		});

		it("Ada's accounts at two venues have one pseudonym here, and another at another registry", async () => {
			const story = told();
			const { chainId, scope } = story.stage.protocol;
			const { secret } = story.cast.identities.ada;
			const atSouth = await story.proving.prove("ada", story.ledger("south", 1), story.table(1));
			const { pseudonym } = atSouth.attestation;
			expect(pseudonym).toBe(story.claim("ada").attestation.pseudonym);
			expect(pseudonym).toBe(pseudonymOf(secret, scope));
			const otherScope = scopeOf({ chainId, registry: story.stage.venues.north });
			expect(pseudonymOf(secret, otherScope)).not.toBe(pseudonym);
			await story.proving.attest("ada", atSouth);
			expect(await story.surplus("ada", "south")).toBe(story.free("ada", "south", 1, 1));
		});

		it("ProofRejected: what is proven of North's ledger says nothing about South's", async () => {
			const story = told();
			const { south: venue } = story.stage.venues;
			const elsewhere = await refusalOf(story.proving.attest("ada", story.claim("ada"), { venue }));
			expect(elsewhere.errorName).toBe("ProofRejected");
			expect(await story.surplus("ada", "south")).toBe(story.free("ada", "south", 1, 1));
		});
	});
}
