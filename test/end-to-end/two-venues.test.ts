/**
 * A day of two venues, with real proofs and the real contracts: three publishers, three traders, a lender,
 * a crash, challenges, a demanded row. Each `it` goes on where the one before ended. Every expected
 * amount is the engine's.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { challengeHolder, lapseHolder } from "../../src/chain/challenges.ts";
import { withdrawCredit } from "../../src/chain/credits.ts";
import { acknowledgeLien } from "../../src/chain/liens.ts";
import { depositBond } from "../../src/chain/publisher-bonds.ts";
import { demandRow, openDemands, type RowPlace, serveRow } from "../../src/chain/row-demands.ts";
import { scopeOf } from "../../src/chain/scope-of.ts";
import { executeCall, scheduleCall } from "../../src/chain/timelock.ts";
import { acceptVenueCall } from "../../src/chain/timelock-calls.ts";
import { pseudonymOf } from "../../src/ledger/identity.ts";
import { encodeRow, rowElements } from "../../src/risk/risk-row.ts";
import { type Trader, withDeposit, withHold } from "../support/two-venues/cast.ts";
import { Lending } from "../support/two-venues/lending.ts";
import { DAWN_MS, movedMarket } from "../support/two-venues/market.ts";
import { BOND_WEI, contentOf, TERMS } from "../support/two-venues/stage.ts";
import { Story } from "../support/two-venues/story.ts";
import { refusalOf } from "../support/venue-fixture.ts";

const MICRO_USD = 1_000_000n;
const TEN_THOUSAND_USD = 10_000n * MICRO_USD;
/** Ada's, on the morning after the crash. */
const DEPOSIT_USDC = "60000";
/** BTC −7 %, ETH −5 %, SOL −20 %, volatilities up by 30 %. */
const CRASH = { pricePerMille: { BTC: 930n, ETH: 950n, SOL: 800n }, ivPerMille: 1300n };
/** BTC and ETH come back a little, SOL falls on. */
const AFTERMATH = { pricePerMille: { BTC: 955n, ETH: 960n, SOL: 790n }, ivPerMille: 1200n };
const NOON = { pricePerMille: { BTC: 960n, ETH: 962n, SOL: 795n }, ivPerMille: 1150n };
/** Seconds after dawn. */
const CHALLENGED_AT = 900;
const AFTERMATH_AT = 1_230;
const NOON_AT = 4_930;
const LAPSED_AT = CHALLENGED_AT + TERMS.challengeWindowSeconds;

let story: Story;
let lending: Lending;
const bondsWei = new Map<Trader, bigint>();
beforeAll(async () => {
	story = await Story.begin();
});
afterAll(() => story?.stage.chain.close());

const usdText = (microUsd: bigint) => String(microUsd / MICRO_USD);
const addressOf = (trader: Trader) => story.stage.holder(trader).address;
const target = (trader: Trader) => ({
	registry: story.stage.protocol.registry,
	venue: story.stage.venues.north,
	holder: addressOf(trader),
});

describe("before dawn", () => {
	it("South is let in through the timelock, two days in sight of all", async () => {
		const { venues, chain, roles, protocol } = story.stage;
		const { registry, timelock } = protocol;
		const { deployer: proposer, watcher: executor } = roles;
		const call = acceptVenueCall({ registry, venue: venues.south });
		const { readyAtMs } = await scheduleCall({ proposer, timelock, call });
		const early = await refusalOf(executeCall({ executor, timelock, call }));
		expect(early.code).toBe("TIMELOCK_UNEXPECTED_OPERATION_STATE");
		expect(await story.stage.readRegistry("venues")).toEqual([venues.north]);
		await chain.setNextBlockTime(Number(readyAtMs) / 1000);
		await executeCall({ executor, timelock, call });
		expect(await story.stage.readRegistry("venues")).toEqual([venues.north, venues.south]);
	});

	it("publishers put up their bonds: nobody posts without one", async () => {
		const { publishers, protocol, chain, roles } = story.stage;
		const { riskEpochs } = protocol;
		const content = contentOf(await story.buildTables(story.market.dawn));
		expect(await refusalOf(story.stage.post(roles.firstPublisher, content))).toMatchObject({
			code: "BOND_TOO_SMALL",
			args: { got: 0n, needed: BOND_WEI },
		});
		for (const publisher of publishers) await depositBond({ publisher, riskEpochs, amountWei: BOND_WEI });
		expect(await chain.provider.getBalance(riskEpochs)).toBe(3n * BOND_WEI);
	});
});

