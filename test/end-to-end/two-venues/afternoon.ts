/** Challenges: one is answered with a real proof, one is missed. An old ledger does not go with a new table. */
import { describe, expect, it } from "vitest";
import { demandRow, openDemands, serveRow } from "../../../src/chain/demands/row-demands.ts";
import { withdrawCredit } from "../../../src/chain/epochs/credits.ts";
import { challengeHolder, lapseHolder } from "../../../src/chain/registry/challenges.ts";
import { decodeRow } from "../../../src/risk/model/decode-row.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";
import { type Books, withDeposit, withHold } from "./venues/cast.ts";
import { MICRO_USD, movedMarket } from "./venues/market.ts";
import { TERMS } from "./venues/stage.ts";
import type { Story } from "./venues/story.ts";

const TEN_THOUSAND_USD = 10_000n * MICRO_USD;
const DEPOSIT_USDC = "60000";
/** Seconds after dawn. */
const CHALLENGED_AT = 900;
const AFTERMATH_AT = 1_230;
const NOON_AT = 4_930;
const LAPSES_AT = CHALLENGED_AT + 2 + TERMS.challengeWindowSeconds;
/** BTC and ETH come back a little, SOL falls on. */
const AFTERMATH = { pricePerMille: { BTC: 955n, ETH: 960n, SOL: 790n }, ivPerMille: 1200n };
const NOON = { pricePerMille: { BTC: 960n, ETH: 962n, SOL: 795n }, ivPerMille: 1150n };
export const DEMANDED = "SOL-PERPETUAL";

/** North keeps its word: it holds back what the two firm liens reserve. Ada has paid something in. */
export function northWithHolds(story: Story): Books {
	const { ada, cleo } = story.cast.books.north;
	if (ada === undefined || cleo === undefined) throw new Error("both are at North");
	const usd = (who: "ada" | "cleo") => String(story.lien(who).limit / MICRO_USD);
	return {
		ada: withHold(withDeposit(ada, "USDC", DEPOSIT_USDC), story.lien("ada").lienId, usd("ada")),
		cleo: withHold(cleo, story.lien("cleo").lienId, usd("cleo")),
	};
}