describe("dawn", () => {
	it("a table is live when two of three publishers have posted the same", async () => {
		const { roles } = story.stage;
		await story.stage.at(1);
		expect(await story.closeBooks("north", -30, story.cast.books.north)).toBe(1);
		expect(await story.closeBooks("south", -30, story.cast.books.south)).toBe(1);
		const content = contentOf(story.published(1));
		expect(await story.stage.post(roles.firstPublisher, content)).toBeNull();
		expect(await story.stage.post(roles.secondPublisher, content)).toBe(1);
		expect(await story.stage.post(roles.thirdPublisher, content)).toBeNull();
	});

	it.each(["ada", "cleo"] as const)(
		"%s proves what is free to the last µUSD, and not one more",
		async (who) => {
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
		const claim = await story.proving.prove("bela", story.ledger("south", 1), story.table(1));
		story.claims.set("bela", claim);
		const stolen = await refusalOf(story.proving.attest("ada", claim, { holder: addressOf("ada") }));
		expect(stolen.errorName).toBe("ProofRejected");
		await story.proving.attestThrough(story.stage.roles.relayer, "bela", claim);
		expect(await story.surplus("bela", "south")).toBe(story.free("bela", "south", 1, 1));
	});

	it("Ada's accounts at two venues have one pseudonym here and another at another registry", async () => {
		const { chainId, scope } = story.stage.protocol;
		const { secret } = story.cast.identities.ada;
		const atSouth = await story.proving.prove("ada", story.ledger("south", 1), story.table(1));
		const { pseudonym } = atSouth.attestation;
		expect([pseudonym, pseudonym]).toEqual([
			story.claim("ada").attestation.pseudonym,
			pseudonymOf(secret, scope),
		]);
		const otherScope = scopeOf({ chainId, registry: story.stage.venues.north });
		expect(pseudonymOf(secret, otherScope)).not.toBe(pseudonym);
		await story.proving.attest("ada", atSouth);
		expect(await story.surplus("ada", "south")).toBe(story.free("ada", "south", 1, 1));
	});

	it("ProofRejected: what is proven of North's ledger says nothing about South's", async () => {
		const { south: venue } = story.stage.venues;
		const elsewhere = await refusalOf(story.proving.attest("ada", story.claim("ada"), { venue }));
		expect(elsewhere.errorName).toBe("ProofRejected");
		expect(await story.surplus("ada", "south")).toBe(story.free("ada", "south", 1, 1));
	});
});

describe("morning", () => {
	it("a line lends once the venue has acknowledged its lien, up to the lien and no further", async () => {
		lending = await Lending.open(story.stage, 1_000_000n * MICRO_USD);
		const { venues, protocol } = story.stage;
		for (const who of ["ada", "cleo"] as const) {
			const free = story.free(who, "north", 1, 1);
			const limit = free - (free % TEN_THOUSAND_USD);
			const lienId = await lending.openLine(who, limit);
			story.liens.set(who, { lienId, limit });
			expect(await story.freeSurplus(who)).toBe(free - limit);
			expect((await refusalOf(lending.draw(who, lienId, 1n))).errorName).toBe("NotSecured");
			const operator = story.stage.operator("north");
			const acknowledgement = { operator, venueLedger: venues.north, registry: protocol.registry, lienId };
			expect(await acknowledgeLien(acknowledgement)).toMatchObject({ fromEpoch: 2 });
			await lending.draw(who, lienId, limit - TEN_THOUSAND_USD);
			const tooMuch = await refusalOf(lending.draw(who, lienId, TEN_THOUSAND_USD + 1n));
			expect(tooMuch).toMatchObject({ errorName: "OverLimit", args: { got: limit + 1n, limit } });
			expect(await lending.balanceOf(addressOf(who))).toBe(limit - TEN_THOUSAND_USD);
		}
	});

	it("SurplusReserved: what one lender has reserved is not there for the next", async () => {
		const free = await story.freeSurplus("ada");
		const refused = await refusalOf(lending.openLine("ada", free + 1n));
		expect(refused).toMatchObject({ errorName: "SurplusReserved", args: { got: free + 1n, free } });
	});

	it("the market crashes: Ada's honest new proof shows less than her lien, and draws stop", async () => {
		const { lienId, limit } = story.lien("ada");
		const healthy = await refusalOf(lending.close(story.stage.roles.watcher, lienId));
		expect(healthy.errorName).toBe("LineHealthy");
		await story.stage.at(301);
		expect(await story.goLive(movedMarket(story.market.dawn, 300, CRASH))).toBe(2);
		expect(await story.secured("ada")).toBe(true);
		await story.proveAndAttest("ada", "north", 1, 2);
		const proven = story.free("ada", "north", 1, 2);
		expect(await story.surplus("ada")).toBe(proven);
		expect(proven).toBeLessThan(limit);
		expect([await story.isOverLiened("ada"), await story.secured("ada")]).toEqual([true, false]);
		expect((await refusalOf(lending.draw("ada", lienId, 1n))).errorName).toBe("NotSecured");
	});

	it("a debt can be paid at all times", async () => {
		const { lienId, limit } = story.lien("ada");
		await lending.repay("ada", lienId, 5n * TEN_THOUSAND_USD);
		expect(await lending.debtOf(lienId)).toBe(limit - 6n * TEN_THOUSAND_USD);
	});

	it("Bela's cash and carry does not mind: more is free than before", () => {
		expect(story.free("bela", "south", 1, 2)).toBeGreaterThan(story.free("bela", "south", 1, 1));
	});
});

describe("challenges", () => {
	it("a watcher asks Ada and Cleo to prove again, against a bond, once a day", async () => {
		const { watcher: challenger } = story.stage.roles;
		await story.stage.at(CHALLENGED_AT);
		for (const who of ["ada", "cleo"] as const) {
			const { bondWei } = await challengeHolder({ ...target(who), challenger });
			bondsWei.set(who, bondWei);
		}
		const again = await refusalOf(challengeHolder({ ...target("ada"), challenger }));
		expect(again.code).toBe("CHALLENGED_RECENTLY");
		const { provider } = story.stage.chain;
		const total = [...bondsWei.values()].reduce((sum, bondWei) => sum + bondWei, 0n);
		expect(await provider.getBalance(story.stage.protocol.registry)).toBe(total);
	});

	it("Ada answers from a ledger that carries her lien: the bond is hers and the line lends again", async () => {
		const { ada, cleo } = story.cast.books.north;
		if (ada === undefined || cleo === undefined) throw new Error("both are at North");
		const held = (who: "ada" | "cleo", account: typeof ada) =>
			withHold(account, story.lien(who).lienId, usdText(story.lien(who).limit));
		const books = { ada: withDeposit(held("ada", ada), "USDC", DEPOSIT_USDC), cleo: held("cleo", cleo) };
		await story.stage.at(AFTERMATH_AT + 1);
		expect(await story.closeBooks("north", AFTERMATH_AT - 30, books)).toBe(2);
		expect(await story.goLive(movedMarket(story.market.dawn, AFTERMATH_AT, AFTERMATH))).toBe(3);

		const { events } = await story.proveAndAttest("ada", "north", 2, 3);
		expect(events.map(({ name }) => name)).toContain("ChallengeAnswered");
		const bondWei = bondsWei.get("ada");
		expect(await story.credit(addressOf("ada"), "registry")).toBe(bondWei);
		const { registry: contract } = story.stage.protocol;
		expect(await withdrawCredit({ account: story.stage.holder("ada"), contract })).toMatchObject({
			amountWei: bondWei,
		});
		// The hold is in the ledger, so nothing is subtracted a second time.
		expect(await story.freeSurplus("ada")).toBe(story.free("ada", "north", 2, 3));
		expect([await story.isOverLiened("ada"), await story.secured("ada")]).toEqual([false, true]);
		await lending.draw("ada", story.lien("ada").lienId, TEN_THOUSAND_USD);
	});
});