export function afternoon(told: () => Story): void {
	describe("afternoon", () => {
		it("a watcher asks Ada and Cleo to prove again, against a bond, once a day", async () => {
			const story = told();
			const { chain, protocol, roles } = story.stage;
			const { watcher: challenger } = roles;
			await story.stage.at(CHALLENGED_AT);
			for (const who of ["ada", "cleo"] as const) {
				const { bondWei } = await challengeHolder({ ...story.challenged(who), challenger });
				story.challengeBondsWei.set(who, bondWei);
			}
			const again = await refusalOf(challengeHolder({ ...story.challenged("ada"), challenger }));
			expect(again.code).toBe("CHALLENGED_RECENTLY");
			const totalWei = story.challengeBondWei("ada") + story.challengeBondWei("cleo");
			expect(await chain.provider.getBalance(protocol.registry)).toBe(totalWei);
		});

		it("Ada answers from a ledger that carries her lien: the bond is hers, the line lends again", async () => {
			const story = told();
			await story.stage.at(AFTERMATH_AT + 1);
			expect(await story.closeBooks("north", AFTERMATH_AT - 30, northWithHolds(story))).toBe(2);
			expect(await story.goLive(movedMarket(story.market.dawn, AFTERMATH_AT, AFTERMATH))).toBe(3);

			const { events } = await story.proveAndAttest("ada", "north", 2, 3);
			expect(events.map(({ name }) => name)).toContain("ChallengeAnswered");
			const amountWei = story.challengeBondWei("ada");
			expect(await story.credit(story.addressOf("ada"), "registry")).toBe(amountWei);
			const credit = { account: story.stage.holder("ada"), contract: story.stage.protocol.registry };
			expect(await withdrawCredit(credit)).toMatchObject({ amountWei });
			// The hold is in the ledger, so nothing is subtracted a second time.
			expect(await story.freeSurplus("ada")).toBe(story.free("ada", "north", 2, 3));
			expect([await story.isOverLiened("ada"), await story.secured("ada")]).toEqual([false, true]);
			await story.lending.draw("ada", story.lien("ada").lienId, TEN_THOUSAND_USD);
		});

		it("Cleo cannot: her account no longer bears her lien, and there is no proof of it", async () => {
			const story = told();
			const shortfallMicroUsd = -story.free("cleo", "north", 2, 3);
			expect(shortfallMicroUsd).toBeGreaterThan(0n);
			const attempt = story.proving.attempt("cleo", story.ledger("north", 2), story.table(3), 0n);
			const decision = { reason: "SHORTFALL", shortfallMicroUsd };
			expect(await attempt).toMatchObject({ holds: false, decision });
		});

		it("SkewTooLarge, LedgerEpochNotNewest: South's old ledger does not go with the new table", async () => {
			const story = told();
			const stale = await story.proving.prove("bela", story.ledger("south", 1), story.table(3));
			const attest = () => refusalOf(story.proving.attest("bela", stale));
			expect(await attest()).toMatchObject({
				errorName: "SkewTooLarge",
				args: { got: BigInt(AFTERMATH_AT + 30), limit: BigInt(TERMS.maxSkewSeconds) },
			});
			expect(await story.closeBooks("south", AFTERMATH_AT - 10, story.cast.books.south)).toBe(2);
			expect(await attest()).toMatchObject({
				errorName: "LedgerEpochNotNewest",
				args: { got: 1n, newest: 2n },
			});
			await story.proveAndAttest("bela", "south", 2, 3);
			expect(await story.surplus("bela", "south")).toBe(story.free("bela", "south", 2, 3));
		});

		it("Cleo's silence makes her delinquent, and anybody closes her line", async () => {
			const story = told();
			const { roles, protocol } = story.stage;
			await story.stage.at(NOON_AT + 1);
			expect(await story.closeBooks("north", NOON_AT - 30, northWithHolds(story))).toBe(3);
			expect(await story.goLive(movedMarket(story.market.dawn, NOON_AT, NOON))).toBe(4);
			const pairs = [
				{ ledgerEpoch: 2, riskEpoch: 3 },
				{ ledgerEpoch: 3, riskEpoch: 4 },
			] as const;
			const lapse = () => lapseHolder({ ...story.challenged("cleo"), sender: roles.watcher, pairs });
			expect((await refusalOf(lapse())).code).toBe("CHALLENGE_WINDOW_OPEN");
			expect(await story.standing("cleo")).toBe("live");
			await story.stage.at(LAPSES_AT);
			await lapse();
			expect([await story.standing("cleo"), await story.spares("cleo", 0n)]).toEqual(["delinquent", false]);
			const amountWei = story.challengeBondWei("cleo");
			const bond = { account: roles.watcher, contract: protocol.registry };
			expect(await withdrawCredit(bond)).toMatchObject({ amountWei });

			const { lienId, limit } = story.lien("cleo");
			const debt = limit - TEN_THOUSAND_USD;
			const { events } = await story.lending.close(roles.watcher, lienId);
			expect(events.map(({ name, args }) => [name, args.debt])).toEqual([["Closed", debt]]);
			expect((await refusalOf(story.lending.draw("cleo", lienId, 1n))).errorName).toBe("LineClosed");
			await story.lending.repay("cleo", lienId, TEN_THOUSAND_USD);
			expect(await story.lending.debtOf(lienId)).toBe(debt - TEN_THOUSAND_USD);
		});

		it("a watcher demands a row, and a publisher opens it under the root, on the chain", async () => {
			const story = told();
			const { chain, protocol, roles } = story.stage;
			const { riskEpochs } = protocol;
			const { table } = story.table(4);
			const id = table.labels.instruments.indexOf(DEMANDED);
			const place = { riskEpochs, epoch: 4, level: "initial", id } as const;
			const { depositWei, answerByMs } = await demandRow({ ...place, demander: roles.watcher });
			expect(answerByMs).toBe(1000 * ((await chain.timeSeconds()) + TERMS.rowWindowSeconds));
			const toBlock = await chain.provider.getBlockNumber();
			const range = { provider: chain.provider, riskEpochs, fromBlock: toBlock, toBlock };
			expect(await openDemands(range)).toMatchObject([{ ...place, depositWei, settled: false }]);

			const server = roles.secondPublisher;
			const { events } = await serveRow({ ...place, server, table });
			const words = events.find(({ name }) => name === "RowServed")?.args.words as bigint[];
			expect(decodeRow([...words])).toEqual(table.rows[id]);
			expect(await story.credit(server.address, "riskEpochs")).toBe(depositWei);
			expect(await openDemands(range)).toEqual([]);
		});
	});
}
